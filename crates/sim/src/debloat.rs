//! Buffer debloating: how large buffers should be, so that those in flight last for a given time.
//!
//! Follows `BufferDebloater`, `BufferSizeEMA` and `ThroughputCalculator` of Flink 1.15 to 2.3. There is one of each for every gate; the
//! size that is announced goes to the senders of all its channels. In 1.14 there is one of each for a task, with `ThroughputEMA`: it looks
//! at the buffers of all gates, and its size goes to the senders of all of them. 1.13 has none.

use std::error::Error;
use std::fmt;

use pools::Release;

use crate::behaviour::{Behaviour, DebloatRule};

/// What a gate's debloater is made with, as configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebloatSetup {
    /// The release it behaves as.
    pub release: Release,
    /// Time that the buffers in flight should last, ms.
    pub target_ms: i64,
    /// Size at the start, bytes; before 2.0 it is the largest one.
    pub start: i32,
    /// Largest size, bytes: the segment size.
    pub max: i32,
    /// Smallest size, bytes.
    pub min: i32,
    /// Change that is announced, percent of the size announced last.
    pub threshold_percentages: i32,
    /// Samples of the moving average: of the size, in 1.14 of the throughput.
    pub samples: i32,
}

/// The throughput was negative, or so large that its product with the target is; Flink's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NegativeSize;

impl NegativeSize {
    /// The class that Flink throws.
    pub const CLASS: &'static str = "java.lang.IllegalArgumentException";
}

impl fmt::Display for NegativeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Size of buffer should be non negative")
    }
}

impl Error for NegativeSize {}

/// Finds the size of a gate's buffers (`BufferDebloater`).
#[derive(Clone, Copy, Debug)]
pub struct BufferDebloater {
    rule: DebloatRule,
    target_ms: i64,
    max: i32,
    min: i32,
    threshold: f64,
    alpha: f64,
    /// The moving average, bytes; a whole number where the rule is.
    average: f64,
    announced: i32,
    estimate_ms: i64,
}

impl BufferDebloater {
    /// A debloater that has announced nothing; `None` in a release without one (1.13).
    #[must_use]
    pub fn new(setup: &DebloatSetup) -> Option<Self> {
        let rule = Behaviour::of(setup.release).debloat?;
        let start = match rule {
            DebloatRule::Throughput | DebloatRule::Whole => setup.max,
            DebloatRule::Fractional => setup.start,
        };
        Some(Self {
            rule,
            target_ms: setup.target_ms,
            max: setup.max,
            min: setup.min,
            threshold: f64::from(setup.threshold_percentages) / 100.0,
            alpha: 2.0 / (f64::from(setup.samples) + 1.0),
            average: f64::from(start),
            announced: start,
            estimate_ms: 0,
        })
    }

    /// Whether it serves all gates of a task, of which each counts for one buffer at least.
    #[must_use]
    pub const fn serves_task(&self) -> bool {
        matches!(self.rule, DebloatRule::Throughput)
    }

    /// Looks at the throughput, bytes per second, and the gate's buffers in use; a size that is to be announced, bytes
    /// (`recalculateBufferSize`).
    ///
    /// # Errors
    /// [`NegativeSize`] (≥1.15); nothing changes then.
    pub fn recalculate(&mut self, throughput: i64, buffers_in_use: i32) -> Result<Option<i32>, NegativeSize> {
        let buffers = buffers_in_use.max(1);
        let desired = throughput.wrapping_mul(self.target_ms) / 1_000;
        if desired < 0 && !self.serves_task() {
            return Err(NegativeSize);
        }
        let size = self.next_size(desired, buffers);
        self.estimate_ms = i64::from(size.wrapping_mul(buffers)).wrapping_mul(1_000) / throughput.max(1);
        if !self.is_worth_announcing(size) {
            return Ok(None);
        }
        self.announced = size;
        Ok(Some(size))
    }

    /// The size announced last, or that at the start, bytes (`debloatedBufferSize`).
    #[must_use]
    pub const fn size(&self) -> i32 {
        self.announced
    }

    /// Time until all buffers are consumed, as last estimated, ms (`estimatedTimeToConsumeBuffersMs`). A product in it has 32 bits, as
    /// in Flink, and may wrap.
    #[must_use]
    pub const fn estimate_ms(&self) -> i64 {
        self.estimate_ms
    }

    /// The next size (`BufferSizeEMA`). It never grows faster than it can shrink.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "as Java's conversions are, which also saturate"
    )]
    fn next_size(&mut self, desired: i64, buffers: i32) -> i32 {
        let (min, max) = (f64::from(self.min), f64::from(self.max));
        match self.rule {
            DebloatRule::Throughput => {
                let size = (desired / i64::from(buffers)).min(self.max.into()).max(self.min.into());
                size as i32
            }
            DebloatRule::Whole => {
                let last = self.average as i64;
                let instant = (desired / i64::from(buffers)).min(2 * last);
                let average = (self.average + self.alpha * (instant - last) as f64) as i32;
                self.average = f64::from(average).min(max).max(min);
                self.average as i32
            }
            DebloatRule::Fractional => {
                let instant = (desired as f64 / f64::from(buffers)).min(2.0 * self.average);
                self.average = (self.average + self.alpha * (instant - self.average)).min(max).max(min);
                round(self.average)
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "as Java's conversion is, which also saturates")]
    fn is_worth_announcing(&self, size: i32) -> bool {
        if size == self.announced {
            return false;
        }
        let delta = (f64::from(self.announced) * self.threshold) as i32;
        size <= self.min || size >= self.max || size.wrapping_sub(self.announced).wrapping_abs() >= delta
    }
}

/// To the nearest whole number, halves up (`Math.round`).
#[expect(clippy::cast_possible_truncation, reason = "as Java's conversion is, which also saturates")]
fn round(value: f64) -> i32 {
    let floor = value.floor();
    (if value - floor >= 0.5 { floor + 1.0 } else { floor }) as i32
}

/// Bytes that a gate's task received, and the time in which it did not wait for any (`ThroughputCalculator`). Times are those of the
/// caller's clock, ms, and do not go back.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThroughputCalculator {
    bytes: u64,
    active_ms: u64,
    /// Since when it is active.
    since_ms: Option<u64>,
    last: i64,
    /// How much a sample counts in the moving average; `None` without one.
    alpha: Option<f64>,
}

impl ThroughputCalculator {
    /// A calculator for a debloater of this kind: with a moving average in 1.14 (`ThroughputEMA`).
    #[must_use]
    pub fn new(setup: &DebloatSetup) -> Self {
        let averages = Behaviour::of(setup.release).debloat == Some(DebloatRule::Throughput);
        let alpha = averages.then(|| 2.0 / (f64::from(setup.samples) + 1.0));
        Self { alpha, ..Self::default() }
    }

    /// Data was received; the task is active from now on (`incomingDataSize`).
    pub fn add(&mut self, bytes: u64, now_ms: u64) {
        self.resume(now_ms);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// The task waits for data (`pauseMeasurement`).
    pub fn pause(&mut self, now_ms: u64) {
        self.count(now_ms);
        self.since_ms = None;
    }

    /// There is data again (`resumeMeasurement`).
    pub fn resume(&mut self, now_ms: u64) {
        self.since_ms.get_or_insert(now_ms);
    }

    /// Bytes per second since it was last asked (`calculateThroughput`); what it was then if no active time has passed.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "as Java's conversions are, which also saturate"
    )]
    pub fn calculate(&mut self, now_ms: u64) -> i64 {
        self.count(now_ms);
        if self.active_ms > 0 {
            let instant = (self.bytes as f64 / self.active_ms as f64 * 1_000.0) as i64;
            self.last = match self.alpha {
                Some(alpha) if self.last != 0 => {
                    (self.last as f64 + alpha * (instant.wrapping_sub(self.last)) as f64) as i64
                }
                _ => instant,
            };
        }
        (self.bytes, self.active_ms) = (0, 0);
        self.last
    }

    fn count(&mut self, now_ms: u64) {
        if let Some(since_ms) = &mut self.since_ms {
            self.active_ms = self.active_ms.saturating_add(now_ms.saturating_sub(*since_ms));
            *since_ms = now_ms;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BufferDebloater, DebloatSetup, ThroughputCalculator, round};
    use pools::Release;

    #[test]
    fn halves_are_rounded_up() {
        for (value, rounded) in [(0.49999999999999994, 0), (0.5, 1), (-2.5, -2), (2.5, 3), (1e12, i32::MAX)] {
            assert_eq!(round(value), rounded, "{value}");
        }
    }

    #[test]
    fn a_task_has_one_size_from_its_average_throughput() {
        let setup = DebloatSetup {
            release: Release::V1_14,
            target_ms: 1_000,
            start: 32_768,
            max: 32_768,
            min: 1_024,
            threshold_percentages: 50,
            samples: 3,
        };
        let mut throughput = ThroughputCalculator::new(&setup);
        // Half of each sample counts; the first one does alone.
        for (bytes, now, expected) in
            [(100_000, 1_000, 100_000), (300_000, 2_000, 200_000), (0, 3_000, 100_000)]
        {
            throughput.resume(now - 1_000);
            throughput.add(bytes, now);
            assert_eq!(throughput.calculate(now), expected);
        }
        let mut debloater = BufferDebloater::new(&setup).expect("there is one");
        assert!(debloater.serves_task());
        // A second of it in 10 buffers, at once; changes below a half are not announced.
        assert_eq!(debloater.recalculate(100_000, 10), Ok(Some(10_000)));
        assert_eq!(debloater.estimate_ms(), 1_000);
        assert_eq!(debloater.recalculate(100_000, 18), Ok(None));
        assert_eq!((debloater.size(), debloater.estimate_ms()), (10_000, 999));
        assert_eq!(debloater.recalculate(100_000, 200), Ok(Some(1_024)));
    }

    #[test]
    fn throughput_is_of_active_time() {
        let mut throughput = ThroughputCalculator::default();
        assert_eq!(throughput.calculate(5), 0);
        throughput.add(600, 10);
        throughput.pause(40);
        throughput.resume(200);
        assert_eq!(throughput.calculate(230), 10_000);
        throughput.pause(230);
        assert_eq!(throughput.calculate(400), 10_000, "no active time, so it stays");
        throughput.resume(400);
        assert_eq!(throughput.calculate(500), 0);
    }
}
