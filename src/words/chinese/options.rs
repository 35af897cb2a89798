//! Labels of options and presets in Chinese, by their keys and ids: those in English stand with them, in the resolver's catalogue.

use crate::words::lexicon::Named;

/// Groups of the form.
pub(super) const GROUPS: [Named; 7] = [
    Named { id: "main", label: "内存", text: "" },
    Named { id: "limits", label: "最小值、最大值和明确的大小", text: "" },
    Named { id: "framework", label: "框架、堆外内存和 Metaspace", text: "" },
    Named { id: "segments", label: "内存段和 CPU", text: "" },
    Named { id: "consumers", label: "托管内存的消费者", text: "" },
    Named { id: "jvm", label: "JVM", text: "" },
    Named { id: "legacy", label: "旧版本的键", text: "" },
];

/// Presets: name, and when to use it.
pub(super) const PRESETS: [Named; 9] = [
    Named {
        id: "shipped", label: "出厂设置", text: "解压后的 Flink 的初始配置：适合在单机上初次尝试。"
    },
    Named {
        id: "containers",
        label: "容器",
        text: "用于 Kubernetes 或 YARN，进程必须放得进容器：总内存就是容器的大小。",
    },
    Named {
        id: "standalone",
        label: "物理机",
        text: "不用容器：指定 Flink 自身的内存，JVM 自己的内存另外计算。",
    },
    Named {
        id: "rocksdb",
        label: "使用 RocksDB 的流作业",
        text: "状态在 RocksDB 中的流作业，RocksDB 使用托管内存：Flink 内存的一半是托管内存。",
    },
    Named {
        id: "rocksdb-large",
        label: "大规模 RocksDB 状态",
        text: "状态远大于内存，读取需要等待磁盘：Flink 内存的 0.6 到 0.7 用于 RocksDB 的缓存。",
    },
    Named {
        id: "heap-state",
        label: "状态在堆上",
        text: "没有状态或只有少量状态在堆上的流作业：没有谁使用托管内存，因此都给堆内存。",
    },
    Named {
        id: "batch",
        label: "批处理",
        text: "在托管内存中排序和连接的批作业：堆内存固定且较小，其余大部分是托管内存。",
    },
    Named {
        id: "session",
        label: "Session 集群",
        text: "一个集群运行许多作业，各有自己的类：更大的 Metaspace、多个 slot、更大的 JobManager。",
    },
    Named {
        id: "operator",
        label: "Operator 的示例",
        text: "Kubernetes Operator 基本示例所要求的配置：适合 Operator 下的第一个作业。",
    },
];

const OVERHEAD_MIN: &str = "由占比得出的 JVM 开销的下限。与最大值设为相同即为固定大小。";
const OVERHEAD_MAX: &str = "由占比得出的 JVM 开销的上限。与最小值设为相同即为固定大小。";
const OVERHEAD: &str =
    "为线程栈、代码缓存以及 JVM 的其他本地内存预留，占进程总内存的比例，并限制在最小值与最大值之间。";
const OLDEST_HEAP: &str = "旧堆内存大小最早的写法，一个以 MiB 为单位的整数。仅在未设置旧堆内存大小时读取。";

/// Options: label, and what it does.
pub(super) const OPTIONS: [Named; 43] = [
    Named {
        id: "jobmanager.memory.process.size",
        label: "进程总内存",
        text: "JobManager 进程可以使用的全部内存，包含 JVM Metaspace 和 JVM 开销。在 YARN 或 Kubernetes 上设为容器的内存。",
    },
    Named {
        id: "jobmanager.memory.flink.size",
        label: "Flink 总内存",
        text: "JobManager 的 JVM 堆内存与堆外内存之和，不含 Metaspace 和 JVM 开销。在物理机上从它开始配置。",
    },
    Named {
        id: "jobmanager.memory.heap.size",
        label: "JVM 堆内存",
        text: "JobManager 的堆内存。未设置时为 Flink 总内存减去堆外内存；作业多、执行计划大或作业历史长时请调大。",
    },
    Named {
        id: "jobmanager.memory.off-heap.size",
        label: "堆外内存",
        text: "JobManager 的直接内存和本地内存。如果同时给出堆内存和 Flink 总内存，则以两者之差为准。",
    },
    Named {
        id: "jobmanager.memory.jvm-metaspace.size",
        label: "JVM Metaspace",
        text: "JVM 类元数据的上限，作为 JVM 参数传入。Session 集群运行许多不同作业时请调大。",
    },
    Named { id: "jobmanager.memory.jvm-overhead.min", label: "JVM 开销最小值", text: OVERHEAD_MIN },
    Named { id: "jobmanager.memory.jvm-overhead.max", label: "JVM 开销最大值", text: OVERHEAD_MAX },
    Named { id: "jobmanager.memory.jvm-overhead.fraction", label: "JVM 开销占比", text: OVERHEAD },
    Named {
        id: "jobmanager.memory.enable-jvm-direct-memory-limit",
        label: "限制直接内存",
        text: "是否把堆外内存大小作为 JVM 直接内存的上限。不启用时，堆外内存只是在总内存中留出空间。",
    },
    Named {
        id: "jobmanager.heap.size",
        label: "旧堆内存大小",
        text: "JobManager 内存的旧键。从 1.11 起，在 Standalone 集群中表示 JVM 堆内存，在容器中表示进程总内存。",
    },
    Named { id: "jobmanager.heap.mb", label: "旧堆内存（MB）", text: OLDEST_HEAP },
    Named {
        id: "taskmanager.memory.segment-size",
        label: "内存段大小",
        text: "一个网络缓冲区以及一页托管内存的大小，4 KiB 起的二的幂。较大有利于吞吐量，较小可容纳更多通道。",
    },
    Named {
        id: "taskmanager.memory.min-segment-size",
        label: "最小内存段大小",
        text: "缓冲消胀可以缩小到的最小缓冲区。未启用缓冲消胀时不起作用。",
    },
    Named {
        id: "taskmanager.memory.starting-segment-size",
        label: "初始内存段大小",
        text: "缓冲消胀在测得吞吐量之前使用的缓冲区大小。",
    },
    Named {
        id: "state.backend.rocksdb.memory.managed",
        label: "RocksDB 使用托管内存",
        text: "一个 slot 的所有 RocksDB 实例共用该 slot 中用于状态的托管内存。只有手动配置 RocksDB 大小时才关闭。",
    },
    Named {
        id: "state.backend.rocksdb.memory.fixed-per-slot",
        label: "每个 slot 的 RocksDB 内存",
        text: "一个 slot 的所有 RocksDB 实例的固定预算。它优先于托管内存且在其之外，因此要在进程中留出空间。",
    },
    Named {
        id: "state.backend.rocksdb.memory.fixed-per-tm",
        label: "每个 TaskManager 的 RocksDB 内存",
        text: "所有 slot 的 RocksDB 实例共用的固定预算。仅在关闭托管内存且未设置每个 slot 的大小时有效。",
    },
    Named {
        id: "state.backend.rocksdb.memory.write-buffer-ratio",
        label: "写缓冲区比例",
        text: "写缓冲区最多可占用共同预算的比例。频繁的小规模 flush 拖慢写入时请调大。",
    },
    Named {
        id: "state.backend.rocksdb.memory.high-prio-pool-ratio",
        label: "高优先级池比例",
        text: "共同缓存中为索引块和过滤器块保留的比例，使它们不会被数据块挤出。",
    },
    Named {
        id: "state.backend.rocksdb.memory.partitioned-index-filters",
        label: "分区的索引和过滤器",
        text: "拆分索引块和过滤器块，只有用到的部分留在缓存中。适合共同预算小而状态大的情况。",
    },
    Named {
        id: "state.backend.rocksdb.writebuffer.size",
        label: "写缓冲区大小",
        text: "一个状态在写入磁盘文件之前用于积累写入的内存。越大则 flush 越少；共同预算必须容得下。",
    },
    Named {
        id: "taskmanager.memory.process.size",
        label: "进程总内存",
        text: "TaskManager 进程可以使用的全部内存，包含 JVM Metaspace 和 JVM 开销。在 YARN 或 Kubernetes 上设为容器的内存。",
    },
    Named {
        id: "taskmanager.memory.flink.size",
        label: "Flink 总内存",
        text: "进程内存，不含 JVM Metaspace 和 JVM 开销。在物理机上从它开始配置；它与进程总内存只给出其一。",
    },
    Named {
        id: "taskmanager.memory.framework.heap.size",
        label: "框架堆内存",
        text: "留给 Flink 自身代码、不提供给 slot 的堆内存。只有框架本身堆内存不足时才调大。",
    },
    Named {
        id: "taskmanager.memory.task.heap.size",
        label: "任务堆内存",
        text: "算子和用户代码的堆内存，由所有 slot 共用。未设置时为 Flink 总内存中其他部分剩下的大小。",
    },
    Named {
        id: "taskmanager.memory.framework.off-heap.size",
        label: "框架堆外内存",
        text: "Flink 自身代码的直接内存和本地内存，计入 JVM 的直接内存限制。批作业 shuffle 较大时请调大。",
    },
    Named {
        id: "taskmanager.memory.framework.off-heap.batch-shuffle.size",
        label: "批 shuffle 读取内存",
        text: "用于读取 sort shuffle 或 hybrid shuffle 数据的内存。它是框架堆外内存的一部分，不是额外的，因此要一起调大。",
    },
    Named {
        id: "taskmanager.memory.task.off-heap.size",
        label: "任务堆外内存",
        text: "用户代码分配的直接内存和本地内存，计入 JVM 的直接内存限制。所用的库使用堆外内存时请设置。",
    },
    Named {
        id: "taskmanager.memory.managed.size",
        label: "托管内存大小",
        text: "由 Flink 分配给 RocksDB、批处理算法和 Python 的堆外内存。设置后，托管内存占比被忽略。",
    },
    Named {
        id: "taskmanager.memory.managed.fraction",
        label: "托管内存占比",
        text: "托管内存占 Flink 总内存的比例。设置了托管内存大小时被忽略；状态在堆上的作业适合设为 0。",
    },
    Named {
        id: "taskmanager.memory.managed.consumer-weights",
        label: "托管内存消费者权重",
        text: "一个 slot 的托管内存如何在各类消费者之间分配。只有 slot 中实际运行的类型参与分配；权重 0 表示不分配。",
    },
    Named {
        id: "taskmanager.memory.network.min",
        label: "网络内存最小值",
        text: "由占比得出的网络内存的下限。与最大值设为相同即为固定大小。",
    },
    Named {
        id: "taskmanager.memory.network.max",
        label: "网络内存最大值",
        text: "由占比得出的网络内存的上限。与最小值设为相同即为固定大小。",
    },
    Named {
        id: "taskmanager.memory.network.fraction",
        label: "网络内存占比",
        text: "网络内存占 Flink 总内存的比例，再限制在最小值与最大值之间。作业报告网络缓冲区不足时请调大。",
    },
    Named {
        id: "taskmanager.memory.jvm-metaspace.size",
        label: "JVM Metaspace",
        text: "JVM 类元数据的上限，作为 JVM 参数传入。作业多或大而出现 Metaspace OutOfMemoryError 时请调大。",
    },
    Named { id: "taskmanager.memory.jvm-overhead.min", label: "JVM 开销最小值", text: OVERHEAD_MIN },
    Named { id: "taskmanager.memory.jvm-overhead.max", label: "JVM 开销最大值", text: OVERHEAD_MAX },
    Named { id: "taskmanager.memory.jvm-overhead.fraction", label: "JVM 开销占比", text: OVERHEAD },
    Named {
        id: "taskmanager.cpu.cores",
        label: "CPU 核数",
        text: "TaskManager 视为自己所有的 CPU 核数。通常由部署环境设置；未设置时每个 slot 一个核。",
    },
    Named {
        id: "taskmanager.numberOfTaskSlots",
        label: "任务 slot 数",
        text: "一个 TaskManager 的 slot 数。托管内存在各 slot 之间平均分配，每个 slot 都会增加线程和网络缓冲区。",
    },
    Named {
        id: "taskmanager.heap.size",
        label: "旧堆内存大小",
        text: "1.10 之前版本的键。在 Standalone 集群中表示 Flink 总内存，在容器中表示进程总内存。",
    },
    Named { id: "taskmanager.heap.mb", label: "旧堆内存（MB）", text: OLDEST_HEAP },
    Named {
        id: "taskmanager.network.numberOfBuffers",
        label: "旧缓冲区数量",
        text: "以内存段个数表示的网络内存。仅在网络内存的最小值、最大值和占比均未设置时有效。",
    },
];
