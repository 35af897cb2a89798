//! Steps that are made by hand, over as many frames as they take.

use sim::Simulation;
use sim::scenario::{BufferTimeout, Nanos};

use crate::live::cluster::MILLISECOND;
use crate::live::run::Step;
use crate::live::running::{Running, Slice};
use crate::live::sight::Sight;

/// Events after which a step ends in which nothing changes.
const MOST_EVENTS: u32 = 2_000;
/// How far a step goes that goes by flushes where there are none, ns.
const STEP: Nanos = 100 * MILLISECOND;

/// What was asked for and is not yet done: in one frame there may be no room for all of it.
#[derive(Clone, Debug)]
pub(super) enum Task {
    /// To go on to this moment.
    Until(Nanos),
    /// To let one event happen.
    Event,
    /// To let so many events happen, or fewer if something else is seen than before.
    Change { before: Sight, left: u32 },
}

impl Task {
    /// What a step means where a simulation is.
    pub(super) fn of(step: Step, simulation: &mut Simulation) -> Self {
        match step {
            Step::Event => Self::Event,
            Step::Flush => {
                let interval = match simulation.scenario().buffer_timeout {
                    BufferTimeout::Every(interval) => interval,
                    _ => STEP,
                };
                Self::Until(simulation.now().saturating_add(interval))
            }
            Step::Change => Self::Change { before: Sight::now(simulation), left: MOST_EVENTS },
        }
    }

    /// Does some of it, and not what happens after `next`: how that ended, and whether it was all.
    pub(super) fn go_on(&mut self, running: &mut Running, next: Nanos, steps: u64) -> (Slice, bool) {
        let is_by_events = !matches!(self, Self::Until(_));
        if is_by_events && next < running.simulation.next_event() {
            return (running.advance(next, steps), false);
        }
        match self {
            Self::Until(time) => {
                let slice = running.advance(next.min(*time), steps);
                (slice, (slice == Slice::Short && *time <= next) || running.simulation.now() >= *time)
            }
            Self::Event => {
                running.step();
                (Slice::Short, true)
            }
            Self::Change { before, left } => {
                *left -= 1;
                let has_ended = !running.step() || *left == 0;
                (Slice::Sampled, has_ended || Sight::now(&mut running.simulation).differs(before))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use sim::scenario::SECOND;

    use super::*;
    use crate::live::driver::tests::{after, follow, now, ticking, wanted, wide};
    use crate::live::driver::{Driver, Wanted};
    use crate::live::run::Run;

    #[test]
    fn a_step_takes_as_many_frames_as_it_has_to() {
        let time = Cell::new(0.0);
        let mut driver = Driver::default();
        let mut run = Run::new(false);
        follow(&mut driver, wide(100), run);
        for kind in [Step::Flush, Step::Flush, Step::Change] {
            run = run.stepped(kind);
            follow(&mut driver, wide(100), run);
            let before = driver.simulation().map_or(0, Simulation::now);
            let mut frames = 0;
            while driver.steps > 0 || driver.task.is_some() {
                assert!(driver.is_moving());
                driver.frame(16.0, ticking(&time, 4.0));
                frames += 1;
            }
            assert!(!driver.is_moving());
            match kind {
                Step::Flush => assert_eq!(now(&driver) - before, 100 * MILLISECOND),
                _ => assert!(now(&driver) - before < MILLISECOND),
            }
            assert!(frames > 4 || kind == Step::Change, "{frames}");
        }
    }

    #[test]
    fn a_step_that_takes_long_is_over_when_time_goes_on() {
        let mut driver = Driver::default();
        let hourly = |wanted: Option<Wanted>| {
            wanted.map(|mut wanted| {
                wanted.scenario.buffer_timeout = BufferTimeout::Every(3_600 * SECOND);
                wanted
            })
        };
        follow(&mut driver, hourly(wanted(|_| ())), Run::new(false));
        follow(&mut driver, hourly(wanted(|_| ())), Run::new(false).stepped(Step::Flush));
        let time = Cell::new(0.0);
        (0..10).for_each(|_| driver.frame(16.0, ticking(&time, 1.0)));
        assert!(driver.is_moving());
        let stepped = now(&driver);
        let run = Run { is_playing: true, ..Run::new(false).stepped(Step::Flush) };
        follow(&mut driver, hourly(wanted(|_| ())), run);
        driver.frame(16.0, || 0.0);
        assert_eq!(now(&driver) - stepped, 16 * MILLISECOND);
    }

    #[test]
    fn steps_are_made_one_by_one() {
        let mut driver = after(1, Run::new(false));
        let mut run = Run::new(false);
        let mut make = |step| {
            run = run.stepped(step);
            follow(&mut driver, wanted(|_| ()), run);
            driver.frame(16.0, || 0.0);
            (now(&driver), driver.simulation().expect("it runs").events())
        };
        assert_eq!(make(Step::Event).1, 1);
        let (before, _) = make(Step::Event);
        let (after, _) = make(Step::Flush);
        assert_eq!(after - before, 100 * MILLISECOND);
        let (_, events) = make(Step::Event);
        assert!(make(Step::Change).1 > events);
    }
}
