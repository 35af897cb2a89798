//! When the records of a buffer were made, from what the buffer says of them all.
//!
//! Buffers are many and records are many more: a buffer has the number of its records and the sum of their stamps, not a stamp for each.

use crate::payload::Payload;
use crate::scenario::Nanos;

/// When the records were made that end in a buffer and were not read yet. Estimates, except for one record or two: they are taken to be
/// made at equal distances, with the right mean, and the last one when it was. What a task does never depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origins {
    next: i64,
    distance: i64,
    pub(super) left: u32,
}

impl Origins {
    /// Those of a buffer that is read now.
    #[expect(clippy::cast_possible_wrap, reason = "not above the present, which is far below 2^63 ns")]
    pub(super) fn of(payload: Payload, now: Nanos) -> Self {
        let now = now.min(i64::MAX as Nanos) as i64;
        let Some(mean) = payload.stamps.checked_div(payload.records.into()) else {
            return Self { next: now, distance: 0, left: 0 };
        };
        let mean = (mean.min(i64::MAX as u64) as i64).min(now);
        let last = (payload.newest.min(i64::MAX as u64) as i64).min(now);
        // All of them are in 0..=now, even if the last one is not the youngest.
        let reach = mean.min(now - mean);
        let half = (last - mean).clamp(-reach, reach);
        let steps = i64::from(payload.records - 1);
        let distance = (2 * half).checked_div(steps).unwrap_or(0);
        Self { next: mean - half, distance, left: payload.records }
    }

    /// When the next one was made, ns.
    #[inline]
    pub(super) fn next(&mut self) -> Nanos {
        let origin = self.next;
        self.next += self.distance;
        self.left = self.left.saturating_sub(1);
        origin.max(0).cast_unsigned()
    }
}

#[cfg(test)]
mod tests {
    use super::Origins;
    use crate::payload::Payload;

    #[track_caller]
    fn check(stamps: &[u64], now: u64, expected: &[u64]) {
        let payload =
            stamps.iter().map(|stamp| Payload::record(*stamp)).fold(Payload::default(), Payload::then);
        let mut origins = Origins::of(payload, now);
        let found: Vec<u64> = stamps.iter().map(|_| origins.next()).collect();
        assert_eq!((found.as_slice(), origins.left), (expected, 0));
    }

    #[test]
    fn two_records_are_as_they_were_and_more_at_equal_distances() {
        check(&[7], 9, &[7]);
        check(&[7, 3], 9, &[7, 3]);
        check(&[10, 20, 30, 40], 50, &[10, 20, 30, 40]);
        check(&[10, 11, 12, 47], 50, &[0, 13, 26, 39]);
    }

    #[test]
    fn nothing_is_older_than_the_start_or_younger_than_the_present() {
        // The mean is 37, and the last one is far from it on one side only.
        check(&[50, 50, 50, 0], 50, &[50, 42, 34, 26]);
        check(&[u64::MAX], 50, &[50]);
        check(&[], 50, &[]);
        assert_eq!(Origins::of(Payload { records: 3, stamps: u64::MAX, newest: u64::MAX }, 5).next(), 5);
    }
}
