//! What the releases do differently, as data: each release states what changed from the one before.
//!
//! Defaults, and which options exist at all, are in the [catalogue](crate::catalogue); here is the rest.

use crate::version::FlinkVersion;

/// How a release behaves where releases differ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Behaviour {
    /// Whether the JobManager has a memory model; before, the start script computes its heap.
    pub(crate) has_job_manager: bool,
    /// What precedes the message of a TaskManager's configuration error.
    pub(crate) task_manager_prefix: &'static str,
    /// What precedes the message of an error in a TaskManager's legacy heap keys.
    pub(crate) task_manager_legacy_prefix: &'static str,
    /// What precedes the message of a JobManager's configuration error.
    pub(crate) job_manager_prefix: &'static str,
    /// Class that derives totals, metaspace and overhead.
    pub(crate) process_utils: &'static str,
    /// Class that divides a TaskManager's Flink memory.
    pub(crate) task_manager_utils: &'static str,
    /// Class that maps the legacy heap keys.
    pub(crate) legacy_utils: &'static str,
    /// Whether a process size smaller than its parts has an error of its own, or just makes a negative size.
    pub(crate) checks_process_size: bool,
    /// How the log calls the overhead fraction.
    pub(crate) overhead_fraction_words: &'static str,
    /// How the log spells the overhead in its last sentence (a slip up to 1.15).
    pub(crate) overhead_words: &'static str,
    /// Whether the "Final … Memory configuration" block is printed.
    pub(crate) prints_block: bool,
    /// What a TaskManager's dynamic configs contain.
    pub(crate) task_manager_configs: TaskManagerConfigs,
    /// What follows the last of a TaskManager's dynamic configs.
    pub(crate) task_manager_configs_end: &'static str,
    /// Whether a JobManager has dynamic configs.
    pub(crate) job_manager_configs: bool,
    /// What is around the list of external resources.
    pub(crate) resource_list_quote: &'static str,
    /// Decimals that CPU cores keep; the rest is cut off.
    pub(crate) cpu_decimals: Option<u32>,
    /// How the configuration's file is loaded.
    pub(crate) file_loader: &'static FileLoader,
    /// Whether the entries of a map may have keys of their own, which begin with the map's.
    pub(crate) has_prefix_maps: bool,
    /// Whether lists and maps may be written as YAML flow collections.
    pub(crate) reads_yaml_values: bool,
    /// Whether the error about a part of a map that is no pair shows what it is instead.
    pub(crate) shows_map_parts: bool,
    /// Which names the weights of managed memory go by; `None` before there are weights.
    pub(crate) consumers: Option<Consumers>,
    /// State backends that use no managed memory.
    pub(crate) heap_backends: &'static [HeapBackend],
    /// Whether a state backend outside of the heap cannot be made either without a directory for checkpoints.
    pub(crate) stores_need_directory: bool,
    /// Whether the memory a slot gives RocksDB is checked against its write buffers.
    pub(crate) checks_arena_blocks: bool,
    /// Which texts are durations.
    pub(crate) durations: DurationRules,
    /// What the network stack makes of its options.
    pub(crate) network: NetworkRules,
}

/// Which texts are durations (`TimeUtils.parseDuration`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct DurationRules {
    /// Whether `m` is a minute.
    pub(crate) minute_is_m: bool,
    /// Whether the number must fit 64 bits; later the duration must.
    pub(crate) is_long: bool,
    /// Whether ISO 8601 is read as well.
    pub(crate) reads_iso: bool,
}

/// What `NettyShuffleEnvironmentConfiguration` makes of its options.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NetworkRules {
    /// Whether the numbers of buffers are checked when they are read.
    pub(crate) checks_buffers: bool,
    /// The numbers of buffers, where they are no longer options.
    pub(crate) constants: Option<BufferConstants>,
    /// What decides whether batch shuffles are compressed.
    pub(crate) compression: Compression,
    /// Buffers that the tiers of a hybrid shuffle guarantee each partition, apart from the remote tier's one; `None` before there are tiers.
    pub(crate) tier_buffers: Option<i32>,
    /// When the settings of buffer debloating are read.
    pub(crate) debloating: Reading,
}

/// When options are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// There are none.
    Never,
    /// By tasks that need them.
    Later,
    /// As a process starts.
    AtOnce,
}

/// Numbers of buffers that are no options from 2.0 on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BufferConstants {
    pub(crate) per_channel: i32,
    pub(crate) floating_per_gate: i32,
    pub(crate) max_per_channel: i32,
    pub(crate) max_overdraft_per_gate: i32,
    pub(crate) sort_shuffle_min_parallelism: i32,
}

/// What decides whether batch shuffles are compressed, and in which order it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// A switch; then the codec is read, any text.
    Switch,
    /// The codec, one of an enumeration; unless it is `NONE`, then a switch.
    CodecAndSwitch,
    /// The codec alone.
    Codec,
}

/// How `GlobalConfiguration` loads a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileLoader {
    /// Whether the log names the parser, of which there are two.
    pub(crate) logs_parser: bool,
    /// Whether the warning about a line that is not understood shows the line.
    pub(crate) shows_bad_lines: bool,
    /// Whether settings are logged when all of them are known, in the order of a `HashMap`; before, line by line.
    pub(crate) logs_settings_last: bool,
    /// Parts of keys whose values are not logged.
    pub(crate) secrets: &'static [&'static str],
}

/// Which names the weights of managed memory go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consumers {
    /// `DATAPROC` and `PYTHON`; any other is an error.
    DataProcessing,
    /// `OPERATOR`, `STATE_BACKEND` and `PYTHON`; `DATAPROC` stands in for whichever of the first two is absent.
    UseCasesOrDataProcessing,
    /// `OPERATOR`, `STATE_BACKEND` and `PYTHON`.
    UseCases,
}

/// Key of the directory for checkpoints, which the older state backends cannot be made without.
pub(crate) const CHECKPOINT_DIRECTORY: &str = "state.checkpoints.dir";

/// A state backend that uses no managed memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeapBackend {
    /// What chooses it: a short name, for which case does not matter, or the class that makes it.
    pub(crate) choice: &'static str,
    /// A key without which it cannot be made, so that it is taken for one that uses managed memory.
    pub(crate) needs: Option<&'static str>,
}

impl HeapBackend {
    const fn of(choice: &'static str) -> Self {
        Self { choice, needs: None }
    }

    const fn with_directory(choice: &'static str) -> Self {
        Self { choice, needs: Some(CHECKPOINT_DIRECTORY) }
    }
}

/// What a TaskManager's dynamic configs contain; each includes the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TaskManagerConfigs {
    /// CPU cores and the parts of the Flink memory.
    FlinkMemory,
    /// And metaspace and overhead.
    ProcessMemory,
    /// And slots and external resources.
    Resources,
}

const MEMORY_FACTORY: HeapBackend =
    HeapBackend::of("org.apache.flink.runtime.state.memory.MemoryStateBackendFactory");
const FILE_FACTORY: HeapBackend =
    HeapBackend::with_directory("org.apache.flink.runtime.state.filesystem.FsStateBackendFactory");
const HASH_MAP_FACTORY: HeapBackend =
    HeapBackend::of("org.apache.flink.runtime.state.hashmap.HashMapStateBackendFactory");

const V1_10: Behaviour = Behaviour {
    has_job_manager: false,
    task_manager_prefix: "",
    task_manager_legacy_prefix: "",
    job_manager_prefix: "",
    process_utils: "TaskExecutorProcessUtils",
    task_manager_utils: "TaskExecutorProcessUtils",
    legacy_utils: "TaskExecutorProcessUtils",
    checks_process_size: false,
    overhead_fraction_words: "configured JVM Overhead fraction",
    overhead_words: "JVM OVerhead",
    prints_block: false,
    task_manager_configs: TaskManagerConfigs::FlinkMemory,
    task_manager_configs_end: " ",
    job_manager_configs: false,
    resource_list_quote: "",
    cpu_decimals: None,
    file_loader: &FileLoader {
        logs_parser: false,
        shows_bad_lines: true,
        logs_settings_last: false,
        secrets: &["password", "secret", "fs.azure.account.key"],
    },
    has_prefix_maps: false,
    reads_yaml_values: false,
    shows_map_parts: true,
    consumers: None,
    heap_backends: &[
        HeapBackend::of("jobmanager"),
        HeapBackend::with_directory("filesystem"),
        MEMORY_FACTORY,
        FILE_FACTORY,
    ],
    stores_need_directory: true,
    checks_arena_blocks: false,
    durations: DurationRules { minute_is_m: false, is_long: true, reads_iso: false },
    network: NetworkRules {
        checks_buffers: false,
        constants: None,
        compression: Compression::Switch,
        tier_buffers: None,
        debloating: Reading::Never,
    },
};

const FILE_LOADER_1_11: FileLoader =
    FileLoader { secrets: &["password", "secret", "fs.azure.account.key", "apikey"], ..*V1_10.file_loader };

const FILE_LOADER_1_16: FileLoader = FileLoader { logs_settings_last: true, ..FILE_LOADER_1_11 };

const FILE_LOADER_1_17: FileLoader = FileLoader {
    shows_bad_lines: false,
    secrets: &[
        "password",
        "secret",
        "fs.azure.account.key",
        "apikey",
        "auth-params",
        "service-key",
        "token",
        "basic-auth",
        "jaas.config",
    ],
    ..FILE_LOADER_1_16
};

const FILE_LOADER_1_19: FileLoader = FileLoader {
    logs_parser: true,
    secrets: &[
        "password",
        "secret",
        "fs.azure.account.key",
        "apikey",
        "auth-params",
        "service-key",
        "token",
        "basic-auth",
        "jaas.config",
        "http-headers",
    ],
    ..FILE_LOADER_1_17
};

const FILE_LOADER_2_1: FileLoader = FileLoader {
    secrets: &[
        "password",
        "secret",
        "fs.azure.account.key",
        "apikey",
        "api-key",
        "auth-params",
        "service-key",
        "token",
        "basic-auth",
        "jaas.config",
        "http-headers",
    ],
    ..FILE_LOADER_1_19
};

const V1_11: Behaviour = Behaviour {
    file_loader: &FILE_LOADER_1_11,
    has_job_manager: true,
    task_manager_prefix: "TaskManager memory configuration failed: ",
    task_manager_legacy_prefix: "TaskManager failed to map legacy JVM heap option to the new one: ",
    job_manager_prefix: "JobManager memory configuration failed: ",
    process_utils: "ProcessMemoryUtils",
    task_manager_utils: "TaskExecutorFlinkMemoryUtils",
    legacy_utils: "MemoryBackwardsCompatibilityUtils",
    checks_process_size: true,
    overhead_fraction_words: "configured or default JVM Overhead fraction",
    prints_block: true,
    ..V1_10
};

const V1_12: Behaviour = Behaviour {
    consumers: Some(Consumers::DataProcessing),
    checks_arena_blocks: true,
    task_manager_configs: TaskManagerConfigs::ProcessMemory,
    task_manager_configs_end: "",
    job_manager_configs: true,
    ..V1_11
};

const V1_13: Behaviour = Behaviour {
    task_manager_configs: TaskManagerConfigs::Resources,
    consumers: Some(Consumers::UseCasesOrDataProcessing),
    heap_backends: &[
        HeapBackend::of("hashmap"),
        HeapBackend::of("jobmanager"),
        // The name now stands for the hash map backend, the class still for the old one.
        HeapBackend::of("filesystem"),
        MEMORY_FACTORY,
        FILE_FACTORY,
        HASH_MAP_FACTORY,
    ],
    stores_need_directory: false,
    ..V1_12
};

const V1_14: Behaviour = Behaviour {
    cpu_decimals: Some(8),
    has_prefix_maps: true,
    network: NetworkRules { debloating: Reading::Later, ..V1_13.network },
    ..V1_13
};

const V1_15: Behaviour = Behaviour {
    resource_list_quote: "\"",
    durations: DurationRules { minute_is_m: true, ..V1_14.durations },
    network: NetworkRules { debloating: Reading::AtOnce, ..V1_14.network },
    ..V1_14
};

const V1_16: Behaviour =
    Behaviour { overhead_words: "JVM Overhead", file_loader: &FILE_LOADER_1_16, ..V1_15 };

const V1_17: Behaviour = Behaviour {
    shows_map_parts: false,
    file_loader: &FILE_LOADER_1_17,
    network: NetworkRules { checks_buffers: true, ..V1_16.network },
    ..V1_16
};

/// The accumulator's 512, the memory tier's 100 and the disk tier's one.
const V1_18: Behaviour =
    Behaviour { network: NetworkRules { tier_buffers: Some(613), ..V1_17.network }, ..V1_17 };

const V1_19: Behaviour = Behaviour { reads_yaml_values: true, file_loader: &FILE_LOADER_1_19, ..V1_18 };

/// The accumulator's buffers are no longer guaranteed.
const V1_20: Behaviour = Behaviour {
    network: NetworkRules {
        compression: Compression::CodecAndSwitch,
        tier_buffers: Some(101),
        ..V1_19.network
    },
    ..V1_19
};

const V2_0: Behaviour = Behaviour {
    job_manager_prefix: "",
    consumers: Some(Consumers::UseCases),
    heap_backends: &[HeapBackend::of("hashmap"), HASH_MAP_FACTORY],
    durations: DurationRules { is_long: false, ..V1_20.durations },
    network: NetworkRules {
        constants: Some(BufferConstants {
            per_channel: 2,
            floating_per_gate: 8,
            max_per_channel: 10,
            max_overdraft_per_gate: 20,
            sort_shuffle_min_parallelism: 1,
        }),
        compression: Compression::Codec,
        ..V1_20.network
    },
    ..V1_20
};

const V2_1: Behaviour = Behaviour {
    file_loader: &FILE_LOADER_2_1,
    durations: DurationRules { reads_iso: true, ..V2_0.durations },
    ..V2_0
};

/// The same release with a configuration of `flink-conf.yaml`.
const V1_19_LEGACY: Behaviour = Behaviour { reads_yaml_values: false, ..V1_19 };

/// The same release with a configuration of `flink-conf.yaml`.
const V1_20_LEGACY: Behaviour = Behaviour { reads_yaml_values: false, ..V1_20 };

/// The behaviour of `version` where the configuration was read from `flink-conf.yaml`.
pub(crate) const fn legacy_behaviour(version: FlinkVersion) -> &'static Behaviour {
    match version {
        FlinkVersion::V1_19 => &V1_19_LEGACY,
        FlinkVersion::V1_20 => &V1_20_LEGACY,
        _ => behaviour(version),
    }
}

/// The behaviour of `version`.
pub(crate) const fn behaviour(version: FlinkVersion) -> &'static Behaviour {
    match version {
        FlinkVersion::V1_10 => &V1_10,
        FlinkVersion::V1_11 => &V1_11,
        FlinkVersion::V1_12 => &V1_12,
        FlinkVersion::V1_13 => &V1_13,
        FlinkVersion::V1_14 => &V1_14,
        FlinkVersion::V1_15 => &V1_15,
        FlinkVersion::V1_16 => &V1_16,
        FlinkVersion::V1_17 => &V1_17,
        FlinkVersion::V1_18 => &V1_18,
        FlinkVersion::V1_19 => &V1_19,
        FlinkVersion::V1_20 => &V1_20,
        FlinkVersion::V2_0 => &V2_0,
        FlinkVersion::V2_1 | FlinkVersion::V2_2 | FlinkVersion::V2_3 => &V2_1,
    }
}
