//! Which of many TaskManagers and subtasks is looked at. Part of the page's state; it may name one that is no longer there.

use super::job::Job;

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The TaskManager whose segments are shown, from 0.
    pub task_manager: u32,
    /// The edge whose channels are shown.
    pub edge: u32,
    /// The consumer of these channels.
    pub subtask: u32,
}

impl Look {
    /// The same at a job on so many TaskManagers, or the last one where there are fewer.
    #[must_use]
    pub fn at(self, job: &Job, task_managers: u32) -> Self {
        let edges = u32::try_from(job.stages.len()).unwrap_or(1).saturating_sub(1);
        let edge = self.edge.min(edges.saturating_sub(1));
        let subtasks = job.stages.get(edge as usize + 1).map_or(1, |stage| stage.parallelism);
        Self {
            task_manager: self.task_manager.min(task_managers.saturating_sub(1)),
            edge,
            subtask: self.subtask.min(subtasks.saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::job::{STAGE, Stage};

    #[test]
    fn what_is_gone_is_not_looked_at() {
        let look = Look { task_manager: 9, edge: 9, subtask: 9 };
        let stages = [1, 3, 4].map(|parallelism| Stage { parallelism, ..STAGE });
        assert_eq!(look.at(&Job::of(&stages), 4), Look { task_manager: 3, edge: 1, subtask: 3 });
        assert_eq!(look.at(&Job::of(&[]), 0), Look::default());
    }
}
