//! The job under load as data: stages in a row, the cluster they run in, what connects it.
//!
//! One job for all that the page says about jobs: what it needs of network buffers, and how it runs. Slots of a TaskManager, buffer timeout and
//! checkpoints are options of the configuration and not here.

use pools::job::Partitioner;
use pools::shuffle::ResultPartitionType;

use super::estimates::Estimates;

/// A job and where it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its stages, each with the one before as its input; the first one is the source. From 2.
    pub stages: Vec<Stage>,
    /// TaskManagers of the cluster; `None` for as many as the job takes, as an active resource manager would start.
    pub task_managers: Option<u32>,
    /// How results get to the next stage. Only pipelined ones are simulated.
    pub exchange: ResultPartitionType,
    /// From one TaskManager to another, µs.
    pub latency_us: u32,
    /// In each direction between two TaskManagers, MiB/s, from 1.
    pub bandwidth_mib: u32,
    /// Whether each slot has operators that take managed memory (`OPERATOR`).
    pub has_operators: bool,
    /// Whether each slot has a Python process (`PYTHON`).
    pub has_python: bool,
    /// Which estimates count.
    pub estimates: Estimates,
}

/// A task of the job: all its subtasks do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Subtasks, from 1.
    pub parallelism: u32,
    /// With which other stages it shares slots.
    pub group: u32,
    /// How it gets its records. A source does not.
    pub input: Partitioner,
    /// Share of the records that go to its first subtask, percent; 0 for that of all others. Only where records go by key.
    pub skew: u32,
    /// Records per second of all subtasks, if it is the source; 0 for as many as it can write.
    pub rate: u32,
    /// Time that work on a record takes, µs, if it is not.
    pub service_us: u32,
    /// Records it writes for each it reads, in thousandths, if it is not.
    pub selectivity: u32,
    /// Bytes of a record that it writes, from 1.
    pub record_bytes: u32,
    /// State of all subtasks, MiB as it is stored. A source has none.
    pub state_mib: u32,
}

/// What is common to most stages.
pub const STAGE: Stage = Stage {
    parallelism: 4,
    group: 0,
    input: Partitioner::Hash,
    skew: 0,
    rate: 8_000,
    service_us: 300,
    selectivity: 1_000,
    record_bytes: 1_000,
    state_mib: 0,
};

/// What a stage of so many is called: by its place.
#[must_use]
pub fn stage_name(stage: usize, count: usize) -> String {
    match stage {
        0 => "Source".to_owned(),
        _ if stage + 1 == count => "Sink".to_owned(),
        _ if count == 3 => "Map".to_owned(),
        _ => ["Map ", &stage.to_string()].concat(),
    }
}

impl Job {
    /// Most stages: with more the graph has no room. Not above 8, which is how many fit into [`Kind`](super::memory::Kind).
    pub const MOST_STAGES: usize = 6;

    /// A job of these stages in a cluster that is large enough, in one data centre.
    #[must_use]
    pub fn of(stages: &[Stage]) -> Self {
        Self {
            stages: stages.to_vec(),
            task_managers: None,
            exchange: ResultPartitionType::PipelinedBounded,
            latency_us: 200,
            bandwidth_mib: 1024,
            has_operators: false,
            has_python: false,
            estimates: Estimates::default(),
        }
    }

    /// Whether it can be simulated, and not only counted.
    #[must_use]
    pub fn is_streaming(&self) -> bool {
        self.exchange == ResultPartitionType::PipelinedBounded
    }

    /// What a stage is called: by its place.
    #[must_use]
    pub fn name(&self, stage: usize) -> String {
        stage_name(stage, self.stages.len())
    }

    /// Slots that it takes: of each group of stages as many as its widest has subtasks.
    #[must_use]
    pub fn slots(&self) -> u32 {
        let widest = |group| {
            let its = self.stages.iter().filter(|stage| stage.group == group);
            its.map(|stage| stage.parallelism).max().unwrap_or(0)
        };
        let firsts = self.stages.iter().enumerate().filter(|(number, stage)| {
            self.stages[..*number].iter().all(|before| before.group != stage.group)
        });
        firsts.map(|(_, stage)| widest(stage.group)).fold(0, u32::saturating_add)
    }

    /// TaskManagers of the cluster, with so many slots each.
    #[must_use]
    pub fn task_managers(&self, slots_each: u32) -> u32 {
        self.task_managers.unwrap_or_else(|| self.slots().div_ceil(slots_each.max(1)))
    }
}

impl Default for Job {
    fn default() -> Self {
        Self::of(&[STAGE, STAGE, Stage { service_us: 250, ..STAGE }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_of_a_group_share_slots() {
        let mut job = Job::default();
        assert_eq!((job.slots(), job.task_managers(1), job.task_managers(3)), (4, 4, 2));
        job.stages[2].group = 1;
        job.stages[2].parallelism = 7;
        assert_eq!(job.slots(), 11);
        job.task_managers = Some(1);
        assert_eq!(job.task_managers(2), 1);
    }

    #[test]
    fn stages_are_named_by_their_place() {
        let names = |count: usize| {
            let job = Job::of(&vec![STAGE; count]);
            (0..count).map(|stage| job.name(stage)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(2), "Source Sink");
        assert_eq!(names(3), "Source Map Sink");
        assert_eq!(names(4), "Source Map 1 Map 2 Sink");
    }
}
