//! The producer's side: to whom a record goes, and who is told of it.

use std::ops::Range;

use pools::buffer::NetworkBufferPool;

use super::Simulation;
use super::ids::{ChannelId, PartitionId};
use super::model::{Channel, Partition, Route};
use crate::event::DataType;
use crate::output::{OutputError, Polled, Written};
use crate::scenario::Nanos;

impl Simulation {
    /// To which subpartitions the next record goes: one channel, or all of the partition.
    fn route(&mut self, partition: PartitionId) -> Range<u32> {
        let Self { partitions, tasks, .. } = self;
        let partition = &mut partitions[partition.at()];
        let random = &mut tasks[partition.task.at()].random;
        let Range { start, end } = partition.channels;
        let chosen = match &mut partition.route {
            Route::Turns(next) => {
                let chosen = *next;
                *next = if chosen + 1 == end - start { 0 } else { chosen + 1 };
                chosen
            }
            Route::Even => u32::try_from(random.below(u64::from(end - start))).unwrap_or(0),
            Route::Shares(ends) => {
                let ticket = random.next();
                let chosen = ends.partition_point(|end| *end <= ticket).min(ends.len() - 1);
                u32::try_from(chosen).unwrap_or(0)
            }
            Route::All => return start..end,
        };
        start + chosen..start + chosen + 1
    }

    /// Writes a record.
    pub(super) fn write(&mut self, partition: PartitionId, origin: Nanos, bytes: u32) -> Written {
        let targets = self.route(partition);
        let at = &self.partitions[partition.at()];
        self.edges[at.edge].written += u64::from(targets.end - targets.start);
        let first = at.channels.start;
        self.with_output(partition, |output, pools| match output.route {
            Route::All => output.output.broadcast(pools, bytes, origin),
            _ => {
                let subpartition = u16::try_from(targets.start - first).unwrap_or(u16::MAX);
                output.output.emit(pools, subpartition, bytes, origin)
            }
        })
        .unwrap_or(Written::Done)
    }

    /// Goes on with a record that waited for a buffer.
    pub(super) fn write_on(&mut self, partition: PartitionId) -> Written {
        self.with_output(partition, |output, pools| output.output.resume(pools)).unwrap_or(Written::Done)
    }

    /// Makes all that was written to a partition readable.
    pub(super) fn flush(&mut self, partition: PartitionId) {
        self.with_output(partition, |output, _| {
            output.output.flush_all();
            Ok(())
        });
    }

    /// Reads a subpartition.
    pub(super) fn poll(&mut self, channel: ChannelId) -> Option<Polled> {
        let Channel { partition, subpartition, .. } = self.channels[channel.at()];
        self.with_output(partition, |output, pools| output.output.poll(pools, subpartition)).flatten()
    }

    /// Does something with a partition, and calls whoever is to be called then: readers of its subpartitions, and tasks that wait for its
    /// pool. What a partition refuses are operations that make no sense; the engine asks for none.
    pub(super) fn with_output<T>(
        &mut self,
        partition: PartitionId,
        operation: impl FnOnce(&mut Partition, &mut NetworkBufferPool) -> Result<T, OutputError>,
    ) -> Option<T> {
        let output = &mut self.partitions[partition.at()];
        let home = self.tasks[output.task.at()].task_manager;
        let result = operation(output, &mut self.task_managers[home].global);
        debug_assert!(result.is_ok(), "the engine keeps to the rules of partitions");
        while let Some(subpartition) = self.partitions[partition.at()].output.next_notified() {
            let first = self.partitions[partition.at()].channels.start;
            self.notify_data(ChannelId(first + u32::from(subpartition)));
        }
        self.wake_writers(home);
        result.ok()
    }

    /// Tells whoever reads a subpartition that there is something to read.
    fn notify_data(&mut self, channel: ChannelId) {
        if self.channels[channel.at()].remote.is_some() {
            self.enqueue_sender(channel);
        } else {
            self.make_ready(channel);
            if self.has_overtaking && self.next_type(channel).is_some_and(DataType::has_priority) {
                self.make_urgent(channel);
            }
        }
    }

    /// Wakes the tasks whose pools became available.
    pub(super) fn wake_writers(&mut self, home: usize) {
        while let Some(pool) = self.task_managers[home].global.next_notified() {
            if let Some(task) = self.task_managers[home].writers[pool.number() as usize] {
                self.wake_writer(task);
            }
        }
    }
}
