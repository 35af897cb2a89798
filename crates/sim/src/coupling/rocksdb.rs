//! State in RocksDB, or in its fork ForSt: what block cache and write buffers do to the time for a record. An estimate.
//!
//! The memory is what Flink's split of managed memory says, exactly; the numbers are the caller's (`resolver::rocksdb::split`). From there:
//!
//! * Blocks of data have what write buffers, indexes and filters leave of the cache: indexes and filters are in it, too
//!   (`RocksDBResourceContainer`: `setCacheIndexAndFilterBlocks`), and with high priority.
//! * Reads find their block in the cache as Che's approximation says ([`StateEstimate::BASES`]), else in the operating system's page
//!   cache, at best as if both were one cache, else on disk.
//! * Writes go to memory and are flushed, then merged level by level in the background. A task that writes faster than its disk takes the
//!   merging is slowed down to that ("Write Stalls" in RocksDB's wiki).
//!
//! Not here: compression, reads of several levels (Bloom filters avoid most of them; without, count more reads), scans, what is read
//! from write buffers, and other states in the same cache: each is given its part of the memory ([`StoreMemory::divided`]).
//! For ForSt, the disk is the remote storage, and its cache on local disks is in the place of the page cache.

use super::lru::{best_hit_rate, hit_rate};
use super::range::within;
use super::skew::Skew;
use super::{Basis, Estimate, to_nanos};
use crate::scenario::{Nanos, SECOND, ScenarioError};

/// A state and the memory of its store, of one subtask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocksDb {
    /// Memory that it has.
    pub memory: StoreMemory,
    /// What it holds.
    pub state: StateShape,
    /// What is done with it.
    pub access: StateAccess,
    /// How long that takes.
    pub costs: StoreCosts,
}

/// Memory of a store, bytes; each up to 2^50.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreMemory {
    /// The block cache, write buffers included (`SharedMemory::cache_capacity` of `resolver::rocksdb`).
    pub cache: u64,
    /// What write buffers may take of the cache (`write_buffer_manager_capacity`).
    pub write_buffers: u64,
    /// One write buffer, from 1 (`write_buffer_size`).
    pub write_buffer: u64,
    /// What a write buffer grows by, from 1 (`Arena::block_size`).
    pub arena_block: u64,
    /// What the operating system has for its files. Not Flink's to say; 0 where a container has no memory to spare.
    pub page_cache: u64,
}

/// A state as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateShape {
    /// All entries, bytes, up to 2^50.
    pub bytes: u64,
    /// An entry: key group, key, namespace and value, bytes, 1 to 2^30.
    pub entry: u32,
    /// A block, bytes, 1 KiB to 1 MiB; 4 KiB unless `state.backend.rocksdb.block.blocksize` is set.
    pub block: u32,
    /// What a block adds to its file's index: a key, and where the block is, bytes, up to 2^20.
    pub index_entry: u32,
    /// Bits of a Bloom filter for each entry, up to 64; 0 unless `state.backend.rocksdb.use-bloom-filter` is set, then 10.
    pub filter_bits: u32,
}

/// What a task does with its state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateAccess {
    /// How reads are spread.
    pub skew: Skew,
    /// Reads for each record, 0 to 1000.
    pub reads: f64,
    /// Writes for each record, 0 to 1000.
    pub writes: f64,
}

/// How long a store takes, ns: each up to 0.1 s. Orders of magnitude; measure your own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreCosts {
    /// A read that finds its block in the cache, with what every read takes.
    pub hit: Nanos,
    /// What a read takes longer whose block comes from the page cache.
    pub page_cache_read: Nanos,
    /// What a read takes longer than that if it comes from disk.
    pub disk_read: Nanos,
    /// A write to memory.
    pub write: Nanos,
    /// What the disk takes of this subtask's flushes and merges, bytes/s, from 1.
    pub disk_bandwidth: u64,
}

impl StoreCosts {
    /// A local solid-state disk: 6 to 10 us of RocksDB's own for a read, 11 us of libc and kernel, about 100 us of the device
    /// (M. Callaghan, "How efficient is RocksDB for IO-bound, point-query workloads?", Small Datum, October 2025); a write through JNI takes
    /// some microseconds (`java/jmh/WriteBatch.md` in RocksDB: 2 us without the write buffer).
    pub const SSD: Self = Self {
        hit: 8_000,
        page_cache_read: 11_000,
        disk_read: 100_000,
        write: 5_000,
        disk_bandwidth: 200_000_000,
    };
}

/// What comes of it for one subtask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateEstimate {
    /// Blocks of data in which the state is stored.
    pub blocks: u64,
    /// Blocks of data for which the cache has room.
    pub cached_blocks: u64,
    /// Bytes of the cache for blocks of data: what write buffers, index and filters leave.
    pub cache: u64,
    /// Part of the index and the filters for which the cache has room, 0 to 1.
    pub index_cached: f64,
    /// Part of the reads that find their block in the cache, 0 to 1.
    pub hit_rate: f64,
    /// The same if the blocks read most were always cached: no cache is better.
    pub best_hit_rate: f64,
    /// Part of the reads that go to disk, 0 to 1.
    pub disk_share: f64,
    /// Mean time of a read, ns.
    pub read: Nanos,
    /// Whether write buffers are too small for a single arena block, so that RocksDB flushes all the time.
    pub flushes_constantly: bool,
    /// Bytes of a flush.
    pub flush: u64,
    /// Bytes written to disk for each byte of an update.
    pub write_amplification: f64,
    /// How long a record waits because the disk does not keep up with merging, ns.
    pub stall: Nanos,
    /// Time that a record takes longer in all, ns, at most 22.5 minutes.
    pub per_record: Nanos,
}

impl StateEstimate {
    /// Where the numbers come from.
    pub const BASES: [Basis; 4] = [
        Basis {
            of: "hit rate",
            formula: "h = sum of q(1 - exp(-q t)) over blocks, t so that the sum of (1 - exp(-q t)) is the cache in blocks",
            source: "Che, Tung, Wang: Hierarchical Web caching systems, IEEE JSAC 20(7), 2002; \
                     Fricker, Robert, Roberts: A versatile and accurate approximation for LRU cache performance, ITC 24, 2012",
        },
        Basis {
            of: "time of a read",
            formula: "hit + (1 - h) x page cache read + disk share x disk read",
            source: "Callaghan: How efficient is RocksDB for IO-bound, point-query workloads?, Small Datum, 2025",
        },
        Basis {
            of: "write amplification",
            formula: "1 + 1 + min(state, 256 MiB) / (4 x flush) + 5 x further levels; 36 x 4 KiB where RocksDB flushes all the time",
            source: "RocksDB wiki: Leveled Compaction, Compaction; half of the fan-out of 10, which is the worst case",
        },
        Basis {
            of: "stall",
            formula: "max(0, writes x entry x write amplification / disk bandwidth - time of the record)",
            source: "RocksDB wiki: Write Stalls",
        },
    ];
}

/// Files of level 0 that are merged into level 1 at once (`level0_file_num_compaction_trigger`).
const FILES_OF_A_MERGE: f64 = 4.0;
/// As many as there are where they come faster than they are merged (`level0_stop_writes_trigger`).
const MOST_FILES_OF_A_MERGE: f64 = 36.0;
/// Bytes of a flush of next to nothing: a block.
const LEAST_FLUSH: u64 = 4096;
/// Bytes of level 1 (`state.backend.rocksdb.compaction.level.max-size-level-base`).
const FIRST_LEVEL: f64 = 268_435_456.0;
/// How much larger each further level is (`max_bytes_for_level_multiplier`).
const FAN_OUT: f64 = 10.0;

const MOST_BYTES: f64 = (1_u64 << 50) as f64;

impl RocksDb {
    /// What it does to a record whose other work takes `service` ns.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "numbers up to 2^60, of an estimate"
    )]
    pub fn estimate(&self, service: Nanos) -> Estimate<StateEstimate> {
        let Self { memory, state, access, costs } = self;
        let in_block = f64::from((state.block / state.entry.max(1)).max(1));
        let entries = state.bytes as f64 / f64::from(state.entry.max(1));
        let blocks = (entries / in_block).ceil();
        let block = f64::from(state.block.max(state.entry));
        let index = blocks * f64::from(state.index_entry) + entries * f64::from(state.filter_bits) / 8.0;
        let room = memory.cache.saturating_sub(memory.write_buffers) as f64;
        let index_cached = if index > room { room / index } else { 1.0 };
        let cached = (room - index).max(0.0) / block;
        let classes = access.skew.classes(entries, in_block);
        let hit_rate = hit_rate(&classes, cached);
        let disk_share = 1.0 - self::hit_rate(&classes, cached + memory.page_cache as f64 / block);
        let of_index = if memory.page_cache as f64 >= index { 0.0 } else { costs.disk_read as f64 };
        let read = costs.hit as f64
            + (2.0 - hit_rate - index_cached) * costs.page_cache_read as f64
            + disk_share * costs.disk_read as f64
            + (1.0 - index_cached) * of_index;
        let (flush, files) =
            memory.flush().map_or((LEAST_FLUSH, MOST_FILES_OF_A_MERGE), |flush| (flush, FILES_OF_A_MERGE));
        let write_amplification = write_amplification(state.bytes as f64, flush as f64, files);
        let work = access.reads * read + access.writes * costs.write as f64;
        let merging = access.writes * f64::from(state.entry) * write_amplification * SECOND as f64
            / costs.disk_bandwidth.max(1) as f64;
        let stall = (merging - work - service as f64).max(0.0);
        Estimate(StateEstimate {
            blocks: blocks as u64,
            cached_blocks: cached.min(blocks) as u64,
            cache: (room - index).max(0.0) as u64,
            index_cached,
            hit_rate,
            best_hit_rate: best_hit_rate(&classes, cached),
            disk_share,
            read: to_nanos(read),
            flushes_constantly: memory.flush().is_none(),
            flush,
            write_amplification,
            stall: to_nanos(stall),
            per_record: to_nanos(work + stall),
        })
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        let Self { memory, state, access, costs } = self;
        for (parameter, bytes) in [
            ("rocksdb.memory.cache", memory.cache),
            ("rocksdb.memory.write_buffers", memory.write_buffers),
            ("rocksdb.memory.page_cache", memory.page_cache),
            ("rocksdb.state.bytes", state.bytes),
        ] {
            within(parameter, bytes, 0.0..=MOST_BYTES, "0..=2^50 bytes")?;
        }
        within("rocksdb.memory.write_buffer", memory.write_buffer, 1.0..=MOST_BYTES, "1..=2^50 bytes")?;
        within("rocksdb.memory.arena_block", memory.arena_block, 1.0..=MOST_BYTES, "1..=2^50 bytes")?;
        within("rocksdb.state.entry", state.entry, 1.0..=1_073_741_824.0, "1..=1073741824 bytes")?;
        within("rocksdb.state.block", state.block, 1024.0..=1_048_576.0, "1024..=1048576 bytes")?;
        within("rocksdb.state.index_entry", state.index_entry, 0.0..=1_048_576.0, "0..=1048576 bytes")?;
        within("rocksdb.state.filter_bits", state.filter_bits, 0.0..=64.0, "0..=64")?;
        access.skew.check()?;
        within("rocksdb.access.reads", access.reads, 0.0..=1000.0, "0..=1000")?;
        within("rocksdb.access.writes", access.writes, 0.0..=1000.0, "0..=1000")?;
        for (parameter, time) in [
            ("rocksdb.costs.hit", costs.hit),
            ("rocksdb.costs.page_cache_read", costs.page_cache_read),
            ("rocksdb.costs.disk_read", costs.disk_read),
            ("rocksdb.costs.write", costs.write),
        ] {
            within(parameter, time, 0.0..=1e8, "0 ns..=0.1 s")?;
        }
        within("rocksdb.costs.disk_bandwidth", costs.disk_bandwidth, 1.0..=1e15, "1..=10^15 bytes/s")
    }
}

impl StoreMemory {
    /// The part that each of so many states of a slot has (of all its subtasks; 0 counts as 1). Write buffers do not get smaller, nor do
    /// arena blocks: with many states, there may be none that fits.
    #[must_use]
    pub const fn divided(self, states: u32) -> Self {
        let states = if states == 0 { 1 } else { states as u64 };
        Self {
            cache: self.cache / states,
            write_buffers: self.write_buffers / states,
            page_cache: self.page_cache / states,
            ..self
        }
    }

    /// Bytes of a flush: of a full write buffer, or of the arena blocks that the write buffer manager lets grow (`ShouldFlush`: up to
    /// seven eighths of its capacity). `None` where not even one block fits, of which Flink warns
    /// (`RocksDBOperationUtils.sanityCheckArenaBlockSize`): then it flushes all the time, next to nothing.
    fn flush(&self) -> Option<u64> {
        let arena_block = self.arena_block.max(1);
        let mutable_limit = self.write_buffers.saturating_mul(7) / 8;
        let blocks = mutable_limit / arena_block;
        (blocks > 0).then(|| self.write_buffer.min(blocks * arena_block))
    }
}

/// Bytes written to disk for each byte: once by the flush; with some files of level 0, all of level 1 as far as there is any; and half of
/// the fan-out on each level below.
fn write_amplification(state: f64, flush: f64, files: f64) -> f64 {
    let mut level = FIRST_LEVEL;
    let mut amplification = 2.0 + state.min(FIRST_LEVEL) / (files * flush.max(1.0));
    while level < state {
        level *= FAN_OUT;
        amplification += FAN_OUT / 2.0;
    }
    amplification
}
