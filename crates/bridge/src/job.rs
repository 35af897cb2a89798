//! What is configured about running jobs.

use pools::Release;
use pools::job::LoadBalanceMode;
use resolver::Configuration;
use resolver::job::{Checkpoints, Flush};
use sim::scenario::{Barriers, BufferTimeout, Checkpointing, Nanos};

use crate::MILLISECOND;

/// What a simulation takes as times of checkpoints, ns.
const SHORTEST_CHECKPOINT: Nanos = 10 * MILLISECOND;
const LONGEST_CHECKPOINT: Nanos = 86_400_000 * MILLISECOND;

/// When open buffers are flushed.
#[must_use]
pub fn buffer_timeout(flush: Flush) -> BufferTimeout {
    match flush {
        Flush::Every(millis) => BufferTimeout::Every(millis.saturating_mul(MILLISECOND)),
        Flush::EveryRecord => BufferTimeout::EveryRecord,
        Flush::WhenFull => BufferTimeout::Never,
    }
}

/// When checkpoints are taken, and how; times from 10 ms to 1,000 days.
#[must_use]
pub fn checkpointing(checkpoints: Checkpoints) -> Checkpointing {
    let time =
        |millis: u64| millis.saturating_mul(MILLISECOND).clamp(SHORTEST_CHECKPOINT, LONGEST_CHECKPOINT);
    Checkpointing {
        interval: time(checkpoints.interval_ms),
        timeout: time(checkpoints.timeout_ms),
        barriers: match checkpoints.overtake_after_ms {
            None => Barriers::Aligned,
            Some(0) => Barriers::Unaligned,
            Some(millis) => Barriers::AlignedFor(time(millis)),
        },
    }
}

/// How the configuration spreads slots: by its mode, or as releases did before they had modes.
#[must_use]
pub fn load_balance_mode(release: Release, config: &Configuration) -> LoadBalanceMode {
    let rules = release.behaviour().scheduling;
    let of = |key: Option<&'static str>| key.and_then(|key| config.get(key));
    let named = of(rules.mode_key).and_then(|name| {
        rules.modes.iter().copied().find(|mode| mode.name().eq_ignore_ascii_case(name.trim()))
    });
    let spread = of(rules.spread_key).filter(|text| text.trim().eq_ignore_ascii_case("true"));
    let default = rules.modes.first().copied().unwrap_or(LoadBalanceMode::None);
    named.or(spread.map(|_| LoadBalanceMode::Slots)).unwrap_or(default)
}

#[cfg(test)]
mod tests {
    use super::{buffer_timeout, checkpointing, load_balance_mode};
    use pools::Release;
    use pools::job::LoadBalanceMode;
    use resolver::Configuration;
    use resolver::job::{Checkpoints, Flush};
    use sim::scenario::{Barriers, BufferTimeout, Checkpointing};

    #[test]
    fn times_become_nanoseconds() {
        assert_eq!(buffer_timeout(Flush::Every(7)), BufferTimeout::Every(7_000_000));
        assert_eq!(buffer_timeout(Flush::WhenFull), BufferTimeout::Never);
        let of = |interval_ms, overtake_after_ms| {
            checkpointing(Checkpoints { interval_ms, timeout_ms: 20, overtake_after_ms })
        };
        let expected = |interval, barriers| Checkpointing { interval, timeout: 20_000_000, barriers };
        assert_eq!(of(30, None), expected(30_000_000, Barriers::Aligned));
        assert_eq!(of(1, Some(0)), expected(10_000_000, Barriers::Unaligned));
        assert_eq!(of(30, Some(40)), expected(30_000_000, Barriers::AlignedFor(40_000_000)));
    }

    #[test]
    fn slots_are_spread_as_each_release_is_told() {
        let mode = |version, key: &str, value: &str| {
            let mut config = Configuration::plain();
            config.set(key, value);
            load_balance_mode(Release::parse(version).expect("a release"), &config)
        };
        assert_eq!(mode("1.18", "cluster.evenly-spread-out-slots", "true"), LoadBalanceMode::Slots);
        assert_eq!(mode("1.18", "cluster.evenly-spread-out-slots", "false"), LoadBalanceMode::None);
        assert_eq!(mode("2.0", "taskmanager.load-balance.mode", " slots"), LoadBalanceMode::Slots);
        assert_eq!(mode("1.18", "taskmanager.load-balance.mode", "SLOTS"), LoadBalanceMode::None);
    }
}
