//! How much of a simulation fits into a frame.
//!
//! A frame of 60 Hz has 16.7 ms, of which the page needs some for itself. The simulation is advanced in slices of so many steps of the engine, which
//! are made more or fewer so that each takes about a millisecond; after each the clock is looked at, so that a frame's [`BUDGET`] is hardly ever
//! exceeded, however wide the job is and however much happens in it at once.

/// Milliseconds of a frame for the simulation.
pub const BUDGET: f64 = 6.0;
/// Milliseconds that a slice should take.
const SLICE: f64 = 1.0;
/// Slices never have fewer or more steps than this. A step takes from fifty nanoseconds to some microseconds.
const FEWEST: u64 = 100;
const MOST: u64 = 1_000_000;
/// Real time that is made up for after a frame came late, ms. What is beyond that is lost: the tab was away.
const PATIENCE: f64 = 100.0;

/// The steps of slices, learnt as they are made.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    steps: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { steps: 2_000 }
    }
}

impl Pace {
    /// Steps of the next slice.
    #[must_use]
    pub const fn steps(self) -> u64 {
        self.steps
    }

    /// A slice took so many milliseconds. One that was not full says nothing about longer ones unless it took too long.
    pub fn learn(&mut self, is_full: bool, took: f64) {
        if took > 2.0 * SLICE {
            self.steps = (self.steps / 2).max(FEWEST);
        } else if is_full && took < SLICE / 2.0 {
            self.steps = (self.steps * 2).min(MOST);
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

    #[expect(clippy::cast_precision_loss, reason = "slices are short")]
    fn took(steps: u64, cost: f64) -> f64 {
        steps as f64 * cost
    }

    /// Steps of slices after many of them that took `cost` ms for each step.
    fn settled(cost: f64) -> u64 {
        let mut pace = Pace::default();
        for _ in 0..100 {
            pace.learn(true, took(pace.steps(), cost));
        }
        pace.steps()
    }

    #[test]
    fn slices_take_about_a_millisecond_whatever_a_step_costs() {
        for cost in [0.00003, 0.0001, 0.001, 0.01] {
            let took = took(settled(cost), cost);
            assert!((0.4..=2.1).contains(&took), "{cost}: {took}");
        }
        assert_eq!(settled(0.0), MOST);
        assert_eq!(settled(1e12), FEWEST);
    }

    #[test]
    fn a_slice_that_was_not_full_is_no_reason_to_make_longer_ones() {
        let mut pace = Pace::default();
        pace.learn(false, 0.0);
        assert_eq!(pace.steps(), Pace::default().steps());
        pace.learn(false, 10.0);
        assert!(pace.steps() < Pace::default().steps());
    }

    #[test]
    fn what_is_due_goes_with_the_speed_and_forgets_long_absences() {
        assert_eq!(due(16.0, 1.0), 16_000_000);
        assert_eq!(due(16.0, 0.1), 1_600_000);
        assert_eq!(due(60_000.0, 10.0), 1_000_000_000);
        assert_eq!(due(-5.0, 1.0), 0);
    }
}
