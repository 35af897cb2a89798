//! The channels into one subtask: what waits at their senders, what these may send, what has arrived.

use sim::Simulation;
use sim::inspect::ChannelView;

use super::look::Look;

/// Channels of which the numbers are listed.
pub const LISTED: usize = 64;

/// A channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The subtask that writes.
    pub producer: u32,
    /// Whether it is in another TaskManager.
    pub is_remote: bool,
    /// Buffers that wait at the sender: those of which a receiver would be told, and the open one.
    pub backlog: u32,
    /// Buffers that the sender may send.
    pub credit: u32,
    /// Buffers on their way.
    pub wire: u32,
    /// Buffers and events that arrived and were not read.
    pub queue: u32,
}

impl Bar {
    fn of(channel: &ChannelView) -> Self {
        let remote = channel.remote;
        Self {
            producer: channel.producer,
            is_remote: remote.is_some(),
            backlog: channel.queued,
            credit: remote.map_or(0, |remote| remote.credit),
            wire: remote.map_or(0, |remote| remote.wire),
            queue: remote.map_or(0, |remote| remote.received),
        }
    }

    /// Its numbers, in the order of the list.
    #[must_use]
    pub const fn numbers(&self) -> [u32; 4] {
        [self.backlog, self.credit, self.wire, self.queue]
    }
}

/// The channels into the subtask that is looked at.
#[must_use]
pub fn bars(simulation: &Simulation, look: Look) -> Vec<Bar> {
    let channels = simulation.channels(look.edge as usize);
    channels.filter(|channel| channel.consumer == look.subtask).map(|channel| Bar::of(&channel)).collect()
}

/// The sums of their numbers.
#[must_use]
pub fn sums(bars: &[Bar]) -> [u32; 4] {
    bars.iter().fold([0; 4], |sums, bar| {
        let numbers = bar.numbers();
        std::array::from_fn(|place| sums[place] + numbers[place])
    })
}
