//! The pools know defaults of their own, since they depend on nothing; they are those of the option catalogue.
#![cfg(not(target_arch = "wasm32"))]

use pools::shuffle::BufferSettings;
use pools::{NetworkSettings, Release};
use resolver::shuffle::settings;
use resolver::{Configuration, FlinkVersion, MemorySize};

#[test]
fn defaults_are_those_of_the_catalogue() {
    for release in Release::ALL {
        let version = FlinkVersion::parse(release.name()).expect("the resolver knows it");
        let network = MemorySize::new(0).expect("a size");
        let read = settings(version, &Configuration::new(), network).expect("defaults are valid");
        let own: &NetworkSettings = &release.behaviour().network;
        assert_eq!(
            BufferSettings::defaults(release),
            BufferSettings {
                per_channel: read.buffers_per_channel,
                floating_per_gate: read.floating_buffers_per_gate,
                max_required_per_gate: read.max_required_buffers_per_gate,
                max_per_channel: read.max_buffers_per_channel.expect("a limit"),
                max_overdraft_per_gate: read.max_overdraft_buffers_per_gate.unwrap_or(0),
                sort_min_parallelism: read.sort_shuffle_min_parallelism.expect("a limit"),
                sort_min_buffers: read.sort_shuffle_min_buffers.expect("a number"),
                tiered_storage: read.tiered_storage_buffers,
            },
            "{release}"
        );
        assert_eq!(own.segment_size.default, read.segment_size, "{release}");
        assert_eq!(i64::try_from(own.request_timeout_ms), Ok(read.request_segments_timeout_ms), "{release}");
        assert_eq!(own.compresses_blocking_shuffles, read.compresses_batch_shuffles, "{release}");
        let read_memory = read.batch_shuffle_read_memory.map(MemorySize::bytes);
        assert_eq!(Some(own.batch_shuffle_read_memory), read_memory, "{release}");
        if let (Some(own), Some(read)) = (own.debloat, read.debloating) {
            assert_eq!(i64::try_from(own.target_ms), Ok(read.target_ms), "{release}");
            assert_eq!(
                (own.samples, own.min_segment_size),
                (read.samples, read.min_buffer_size),
                "{release}"
            );
            assert_eq!(own.threshold_percentages, read.threshold_percentages, "{release}");
            assert_eq!(own.starting_segment_size, read.starting_buffer_size, "{release}");
        }
    }
}
