//! Options of the ForSt state backend: its share of memory, its own buffers and its file cache.

use super::row::{FORST, FORST_TUNING, KIB, MIB, boolean, double, integer, memory_size, string};
use super::{OptionDef, Scope};
use crate::version::FlinkVersion::{V2_0, V2_3};

/// `state.backend.forst.memory.managed`.
///
/// All ForSt instances of a slot share one budget, the slot's managed memory for state. Turn it off only to size ForSt by hand.
pub static FORST_MANAGED: OptionDef = OptionDef {
    key: "state.backend.forst.memory.managed",
    scope: Scope::StateBackend,
    words: None,
    spans: &[boolean(V2_0, V2_3, FORST, Some(true))],
};

/// `state.backend.forst.memory.fixed-per-slot`.
///
/// A fixed budget for all ForSt instances of a slot. It comes before managed memory and lies outside of it, so leave room in the process.
pub static FORST_FIXED_PER_SLOT: OptionDef = OptionDef {
    key: "state.backend.forst.memory.fixed-per-slot",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST, None)],
};

/// `state.backend.forst.memory.fixed-per-tm`.
///
/// One fixed budget that the ForSt instances of all slots share. Counts only with managed off and no size per slot.
pub static FORST_FIXED_PER_TM: OptionDef = OptionDef {
    key: "state.backend.forst.memory.fixed-per-tm",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST, None)],
};

/// `state.backend.forst.memory.write-buffer-ratio`.
///
/// Share of the common budget that write buffers may take. Raise it when frequent small flushes slow writing down.
pub static FORST_WRITE_BUFFER_RATIO: OptionDef = OptionDef {
    key: "state.backend.forst.memory.write-buffer-ratio",
    scope: Scope::StateBackend,
    words: None,
    spans: &[double(V2_0, V2_3, FORST, Some(0.5))],
};

/// `state.backend.forst.memory.high-prio-pool-ratio`.
///
/// Share of the common cache kept for index and filter blocks, so that data blocks do not push them out.
pub static FORST_HIGH_PRIO_RATIO: OptionDef = OptionDef {
    key: "state.backend.forst.memory.high-prio-pool-ratio",
    scope: Scope::StateBackend,
    words: None,
    spans: &[double(V2_0, V2_3, FORST, Some(0.1))],
};

/// `state.backend.forst.memory.partitioned-index-filters`.
///
/// Splits index and filter blocks so that only the parts in use sit in the cache. Helps large state on a small common budget.
pub static FORST_PARTITIONED_INDEX_FILTERS: OptionDef = OptionDef {
    key: "state.backend.forst.memory.partitioned-index-filters",
    scope: Scope::StateBackend,
    words: None,
    spans: &[boolean(V2_0, V2_3, FORST, Some(true))],
};

/// `state.backend.forst.block.cache-size`.
///
/// Cache for data blocks of one state. Has no effect while ForSt uses managed memory or another common budget.
pub static FORST_BLOCK_CACHE_SIZE: OptionDef = OptionDef {
    key: "state.backend.forst.block.cache-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST_TUNING, Some(8 * MIB))],
};

/// `state.backend.forst.block.blocksize`.
///
/// Approximate size of a data block before compression. Larger blocks mean a smaller index but more bytes read per lookup.
pub static FORST_BLOCK_SIZE: OptionDef = OptionDef {
    key: "state.backend.forst.block.blocksize",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST_TUNING, Some(4 * KIB))],
};

/// `state.backend.forst.block.metadata-blocksize`.
///
/// Approximate size of the parts of a partitioned index or filter.
pub static FORST_METADATA_BLOCK_SIZE: OptionDef = OptionDef {
    key: "state.backend.forst.block.metadata-blocksize",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST_TUNING, Some(4 * KIB))],
};

/// `state.backend.forst.writebuffer.size`.
///
/// Memory one state fills with writes before they go to a file. Larger ones flush less often; the common budget must allow for them.
pub static FORST_WRITE_BUFFER_SIZE: OptionDef = OptionDef {
    key: "state.backend.forst.writebuffer.size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST_TUNING, Some(64 * MIB))],
};

/// `state.backend.forst.writebuffer.count`.
///
/// Most write buffers one state may hold in memory, full ones that wait for their flush included.
pub static FORST_WRITE_BUFFER_COUNT: OptionDef = OptionDef {
    key: "state.backend.forst.writebuffer.count",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST_TUNING, Some(2))],
};

/// `state.backend.forst.writebuffer.number-to-merge`.
///
/// Full write buffers that are merged before they are flushed together. More saves file writes and holds memory longer.
pub static FORST_WRITE_BUFFERS_TO_MERGE: OptionDef = OptionDef {
    key: "state.backend.forst.writebuffer.number-to-merge",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST_TUNING, Some(1))],
};

/// `state.backend.forst.write-batch-size`.
///
/// Memory of one batch of writes to ForSt, such as on restore. 0 leaves only the limit by number of entries.
pub static FORST_WRITE_BATCH_SIZE: OptionDef = OptionDef {
    key: "state.backend.forst.write-batch-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST_TUNING, Some(2 * MIB))],
};

/// `state.backend.forst.use-bloom-filter`.
///
/// Adds Bloom filters to new files, so that lookups of absent keys skip them. The filters take room in the cache.
pub static FORST_USE_BLOOM_FILTER: OptionDef = OptionDef {
    key: "state.backend.forst.use-bloom-filter",
    scope: Scope::StateBackend,
    words: None,
    spans: &[boolean(V2_0, V2_3, FORST_TUNING, Some(false))],
};

/// `state.backend.forst.bloom-filter.bits-per-key`.
///
/// Bits a Bloom filter spends on a key; 10 give about 1 % false hits. Counts only while Bloom filters are on.
pub static FORST_BLOOM_BITS_PER_KEY: OptionDef = OptionDef {
    key: "state.backend.forst.bloom-filter.bits-per-key",
    scope: Scope::StateBackend,
    words: None,
    spans: &[double(V2_0, V2_3, FORST_TUNING, Some(10.0))],
};

/// `state.backend.forst.bloom-filter.block-based-mode`.
///
/// Builds one Bloom filter per data block, an old format, instead of one per file. Counts only while Bloom filters are on.
pub static FORST_BLOOM_BLOCK_BASED: OptionDef = OptionDef {
    key: "state.backend.forst.bloom-filter.block-based-mode",
    scope: Scope::StateBackend,
    words: None,
    spans: &[boolean(V2_0, V2_3, FORST_TUNING, Some(false))],
};

/// `state.backend.forst.files.open`.
///
/// Files one ForSt instance may keep open; -1 means all. Each open file costs memory and a file handle.
pub static FORST_MAX_OPEN_FILES: OptionDef = OptionDef {
    key: "state.backend.forst.files.open",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST_TUNING, Some(-1))],
};

/// `state.backend.forst.thread.num`.
///
/// Threads for flushes and compactions of one ForSt instance. Raise it when compaction falls behind and CPU is free.
pub static FORST_THREADS: OptionDef = OptionDef {
    key: "state.backend.forst.thread.num",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST_TUNING, Some(2))],
};

/// `state.backend.forst.timer-service.cache-size`.
///
/// Timers per key group kept on the heap in front of ForSt. More makes timers faster and takes more heap.
pub static FORST_TIMER_CACHE_SIZE: OptionDef = OptionDef {
    key: "state.backend.forst.timer-service.cache-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST, Some(128))],
};

/// `state.backend.forst.cache.dir`.
///
/// Local disk directory in which ForSt caches files of its remote state. When absent it lies below ForSt's local directory.
pub static FORST_CACHE_DIR: OptionDef = OptionDef {
    key: "state.backend.forst.cache.dir",
    scope: Scope::StateBackend,
    words: None,
    spans: &[string(V2_0, V2_3, FORST, None)],
};

/// `state.backend.forst.cache.size-based-limit`.
///
/// Most disk space the file cache may take; 0 turns this limit off. It is disk, not memory.
pub static FORST_CACHE_LIMIT: OptionDef = OptionDef {
    key: "state.backend.forst.cache.size-based-limit",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST, Some(0))],
};

/// `state.backend.forst.cache.reserve-size`.
///
/// Disk space that the file cache leaves free; 0 turns this limit off. The cache keeps to both limits, and with neither there is no cache.
pub static FORST_CACHE_RESERVE: OptionDef = OptionDef {
    key: "state.backend.forst.cache.reserve-size",
    scope: Scope::StateBackend,
    words: None,
    spans: &[memory_size(V2_0, V2_3, FORST, Some(256 * MIB))],
};

/// `state.backend.forst.cache.lru.access-before-promote`.
///
/// Reads of an evicted file after which it is fetched into the file cache again.
pub static FORST_CACHE_PROMOTE_AFTER: OptionDef = OptionDef {
    key: "state.backend.forst.cache.lru.access-before-promote",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST, Some(6))],
};

/// `state.backend.forst.cache.lru.promote-limit`.
///
/// Evictions after which a file is no longer fetched into the file cache again, so that it does not come and go.
pub static FORST_CACHE_PROMOTE_LIMIT: OptionDef = OptionDef {
    key: "state.backend.forst.cache.lru.promote-limit",
    scope: Scope::StateBackend,
    words: None,
    spans: &[integer(V2_0, V2_3, FORST, Some(3))],
};
