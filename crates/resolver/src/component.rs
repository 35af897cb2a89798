//! The parts of a Flink process's memory.

use std::fmt;

/// A part of a process's memory, or a sum of parts. A TaskManager has all of them but [`OffHeap`](Component::OffHeap) as a leaf; a
/// JobManager has [`JvmHeap`](Component::JvmHeap) and [`OffHeap`](Component::OffHeap) as leaves and nothing below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Everything the container or the operating system sees.
    TotalProcess,
    /// What Flink itself uses: the process without metaspace and overhead.
    TotalFlink,
    /// `-Xmx`: framework and task heap; a JobManager's whole heap.
    JvmHeap,
    /// Heap kept for Flink's own classes (TaskManager).
    FrameworkHeap,
    /// Heap for user code (TaskManager).
    TaskHeap,
    /// Outside the heap: managed and direct memory of a TaskManager; one leaf of a JobManager.
    OffHeap,
    /// Memory handed out by the `MemoryManager`: state backends, batch operators, Python (TaskManager).
    Managed,
    /// `-XX:MaxDirectMemorySize` of a TaskManager: framework and task off-heap and network.
    JvmDirect,
    /// Direct or native memory kept for Flink's own classes (TaskManager).
    FrameworkOffHeap,
    /// Direct or native memory for user code (TaskManager).
    TaskOffHeap,
    /// The `NetworkBufferPool`'s segments (TaskManager).
    Network,
    /// `-XX:MaxMetaspaceSize`.
    JvmMetaspace,
    /// Native memory of the JVM itself: thread stacks, code cache, GC structures.
    JvmOverhead,
}

impl Component {
    /// The components that hold memory of their own in a TaskManager, in the order of Flink's log block.
    pub const TASK_MANAGER_LEAVES: [Self; 8] = [
        Self::FrameworkHeap,
        Self::TaskHeap,
        Self::Managed,
        Self::FrameworkOffHeap,
        Self::TaskOffHeap,
        Self::Network,
        Self::JvmMetaspace,
        Self::JvmOverhead,
    ];

    /// The components that hold memory of their own in a JobManager, in the order of Flink's log block.
    pub const JOB_MANAGER_LEAVES: [Self; 4] =
        [Self::JvmHeap, Self::OffHeap, Self::JvmMetaspace, Self::JvmOverhead];

    /// Full name in Flink's words, as its error messages and documentation use them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TotalProcess => "Total Process Memory",
            Self::TotalFlink => "Total Flink Memory",
            Self::JvmHeap => "JVM Heap Memory",
            Self::FrameworkHeap => "Framework Heap Memory",
            Self::TaskHeap => "Task Heap Memory",
            Self::OffHeap => "Off-heap Memory",
            Self::Managed => "Managed Memory",
            Self::JvmDirect => "JVM Direct Memory",
            Self::FrameworkOffHeap => "Framework Off-Heap Memory",
            Self::TaskOffHeap => "Task Off-Heap Memory",
            Self::Network => "Network Memory",
            Self::JvmMetaspace => "JVM Metaspace",
            Self::JvmOverhead => "JVM Overhead",
        }
    }

    /// Stable identifier for markup and tests, such as `task-heap`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::TotalProcess => "total-process",
            Self::TotalFlink => "total-flink",
            Self::JvmHeap => "jvm-heap",
            Self::FrameworkHeap => "framework-heap",
            Self::TaskHeap => "task-heap",
            Self::OffHeap => "off-heap",
            Self::Managed => "managed",
            Self::JvmDirect => "jvm-direct",
            Self::FrameworkOffHeap => "framework-off-heap",
            Self::TaskOffHeap => "task-off-heap",
            Self::Network => "network",
            Self::JvmMetaspace => "jvm-metaspace",
            Self::JvmOverhead => "jvm-overhead",
        }
    }
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
