//! What is noted of a run while it goes on, so that it can be made again; and what makes that of it, which is loaded later.

use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

use sim::scenario::{Nanos, Scenario};

use super::job::Job;
use super::runs::Standing;
use super::view::Outlook;
use crate::link::Past;
use crate::page::Answer;

/// Changes of the load that are noted: some more than a link has room for.
const MOST: usize = 1_000;

/// What was configured and under load, in which a scenario is simulated.
#[derive(Clone, Debug)]
pub struct Situation {
    /// What is configured, and what Flink makes of it.
    pub answer: Rc<Answer>,
    /// The job.
    pub job: Rc<Job>,
    /// Of all random choices.
    pub seed: u32,
}

/// What is noted of a run.
#[derive(Clone, Debug)]
pub struct Story {
    /// What was simulated first.
    pub first: Scenario,
    /// In which situation it began.
    pub begin: Situation,
    /// When its load was changed, ns since the start, and the situation from then on.
    pub changes: Vec<(Nanos, Situation)>,
    /// Whether there were more changes.
    pub is_cut: bool,
}

impl Situation {
    /// What is simulated then; `None` where no job runs.
    #[must_use]
    pub fn scenario(&self) -> Option<Scenario> {
        Outlook::of(&self.answer, &self.job, self.seed).scenario().cloned()
    }
}

impl Story {
    /// A run begins.
    #[must_use]
    pub const fn begin(scenario: Scenario, situation: Situation) -> Self {
        Self { first: scenario, begin: situation, changes: Vec::new(), is_cut: false }
    }

    /// Its load was changed.
    pub fn change(&mut self, time: Nanos, situation: &Situation) {
        self.is_cut |= self.changes.len() == MOST;
        if !self.is_cut {
            self.changes.push((time, situation.clone()));
        }
    }
}

/// What is simulated in a situation; `None` where no job runs.
pub type Simulated = fn(&Situation) -> Option<Scenario>;

/// A run, as far as it went.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// What was noted of it.
    pub story: &'a Story,
    /// When something was last recorded of it, or when it stood still, ns since its start; `None` where it goes on.
    pub noted: Option<Nanos>,
    /// What was simulated last.
    pub last: &'a Scenario,
}

/// What makes links of runs. It belongs to the [details](super::details), which show both runs.
#[derive(Debug)]
pub struct Retelling {
    /// What a link says of a run; or, if none leads to the same run, why. What is simulated in a situation, it is told.
    pub tell: fn(Ended<'_>, Simulated) -> Result<Past, Standing>,
}

/// How to make a run again.
pub trait Recipe {
    /// What is configured and under load by now; `None` where that makes no sense.
    fn situation(&self) -> Option<Situation>;

    /// How far it goes before anything is changed, ns since its start.
    fn next(&self) -> Nanos;

    /// Goes on to the next change; `false` if there is none.
    fn change(&mut self) -> bool;

    /// How long it goes on, ns; [`Nanos::MAX`] if for ever.
    fn until(&self) -> Nanos;
}

/// Only that it is one: to print more, all of its parts would have to print themselves, in what visitors load.
impl Debug for dyn Recipe {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str("Recipe")
    }
}
