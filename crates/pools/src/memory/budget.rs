//! A number of bytes that is taken from and given back to (`UnsafeMemoryBudget`), and a slot's part of a TaskManager's memory.

use std::num::NonZeroU32;

use super::error::Shortage;

/// What of `bytes` a slot of the default profile has, managed or network memory alike
/// (`TaskExecutorResourceUtils.generateDefaultSlotResourceProfile`): an even part, rounded down.
#[must_use]
pub const fn slot_share(bytes: u64, slots: NonZeroU32) -> u64 {
    bytes / slots.get() as u64
}

/// Bytes in all, and those left: `0..=total`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    total: i64,
    available: i64,
}

impl Budget {
    pub(super) const fn new(total: i64) -> Self {
        Self { total, available: total }
    }

    pub(super) const fn total(&self) -> i64 {
        self.total
    }

    pub(super) const fn available(&self) -> i64 {
        self.available
    }

    pub(super) const fn reserve(&mut self, bytes: i64) -> Result<(), Shortage> {
        if bytes > self.available {
            return Err(Shortage { bytes, remaining: self.available });
        }
        self.available -= bytes;
        Ok(())
    }

    /// Gives back what was reserved; callers keep account of it, so it is never more.
    pub(super) fn release(&mut self, bytes: i64) {
        self.available = self.available.saturating_add(bytes).min(self.total);
    }
}
