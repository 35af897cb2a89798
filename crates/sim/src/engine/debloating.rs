//! Buffer debloating: when the sizes of buffers are reconsidered, and who is told.

use super::Simulation;
use super::ids::{ChannelId, GateId, TaskId};
use super::queue::Planned;
use crate::scenario::Nanos;

/// A millisecond, ns.
pub(super) const MILLISECOND: Nanos = 1_000_000;

impl Simulation {
    /// A task is to reconsider the size of its producers' buffers before the next record.
    pub(super) fn debloat_due(&mut self, task: TaskId) {
        self.tasks[task.at()].mail.debloat = true;
        self.wake_for_mail(task);
    }

    /// A task reconsiders the size of its producers' buffers (`StreamTask.debloat`), and will do so again a period after this.
    pub(super) fn debloat(&mut self, task: TaskId) {
        let Some(debloating) = self.scenario.debloating else { return };
        self.queue.plan(self.now.saturating_add(debloating.period), Planned::Debloat(task));
        let gates = self.tasks[task.at()].gates.clone().map(GateId);
        let Some(first) = gates.clone().next() else { return };
        if self.gates[first.at()].debloater.is_some_and(|debloater| debloater.serves_task()) {
            let in_use = gates.clone().map(|gate| self.buffers_in_use(gate).max(1)).sum();
            let size = self.recalculate(first, in_use);
            for gate in gates {
                self.gates[gate.at()].debloater = self.gates[first.at()].debloater;
                self.announce(gate, size);
            }
        } else {
            for gate in gates {
                let in_use = self.buffers_in_use(gate);
                let size = self.recalculate(gate, in_use);
                self.announce(gate, size);
            }
        }
    }

    /// The gate that measures the throughput of another: its own, or that of all gates of a task.
    pub(super) fn measuring_gate(&self, gate: GateId) -> GateId {
        let at = &self.gates[gate.at()];
        if at.debloater.is_some_and(|debloater| debloater.serves_task()) {
            GateId(self.tasks[at.task.at()].gates.start)
        } else {
            gate
        }
    }

    fn recalculate(&mut self, gate: GateId, in_use: i32) -> Option<i32> {
        let now = self.now / MILLISECOND;
        let at = &mut self.gates[gate.at()];
        let throughput = at.throughput.calculate(now);
        at.debloater.as_mut()?.recalculate(throughput, in_use).ok().flatten()
    }

    /// Tells the producers of a gate how large their buffers should be.
    fn announce(&mut self, gate: GateId, size: Option<i32>) {
        let Some(size) = size.and_then(|size| u32::try_from(size).ok()) else { return };
        self.gates[gate.at()].announced = size;
        let arrival = self.now.saturating_add(self.scenario.network.latency);
        for at in 0..self.gates[gate.at()].channels.len() {
            let channel = self.gates[gate.at()].channels[at];
            if self.channels[channel.at()].remote.is_some() {
                self.queue.plan(arrival, Planned::BufferSize(channel));
            } else {
                self.buffer_size(channel);
            }
        }
    }

    fn buffers_in_use(&self, gate: GateId) -> i32 {
        self.gates[gate.at()].input.buffers_in_use().saturating_add(self.local_buffers_in_use(gate))
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
