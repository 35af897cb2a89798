//! Memory that the RocksDB instances of a slot share, and how it is split between block cache and write buffers. ForSt, RocksDB's fork
//! for disaggregated state, does the same with options of its own.
//!
//! All instances share one cache, and their write buffers are accounted for in that cache. RocksDB may overshoot a write buffer manager's
//! capacity by half, so Flink makes the cache smaller than the budget by as much.
//!
//! Follows `RocksDBMemoryConfiguration`, `RocksDBMemoryControllerUtils`, `RocksDBSharedResourcesFactory` and `RocksDBOperationUtils`
//! (1.10 to 2.3), and their ForSt twins (2.0 to 2.3). Not here: the sizes that count when nothing is shared, and option factories, which
//! may change everything in code.

use crate::behaviour::behaviour;
use crate::catalogue::{
    FORST_FIXED_PER_SLOT, FORST_FIXED_PER_TM, FORST_HIGH_PRIO_RATIO, FORST_MANAGED,
    FORST_PARTITIONED_INDEX_FILTERS, FORST_WRITE_BUFFER_RATIO, FORST_WRITE_BUFFER_SIZE, OptionDef,
    ROCKSDB_FIXED_PER_SLOT, ROCKSDB_FIXED_PER_TM, ROCKSDB_HIGH_PRIO_RATIO, ROCKSDB_MANAGED,
    ROCKSDB_PARTITIONED_INDEX_FILTERS, ROCKSDB_WRITE_BUFFER_RATIO, ROCKSDB_WRITE_BUFFER_SIZE,
};
use crate::config::Configuration;
use crate::error::{FlinkError, Sentence};
use crate::memory_size::MemorySize;
use crate::reader::Reader;
use crate::version::FlinkVersion;

/// Bytes of a write buffer where neither the configuration nor Flink says any (before 1.15): RocksDB's own default.
const ROCKSDB_WRITE_BUFFER: MemorySize = MemorySize::from_mebibytes(64);

/// Bytes of an operating system page, to which RocksDB rounds an arena block up.
const PAGE: i64 = 4 * 1024;

/// A store for state outside of the JVM's heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// RocksDB, on local disks.
    RocksDb,
    /// ForSt, on remote storage (from 2.0).
    ForSt,
}

/// The options of a store's memory.
struct Options {
    managed: &'static OptionDef,
    fixed_per_slot: &'static OptionDef,
    fixed_per_task_manager: &'static OptionDef,
    write_buffer_ratio: &'static OptionDef,
    high_priority_ratio: &'static OptionDef,
    partitioned_index_filters: &'static OptionDef,
    write_buffer_size: &'static OptionDef,
}

static ROCKSDB: Options = Options {
    managed: &ROCKSDB_MANAGED,
    fixed_per_slot: &ROCKSDB_FIXED_PER_SLOT,
    fixed_per_task_manager: &ROCKSDB_FIXED_PER_TM,
    write_buffer_ratio: &ROCKSDB_WRITE_BUFFER_RATIO,
    high_priority_ratio: &ROCKSDB_HIGH_PRIO_RATIO,
    partitioned_index_filters: &ROCKSDB_PARTITIONED_INDEX_FILTERS,
    write_buffer_size: &ROCKSDB_WRITE_BUFFER_SIZE,
};

static FORST: Options = Options {
    managed: &FORST_MANAGED,
    fixed_per_slot: &FORST_FIXED_PER_SLOT,
    fixed_per_task_manager: &FORST_FIXED_PER_TM,
    write_buffer_ratio: &FORST_WRITE_BUFFER_RATIO,
    high_priority_ratio: &FORST_HIGH_PRIO_RATIO,
    partitioned_index_filters: &FORST_PARTITIONED_INDEX_FILTERS,
    write_buffer_size: &FORST_WRITE_BUFFER_SIZE,
};

impl Store {
    /// Every store.
    pub const ALL: [Self; 2] = [Self::RocksDb, Self::ForSt];

    /// The name that chooses it as state backend.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RocksDb => "rocksdb",
            Self::ForSt => "forst",
        }
    }

    /// Whether the release has it.
    #[must_use]
    pub fn exists(self, version: FlinkVersion) -> bool {
        self.options().managed.span(version).is_some()
    }

    const fn options(self) -> &'static Options {
        match self {
            Self::RocksDb => &ROCKSDB,
            Self::ForSt => &FORST,
        }
    }

    /// What warns of too little memory: the class that logs, and the state backend it speaks of.
    const fn warner(self) -> (&'static str, &'static str) {
        match self {
            Self::RocksDb => ("RocksDBOperationUtils", "RocksDBStateBackend"),
            Self::ForSt => ("ForStOperationUtils", "ForStStateBackend"),
        }
    }
}

/// What is asked about a store's shared memory.
#[derive(Clone, Copy, Debug)]
pub struct SharedRequest<'a> {
    /// The release that answers.
    pub version: FlinkVersion,
    /// The store.
    pub store: Store,
    /// What the instances share: the slot's managed memory for state, or a fixed size (see [`budget`]).
    pub total: MemorySize,
    /// The configuration.
    pub config: &'a Configuration,
}

/// A store's memory options and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedMemory {
    /// The options as read.
    pub settings: Settings,
    /// Bytes of the block cache. Negative or absurd where the ratios are: Flink hardly checks them.
    pub cache_capacity: i64,
    /// Bytes of the cache that the write buffers may take.
    pub write_buffer_manager_capacity: i64,
    /// Bytes of one write buffer.
    pub write_buffer_size: MemorySize,
    /// Whether write buffers fit; `None` before 1.12, which does not look.
    pub arena: Option<Arena>,
    /// Lines logged at INFO or above, `LEVEL Class: message`.
    pub log: Vec<String>,
}

/// A store's memory options as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Whether it takes the slot's managed memory, unless there is a fixed size.
    pub uses_managed: bool,
    /// A fixed size for each slot, outside of managed memory.
    pub fixed_per_slot: Option<MemorySize>,
    /// Share of the memory for write buffers, meant to be in 0..=1.
    pub write_buffer_ratio: f64,
    /// Share of the cache for index and filter blocks, meant to be in 0..=1.
    pub high_priority_ratio: f64,
    /// Whether index and filter blocks are partitioned; `None` before 1.13.
    pub partitioned_index_filters: Option<bool>,
}

/// RocksDB fills write buffers block by block, and flushes when the mutable ones pass a limit. A block larger than that limit makes it
/// flush all the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arena {
    /// Bytes of a block: an eighth of a write buffer, rounded up to pages of 4096 bytes.
    pub block_size: i64,
    /// Bytes that mutable write buffers may take: seven eighths of the write buffer manager's capacity.
    pub mutable_limit: i64,
}

impl Arena {
    fn new(write_buffer_size: MemorySize, write_buffer_manager_capacity: i64) -> Self {
        let eighth = (write_buffer_size.bytes() / 8).cast_signed();
        Self {
            block_size: (eighth + PAGE - 1) / PAGE * PAGE,
            // Java's product wraps around.
            mutable_limit: write_buffer_manager_capacity.wrapping_mul(7) / 8,
        }
    }

    /// Whether a block fits; if not, Flink warns.
    #[must_use]
    pub const fn fits(self) -> bool {
        self.block_size <= self.mutable_limit
    }
}

/// Where the memory that instances share comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// A fixed size for each slot, outside of managed memory.
    FixedPerSlot(MemorySize),
    /// The managed memory that the slot has for state.
    Managed,
    /// A fixed size for the whole TaskManager, outside of managed memory (from 1.17).
    FixedPerTaskManager(MemorySize),
    /// Nothing is shared: every instance has caches and buffers of its own.
    Unshared,
}

/// Splits the memory that a store's instances share.
///
/// ```
/// use resolver::rocksdb::{SharedRequest, Store, split};
/// use resolver::{Configuration, FlinkVersion, MemorySize};
///
/// let shared = split(SharedRequest {
///     version: FlinkVersion::V2_3,
///     store: Store::RocksDb,
///     total: MemorySize::parse("512m").unwrap(),
///     config: &Configuration::new(),
/// })
/// .unwrap();
/// assert_eq!(shared.cache_capacity, 447392426);
/// assert_eq!(shared.write_buffer_manager_capacity, 178956970);
/// assert!(shared.arena.unwrap().fits());
/// ```
///
/// # Errors
/// Flink's own: an option that cannot be read, or ratios that leave nothing for data blocks.
pub fn split(request: SharedRequest<'_>) -> Result<SharedMemory, FlinkError> {
    let SharedRequest { version, store, total, config } = request;
    let mut reader = Reader::new(config, version);
    let settings = check_options(&mut reader, store)?;
    let write_buffer_size =
        reader.plain_size(store.options().write_buffer_size)?.map_or(ROCKSDB_WRITE_BUFFER, |read| read.size);
    let total = total.bytes().cast_signed();
    let write_buffer_manager_capacity = write_buffer_manager_capacity(total, settings.write_buffer_ratio);
    let arena = behaviour(version)
        .checks_arena_blocks
        .then(|| Arena::new(write_buffer_size, write_buffer_manager_capacity));
    if let Some(arena) = arena.filter(|arena| !arena.fits()) {
        warn(&mut reader, store, arena, write_buffer_size, write_buffer_manager_capacity);
    }
    Ok(SharedMemory {
        cache_capacity: cache_capacity(total, settings.write_buffer_ratio),
        settings,
        write_buffer_manager_capacity,
        write_buffer_size,
        arena,
        log: reader.into_log(),
    })
}

/// Where the memory that the instances share comes from.
///
/// # Errors
/// Flink's own, for an option that cannot be read or ratios that are refused.
pub fn budget(version: FlinkVersion, store: Store, config: &Configuration) -> Result<Budget, FlinkError> {
    let mut reader = Reader::new(config, version);
    let settings = check_options(&mut reader, store)?;
    Ok(match settings.fixed_per_slot {
        Some(size) => Budget::FixedPerSlot(size),
        None if settings.uses_managed => Budget::Managed,
        None => {
            let size = reader.plain_size(store.options().fixed_per_task_manager)?.map(|read| read.size);
            match size.filter(|size| *size > MemorySize::ZERO) {
                Some(size) => Budget::FixedPerTaskManager(size),
                None => Budget::Unshared,
            }
        }
    })
}

/// Reads the memory options and refuses what Flink refuses (`fromConfiguration`, `validate`).
pub(crate) fn check_options(reader: &mut Reader<'_>, store: Store) -> Result<Settings, FlinkError> {
    let version = reader.version();
    let options = store.options();
    let has_partitions = options.partitioned_index_filters.span(version).is_some();
    let settings = Settings {
        uses_managed: reader.boolean(options.managed)?,
        fixed_per_slot: reader.plain_size(options.fixed_per_slot)?.map(|read| read.size),
        write_buffer_ratio: reader.double(options.write_buffer_ratio)?.unwrap_or(0.0),
        high_priority_ratio: reader.double(options.high_priority_ratio)?.unwrap_or(0.0),
        partitioned_index_filters: if has_partitions {
            Some(reader.boolean(options.partitioned_index_filters)?)
        } else {
            None
        },
    };
    let (write_buffer, high_priority) = (settings.write_buffer_ratio, settings.high_priority_ratio);
    // Write buffers take this share of the cache, and the pool of high priority the other; data blocks need the rest.
    if 2.0 * write_buffer / (3.0 - write_buffer) + high_priority >= 1.0 {
        return Err(FlinkError::from(Sentence::RatiosTooLarge { write_buffer, high_priority })
            .about(&[options.write_buffer_ratio.key, options.high_priority_ratio.key]));
    }
    Ok(settings)
}

/// `calculateActualCacheCapacity`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "Flink computes with doubles and cuts the decimals off"
)]
fn cache_capacity(total: i64, write_buffer_ratio: f64) -> i64 {
    ((3.0 - write_buffer_ratio) * total as f64 / 3.0) as i64
}

/// `calculateWriteBufferManagerCapacity`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "Flink computes with doubles and cuts the decimals off"
)]
fn write_buffer_manager_capacity(total: i64, write_buffer_ratio: f64) -> i64 {
    // Java doubles the long first, and that wraps around.
    (total.wrapping_mul(2) as f64 * write_buffer_ratio / 3.0) as i64
}

/// `sanityCheckArenaBlockSize`.
fn warn(
    reader: &mut Reader<'_>,
    store: Store,
    Arena { block_size, mutable_limit }: Arena,
    write_buffer_size: MemorySize,
    write_buffer_manager_capacity: i64,
) {
    let (class, backend) = store.warner();
    reader.log(
        "WARN",
        class,
        format_args!(
            "{backend} performance will be poor because of the current Flink memory configuration! RocksDB will flush memtable \
             constantly, causing high IO and CPU. Typically the easiest fix is to increase task manager managed memory size. If \
             running locally, see the parameter taskmanager.memory.managed.size. Details: arenaBlockSize {block_size} > mutableLimit \
             {mutable_limit} (writeBufferSize = {}, arenaBlockSizeConfigured = 0, defaultArenaBlockSize = {block_size}, \
             writeBufferManagerCapacity = {write_buffer_manager_capacity})",
            write_buffer_size.bytes()
        ),
    );
}
