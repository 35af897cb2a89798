//! What batch operators refuse, in Flink's words.

use std::error::Error;
use std::fmt;

/// Why an operator fails. Its text is the message of Flink's exception, the innermost one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchError {
    /// Fewer pages than a sorter needs.
    TooFewPagesToSort {
        /// Bytes of a page.
        page_size: u32,
    },
    /// Fewer than two files to merge at once.
    TooFewFiles,
    /// A record larger than a sort buffer.
    RecordTooLarge {
        /// Bytes of the sort buffer.
        capacity: u64,
    },
    /// More files to merge at once than there are pages to read them (a slip of Flink, for limits near the number of pages).
    NoPageToRead,
    /// A number of runs from which Flink cannot find out how often to merge (a slip of it, see [`sort`](super::sort)).
    DivisionByZero,
    /// Fewer pages than a hash join needs.
    TooFewPagesToJoin,
    /// A hash join whose partitions do not get smaller.
    TooManyRecursions,
    /// Not Flink's: more runs than are counted here ([`sort::MAX_RUNS`](super::sort::MAX_RUNS)).
    TooManyRuns,
    /// Not Flink's: pages of no bytes, or records of none.
    NoBytes,
}

impl BatchError {
    /// Class of Flink's exception; `None` if the error is not Flink's.
    #[must_use]
    pub const fn class(&self) -> Option<&'static str> {
        Some(match self {
            Self::TooFewPagesToSort { .. }
            | Self::TooFewFiles
            | Self::NoPageToRead
            | Self::TooFewPagesToJoin => "java.lang.IllegalArgumentException",
            Self::RecordTooLarge { .. } => "java.io.IOException",
            Self::DivisionByZero => "java.lang.ArithmeticException",
            Self::TooManyRecursions => "java.lang.RuntimeException",
            Self::TooManyRuns | Self::NoBytes => return None,
        })
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewPagesToSort { page_size } => write!(
                f,
                "Too little memory provided to sorter to perform task. Required are at least 12 pages. Current page size is \
                 {page_size} bytes."
            ),
            Self::TooFewFiles => f.write_str("Merger cannot work with less than two file handles."),
            Self::RecordTooLarge { capacity } => write!(
                f,
                "The record exceeds the maximum size of a sort buffer (current maximum: {capacity} bytes)."
            ),
            Self::NoPageToRead => f.write_str("Empty list of memory segments given."),
            Self::DivisionByZero => f.write_str("/ by zero"),
            Self::TooFewPagesToJoin => f.write_str(
                "Too few memory segments provided. Hash Join needs at least 33 memory segments.",
            ),
            Self::TooManyRecursions => f.write_str(
                "Hash join exceeded maximum number of recursions, without reducing partitions enough to be memory resident. \
                 Probably cause: Too many duplicate keys.",
            ),
            Self::TooManyRuns => f.write_str("more runs than are counted"),
            Self::NoBytes => f.write_str("a page and a record have at least one byte"),
        }
    }
}

impl Error for BatchError {}
