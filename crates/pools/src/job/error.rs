//! What is refused about a job, in Flink's words where they are Flink's.

use std::error::Error;
use std::fmt;

/// Why a job cannot be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Its graph has a cycle.
    Cyclic,
    /// There are fewer slots than it needs.
    NoResources {
        /// Slots it needs.
        needed: u64,
        /// Slots there are.
        slots: u64,
    },
    /// Not Flink's words: forward edges go between vertices of the same parallelism.
    ForwardChangesParallelism,
    /// Not Flink's: an edge names a vertex that is not there.
    NoSuchVertex,
    /// Not Flink's: more vertices, edges, subtasks or TaskManagers than are looked at here.
    TooLarge,
    /// Not Flink's: the release has no such mode of spreading slots.
    NoSuchMode,
}

impl JobError {
    /// Class of Flink's exception; `None` if the error is not Flink's.
    #[must_use]
    pub const fn class(&self) -> Option<&'static str> {
        match self {
            Self::Cyclic => Some("org.apache.flink.api.common.InvalidProgramException"),
            Self::NoResources { .. } => {
                Some("org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException")
            }
            Self::ForwardChangesParallelism => Some("java.lang.UnsupportedOperationException"),
            Self::NoSuchVertex | Self::TooLarge | Self::NoSuchMode => None,
        }
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cyclic => "The job graph is cyclic.",
            Self::NoResources { .. } => "Could not acquire the minimum required resources.",
            Self::ForwardChangesParallelism => "forward partitioning does not allow change of parallelism",
            Self::NoSuchVertex => "an edge names a vertex that is not there",
            Self::TooLarge => "the job or the cluster is larger than what is looked at",
            Self::NoSuchMode => "the release has no such load balance mode",
        })
    }
}

impl Error for JobError {}
