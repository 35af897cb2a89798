//! Laws of managed memory and of RocksDB's split that hold for every configuration.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use resolver::managed::{OperatorShare, SlotRequest, StateBackend, UseCase, divide, from_configuration};
use resolver::rocksdb::{SharedRequest, Store, budget, split};
use resolver::{Configuration, FlinkVersion, MemorySize};

const WEIGHTS: &str = "taskmanager.memory.managed.consumer-weights";

fn version() -> impl Strategy<Value = FlinkVersion> {
    select(FlinkVersion::ALL.to_vec())
}

/// A release that has weights.
fn version_with_weights() -> impl Strategy<Value = FlinkVersion> {
    version().prop_filter("weights", |version| *version >= FlinkVersion::V1_13)
}

fn size() -> impl Strategy<Value = MemorySize> {
    (0..=i64::MAX as u64).prop_map(|bytes| MemorySize::new(bytes).expect("in range"))
}

fn use_cases() -> impl Strategy<Value = Vec<UseCase>> {
    subsequence(UseCase::ALL.to_vec(), 0..=3)
}

/// Texts that are often a map, and often nearly so.
fn weights() -> impl Strategy<Value = String> {
    prop_oneof!["[{\\[]?([A-Z_]{1,14}[:= ]{1,3}['\"0-9.x~+-]{0,6}[,; #]{0,2}){0,4}[}\\]]?", "(?s).{0,40}"]
}

proptest! {
    #[test]
    fn no_configuration_makes_it_panic(
        version in version(),
        managed in size(),
        (slots, page_size, weight, total) in any::<(i32, i32, i32, i32)>(),
        use_cases in use_cases(),
        entries in proptest::collection::vec(
            (select(vec![WEIGHTS, "state.backend", "state.backend.type", "state.checkpoints.dir"]), weights()),
            0..4,
        ),
    ) {
        let config: Configuration = entries.into_iter().collect();
        let operator = OperatorShare { weight, total };
        let request = SlotRequest {
            version, managed, slots, page_size, use_cases: &use_cases, state_backend: StateBackend::Configured(from_configuration), operator, config: &config,
        };
        drop(divide(request));
        drop(divide(SlotRequest { slots: 1, page_size: 32768, operator: OperatorShare::WHOLE, ..request }));
    }

    #[test]
    fn shares_are_no_more_than_the_slot(
        version in version_with_weights(),
        managed in 0..1_u64 << 45,
        slots in 1..100,
        use_cases in use_cases(),
        uses_managed in any::<bool>(),
        (operator, state_backend, python) in (0..1000, 0..1000, 0..1000),
    ) {
        let text = format!("OPERATOR:{operator},STATE_BACKEND:{state_backend},PYTHON:{python}");
        let slot = divide(SlotRequest {
            version,
            managed: MemorySize::new(managed).expect("in range"),
            slots,
            page_size: 32768,
            use_cases: &use_cases,
            state_backend: if uses_managed { StateBackend::Managed } else { StateBackend::Unmanaged },
            operator: OperatorShare::WHOLE,
            config: &Configuration::from([(WEIGHTS, text)]),
        })
        .expect("good weights");
        prop_assert_eq!(slot.shares.len(), use_cases.len());
        let grants = || slot.shares.iter().filter_map(|share| share.grant.as_ref().ok());
        prop_assert!(slot.shares.iter().map(|share| share.fraction).sum::<f64>() <= 1.0 + 1e-12);
        prop_assert!(grants().map(|grant| grant.bytes.bytes()).sum::<u64>() <= slot.managed.bytes());
        prop_assert!(grants().all(|grant| grant.pages as u64 * 32768 <= slot.managed.bytes()));
    }

    #[test]
    fn no_rocksdb_configuration_makes_it_panic(
        version in version(),
        store in select(Store::ALL.to_vec()),
        total in size(),
        entries in proptest::collection::vec(
            (
                select(vec!["managed", "fixed-per-slot", "fixed-per-tm", "write-buffer-ratio", "high-prio-pool-ratio"]),
                "[0-9.]{0,4}(e-?[0-9]{1,3}|[kmgt]b?|f|true|false|NaN)?",
            ),
            0..5,
        ),
    ) {
        let key = |option| format!("state.backend.{}.memory.{option}", store.name());
        let config: Configuration = entries.into_iter().map(|(option, value)| (key(option), value)).collect();
        drop(split(SharedRequest { version, store, total, config: &config }));
        drop(budget(version, store, &config));
    }

    #[test]
    fn write_buffers_are_a_part_of_the_cache(
        version in version(),
        total in 0..1_u64 << 45,
        ratio in 0.0..0.85_f64,
    ) {
        let shared = split(SharedRequest {
            version,
            store: Store::RocksDb,
            total: MemorySize::new(total).expect("in range"),
            config: &Configuration::from([("state.backend.rocksdb.memory.write-buffer-ratio", ratio.to_string())]),
        })
        .expect("good ratios");
        prop_assert!(shared.write_buffer_manager_capacity <= shared.cache_capacity);
        prop_assert!(shared.cache_capacity <= total.cast_signed());
        prop_assert_eq!(shared.arena.is_some(), version >= FlinkVersion::V1_12);
    }
}
