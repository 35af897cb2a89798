//! What the configuration gives a job besides network buffers: managed memory of its slots, the part of RocksDB or ForSt of it, the heap. And what comes of it
//! for its tasks, where estimates are on. How long ForSt takes is not estimated: its files lie elsewhere, and nobody says how far.
//!
//! Sizes are exact, the resolver's. [`Memory::couplings`] is where estimates begin: what no configuration says is the job's
//! ([`Estimates`](super::estimates::Estimates)) or a constant here.

use bridge::{heartbeat, store_memory};
use pools::job::{LoadBalanceMode, Placement, SlotSharing, TaskManagerId, VertexId};
use resolver::catalogue::{
    FORST_FIXED_PER_SLOT, FORST_FIXED_PER_TM, ROCKSDB_BLOCK_SIZE, ROCKSDB_FIXED_PER_SLOT,
    ROCKSDB_FIXED_PER_TM, ROCKSDB_USE_BLOOM_FILTER, STATE_BACKEND, STATE_BACKEND_TYPE, TM_MANAGED_FRACTION,
    TM_MANAGED_SIZE,
};
use resolver::managed::{
    self, Grant, OperatorShare, SlotMemory, SlotRequest, StateBackend, UseCase, from_configuration,
};
use resolver::rocksdb::{self, Budget, SharedMemory, SharedRequest, Store};
use resolver::{Breakdown, FlinkError, FlinkVersion, MemorySize};
use sim::coupling::gc::{Collector, Heap, HeapUse};
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts};
use sim::coupling::skew::Skew;
use sim::coupling::{Couplings, VertexCouplings};

use super::cluster::{Given, graph};
use super::job::{Job, Stage};
use crate::page::Answer;

/// What lives on a TaskManager's heap without any task, bytes. An estimate: Flink itself with its caches, as seen after a full collection.
const BASE_LIVE: u64 = 64 << 20;
/// Bytes of a block of RocksDB's unless configured (`BLOCK_SIZE`).
const BLOCK: u32 = 4096;
/// What a block adds to its file's index: a key, and where the block is, bytes. An estimate.
const INDEX_ENTRY: u32 = 40;
/// Bits of a Bloom filter for each entry, where there are filters (`BLOOM_FILTER_BITS_PER_KEY`).
const FILTER_BITS: u32 = 10;

/// The option that chooses where state is, in a release.
#[must_use]
pub fn backend_key(version: FlinkVersion) -> &'static str {
    let option =
        if STATE_BACKEND_TYPE.span(version).is_some() { &STATE_BACKEND_TYPE } else { &STATE_BACKEND };
    option.key
}

/// The state backend that is configured, as it is spelled; Flink's default is `hashmap`.
#[must_use]
pub fn backend(answer: &Answer) -> &str {
    let config = answer.settings.config();
    let choice = config.get(backend_key(answer.settings.version)).or_else(|| config.get(STATE_BACKEND.key));
    choice.map(str::trim).filter(|choice| !choice.is_empty()).unwrap_or("hashmap")
}

/// Memory of TaskManagers.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// Managed memory of each, bytes.
    pub managed: u64,
    /// Bytes of a page.
    pub page: u32,
    /// The JVM's heap, bytes.
    pub heap: u64,
    /// Where state is, if not on the heap.
    store: Option<Store>,
    /// Bytes of a block, and bits of a filter for each entry.
    blocks: (u32, u32),
    /// Slots, by their slot-sharing group.
    pub groups: Vec<(u32, GroupMemory)>,
    /// The option that gives such a store more.
    pub lever: &'static str,
}

/// Memory of a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMemory {
    /// Managed memory, and who gets it.
    pub slot: SlotMemory,
    /// What a store's instances share; nothing where state is elsewhere, or nothing is shared.
    pub store: Option<StoreOfSlot>,
}

/// Memory that a store's instances share.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreOfSlot {
    /// The store.
    pub store: Store,
    /// All of it, bytes.
    pub total: u64,
    /// Where it is from.
    pub budget: Budget,
    /// What it is split into.
    pub shared: SharedMemory,
    /// States that share it, if there is a subtask of each in the slot.
    states: u32,
}

/// Slots of a TaskManager in which the same stages have subtasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// How many there are.
    pub count: u32,
    /// The stages, a bit for each; none for free slots.
    pub stages: u8,
}

/// Whether a stage has state.
const fn is_stateful((number, stage): &(usize, &Stage)) -> bool {
    *number > 0 && stage.state_mib > 0
}

impl Memory {
    /// What an answer gives a job.
    ///
    /// # Errors
    /// Flink's own, about the options that divide managed memory; it reads them later than the sizes.
    pub fn by(answer: &Answer, given: &Given, job: &Job) -> Result<Self, FlinkError> {
        let Some(Breakdown::TaskManager(memory)) = answer.breakdown() else {
            return Ok(Self::nothing());
        };
        let config = answer.settings.config();
        let (version, backend) = (answer.settings.version, backend(answer));
        let is_chosen = |store: &Store| store.exists(version) && backend.eq_ignore_ascii_case(store.name());
        let store = Store::ALL.into_iter().find(is_chosen);
        let mut groups: Vec<(u32, GroupMemory)> = Vec::new();
        for stage in &job.stages {
            if groups.iter().all(|(group, _)| *group != stage.group) {
                let of_group = group_memory(answer, given, job, stage.group, memory.managed, store)?;
                groups.push((stage.group, of_group));
            }
        }
        let is_set = |key: &str| config.get(key).is_some_and(|value| !value.trim().is_empty());
        let budget = groups.iter().find_map(|(_, of)| of.store.as_ref()).map(|store| store.budget);
        let [per_slot, per_task_manager] = match store {
            Some(Store::ForSt) => [&FORST_FIXED_PER_SLOT, &FORST_FIXED_PER_TM],
            _ => [&ROCKSDB_FIXED_PER_SLOT, &ROCKSDB_FIXED_PER_TM],
        };
        let lever = match budget {
            Some(Budget::FixedPerSlot(_)) => per_slot.key,
            Some(Budget::FixedPerTaskManager(_)) => per_task_manager.key,
            _ if is_set(TM_MANAGED_SIZE.key) => TM_MANAGED_SIZE.key,
            _ => TM_MANAGED_FRACTION.key,
        };
        let block = config.get(ROCKSDB_BLOCK_SIZE.key).and_then(|size| MemorySize::parse(size).ok());
        let block = block.and_then(|size| u32::try_from(size.bytes()).ok()).unwrap_or(BLOCK);
        let has_filters = config.get(ROCKSDB_USE_BLOOM_FILTER.key).is_some_and(|text| text.trim() == "true");
        Ok(Self {
            managed: memory.managed.bytes(),
            page: given.segment_size,
            heap: memory.framework_heap.bytes().saturating_add(memory.task_heap.bytes()),
            store,
            blocks: (block.clamp(1 << 10, 1 << 20), if has_filters { FILTER_BITS } else { 0 }),
            groups,
            lever,
        })
    }

    const fn nothing() -> Self {
        let (managed, heap) = (0, 0);
        Self { managed, page: 1, heap, store: None, blocks: (BLOCK, 0), groups: Vec::new(), lever: "" }
    }

    /// Memory of the slots of a group.
    #[must_use]
    pub fn group(&self, group: u32) -> Option<&GroupMemory> {
        self.groups.iter().find(|(number, _)| *number == group).map(|(_, of)| of)
    }

    /// What it does to the tasks of a job, as far as estimates are on.
    #[must_use]
    pub fn couplings(&self, given: &Given, job: &Job) -> Couplings {
        let estimates = &job.estimates;
        if !estimates.has_state && !estimates.has_heap {
            return Couplings::default();
        }
        let stages = job.stages.iter().enumerate();
        let vertices = stages.map(|stage| VertexCouplings {
            state: self.state(job, stage),
            spill: None,
            heap: estimates.has_heap.then(|| self.heap_use(job, stage)),
        });
        Couplings {
            vertices: vertices.collect(),
            heap: estimates.has_heap.then_some(Heap {
                size: self.heap.max(1 << 20),
                base_live: BASE_LIVE,
                object_reuse: given.job.object_reuse,
                collector: Collector::G1,
            }),
            heartbeat: estimates.has_heap.then(|| heartbeat(&given.job)),
        }
    }

    /// State of a subtask in RocksDB.
    fn state(&self, job: &Job, stage: (usize, &Stage)) -> Option<RocksDb> {
        let estimates = &job.estimates;
        let store = self.group(stage.1.group)?.store.as_ref()?;
        if !estimates.has_state || !is_stateful(&stage) || store.store != Store::RocksDb {
            return None;
        }
        let skew = match estimates.access_skew {
            0 => Skew::Uniform,
            hundredths => Skew::Zipf { exponent: f64::from(hundredths) / 100.0 },
        };
        let (block, filter_bits) = self.blocks;
        Some(RocksDb {
            memory: store_memory(&store.shared).divided(store.states),
            state: StateShape {
                bytes: bytes_of_subtask(stage.1),
                entry: estimates.entry_bytes,
                block,
                index_entry: INDEX_ENTRY,
                filter_bits,
            },
            access: StateAccess { skew, reads: estimates.reads.into(), writes: estimates.writes.into() },
            costs: StoreCosts::SSD,
        })
    }

    /// What a subtask does with the heap. State that is in no store is on it; a copy of a record is as large as the record.
    fn heap_use(&self, job: &Job, stage: (usize, &Stage)) -> HeapUse {
        let estimates = &job.estimates;
        let is_on_heap = is_stateful(&stage) && self.store.is_none();
        let replaced = u64::from(estimates.entry_bytes) * u64::from(estimates.writes);
        let read = stage.0.checked_sub(1).and_then(|before| job.stages.get(before)).unwrap_or(stage.1);
        HeapUse {
            short_lived: estimates.garbage_bytes.into(),
            copied: read.record_bytes.into(),
            replaced: if is_on_heap { replaced } else { 0 },
            live: if is_on_heap { bytes_of_subtask(stage.1) } else { 0 },
        }
    }
}

fn bytes_of_subtask(stage: &Stage) -> u64 {
    (u64::from(stage.state_mib) << 20) / u64::from(stage.parallelism.max(1))
}

fn group_memory(
    answer: &Answer,
    given: &Given,
    job: &Job,
    group: u32,
    managed: MemorySize,
    store: Option<Store>,
) -> Result<GroupMemory, FlinkError> {
    let (version, config) = (answer.settings.version, answer.settings.config());
    let stages = job.stages.iter().enumerate().filter(|(_, stage)| stage.group == group);
    let states = u32::try_from(stages.filter(is_stateful).count()).unwrap_or(0);
    let has = [job.has_operators, states > 0, job.has_python];
    let use_cases: Vec<UseCase> =
        UseCase::ALL.into_iter().zip(has).filter_map(|(use_case, has)| has.then_some(use_case)).collect();
    let slot = managed::divide(SlotRequest {
        version,
        managed,
        slots: i32::try_from(given.slots_each).unwrap_or(i32::MAX),
        page_size: i32::try_from(given.segment_size).unwrap_or(i32::MAX),
        use_cases: &use_cases,
        state_backend: StateBackend::Configured(from_configuration),
        operator: OperatorShare::WHOLE,
        config,
    })?;
    let Some(store) = store.filter(|_| states > 0) else {
        return Ok(GroupMemory { slot, store: None });
    };
    let budget = rocksdb::budget(version, store, config)?;
    let (total, sharing) = match budget {
        Budget::Unshared => return Ok(GroupMemory { slot, store: None }),
        Budget::FixedPerSlot(size) => (size, states),
        Budget::FixedPerTaskManager(size) => (size, states.saturating_mul(given.slots_each)),
        Budget::Managed => {
            let grant = slot.shares.iter().find(|share| share.use_case == UseCase::StateBackend);
            let bytes = grant.map(|share| share.grant.clone()).transpose()?.map(|Grant { bytes, .. }| bytes);
            (bytes.unwrap_or(MemorySize::ZERO), states)
        }
    };
    let shared = rocksdb::split(SharedRequest { version, store, total, config })?;
    let store = StoreOfSlot { store, total: total.bytes(), budget, shared, states: sharing };
    Ok(GroupMemory { slot, store: Some(store) })
}

/// The slots of a TaskManager, alike ones together, free ones last. Which slots are in which TaskManager is the model's choice.
#[must_use]
pub fn kinds(given: &Given, job: &Job, task_manager: u32) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    let (Ok(graph), cluster) = (graph(job), given.cluster(job)) else { return kinds };
    let Ok(placement) = Placement::new(given.release, &graph, &cluster) else { return kinds };
    let sharing = match cluster.mode {
        LoadBalanceMode::Tasks => SlotSharing::balanced(&graph),
        _ => SlotSharing::local_inputs(&graph),
    };
    let mut stages_of = vec![0_u8; sharing.slots() as usize];
    for stage in 0..job.stages.len() {
        for slot in sharing.slots_of(VertexId(stage)) {
            stages_of[*slot as usize] |= 1 << stage;
        }
    }
    let mut add = |stages: u8, count: u32| match kinds.iter_mut().find(|kind| kind.stages == stages) {
        _ if count == 0 => {}
        Some(kind) => kind.count += count,
        None => kinds.push(Kind { count, stages }),
    };
    let mut free = given.slots_each;
    for (slot, stages) in (0..).zip(stages_of) {
        if placement.task_manager_of_slot(slot) == Some(TaskManagerId(task_manager)) {
            add(stages, 1);
            free = free.saturating_sub(1);
        }
    }
    add(0, free);
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::estimates::Estimates;
    use crate::live::job::STAGE;
    use crate::settings::Settings;
    use sim::coupling::heartbeat::Heartbeat;

    fn memory(entries: &[(&str, &str)], job: &Job) -> Result<(Memory, Given), FlinkError> {
        let mut settings = Settings::default();
        for (key, value) in entries {
            settings.set(key, (*value).to_owned());
        }
        let answer = Answer::to(settings);
        let given = Given::by(&answer).expect("Flink starts");
        Memory::by(&answer, &given, job).map(|memory| (memory, given))
    }

    /// A job with 1 GiB of state in four subtasks of its second stage.
    fn stateful() -> Job {
        let mut job = Job::of(&[STAGE, Stage { state_mib: 1024, ..STAGE }, STAGE]);
        job.estimates = Estimates { has_state: true, reads: 3, access_skew: 90, ..Estimates::default() };
        job
    }

    const ROCKSDB: (&str, &str) = ("state.backend.type", "rocksdb");

    #[test]
    fn rocksdb_gets_what_managed_memory_leaves_it() {
        // 1728 MiB: 512 MiB of managed memory in one slot, the numbers of Flink's own split.
        let (memory, given) = memory(&[ROCKSDB], &stateful()).expect("it divides");
        assert_eq!((memory.managed, memory.page, memory.heap), (536_870_920, 32_768, 536_870_902));
        let couplings = memory.couplings(&given, &stateful());
        assert_eq!((couplings.vertices.len(), couplings.heap, couplings.heartbeat), (3, None, None));
        assert_eq!((couplings.vertices[0], couplings.vertices[2]), Default::default());
        let state = couplings.vertices[1].state.expect("it has state");
        assert_eq!((state.memory.cache, state.memory.write_buffers), (447_392_433, 178_956_973));
        assert_eq!((state.state.bytes, state.state.entry, state.state.block), (256 << 20, 200, 4096));
        assert_eq!(state.access.skew, Skew::Zipf { exponent: 0.9 });
        assert_eq!(state.access.reads.to_bits(), 3.0_f64.to_bits());
    }

    #[test]
    fn slots_and_other_consumers_take_their_part() {
        let mut job = stateful();
        job.has_python = true;
        // A half for each slot, of which 70 of 100 are for state.
        let two = [ROCKSDB, ("taskmanager.numberOfTaskSlots", "2")];
        let (memory, _) = memory(&two, &job).expect("it divides");
        let group = memory.group(0).expect("the only one");
        let shares: Vec<_> = group.slot.shares.iter().map(|share| share.use_case).collect();
        assert_eq!(shares, [UseCase::StateBackend, UseCase::Python]);
        let store = group.store.as_ref().expect("RocksDB");
        assert_eq!((group.slot.managed.bytes(), store.total), (268_435_460, 187_904_822));
        assert_eq!(memory.lever, "taskmanager.memory.managed.fraction");
    }

    #[test]
    fn fixed_sizes_and_several_states_are_shared() {
        let mut job = stateful();
        job.stages[2].state_mib = 1;
        let fixed = [ROCKSDB, ("state.backend.rocksdb.memory.fixed-per-slot", "300m")];
        let (memory, given) = memory(&fixed, &job).expect("it divides");
        assert_eq!(memory.lever, "state.backend.rocksdb.memory.fixed-per-slot");
        let couplings = memory.couplings(&given, &job);
        // Five sixths of 300 MiB, for two states.
        let cache = couplings.vertices[1].state.expect("state").memory.cache;
        assert_eq!(cache, 125 << 20);
    }

    #[test]
    fn forst_gets_what_rocksdb_would_and_is_not_on_the_heap() {
        let forst = ("state.backend.type", "forst");
        let mut job = stateful();
        job.estimates = Estimates { has_state: true, has_heap: true, ..Estimates::default() };
        let (rocksdb, _) = memory(&[ROCKSDB], &job).expect("it divides");
        let (memory_of, given) = memory(&[forst], &job).expect("it divides");
        let store = |memory: &Memory| memory.groups[0].1.store.clone().expect("a store");
        assert_eq!((store(&memory_of).store, store(&memory_of).total), (Store::ForSt, store(&rocksdb).total));
        assert_eq!(memory_of.groups[0].1.slot, rocksdb.groups[0].1.slot);
        let couplings = memory_of.couplings(&given, &job);
        assert!(couplings.vertices.iter().all(|vertex| vertex.state.is_none()));
        assert!(couplings.vertices.iter().all(|vertex| vertex.heap.is_some_and(|heap| heap.live == 0)));
        let fixed = [forst, ("state.backend.forst.memory.fixed-per-slot", "300m")];
        let (fixed, _) = memory(&fixed, &job).expect("it divides");
        assert_eq!(
            (store(&fixed).total, fixed.lever),
            (300 << 20, "state.backend.forst.memory.fixed-per-slot")
        );
    }

    #[test]
    fn state_that_is_not_in_rocksdb_is_on_the_heap() {
        let mut job = stateful();
        job.estimates.has_heap = true;
        let (memory, given) = memory(&[("pipeline.object-reuse", "true")], &job).expect("it divides");
        let couplings = memory.couplings(&given, &job);
        assert_eq!(couplings.vertices[1].state, None);
        let heap_use = couplings.vertices[1].heap.expect("it is on");
        assert_eq!((heap_use.live, heap_use.replaced, heap_use.copied), (256 << 20, 200, 1_000));
        let heap = couplings.heap.expect("it is on");
        assert_eq!((heap.size, heap.object_reuse), (536_870_902, true));
        assert_eq!(couplings.heartbeat, Some(Heartbeat::default()));
        assert_eq!(memory.group(0).map(|group| group.slot.shares.len()), Some(1));
    }

    #[test]
    fn without_estimates_nothing_is_coupled() {
        let mut job = stateful();
        job.estimates.has_state = false;
        let (memory, given) = memory(&[ROCKSDB], &job).expect("it divides");
        assert_eq!(memory.couplings(&given, &job), Couplings::default());
        assert!(memory.group(0).is_some_and(|group| group.store.is_some()), "sizes are no estimate");
    }

    #[test]
    fn flinks_refusal_is_passed_on() {
        let weights = ("taskmanager.memory.managed.consumer-weights", "OPERATOR:many");
        assert!(memory(&[ROCKSDB, weights], &stateful()).is_err());
        let ratio = ("state.backend.rocksdb.memory.write-buffer-ratio", "1");
        let high = ("state.backend.rocksdb.memory.high-prio-pool-ratio", "0.5");
        let error = memory(&[ROCKSDB, ratio, high], &stateful()).expect_err("too large");
        assert!(!error.message.is_empty());
    }

    #[test]
    fn slots_with_the_same_stages_are_alike() {
        let mut job = stateful();
        job.stages[2].group = 1;
        job.stages[2].parallelism = 1;
        let (_, given) = memory(&[("taskmanager.numberOfTaskSlots", "3")], &job).expect("it divides");
        let of = |task_manager| {
            kinds(&given, &job, task_manager).iter().map(|kind| (kind.count, kind.stages)).collect::<Vec<_>>()
        };
        let all: Vec<_> = [of(0), of(1)].concat();
        let count = |stages| all.iter().filter(|kind| kind.1 == stages).map(|kind| kind.0).sum::<u32>();
        assert_eq!([count(0b011), count(0b100), count(0)], [4, 1, 1]);
    }
}
