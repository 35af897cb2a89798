//! What batch operators do with their managed memory: pages, and how much goes to disk.
//!
//! [`sort`] is exact, held against recordings of Flink's own sorter. Where that is not so, a result is an [`Estimate`]: computed by rules
//! that were read in Flink's classes, of numbers that nobody knows before a job runs.

mod error;
pub mod hash_join;
pub mod sort;

pub use error::BatchError;

/// A number that is not exact, with the reason in the documentation of whatever returns it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Estimate<T>(pub T);
