//! Whether a pause of a TaskManager is taken for its death. An estimate, since pauses are.
//!
//! Follows `HeartbeatManagerSenderImpl` and `HeartbeatManagerImpl` (1.13 to 2.3): the JobManager asks every interval, and each answer begins
//! the timeout anew. A TaskManager that pauses does not answer. The last answer before a pause is up to one interval old
//! when it begins, so that nothing is heard for at most an interval and the pause.

use std::fmt;

use super::gc::{GcEstimate, HeapVerdict};
use super::range::{Number, within};
use super::{Basis, Estimate};
use crate::scenario::{Nanos, SECOND, ScenarioError};

/// How often TaskManagers are asked, and how long they may be silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Between two questions, ns, 1 ms to 1 day (`heartbeat.interval`).
    pub interval: Nanos,
    /// From one answer to the next at most, ns, 1 ms to 1 day, from the interval (`heartbeat.timeout`).
    pub timeout: Nanos,
}

impl Default for Heartbeat {
    /// As Flink has it (`HeartbeatManagerOptions`, 1.13 to 2.3).
    fn default() -> Self {
        Self { interval: 10 * SECOND, timeout: 50 * SECOND }
    }
}

/// How likely a pause is to end in a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// It is not: even at the worst moment, half of the timeout is left.
    None,
    /// It is not, but less than half of the timeout is left at the worst moment.
    Low,
    /// It depends on the moment.
    High,
    /// It does, at any moment; or the TaskManager fails anyhow.
    Certain,
}

/// What comes of the longest pause. Its text says so with its reason.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeartbeatEstimate {
    /// How likely a timeout is.
    pub risk: Risk,
    /// The longest pause, ns.
    pub pause: Nanos,
    /// Nothing is heard for so long at worst, ns.
    pub silence: Nanos,
    /// How long that may be, ns.
    pub timeout: Nanos,
    /// Part of the moments, 0 to 1, at which a pause that begins there ends in a timeout.
    pub probability: f64,
    /// Whether live data do not fit in the heap.
    pub is_out_of_memory: bool,
}

impl HeartbeatEstimate {
    /// Where the numbers come from.
    pub const BASES: [Basis; 1] = [Basis {
        of: "heartbeat timeout",
        formula: "probability = (longest pause + interval - timeout) / interval, from 0 to 1",
        source: "Flink: HeartbeatManagerSenderImpl, HeartbeatManagerImpl, HeartbeatManagerOptions",
    }];
}

impl Heartbeat {
    /// What comes of what collections take.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "times below a day")]
    pub fn estimate(&self, collections: &GcEstimate) -> Estimate<HeartbeatEstimate> {
        let pause = collections.longest_pause();
        let silence = pause.saturating_add(self.interval);
        let too_long = silence.saturating_sub(self.timeout) as f64;
        let probability = (too_long / self.interval.max(1) as f64).min(1.0);
        let is_out_of_memory = collections.verdict == HeapVerdict::OutOfMemory;
        let risk = if is_out_of_memory || pause >= self.timeout {
            Risk::Certain
        } else if silence >= self.timeout {
            Risk::High
        } else if pause > self.timeout.saturating_sub(self.interval) / 2 {
            Risk::Low
        } else {
            Risk::None
        };
        let timeout = self.timeout;
        Estimate(HeartbeatEstimate { risk, pause, silence, timeout, probability, is_out_of_memory })
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        let most = 86_400e9;
        within("heartbeat.interval", self.interval, 1e6..=most, "1 ms..=1 day")?;
        // An answer is never younger than that.
        let least = self.interval.to_f64();
        within("heartbeat.timeout", self.timeout, least..=most, "heartbeat.interval..=1 day")
    }
}

impl fmt::Display for HeartbeatEstimate {
    #[expect(clippy::cast_precision_loss, reason = "times below a day, with one decimal")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_out_of_memory {
            return f.write_str(
                "live data do not fit in the heap: java.lang.OutOfMemoryError ends the TaskManager",
            );
        }
        let seconds = |time: Nanos| time as f64 / SECOND as f64;
        let outcome = match self.risk {
            Risk::None => "far less than",
            Risk::Low => "less than",
            Risk::High => "more than",
            Risk::Certain => "at any moment more than",
        };
        write!(
            f,
            "a pause of {:.1} s leaves the JobManager without an answer for up to {:.1} s, {outcome} heartbeat.timeout ({:.1} s)",
            seconds(self.pause),
            seconds(self.silence),
            seconds(self.timeout),
        )
    }
}
