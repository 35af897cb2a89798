//! Flink's own errors: exception class, message and causes, letter for letter.

use std::fmt;

use crate::component::Component;
use crate::java;
use crate::memory_size::MemorySize;
use crate::version::FlinkVersion;

/// An exception as Flink throws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlinkError {
    /// Full name of the exception's class.
    pub class: &'static str,
    /// Its message, with the wrapper's words where Flink wraps it; empty where Flink throws it without one.
    pub message: String,
    /// What it was caused by, outermost first.
    pub causes: Vec<Cause>,
    /// Keys of the options that took part, the one to look at first in front. For a form; Flink has no such list.
    pub keys: Vec<&'static str>,
}

/// One link of an exception's chain of causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Full name of the exception's class.
    pub class: &'static str,
    /// Its message.
    pub message: String,
}

/// The exception classes the memory model throws.
pub(crate) mod class {
    pub(crate) const ILLEGAL_CONFIGURATION: &str =
        "org.apache.flink.configuration.IllegalConfigurationException";
    pub(crate) const ILLEGAL_ARGUMENT: &str = "java.lang.IllegalArgumentException";
    pub(crate) const ILLEGAL_STATE: &str = "java.lang.IllegalStateException";
    pub(crate) const NUMBER_FORMAT: &str = "java.lang.NumberFormatException";
    pub(crate) const ARITHMETIC: &str = "java.lang.ArithmeticException";
}

impl FlinkError {
    /// An exception of `class` that has no cause.
    pub(crate) fn new(class: &'static str, message: impl fmt::Display) -> Self {
        Self { class, message: message.to_string(), causes: Vec::new(), keys: Vec::new() }
    }

    /// Names the options that took part.
    pub(crate) fn about(mut self, keys: &[&'static str]) -> Self {
        self.keys.extend(keys.iter().filter(|key| !key.is_empty()));
        self
    }

    /// This exception, thrown because of `cause`.
    pub(crate) fn caused_by(mut self, cause: Self) -> Self {
        self.causes.push(Cause { class: cause.class, message: cause.message });
        self.causes.extend(cause.causes);
        self.keys.extend(cause.keys);
        self
    }

    /// What Flink's process utilities do at the outermost level: an `IllegalConfigurationException`, and only that, is thrown again
    /// with `prefix` before its message. An empty prefix stands for a release that does not wrap.
    pub(crate) fn wrapped(self, prefix: &'static str) -> Self {
        if prefix.is_empty() || self.class != class::ILLEGAL_CONFIGURATION {
            return self;
        }
        Self::new(class::ILLEGAL_CONFIGURATION, format_args!("{prefix}{}", self.message)).caused_by(self)
    }
}

impl fmt::Display for FlinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { class, message, .. } = self;
        if message.is_empty() { f.write_str(class) } else { write!(f, "{class}: {message}") }
    }
}

impl std::error::Error for FlinkError {}

/// Every sentence that Flink's memory model can say, with the values it puts in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sentence {
    // `MemorySize`
    BlankSize,
    SizeWithoutNumber,
    SizeNumberOverflow {
        number: String,
    },
    SizeOverflow {
        text: String,
    },
    UnknownSizeUnit {
        unit: String,
    },
    NegativeBytes,
    NegativeMultiplier,
    NegativeDivisor {
        version: FlinkVersion,
    },
    DivisionByZero,
    LongOverflow,
    NotADecimal {
        first: char,
    },
    // `TimeUtils`
    UnknownTimeUnit {
        unit: String,
        minute_is_m: bool,
    },
    DurationOverflow {
        number: String,
    },
    // `Configuration`
    CouldNotParse {
        key: String,
        value: String,
    },
    CannotReadSize {
        key: &'static str,
    },
    UnknownBoolean {
        value: String,
    },
    NumberOutOfRange {
        value: String,
        kind: &'static str,
    },
    UnknownEnum {
        class: &'static str,
        names: &'static [&'static str],
    },
    IllegalQuoting {
        position: usize,
    },
    UnclosedQuote,
    NotAPair {
        /// What the part of the map consists of instead, where the release says so.
        parts: Option<Vec<String>>,
    },
    DuplicateKey {
        key: String,
        first: String,
        second: String,
    },
    // `ManagedMemoryUtils`, `MemoryManager`, `ResourceProfile`
    UnknownConsumer {
        name: String,
    },
    NegativeWeight {
        consumer: String,
        weight: i32,
    },
    BigDivisionByZero,
    NegativeResource,
    PageTooSmall {
        least: i32,
    },
    PageNotPowerOfTwo,
    TooManySegments {
        bytes: MemorySize,
    },
    TooManyPages {
        bytes: MemorySize,
        pages: u64,
    },
    NoFraction {
        key: &'static str,
    },
    FractionOfMemoryOutOfRange {
        fraction: f64,
    },
    // `RocksDBMemoryConfiguration`, `ForStMemoryConfiguration`
    RatiosTooLarge {
        write_buffer: f64,
        high_priority: f64,
    },
    // `NettyShuffleEnvironmentConfiguration`, `BufferDebloatConfiguration`
    NegativeBuffersPerChannel,
    NoRequiredBuffers {
        key: &'static str,
    },
    NoFloatingBuffers {
        key: &'static str,
    },
    IntegerOverflow,
    IllegalDebloating,
    // `ProcessMemoryUtils`, `RangeFraction`
    NothingConfigured {
        version: FlinkVersion,
        fine_grained: &'static [&'static str],
        flink: &'static str,
        process: &'static str,
    },
    MetaspaceAndOverheadExceedProcess {
        metaspace: MemorySize,
        overhead: MemorySize,
        process: MemorySize,
    },
    ProcessSmallerThanFlinkAndMetaspace {
        process: MemorySize,
        flink: MemorySize,
        metaspace: MemorySize,
    },
    NotInRange {
        component: Component,
        size: MemorySize,
        min: MemorySize,
        max: MemorySize,
    },
    InconsistentFraction {
        option: String,
        fraction: String,
        min: MemorySize,
        max: MemorySize,
    },
    MinAboveMax,
    FractionOutOfRange,
    // `TaskExecutorFlinkMemoryUtils`, `TaskExecutorProcessUtils`
    PartsExceedFlink {
        parts: Vec<(Component, MemorySize)>,
        flink: MemorySize,
    },
    NetworkInconsistent,
    NetworkDiffersFromBufferCount {
        derived: MemorySize,
        configured: MemorySize,
    },
    NoCpuCores,
    IllegalParameter {
        key: &'static str,
        value: i64,
        rule: &'static str,
    },
    CannotDowncast {
        value: i64,
    },
    // `MemoryBackwardsCompatibilityUtils`
    NegativeLegacyHeap {
        mebibytes: i32,
    },
    // `JobManagerFlinkMemoryUtils`
    HeapExceedsFlink {
        heap: MemorySize,
        flink: MemorySize,
    },
    HeapAndOffHeapDifferFromFlink {
        heap: MemorySize,
        off_heap: MemorySize,
        flink: MemorySize,
    },
    FlinkNotAboveOffHeap {
        flink: MemorySize,
        off_heap: MemorySize,
    },
}

impl Sentence {
    /// The class of the exception that says it.
    const fn class(&self) -> &'static str {
        match self {
            Self::BlankSize
            | Self::SizeNumberOverflow { .. }
            | Self::SizeOverflow { .. }
            | Self::UnknownSizeUnit { .. }
            | Self::UnknownTimeUnit { .. }
            | Self::DurationOverflow { .. }
            | Self::UnknownEnum { .. }
            | Self::NegativeBuffersPerChannel
            | Self::NoRequiredBuffers { .. }
            | Self::NoFloatingBuffers { .. }
            | Self::IllegalDebloating
            | Self::NegativeBytes
            | Self::NegativeMultiplier
            | Self::NegativeDivisor { .. }
            | Self::CouldNotParse { .. }
            | Self::UnknownBoolean { .. }
            | Self::NumberOutOfRange { .. }
            | Self::IllegalQuoting { .. }
            | Self::UnclosedQuote
            | Self::NotAPair { .. }
            | Self::NegativeResource
            | Self::PageTooSmall { .. }
            | Self::PageNotPowerOfTwo
            | Self::TooManyPages { .. }
            | Self::TooManySegments { .. }
            | Self::NoFraction { .. }
            | Self::FractionOfMemoryOutOfRange { .. }
            | Self::RatiosTooLarge { .. }
            | Self::MinAboveMax
            | Self::CannotDowncast { .. }
            | Self::FractionOutOfRange => class::ILLEGAL_ARGUMENT,
            Self::SizeWithoutNumber | Self::NotADecimal { .. } => class::NUMBER_FORMAT,
            Self::LongOverflow | Self::IntegerOverflow | Self::DivisionByZero | Self::BigDivisionByZero => {
                class::ARITHMETIC
            }
            Self::DuplicateKey { .. } => class::ILLEGAL_STATE,
            _ => class::ILLEGAL_CONFIGURATION,
        }
    }
}

impl From<Sentence> for FlinkError {
    fn from(sentence: Sentence) -> Self {
        Self::new(sentence.class(), &sentence)
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BlankSize => f.write_str("argument is an empty- or whitespace-only string"),
            Self::SizeWithoutNumber => f.write_str("text does not start with a number"),
            Self::SizeNumberOverflow { number } => {
                write!(f, "The value '{number}' cannot be re represented as 64bit number (numeric overflow).")
            }
            Self::SizeOverflow { text } => {
                write!(f, "The value '{text}' cannot be re represented as 64bit number of bytes (numeric overflow).")
            }
            Self::UnknownSizeUnit { unit } => write!(
                f,
                "Memory size unit '{unit}' does not match any of the recognized units: (b | bytes) / (k | kb | kibibytes) / \
                 (m | mb | mebibytes) / (g | gb | gibibytes) / (t | tb | tebibytes)"
            ),
            Self::UnknownTimeUnit { unit, minute_is_m } => write!(
                f,
                "Time interval unit label '{unit}' does not match any of the recognized units: DAYS: (d | day | days), HOURS: (h | hour | \
                 hours), MINUTES: (min | {}minute | minutes), SECONDS: (s | sec | secs | second | seconds), MILLISECONDS: (ms | milli | \
                 millis | millisecond | milliseconds), MICROSECONDS: (µs | micro | micros | microsecond | microseconds), NANOSECONDS: \
                 (ns | nano | nanos | nanosecond | nanoseconds)",
                if *minute_is_m { "m | " } else { "" }
            ),
            Self::DurationOverflow { number } => {
                write!(f, "The value '{number}' cannot be represented as Duration (numeric overflow).")
            }
            Self::NegativeBytes => f.write_str("bytes must be >= 0"),
            Self::NegativeMultiplier => f.write_str("multiplier must be >= 0"),
            Self::NegativeDivisor { version } => {
                f.write_str(if *version >= FlinkVersion::V1_20 { "divisor must be != 0" } else { "divisor must be >= 0" })
            }
            Self::DivisionByZero => f.write_str("/ by zero"),
            Self::LongOverflow => f.write_str("long overflow"),
            Self::IntegerOverflow => f.write_str("integer overflow"),
            Self::NotADecimal { first } => write!(
                f,
                "Character {first} is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark."
            ),
            Self::CouldNotParse { key, value } => write!(f, "Could not parse value '{value}' for key '{key}'."),
            Self::CannotReadSize { key } => write!(f, "Cannot read memory size from config option '{key}'."),
            Self::UnknownBoolean { value } => write!(
                f,
                "Unrecognized option for boolean: {value}. Expected either true or false(case insensitive)"
            ),
            Self::NumberOutOfRange { value, kind } => {
                write!(f, "Configuration value {value} overflows/underflows the {kind} type.")
            }
            Self::UnknownEnum { class, names } => {
                write!(f, "Could not parse value for enum class {class}. Expected one of: [[{}]]", names.join(", "))
            }
            Self::IllegalQuoting { position } => {
                write!(f, "Could not split string. Illegal quoting at position: {position}")
            }
            Self::UnclosedQuote => f.write_str("Could not split string. Quoting was not closed properly."),
            Self::NotAPair { parts: Some(parts) } => {
                write!(f, "Could not parse pair in the map [{}]", parts.join(", "))
            }
            Self::NotAPair { parts: None } => f.write_str("Map item is not a key-value pair (missing ':'?)"),
            Self::DuplicateKey { key, first, second } => {
                write!(f, "Duplicate key {key} (attempted merging values {first} and {second})")
            }
            Self::UnknownConsumer { name } => write!(f, "Unknown managed memory consumer: {name}"),
            Self::NegativeWeight { consumer, weight } => write!(
                f,
                "Managed memory weight should not be negative. Configured weight for {consumer} is {weight}."
            ),
            Self::BigDivisionByZero => f.write_str("BigInteger divide by zero"),
            Self::NegativeResource => f.write_str("Resource value must be no less than 0"),
            // Flink's template has a placeholder that its formatter does not know; the values go behind in brackets.
            Self::PageTooSmall { least } => write!(f, "The page size must be at least %d bytes. [{least}]"),
            Self::PageNotPowerOfTwo => f.write_str("The given page size is not a power of two."),
            Self::TooManySegments { bytes } => write!(
                f,
                "The given number of memory bytes ({}) corresponds to more than MAX_INT pages.",
                bytes.bytes()
            ),
            Self::TooManyPages { bytes, pages } => write!(
                f,
                "The given number of memory bytes (%d) corresponds to more than MAX_INT pages (%d > %d). [{}, {pages}, {}]",
                bytes.bytes(),
                i32::MAX
            ),
            Self::NoFraction { key } => write!(
                f,
                "The fraction of memory to allocate should not be 0. Please make sure that all types of managed memory consumers \
                 contained in the job are configured with a non-negative weight via `{key}`."
            ),
            Self::FractionOfMemoryOutOfRange { fraction } => write!(
                f,
                "The fraction of memory to allocate must within (0, 1], was: {}.",
                java::double_to_string(*fraction)
            ),
            Self::RatiosTooLarge { write_buffer, high_priority } => write!(
                f,
                "Invalid configuration: writeBufferRatio {} with highPriPoolRatio {}",
                java::double_to_string(*write_buffer),
                java::double_to_string(*high_priority)
            ),
            Self::NegativeBuffersPerChannel => f.write_str("Must be non-negative."),
            Self::NoRequiredBuffers { key } => {
                write!(f, "At least one buffer is required for each gate, please increase the value of {key}.")
            }
            Self::NoFloatingBuffers { key } => {
                write!(f, "The configured floating buffer should be at least 1, please increase the value of {key}.")
            }
            // Flink throws it without a message.
            Self::IllegalDebloating => Ok(()),
            Self::NothingConfigured { version, fine_grained, flink, process } => {
                if *version == FlinkVersion::V1_10 {
                    let [task_heap, managed] = fine_grained else { return Ok(()) };
                    write!(
                        f,
                        "Either Task Heap Memory size ({task_heap}) and Managed Memory size ({managed}), or Total Flink Memory size \
                         ({flink}), or Total Process Memory size ({process}) need to be configured explicitly."
                    )
                } else {
                    write!(
                        f,
                        "Either required fine-grained memory ({}), or Total Flink Memory size (Key: '{flink}' , default: null \
                         (fallback keys: [])), or Total Process Memory size (Key: '{process}' , default: null (fallback keys: [])) \
                         need to be configured explicitly.",
                        fine_grained.join(" and ")
                    )
                }
            }
            Self::MetaspaceAndOverheadExceedProcess { metaspace, overhead, process } => write!(
                f,
                "Sum of configured JVM Metaspace ({}) and JVM Overhead ({}) exceed configured Total Process Memory ({}).",
                metaspace.human(),
                overhead.human(),
                process.human()
            ),
            Self::ProcessSmallerThanFlinkAndMetaspace { process, flink, metaspace } => write!(
                f,
                "The configured Total Process Memory size ({}) is less than the sum of the derived Total Flink Memory size ({}) and \
                 the configured or default JVM Metaspace size  ({}).",
                process.human(),
                flink.human(),
                metaspace.human()
            ),
            Self::NotInRange { component, size, min, max } => write!(
                f,
                "Derived {component} size ({}) is not in configured {component} range [{}, {}].",
                size.human(),
                min.human(),
                max.human()
            ),
            Self::InconsistentFraction { option, fraction, min, max } => write!(
                f,
                "Inconsistently configured {option} ({fraction}) and its min ({}), max ({}) value",
                min.human(),
                max.human()
            ),
            Self::MinAboveMax => f.write_str("min value must be less or equal to max value"),
            Self::FractionOutOfRange => f.write_str("fraction must be in range [0, 1)"),
            Self::PartsExceedFlink { parts, flink } => {
                f.write_str("Sum of configured ")?;
                for (at, (component, size)) in parts.iter().enumerate() {
                    let before = match at {
                        0 => "",
                        at if at + 1 == parts.len() => " and ",
                        _ => ", ",
                    };
                    write!(f, "{before}{component} ({})", size.human())?;
                }
                write!(f, " exceed configured Total Flink Memory ({}).", flink.human())
            }
            Self::NetworkInconsistent => f.write_str(
                "If Total Flink, Task Heap and (or) Managed Memory sizes are explicitly configured then the Network Memory size is \
                 the rest of the Total Flink memory after subtracting all other configured types of memory, but the derived Network \
                 Memory is inconsistent with its configuration.",
            ),
            Self::NetworkDiffersFromBufferCount { derived, configured } => write!(
                f,
                "Derived Network Memory size ({}) does not match configured Network Memory size ({}).",
                derived.human(),
                configured.human()
            ),
            Self::NoCpuCores => f.write_str(
                "TaskExecutors need to be started with a positive number of CPU cores. Please configure taskmanager.cpu.cores \
                 accordingly.",
            ),
            Self::IllegalParameter { key, value, rule } => {
                write!(f, "Invalid configuration value for {key} : {value} - {rule}")
            }
            Self::CannotDowncast { value } => write!(f, "Cannot downcast long value {value} to integer."),
            Self::NegativeLegacyHeap { mebibytes } => {
                write!(f, "Configured total process memory size ({mebibytes}MB) must not be less than 0.")
            }
            Self::HeapExceedsFlink { heap, flink } => write!(
                f,
                "The configured JVM Heap Memory ({}) exceeds the configured Total Flink Memory ({}). Please, make the configuration \
                 consistent or configure only one option: either JVM Heap or Total Flink Memory.",
                heap.human(),
                flink.human()
            ),
            Self::HeapAndOffHeapDifferFromFlink { heap, off_heap, flink } => write!(
                f,
                "Sum of the configured JVM Heap Memory ({}) and the configured Off-heap Memory ({}) does not match the configured \
                 Total Flink Memory ({}). Please, make the configuration consistent or configure only one option: either JVM Heap or \
                 Total Flink Memory.",
                heap.human(),
                off_heap.human(),
                flink.human()
            ),
            Self::FlinkNotAboveOffHeap { flink, off_heap } => write!(
                f,
                "The configured Total Flink Memory ({}) is less than the configured Off-heap Memory ({}).",
                flink.human(),
                off_heap.human()
            ),
        }
    }
}
