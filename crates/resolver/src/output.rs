//! What Flink prints of a breakdown: JVM parameters, dynamic configs, the block in the log.

use crate::behaviour::{TaskManagerConfigs, behaviour};
use crate::catalogue::{
    JM_HEAP, JM_METASPACE, JM_OFF_HEAP, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN, TM_CPU_CORES, TM_FRAMEWORK_HEAP,
    TM_FRAMEWORK_OFF_HEAP, TM_JVM_METASPACE, TM_JVM_OVERHEAD_MAX, TM_JVM_OVERHEAD_MIN, TM_MANAGED_SIZE,
    TM_NETWORK_MAX, TM_NETWORK_MIN, TM_NUM_SLOTS, TM_TASK_HEAP, TM_TASK_OFF_HEAP,
};
use crate::component::Component;
use crate::external_resources::{LIST_KEY, NONE, amount_key};
use crate::java;
use crate::memory_size::MemorySize;
use crate::resolution::{Breakdown, JobManagerMemory, TaskManagerMemory};
use crate::version::FlinkVersion;

impl Breakdown {
    /// Bytes of a component or sum; `None` where the process has no such thing.
    #[must_use]
    pub fn get(&self, component: Component) -> Option<MemorySize> {
        let parts: &[MemorySize] = match self {
            Self::TaskManager(memory) => match component {
                Component::FrameworkHeap => &[memory.framework_heap],
                Component::TaskHeap => &[memory.task_heap],
                Component::FrameworkOffHeap => &[memory.framework_off_heap],
                Component::TaskOffHeap => &[memory.task_off_heap],
                Component::Network => &[memory.network],
                Component::Managed => &[memory.managed],
                Component::JvmMetaspace => &[memory.jvm_metaspace],
                Component::JvmOverhead => &[memory.jvm_overhead],
                Component::JvmHeap => &[memory.framework_heap, memory.task_heap],
                Component::JvmDirect => &[memory.framework_off_heap, memory.task_off_heap, memory.network],
                Component::OffHeap => {
                    &[memory.managed, memory.framework_off_heap, memory.task_off_heap, memory.network]
                }
                Component::TotalFlink => &memory.flink_parts(),
                Component::TotalProcess => {
                    let [a, b, c, d, e, f] = memory.flink_parts();
                    &[a, b, c, d, e, f, memory.jvm_metaspace, memory.jvm_overhead]
                }
            },
            Self::JobManager(memory) => match component {
                Component::JvmHeap => &[memory.jvm_heap],
                Component::OffHeap => &[memory.off_heap],
                Component::JvmMetaspace => &[memory.jvm_metaspace],
                Component::JvmOverhead => &[memory.jvm_overhead],
                Component::TotalFlink => &[memory.jvm_heap, memory.off_heap],
                Component::TotalProcess => {
                    &[memory.jvm_heap, memory.off_heap, memory.jvm_metaspace, memory.jvm_overhead]
                }
                _ => return None,
            },
            Self::StartScript(memory) => return memory.heap.filter(|_| component == Component::JvmHeap),
        };
        // A resolution with a sum above 2^63-1 is an error, so there is none here.
        MemorySize::new(parts.iter().map(|part| part.bytes()).sum())
    }

    /// The components that hold memory of their own, in the order of Flink's log block.
    #[must_use]
    pub const fn leaves(&self) -> &'static [Component] {
        match self {
            Self::TaskManager(_) => &Component::TASK_MANAGER_LEAVES,
            Self::JobManager(_) => &Component::JOB_MANAGER_LEAVES,
            Self::StartScript(_) => &[Component::JvmHeap],
        }
    }

    fn bytes(&self, component: Component) -> u64 {
        self.get(component).unwrap_or_default().bytes()
    }

    /// The JVM parameters that Flink's start script passes, as one string (`ProcessMemoryUtils.generateJvmParametersStr`).
    #[must_use]
    pub fn jvm_parameters(&self) -> String {
        let heap = self.bytes(Component::JvmHeap);
        if let Self::StartScript(memory) = self {
            let flags = |heap: MemorySize| format!("-Xms{0}m -Xmx{0}m", heap.bytes() >> 20);
            return memory.heap.map_or_else(String::new, flags);
        }
        let metaspace = self.bytes(Component::JvmMetaspace);
        let direct = match self {
            Self::TaskManager(_) => Some(Component::JvmDirect),
            Self::JobManager(memory) => memory.limits_direct_memory.then_some(Component::OffHeap),
            Self::StartScript(_) => None,
        };
        let direct = direct.map_or_else(String::new, |component| {
            format!(" -XX:MaxDirectMemorySize={}", self.bytes(component))
        });
        format!("-Xmx{heap} -Xms{heap}{direct} -XX:MaxMetaspaceSize={metaspace}")
    }

    /// The options that Flink's start script passes on, with their values, in that release's order (the order of a Java `HashMap`).
    /// `None` where the release has none: a JobManager of 1.11.
    #[must_use]
    pub fn dynamic_options(&self, version: FlinkVersion) -> Option<Vec<(String, String)>> {
        let options = match self {
            Self::TaskManager(memory) => memory.dynamic_options(version),
            Self::JobManager(memory) if behaviour(version).job_manager_configs => memory.dynamic_options(),
            Self::JobManager(_) | Self::StartScript(_) => return None,
        };
        Some(java::hash_map_order(options, |(key, _)| key))
    }

    /// The same as the one string that Flink prints: `-D key=value -D …`.
    #[must_use]
    pub fn dynamic_configs(&self, version: FlinkVersion) -> Option<String> {
        let options = self.dynamic_options(version)?;
        let text: Vec<String> = options.into_iter().map(|(key, value)| format!("-D {key}={value}")).collect();
        let end = match self {
            Self::TaskManager(_) => behaviour(version).task_manager_configs_end,
            Self::JobManager(_) | Self::StartScript(_) => "",
        };
        Some(text.join(" ") + end)
    }

    /// The components and sums in the order of that block.
    pub(crate) fn block(&self) -> impl Iterator<Item = Component> {
        let rows: &[(&str, Component)] = match self {
            Self::TaskManager(_) => &TASK_MANAGER_BLOCK,
            Self::JobManager(_) | Self::StartScript(_) => &JOB_MANAGER_BLOCK,
        };
        rows.iter().map(|(_, component)| *component)
    }

    /// The "Final … Memory configuration" block of the log, `LEVEL message` an element (`BashJavaUtils`); `None` for 1.10, which
    /// prints none.
    #[must_use]
    pub fn log_block(&self, version: FlinkVersion) -> Option<Vec<String>> {
        if !behaviour(version).prints_block {
            return None;
        }
        let (process, rows): (&str, &[(&str, Component)]) = match self {
            Self::TaskManager(_) => ("TaskExecutor", &TASK_MANAGER_BLOCK),
            Self::JobManager(_) | Self::StartScript(_) => ("Master", &JOB_MANAGER_BLOCK),
        };
        let width = rows.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 1;
        let head = format!("INFO Final {process} Memory configuration:");
        let rows = rows.iter().map(|&(label, component)| {
            let size = self.get(component).unwrap_or_default();
            format!("INFO {label:width$}{}", size.human())
        });
        Some(std::iter::once(head).chain(rows).collect())
    }
}

/// Labels of the block with their indentation.
const TASK_MANAGER_BLOCK: [(&str, Component); 13] = [
    ("  Total Process Memory:", Component::TotalProcess),
    ("    Total Flink Memory:", Component::TotalFlink),
    ("      Total JVM Heap Memory:", Component::JvmHeap),
    ("        Framework:", Component::FrameworkHeap),
    ("        Task:", Component::TaskHeap),
    ("      Total Off-heap Memory:", Component::OffHeap),
    ("        Managed:", Component::Managed),
    ("        Total JVM Direct Memory:", Component::JvmDirect),
    ("          Framework:", Component::FrameworkOffHeap),
    ("          Task:", Component::TaskOffHeap),
    ("          Network:", Component::Network),
    ("    JVM Metaspace:", Component::JvmMetaspace),
    ("    JVM Overhead:", Component::JvmOverhead),
];

/// Labels of the block with their indentation.
const JOB_MANAGER_BLOCK: [(&str, Component); 6] = [
    ("  Total Process Memory:", Component::TotalProcess),
    ("    Total Flink Memory:", Component::TotalFlink),
    ("      JVM Heap:", Component::JvmHeap),
    ("      Off-heap:", Component::OffHeap),
    ("    JVM Metaspace:", Component::JvmMetaspace),
    ("    JVM Overhead:", Component::JvmOverhead),
];

fn in_bytes(key: &str, size: MemorySize) -> (String, String) {
    (key.to_owned(), format!("{}b", size.bytes()))
}

impl TaskManagerMemory {
    const fn flink_parts(&self) -> [MemorySize; 6] {
        [
            self.framework_heap,
            self.task_heap,
            self.framework_off_heap,
            self.task_off_heap,
            self.network,
            self.managed,
        ]
    }

    /// In the order in which `TaskExecutorProcessUtils.generateDynamicConfigsStr` inserts them.
    fn dynamic_options(&self, version: FlinkVersion) -> Vec<(String, String)> {
        let behaviour = behaviour(version);
        let mut options = vec![
            (TM_CPU_CORES.key.to_owned(), java::double_to_string(self.cpu_cores)),
            in_bytes(TM_FRAMEWORK_HEAP.key, self.framework_heap),
            in_bytes(TM_FRAMEWORK_OFF_HEAP.key, self.framework_off_heap),
            in_bytes(TM_TASK_HEAP.key, self.task_heap),
            in_bytes(TM_TASK_OFF_HEAP.key, self.task_off_heap),
            in_bytes(TM_NETWORK_MIN.key, self.network),
            in_bytes(TM_NETWORK_MAX.key, self.network),
            in_bytes(TM_MANAGED_SIZE.key, self.managed),
        ];
        if behaviour.task_manager_configs >= TaskManagerConfigs::ProcessMemory {
            options.extend([
                in_bytes(TM_JVM_METASPACE.key, self.jvm_metaspace),
                in_bytes(TM_JVM_OVERHEAD_MIN.key, self.jvm_overhead),
                in_bytes(TM_JVM_OVERHEAD_MAX.key, self.jvm_overhead),
            ]);
        }
        if behaviour.task_manager_configs >= TaskManagerConfigs::Resources {
            options.push((TM_NUM_SLOTS.key.to_owned(), self.num_slots.unwrap_or_default().to_string()));
            let names: Vec<&str> =
                self.external_resources.iter().map(|resource| resource.name.as_str()).collect();
            let list = if names.is_empty() {
                NONE.to_owned()
            } else {
                let quote = behaviour.resource_list_quote;
                format!("{quote}{}{quote}", names.join(";"))
            };
            options.push((LIST_KEY.to_owned(), list));
            let amounts = self.external_resources.iter();
            options.extend(amounts.map(|resource| (amount_key(&resource.name), resource.amount.to_string())));
        }
        options
    }
}

impl JobManagerMemory {
    /// In the order in which `JobManagerProcessUtils.generateDynamicConfigsStr` inserts them.
    fn dynamic_options(&self) -> Vec<(String, String)> {
        vec![
            in_bytes(JM_HEAP.key, self.jvm_heap),
            in_bytes(JM_OFF_HEAP.key, self.off_heap),
            in_bytes(JM_METASPACE.key, self.jvm_metaspace),
            in_bytes(JM_OVERHEAD_MIN.key, self.jvm_overhead),
            in_bytes(JM_OVERHEAD_MAX.key, self.jvm_overhead),
        ]
    }
}
