//! Options of the network stack that size nothing, and so are not in the catalogue. Rows of the same form.

use crate::catalogue::{DefaultValue, OptionDef, OptionType, Scope, Span};
use crate::version::FlinkVersion::{self, V1_10, V1_15, V1_18, V1_19, V2_3};

const fn option(key: &'static str, spans: &'static [Span]) -> OptionDef {
    OptionDef { key, scope: Scope::Network, words: None, spans }
}

const fn since(
    since: FlinkVersion,
    kind: OptionType,
    default: DefaultValue,
    deprecated_keys: &'static [&'static str],
) -> Span {
    Span {
        since,
        until: V2_3,
        class: "NettyShuffleEnvironmentOptions",
        kind,
        default,
        deprecated_keys,
        fallback_keys: &[],
        deprecated: false,
    }
}

/// First pause before a channel asks again for a partition, ms.
pub(super) static REQUEST_BACKOFF_INITIAL: OptionDef = option(
    "taskmanager.network.request-backoff.initial",
    &[since(
        V1_10,
        OptionType::Integer,
        DefaultValue::Integer(100),
        &["taskmanager.net.request-backoff.initial"],
    )],
);

/// Longest pause before a channel asks again for a partition, ms.
pub(super) static REQUEST_BACKOFF_MAX: OptionDef = option(
    "taskmanager.network.request-backoff.max",
    &[since(
        V1_10,
        OptionType::Integer,
        DefaultValue::Integer(10_000),
        &["taskmanager.net.request-backoff.max"],
    )],
);

/// How long a channel's request waits for a partition.
pub(super) static PARTITION_REQUEST_TIMEOUT: OptionDef = option(
    "taskmanager.network.partition-request-timeout",
    &[since(V1_19, OptionType::Duration, DefaultValue::Millis(10_000), &[])],
);

/// Whether there are metrics of every queue.
pub(super) static DETAILED_METRICS: OptionDef = option(
    "taskmanager.network.detailed-metrics",
    &[since(V1_10, OptionType::Boolean, DefaultValue::Boolean(false), &[])],
);

/// Whether connections outlive a job.
pub(super) static CONNECTION_REUSE: OptionDef = option(
    "taskmanager.network.tcp-connection.enable-reuse-across-jobs",
    &[since(V1_15, OptionType::Boolean, DefaultValue::Boolean(true), &[])],
);

/// Where the remote tier of a hybrid shuffle is; there is none without.
pub(super) static HYBRID_SHUFFLE_REMOTE_PATH: OptionDef = option(
    "taskmanager.network.hybrid-shuffle.remote.path",
    &[since(V1_18, OptionType::String, DefaultValue::None, &[])],
);
