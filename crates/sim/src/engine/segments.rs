//! Where every segment of a TaskManager is.

use pools::buffer::{Holder, PoolId, SegmentId};

use super::Simulation;
use super::ids::{GateId, PartitionId, TaskId, next};
use super::model::{Gate, Writing};
use crate::input::BufferUse;
use crate::inspect::{Owner, PoolView, Segment, SegmentState, Side};
use crate::output::BufferState;

/// What has a pool.
#[derive(Clone, Copy)]
enum Place {
    Output(PartitionId),
    Input(GateId),
}

impl Simulation {
    /// The local pools of a TaskManager with their owners' buffers, in the order in which they were made; `None` if there is no such
    /// TaskManager. Takes `&mut self` because sizes of pools are computed when they are looked at.
    pub fn pools(&mut self, task_manager: usize) -> Option<Vec<PoolView>> {
        self.task_managers.get(task_manager)?;
        let places = self.places(task_manager);
        Some(places.into_iter().map(|place| self.pool_view(task_manager, place)).collect())
    }

    /// Where the segments of a TaskManager are, by their numbers; what was in `segments` before is forgotten. False if there is no such
    /// TaskManager.
    pub fn segments(&mut self, task_manager: usize, segments: &mut Vec<Segment>) -> bool {
        segments.clear();
        let Some(at) = self.task_managers.get(task_manager) else { return false };
        let total = u32::try_from(at.global.total()).unwrap_or(0);
        segments.extend((0..total).map(|number| match at.global.holder(SegmentId::new(number)) {
            Holder::Global => Segment::AVAILABLE,
            Holder::Free(pool) => segment(SegmentState::Free, pool),
            Holder::HandedOut(pool, _) => segment(SegmentState::Lost, pool),
            Holder::Unpooled => {
                Segment { is_exclusive: true, state: SegmentState::Lost, ..Segment::AVAILABLE }
            }
            Holder::Collected | Holder::Gone => Segment { state: SegmentState::Lost, ..Segment::AVAILABLE },
        }));
        let places = self.places(task_manager);
        let mut exclusive = 0;
        for place in &places {
            match *place {
                Place::Output(partition) => self.mark_output(task_manager, partition, segments),
                Place::Input(gate) => {
                    self.mark_floating(gate, segments);
                    exclusive = self.mark_exclusive(gate, exclusive, segments);
                }
            }
        }
        let excess = places.iter().map(|place| self.excess(task_manager, *place)).collect();
        mark_excess(excess, segments);
        true
    }

    /// What has the pools of a TaskManager, in their order.
    fn places(&self, task_manager: usize) -> Vec<Place> {
        let mut places = Vec::new();
        for task in self.tasks.iter().filter(|task| task.task_manager == task_manager) {
            places.extend(task.outputs.clone().map(|number| Place::Output(PartitionId(number))));
            places.extend(task.gates.clone().map(|number| Place::Input(GateId(number))));
        }
        places
    }

    fn owner(&self, task: TaskId, edge: usize, side: Side) -> Owner {
        let vertex = self.tasks[task.at()].vertex;
        Owner { vertex, subtask: self.subtask(task), edge, side }
    }

    /// The number of a task among those of its vertex.
    pub(super) fn subtask(&self, task: TaskId) -> u32 {
        task.0 - self.firsts[self.tasks[task.at()].vertex]
    }

    fn pool_view(&mut self, task_manager: usize, place: Place) -> PoolView {
        let pool = self.pool_of(place);
        let state = self.task_managers[task_manager].global.pool(pool);
        match place {
            Place::Output(partition) => {
                let at = &self.partitions[partition.at()];
                let mut view = PoolView::new(self.owner(at.task, at.edge, Side::Output), state);
                let sockets = self.sockets(task_manager, partition);
                for buffer in at.output.buffers() {
                    *match state_of(&buffer, &sockets) {
                        SegmentState::Filling => &mut view.filling,
                        SegmentState::Queued => &mut view.queued,
                        SegmentState::Sending => &mut view.sending,
                        _ => &mut view.read_locally,
                    } += 1;
                }
                view
            }
            Place::Input(gate) => {
                let Gate { task, edge, input, remote, .. } = &self.gates[gate.at()];
                let exclusive = (0..next(remote)).map(|channel| input.exclusive_buffers(channel));
                PoolView {
                    floating: input.floating_buffers(),
                    exclusive: exclusive.fold(BufferUse::default(), BufferUse::and),
                    ..PoolView::new(self.owner(*task, *edge, Side::Input), state)
                }
            }
        }
    }

    fn pool_of(&self, place: Place) -> PoolId {
        match place {
            Place::Output(partition) => self.partitions[partition.at()].output.pool(),
            Place::Input(gate) => self.gates[gate.at()].input.pool(),
        }
    }

    /// What of a partition is being written to sockets.
    fn sockets(&self, task_manager: usize, partition: PartitionId) -> Vec<Writing> {
        let count = self.task_managers.len();
        let links = self.links.iter().skip(task_manager * count).take(count);
        let is_its = |writing: &Writing| self.channels[writing.channel.at()].partition == partition;
        links.filter_map(|link| link.writing).filter(is_its).collect()
    }

    fn mark_output(&self, task_manager: usize, partition: PartitionId, segments: &mut [Segment]) {
        let sockets = self.sockets(task_manager, partition);
        let output = &self.partitions[partition.at()].output;
        for buffer in output.buffers() {
            mark(segments, buffer.segment, output.pool(), state_of(&buffer, &sockets));
        }
    }

    fn mark_floating(&self, gate: GateId, segments: &mut [Segment]) {
        let input = &self.gates[gate.at()].input;
        let states = states(input.floating_buffers());
        for (segment, state) in input.floating_segments().iter().zip(states) {
            mark(segments, *segment, input.pool(), state);
        }
    }

    /// Exclusive segments were taken in the order of the gates, before any came back. Says where those of the next gate begin.
    fn mark_exclusive(&self, gate: GateId, from: usize, segments: &mut [Segment]) -> usize {
        let gate = &self.gates[gate.at()];
        let mut at = from;
        for channel in 0..next(&gate.remote) {
            for state in states(gate.input.exclusive_buffers(channel)) {
                let Some(found) = segments[at..].iter().position(|segment| segment.is_exclusive) else {
                    return segments.len();
                };
                at += found + 1;
                let segment = &mut segments[at - 1];
                (segment.state, segment.pool) = (state, Some(gate.input.pool().number()));
            }
        }
        at
    }

    /// What a pool has beyond its size.
    fn excess(&mut self, task_manager: usize, place: Place) -> u32 {
        let pool = self.pool_of(place);
        let state = self.task_managers[task_manager].global.pool(pool);
        state.map_or(0, |state| u32::try_from(state.excess()).unwrap_or(0))
    }
}

/// The last segments that were handed out are those that their pool has beyond its size.
fn mark_excess(mut excess: Vec<u32>, segments: &mut [Segment]) {
    for segment in segments.iter_mut().rev() {
        let is_handed_out = !segment.is_exclusive && segment.state != SegmentState::Free;
        let pool = segment.pool.filter(|_| is_handed_out).and_then(|pool| usize::try_from(pool).ok());
        if let Some(left) = pool.and_then(|pool| excess.get_mut(pool)).filter(|left| **left > 0) {
            *left -= 1;
            segment.is_overdraft = true;
        }
    }
}

fn segment(state: SegmentState, pool: PoolId) -> Segment {
    Segment { state, pool: Some(pool.number()), is_exclusive: false, is_overdraft: false }
}

/// The state of a buffer that was handed out, if its pool knows that it was.
fn mark(segments: &mut [Segment], number: SegmentId, pool: PoolId, state: SegmentState) {
    let segment = usize::try_from(number.number()).ok().and_then(|at| segments.get_mut(at));
    let is_its =
        |segment: &&mut Segment| segment.state == SegmentState::Lost && segment.pool == Some(pool.number());
    if let Some(segment) = segment.filter(is_its) {
        segment.state = state;
    }
}

fn state_of(buffer: &BufferState, sockets: &[Writing]) -> SegmentState {
    if buffer.is_open {
        SegmentState::Filling
    } else if buffer.queued > 0 {
        SegmentState::Queued
    } else if sockets.iter().any(|writing| writing.buffer == Some(buffer.buffer)) {
        SegmentState::Sending
    } else {
        SegmentState::Reading
    }
}

/// A state for each of a gate's buffers.
fn states(buffers: BufferUse) -> impl Iterator<Item = SegmentState> {
    let of = |state, count: u32| std::iter::repeat_n(state, usize::try_from(count).unwrap_or(0));
    of(SegmentState::Reading, buffers.reading)
        .chain(of(SegmentState::Received, buffers.received))
        .chain(of(SegmentState::Credit, buffers.credit))
}
