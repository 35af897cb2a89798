//! The heap of a TaskManager: how much of the time garbage collections take, and whether what lives on it fits. An estimate.
//!
//! Follows G1 of HotSpot, which Flink's scripts choose (`taskmanager.sh`), with its defaults:
//!
//! * The young generation is as large as the goal for pauses allows, between 5 % and 60 % of the heap (`G1NewSizePercent`,
//!   `G1MaxNewSizePercent`), and in what live data and a reserve of 10 % (`G1ReservePercent`) leave.
//! * A collection of it takes a time of its own, and that of copying what survives: values of state that came since the last one, at
//!   most all of the state.
//! * Where less than 5 % is left, G1 collects with a young generation of 5 % all the same, and what survived in vain fills the rest of the
//!   heap: then everything is compacted in one pause. What that costs is the classical ratio of live data to free space (Jones, Hosking,
//!   Moss: The Garbage Collection Handbook, chapter 3).
//!
//! Pauses are spread evenly over the work of all tasks. Not here: marking and collecting old regions meanwhile, which takes processors
//! and further pauses (with half of the heap alive, the share of time was 2 to 4 times as large when measured), humongous objects, other
//! collectors.

use super::range::within;
use super::{Basis, Estimate, to_nanos};
use crate::scenario::{Nanos, SECOND, ScenarioError};

/// The heap of each TaskManager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heap {
    /// All of it: framework and task heap, bytes, 1 MiB to 2^50 (`-Xmx`).
    pub size: u64,
    /// What lives on it without any task, bytes, up to 2^50.
    pub base_live: u64,
    /// Whether records are handed on without a copy (`pipeline.object-reuse`).
    pub object_reuse: bool,
    /// What collections take.
    pub collector: Collector,
}

/// What the subtasks of a vertex do with the heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapUse {
    /// Bytes allocated for each record that a subtask takes (a source: makes), garbage when it is done with it; up to 2^40.
    pub short_lived: u64,
    /// Bytes of the copies that chained operators hand on unless objects are reused (`CopyingChainingOutput`), for each record; up to 2^40.
    pub copied: u64,
    /// Bytes of state on the heap that a record replaces: allocated, and alive until replaced; up to 2^40.
    pub replaced: u64,
    /// Bytes of state that a subtask has on the heap, up to 2^50.
    pub live: u64,
}

/// What the collector aims at and takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collector {
    /// Longest pause that it aims at, ns, 1 ms to 1 minute (`MaxGCPauseMillis`).
    pub pause_goal: Nanos,
    /// What a collection takes in which nothing survives, ns, up to 1 s.
    pub fixed_pause: Nanos,
    /// How fast survivors are copied, bytes/s, from 1 MB/s to 1 PB/s.
    pub copy_rate: u64,
    /// How fast a full heap is compacted, bytes/s, from 1 MB/s to 1 PB/s.
    pub compact_rate: u64,
}

impl Collector {
    /// G1 with its default goal. Speeds as measured with two threads of OpenJDK 17 on small objects: pauses of 10 ms and 24 ms for 20 and
    /// 50 MiB of survivors, of 0.7 s for a heap of 0.9 GiB.
    pub const G1: Self = Self {
        pause_goal: 200_000_000,
        fixed_pause: 2_000_000,
        copy_rate: 2_000_000_000,
        compact_rate: 1_300_000_000,
    };
}

/// What tasks do with a heap, all together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HeapLoad {
    /// Bytes that live for long.
    pub live: u64,
    /// Bytes allocated per second in which nothing is collected.
    pub allocated: f64,
    /// Those among them that replace state.
    pub replaced: f64,
}

/// Whether a heap is large enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeapVerdict {
    /// There is room for a young generation.
    Fits,
    /// There is not: the whole heap is collected at once, time and again.
    Tight,
    /// `java.lang.OutOfMemoryError`: live data leave less than 2 % of the heap (`GCHeapFreeLimit`), or do not fit.
    OutOfMemory,
}

/// What comes of it for a TaskManager.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GcEstimate {
    /// Whether the heap is large enough.
    pub verdict: HeapVerdict,
    /// Bytes that live for long.
    pub live: u64,
    /// Bytes allocated per second of all time.
    pub allocation_rate: f64,
    /// Bytes that are allocated between two collections of the young generation.
    pub eden: u64,
    /// Such collections per second.
    pub collections_per_second: f64,
    /// Part of the time that all collections take, 0 to 0.98.
    pub share: f64,
    /// A collection of the young generation, ns.
    pub young_pause: Nanos,
    /// A collection of the whole heap, ns.
    pub full_pause: Nanos,
}

impl GcEstimate {
    /// The largest part of the time that collections take: with more, a JVM gives up (`GCTimeLimit`).
    pub const MAX_SHARE: f64 = 0.98;

    /// Where the numbers come from.
    pub const BASES: [Basis; 3] = [
        Basis {
            of: "young generation",
            formula: "min(60 % of heap, heap - live - 10 %, what the pause goal allows), at least 5 %",
            source: "HotSpot: g1_globals.hpp (G1NewSizePercent, G1MaxNewSizePercent, G1ReservePercent, MaxGCPauseMillis); \
                     HotSpot Virtual Machine Garbage Collection Tuning Guide, chapter Garbage-First",
        },
        Basis {
            of: "share of time",
            formula: "k / (1 + k), k = allocation rate x (pause / eden), pause = fixed + survivors / copy rate",
            source: "Jones, Hosking, Moss: The Garbage Collection Handbook, chapters 3, 4 and 9; speeds measured with OpenJDK 17",
        },
        Basis {
            of: "full collections",
            formula: "k grows by surviving rate x live / (compaction rate x (heap - live)), pause = live / compaction rate",
            source: "Jones, Hosking, Moss: The Garbage Collection Handbook, chapter 3",
        },
    ];

    /// The longest pause to be expected, ns.
    #[must_use]
    pub const fn longest_pause(&self) -> Nanos {
        match self.verdict {
            HeapVerdict::Fits => self.young_pause,
            HeapVerdict::Tight | HeapVerdict::OutOfMemory => self.full_pause,
        }
    }

    /// How much longer work takes, from 1 to 50.
    #[must_use]
    pub fn stretch(&self) -> f64 {
        1.0 / (1.0 - self.share)
    }
}

/// Smallest and largest part of the heap for the young generation, and what is kept free for survivors.
const SMALLEST_YOUNG: f64 = 0.05;
const LARGEST_YOUNG: f64 = 0.6;
const RESERVE: f64 = 0.1;
/// With less free heap a JVM gives up.
const LEAST_FREE: f64 = 0.02;

const MOST_BYTES: f64 = (1_u64 << 50) as f64;
const MOST_OF_A_RECORD: f64 = (1_u64 << 40) as f64;

#[expect(clippy::cast_precision_loss, reason = "numbers up to 2^60, of an estimate")]
impl Heap {
    /// What a load does to it.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the heap")]
    pub fn estimate(&self, load: &HeapLoad) -> Estimate<GcEstimate> {
        let (size, live) = (self.size as f64, load.live as f64);
        let verdict = self.verdict(load.live);
        let surviving = if load.allocated > 0.0 { (load.replaced / load.allocated).min(1.0) } else { 0.0 };
        let eden = self.eden(live, surviving);
        let survivors = (surviving * eden).min(live);
        let young_pause =
            self.collector.fixed_pause as f64 / SECOND as f64 + survivors / self.collector.copy_rate as f64;
        let full_pause = live / self.collector.compact_rate as f64;
        let mut for_each_byte = young_pause / eden;
        if verdict == HeapVerdict::Tight {
            for_each_byte += survivors / eden * full_pause / (size - live);
        }
        let work = load.allocated * for_each_byte;
        let share = match verdict {
            HeapVerdict::OutOfMemory => GcEstimate::MAX_SHARE,
            _ => (work / (1.0 + work)).min(GcEstimate::MAX_SHARE),
        };
        let allocation_rate = load.allocated * (1.0 - share);
        Estimate(GcEstimate {
            verdict,
            live: load.live,
            allocation_rate,
            eden: eden as u64,
            collections_per_second: allocation_rate / eden,
            share,
            young_pause: to_nanos(young_pause * SECOND as f64),
            full_pause: to_nanos(full_pause * SECOND as f64),
        })
    }

    fn verdict(&self, live: u64) -> HeapVerdict {
        let size = self.size as f64;
        let free = size - live as f64;
        if free < LEAST_FREE * size {
            HeapVerdict::OutOfMemory
        } else if free < (RESERVE + SMALLEST_YOUNG) * size {
            HeapVerdict::Tight
        } else {
            HeapVerdict::Fits
        }
    }

    /// Bytes that are allocated between two collections of the young generation, which has to have room for the survivors, too.
    fn eden(&self, live: f64, surviving: f64) -> f64 {
        let size = self.size as f64;
        let (smallest, free) = (SMALLEST_YOUNG * size, (size - live).max(LEAST_FREE * size));
        let young = (free - RESERVE * size).min(LARGEST_YOUNG * size);
        let eden = (young / (1.0 + surviving)).max(young - live);
        eden.min(self.pause_allows(live, surviving)).max(smallest.min(free))
    }

    /// Bytes after which the survivors take as long as the goal allows.
    fn pause_allows(&self, live: f64, surviving: f64) -> f64 {
        let Collector { pause_goal, fixed_pause, copy_rate, .. } = self.collector;
        let survivors = pause_goal.saturating_sub(fixed_pause) as f64 / SECOND as f64 * copy_rate as f64;
        if survivors >= live || surviving <= 0.0 { f64::INFINITY } else { survivors / surviving }
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        let collector = &self.collector;
        within("heap.size", self.size, 1_048_576.0..=MOST_BYTES, "1 MiB..=2^50 bytes")?;
        within("heap.base_live", self.base_live, 0.0..=MOST_BYTES, "0..=2^50 bytes")?;
        within("heap.collector.pause_goal", collector.pause_goal, 1e6..=6e10, "1 ms..=1 minute")?;
        within("heap.collector.fixed_pause", collector.fixed_pause, 0.0..=1e9, "0 ns..=1 s")?;
        within("heap.collector.copy_rate", collector.copy_rate, 1e6..=1e15, "10^6..=10^15 bytes/s")?;
        within("heap.collector.compact_rate", collector.compact_rate, 1e6..=1e15, "10^6..=10^15 bytes/s")
    }
}

impl HeapUse {
    /// Bytes that are allocated for a record.
    #[must_use]
    pub const fn allocated(&self, object_reuse: bool) -> u64 {
        let copied = if object_reuse { 0 } else { self.copied };
        self.short_lived.saturating_add(self.replaced).saturating_add(copied)
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        for (parameter, bytes) in [
            ("heap_use.short_lived", self.short_lived),
            ("heap_use.copied", self.copied),
            ("heap_use.replaced", self.replaced),
        ] {
            within(parameter, bytes, 0.0..=MOST_OF_A_RECORD, "0..=2^40 bytes")?;
        }
        within("heap_use.live", self.live, 0.0..=MOST_BYTES, "0..=2^50 bytes")
    }
}
