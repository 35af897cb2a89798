//! Simple jobs: stages in a row, all of the same parallelism.

use crate::job::{
    Chained, ChainingStrategy, Cluster, JobError, LoadBalanceMode, Operator, Parallelism, Partitioner,
    SlotSharingGroup, StreamEdge, chain,
};
use crate::shuffle::ResultPartitionType;

/// A row of stages, each with one edge to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobShape {
    /// Stages, from 1.
    pub stages: u32,
    /// Subtasks of each.
    pub parallelism: Parallelism,
    /// How records find their subtask of the next stage.
    pub partitioner: Partitioner,
    /// How they get there.
    pub exchange: ResultPartitionType,
    /// Whether stages may be chained, so that nothing goes through the network stack between them.
    pub is_chaining_enabled: bool,
}

impl JobShape {
    /// The job graph of this shape.
    ///
    /// # Errors
    /// [`JobError::TooLarge`].
    pub fn chain(&self) -> Result<Chained, JobError> {
        let stages = usize::try_from(self.stages).map_err(|_| JobError::TooLarge)?;
        if stages > crate::job::JobGraph::MAX_VERTICES {
            return Err(JobError::TooLarge);
        }
        let operator = Operator {
            parallelism: self.parallelism,
            slot_sharing_group: SlotSharingGroup::default(),
            chaining: ChainingStrategy::Always,
        };
        let edge =
            |to| StreamEdge { from: to - 1, to, partitioner: self.partitioner, exchange: self.exchange };
        let edges: Vec<_> = (1..stages).map(edge).collect();
        chain(&vec![operator; stages], &edges, self.is_chaining_enabled)
    }
}

/// A job with a cluster for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// A plain name.
    pub name: &'static str,
    /// The job.
    pub shape: JobShape,
    /// The cluster.
    pub cluster: Cluster,
}

/// All-to-all shuffles of two stages, with four slots in each TaskManager.
pub const PRESETS: [Preset; 4] = [
    all_to_all("all-to-all, parallelism 4", 4),
    all_to_all("all-to-all, parallelism 32", 32),
    all_to_all("all-to-all, parallelism 128", 128),
    all_to_all("all-to-all, parallelism 512", 512),
];

const fn all_to_all(name: &'static str, subtasks: u32) -> Preset {
    const SLOTS_EACH: u32 = 4;
    let parallelism = match Parallelism::new(subtasks) {
        Some(parallelism) => parallelism,
        None => Parallelism::MAX,
    };
    Preset {
        name,
        shape: JobShape {
            stages: 2,
            parallelism,
            partitioner: Partitioner::Hash,
            exchange: ResultPartitionType::PipelinedBounded,
            is_chaining_enabled: true,
        },
        cluster: Cluster {
            task_managers: subtasks.div_ceil(SLOTS_EACH),
            slots_each: SLOTS_EACH,
            mode: LoadBalanceMode::None,
        },
    }
}
