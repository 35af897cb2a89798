//! The present run in links: what one has to say of it, and how it goes as another one says.

use sim::scenario::Nanos;

use super::driver::Wanted;
use super::replay::{change_as_told, wanted};
use super::running::Running;
use super::runs::{Compared, News};
use super::story::{Ended, Recipe, Retelling, Situation, Story};

/// Milliseconds for which nothing must have changed before it is told: a slider may be moving.
const RESTS: f64 = 300.0;

/// What there is to say of a run beside its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// How often its load was changed.
    pub changes: usize,
    /// When it stands still, ns since its start; `None` where it goes on, or has not begun.
    pub stands: Option<Nanos>,
    /// Whether it stays for comparison when it is over.
    pub is_pinned: bool,
}

/// What of the present run is in links.
#[derive(Debug, Default)]
pub struct Present {
    /// How it is to go on, as a link says.
    recipe: Option<Box<dyn Recipe>>,
    /// What the page was told last; `None` where it may know something else.
    told: Option<Course>,
    /// What is to be told when it has rested, and since when it was so, ms.
    untold: Option<(Course, f64)>,
    news: Option<News>,
}

impl Present {
    /// The page says what there is: whether a run is to begin as a link says.
    pub fn give(&mut self, Compared { now, library, .. }: &Compared) -> bool {
        let told = now.is_none().then(Course::default);
        *self = Self { told, ..Self::default() };
        if let Some(now) = now {
            let recipe = (now.by.recipe)(now, *library);
            self.recipe = recipe.filter(|recipe| wanted(&**recipe).is_ok());
            if self.recipe.is_none() {
                self.fail();
            }
        }
        self.is_retold()
    }

    /// Whether a run goes as a link says.
    #[must_use]
    pub const fn is_retold(&self) -> bool {
        self.recipe.is_some()
    }

    /// It goes on by itself from now on.
    pub fn leave(&mut self) {
        self.recipe = None;
    }

    /// It is over, and of the next one there is nothing to say yet, unless a link does.
    pub fn end(&mut self) {
        let nothing = Some(Course::default());
        if !self.is_retold() && self.told != nothing {
            self.told = nothing;
            self.news = Some(News::Now(None));
        }
    }

    /// What is to be simulated first, or by now, if a link says so.
    #[must_use]
    pub fn wanted(&self) -> Option<Wanted> {
        wanted(&**self.recipe.as_ref()?).ok()
    }

    /// How far a run goes before a link has to say something, ns.
    #[must_use]
    pub fn next(&self) -> Nanos {
        self.recipe.as_ref().map_or(Nanos::MAX, |recipe| recipe.next())
    }

    /// Does what a link says of this moment: whether the run is to stand still.
    pub fn act(&mut self, running: &mut Running, story: Option<&mut Story>) -> bool {
        let Some(recipe) = &mut self.recipe else { return false };
        match change_as_told(&mut **recipe, running) {
            Ok(Some(situation)) => {
                if let Some(story) = story {
                    story.change(running.simulation.now(), &situation);
                }
                if recipe.next() == Nanos::MAX {
                    self.leave();
                }
                false
            }
            Ok(None) => {
                self.leave();
                self.news = Some(News::Stands);
                true
            }
            Err(()) => {
                self.leave();
                self.fail();
                false
            }
        }
    }

    fn fail(&mut self) {
        self.told = Some(Course::default());
        self.news = Some(News::NoSuchCourse);
    }

    /// What is to be told; once.
    pub const fn news(&mut self) -> Option<News> {
        self.news.take()
    }

    /// Whether something is to be told.
    #[must_use]
    pub const fn has_news(&self) -> bool {
        self.untold.is_some() || self.news.is_some()
    }

    /// Tells what there is to say by now, ms, when it has rested.
    pub fn tell(
        &mut self,
        course: Course,
        now: f64,
        story: &Story,
        running: &Running,
        retelling: &Retelling,
    ) {
        if self.is_retold() || self.told == Some(course) {
            self.untold = None;
            return;
        }
        match self.untold {
            Some((untold, since)) if untold == course => {
                if now - since < RESTS {
                    return;
                }
                self.untold = None;
                self.told = Some(course);
                self.news = Some(News::Now(said(course, story, running, retelling)));
            }
            _ => self.untold = Some((course, now)),
        }
    }
}

/// What a link says of it, if there is something to say, and one can.
fn said(
    course: Course,
    story: &Story,
    running: &Running,
    retelling: &Retelling,
) -> Option<crate::link::Past> {
    if course == Course::default() {
        return None;
    }
    let ended = Ended { story, noted: course.stands, last: &running.record().scenario };
    let mut past = (retelling.tell)(ended, Situation::scenario).ok()?;
    past.is_pinned = course.is_pinned;
    Some(past)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;
    use resolver::text::Library;
    use sim::scenario::SECOND;

    use super::*;
    use crate::link::Past;
    use crate::live::driver::{Driver, tests::configured};
    use crate::live::job::Job;
    use crate::live::past::RUNS;
    use crate::live::recipe::RETELLING;
    use crate::live::run::{Run, Speed, Step};
    use crate::live::runs::Record;

    /// A visit: its time, ms, goes on with its frames.
    struct Visit {
        driver: Driver,
        run: Run,
        now: Option<Past>,
        clock: Cell<f64>,
    }

    impl Visit {
        fn of(run: Run, now: Option<&Past>) -> Self {
            Self { driver: Driver::default(), run, now: now.cloned(), clock: Cell::default() }
        }

        fn shows(&mut self, edit: impl FnOnce(&mut Job)) {
            let compared = Compared {
                past: None,
                now: self.now.clone(),
                library: Library::ALL,
                retelling: Some(&RETELLING),
            };
            self.driver.follow(configured(&[], edit), self.run, &compared);
        }

        fn frame(&mut self, elapsed: f64) {
            self.clock.set(self.clock.get() + elapsed);
            let clock = self.clock.get();
            self.driver.frame(elapsed, || clock);
        }

        /// What is told when all rests.
        fn told(&mut self) -> Vec<News> {
            let mut news = Vec::new();
            for _ in 0..40 {
                self.clock.set(self.clock.get() + 16.0);
                let clock = self.clock.get();
                self.driver.frame(0.0, || clock);
                news.extend(self.driver.news());
            }
            news
        }

        fn now(&self) -> Nanos {
            self.driver.simulation().expect("it runs").now()
        }

        /// What is recorded up to now, when it is over.
        fn record(mut self) -> Record {
            self.run.is_pinned = true;
            self.shows(|job| job.stages[2].parallelism = 2);
            self.frame(16.0);
            let record = self.driver.before().expect("it is kept");
            Record { standing: crate::live::runs::Standing::Linked, ..record.clone() }
        }
    }

    fn playing() -> Run {
        Run { speed: Speed::Ten, ..Run::new(true) }
    }

    fn slower(job: &mut Job) {
        job.stages[2].service_us = 900;
    }

    fn past(start: &str, course: &str) -> Past {
        Past { start: start.into(), course: course.into(), is_pinned: false, by: &RUNS }
    }

    #[test]
    fn of_a_run_that_only_began_there_is_nothing_to_say() {
        let mut visit = Visit::of(Run::new(true), None);
        visit.shows(|_| ());
        visit.frame(16.0);
        assert_eq!(visit.told(), []);
        let mut visit = Visit::of(Run::new(false), None);
        visit.shows(|_| ());
        visit.frame(16.0);
        assert_eq!(visit.told(), []);
        assert!(!visit.driver.is_moving());
    }

    #[test]
    fn changes_are_told_when_they_rest_and_no_longer_when_the_run_is_over() {
        let mut visit = Visit::of(playing(), None);
        visit.shows(|_| ());
        visit.frame(100.0);
        visit.shows(slower);
        visit.frame(16.0);
        assert_eq!(visit.driver.news(), None);
        let told = visit.told();
        let [News::Now(Some(now))] = &*told else { panic!("{told:?}") };
        assert_eq!(&*now.course, "~1~2:p4.r8000.t900");
        assert!(!now.is_pinned);
        visit.run.is_pinned = true;
        visit.shows(slower);
        let told = visit.told();
        let [News::Now(Some(now))] = &*told else { panic!("{told:?}") };
        assert!(now.is_pinned);
        visit.run = visit.run.restarted();
        visit.shows(slower);
        visit.frame(16.0);
        let told = visit.told();
        assert!(told.contains(&News::Now(None)), "{told:?}");
    }

    #[test]
    fn a_run_goes_as_a_link_says_and_stands_where_it_stood() {
        let mut visit = Visit::of(playing(), None);
        visit.shows(|_| ());
        (0..9).for_each(|_| visit.frame(16.7));
        visit.shows(slower);
        (0..9).for_each(|_| visit.frame(16.3));
        visit.shows(|job| (job.stages[2].service_us, job.stages[0].rate) = (900, 2_000));
        (0..9).for_each(|_| visit.frame(16.9));
        visit.run.is_playing = false;
        visit.shows(|job| (job.stages[2].service_us, job.stages[0].rate) = (900, 2_000));
        let told = visit.told();
        let [News::Now(Some(now))] = &*told else { panic!("{told:?}") };
        assert_eq!(&*now.course, "4.491~1.503~2:p4.r8000.t900~2.97~0:p4.r2000.t300");

        let mut again = Visit::of(playing(), Some(now));
        again.shows(|job| (job.stages[2].service_us, job.stages[0].rate) = (900, 2_000));
        again.frame(16.0);
        assert!(again.driver.is_retold());
        assert_eq!(again.driver.simulation().expect("it runs").scenario().vertices[2].work, {
            configured(&[], |_| ()).expect("it starts").scenario.vertices[2].work
        });
        let mut news = None;
        while news.is_none() {
            again.frame(16.0);
            news = again.driver.news();
        }
        assert_eq!((again.now(), news), (4_491_000_000, Some(News::Stands)));
        again.run.is_playing = false;
        again.shows(|job| (job.stages[2].service_us, job.stages[0].rate) = (900, 2_000));
        assert_eq!(again.told(), [News::Now(Some(now.clone()))]);
        assert_eq!(again.record(), visit.record());
    }

    #[test]
    fn it_goes_step_by_step_too() {
        let mut visit = Visit::of(playing(), None);
        visit.shows(|_| ());
        visit.frame(33.3);
        visit.shows(slower);
        let told = visit.told();
        let [News::Now(Some(now))] = &*told else { panic!("{told:?}") };
        let mut again = Visit::of(Run::new(false), Some(now));
        again.shows(slower);
        again.frame(16.0);
        assert_eq!(again.now(), 0);
        while again.driver.is_retold() {
            again.run = again.run.stepped(Step::Change);
            again.shows(slower);
            again.frame(16.0);
        }
        let series = again.driver.series().expect("it runs");
        assert_eq!(series.changes().to_vec(), [333_000_000]);
    }

    #[test]
    fn hands_say_more_than_a_link() {
        let now = past("flink=2.3&p=tm", "~0.5~2:p4.r8000.t900~2~2:p4.r8000.t100");
        let mut visit = Visit::of(playing(), Some(&now));
        visit.shows(|job| job.stages[2].service_us = 100);
        visit.frame(100.0);
        assert!(visit.driver.is_retold());
        visit.shows(|job| job.stages[2].service_us = 77);
        visit.frame(0.0);
        assert!(!visit.driver.is_retold());
        (0..30).for_each(|_| visit.frame(10.0));
        let told = visit.told();
        let [News::Now(Some(now))] = &*told else { panic!("{told:?}") };
        assert_eq!(&*now.course, "~0.5~2:p4.r8000.t900~1~2:p4.r8000.t77");
        // As does who wants it from the beginning.
        let mut visit = Visit::of(playing(), Some(now));
        visit.shows(|job| job.stages[2].service_us = 77);
        visit.frame(16.0);
        visit.run = visit.run.restarted();
        visit.shows(|job| job.stages[2].service_us = 77);
        (0..30).for_each(|_| visit.frame(10.0));
        assert!(visit.driver.series().expect("it runs").changes().is_empty());
    }

    #[test]
    fn what_makes_no_sense_is_said_and_the_run_goes_on() {
        for (start, course) in [
            ("flink=2.3&p=tm&process.size=1k", "~5"),
            ("flink=2.3&p=jm", "~5"),
            ("flink=2.3&p=tm", "x"),
            ("flink=2.3&p=tm", "1~2"),
            ("flink=2.3&p=tm", "~36001"),
            ("flink=2.3&p=tm", "~0~sim.latency:7"),
            ("flink=2.3&p=tm", "~0~0:p2"),
            ("flink=2.3&p=tm", "~0.1~process.size:1k"),
        ] {
            let mut visit = Visit::of(playing(), Some(&past(start, course)));
            visit.shows(|_| ());
            let mut news = Vec::new();
            (0..20).for_each(|_| {
                visit.frame(16.0);
                news.extend(visit.driver.news());
            });
            assert!(news.contains(&News::NoSuchCourse), "{start} {course}: {news:?}");
            assert!(!visit.driver.is_retold() && visit.now() > SECOND);
        }
    }

    #[test]
    fn what_a_link_says_of_one_moment_takes_as_many_frames_as_it_has_to() {
        let mut visit = Visit::of(playing(), None);
        visit.shows(|_| ());
        visit.frame(16.0);
        visit.shows(slower);
        let told = visit.told();
        let [News::Now(Some(begun))] = &*told else { panic!("{told:?}") };
        let course: String = (1..=60).map(|rate| format!("~0~0:p4.r{rate}000.t300")).collect();
        let past = Past { course: ["~0", &course].concat().into(), ..begun.clone() };
        let last = |job: &mut Job| job.stages[0].rate = 60_000;

        let mut again = Visit::of(playing(), Some(&past));
        again.shows(last);
        let time = Cell::new(0.0);
        let mut frames = 0;
        while frames == 0 || again.driver.is_retold() {
            let before = time.get();
            again.driver.frame(16.0, || time.replace(time.get() + 1.0));
            assert!(time.get() - before < 20.0, "a frame of {} ms", time.get() - before);
            frames += 1;
        }
        assert!(frames > 5, "{frames}");
        let scenario = configured(&[], last).expect("it starts").scenario;
        assert_eq!(
            again.driver.simulation().expect("it runs").scenario().vertices[0].work,
            scenario.vertices[0].work
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn however_time_and_load_went_the_same_run_goes_on(
            frames in prop::collection::vec((0.1..60.0_f64, 0..4_usize, 1..2_000_u32), 5..30),
            other in 1.0..60.0_f64,
        ) {
            let mut visit = Visit::of(playing(), None);
            let mut job = Job::default();
            visit.shows(|_| ());
            for (elapsed, what, number) in frames {
                match what {
                    0 => job.stages[0].rate = number * 10,
                    1 => job.stages[1].service_us = number,
                    2 => job.stages[2].selectivity = number,
                    _ => {}
                }
                visit.shows(|shown| shown.clone_from(&job));
                visit.frame(elapsed);
            }
            visit.run.is_playing = false;
            visit.shows(|shown| shown.clone_from(&job));
            let told = visit.told();
            let [News::Now(Some(now))] = &*told else { panic!("{told:?}") };
            let mut again = Visit::of(playing(), Some(now));
            again.shows(|shown| shown.clone_from(&job));
            again.frame(0.0);
            while again.driver.is_retold() {
                again.frame(other);
            }
            prop_assert_eq!(again.now(), visit.now());
            prop_assert_eq!(again.record(), visit.record());
        }

        #[test]
        fn any_course_does_no_harm(
            course in "[0-9.~:a-z]{0,40}|[0-9]{0,3}(~[0-9]{1,2}(~[a-z0-2.]{1,9}:[a-z0-9.]{0,9}){0,2}){0,4}",
        ) {
            let mut visit = Visit::of(playing(), Some(&past("flink=2.3&p=tm", &course)));
            visit.shows(|_| ());
            (0..5).for_each(|_| visit.frame(16.0));
            prop_assert!(visit.driver.simulation().is_some());
        }
    }
}
