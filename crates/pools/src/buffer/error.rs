//! What the buffer pools refuse, in Flink's words.

use std::error::Error;
use std::fmt;

use crate::behaviour::{NetworkSettings, Thrown};

/// Why an operation of a buffer pool failed.
///
/// Its text is the message of Flink's exception, to the letter. The last three are not Flink's: its types rule them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolError {
    /// The global pool was destroyed.
    GlobalPoolDestroyed,
    /// The local pool was destroyed; Flink's words depend on the release.
    PoolDestroyed(Thrown),
    /// The global pool was destroyed while a blocking request waited.
    DestroyedWhileWaiting,
    /// The global pool cannot guarantee so many segments.
    Insufficient {
        /// Segments asked for.
        required: i32,
        /// Segments that are not guaranteed to anybody.
        available: i32,
        /// Segments of the global pool.
        total: i32,
        /// Bytes of a segment.
        segment_size: i32,
    },
    /// The guaranteed number of a new pool is not positive.
    MinNotPositive(i32),
    /// The limit of a new pool is below its guarantee.
    MaxBelowMin {
        /// The limit.
        max: i32,
        /// The guarantee.
        min: i32,
    },
    /// The limit for a subpartition of a new pool is not positive.
    MaxPerChannelNotPositive(i32),
    /// The overdraft of a new pool is negative.
    OverdraftNegative(i32),
    /// A pool was to be smaller than its guarantee.
    SizeBelowMin {
        /// The guarantee.
        min: i32,
        /// The size asked for.
        size: i32,
    },
    /// The number of unpooled segments asked for is too small, and why.
    UnpooledTooFew(&'static str),
    /// More segments were to be reserved than are guaranteed.
    ReserveAboveMin,
    /// A blocking request waited for too long.
    RequestTimeout {
        /// Segments of the global pool.
        total: i32,
        /// Bytes of a segment.
        segment_size: i32,
        /// The longest time to wait, ms.
        timeout_ms: u64,
        /// Where the key of that time is.
        settings: &'static NetworkSettings,
    },
    /// Segments are still guaranteed after all local pools were destroyed.
    NotEmpty,
    /// The time to wait for segments is not positive.
    TimeoutNotPositive,
    /// A part of the segments that no `int` can hold; only with guarantees near the largest `int`.
    PartTooLarge(i64),
    /// A usage that no `int` can hold.
    UsageTooLarge,
    /// A listener was to be served by a pool whose availability was not what it should be.
    InconsistentAvailability {
        /// What it should be.
        expected: bool,
    },
    /// Not Flink's: there is no pool, subpartition or request of this number.
    NotThere,
    /// Not Flink's: the segment was not handed out, or not as what it is said to be.
    NotHandedOut,
    /// Not Flink's: the global pool has more segments than are simulated ([`NetworkBufferPool::MAX_SEGMENTS`](super::NetworkBufferPool::MAX_SEGMENTS)).
    TooManySegments(i32),
}

const ILLEGAL_ARGUMENT: &str = "java.lang.IllegalArgumentException";
const ILLEGAL_STATE: &str = "java.lang.IllegalStateException";
const IO: &str = "java.io.IOException";

impl PoolError {
    /// Class of Flink's exception; `None` if the error is not Flink's.
    #[must_use]
    pub const fn class(&self) -> Option<&'static str> {
        Some(match self {
            Self::GlobalPoolDestroyed
            | Self::DestroyedWhileWaiting
            | Self::NotEmpty
            | Self::InconsistentAvailability { .. } => ILLEGAL_STATE,
            Self::PoolDestroyed(thrown) => thrown.class,
            Self::Insufficient { .. } | Self::RequestTimeout { .. } => IO,
            Self::MinNotPositive(_)
            | Self::MaxBelowMin { .. }
            | Self::MaxPerChannelNotPositive(_)
            | Self::OverdraftNegative(_)
            | Self::SizeBelowMin { .. }
            | Self::UnpooledTooFew(_)
            | Self::ReserveAboveMin
            | Self::TimeoutNotPositive
            | Self::PartTooLarge(_) => ILLEGAL_ARGUMENT,
            Self::UsageTooLarge => "java.lang.ArithmeticException",
            Self::NotThere | Self::NotHandedOut | Self::TooManySegments(_) => return None,
        })
    }
}

impl fmt::Display for PoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GlobalPoolDestroyed => f.write_str("Network buffer pool has already been destroyed."),
            Self::PoolDestroyed(thrown) => f.write_str(thrown.message),
            Self::DestroyedWhileWaiting => f.write_str("Buffer pool is destroyed."),
            Self::Insufficient { required, available, total, segment_size } => {
                let config = ConfigDescription { total: *total, segment_size: *segment_size };
                write!(
                    f,
                    "Insufficient number of network buffers: required {required}, but only {available} available. {config}."
                )
            }
            Self::MinNotPositive(min) => {
                write!(f, "Required number of memory segments ({min}) should be larger than 0.")
            }
            Self::MaxBelowMin { max, min } => write!(
                f,
                "Maximum number of memory segments ({max}) should not be smaller than minimum ({min})."
            ),
            Self::MaxPerChannelNotPositive(max) => {
                write!(f, "Maximum number of buffers for each channel ({max}) should be larger than 0.")
            }
            Self::OverdraftNegative(max) => write!(
                f,
                "Maximum number of overdraft buffers for each gate ({max}) should not be less than 0."
            ),
            Self::SizeBelowMin { min, size } => {
                write!(f, "Buffer pool needs at least {min} buffers, but tried to set to {size}")
            }
            Self::UnpooledTooFew(message) => f.write_str(message),
            Self::ReserveAboveMin => {
                f.write_str("Can not reserve more segments than number of required segments.")
            }
            Self::RequestTimeout { total, segment_size, timeout_ms, settings } => {
                let config = ConfigDescription { total: *total, segment_size: *segment_size };
                let key = settings.request_timeout_key;
                write!(
                    f,
                    "Timeout triggered when requesting exclusive buffers: {config},  or you may increase the timeout \
                     which is {timeout_ms}ms by setting the key '{key}'."
                )
            }
            Self::NotEmpty => {
                f.write_str("NetworkBufferPool is not empty after destroying all LocalBufferPools")
            }
            Self::TimeoutNotPositive => {
                f.write_str("The timeout for requesting exclusive buffers should be positive.")
            }
            Self::PartTooLarge(part) => write!(f, "Cannot downcast long value {part} to integer."),
            Self::UsageTooLarge => f.write_str("integer overflow"),
            Self::InconsistentAvailability { expected } => {
                write!(f, "Inconsistent availability: expected {expected}")
            }
            Self::NotThere => f.write_str("no such pool, subpartition or request"),
            Self::NotHandedOut => f.write_str("the segment is not handed out"),
            Self::TooManySegments(total) => write!(f, "{total} segments are more than are simulated"),
        }
    }
}

impl Error for PoolError {}

/// The size of the global pool, and how to change it (`getConfigDescription`); without the final full stop.
struct ConfigDescription {
    total: i32,
    segment_size: i32,
}

impl fmt::Display for ConfigDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, segment_size } = self;
        write!(
            f,
            "The total number of network buffers is currently set to {total} of {segment_size} bytes each. You can increase \
             this number by setting the configuration keys 'taskmanager.memory.network.fraction', \
             'taskmanager.memory.network.min', and 'taskmanager.memory.network.max'"
        )
    }
}
