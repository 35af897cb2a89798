//! How much of a simulation fits into a frame.
//!
//! A frame of 60 Hz has 16.7 ms, of which the page needs some for itself. The simulation is advanced in slices of simulated time that are made longer
//! or shorter so that each takes about `SLICE`; after each the clock is looked at, so that a frame's [`BUDGET`] is hardly ever exceeded,
//! however much happens in the simulation at once.

/// Milliseconds of a frame for the simulation.
pub const BUDGET: f64 = 6.0;
/// Milliseconds that a slice should take.
const SLICE: f64 = 1.0;
/// Slices are never shorter or longer than this, ns of simulated time.
const SHORTEST: u64 = 1_000;
const LONGEST: u64 = 1_000_000_000;
/// Real time that is made up for after a frame came late, ms. What is beyond that is lost: the tab was away.
const PATIENCE: f64 = 100.0;

/// The length of slices, learnt as they are made.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// ns of simulated time.
    slice: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { slice: 100_000 }
    }
}

impl Pace {
    /// The next slice, of at most `rest` ns.
    #[must_use]
    pub fn slice(self, rest: u64) -> u64 {
        self.slice.min(rest)
    }

    /// A slice took so many milliseconds. One that was cut short says nothing about longer ones unless it took too long.
    pub fn learn(&mut self, slice: u64, took: f64) {
        let (half, double) = ((self.slice / 2).max(SHORTEST), (self.slice * 2).min(LONGEST));
        if took > 2.0 * SLICE {
            self.slice = half;
        } else if took < SLICE / 2.0 && slice >= self.slice {
            self.slice = double;
        }
    }
}

/// Nanoseconds of simulated time that are due `elapsed` ms after the last frame.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most a second, at least nothing"
)]
pub fn due(elapsed: f64, factor: f64) -> u64 {
    (elapsed.clamp(0.0, PATIENCE) * factor * 1e6) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slices after many that took `cost` ms for each ms of simulated time.
    fn settled(cost: f64) -> u64 {
        let mut pace = Pace::default();
        for _ in 0..100 {
            let slice = pace.slice(u64::MAX);
            #[expect(clippy::cast_precision_loss, reason = "a slice is short")]
            pace.learn(slice, slice as f64 / 1e6 * cost);
        }
        pace.slice(u64::MAX)
    }

    #[test]
    fn slices_take_about_a_millisecond_whatever_a_simulation_costs() {
        for cost in [0.01, 0.3, 1.0, 20.0] {
            let slice = settled(cost);
            #[expect(clippy::cast_precision_loss, reason = "a slice is short")]
            let took = slice as f64 / 1e6 * cost;
            assert!((0.4..=2.1).contains(&took), "{cost}: {took}");
        }
        assert_eq!(settled(0.0), LONGEST);
        assert_eq!(settled(1e12), SHORTEST);
    }

    #[test]
    fn a_slice_that_was_cut_short_is_no_reason_to_make_longer_ones() {
        let mut pace = Pace::default();
        pace.learn(pace.slice(10), 0.0);
        assert_eq!(pace.slice(u64::MAX), Pace::default().slice(u64::MAX));
    }

    #[test]
    fn what_is_due_goes_with_the_speed_and_forgets_long_absences() {
        assert_eq!(due(16.0, 1.0), 16_000_000);
        assert_eq!(due(16.0, 0.1), 1_600_000);
        assert_eq!(due(60_000.0, 10.0), 1_000_000_000);
        assert_eq!(due(-5.0, 1.0), 0);
    }
}
