//! What a task announces to the scheduler, which only fine-grained resource management looks at
//! (`NettyShuffleUtils.computeNetworkBuffersForAnnouncing`, ≥1.14).

use super::{BufferSettings, InputGate, ResultPartition, ShuffleError, input_gate, result_partition};
use crate::buffer::UNBOUNDED;
use crate::release::Release;

/// A gate with how often its result is consumed by the same task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnnouncedInput {
    /// The gate.
    pub gate: InputGate,
    /// How often, from 1. Counts from 1.17 on.
    pub reuse: i32,
}

/// Buffers that a task announces; `None` in a release that announces nothing (1.13).
///
/// # Errors
/// [`ShuffleError::Unbounded`] for a partition that is neither blocking nor bounded, or those of a gate.
pub fn announced_buffers(
    release: Release,
    settings: &BufferSettings,
    inputs: &[AnnouncedInput],
    outputs: &[ResultPartition],
) -> Result<Option<i32>, ShuffleError> {
    let rules = &release.behaviour().shuffle;
    if !rules.announces {
        return Ok(None);
    }
    // Tiered storage is not looked at here.
    let settings = &BufferSettings { tiered_storage: None, ..*settings };
    let mut sum = 0_i32;
    for AnnouncedInput { gate, reuse } in inputs {
        let total = input_gate(release, settings, *gate)?.total;
        let times = if rules.announces_reuse { *reuse } else { 1 };
        sum = sum.wrapping_add(total.wrapping_mul(times));
    }
    for output in outputs {
        let buffers = result_partition(release, settings, *output);
        let announced = if output.exchange.is_blocking() { buffers.min } else { buffers.max };
        if announced == UNBOUNDED {
            return Err(ShuffleError::Unbounded(output.exchange));
        }
        sum = sum.wrapping_add(announced);
    }
    Ok(Some(sum))
}
