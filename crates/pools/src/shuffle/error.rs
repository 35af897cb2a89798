//! What is refused when the buffers of a gate or a task are computed, in Flink's words.

use std::error::Error;
use std::fmt;

use super::ResultPartitionType;

/// Why buffers could not be computed. Its text is the message of Flink's exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShuffleError {
    /// A gate without channels.
    NoChannels,
    /// A gate that requires no buffer, because the sum of them overflows.
    NoBuffers,
    /// A gate whose floating buffers are not a positive number, because a sum overflows.
    FloatingNotPositive,
    /// A gate that requires more floating buffers than it may have.
    WrongFloating,
    /// A partition without a limit, which cannot be announced.
    Unbounded(ResultPartitionType),
}

impl ShuffleError {
    /// Class of Flink's exception.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self {
            Self::NoChannels | Self::NoBuffers | Self::Unbounded(_) => "java.lang.IllegalArgumentException",
            Self::FloatingNotPositive | Self::WrongFloating => "java.lang.IllegalStateException",
        }
    }
}

impl fmt::Display for ShuffleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoChannels | Self::FloatingNotPositive => f.write_str("Must be positive."),
            Self::NoBuffers => f.write_str("Require at least 1 buffer per gate."),
            Self::WrongFloating => f.write_str("Wrong number of floating buffers."),
            Self::Unbounded(exchange) => {
                let name = exchange.name();
                write!(
                    f,
                    "Illegal to announce network memory requirement as Integer.MAX_VALUE, partition type: {name}"
                )
            }
        }
    }
}

impl Error for ShuffleError {}
