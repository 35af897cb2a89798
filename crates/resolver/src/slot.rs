//! What a TaskManager's memory comes down to in one slot: segments, managed memory, its consumers, RocksDB's share. Lines to read.
//!
//! The numbers are exact, those of [`managed`] and [`rocksdb`]; which consumers a slot has depends on the
//! job, so two cases stand side by side: all kinds at once, and RocksDB alone.

use crate::catalogue::TM_NUM_SLOTS;
use crate::error::FlinkError;
use crate::managed::{self, OperatorShare, SlotRequest, StateBackend, UseCase};
use crate::memory_size::MemorySize;
use crate::reader::Reader;
use crate::resolution::{Breakdown, Request, Resolution};
use crate::rocksdb::{self, Budget, SharedRequest, Store};
use crate::shuffle;
use crate::task_manager::segment_size;

/// The lines; empty where there is no TaskManager, and so no slot.
///
/// # Errors
/// Flink's own, about the options that divide the memory: consumer weights, segment size, RocksDB's ratios. Flink reads them when the
/// TaskManager or the job starts, and so later than those of the sizes.
pub fn lines(request: Request<'_>, resolution: &Resolution) -> Result<Vec<String>, FlinkError> {
    let Ok(Breakdown::TaskManager(memory)) = &resolution.outcome else { return Ok(Vec::new()) };
    let Request { version, config, .. } = request;
    let mut reader = Reader::new(config, version);
    let page_size = segment_size(&mut reader)?;
    let slots = match memory.num_slots {
        Some(slots) => slots,
        None => reader.integer(&TM_NUM_SLOTS)?,
    };
    let slot = managed::divide(SlotRequest {
        version,
        managed: memory.managed,
        slots,
        page_size,
        use_cases: &UseCase::ALL,
        state_backend: StateBackend::Managed,
        operator: OperatorShare::WHOLE,
        config,
    })?;

    let mut lines = Vec::new();
    let mut line = |label: &str, value: String| lines.push(format!("{label:22}{value}"));
    line("network memory", segments(memory.network, page_size)?);
    line("managed memory", format!("{} in each slot, {slots} in all", bytes(slot.managed)));
    for share in slot.shares {
        let weight = slot
            .weights
            .iter()
            .find(|(use_case, _)| *use_case == share.use_case)
            .map_or(0, |(_, weight)| *weight);
        let value = match share.grant {
            Ok(grant) => {
                format!("{}, {} pages, weight {weight}, beside the others", bytes(grant.bytes), grant.pages)
            }
            Err(error) => error.message,
        };
        line(&format!("  {}", share.use_case), value);
    }
    let (total, source) = match rocksdb::budget(version, Store::RocksDb, config)? {
        Budget::FixedPerSlot(size) => (size, "fixed for the slot"),
        Budget::Managed => (slot.managed, "alone in the slot"),
        Budget::FixedPerTaskManager(size) => (size, "fixed for the TaskManager"),
        Budget::Unshared => {
            line("RocksDB", "each instance has caches of its own, outside of managed memory".to_owned());
            return Ok(lines);
        }
    };
    let shared = rocksdb::split(SharedRequest { version, store: Store::RocksDb, total, config })?;
    line("RocksDB", format!("{}, {source}", bytes(total)));
    line("  block cache", format!("{} bytes", shared.cache_capacity));
    line("  write buffers", format!("{} bytes of the cache", shared.write_buffer_manager_capacity));
    if let Some(arena) = shared.arena {
        line(
            "  arena block",
            format!("{} bytes, mutable limit {} bytes", arena.block_size, arena.mutable_limit),
        );
    }
    lines.extend(shared.log);
    Ok(lines)
}

fn bytes(size: MemorySize) -> String {
    format!("{} bytes", size.bytes())
}

fn segments(network: MemorySize, page_size: i32) -> Result<String, FlinkError> {
    Ok(format!("{} segments of {page_size} bytes", shuffle::segments(network, page_size)?))
}
