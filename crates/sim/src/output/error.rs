//! What a result partition refuses.

use std::error::Error;
use std::fmt;

use pools::buffer::PoolError;

/// Why an operation of a result partition failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputError {
    /// What its pool said, in Flink's words.
    Pool(PoolError),
    /// Not Flink's, whose only thread is then blocked: a record is to be finished first.
    WriterBlocked,
    /// Not Flink's: there is no subpartition or buffer of this number, or nobody reads the buffer.
    NotThere,
    /// Not Flink's, whose records have a length at least: a record without bytes.
    EmptyRecord,
    /// A subpartition was to be resumed that is not blocked.
    NotBlocked,
}

impl From<PoolError> for OutputError {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pool(error) => error.fmt(f),
            Self::WriterBlocked => f.write_str("the writer waits in the middle of a record"),
            Self::EmptyRecord => f.write_str("a record has at least one byte"),
            Self::NotThere => f.write_str("there is no such subpartition or buffer"),
            Self::NotBlocked => f.write_str("Should be blocked by checkpoint."),
        }
    }
}

impl Error for OutputError {}
