//! The buffers of an input gate (`InputGateSpecUtils`, `GateBuffersSpec`; up to 1.16 `SingleInputGateFactory`).

use super::{BufferSettings, GateRules, ResultPartitionType, ShuffleError};
use crate::buffer::BufferPoolRequest;
use crate::release::Release;

/// An input gate: what a task reads of one edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputGate {
    /// Channels: one for each producer, local or remote.
    pub channels: i32,
    /// How the data comes from them.
    pub exchange: ResultPartitionType,
}

/// The buffers of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateBuffers {
    /// Exclusive buffers of each remote channel, required. Local ones have none.
    pub exclusive_per_channel: i32,
    /// Floating buffers that the gate requires, even if all its channels are local.
    pub floating_min: i32,
    /// Floating buffers beyond which it does not grow.
    pub floating_max: i32,
    /// All buffers it can use if all its channels are remote.
    pub total: i32,
}

impl GateBuffers {
    /// The request for the pool of floating buffers.
    #[must_use]
    pub const fn request(&self) -> BufferPoolRequest {
        BufferPoolRequest::of_gate(self.floating_min, self.floating_max)
    }
}

/// The buffers of `gate` in a release.
///
/// # Errors
/// From 1.17 on [`ShuffleError::NoChannels`], [`ShuffleError::WrongFloating`] where there may be no floating buffer, and the others where
/// sums overflow.
pub fn input_gate(
    release: Release,
    settings: &BufferSettings,
    gate: InputGate,
) -> Result<GateBuffers, ShuffleError> {
    let rules = &release.behaviour().shuffle;
    let InputGate { channels, exchange } = gate;
    let all_exclusive = channels.wrapping_mul(settings.per_channel);
    let total = all_exclusive.wrapping_add(settings.floating_per_gate);
    let (streaming, batch) = match rules.gates {
        GateRules::AllExclusive => {
            return Ok(GateBuffers {
                exclusive_per_channel: settings.per_channel,
                floating_min: 1,
                floating_max: settings.floating_per_gate,
                total,
            });
        }
        GateRules::Limited { streaming, batch } => (streaming, batch),
    };
    let has_tiers = rules.has_tiered_storage && settings.tiered_storage.is_some();
    // The backlog of a hybrid shuffle may be overestimated, which would be bad with floating buffers only.
    let is_streaming = exchange.is_pipelined() || (exchange.is_hybrid() && !has_tiers);
    let limit = settings.max_required_per_gate.unwrap_or(if is_streaming { streaming } else { batch });
    let required = limit.min(all_exclusive.wrapping_add(1));
    if channels <= 0 {
        return Err(ShuffleError::NoChannels);
    }
    if required < 1 {
        return Err(ShuffleError::NoBuffers);
    }
    let exclusive_per_channel = settings.per_channel.min((required - 1) / channels);
    let exclusive = exclusive_per_channel.wrapping_mul(channels);
    let floating_min = required.wrapping_sub(exclusive);
    let floating_max = total.wrapping_sub(exclusive);
    if floating_min <= 0 {
        return Err(ShuffleError::FloatingNotPositive);
    }
    if floating_min > floating_max {
        return Err(ShuffleError::WrongFloating);
    }
    Ok(GateBuffers { exclusive_per_channel, floating_min, floating_max, total })
}
