//! What a gate refuses.

use std::error::Error;
use std::fmt;

use pools::buffer::PoolError;

/// Why an operation of a gate failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputError {
    /// What the pool of floating buffers said, in Flink's words.
    Pool(PoolError),
    /// Data arrived and there is no buffer for it: the sender had no credit (`IllegalStateException` in
    /// `CreditBasedPartitionRequestClientHandler`).
    NoCredit,
    /// Not Flink's: there is no channel of this number.
    NotThere,
    /// Not Flink's: the task has no such buffer.
    NotTaken,
}

impl From<PoolError> for InputError {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pool(error) => error.fmt(f),
            Self::NoCredit => f.write_str("No buffer available in credit-based input channel."),
            Self::NotThere => f.write_str("there is no such channel"),
            Self::NotTaken => f.write_str("the task has no such buffer"),
        }
    }
}

impl Error for InputError {}
