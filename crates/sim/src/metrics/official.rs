//! Flink's rates and shares as its own gauges say them: brought up to date every five seconds, over the last minute.
//!
//! Follows `MeterView` and `TimerGauge`. Flink reads a clock of milliseconds at each change of what a task does; here time is exact until a
//! gauge is brought up to date.

use std::collections::VecDeque;

use super::{TaskCounters, TaskMetrics};
use crate::behaviour::MetricRules;
use crate::scenario::{Nanos, SECOND};

/// Time between two updates of all gauges, ns (`View.UPDATE_INTERVAL_SECONDS`).
pub const UPDATE_INTERVAL: Nanos = 5 * SECOND;

/// Updates in a minute, which rates are over.
pub(crate) const INTERVALS: usize = 12;

/// Seconds of an update interval.
const INTERVAL_SECONDS: u64 = UPDATE_INTERVAL / SECOND;

/// What a task had counted at the last updates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History {
    /// Those of a minute and the one before, oldest first.
    seen: VecDeque<TaskMetrics>,
}

impl History {
    /// Another update.
    pub(crate) fn update(&mut self, now: TaskMetrics) {
        if self.seen.len() > INTERVALS {
            self.seen.pop_front();
        }
        self.seen.push_back(now);
    }

    /// What was seen so many updates before the last one; nothing was counted before the first.
    fn before(&self, intervals: usize) -> TaskMetrics {
        let at = self.seen.len().checked_sub(intervals + 1);
        at.and_then(|at| self.seen.get(at)).copied().unwrap_or_default()
    }

    /// Rates at the last update.
    pub(crate) fn rates(&self) -> TaskRates {
        TaskRates::of(&self.before(0).since(&self.before(INTERVALS)).counters)
    }

    /// Shares at the last update.
    pub(crate) fn shares(&self, rules: &MetricRules) -> TaskShares {
        let intervals = rules.time_intervals.min(self.seen.len());
        let (now, then) = (self.before(0).times, self.before(intervals).times);
        let seconds = INTERVAL_SECONDS * u64::try_from(intervals.max(1)).unwrap_or(1);
        let share = |now: Nanos, then: Nanos| ((milliseconds(now) - milliseconds(then)) / seconds).min(1000);
        let idle = share(now.idle, then.idle);
        let soft = share(now.soft_backpressured, then.soft_backpressured);
        let hard = share(now.hard_backpressured, then.hard_backpressured);
        let back_pressured = if rules.splits_back_pressure {
            soft + hard
        } else {
            let of = |times: super::TaskTimes| times.soft_backpressured + times.hard_backpressured;
            share(of(now), of(then))
        };
        let busy = 1000 - (idle + back_pressured).min(1000);
        TaskShares { busy, idle, soft, hard, back_pressured }
    }
}

const fn milliseconds(time: Nanos) -> u64 {
    time / 1_000_000
}

/// Rates of a task over the last minute, per second. In the first minute they are too small, as Flink's are: it divides by a minute from
/// the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TaskRates {
    /// `numRecordsInPerSecond`.
    pub records_in: f64,
    /// `numRecordsOutPerSecond`.
    pub records_out: f64,
    /// `numBytesOutPerSecond`.
    pub bytes_out: f64,
    /// `numBuffersOutPerSecond`.
    pub buffers_out: f64,
    /// `numBytesInLocalPerSecond`.
    pub bytes_in_local: f64,
    /// `numBytesInRemotePerSecond`.
    pub bytes_in_remote: f64,
    /// `numBuffersInLocalPerSecond`.
    pub buffers_in_local: f64,
    /// `numBuffersInRemotePerSecond`.
    pub buffers_in_remote: f64,
}

impl TaskRates {
    #[expect(clippy::cast_precision_loss, reason = "as `(double) long` is")]
    fn of(counters: &TaskCounters) -> Self {
        let seconds = (INTERVAL_SECONDS * INTERVALS as u64) as f64;
        let rate = |count: u64| count as f64 / seconds;
        Self {
            records_in: rate(counters.records_in),
            records_out: rate(counters.records_out),
            bytes_out: rate(counters.bytes_out),
            buffers_out: rate(counters.buffers_out),
            bytes_in_local: rate(counters.bytes_in_local),
            bytes_in_remote: rate(counters.bytes_in_remote),
            buffers_in_local: rate(counters.buffers_in_local),
            buffers_in_remote: rate(counters.buffers_in_remote),
        }
    }
}

/// How a task spends its time, in whole milliseconds per second, 0 to 1000: mean of the last minute (≥1.17), or of the last five seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskShares {
    /// `busyTimeMsPerSecond`: what is left. Before the first update, and before the task starts, it is all of it.
    pub busy: u64,
    /// `idleTimeMsPerSecond`.
    pub idle: u64,
    /// `softBackPressuredTimeMsPerSecond` (≥1.15).
    pub soft: u64,
    /// `hardBackPressuredTimeMsPerSecond` (≥1.15).
    pub hard: u64,
    /// `backPressuredTimeMsPerSecond`: both together.
    pub back_pressured: u64,
}

impl TaskShares {
    /// What the Web UI calls the back pressure of a subtask; that of a vertex is the worst of its subtasks'.
    #[must_use]
    pub const fn level(&self) -> BackPressureLevel {
        BackPressureLevel::of(self.back_pressured)
    }
}

/// How the Web UI calls back pressure (`JobVertexBackPressureHandler`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackPressureLevel {
    /// Up to 10 % of the time.
    Ok,
    /// Up to 50 %.
    Low,
    /// More.
    High,
}

impl BackPressureLevel {
    /// That of so many milliseconds per second.
    #[must_use]
    pub const fn of(back_pressured: u64) -> Self {
        match back_pressured {
            0..=100 => Self::Ok,
            101..=500 => Self::Low,
            _ => Self::High,
        }
    }

    /// Flink's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Low => "LOW",
            Self::High => "HIGH",
        }
    }
}

/// Network memory of a TaskManager (`Status.Shuffle.Netty`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShuffleMetrics {
    /// `TotalMemorySegments`.
    pub total_segments: u64,
    /// `AvailableMemorySegments`: those that no pool has taken.
    pub available_segments: u64,
    /// Bytes of a segment.
    pub segment_size: u64,
    /// `RequestedMemoryUsage`: what all pools are expected to ask for, percent of the total (≥1.15).
    pub requested_usage: Option<i32>,
}

impl ShuffleMetrics {
    /// `UsedMemorySegments`.
    #[must_use]
    pub const fn used_segments(&self) -> u64 {
        self.total_segments - self.available_segments
    }
}

#[cfg(test)]
mod tests {
    use super::{BackPressureLevel, History, TaskShares};
    use crate::Behaviour;
    use crate::metrics::{TaskCounters, TaskMetrics, TaskTimes};
    use crate::scenario::SECOND;
    use pools::Release;

    /// After so many updates of a task that reads 100 records and idles 0.25 s each second, and is back pressured the more the longer.
    fn history(updates: u64) -> History {
        let mut history = History::default();
        for update in 1..=updates {
            let seconds = 5 * update;
            let counters = TaskCounters { records_in: 100 * seconds, ..TaskCounters::default() };
            let times = TaskTimes {
                idle: SECOND * seconds / 4,
                soft_backpressured: 2_999_999 * update * update,
                hard_backpressured: 999_999 * update,
                ..TaskTimes::default()
            };
            history.update(TaskMetrics { counters, times });
        }
        history
    }

    #[test]
    fn rates_are_over_a_minute_from_the_beginning() {
        for (updates, rate) in [(0, 0.0), (1, 500.0 / 60.0), (6, 50.0), (12, 100.0), (30, 100.0)] {
            assert_eq!(history(updates).rates().records_in, rate, "{updates}");
        }
    }

    #[track_caller]
    fn check(release: Release, updates: u64, expected: [u64; 5]) {
        let shares = history(updates).shares(&Behaviour::of(release).metrics);
        let TaskShares { busy, idle, soft, hard, back_pressured } = shares;
        assert_eq!([busy, idle, soft, hard, back_pressured], expected, "{release} {updates}");
    }

    #[test]
    fn shares_are_of_five_seconds_or_of_a_minute() {
        // In the last five seconds of 20 updates, 2.999999 × (400 - 361) = 116.99 ms soft, 0.999999 ms hard; up to 19 updates 18.999981 ms hard.
        check(Release::V1_16, 20, [727, 250, 23, 0, 23]);
        // Together 117.99996 ms; the sum up to then is 1219.99962 ms, and before that 1101.99966 ms.
        check(Release::V1_14, 20, [727, 250, 23, 0, 23]);
        // In a minute, 2.999999 × (400 - 64) = 1007.99 ms soft, 11.99 ms hard; 60 s.
        check(Release::V1_17, 20, [734, 250, 16, 0, 16]);
        // At the beginning, of what there is: ten seconds.
        check(Release::V2_3, 2, [749, 250, 1, 0, 1]);
        check(Release::V2_3, 0, [1000, 0, 0, 0, 0]);
    }

    #[test]
    fn levels_are_those_of_the_web_ui() {
        let levels = [0, 100, 101, 500, 501, 1000].map(|share| BackPressureLevel::of(share).name());
        assert_eq!(levels, ["OK", "OK", "LOW", "LOW", "HIGH", "HIGH"]);
    }
}
