//! The thread of a task: a loop over its mails, of which here the next record is the only one.
//!
//! Follows `StreamTask.processInput`: before each record it looks whether all outputs are available, then whether there is a record. In a
//! record it stops only where there is no buffer at all.

use super::Simulation;
use super::ids::{PartitionId, TaskId};
use super::model::{Activity, Emission, Phase};
use super::queue::Planned;
use crate::output::Written;
use crate::scenario::{BufferTimeout, Nanos, Operator, SECOND, Service, Source, Work};

/// Parts of a record that are counted.
pub(super) const MILLION: f64 = 1e6;

/// What a thread can do next.
enum Step {
    /// Go on at once.
    On,
    /// Wait for its time, or for somebody who wakes it.
    Wait,
}

impl Simulation {
    fn enter(&mut self, task: TaskId, activity: Activity) {
        let now = self.now;
        let task = &mut self.tasks[task.at()];
        task.clock.note(task.activity, now);
        task.activity = activity;
    }

    /// A task's thread goes on.
    pub(super) fn resume(&mut self, task: TaskId) {
        if self.tasks[task.at()].resume_at != self.now {
            // It was planned anew since.
            return;
        }
        let then = self.unless_stalled(task, self.now);
        if then > self.now {
            self.resume_at(task, then);
            return;
        }
        self.tasks[task.at()].resume_at = Nanos::MAX;
        let wake_up = self.wake_up_time(task);
        self.enter(task, Activity::Busy);
        if !self.spend(task, wake_up) {
            return;
        }
        while let Step::On = self.step_thread(task) {
            self.work += 1;
        }
    }

    fn step_thread(&mut self, task: TaskId) -> Step {
        match self.tasks[task.at()].phase {
            Phase::Next => self.begin(task),
            Phase::Serve(origin) => self.finish(task, origin),
            Phase::Emit => self.emit(task),
        }
    }

    fn wait(&mut self, task: TaskId, activity: Activity) -> Step {
        self.enter(task, activity);
        Step::Wait
    }

    pub(super) fn outputs(&self, task: TaskId) -> impl Iterator<Item = PartitionId> + use<> {
        self.tasks[task.at()].outputs.clone().map(PartitionId)
    }

    /// Takes the next record, if there is one and it can be written.
    fn begin(&mut self, task: TaskId) -> Step {
        self.read_mail(task);
        if !self.outputs_are_available(task) {
            return self.wait(task, Activity::Soft);
        }
        match self.scenario.vertices[self.tasks[task.at()].vertex].work {
            Work::Source(source) => self.begin_source(task, source),
            Work::Operator(operator) => self.begin_operator(task, operator),
        }
    }

    /// Whether all outputs are available; if not, the task is woken when one of those that are not becomes so.
    fn outputs_are_available(&mut self, task: TaskId) -> bool {
        let home = self.tasks[task.at()].task_manager;
        let mut are_available = true;
        for partition in self.outputs(task) {
            let pool = self.partitions[partition.at()].output.pool();
            are_available &= !self.task_managers[home].global.watch(pool);
        }
        are_available
    }

    fn begin_source(&mut self, task: TaskId, source: Source) -> Step {
        if let Source::Rate { per_second, burst, tick, catch_up } = source {
            let state = &mut self.tasks[task.at()];
            let due = due(state.schedule.start, state.schedule.next, per_second, burst);
            if due > self.now {
                let then = due.max(self.now.saturating_add(tick));
                self.resume_at(task, then);
                return self.wait(task, Activity::Idle);
            }
            let patience = catch_up.max(period(per_second, burst));
            if self.now - due > patience {
                state.schedule.start += self.now - due - patience;
            }
            state.schedule.next += 1;
        }
        self.tasks[task.at()].emission = Emission { records: 1, origin: self.now, ..Emission::default() };
        self.tasks[task.at()].phase = Phase::Emit;
        Step::On
    }

    fn begin_operator(&mut self, task: TaskId, operator: Operator) -> Step {
        let Some(origin) = self.next_record(task) else {
            return self.wait(task, Activity::Idle);
        };
        let state = &mut self.tasks[task.at()];
        state.counters.records_in += 1;
        state.owed = state.owed.saturating_add(match operator.service {
            Service::Constant(time) => time,
            Service::Exponential(mean) => state.random.exponential(mean),
        });
        if let Some(coupled) = &self.coupled {
            state.owed = state.owed.saturating_add(coupled.per_record(state.vertex));
        }
        state.phase = Phase::Serve(origin);
        if state.stalls.overslept > 0 && operator.quantum > 0 {
            state.owed -= state.stalls.make_up(state.owed);
        }
        let mut time = self.scenario.host.per_record_in + std::mem::take(&mut state.overhead);
        if state.owed > 0 && state.owed >= operator.quantum {
            time += std::mem::take(&mut state.owed) + self.scenario.host.per_service;
        }
        if self.spend(task, time) { Step::On } else { Step::Wait }
    }

    /// Takes the next whole record of a task's inputs: when it was made. Its buffer is given back with its last byte.
    fn next_record(&mut self, task: TaskId) -> Option<Nanos> {
        loop {
            if self.tasks[task.at()].current.is_none() && !self.next_buffer(task) {
                self.note_no_data(task);
                return None;
            }
            let mut current = self.tasks[task.at()].current?;
            let channel = &mut self.channels[current.channel.at()];
            let gate = &self.gates[channel.gate.at()];
            let missing = gate.record_bytes - channel.put_aside;
            let is_whole = current.unread >= missing;
            let mut origin = 0;
            if is_whole {
                origin = current.origins.next();
                channel.put_aside = 0;
                current.unread -= missing;
                self.edges[gate.edge].begun += 1;
            } else {
                channel.put_aside += std::mem::take(&mut current.unread);
            }
            let is_read = current.unread == 0;
            self.tasks[task.at()].current = (!is_read).then_some(current);
            if is_read {
                self.give_back(current);
            }
            if is_whole {
                return Some(origin);
            }
        }
    }

    /// The work on a record is done: what it makes is to be written.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10^12")]
    fn finish(&mut self, task: TaskId, origin: Nanos) -> Step {
        let now = self.now;
        let state = &mut self.tasks[task.at()];
        state.phase = Phase::Next;
        if state.outputs.is_empty() {
            state.ages.note(now - origin);
        } else if let Work::Operator(operator) = self.scenario.vertices[state.vertex].work {
            state.owed_records += (operator.selectivity * MILLION) as u64;
            let records = (state.owed_records / 1_000_000) as u32;
            state.owed_records %= 1_000_000;
            if records > 0 {
                state.emission = Emission { records, origin, ..Emission::default() };
                state.phase = Phase::Emit;
            }
        }
        Step::On
    }

    /// Writes the next record to all outputs, or to as many as there are buffers for.
    fn emit(&mut self, task: TaskId) -> Step {
        let Emission { records, origin, outputs_done, .. } = self.tasks[task.at()].emission;
        if records == 0 {
            self.tasks[task.at()].phase = Phase::Next;
            return Step::On;
        }
        let bytes = self.scenario.vertices[self.tasks[task.at()].vertex].record_bytes;
        for partition in self.outputs(task).skip(outputs_done as usize) {
            let was_blocked = std::mem::take(&mut self.tasks[task.at()].emission.is_blocked);
            let written =
                if was_blocked { self.write_on(partition) } else { self.write(partition, origin, bytes) };
            if written == Written::Blocked {
                self.tasks[task.at()].emission.is_blocked = true;
                return self.block(task, partition);
            }
            if self.scenario.buffer_timeout == BufferTimeout::EveryRecord {
                self.flush(partition);
            }
            self.tasks[task.at()].emission.outputs_done += 1;
        }
        let state = &mut self.tasks[task.at()];
        state.emission.outputs_done = 0;
        state.emission.records -= 1;
        state.counters.records_out += 1;
        if self.spend(task, self.scenario.host.per_record_out) { Step::On } else { Step::Wait }
    }

    /// Waits in the middle of a record until a pool is available (`requestMemorySegmentBlocking`).
    fn block(&mut self, task: TaskId, partition: PartitionId) -> Step {
        let output = &self.partitions[partition.at()].output;
        let home = self.tasks[task.at()].task_manager;
        if self.task_managers[home].global.watch(output.pool()) {
            return self.wait(task, Activity::Hard);
        }
        Step::On
    }

    /// Wakes a task that waits for one of its pools.
    pub(super) fn wake_writer(&mut self, task: TaskId) {
        if matches!(self.tasks[task.at()].activity, Activity::Soft | Activity::Hard) {
            self.wake(task);
        }
    }

    /// The flusher of a task runs (`OutputFlusher`).
    pub(super) fn flush_all(&mut self, task: TaskId) {
        for partition in self.outputs(task) {
            self.flush(partition);
        }
        if let BufferTimeout::Every(time) = self.scenario.buffer_timeout {
            self.queue.plan(self.now.saturating_add(time), Planned::Flush(task));
        }
    }
}

/// When record `number` of a source is due.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "53 bits of nanoseconds are a hundred days"
)]
fn due(start: Nanos, number: u64, per_second: f64, burst: u32) -> Nanos {
    let first_of_burst = number - number % u64::from(burst);
    start.saturating_add((first_of_burst as f64 * (SECOND as f64 / per_second)) as Nanos)
}

fn period(per_second: f64, burst: u32) -> Nanos {
    due(0, burst.into(), per_second, burst)
}
