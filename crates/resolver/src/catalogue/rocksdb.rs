//! Options of the choice of a state backend and of RocksDB: its share of memory and its own buffers.

use super::row::{
    CHECKPOINTING, KIB, MIB, ROCKSDB, ROCKSDB_TUNING, STATE_BACKENDS, boolean, double, integer, memory_size,
    string,
};
use super::{OptionDef, Scope, Words};
use crate::version::FlinkVersion::{V1_10, V1_12, V1_13, V1_14, V1_15, V1_16, V1_17, V1_18, V1_19, V2_3};

/// `state.backend`.
///
/// Where keyed state lives: hashmap (older releases: filesystem, jobmanager) on the heap, or rocksdb in native memory and on disk.
pub static STATE_BACKEND: OptionDef = OptionDef {
    key: "state.backend",
    scope: Scope::StateBackend,
    words: None,
    spans: &[string(V1_10, V1_12, CHECKPOINTING, None), string(V1_13, V1_16, STATE_BACKENDS, None)],
};

/// `state.backend.type`.
///
/// Where keyed state lives: hashmap keeps it on the heap, rocksdb and (from 2.0) forst in native memory and on disk.
pub static STATE_BACKEND_TYPE: OptionDef = OptionDef {
    key: "state.backend.type",
    scope: Scope::StateBackend,
    words: None,
    spans: &[
        string(V1_17, V1_18, STATE_BACKENDS, None).deprecated_keys(&["state.backend"]),
        string(V1_19, V2_3, STATE_BACKENDS, Some("hashmap")).deprecated_keys(&["state.backend"]),
    ],
};

/// `state.backend.rocksdb.memory.managed`.
pub static ROCKSDB_MANAGED: OptionDef = OptionDef {
    key: "state.backend.rocksdb.memory.managed",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "RocksDB uses managed memory",
        description: "All RocksDB instances of a slot share one budget, the slot's managed memory for state. \
                  Turn it off only to size RocksDB by hand.",
    }),
    spans: &[boolean(V1_10, V2_3, ROCKSDB, Some(true))],
};

/// `state.backend.rocksdb.memory.fixed-per-slot`.
pub static ROCKSDB_FIXED_PER_SLOT: OptionDef = OptionDef {
    key: "state.backend.rocksdb.memory.fixed-per-slot",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "RocksDB memory per slot",
        description: "A fixed budget for all RocksDB instances of a slot. It comes before managed memory and \
                  lies outside of it, so leave room in the process.",
    }),
    spans: &[memory_size(V1_10, V2_3, ROCKSDB, None)],
};

/// `state.backend.rocksdb.memory.fixed-per-tm`.
pub static ROCKSDB_FIXED_PER_TM: OptionDef = OptionDef {
    key: "state.backend.rocksdb.memory.fixed-per-tm",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "RocksDB memory per TaskManager",
        description: "One fixed budget that the RocksDB instances of all slots share. Counts only with managed \
                  off and no size per slot.",
    }),
    spans: &[memory_size(V1_17, V2_3, ROCKSDB, None)],
};

/// `state.backend.rocksdb.memory.write-buffer-ratio`.
pub static ROCKSDB_WRITE_BUFFER_RATIO: OptionDef = OptionDef {
    key: "state.backend.rocksdb.memory.write-buffer-ratio",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "Write buffer ratio",
        description: "Share of the common budget that write buffers may take. Raise it when frequent small \
                  flushes slow writing down.",
    }),
    spans: &[double(V1_10, V2_3, ROCKSDB, Some(0.5))],
};

/// `state.backend.rocksdb.memory.high-prio-pool-ratio`.
pub static ROCKSDB_HIGH_PRIO_RATIO: OptionDef = OptionDef {
    key: "state.backend.rocksdb.memory.high-prio-pool-ratio",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "High priority pool ratio",
        description: "Share of the common cache kept for index and filter blocks, so that data blocks do not \
                  push them out.",
    }),
    spans: &[double(V1_10, V2_3, ROCKSDB, Some(0.1))],
};

/// `state.backend.rocksdb.memory.partitioned-index-filters`.
pub static ROCKSDB_PARTITIONED_INDEX_FILTERS: OptionDef = OptionDef {
    key: "state.backend.rocksdb.memory.partitioned-index-filters",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "Partitioned index and filters",
        description: "Splits index and filter blocks so that only the parts in use sit in the cache. Helps large \
                  state on a small common budget.",
    }),
    spans: &[boolean(V1_13, V2_3, ROCKSDB, Some(false))],
};

/// `state.backend.rocksdb.block.cache-size`.
///
/// Cache for data blocks of one state. Has no effect while RocksDB uses managed memory or another common budget.
pub static ROCKSDB_BLOCK_CACHE_SIZE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.block.cache-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[
        memory_size(V1_10, V1_14, ROCKSDB_TUNING, None),
        memory_size(V1_15, V2_3, ROCKSDB_TUNING, Some(8 * MIB)),
    ],
};

/// `state.backend.rocksdb.block.blocksize`.
///
/// Approximate size of a data block before compression. Larger blocks mean a smaller index but more bytes read per lookup.
pub static ROCKSDB_BLOCK_SIZE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.block.blocksize",
    scope: Scope::StateBackend,
    words: None,
    spans: &[
        memory_size(V1_10, V1_14, ROCKSDB_TUNING, None),
        memory_size(V1_15, V2_3, ROCKSDB_TUNING, Some(4 * KIB)),
    ],
};

/// `state.backend.rocksdb.block.metadata-blocksize`.
///
/// Approximate size of the parts of a partitioned index or filter.
pub static ROCKSDB_METADATA_BLOCK_SIZE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.block.metadata-blocksize",
    scope: Scope::StateBackend,
    words: None,
    spans: &[
        memory_size(V1_13, V1_14, ROCKSDB_TUNING, None),
        memory_size(V1_15, V2_3, ROCKSDB_TUNING, Some(4 * KIB)),
    ],
};

/// `state.backend.rocksdb.writebuffer.size`.
pub static ROCKSDB_WRITE_BUFFER_SIZE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.writebuffer.size",
    scope: Scope::StateBackend,
    words: Some(Words {
        label: "Write buffer size",
        description: "Memory one state fills with writes before they go to a file on disk. Larger ones flush \
                  less often; the common budget must allow for them.",
    }),
    spans: &[
        memory_size(V1_10, V1_14, ROCKSDB_TUNING, None),
        memory_size(V1_15, V2_3, ROCKSDB_TUNING, Some(64 * MIB)),
    ],
};

/// `state.backend.rocksdb.writebuffer.count`.
///
/// Most write buffers one state may hold in memory, full ones that wait for their flush included.
pub static ROCKSDB_WRITE_BUFFER_COUNT: OptionDef = OptionDef {
    key: "state.backend.rocksdb.writebuffer.count",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V1_10, V1_14, ROCKSDB_TUNING, None), integer(V1_15, V2_3, ROCKSDB_TUNING, Some(2))],
};

/// `state.backend.rocksdb.writebuffer.number-to-merge`.
///
/// Full write buffers that are merged before they are flushed together. More saves disk writes and holds memory longer.
pub static ROCKSDB_WRITE_BUFFERS_TO_MERGE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.writebuffer.number-to-merge",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V1_10, V1_14, ROCKSDB_TUNING, None), integer(V1_15, V2_3, ROCKSDB_TUNING, Some(1))],
};

/// `state.backend.rocksdb.write-batch-size`.
///
/// Memory of one batch of writes to RocksDB, such as on restore. 0 leaves only the limit by number of entries.
pub static ROCKSDB_WRITE_BATCH_SIZE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.write-batch-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V1_10, V2_3, ROCKSDB_TUNING, Some(2 * MIB))],
};

/// `state.backend.rocksdb.use-bloom-filter`.
///
/// Adds Bloom filters to new files, so that lookups of absent keys skip them. The filters take room in the cache.
pub static ROCKSDB_USE_BLOOM_FILTER: OptionDef = OptionDef {
    key: "state.backend.rocksdb.use-bloom-filter",
    scope: Scope::StateBackend,
    words: None,
    spans: &[boolean(V1_14, V2_3, ROCKSDB_TUNING, Some(false))],
};

/// `state.backend.rocksdb.bloom-filter.bits-per-key`.
///
/// Bits a Bloom filter spends on a key; 10 give about 1 % false hits. Counts only while Bloom filters are on.
pub static ROCKSDB_BLOOM_BITS_PER_KEY: OptionDef = OptionDef {
    key: "state.backend.rocksdb.bloom-filter.bits-per-key",
    scope: Scope::StateBackend,
    words: None,
    spans: &[double(V1_14, V2_3, ROCKSDB_TUNING, Some(10.0))],
};

/// `state.backend.rocksdb.bloom-filter.block-based-mode`.
///
/// Builds one Bloom filter per data block, RocksDB's old format, instead of one per file. Counts only while Bloom filters are on.
pub static ROCKSDB_BLOOM_BLOCK_BASED: OptionDef = OptionDef {
    key: "state.backend.rocksdb.bloom-filter.block-based-mode",
    scope: Scope::StateBackend,
    words: None,
    spans: &[boolean(V1_14, V2_3, ROCKSDB_TUNING, Some(false))],
};

/// `state.backend.rocksdb.files.open`.
///
/// Files one RocksDB instance may keep open; -1 means all. Each open file costs memory and a file handle.
pub static ROCKSDB_MAX_OPEN_FILES: OptionDef = OptionDef {
    key: "state.backend.rocksdb.files.open",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V1_10, V1_14, ROCKSDB_TUNING, None), integer(V1_15, V2_3, ROCKSDB_TUNING, Some(-1))],
};

/// `state.backend.rocksdb.thread.num`.
///
/// Threads for flushes and compactions of one RocksDB instance. Raise it when compaction falls behind and CPU is free.
pub static ROCKSDB_THREADS: OptionDef = OptionDef {
    key: "state.backend.rocksdb.thread.num",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V1_10, V1_14, ROCKSDB_TUNING, None), integer(V1_15, V2_3, ROCKSDB_TUNING, Some(2))],
};

/// `state.backend.rocksdb.timer-service.cache-size`.
///
/// Timers per key group kept on the heap in front of RocksDB. More makes timers faster and takes more heap.
pub static ROCKSDB_TIMER_CACHE_SIZE: OptionDef = OptionDef {
    key: "state.backend.rocksdb.timer-service.cache-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V1_19, V2_3, ROCKSDB, Some(128))],
};

/// `state.backend.rocksdb.predefined-options`.
///
/// A prepared set of RocksDB settings for a kind of disk. Single options that you set yourself come before it.
pub static ROCKSDB_PREDEFINED_OPTIONS: OptionDef = OptionDef {
    key: "state.backend.rocksdb.predefined-options",
    scope: Scope::StateBackend,
    words: None,
    spans: &[string(V1_10, V2_3, ROCKSDB, Some("DEFAULT"))],
};
