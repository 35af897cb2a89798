//! Memory that estimates are fed with: RocksDB's, and the pauses that heartbeats bear.

use resolver::job::JobSettings;
use resolver::rocksdb::SharedMemory;
use sim::coupling::heartbeat::Heartbeat;
use sim::coupling::rocksdb::StoreMemory;

use crate::MILLISECOND;

/// A day, ms: the longest time between heartbeats that is estimated.
const LONGEST_HEARTBEAT: u64 = 86_400_000;

/// What a store's instances share, for the first of them; nothing where absurd ratios make a size negative. The operating system's cache is not
/// Flink's to say: there is none, as in a container without memory to spare.
#[must_use]
pub fn store_memory(shared: &SharedMemory) -> StoreMemory {
    let bytes = |size: i64| u64::try_from(size).unwrap_or(0);
    let write_buffer = shared.write_buffer_size.bytes().max(1);
    // An eighth of a write buffer, where the release does not look at it either.
    let arena_block = shared.arena.map_or(write_buffer / 8, |arena| bytes(arena.block_size));
    StoreMemory {
        cache: bytes(shared.cache_capacity),
        write_buffers: bytes(shared.write_buffer_manager_capacity),
        write_buffer,
        arena_block: arena_block.max(1),
        page_cache: 0,
    }
}

/// How long a TaskManager may be silent; a timeout that is shorter than the interval, which Flink refuses, counts as the interval.
#[must_use]
pub fn heartbeat(settings: &JobSettings) -> Heartbeat {
    let time = |millis: u64| millis.clamp(1, LONGEST_HEARTBEAT) * MILLISECOND;
    let interval = time(settings.heartbeat_interval_ms);
    Heartbeat { interval, timeout: time(settings.heartbeat_timeout_ms).max(interval) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolver::job::job_settings;
    use resolver::rocksdb::{SharedRequest, Store, split};
    use resolver::{Configuration, FlinkVersion, MemorySize};
    use sim::scenario::SECOND;

    fn config(entries: &[(&str, &str)]) -> Configuration {
        let mut config = Configuration::plain();
        for (key, value) in entries {
            config.set(*key, *value);
        }
        config
    }

    #[test]
    fn a_slot_of_half_a_gibibyte_is_split_as_flink_does() {
        let shared = split(SharedRequest {
            version: FlinkVersion::V2_3,
            store: Store::RocksDb,
            total: MemorySize::new(512 << 20).expect("a size"),
            config: &config(&[]),
        })
        .expect("ratios");
        let expected = StoreMemory {
            cache: 447_392_426,
            write_buffers: 178_956_970,
            write_buffer: 64 << 20,
            arena_block: 8 << 20,
            page_cache: 0,
        };
        assert_eq!(store_memory(&shared), expected);
    }

    #[test]
    fn heartbeats_are_configured_and_never_shorter_than_their_interval() {
        let of = |entries: &[(&str, &str)]| {
            heartbeat(&job_settings(FlinkVersion::LATEST, &config(entries)).expect("durations"))
        };
        assert_eq!(of(&[]), Heartbeat::default());
        let both = [("heartbeat.interval", "20 s"), ("heartbeat.timeout", "5 s")];
        assert_eq!(of(&both), Heartbeat { interval: 20 * SECOND, timeout: 20 * SECOND });
    }
}
