//! How much of their buffers tasks use, as Flink's metrics say it.

use pools::buffer::PoolState;

/// Used buffers by buffers, 0 of none.
#[expect(clippy::cast_precision_loss, reason = "as `(float) int` is")]
fn share(used: i32, buffers: i32) -> f32 {
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

/// Buffers of the remote channels of a task's gates, and how many of them are in use; buffers that are credit of a sender are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InputUsage {
    /// Exclusive buffers that are in use.
    pub exclusive_used: i32,
    /// Exclusive buffers.
    pub exclusive: i32,
    /// Floating buffers that are in use.
    pub floating_used: i32,
    /// Sizes of the pools of floating buffers.
    pub floating: i32,
}

impl InputUsage {
    /// Those of two gates.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            exclusive_used: self.exclusive_used.wrapping_add(other.exclusive_used),
            exclusive: self.exclusive.wrapping_add(other.exclusive),
            floating_used: self.floating_used.wrapping_add(other.floating_used),
            floating: self.floating.wrapping_add(other.floating),
        }
    }

    /// `inputExclusiveBuffersUsage` (`ExclusiveBuffersUsageGauge`), 0 to 1.
    #[must_use]
    pub fn exclusive_usage(self) -> f32 {
        share(self.exclusive_used, self.exclusive)
    }

    /// `inputFloatingBuffersUsage` (`FloatingBuffersUsageGauge`); above 1 after the pool shrank.
    #[must_use]
    pub fn floating_usage(self) -> f32 {
        share(self.floating_used, self.floating)
    }

    /// `inPoolUsage` (`CreditBasedInputBuffersUsageGauge`): both together.
    #[must_use]
    pub fn in_pool_usage(self) -> f32 {
        share(
            self.exclusive_used.wrapping_add(self.floating_used),
            self.exclusive.wrapping_add(self.floating),
        )
    }
}
