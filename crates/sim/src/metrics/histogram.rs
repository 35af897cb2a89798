//! How long things took, in steps of less than a percent.

use crate::scenario::Nanos;

/// Bits of a time that are kept behind its first one.
const BITS: u32 = 7;

/// Times, counted by their first eight binary digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u64>,
    count: u64,
    sum: u128,
}

impl Histogram {
    /// Counts a time.
    pub fn note(&mut self, time: Nanos) {
        let at = step(time);
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.count += 1;
        self.sum += u128::from(time);
    }

    /// How many were counted.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean, ns; 0 if there are none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a mean need not be exact")]
    pub fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum as f64 / self.count as f64 }
    }

    /// The time that so many percent of them do not exceed, ns, up to 0.8 % too large; 0 if there are none.
    #[must_use]
    pub fn percentile(&self, percent: u32) -> Nanos {
        let wanted = (u128::from(self.count) * u128::from(percent.min(100))).div_ceil(100);
        let mut seen = 0;
        for (at, count) in self.counts.iter().enumerate() {
            seen += u128::from(*count);
            if *count > 0 && seen >= wanted {
                return end(at);
            }
        }
        0
    }

    /// What came since `before`.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let then = before.counts.iter().chain(std::iter::repeat(&0));
        Self {
            counts: self.counts.iter().zip(then).map(|(now, then)| now - then).collect(),
            count: self.count - before.count,
            sum: self.sum - before.sum,
        }
    }

    /// Adds the times of another.
    pub fn add(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, more) in self.counts.iter_mut().zip(&other.counts) {
            *mine += more;
        }
        self.count += other.count;
        self.sum += other.sum;
    }
}

/// The step of a time: as it is up to 2^7, then 2^7 steps for each doubling.
#[expect(clippy::cast_possible_truncation, reason = "at most 58 × 128")]
const fn step(time: Nanos) -> usize {
    let length = Nanos::BITS - time.leading_zeros();
    if length <= BITS + 1 {
        return time as usize;
    }
    let shift = length - BITS - 1;
    ((shift as usize) << BITS) + (time >> shift) as usize
}

/// The largest time of a step.
const fn end(step: usize) -> Nanos {
    if step < 2 << BITS {
        return step as Nanos;
    }
    let shift = (step >> BITS) - 1;
    let first = (step - (shift << BITS)) as Nanos;
    (first << shift) + ((1 << shift) - 1)
}

#[cfg(test)]
mod tests {
    use super::{Histogram, end, step};

    #[test]
    fn steps_are_narrow_and_in_order() {
        let mut last = 0;
        for time in (0..2000).chain([1 << 20, (1 << 20) + 1, 1 << 40, u64::MAX]) {
            let at = step(time);
            assert!(at >= last && end(at) >= time, "{time}");
            assert!(end(at) - time <= time / 128, "{time} {}", end(at));
            last = at;
        }
    }

    #[test]
    fn percentiles_are_times_that_were_counted() {
        let mut histogram = Histogram::default();
        for time in 1..=100 {
            histogram.note(time);
        }
        assert_eq!([1, 50, 95, 100].map(|percent| histogram.percentile(percent)), [1, 50, 95, 100]);
        assert!((histogram.mean() - 50.5).abs() < 1e-9);
    }
}
