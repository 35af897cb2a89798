//! What the user says about a job's state and heap, for estimates of what memory does to its tasks. Part of the page's state.

/// Which estimates count, and the numbers that no configuration holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimates {
    /// Whether state in RocksDB takes time.
    pub has_state: bool,
    /// Whether collections of garbage do.
    pub has_heap: bool,
    /// Bytes of an entry of state: key, namespace and value; from 1.
    pub entry_bytes: u32,
    /// How unevenly entries are read: the exponent of Zipf's law in hundredths, 0 for all alike; up to 400.
    pub access_skew: u32,
    /// Reads of state for each record, up to 1000.
    pub reads: u32,
    /// Writes of state for each record, up to 1000.
    pub writes: u32,
    /// Bytes of garbage that each record leaves on the heap.
    pub garbage_bytes: u32,
}

impl Default for Estimates {
    fn default() -> Self {
        Self {
            has_state: false,
            has_heap: false,
            entry_bytes: 200,
            access_skew: 80,
            reads: 1,
            writes: 1,
            garbage_bytes: 4_000,
        }
    }
}
