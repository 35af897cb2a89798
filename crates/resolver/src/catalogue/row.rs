//! Constructors that keep one span of one option on one line.
//!
//! There is one function for each type of option, so that a default can only be of the type it belongs to.

use super::{DefaultValue, OptionType, Span};
use crate::version::FlinkVersion;

/// One kibibyte.
pub(super) const KIB: u64 = 1 << 10;
/// One mebibyte.
pub(super) const MIB: u64 = 1 << 20;
/// One gibibyte.
pub(super) const GIB: u64 = 1 << 30;
/// The largest size Flink can hold, its way of saying "no limit".
pub(super) const MAX_BYTES: u64 = i64::MAX as u64;

// Simple names of Flink's classes of options.
pub(super) const ALGORITHM: &str = "AlgorithmOptions";
pub(super) const CHECKPOINTING: &str = "CheckpointingOptions";
pub(super) const CORE: &str = "CoreOptions";
pub(super) const EXECUTION: &str = "ExecutionOptions";
pub(super) const FORST: &str = "ForStOptions";
pub(super) const FORST_TUNING: &str = "ForStConfigurableOptions";
pub(super) const JOB_MANAGER: &str = "JobManagerOptions";
pub(super) const NETTY: &str = "NettyShuffleEnvironmentOptions";
pub(super) const RESOURCE_MANAGER: &str = "ResourceManagerOptions";
pub(super) const ROCKSDB: &str = "RocksDBOptions";
pub(super) const ROCKSDB_TUNING: &str = "RocksDBConfigurableOptions";
pub(super) const STATE_BACKENDS: &str = "StateBackendOptions";
pub(super) const TASK_MANAGER: &str = "TaskManagerOptions";

const fn span(
    since: FlinkVersion,
    until: FlinkVersion,
    class: &'static str,
    kind: OptionType,
    default: DefaultValue,
) -> Span {
    Span { since, until, class, kind, default, deprecated_keys: &[], fallback_keys: &[], deprecated: false }
}

/// Writes the constructor of one option type: the Rust type of its default and the variant that holds it.
macro_rules! constructor {
    ($name:ident, $kind:ident, $default:ident($value:ty)) => {
        #[doc = concat!("A span of type `", stringify!($kind), "`, both releases inclusive.")]
        pub(super) const fn $name(
            since: FlinkVersion,
            until: FlinkVersion,
            class: &'static str,
            default: Option<$value>,
        ) -> Span {
            let default = match default {
                Some(value) => DefaultValue::$default(value),
                None => DefaultValue::None,
            };
            span(since, until, class, OptionType::$kind, default)
        }
    };
}

constructor!(memory_size, MemorySize, Bytes(u64));
constructor!(float, Float, Float(f32));
constructor!(double, Double, Double(f64));
constructor!(integer, Integer, Integer(i64));
constructor!(long, Long, Integer(i64));
constructor!(boolean, Boolean, Boolean(bool));
constructor!(string, String, Text(&'static str));
constructor!(map, Map, Text(&'static str));
constructor!(duration, Duration, Millis(u64));

/// A span of an enumeration with these constants, both releases inclusive.
pub(super) const fn enumeration(
    since: FlinkVersion,
    until: FlinkVersion,
    class: &'static str,
    names: &'static [&'static str],
    default: Option<&'static str>,
) -> Span {
    let default = match default {
        Some(name) => DefaultValue::Text(name),
        None => DefaultValue::None,
    };
    span(since, until, class, OptionType::Enum(names), default)
}

impl Span {
    /// The same span with old spellings that Flink still reads, in the order in which it tries them.
    pub(super) const fn deprecated_keys(mut self, keys: &'static [&'static str]) -> Self {
        self.deprecated_keys = keys;
        self
    }

    /// The same span of an option that Flink itself marks as deprecated.
    pub(super) const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }
}
