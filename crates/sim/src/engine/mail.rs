//! What a task looks at between two records (`MailboxProcessor`).

use std::collections::VecDeque;
use std::ops::Range;

use super::Simulation;
use super::ids::{ChannelId, TaskId};

/// What a thread looks at before the next record.
#[derive(Clone, Debug, Default)]
pub(super) struct Mail {
    /// The last checkpoint that the task gave up while it was in the middle of a record. Who hears of it gives up those before, too.
    pub(super) cancelled: Option<u64>,
    /// Checkpoints that are to be begun.
    pub(super) triggers: Range<u64>,
    /// A checkpoint whose barriers have waited long enough.
    pub(super) timeout: Option<u64>,
    /// Whether the size of buffers is to be reconsidered.
    pub(super) debloat: bool,
    /// Channels in which something has overtaken the rest.
    pub(super) urgent: VecDeque<ChannelId>,
}

impl Simulation {
    /// A task reads its mail.
    pub(super) fn read_mail(&mut self, task: TaskId) {
        if let Some(number) = self.tasks[task.at()].mail.cancelled.take() {
            self.announce_cancellation(task, number);
        }
        while let Some(number) = self.tasks[task.at()].mail.triggers.next() {
            self.take_part(task, number, self.begins_unaligned());
            self.acknowledge(task, number, self.now);
        }
        while let Some(channel) = self.tasks[task.at()].mail.urgent.pop_front() {
            self.take_urgent(task, channel);
        }
        if let Some(number) = self.tasks[task.at()].mail.timeout.take() {
            self.time_out(task, number);
        }
        if std::mem::take(&mut self.tasks[task.at()].mail.debloat) {
            self.debloat(task);
        }
    }
}
