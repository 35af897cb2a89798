//! The buffers of a result partition (`NettyShuffleUtils.getMinMaxNetworkBuffersPerResultPartition`; 1.13: `ResultPartitionFactory`).

use super::{BufferSettings, ResultPartitionType};
use crate::buffer::{BufferPoolRequest, UNBOUNDED};
use crate::release::Release;

/// A result partition: what a task writes for one edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultPartition {
    /// Subpartitions: one for each consumer.
    pub subpartitions: i32,
    /// How its data goes to them.
    pub exchange: ResultPartitionType,
}

/// The pool that a result partition asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionBuffers {
    /// Buffers it requires.
    pub min: i32,
    /// Buffers beyond which it does not grow; [`UNBOUNDED`] for no limit. In 1.13 it may be less than `min`, and the pool is refused.
    pub max: i32,
    /// Subpartitions.
    pub subpartitions: i32,
    /// Buffers of a subpartition beyond which the pool is not available.
    pub max_per_channel: i32,
    /// Overdraft buffers; `None` before there are any (1.16).
    pub overdraft: Option<i32>,
}

impl PartitionBuffers {
    /// The request for this pool. More subpartitions than Flink's highest parallelism (32,768) are taken for 65,535.
    #[must_use]
    pub fn request(&self) -> BufferPoolRequest {
        BufferPoolRequest {
            min: self.min,
            max: self.max,
            subpartitions: u16::try_from(self.subpartitions.max(0)).unwrap_or(u16::MAX),
            max_buffers_per_channel: self.max_per_channel,
            max_overdraft_buffers: self.overdraft.unwrap_or(0),
        }
    }
}

/// The pool that `partition` asks for in a release.
#[must_use]
pub fn result_partition(
    release: Release,
    settings: &BufferSettings,
    partition: ResultPartition,
) -> PartitionBuffers {
    let behaviour = release.behaviour();
    let rules = &behaviour.shuffle;
    let ResultPartition { subpartitions, exchange } = partition;
    let sorts = exchange.is_blocking() && subpartitions >= settings.sort_min_parallelism;
    let one_each = subpartitions.wrapping_add(1);
    let min = match settings.tiered_storage {
        _ if sorts => settings.sort_min_buffers,
        Some(guaranteed) if rules.has_tiered_storage => guaranteed.min(one_each),
        _ => one_each,
    };
    let max = if exchange.is_bounded() {
        subpartitions.wrapping_mul(settings.per_channel).wrapping_add(settings.floating_per_gate)
    } else if sorts && rules.limits_sorting {
        subpartitions.wrapping_mul(4)
    } else {
        UNBOUNDED
    };
    PartitionBuffers {
        min,
        max: if rules.raises_limits { max.max(min) } else { max },
        subpartitions,
        max_per_channel: settings.max_per_channel,
        overdraft: behaviour.pools.has_overdraft.then_some(if exchange.is_pipelined() {
            settings.max_overdraft_per_gate
        } else {
            0
        }),
    }
}
