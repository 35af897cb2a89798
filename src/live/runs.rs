//! The run that is recorded, and the one it is compared with: the last one before a change, or one that was pinned.

use sim::scenario::{Nanos, SECOND, Scenario};

use super::series::Series;

/// A run that is shorter than this is not worth comparing with: a control is being dragged, ns.
const WORTH: Nanos = 2 * SECOND;

/// A run that is over: what was simulated in it, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What was simulated at its end.
    pub scenario: Scenario,
    /// What was recorded.
    pub series: Series,
}

/// What a run is compared with.
#[derive(Clone, Debug, Default)]
pub struct Before {
    record: Option<Box<Record>>,
    pin: Pin,
}

/// Which run is to stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pin {
    /// None: always the last one.
    #[default]
    None,
    /// The present one, once it is over.
    Now,
    /// The one that is kept.
    Before,
}

impl Before {
    /// The run, if there is one.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.record.as_deref()
    }

    /// From now on the present run stays for comparison when it is over, until it is no longer pinned.
    pub fn pin(&mut self, is_pinned: bool) {
        self.pin = match (is_pinned, self.pin) {
            (false, _) => Pin::None,
            (true, Pin::None) => Pin::Now,
            (true, pin) => pin,
        };
    }

    /// A run is over, and the next one is of `next`. It stays if it says something that the next one might not.
    pub fn end(&mut self, record: Record, next: Option<&Scenario>) {
        let is_worth = record.series.end() >= WORTH && next.is_none_or(|next| record.scenario != *next);
        match self.pin {
            Pin::Before => {}
            Pin::None if !is_worth => {}
            Pin::Now if record.series.end() == 0 => {}
            Pin::None => self.record = Some(Box::new(record)),
            Pin::Now => {
                self.record = Some(Box::new(record));
                self.pin = Pin::Before;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::cluster::Given;
    use crate::live::job::Job;
    use crate::live::scenario::scenario;
    use crate::live::series::Moment;
    use crate::page::Answer;
    use crate::settings::Settings;

    fn of(seed: u32) -> Scenario {
        scenario(&Given::by(&Answer::to(Settings::default())).expect("it starts"), &Job::default(), seed)
    }

    fn run(seed: u32, seconds: u64) -> Record {
        let mut series = Series::new(vec![1]);
        series.take(Moment::default());
        if seconds > 0 {
            series.take(Moment { time: seconds * SECOND, ..Moment::default() });
        }
        Record { scenario: of(seed), series }
    }

    /// Seed of the run that is kept after others were over, each followed by one of the next seed.
    fn kept(before: &mut Before, runs: &[(u32, u64)]) -> Option<u64> {
        for &(seed, seconds) in runs {
            before.end(run(seed, seconds), Some(&of(seed + 1)));
        }
        before.record().map(|record| record.scenario.seed)
    }

    #[test]
    fn the_last_run_stays_unless_it_was_short() {
        let mut before = Before::default();
        assert_eq!(kept(&mut before, &[(1, 1)]), None);
        assert_eq!(kept(&mut before, &[(1, 9), (2, 2)]), Some(2));
        assert_eq!(kept(&mut before, &[(3, 0), (4, 1), (5, 1)]), Some(2));
    }

    #[test]
    fn the_same_once_more_does_not_take_the_place_of_another() {
        let mut before = Before::default();
        kept(&mut before, &[(1, 9)]);
        before.end(run(2, 9), Some(&of(2)));
        assert_eq!(before.record().map(|record| record.scenario.seed), Some(1));
        before.end(run(2, 9), None);
        assert_eq!(before.record().map(|record| record.scenario.seed), Some(2));
    }

    #[test]
    fn a_pinned_run_stays_until_it_is_not() {
        let mut before = Before::default();
        before.pin(true);
        before.pin(true);
        assert_eq!(kept(&mut before, &[(1, 1), (2, 9), (3, 9)]), Some(1));
        before.pin(true);
        assert_eq!(kept(&mut before, &[(4, 9)]), Some(1));
        before.pin(false);
        assert_eq!(kept(&mut before, &[(5, 9)]), Some(5));
        before.pin(true);
        assert_eq!(kept(&mut before, &[(6, 0), (7, 9), (8, 9)]), Some(7));
    }
}
