//! Configurations to begin with, each for a situation.
//!
//! Two are what Flink and its operator ship, to the letter. The others are sizes of ours that follow the advice of the named page.

use crate::catalogue::{
    JM_HEAP_SIZE, JM_METASPACE, JM_TOTAL_FLINK, JM_TOTAL_PROCESS, PARALLELISM_DEFAULT, STATE_BACKEND,
    STATE_BACKEND_TYPE, TM_JVM_METASPACE, TM_MANAGED_FRACTION, TM_NUM_SLOTS, TM_TASK_HEAP, TM_TOTAL_FLINK,
    TM_TOTAL_PROCESS,
};
use crate::config::Configuration;
use crate::resolution::Deployment;
use crate::version::FlinkVersion;
use FlinkVersion::{V1_10, V1_11, V1_12, V1_13, V1_16, V1_17, V2_3};

/// A configuration for a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// A stable name for markup, links and tests.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// When to use it, in one sentence.
    pub when: &'static str,
    /// What it follows: a page of Flink's documentation with its section, or a file of a repository.
    pub source: &'static str,
    /// Who starts the processes.
    pub deployment: Deployment,
    /// The first release it is for.
    pub since: FlinkVersion,
    /// What it sets.
    pub settings: &'static [Setting],
}

/// An option that a preset sets, in a stretch of releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// First release, inclusive.
    pub since: FlinkVersion,
    /// Last release, inclusive.
    pub until: FlinkVersion,
    /// The key.
    pub key: &'static str,
    /// The value.
    pub value: &'static str,
}

const fn always(key: &'static str, value: &'static str) -> Setting {
    Setting { since: V1_10, until: V2_3, key, value }
}

const fn up_to(until: FlinkVersion, key: &'static str, value: &'static str) -> Setting {
    Setting { since: V1_10, until, key, value }
}

const fn from(since: FlinkVersion, key: &'static str, value: &'static str) -> Setting {
    Setting { since, until: V2_3, key, value }
}

/// The JobManager as shipped, as most presets leave it; in 1.10 it has nothing but a heap.
const JM_AS_SHIPPED: [Setting; 2] =
    [up_to(V1_10, JM_HEAP_SIZE.key, "1024m"), from(V1_11, JM_TOTAL_PROCESS.key, "1600m")];

/// RocksDB, under the key of each release.
const ROCKSDB: [Setting; 2] =
    [up_to(V1_16, STATE_BACKEND.key, "rocksdb"), from(V1_17, STATE_BACKEND_TYPE.key, "rocksdb")];

/// State on the heap, under the key and the name of each release.
const ON_THE_HEAP: [Setting; 3] = [
    up_to(V1_12, STATE_BACKEND.key, "jobmanager"),
    Setting { since: V1_13, until: V1_16, key: STATE_BACKEND.key, value: "hashmap" },
    from(V1_17, STATE_BACKEND_TYPE.key, "hashmap"),
];

/// All presets.
pub static ALL: [Preset; 9] = [
    Preset {
        id: "shipped",
        name: "As shipped",
        when: "What an unpacked Flink starts with: for a first try on one machine.",
        source: "apache/flink, flink-dist/src/main/resources: conf/flink-conf.yaml, from 1.19 on conf/config.yaml",
        deployment: Deployment::Standalone,
        since: V1_10,
        settings: &[
            JM_AS_SHIPPED[0],
            JM_AS_SHIPPED[1],
            always(TM_TOTAL_PROCESS.key, "1728m"),
            always(TM_NUM_SLOTS.key, "1"),
            always(PARALLELISM_DEFAULT.key, "1"),
        ],
    },
    Preset {
        id: "containers",
        name: "Containers",
        when: "On Kubernetes or YARN, where the process has to fit into a container: the totals are the containers' sizes.",
        source: "Flink documentation, Memory tuning guide: Configure memory for containers",
        deployment: Deployment::Containerized,
        since: V1_10,
        settings: &[JM_AS_SHIPPED[0], JM_AS_SHIPPED[1], always(TM_TOTAL_PROCESS.key, "4g")],
    },
    Preset {
        id: "standalone",
        name: "Bare machines",
        when: "Without containers: you say what Flink itself gets, and the JVM's own memory comes on top.",
        source: "Flink documentation, Memory tuning guide: Configure memory for standalone deployment",
        deployment: Deployment::Standalone,
        since: V1_10,
        settings: &[
            up_to(V1_10, JM_HEAP_SIZE.key, "1152m"),
            from(V1_11, JM_TOTAL_FLINK.key, "1280m"),
            always(TM_TOTAL_FLINK.key, "3200m"),
        ],
    },
    Preset {
        id: "rocksdb",
        name: "Streaming with RocksDB",
        when: "Streaming jobs with state in RocksDB, which lives in managed memory: half of Flink's memory is managed.",
        source: "Flink documentation, Memory tuning guide: RocksDB state backend",
        deployment: Deployment::Containerized,
        since: V1_10,
        settings: &[
            JM_AS_SHIPPED[0],
            JM_AS_SHIPPED[1],
            always(TM_TOTAL_PROCESS.key, "8g"),
            always(TM_MANAGED_FRACTION.key, "0.5"),
            ROCKSDB[0],
            ROCKSDB[1],
        ],
    },
    Preset {
        id: "rocksdb-large",
        name: "Large RocksDB state",
        when: "State far larger than memory, where reads wait for disks: 0.6 to 0.7 of Flink's memory goes to RocksDB's caches.",
        source: "Flink documentation, Tuning checkpoints and large state: Tuning RocksDB memory",
        deployment: Deployment::Containerized,
        since: V1_10,
        settings: &[
            JM_AS_SHIPPED[0],
            JM_AS_SHIPPED[1],
            always(TM_TOTAL_PROCESS.key, "16g"),
            always(TM_NUM_SLOTS.key, "4"),
            always(TM_MANAGED_FRACTION.key, "0.7"),
            ROCKSDB[0],
            ROCKSDB[1],
        ],
    },
    Preset {
        id: "heap-state",
        name: "State on the heap",
        when: "Streaming jobs without state or with little of it, on the heap: nothing uses managed memory, so the heap gets it.",
        source: "Flink documentation, Memory tuning guide: HashMap state backend",
        deployment: Deployment::Containerized,
        since: V1_10,
        settings: &[
            JM_AS_SHIPPED[0],
            JM_AS_SHIPPED[1],
            always(TM_TOTAL_PROCESS.key, "4g"),
            always(TM_MANAGED_FRACTION.key, "0"),
            ON_THE_HEAP[0],
            ON_THE_HEAP[1],
            ON_THE_HEAP[2],
        ],
    },
    Preset {
        id: "batch",
        name: "Batch",
        when: "Batch jobs, which sort and join in managed memory: the heap is fixed and small, most of the rest is managed.",
        source: "Flink documentation, Memory tuning guide: Configure memory for batch jobs",
        deployment: Deployment::Containerized,
        since: V1_10,
        settings: &[
            JM_AS_SHIPPED[0],
            JM_AS_SHIPPED[1],
            always(TM_TOTAL_PROCESS.key, "8g"),
            always(TM_TASK_HEAP.key, "1g"),
            always(TM_MANAGED_FRACTION.key, "0.7"),
        ],
    },
    Preset {
        id: "session",
        name: "Session cluster",
        when: "One cluster for many jobs, each with its own classes: more metaspace, several slots, a larger JobManager.",
        source: "Flink documentation, Troubleshooting: OutOfMemoryError: Metaspace; Set up JobManager memory: Configure JVM heap",
        deployment: Deployment::Containerized,
        since: V1_11,
        settings: &[
            from(V1_11, JM_TOTAL_PROCESS.key, "4g"),
            from(V1_11, JM_METASPACE.key, "512m"),
            always(TM_TOTAL_PROCESS.key, "8g"),
            always(TM_NUM_SLOTS.key, "4"),
            always(TM_JVM_METASPACE.key, "512m"),
        ],
    },
    Preset {
        id: "operator",
        name: "Operator's example",
        when: "What the Kubernetes operator's basic example asks for: for a first job under the operator.",
        source: "apache/flink-kubernetes-operator, examples/basic.yaml",
        deployment: Deployment::Containerized,
        // The oldest release that the operator runs.
        since: V1_13,
        settings: &[
            from(V1_11, JM_TOTAL_PROCESS.key, "2048m"),
            always(TM_TOTAL_PROCESS.key, "2048m"),
            always(TM_NUM_SLOTS.key, "2"),
            always(PARALLELISM_DEFAULT.key, "2"),
        ],
    },
];

/// The preset with this [`id`](Preset::id).
#[must_use]
pub fn named(id: &str) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.id == id)
}

impl Preset {
    /// Whether it is for this release.
    #[must_use]
    pub fn is_for(&self, version: FlinkVersion) -> bool {
        self.since <= version
    }

    /// What it sets in a release, in the order to show it; nothing if it is not for this release.
    pub fn entries(&self, version: FlinkVersion) -> impl Iterator<Item = (&'static str, &'static str)> {
        let is_for = self.is_for(version);
        let settings = self
            .settings
            .iter()
            .filter(move |setting| is_for && setting.since <= version && version <= setting.until);
        settings.map(|setting| (setting.key, setting.value))
    }

    /// The same as a configuration.
    #[must_use]
    pub fn config(&self, version: FlinkVersion) -> Configuration {
        self.entries(version).collect()
    }

    /// The same as a text, which every release reads in the file that it reads.
    #[must_use]
    pub fn text(&self, version: FlinkVersion) -> String {
        self.entries(version).flat_map(|(key, value)| [key, ": ", value, "\n"]).collect()
    }
}
