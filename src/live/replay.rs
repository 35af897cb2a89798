//! A run that is made again, as a link says it was.

use sim::scenario::Nanos;

use super::driver::Wanted;
use super::pace::Pace;
use super::running::{Running, Slice};
use super::runs::{Record, Standing};
use super::scenario::{Change, change};
use super::story::{Recipe, Situation};

/// A run that is being made.
#[derive(Debug)]
pub struct Replay {
    recipe: Box<dyn Recipe>,
    running: Option<Running>,
    pace: Pace,
}

/// How it goes.
#[derive(Debug, PartialEq)]
pub enum Progress {
    /// There is more to do.
    Goes,
    /// It is made.
    Done(Box<Record>),
    /// There is no such run.
    Fails,
}

impl Replay {
    /// What will be made.
    #[must_use]
    pub fn of(recipe: Box<dyn Recipe>) -> Self {
        Self { recipe, running: None, pace: Pace::default() }
    }

    /// What is made of it so far.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.running.as_ref().map(Running::record)
    }

    /// Does some of it, until a time in ms, which `clock` says.
    pub fn go_on(&mut self, end: f64, clock: &impl Fn() -> f64) -> Progress {
        let mut now = clock();
        while now < end {
            let steps = self.pace.steps();
            let slice = match self.slice(steps) {
                Ok(Some(slice)) => slice,
                Ok(None) => return self.running.take().map_or(Progress::Fails, done),
                Err(()) => return Progress::Fails,
            };
            let then = clock();
            if slice != Slice::Sampled {
                self.pace.learn(slice == Slice::Full, then - now);
            }
            now = then;
        }
        Progress::Goes
    }

    /// Does a little of it: how that ended, if there was something to do.
    fn slice(&mut self, steps: u64) -> Result<Option<Slice>, ()> {
        let Some(running) = &mut self.running else {
            let Wanted { scenario, .. } = wanted(&*self.recipe)?;
            self.running = Some(Running::new(&scenario).map_err(drop)?);
            return Ok(Some(Slice::Sampled));
        };
        let slice = running.advance(self.recipe.next(), steps);
        running.record_mut().standing = Standing::Making(percent(running.noted(), self.recipe.until()));
        if slice == Slice::Short && change_as_told(&mut *self.recipe, running)?.is_none() {
            return Ok(None);
        }
        Ok(Some(slice))
    }
}

/// What is to be simulated by now.
pub(super) fn wanted(recipe: &dyn Recipe) -> Result<Wanted, ()> {
    let situation = recipe.situation().ok_or(())?;
    Ok(Wanted { scenario: situation.scenario().ok_or(())?, situation })
}

/// Changes the load of a run as it is said of this moment: what is so from then on, or `None` if no change is left.
pub(super) fn change_as_told(
    recipe: &mut dyn Recipe,
    running: &mut Running,
) -> Result<Option<Situation>, ()> {
    if !recipe.change() {
        return Ok(None);
    }
    let Wanted { scenario, situation } = wanted(recipe)?;
    match change(running.simulation.scenario(), &scenario) {
        Change::None => {}
        Change::Load(vertices) => running.load(&scenario, &vertices),
        Change::TaskManagers | Change::Job => return Err(()),
    }
    Ok(Some(situation))
}

fn done(running: Running) -> Progress {
    let record = Record { standing: Standing::Linked, ..running.into_record() };
    Progress::Done(Box::new(record))
}

/// How much of the whole, percent.
fn percent(part: Nanos, whole: Nanos) -> u64 {
    // It is bounded by what a link can say.
    part.saturating_mul(100) / whole.max(1)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use resolver::text::Library;

    use super::*;
    use crate::link::Past;
    use crate::live::driver::{Driver, tests::configured};
    use crate::live::job::Job;
    use crate::live::past::RUNS;
    use crate::live::recipe::RETELLING;
    use crate::live::run::{Run, Speed, Step};
    use crate::live::runs::{Compared, News};

    fn wanted(fraction: &str, edit: impl FnOnce(&mut Job)) -> Option<Wanted> {
        configured(&[("taskmanager.memory.network.fraction", fraction)], edit)
    }

    fn compared(past: Option<&Past>) -> Compared {
        Compared { past: past.cloned(), now: None, library: Library::ALL, retelling: Some(&RETELLING) }
    }

    fn playing() -> Run {
        Run { speed: Speed::Five, ..Run::new(true) }
    }

    /// Runs that follow each other; each frame takes so many ms.
    struct Visit {
        driver: Driver,
        run: Run,
    }

    impl Visit {
        fn of(run: Run) -> Self {
            Self { driver: Driver::default(), run }
        }

        fn shows(&mut self, wanted: Option<Wanted>) {
            self.driver.follow(wanted, self.run, &compared(None));
        }

        fn frame(&mut self, elapsed: f64) {
            self.driver.frame(elapsed, || 0.0);
        }

        /// The run that is kept now, and what a link says of it.
        fn kept(&mut self) -> (Record, Past) {
            let Some(News::Other(Some(past))) = self.driver.news() else { panic!("no run is linked") };
            (self.driver.before().expect("it is kept").clone(), past)
        }
    }

    /// Makes a run again, with another one beside it, as a visit does that begins with a link.
    fn made_again(past: &Past) -> Record {
        let mut driver = Driver::default();
        let run = Run { is_pinned: past.is_pinned, ..Run::new(false) };
        driver.follow(wanted("0.2", |_| ()), run, &compared(Some(past)));
        driver.frame(16.0, || 0.0);
        assert!(!driver.is_moving());
        assert_eq!(driver.news(), None, "{past:?}");
        driver.before().expect("it is made").clone()
    }

    #[test]
    fn a_run_is_made_again_from_what_its_link_says() {
        let mut visit = Visit::of(playing());
        visit.shows(wanted("0.1", |_| ()));
        (0..40).for_each(|_| visit.frame(16.7));
        visit.shows(wanted("0.1", |job| job.stages[2].service_us = 900));
        (0..40).for_each(|_| visit.frame(16.3));
        visit.shows(wanted("0.1", |job| (job.stages[2].service_us, job.stages[0].rate) = (900, 2_000)));
        (0..40).for_each(|_| visit.frame(16.9));
        visit.shows(wanted("0.3", |_| ()));
        visit.frame(16.0);
        let (record, past) = visit.kept();
        assert_eq!(record.series.changes().len(), 2);
        assert_eq!(&*past.course, "9.9~3.34~2:p4.r8000.t900~6.6~0:p4.r2000.t300");
        assert_eq!(made_again(&past), record);
    }

    #[test]
    fn a_run_that_went_step_by_step_is_made_again() {
        let mut visit = Visit::of(Run::new(false));
        visit.shows(wanted("0.1", |_| ()));
        visit.frame(16.0);
        for step in 0..60 {
            let step = [Step::Event, Step::Flush, Step::Change][step % 3];
            visit.run = visit.run.stepped(step);
            visit.shows(wanted("0.1", |job| {
                job.stages[1].service_us = if step == Step::Event { 300 } else { 50 }
            }));
            visit.frame(16.0);
        }
        visit.run.is_pinned = true;
        visit.shows(wanted("0.3", |_| ()));
        visit.frame(16.0);
        let (record, past) = visit.kept();
        assert!(past.is_pinned);
        assert_eq!(made_again(&past), record);
    }

    #[test]
    fn a_run_is_made_in_pieces_beside_the_present_one() {
        let mut visit = Visit::of(playing());
        visit.shows(wanted("0.1", |_| ()));
        (0..400).for_each(|_| visit.frame(16.0));
        visit.shows(wanted("0.3", |_| ()));
        visit.frame(16.0);
        let (record, past) = visit.kept();
        let mut driver = Driver::default();
        driver.follow(wanted("0.2", |_| ()), playing(), &compared(Some(&past)));
        let time = std::cell::Cell::new(0.0);
        let mut seen = Vec::new();
        for _ in 0..10_000 {
            let start = time.get();
            driver.frame(16.0, || time.replace(time.get() + 0.5));
            assert!(time.get() - start < 16.0, "a frame has room for the page, too");
            let before = driver.before().expect("it is begun");
            seen.push(before.standing);
            if before.standing == Standing::Linked {
                break;
            }
        }
        assert!(seen.len() > 20 && seen.contains(&Standing::Making(50)), "{seen:?}");
        assert_eq!(driver.before(), Some(&record));
        assert!(driver.simulation().expect("it runs").now() > 0);
    }

    /// How it stands with a run of two seconds, after which another one begins.
    fn standing(mut first: Option<Wanted>, changes: u32) -> (Standing, Option<News>) {
        let mut visit = Visit::of(playing());
        if let Some(wanted) = &mut first {
            wanted.scenario.start_skew += u64::from(changes == 0);
        }
        visit.shows(first);
        visit.frame(0.0);
        for change in 0..changes {
            visit.shows(wanted("0.1", |job| job.stages[1].service_us = 100 + change));
            visit.frame(1.0);
        }
        (0..30).for_each(|_| visit.frame(16.0));
        visit.shows(wanted("0.3", |_| ()));
        visit.frame(16.0);
        (visit.driver.before().expect("it is kept").standing, visit.driver.news())
    }

    #[test]
    fn what_no_link_can_say_is_in_none_and_said() {
        let first = || wanted("0.1", |job| job.stages[1].service_us = 100);
        assert!(matches!(standing(first(), 9), (Standing::Linked, Some(News::Other(Some(_))))));
        for changes in [900, 1_100] {
            assert_eq!(standing(first(), changes), (Standing::TooLong, Some(News::Other(None))));
        }
        // Something is simulated that its configuration does not say.
        assert_eq!(standing(first(), 0), (Standing::Unlinked, Some(News::Other(None))));
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        let start = "flink=2.3&p=tm&sim.job=p1_p1";
        for (start, course) in [
            ("flink=2.3&p=tm&process.size=1k", "5"),
            ("flink=2.3&p=jm", "5"),
            ("flink=2.3&p=tm&sim.job=p4096_p4096", "5"),
            (start, "5~1~0:p2"),
            (start, "5~1~sim.latency:7"),
            (start, "5~1~sim.job:p1_p1_p1"),
            (start, "5~1~process.size:1k"),
            (start, ""),
            (start, "5~6"),
            (start, "5~3~2"),
            (start, "5~0:p1"),
            (start, "36001"),
            (start, "1.0000000001"),
            (start, "99999999999999999999"),
        ] {
            let past = Past { start: start.into(), course: course.into(), is_pinned: true, by: &RUNS };
            let mut driver = Driver::default();
            driver.follow(wanted("0.2", |_| ()), Run::new(false), &compared(Some(&past)));
            driver.frame(16.0, || 0.0);
            assert_eq!(driver.news(), Some(News::Senseless), "{start} {course}");
            assert_eq!(driver.before(), None);
            assert!(!driver.is_moving());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn however_time_and_load_went_the_same_run_is_made(
            seed in 1..9_u32,
            frames in prop::collection::vec((0.1..100.0_f64, 0..4_usize, 1..2_000_u32), 10..60),
        ) {
            let mut visit = Visit::of(playing());
            let mut job = Job::default();
            let shown = |visit: &mut Visit, fraction: &str, job: &Job| {
                let mut wanted = wanted(fraction, |other| other.clone_from(job)).expect("it starts");
                wanted.scenario.seed = seed.into();
                wanted.situation.seed = seed;
                visit.shows(Some(wanted));
            };
            shown(&mut visit, "0.1", &job);
            visit.frame(16.0);
            for (elapsed, what, number) in frames {
                match what {
                    0 => job.stages[0].rate = number * 10,
                    1 => job.stages[1].service_us = number,
                    2 => job.stages[2].selectivity = number,
                    _ => {}
                }
                shown(&mut visit, "0.1", &job);
                visit.frame(elapsed);
            }
            visit.run.is_pinned = true;
            shown(&mut visit, "0.3", &job);
            visit.frame(16.0);
            if let Some(News::Other(Some(past))) = visit.driver.news() {
                let record = visit.driver.before().expect("it is kept");
                prop_assert_eq!(&made_again(&past), record);
            }
        }

        #[test]
        fn any_course_does_no_harm(course in "[0-9.~:a-z]{0,40}|[0-9]{1,3}(~[0-9]{1,2}(~[a-z0-2.]{1,9}:[a-z0-9.]{0,9}){0,2}){0,4}") {
            let past = Past { start: "flink=2.3&p=tm&sim.job=p1.r1_p1".into(), course: course.into(), is_pinned: false, by: &RUNS };
            if let Some(recipe) = (RUNS.recipe)(&past, Library::PLAIN) {
                let mut replay = Replay::of(recipe);
                let time = std::cell::Cell::new(0.0);
                let _ = replay.go_on(50.0, &|| time.replace(time.get() + 1.0));
            }
        }
    }
}
