//! Laws of the network stack's settings, whatever is configured.

use proptest::prelude::*;
use resolver::catalogue::{ALL, Scope};
use resolver::shuffle::settings;
use resolver::{Configuration, FlinkVersion, MemorySize};

/// Texts that are values, nearly values, or none.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        (-3_i64..5000).prop_map(|number| number.to_string()),
        "[0-9]{1,25} ?(s|ms|d|kb|mb|b|x)?",
        "[-+]?P([-+]?[0-9]{1,20}[DdTt]){0,2}([-+]?[0-9]{1,20}([.,][0-9]{0,10})?[HMShms]){0,4}",
        prop_oneof![
            Just("true"),
            Just("FALSE"),
            Just("NONE"),
            Just("zstd"),
            Just("all_exchanges_hybrid_full")
        ]
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

fn config() -> impl Strategy<Value = Configuration> {
    let keys: Vec<_> = ALL
        .iter()
        .filter(|option| option.scope == Scope::Network || option.key == "execution.batch-shuffle-mode")
        .flat_map(|option| {
            option.spans.iter().flat_map(|span| span.deprecated_keys.iter().copied()).chain([option.key])
        })
        .collect();
    let entry = (prop::sample::select(keys), text());
    prop::collection::vec(entry, 0..5).prop_map(|entries| entries.into_iter().collect())
}

proptest! {
    #[test]
    fn settings_are_found_or_refused(config in config(), network in 0_u64..=i64::MAX as u64) {
        let network = MemorySize::new(network).expect("a size");
        for version in FlinkVersion::ALL {
            let Ok(settings) = settings(version, &config, network) else { continue };
            prop_assert!(settings.segment_size >= 4096 && settings.segment_size.count_ones() == 1);
            let segment_size = u64::from(settings.segment_size.unsigned_abs());
            prop_assert_eq!(u64::from(settings.segments.unsigned_abs()), network.bytes() / segment_size);
            if version >= FlinkVersion::V1_17 {
                prop_assert!(settings.buffers_per_channel >= 0 && settings.floating_buffers_per_gate >= 1);
                prop_assert!(settings.max_required_buffers_per_gate.is_none_or(|max| max >= 1));
            }
            if let Some(debloating) = settings.debloating {
                prop_assert!(0 < debloating.min_buffer_size && debloating.min_buffer_size <= debloating.max_buffer_size);
                prop_assert!(debloating.samples > 0 && debloating.target_ms > 0);
            }
        }
    }

    #[test]
    fn more_network_memory_changes_the_segments_only(config in config(), network in 0_u64..1 << 42, more in 0_u64..1 << 30) {
        let of = |bytes| settings(FlinkVersion::LATEST, &config, MemorySize::new(bytes).expect("a size"));
        if let (Ok(less), Ok(more)) = (of(network), of(network + more)) {
            prop_assert!(less.segments <= more.segments);
            prop_assert_eq!(resolver::shuffle::ShuffleSettings { segments: more.segments, ..less }, more);
        }
    }
}
