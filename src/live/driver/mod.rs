//! The simulation that runs, and how it is moved on: in frames, in steps, or anew.
//!
//! It knows no browser: time is told to it, so that it is tested without one.

mod making;
mod task;
#[cfg(test)]
pub(super) mod tests;

use sim::Simulation;
use sim::finding::Finding;
use sim::scenario::{Nanos, Scenario, ScenarioError};

use super::pace::{self, BUDGET, Pace};
use super::present::{Course, Present};
use super::run::Run;
use super::running::{Running, Slice};
use super::runs::{Before, Compared, News, Record};
use super::scenario::{Change, change};
use super::series::Series;
use super::sight::Sight;
use super::story::{Retelling, Situation, Story};
use making::Making;
use task::Task;

pub use making::Begun;

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
                // A link can say many things of one moment.
                now = clock();
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
