//! The question and the answer: a configuration, a release and a process in; a breakdown or Flink's error out.

use crate::config::Configuration;
use crate::derivation::Derivation;
use crate::error::FlinkError;
use crate::external_resources::ExternalResource;
use crate::job_manager;
use crate::memory_size::MemorySize;
use crate::process::Solver;
use crate::reader::Reader;
use crate::start_script;
use crate::task_manager;
use crate::version::FlinkVersion;

/// Which of Flink's two processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Process {
    /// Runs the tasks.
    TaskManager,
    /// Coordinates them.
    JobManager,
}

impl Process {
    /// Both.
    pub const ALL: [Self; 2] = [Self::TaskManager, Self::JobManager];

    /// Flink's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TaskManager => "TaskManager",
            Self::JobManager => "JobManager",
        }
    }

    /// A stable name for programs and tests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::TaskManager => "taskManager",
            Self::JobManager => "jobManager",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::TaskManager => Self::JobManager,
            Self::JobManager => Self::TaskManager,
        }
    }
}

/// Who starts the process. Only the legacy heap keys are read differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deployment {
    /// `bin/taskmanager.sh` and `bin/jobmanager.sh`: an old heap key stands for the Flink size (TaskManager) or the heap (JobManager).
    Standalone,
    /// YARN and Kubernetes: an old heap key stands for the whole process.
    Containerized,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The release that answers.
    pub version: FlinkVersion,
    /// The process.
    pub process: Process,
    /// Who starts it.
    pub deployment: Deployment,
    /// The configuration.
    pub config: &'a Configuration,
}

/// What a release makes of a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The breakdown, or what Flink throws instead.
    pub outcome: Result<Breakdown, FlinkError>,
    /// The breakdown that Flink had settled, and logged, before it failed over something else.
    pub settled: Option<Breakdown>,
    /// Lines logged at INFO or above on the way, `LEVEL Class: message`, in order of first appearance, repeats dropped.
    pub log: Vec<String>,
    /// Where the numbers come from; up to the error, if there is one.
    pub derivation: Derivation,
}

/// The sizes of one process.
#[derive(Clone, Debug, PartialEq)]
pub enum Breakdown {
    /// Of a TaskManager.
    TaskManager(TaskManagerMemory),
    /// Of a JobManager.
    JobManager(JobManagerMemory),
    /// Of the JobManager of 1.10, of which the start script knows no more than a heap.
    StartScript(StartScriptMemory),
}

/// The sizes of a TaskManager, with what else its start needs.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskManagerMemory {
    /// Bytes of [`Component::FrameworkHeap`](crate::Component::FrameworkHeap).
    pub framework_heap: MemorySize,
    /// Bytes of [`Component::TaskHeap`](crate::Component::TaskHeap).
    pub task_heap: MemorySize,
    /// Bytes of [`Component::FrameworkOffHeap`](crate::Component::FrameworkOffHeap).
    pub framework_off_heap: MemorySize,
    /// Bytes of [`Component::TaskOffHeap`](crate::Component::TaskOffHeap).
    pub task_off_heap: MemorySize,
    /// Bytes of [`Component::Network`](crate::Component::Network).
    pub network: MemorySize,
    /// Bytes of [`Component::Managed`](crate::Component::Managed).
    pub managed: MemorySize,
    /// Bytes of [`Component::JvmMetaspace`](crate::Component::JvmMetaspace).
    pub jvm_metaspace: MemorySize,
    /// Bytes of [`Component::JvmOverhead`](crate::Component::JvmOverhead).
    pub jvm_overhead: MemorySize,
    /// CPU cores, as the resource manager accounts for them.
    pub cpu_cores: f64,
    /// Task slots; `None` before 1.13, where they are not part of Flink's answer.
    pub num_slots: Option<i32>,
    /// External resources, in the order in which Flink prints them; empty before 1.13.
    pub external_resources: Vec<ExternalResource>,
}

/// The sizes of a JobManager.
#[derive(Clone, Debug, PartialEq)]
pub struct JobManagerMemory {
    /// Bytes of [`Component::JvmHeap`](crate::Component::JvmHeap).
    pub jvm_heap: MemorySize,
    /// Bytes of [`Component::OffHeap`](crate::Component::OffHeap).
    pub off_heap: MemorySize,
    /// Bytes of [`Component::JvmMetaspace`](crate::Component::JvmMetaspace).
    pub jvm_metaspace: MemorySize,
    /// Bytes of [`Component::JvmOverhead`](crate::Component::JvmOverhead).
    pub jvm_overhead: MemorySize,
    /// Whether the off-heap size becomes the JVM's direct memory limit.
    pub limits_direct_memory: bool,
}

/// What the start script of 1.10 makes of a JobManager's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartScriptMemory {
    /// Bytes of [`Component::JvmHeap`](crate::Component::JvmHeap)(crate::Component::JvmHeap), whole mebibytes; `None` where the script passes no heap flags and the
    /// JVM decides.
    pub heap: Option<MemorySize>,
}

/// Resolves a configuration as the release's own classes do. Never panics, whatever the configuration holds.
#[must_use]
pub fn resolve(request: Request<'_>) -> Resolution {
    let mut solver = Solver::new(Reader::new(request.config, request.version));
    let mut settled = None;
    let outcome = match request.process {
        Process::TaskManager => {
            task_manager::resolve(&mut solver, request.deployment).map(Breakdown::TaskManager)
        }
        Process::JobManager if !solver.reader.behaviour().has_job_manager => {
            start_script::resolve(&mut solver, request.deployment).map(Breakdown::StartScript)
        }
        Process::JobManager => job_manager::resolve(&mut solver, request.deployment).and_then(|memory| {
            job_manager::resolve_jvm_parameters(&mut solver, memory.clone())
                .map(Breakdown::JobManager)
                .inspect_err(|_| {
                    settled = Some(Breakdown::JobManager(memory));
                })
        }),
    };
    Resolution { outcome, settled, log: solver.reader.into_log(), derivation: solver.derivation }
}

impl Resolution {
    /// The "Final … Memory configuration" block of the log; see [`Breakdown::log_block`]. Flink prints it as soon as the memory is
    /// settled, even if it fails afterwards.
    #[must_use]
    pub fn log_block(&self, version: FlinkVersion) -> Option<Vec<String>> {
        self.outcome.as_ref().ok().or(self.settled.as_ref())?.log_block(version)
    }
}
