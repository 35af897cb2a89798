//! Which of many TaskManagers and subtasks is looked at. Part of the page's state; it may name one that is no longer there.

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
    /// The same, or the last one where there are fewer.
    #[must_use]
    pub fn within(self, task_managers: u32, edges: u32, subtasks: impl Fn(u32) -> u32) -> Self {
        let edge = self.edge.min(edges.saturating_sub(1));
        Self {
            task_manager: self.task_manager.min(task_managers.saturating_sub(1)),
            edge,
            subtask: self.subtask.min(subtasks(edge).saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn what_is_gone_is_not_looked_at() {
        let look = Look { task_manager: 9, edge: 9, subtask: 9 };
        assert_eq!(look.within(4, 2, |edge| 3 + edge), Look { task_manager: 3, edge: 1, subtask: 3 });
        assert_eq!(look.within(0, 0, |_| 0), Look::default());
    }
}
