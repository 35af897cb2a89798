//! Buffer debloating: when the sizes of buffers are reconsidered, and who is told.

use super::Simulation;
use super::ids::{ChannelId, GateId};
use super::queue::Planned;
use crate::scenario::Nanos;

/// A millisecond, ns.
pub(super) const MILLISECOND: Nanos = 1_000_000;

impl Simulation {
    /// A gate reconsiders the size of its producers' buffers (`StreamTask.debloat`).
    pub(super) fn debloat(&mut self, gate: GateId) {
        let Some(debloating) = self.scenario.debloating else { return };
        let next = self.now.saturating_add(debloating.period);
        self.queue.plan(next, Planned::Debloat(gate));
        let now = self.now / MILLISECOND;
        let local = self.local_buffers_in_use(gate);
        let at = &mut self.gates[gate.at()];
        let in_use = at.input.buffers_in_use().saturating_add(local);
        let throughput = at.throughput.calculate(now);
        let Some(debloater) = at.debloater.as_mut() else { return };
        if let Ok(Some(size)) = debloater.recalculate(throughput, in_use) {
            at.announced = u32::try_from(size).unwrap_or(0);
            for channel in at.channels.clone() {
                if self.channels[channel.at()].remote.is_some() {
                    self.queue.plan(
                        self.now.saturating_add(self.scenario.network.latency),
                        Planned::BufferSize(channel),
                    );
                } else {
                    self.buffer_size(channel);
                }
            }
        }
    }

    fn local_buffers_in_use(&self, gate: GateId) -> i32 {
        let channels = self.gates[gate.at()].channels.iter();
        let local = channels.filter(|channel| self.channels[channel.at()].remote.is_none());
        let queued: u64 = local
            .filter_map(|channel| self.subpartition(*channel))
            .map(|state| u64::from(state.queued))
            .sum();
        i32::try_from(queued).unwrap_or(i32::MAX)
    }

    /// A producer learns the size of its buffers.
    pub(super) fn buffer_size(&mut self, channel: ChannelId) {
        let at = &self.channels[channel.at()];
        let (subpartition, size) = (at.subpartition, self.gates[at.gate.at()].announced);
        self.with_output(at.partition, |output, _| output.output.set_buffer_size(subpartition, size));
    }
}
