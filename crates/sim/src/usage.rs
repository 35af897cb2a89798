//! How much of their buffers tasks use, as Flink's metrics say it.

use pools::buffer::PoolState;

/// Used buffers by buffers, 0 of none.
#[expect(clippy::cast_precision_loss, reason = "as `(float) int` is")]
pub(crate) fn share(used: i32, buffers: i32) -> f32 {
    if buffers == 0 { 0.0 } else { used as f32 / buffers as f32 }
}

/// `outPoolUsage` of a task with these output pools: above 1 with overdraft, or after a pool shrank (`OutputBuffersUsage`).
#[must_use]
pub fn out_pool_usage(pools: impl IntoIterator<Item = PoolState>) -> f32 {
    let (used, size) = pools.into_iter().fold((0_i32, 0_i32), |(used, size), pool| {
        (used.wrapping_add(pool.used()), size.wrapping_add(pool.size))
    });
    share(used, size)
}
