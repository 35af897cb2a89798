//! `MemorySize`: bytes as Flink reads, prints and computes with them.

/// An amount of memory, 0 to 2^63-1 bytes (Flink's `MemorySize`, a non-negative Java `long`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemorySize(u64);

impl MemorySize {
    /// No memory.
    pub const ZERO: Self = Self(0);
    /// 2^63-1 bytes.
    pub const MAX: Self = Self(i64::MAX as u64);

    /// Bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// `bytes` as a size; `None` above 2^63-1.
    #[must_use]
    pub const fn new(bytes: u64) -> Option<Self> {
        if bytes <= Self::MAX.0 { Some(Self(bytes)) } else { None }
    }
}
