//! What the memory manager refuses, in Flink's words.

use std::error::Error;
use std::fmt;

/// Why an operation of a memory manager failed. Its text is the message of Flink's exception, to the letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MemoryError {
    /// A manager of negative size.
    SizeNegative,
    /// A manager whose pages are smaller than 4096 bytes.
    PageTooSmall,
    /// A manager whose pages are no power of two.
    PageNotPowerOfTwo,
    /// A manager of more pages than an `int` can count.
    TooManyPages {
        /// Bytes of the manager.
        bytes: i64,
        /// Its pages.
        pages: i64,
    },
    /// The manager was shut down.
    ShutDown,
    /// A negative number of pages.
    PagesNegative(i32),
    /// More pages than the manager has in all.
    PagesAboveTotal {
        /// Pages asked for.
        pages: i32,
        /// Pages of the manager.
        total: i32,
    },
    /// More pages than are left.
    PagesShort {
        /// Pages asked for.
        pages: i32,
        /// What is missing: the cause.
        shortage: Shortage,
    },
    /// A negative number of bytes.
    BytesNegative(i64),
    /// More bytes than are left.
    Short(Shortage),
    /// Not enough left for a shared resource.
    SharedShort(Shortage),
    /// A fraction of 0.
    FractionZero,
    /// A fraction outside of 0 to 1.
    FractionOutOfRange(f64),
}

/// What a reservation asked for, and what there was (`MemoryReservationException`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Bytes asked for.
    pub bytes: i64,
    /// Bytes left.
    pub remaining: i64,
}

const ILLEGAL_ARGUMENT: &str = "java.lang.IllegalArgumentException";
const ALLOCATION: &str = "org.apache.flink.runtime.memory.MemoryAllocationException";

impl Shortage {
    /// Class of Flink's exception.
    pub const CLASS: &'static str = "org.apache.flink.runtime.memory.MemoryReservationException";
}

impl MemoryError {
    /// Class of Flink's exception.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self {
            Self::SizeNegative
            | Self::PageTooSmall
            | Self::PageNotPowerOfTwo
            | Self::TooManyPages { .. }
            | Self::PagesNegative(_)
            | Self::PagesAboveTotal { .. }
            | Self::BytesNegative(_)
            | Self::FractionZero
            | Self::FractionOutOfRange(_) => ILLEGAL_ARGUMENT,
            Self::ShutDown => "java.lang.IllegalStateException",
            Self::PagesShort { .. } | Self::SharedShort(_) => ALLOCATION,
            Self::Short(_) => Shortage::CLASS,
        }
    }

    /// The cause of Flink's exception, if it has one.
    #[must_use]
    pub const fn cause(&self) -> Option<Shortage> {
        match self {
            Self::PagesShort { shortage, .. } | Self::SharedShort(shortage) => Some(*shortage),
            _ => None,
        }
    }
}

impl fmt::Display for MemoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SizeNegative => f.write_str("Size of total memory must be non-negative."),
            // These two are given to a formatter that knows `%s` alone and appends what it has no place for.
            Self::PageTooSmall => f.write_str("The page size must be at least %d bytes. [4096]"),
            Self::TooManyPages { bytes, pages } => write!(
                f,
                "The given number of memory bytes (%d) corresponds to more than MAX_INT pages (%d > %d). [{bytes}, {pages}, {}]",
                i32::MAX
            ),
            Self::PageNotPowerOfTwo => f.write_str("The given page size is not a power of two."),
            Self::ShutDown => f.write_str("Memory manager has been shut down."),
            Self::PagesNegative(pages) => write!(f, "Illegal Capacity: {pages}"),
            Self::PagesAboveTotal { pages, total } => {
                write!(f, "Cannot allocate more segments {pages} than the max number {total}")
            }
            Self::PagesShort { pages, .. } => write!(f, "Could not allocate {pages} pages"),
            Self::BytesNegative(bytes) => {
                write!(f, "The memory size ({bytes}) has to have non-negative size")
            }
            Self::Short(shortage) => shortage.fmt(f),
            Self::SharedShort(Shortage { bytes, .. }) => write!(
                f,
                "Could not created the shared memory resource of size {bytes}. Not enough memory left to reserve from the \
                 slot's managed memory."
            ),
            Self::FractionZero => f.write_str(
                "The fraction of memory to allocate should not be 0. Please make sure that all types of managed memory \
                 consumers contained in the job are configured with a non-negative weight via \
                 `taskmanager.memory.managed.consumer-weights`.",
            ),
            Self::FractionOutOfRange(fraction) => {
                let fraction = java_numbers::double_to_string(*fraction);
                write!(f, "The fraction of memory to allocate must within (0, 1], was: {fraction}.")
            }
        }
    }
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, remaining } = self;
        write!(
            f,
            "Could not allocate {bytes} bytes, only {remaining} bytes are remaining. This usually indicates that you are \
             requesting more memory than you have reserved. However, when running an old JVM version it can also be caused by \
             slow garbage collection. Try to upgrade to Java 8u72 or higher if running on an old Java version."
        )
    }
}

impl Error for MemoryError {}
