//! What memory does to the speed of tasks: estimates against closed forms, brute force and laws, and what the engine makes of them.

mod cache;
#[allow(dead_code, reason = "each test uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "each test uses some of it")]
#[path = "../graphs/mod.rs"]
mod graphs;
mod heap;
mod job;
mod laws;
mod refused;
mod spill;
mod state;

use sim::coupling::gc::{Collector, Heap};
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;

/// A state of 1 GiB with the memory of a slot that has 512 MiB of managed memory, which is read and written once for each record.
const fn ssd_state() -> RocksDb {
    RocksDb {
        memory: StoreMemory {
            cache: 447_392_426,
            write_buffers: 178_956_970,
            write_buffer: 64 << 20,
            arena_block: 8 << 20,
            page_cache: 0,
        },
        state: StateShape { bytes: 1 << 30, entry: 100, block: 4096, index_entry: 40, filter_bits: 0 },
        access: StateAccess { skew: Skew::Uniform, reads: 1.0, writes: 1.0 },
        costs: StoreCosts::SSD,
    }
}

/// A heap of 1 GiB on which nothing lives.
const fn heap() -> Heap {
    Heap { size: 1 << 30, base_live: 0, object_reuse: false, collector: Collector::G1 }
}
