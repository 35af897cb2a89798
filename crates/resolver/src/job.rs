//! What the configuration says about a running job: when it flushes its buffers, how often it takes checkpoints, whether operators hand on
//! objects or copies, and how long a TaskManager may be silent.
//!
//! Follows `ExecutionOptions`, `ExecutionCheckpointingOptions` and, since 1.20, `CheckpointingOptions`; `PipelineOptions` and
//! `HeartbeatManagerOptions`. A job's program may decide otherwise; that is not
//! known here. These keys size no memory, so they are not in the [catalogue](crate::catalogue).

use crate::behaviour::behaviour;
use crate::config::Configuration;
use crate::duration::Duration;
use crate::version::FlinkVersion;

/// How often open buffers are flushed.
pub const BUFFER_TIMEOUT: &str = "execution.buffer-timeout.interval";
/// The key for that up to 1.17, still read later.
const BUFFER_TIMEOUT_OLD: &str = "execution.buffer-timeout";
/// Whether open buffers are flushed at all. Since 1.18.
const BUFFER_TIMEOUT_ENABLED: &str = "execution.buffer-timeout.enabled";
/// Time between two checkpoints.
pub const CHECKPOINT_INTERVAL: &str = "execution.checkpointing.interval";

/// Whether barriers overtake data.
pub const UNALIGNED: &str = "execution.checkpointing.unaligned.enabled";
/// The key for that up to 1.19, still read later.
const UNALIGNED_OLD: &str = "execution.checkpointing.unaligned";
/// How long barriers that may overtake data wait first. Since 1.14; before, it had another key.
pub const ALIGNED_TIMEOUT: &str = "execution.checkpointing.aligned-checkpoint-timeout";
const ALIGNED_TIMEOUT_OLD: &str = "execution.checkpointing.alignment-timeout";
/// How long a checkpoint may take.
const CHECKPOINT_TIMEOUT: &str = "execution.checkpointing.timeout";

/// Whether chained operators hand on the objects they were given, and not copies.
pub const OBJECT_REUSE: &str = "pipeline.object-reuse";
/// Time between two questions to a TaskManager.
const HEARTBEAT_INTERVAL: &str = "heartbeat.interval";
/// How long it may be silent.
const HEARTBEAT_TIMEOUT: &str = "heartbeat.timeout";

/// Every key that is read here and is not in the [catalogue](crate::catalogue).
pub const KEYS: [&str; 12] = [
    BUFFER_TIMEOUT,
    BUFFER_TIMEOUT_OLD,
    BUFFER_TIMEOUT_ENABLED,
    CHECKPOINT_INTERVAL,
    CHECKPOINT_TIMEOUT,
    UNALIGNED,
    UNALIGNED_OLD,
    ALIGNED_TIMEOUT,
    ALIGNED_TIMEOUT_OLD,
    OBJECT_REUSE,
    HEARTBEAT_INTERVAL,
    HEARTBEAT_TIMEOUT,
];

/// When open buffers are flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flush {
    /// Every so often, ms, from 1.
    Every(u64),
    /// After every record: a timeout of less than a millisecond.
    EveryRecord,
    /// Only when they are full.
    WhenFull,
}

/// Checkpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoints {
    /// Time between two of them, ms, from 1.
    pub interval_ms: u64,
    /// How long one may take, ms.
    pub timeout_ms: u64,
    /// How long barriers wait for the data before them, ms, until they overtake it; `None` if they never do.
    pub overtake_after_ms: Option<u64>,
}

/// What is configured about running jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobSettings {
    /// When open buffers are flushed.
    pub flush: Flush,
    /// Checkpoints; `None` without.
    pub checkpoints: Option<Checkpoints>,
    /// Whether chained operators hand on the objects they were given, and not copies.
    pub object_reuse: bool,
    /// Time between two questions to a TaskManager, ms.
    pub heartbeat_interval_ms: u64,
    /// How long it may be silent, ms.
    pub heartbeat_timeout_ms: u64,
}

/// A value that Flink cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its key.
    pub key: &'static str,
}

/// The settings in `config`, or Flink's defaults.
///
/// # Errors
/// [`Unreadable`] names the first key whose value is no duration in this release.
pub fn job_settings(version: FlinkVersion, config: &Configuration) -> Result<JobSettings, Unreadable> {
    let millis = |key: &'static str| {
        let Some(text) = config.get(key) else { return Ok(None) };
        let duration = Duration::parse(text, &behaviour(version).durations);
        let millis = duration.and_then(Duration::millis).map_err(|_| Unreadable { key })?;
        Ok(Some(millis.unsigned_abs()))
    };
    let says =
        |key: &str, word: &str| config.get(key).is_some_and(|text| text.trim().eq_ignore_ascii_case(word));
    let is_off = says(BUFFER_TIMEOUT_ENABLED, "false");
    let can_overtake =
        says(UNALIGNED, "true") || (config.get(UNALIGNED).is_none() && says(UNALIGNED_OLD, "true"));
    let patience = millis(ALIGNED_TIMEOUT)?.or(millis(ALIGNED_TIMEOUT_OLD)?).unwrap_or(0);
    let timeout_ms = millis(CHECKPOINT_TIMEOUT)?.unwrap_or(DEFAULT_CHECKPOINT_TIMEOUT);
    let checkpoints = millis(CHECKPOINT_INTERVAL)?.filter(|millis| *millis > 0);
    let flush = match millis(BUFFER_TIMEOUT)?.or(millis(BUFFER_TIMEOUT_OLD)?) {
        _ if is_off => Flush::WhenFull,
        Some(0) => Flush::EveryRecord,
        timeout => Flush::Every(timeout.unwrap_or(DEFAULT_TIMEOUT)),
    };
    Ok(JobSettings {
        flush,
        checkpoints: checkpoints.map(|interval_ms| Checkpoints {
            interval_ms,
            timeout_ms,
            overtake_after_ms: can_overtake.then_some(patience),
        }),
        object_reuse: says(OBJECT_REUSE, "true"),
        heartbeat_interval_ms: millis(HEARTBEAT_INTERVAL)?.unwrap_or(DEFAULT_HEARTBEAT_INTERVAL),
        heartbeat_timeout_ms: millis(HEARTBEAT_TIMEOUT)?.unwrap_or(DEFAULT_HEARTBEAT_TIMEOUT),
    })
}

/// Milliseconds (`ExecutionOptions.BUFFER_TIMEOUT`).
const DEFAULT_TIMEOUT: u64 = 100;
/// Milliseconds (`CHECKPOINTING_TIMEOUT`).
const DEFAULT_CHECKPOINT_TIMEOUT: u64 = 600_000;
/// Milliseconds (`HEARTBEAT_INTERVAL`).
const DEFAULT_HEARTBEAT_INTERVAL: u64 = 10_000;
/// Milliseconds (`HEARTBEAT_TIMEOUT`).
const DEFAULT_HEARTBEAT_TIMEOUT: u64 = 50_000;

#[cfg(test)]
mod tests {
    use super::{Checkpoints, Flush, JobSettings, Unreadable, job_settings};
    use crate::{Configuration, FlinkVersion};

    fn read(entries: &[(&str, &str)]) -> Result<JobSettings, Unreadable> {
        let mut config = Configuration::plain();
        for (key, value) in entries {
            config.set(*key, *value);
        }
        job_settings(FlinkVersion::LATEST, &config)
    }

    #[test]
    fn nothing_set_is_flinks_default() {
        let settings = JobSettings {
            flush: Flush::Every(100),
            checkpoints: None,
            object_reuse: false,
            heartbeat_interval_ms: 10_000,
            heartbeat_timeout_ms: 50_000,
        };
        assert_eq!(read(&[]), Ok(settings));
    }

    #[test]
    fn durations_are_flinks() {
        let flush = |entries: &[(&str, &str)]| read(entries).expect("durations").flush;
        assert_eq!(flush(&[("execution.buffer-timeout.interval", "2 s")]), Flush::Every(2000));
        assert_eq!(flush(&[("execution.buffer-timeout", "7")]), Flush::Every(7));
        assert_eq!(flush(&[("execution.buffer-timeout.interval", "0")]), Flush::EveryRecord);
        assert_eq!(flush(&[("execution.buffer-timeout.enabled", "false")]), Flush::WhenFull);
    }

    #[test]
    fn objects_and_heartbeats_are_configured() {
        let entries = [
            ("pipeline.object-reuse", "true"),
            ("heartbeat.interval", "2000"),
            ("heartbeat.timeout", "1 min"),
        ];
        let settings = read(&entries).expect("durations");
        assert!(settings.object_reuse);
        assert_eq!((settings.heartbeat_interval_ms, settings.heartbeat_timeout_ms), (2_000, 60_000));
    }

    #[test]
    fn barriers_overtake_where_that_is_configured() {
        let of = |more: &[(&str, &str)]| {
            let entries = [&[("execution.checkpointing.interval", "1 min")], more].concat();
            read(&entries).expect("durations").checkpoints.expect("some")
        };
        let aligned = Checkpoints { interval_ms: 60_000, timeout_ms: 600_000, overtake_after_ms: None };
        assert_eq!(of(&[]), aligned);
        assert_eq!(of(&[("execution.checkpointing.aligned-checkpoint-timeout", "3 s")]), aligned);
        let overtake = |key| of(&[(key, "true")]).overtake_after_ms;
        assert_eq!(overtake("execution.checkpointing.unaligned"), Some(0));
        let both = [
            ("execution.checkpointing.unaligned.enabled", "true"),
            ("execution.checkpointing.aligned-checkpoint-timeout", "3 s"),
            ("execution.checkpointing.timeout", "7 s"),
        ];
        assert_eq!(of(&both), Checkpoints { timeout_ms: 7_000, overtake_after_ms: Some(3_000), ..aligned });
    }

    #[test]
    fn what_is_no_duration_is_named() {
        let key = "execution.checkpointing.interval";
        assert_eq!(read(&[(key, "often")]), Err(Unreadable { key }));
    }
}
