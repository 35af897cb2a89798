//! The settings on which the buffers of partitions and gates depend.

use crate::release::Release;

/// Numbers of buffers, as `NettyShuffleEnvironmentConfiguration` has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferSettings {
    /// Exclusive buffers of a channel (`networkBuffersPerChannel`).
    pub per_channel: i32,
    /// Floating buffers of an input gate (`floatingNetworkBuffersPerGate`).
    pub floating_per_gate: i32,
    /// Limit to what a gate requires (`maxRequiredBuffersPerGate`); `None` where it is not configured. No meaning before 1.17.
    pub max_required_per_gate: Option<i32>,
    /// Buffers of a subpartition beyond which its pool is not available (`maxBuffersPerChannel`).
    pub max_per_channel: i32,
    /// Overdraft buffers of a pipelined partition (`maxOverdraftBuffersPerGate`). No meaning before 1.16.
    pub max_overdraft_per_gate: i32,
    /// Subpartitions from which on a blocking partition sorts (`sortShuffleMinParallelism`).
    pub sort_min_parallelism: i32,
    /// Buffers of a sorting partition (`sortShuffleMinBuffers`).
    pub sort_min_buffers: i32,
    /// Buffers that tiered storage guarantees a partition; `None` without it. No meaning before 1.18.
    pub tiered_storage: Option<i32>,
}

impl BufferSettings {
    /// What a release has where nothing is configured.
    #[must_use]
    pub const fn defaults(release: Release) -> Self {
        let network = &release.behaviour().network;
        Self {
            per_channel: network.buffers_per_channel.default,
            floating_per_gate: network.floating_buffers_per_gate.default,
            max_required_per_gate: None,
            max_per_channel: network.max_buffers_per_channel.default,
            max_overdraft_per_gate: match network.max_overdraft_buffers_per_gate {
                Some(count) => count.default,
                None => 0,
            },
            sort_min_parallelism: network.sort_shuffle_min_parallelism.default,
            sort_min_buffers: network.sort_shuffle_min_buffers.default,
            tiered_storage: None,
        }
    }
}
