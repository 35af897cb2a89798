//! RocksDB's shared memory.

use resolver::rocksdb::{SharedMemory, SharedRequest, Store, split};
use resolver::{Configuration, FlinkVersion, MemorySize};

use crate::answer::Answer;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// What RocksDB gets in all, and how it is configured.
pub(crate) struct RocksDbRequest {
    total: MemorySize,
    config: Configuration,
}

impl RocksDbRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let total = MemorySize::new(fields.integer("total_bytes")?);
        Ok(Self { total: total.ok_or("field `total_bytes` is too large")?, config: fields.config("config")? })
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        let shared =
            split(SharedRequest { version, store: Store::RocksDb, total: self.total, config: &self.config });
        match shared {
            Ok(mut shared) => {
                let log = std::mem::take(&mut shared.log);
                Answer::of(Ok(shared_fields(&shared)), log)
            }
            Err(error) => Answer::of(Err(error), Vec::new()),
        }
    }
}

fn shared_fields(shared: &SharedMemory) -> Json<'static> {
    let settings = &shared.settings;
    let fixed = settings.fixed_per_slot;
    let mut fields = vec![
        ("write_buffer_ratio", Json::double(settings.write_buffer_ratio)),
        ("high_prio_pool_ratio", Json::double(settings.high_priority_ratio)),
        ("uses_managed_memory", Json::Bool(settings.uses_managed)),
        ("uses_fixed_memory_per_slot", Json::Bool(fixed.is_some())),
    ];
    fields.extend(fixed.map(|size| ("fixed_memory_per_slot", Json::integer(size.bytes()))));
    let partitioned = settings.partitioned_index_filters;
    fields.extend(partitioned.map(|is_on| ("partitioned_index_filters", Json::Bool(is_on))));
    fields.extend([
        ("cache_capacity", Json::integer(shared.cache_capacity)),
        ("write_buffer_manager_capacity", Json::integer(shared.write_buffer_manager_capacity)),
        ("write_buffer_size", Json::integer(shared.write_buffer_size.bytes())),
    ]);
    if let Some(arena) = shared.arena {
        fields.extend([
            ("arena_block_size", Json::integer(arena.block_size)),
            ("mutable_limit", Json::integer(arena.mutable_limit)),
            ("arena_block_size_valid", Json::Bool(arena.fits())),
        ]);
    }
    Json::object(fields)
}
