//! The simulation that runs, and how it is moved on: in frames, in steps, or anew.
//!
//! It knows no browser: time is told to it, so that it is tested without one.

use sim::Simulation;
use sim::finding::Finding;
use sim::scenario::{BufferTimeout, Nanos, Scenario, ScenarioError};

use super::cluster::MILLISECOND;
use super::pace::{self, BUDGET, Pace};
use super::present::{Course, Present};
use super::run::{Run, Step};
use super::running::{Running, Slice};
use super::runs::{Before, Compared, News, Record};
use super::scenario::{Change, change};
use super::series::Series;
use super::sight::Sight;
use super::story::{Retelling, Situation, Story};

/// Events after which a step ends in which nothing changes.
const MOST_EVENTS: u32 = 2_000;
/// How far a step goes that goes by flushes where there are none, ns.
const STEP: Nanos = 100 * MILLISECOND;
/// What takes less than this, ms, can be done in every frame.
const SHORT: f64 = 4.0;
/// How many times as long as it takes to make a job nothing must have changed before it is made.
const RESTS: f64 = 4.0;

/// Why it is at its beginning, or was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Begun {
    /// It is the first one, or was begun anew by hand.
    #[default]
    ByHand,
    /// The memory or the settings of TaskManagers changed.
    TaskManagers,
    /// The job did.
    Job,
}

/// What was asked for and is not yet done: in one frame there may be no room for all of it.
#[derive(Clone, Debug)]
enum Task {
    /// To go on to this moment.
    Until(Nanos),
    /// To let one event happen.
    Event,
    /// To let so many events happen, or fewer if something else is seen than before.
    Change { before: Sight, left: u32 },
}

/// What is to be simulated.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// As the engine is told.
    pub scenario: Scenario,
    /// As the page knows it.
    pub situation: Situation,
}

/// What moves a simulation on.
#[derive(Debug, Default)]
pub struct Driver {
    /// What is to be simulated, and from where on it is not yet.
    wanted: Option<Wanted>,
    running: Option<Running>,
    /// What is noted of it, so that it can be made again.
    story: Option<Story>,
    /// Why what is wanted cannot be simulated.
    error: Option<ScenarioError>,
    run: Option<Run>,
    /// Whether it must begin anew, whatever is wanted.
    is_over: bool,
    /// Steps that are to be made.
    steps: u32,
    /// The one that is being made.
    task: Option<Task>,
    pace: Pace,
    making: Making,
    begun: Begun,
    before: Before,
    present: Present,
    retelling: Option<&'static Retelling>,
}

/// What it takes to begin anew.
#[derive(Clone, Copy, Debug, Default)]
struct Making {
    /// Milliseconds that it took.
    took: f64,
    /// When the last change was seen for which it has to.
    since: Option<f64>,
}

impl Making {
    /// Whether to begin anew at a time in ms. Where that takes long, it is not done again and again while a control is dragged, but when that rests.
    fn is_due(&mut self, now: f64) -> bool {
        self.took < SHORT || now - *self.since.get_or_insert(now) >= self.took * RESTS
    }
}

impl Driver {
    /// What is wanted from now on: `None` where there is nothing that can be simulated. It is looked at when the simulation goes on, so that only
    /// the last of many changes in a frame costs anything.
    ///
    /// `compared` is what the page says it is compared with, which counts when the page has returned to something.
    pub fn follow(&mut self, wanted: Option<Wanted>, run: Run, compared: &Compared) {
        let is_other = self.wanted.as_ref().map(|wanted| &wanted.scenario)
            != wanted.as_ref().map(|wanted| &wanted.scenario);
        if is_other {
            self.making.since = None;
            // Whatever a link says, hands say more.
            self.present.leave();
        }
        let before = self.run.replace(run);
        if let Some(before) = before {
            if before.restarts != run.restarts {
                self.is_over = true;
                self.present.leave();
            }
            self.steps = self.steps.saturating_add(run.steps.wrapping_sub(before.steps));
            if before.is_playing != run.is_playing {
                self.task = None;
            }
        }
        if before.is_none_or(|before| before.returns != run.returns) {
            self.before.give(compared);
            self.is_over |= self.present.give(compared);
        }
        self.before.meet(compared.retelling);
        self.retelling = compared.retelling.or(self.retelling);
        self.before.pin(run.is_pinned);
        self.wanted = wanted;
    }

    /// Whether there is something to do in the next frame, too: it goes on by itself, or is not done with what was asked for.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        let is_playing = self.run.is_some_and(|run| run.is_playing);
        self.wanted.is_some()
            && (is_playing
                || self.task.is_some()
                || self.steps > 0
                || self.making.since.is_some()
                || self.before.is_making()
                || self.present.has_news())
    }

    /// Why it is, or was, at its beginning.
    #[must_use]
    pub const fn begun(&self) -> Begun {
        self.begun
    }

    /// Why what is wanted cannot be simulated.
    #[must_use]
    pub const fn error(&self) -> Option<&ScenarioError> {
        self.error.as_ref()
    }

    /// What is simulated.
    #[must_use]
    pub fn simulation(&self) -> Option<&Simulation> {
        self.running.as_ref().map(|running| &running.simulation)
    }

    /// The same, for what is computed when it is looked at.
    pub fn simulation_mut(&mut self) -> Option<&mut Simulation> {
        self.running.as_mut().map(|running| &mut running.simulation)
    }

    /// What was recorded of it.
    #[must_use]
    pub fn series(&self) -> Option<&Series> {
        self.running.as_ref().map(|running| &running.record().series)
    }

    /// The run that it is compared with.
    #[must_use]
    pub fn before(&self) -> Option<&Record> {
        self.before.record()
    }

    /// What is to be told of that run, or of this one; once.
    pub fn news(&mut self) -> Option<News> {
        self.before.news().or_else(|| self.present.news())
    }

    /// Whether it goes as a link says.
    #[must_use]
    pub const fn is_retold(&self) -> bool {
        self.present.is_retold()
    }

    /// What is seen of it; `None` where there is nothing to simulate.
    pub fn sight(&mut self) -> Option<Sight> {
        self.running.as_mut().map(Running::sight)
    }

    /// What it suffers from; `None` where nothing was seen yet.
    pub fn finding(&mut self) -> Option<Finding> {
        let running = self.running.as_mut()?;
        running.hindsight.find(&mut running.simulation)
    }

    /// A frame, `elapsed` ms after the last one: what was asked for since is begun, and the simulation goes on for as long as it is due, or a frame
    /// has room for. `clock` says the time in ms.
    pub fn frame(&mut self, elapsed: f64, clock: impl Fn() -> f64) {
        self.catch_up(&clock);
        let (Some(running), Some(run)) = (&mut self.running, self.run) else {
            self.steps = 0;
            return;
        };
        let due = run.speed.factor().map_or(Nanos::MAX, |factor| pace::due(elapsed, factor));
        let target = running.simulation.now().saturating_add(if run.is_playing { due } else { 0 });
        let start = clock();
        let mut now = start;
        let has_replay = self.before.is_making() && elapsed > 0.0;
        let room = if has_replay { BUDGET / 2.0 } else { BUDGET };
        while now - start < room {
            let next = self.present.next();
            if running.simulation.now() >= next {
                if self.present.act(running, self.story.as_mut()) {
                    self.run = Some(Run { is_playing: false, ..run });
                    self.task = None;
                    break;
                }
                continue;
            }
            if self.task.is_none() && self.steps > 0 {
                self.steps -= 1;
                self.task = Some(Task::of(run.step, &mut running.simulation));
            }
            let slice = match &mut self.task {
                Some(task) => {
                    let (slice, is_done) = task.go_on(running, next, self.pace.steps());
                    if is_done {
                        self.task = None;
                    }
                    slice
                }
                None if running.simulation.now() < target => {
                    running.advance(target.min(next), self.pace.steps())
                }
                None => break,
            };
            let then = clock();
            if slice != Slice::Sampled {
                self.pace.learn(slice == Slice::Full, then - now);
            }
            now = then;
        }
        if has_replay {
            self.before.go_on(start + BUDGET, &clock);
        }
        self.tell(now);
    }

    /// Tells what a link has to say of what runs, at a time in ms.
    fn tell(&mut self, now: f64) {
        let (Some(running), Some(story), Some(retelling)) = (&self.running, &self.story, self.retelling)
        else {
            return;
        };
        let is_playing = self.run.is_some_and(|run| run.is_playing) || self.task.is_some() || self.steps > 0;
        let time = running.simulation.now();
        let stands = Some(time).filter(|time| !is_playing && *time > 0);
        let is_pinned = self.before.pins_present();
        let course = Course { changes: story.changes.len(), stands, is_pinned };
        self.present.tell(course, now, story, running, retelling);
    }

    /// What runs is over, and `next` is simulated.
    fn end(&mut self, next: Option<&Scenario>) {
        self.present.end();
        if let Some((ended, story)) = self.running.take().zip(self.story.take()) {
            let noted = ended.noted();
            self.before.end(ended.into_record(), next, Some((story, noted)));
        }
    }

    /// Makes the simulation the one that is wanted.
    fn catch_up(&mut self, clock: &impl Fn() -> f64) {
        let Some(wanted) = &self.wanted else {
            self.end(None);
            self.error = None;
            self.is_over = false;
            self.making.since = None;
            return;
        };
        let Wanted { scenario, situation } = wanted;
        let change = self.running.as_ref().map(|running| change(running.simulation.scenario(), scenario));
        match change {
            Some(_) if self.present.is_retold() && !self.is_over => self.before.spare(),
            Some(Change::None) if !self.is_over => {
                self.making.since = None;
                self.before.spare();
            }
            Some(Change::Load(vertices)) if !self.is_over => {
                self.making.since = None;
                self.before.spare();
                if let Some(running) = &mut self.running {
                    running.load(scenario, &vertices);
                    if let Some(story) = &mut self.story {
                        story.change(running.simulation.now(), situation);
                    }
                }
            }
            change => {
                let start = clock();
                if !(self.is_over || self.making.is_due(start)) {
                    return;
                }
                self.begun = match change {
                    Some(Change::TaskManagers) => Begun::TaskManagers,
                    Some(Change::Job) => Begun::Job,
                    _ => Begun::ByHand,
                };
                let told = self.present.wanted();
                let Wanted { scenario, situation } = told.unwrap_or_else(|| wanted.clone());
                self.end(Some(&scenario));
                self.before.spare();
                let running = Running::new(&scenario);
                self.error = running.as_ref().err().cloned();
                self.running = running.ok();
                self.story = self.running.is_some().then(|| Story::begin(scenario, situation));
                self.is_over = false;
                self.task = None;
                self.making = Making { took: clock() - start, since: None };
            }
        }
    }
}

impl Task {
    /// What a step means where a simulation is.
    fn of(step: Step, simulation: &mut Simulation) -> Self {
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
    fn go_on(&mut self, running: &mut Running, next: Nanos, steps: u64) -> (Slice, bool) {
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
pub(super) mod tests {
    use super::*;
    use crate::live::cluster::Given;
    use crate::live::job::{Job, STAGE, Stage};
    use crate::live::run::Speed;
    use crate::live::scenario::scenario;
    use crate::page::Answer;
    use crate::settings::Settings;
    use pools::job::Partitioner;
    use sim::scenario::SECOND;
    use std::cell::Cell;
    use std::rc::Rc;

    /// What is wanted with a job, and what is configured.
    pub(in crate::live) fn configured(
        entries: &[(&str, &str)],
        edit: impl FnOnce(&mut Job),
    ) -> Option<Wanted> {
        let (mut settings, mut job) = (Settings::default(), Job::default());
        entries.iter().for_each(|(key, value)| settings.set(key, (*value).to_owned()));
        edit(&mut job);
        let answer = Rc::new(Answer::to(settings));
        let scenario = scenario(&Given::by(&answer).expect("it starts"), &job, 1);
        Some(Wanted { scenario, situation: Situation { answer, job: Rc::new(job), seed: 1 } })
    }

    fn wanted(edit: impl FnOnce(&mut Job)) -> Option<Wanted> {
        configured(&[], edit)
    }

    fn follow(driver: &mut Driver, wanted: Option<Wanted>, run: Run) {
        driver.follow(wanted, run, &Compared::default());
    }

    fn playing(speed: Speed) -> Run {
        Run { speed, ..Run::new(true) }
    }

    /// A driver after frames of 16 ms, on a machine that computes them in no time.
    fn after(frames: u32, run: Run) -> Driver {
        let mut driver = Driver::default();
        follow(&mut driver, wanted(|_| ()), run);
        for _ in 0..frames {
            driver.frame(16.0, || 0.0);
        }
        driver
    }

    fn now(driver: &Driver) -> Nanos {
        driver.simulation().expect("it runs").now()
    }

    #[test]
    fn simulated_time_passes_as_the_speed_says() {
        assert_eq!(now(&after(50, playing(Speed::Real))), 800 * MILLISECOND);
        assert_eq!(now(&after(50, playing(Speed::Tenth))), 80 * MILLISECOND);
        assert_eq!(now(&after(5, playing(Speed::Ten))), 800 * MILLISECOND);
        assert_eq!(now(&after(5, Run::new(false))), 0);
    }

    #[test]
    fn what_is_seen_does_not_depend_on_how_time_was_cut() {
        let [mut slow, mut fast] = [after(100, playing(Speed::Real)), after(10, playing(Speed::Ten))];
        let sight = slow.sight().expect("it runs");
        assert_eq!(Some(&sight), fast.sight().as_ref());
        assert!(sight.vertices[2].records_in > 7000.0, "{sight:?}");
        let mut alone = Running::new(&wanted(|_| ()).expect("one").scenario).expect("it can");
        while alone.advance(1600 * MILLISECOND, u64::MAX) != Slice::Short {}
        assert_eq!(alone.sight(), sight);
    }

    #[test]
    fn what_is_recorded_does_not_depend_on_how_time_was_cut_either() {
        let [slow, fast] = [after(150, playing(Speed::Real)), after(15, playing(Speed::Ten))];
        let series = slow.series().expect("it runs");
        assert_eq!(Some(series), fast.series());
        let times: Vec<Nanos> = series.moments().iter().map(|moment| moment.time).collect();
        assert_eq!(times, (0..=24).map(|tenth| tenth * 100 * MILLISECOND).collect::<Vec<_>>());
        let last = series.moments().last().expect("there are some");
        let engine = slow.simulation().expect("it runs");
        let read = (0..4).filter_map(|subtask| engine.task_metrics(2, subtask));
        assert_eq!(last.vertices[2].records_in, read.map(|task| task.counters.records_in).sum::<u64>());
    }

    #[test]
    fn the_run_before_a_change_stays_and_one_that_is_pinned_longer() {
        let slots = |slots| {
            let Wanted { scenario, situation } = wanted(|_| ()).expect("one");
            Some(Wanted { scenario: Scenario { network_memory: slots, ..scenario }, situation })
        };
        let kept = |driver: &Driver| driver.before().map(|before| before.scenario.network_memory);
        let run = playing(Speed::Ten);
        let mut driver = Driver::default();
        let mut play = |wanted, run, frames| {
            follow(&mut driver, wanted, run);
            (0..frames).for_each(|_| driver.frame(16.0, || 0.0));
            kept(&driver)
        };
        let of = [64 << 20, 80 << 20, 96 << 20, 112 << 20];
        assert_eq!(play(slots(of[0]), run, 20), None);
        assert_eq!(play(slots(of[1]), run, 1), Some(of[0]));
        // It was too short.
        assert_eq!(play(slots(of[2]), run, 20), Some(of[0]));
        let pinned = Run { is_pinned: true, ..run };
        assert_eq!(play(slots(of[2]), pinned, 1), Some(of[0]));
        assert_eq!(play(slots(of[3]), pinned, 20), Some(of[2]));
        assert_eq!(play(slots(of[0]), pinned, 20), Some(of[2]));
        assert_eq!(play(None, run, 1), Some(of[0]));
    }

    #[test]
    fn a_frame_ends_when_its_time_is_up() {
        let mut driver = Driver::default();
        follow(&mut driver, wanted(|_| ()), playing(Speed::Most));
        let time = Cell::new(0.0);
        // Each look at the clock is a millisecond later.
        driver.frame(16.0, || time.replace(time.get() + 1.0));
        assert!((BUDGET..BUDGET + 5.0).contains(&time.get()), "{}", time.get());
        assert!(now(&driver) > 0);
    }

    /// Six stages of so many subtasks in a row, with as much to do as they can.
    fn wide(subtasks: u32) -> Option<Wanted> {
        let stage = Stage { parallelism: subtasks, rate: 0, input: Partitioner::Forward, ..STAGE };
        let wide = wanted(|job| *job = Job::of(&[stage; Job::MOST_STAGES]));
        wide.map(|Wanted { scenario, situation }| {
            let task_managers = subtasks.div_ceil(16);
            Wanted { scenario: Scenario { slots_each: 16, task_managers, ..scenario }, situation }
        })
    }

    /// A clock that is so many milliseconds later with each look at it.
    fn ticking(time: &Cell<f64>, tick: f64) -> impl Fn() -> f64 + '_ {
        move || time.replace(time.get() + tick)
    }

    #[test]
    fn a_frame_does_no_more_however_wide_the_job_is() {
        let time = Cell::new(0.0);
        let mut driver = Driver::default();
        follow(&mut driver, wide(500), playing(Speed::Ten));
        // All tasks start within 50 ms.
        for _ in 0..100 {
            let before = driver.simulation().map_or(0, Simulation::events);
            driver.frame(16.0, ticking(&time, 1.0));
            let events = driver.simulation().expect("it runs").events() - before;
            // As many slices of a millisecond as a frame has room for.
            assert!(events < 8 * Pace::default().steps(), "{events}");
        }
        assert!(now(&driver) > 0);
    }

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
    fn what_takes_long_to_make_is_made_when_controls_rest() {
        let run = playing(Speed::Real);
        let time = Cell::new(0.0);
        let mut driver = Driver::default();
        let mut frame = |subtasks: u32, tick: f64| {
            follow(&mut driver, wide(subtasks), run);
            driver.frame(16.0, ticking(&time, tick));
            driver.simulation().expect("it runs").scenario().vertices[0].parallelism
        };
        // Making it takes from one look at the clock to the next.
        assert_eq!(frame(2, 50.0), 2);
        let dragged: Vec<u32> = (3..9).map(|subtasks| frame(subtasks, 30.0)).collect();
        assert_eq!(dragged, [2; 6]);
        let frames = (0..100).take_while(|_| frame(8, 1.0) == 2).count();
        assert!((10..99).contains(&frames), "{frames}");
        assert!(frame(9, 1.0) == 9 && frame(10, 1.0) == 10, "the last one was quick to make");
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

    #[test]
    fn a_load_goes_on_and_a_job_begins_anew() {
        let run = playing(Speed::Real);
        let mut driver = after(50, run);
        let time = now(&driver);
        follow(&mut driver, wanted(|job| job.stages[2].service_us = 5_000), run);
        driver.frame(0.0, || 0.0);
        assert_eq!(now(&driver), time);
        follow(&mut driver, wanted(|job| job.stages[2].parallelism = 2), run);
        driver.frame(0.0, || 0.0);
        assert_eq!((now(&driver), driver.begun()), (0, Begun::Job));
        driver.frame(16.0, || 0.0);
        follow(&mut driver, wanted(|job| job.stages[2].parallelism = 2), run.restarted());
        driver.frame(0.0, || 0.0);
        assert_eq!((now(&driver), driver.begun()), (0, Begun::ByHand));
        follow(&mut driver, None, run);
        driver.frame(16.0, || 0.0);
        assert!(driver.sight().is_none());
    }
}
