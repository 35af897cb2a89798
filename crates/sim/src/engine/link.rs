//! Connections between TaskManagers: one for each pair and direction, which all channels share.
//!
//! Follows `PartitionRequestQueue` and `CreditBasedSequenceNumberingViewReader`.

use super::Simulation;
use super::ids::{ChannelId, LinkId};
use super::model::{Message, Writing};
use super::queue::Planned;
use crate::event::DataType;
use crate::output::{Item, SubpartitionState};
use crate::scenario::SECOND;

impl Simulation {
    /// A channel's subpartition as it is.
    pub(super) fn subpartition(&self, channel: ChannelId) -> Option<SubpartitionState> {
        let channel = &self.channels[channel.at()];
        self.partitions[channel.partition.at()].output.subpartition(channel.subpartition)
    }

    /// What a channel could send next.
    pub(super) fn next_type(&self, channel: ChannelId) -> Option<DataType> {
        let channel = &self.channels[channel.at()];
        self.partitions[channel.partition.at()].output.next_type(channel.subpartition)
    }

    /// Whether a channel has something that it may send: data with credit, or an event.
    fn may_send(&self, channel: ChannelId) -> bool {
        let Some(remote) = &self.channels[channel.at()].remote else { return false };
        self.next_type(channel)
            .is_some_and(|next| next != DataType::DataBuffer || remote.credit.available() > 0)
    }

    /// Puts a channel that may send into its connection's queue (`enqueueAvailableReader`).
    pub(super) fn enqueue_sender(&mut self, channel: ChannelId) {
        if !self.may_send(channel) {
            self.announce_backlog(channel);
            return;
        }
        let Some(remote) = self.channels[channel.at()].remote.as_mut() else { return };
        if !std::mem::replace(&mut remote.is_enqueued, true) {
            let link = remote.link;
            self.links[link.at()].queue.push_back(channel);
            self.pump(link);
        }
    }

    /// Without exclusive buffers a receiver has to be told that there is something (`announceBacklog`). It comes after all that was sent
    /// before.
    fn announce_backlog(&mut self, channel: ChannelId) {
        let backlog = self.subpartition(channel).map_or(0, |state| state.backlog);
        let Some(remote) = self.channels[channel.at()].remote.as_mut() else { return };
        if backlog > 0 && remote.credit.needs_backlog_announced() {
            self.wires.push(&mut remote.wire, Message::Backlog(backlog));
            let sent = self.links[remote.link.at()].busy_until.max(self.now);
            self.queue.plan(sent.saturating_add(self.scenario.network.latency), Planned::Arrive(channel));
        }
    }

    /// Credit arrives at the producer.
    pub(super) fn credit_arrives(&mut self, channel: ChannelId) {
        let at = &mut self.channels[channel.at()];
        let Some(remote) = at.remote.as_mut() else { return };
        let credit = self.gates[at.gate.at()].input.take_credit(remote.number).unwrap_or(0);
        remote.credit.add(credit);
        self.enqueue_sender(channel);
    }

    /// Writes what is next in the queue, unless something is being written.
    fn pump(&mut self, link: LinkId) {
        while self.links[link.at()].writing.is_none() {
            let Some(channel) = self.links[link.at()].queue.pop_front() else { return };
            if let Some(remote) = self.channels[channel.at()].remote.as_mut() {
                remote.is_enqueued = false;
            }
            self.send(link, channel);
        }
    }

    fn send(&mut self, link: LinkId, channel: ChannelId) {
        // Reading may be the first to hear that other channels have something; they have to find the connection taken.
        self.links[link.at()].writing = Some(Writing { channel, buffer: None });
        let Some(polled) = self.poll(channel) else {
            self.links[link.at()].writing = None;
            return;
        };
        let Some(remote) = self.channels[channel.at()].remote.as_mut() else { return };
        self.wires.push(&mut remote.wire, Message::Sent { item: polled.item, backlog: polled.backlog });
        let (bytes, buffer) = match polled.item {
            Item::Data(slice) => {
                let had_credit = remote.credit.spend();
                debug_assert!(had_credit, "data is sent with credit");
                (slice.bytes, Some(slice.buffer))
            }
            Item::Event(event) => (event.bytes, None),
        };
        let bandwidth = self.scenario.network.bandwidth;
        let time = u64::from(bytes) * SECOND / bandwidth;
        let until = self.now.saturating_add(time);
        let at = &mut self.links[link.at()];
        at.writing = Some(Writing { channel, buffer });
        at.busy_until = until;
        self.queue.plan(until, Planned::Written(link));
        if self.may_send(channel) {
            self.enqueue_sender(channel);
        }
    }

    /// Something was written: its buffer is the producer's again, and the next one can be written.
    pub(super) fn written(&mut self, link: LinkId) {
        let Some(Writing { channel, buffer }) = self.links[link.at()].writing.take() else { return };
        self.queue.plan(self.now.saturating_add(self.scenario.network.latency), Planned::Arrive(channel));
        if let Some(buffer) = buffer {
            self.recycle_slice(channel, buffer);
        }
        self.pump(link);
    }
}
