//! The run that is recorded, and the one it is compared with: the last one before a change, or one that was pinned.

use resolver::text::Library;
use sim::scenario::{Nanos, SECOND, Scenario};

use super::replay::{Progress, Replay};
use super::series::Series;
use super::story::{Ended, Retelling, Situation, Story};
use crate::link::Past;

/// A run that is shorter than this is not worth comparing with: a control is being dragged, ns.
const WORTH: Nanos = 2 * SECOND;

/// A run: what was simulated in it, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What was simulated last.
    pub scenario: Scenario,
    /// What was recorded.
    pub series: Series,
    /// How it stands with it, where it is compared with.
    pub standing: Standing,
}

/// How it stands with a run that another one is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is in the link.
    Linked,
    /// It is not: it took too long, or was changed too often.
    TooLong,
    /// It is not: something of its configuration is in no link.
    Unlinked,
    /// It is being made again, and so many percent of it are.
    Making(u64),
}

/// What the page says that a run is compared with.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The run, as a link says it.
    pub past: Option<Past>,
    /// How the present run is to go, as a link says it.
    pub now: Option<Past>,
    /// What reads its configuration.
    pub library: Library,
    /// What makes links of others, once it is loaded.
    pub retelling: Option<&'static Retelling>,
}

impl Default for Compared {
    fn default() -> Self {
        Self { past: None, now: None, library: Library::PLAIN, retelling: None }
    }
}

/// What a run is compared with.
#[derive(Debug, Default)]
pub struct Before {
    kept: Kept,
    /// The same for a link.
    past: Option<Past>,
    /// What is to be said of it in a link, and when something was last recorded, ns: until it can be.
    untold: Option<(Story, Nanos)>,
    retelling: Option<&'static Retelling>,
    pin: Pin,
    /// Whether it is what the page said last: the run that ends because of that does not take its place.
    is_given: bool,
    /// What is to be told of it.
    news: Option<News>,
}

/// What there is of the run.
#[derive(Debug, Default)]
enum Kept {
    /// There is none.
    #[default]
    Nothing,
    /// All of it.
    Whole(Box<Record>),
    /// It is being made again.
    Replay(Box<Replay>),
}

/// What the page does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Another run is compared with, or none that can be linked.
    Other(Option<Past>),
    /// What a link said of that run made no sense.
    Senseless,
    /// What a link has to say of the present run.
    Now(Option<Past>),
    /// What a link said of the present run made no sense.
    NoSuchCourse,
    /// The present run went as far as a link said.
    Stands,
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
        match &self.kept {
            Kept::Nothing => None,
            Kept::Whole(record) => Some(record),
            Kept::Replay(replay) => replay.record(),
        }
    }

    /// Whether it is still being made.
    #[must_use]
    pub const fn is_making(&self) -> bool {
        matches!(self.kept, Kept::Replay(_))
    }

    /// What makes links of runs may be loaded.
    pub fn meet(&mut self, retelling: Option<&'static Retelling>) {
        self.retelling = retelling.or(self.retelling);
        let Some(retelling) = self.retelling else { return };
        if let (Kept::Whole(record), Some((story, noted))) = (&mut self.kept, self.untold.take()) {
            let ended = Ended { story: &story, noted: Some(noted), last: &record.scenario };
            let past = (retelling.tell)(ended, Situation::scenario);
            record.standing = past.as_ref().err().copied().unwrap_or(Standing::Linked);
            self.past = past.ok().map(|past| Past { is_pinned: self.pin == Pin::Before, ..past });
            self.news = Some(News::Other(self.past.clone()));
        }
    }

    /// What is to be told of it; once.
    pub const fn news(&mut self) -> Option<News> {
        self.news.take()
    }

    /// It is what the page says: nothing, or a run that is made again unless it is there.
    pub fn give(&mut self, Compared { past, library, .. }: &Compared) {
        let past = past.as_ref();
        self.is_given = past.is_some();
        self.pin = if past.is_some_and(|past| past.is_pinned) { Pin::Before } else { Pin::None };
        let is_there = past.zip(self.past.as_ref()).is_some_and(|(past, known)| past.is_like(known));
        self.past = past.cloned();
        if !is_there {
            self.untold = None;
            self.kept = Kept::Nothing;
            if let Some(past) = past {
                match (past.by.recipe)(past, *library).filter(|recipe| recipe.until() < Nanos::MAX) {
                    Some(recipe) => self.kept = Kept::Replay(Box::new(Replay::of(recipe))),
                    None => self.fail(),
                }
            }
        }
    }

    /// Goes on with what is to be made, until a time in ms, which `clock` says.
    pub fn go_on(&mut self, end: f64, clock: &impl Fn() -> f64) {
        let Kept::Replay(replay) = &mut self.kept else { return };
        match replay.go_on(end, clock) {
            Progress::Goes => {}
            Progress::Done(record) => self.kept = Kept::Whole(record),
            Progress::Fails => self.fail(),
        }
    }

    fn fail(&mut self) {
        *self = Self { news: Some(News::Senseless), retelling: self.retelling, ..Self::default() };
    }

    /// Whether the present run stays for comparison when it is over.
    #[must_use]
    pub fn pins_present(&self) -> bool {
        self.pin == Pin::Now
    }

    /// From now on the present run stays for comparison when it is over, until it is no longer pinned.
    pub fn pin(&mut self, is_pinned: bool) {
        self.pin = match (is_pinned, self.pin) {
            (false, _) => Pin::None,
            (true, Pin::None) => Pin::Now,
            (true, pin) => pin,
        };
        let is_pinned = self.pin == Pin::Before;
        if let Some(past) = self.past.as_mut().filter(|past| past.is_pinned != is_pinned) {
            past.is_pinned = is_pinned;
            self.news = Some(News::Other(self.past.clone()));
        }
    }

    /// The run that was to be ended goes on.
    pub const fn spare(&mut self) {
        self.is_given = false;
    }

    /// A run is over, and the next one is of `next`. It stays if it says something that the next one might not. With it comes what can be said of it, and when
    /// something was last recorded, ns.
    pub fn end(&mut self, record: Record, next: Option<&Scenario>, story: Option<(Story, Nanos)>) {
        if std::mem::take(&mut self.is_given) {
            return;
        }
        let end = record.series.end();
        let is_worth = end >= WORTH && next.is_none_or(|next| record.scenario != *next);
        let stays = match self.pin {
            Pin::Before => false,
            Pin::None => is_worth,
            Pin::Now => end > 0,
        };
        if !stays {
            return;
        }
        if self.pin == Pin::Now {
            self.pin = Pin::Before;
        }
        self.kept = Kept::Whole(Box::new(record));
        self.untold = story;
        if self.past.take().is_some() {
            self.news = Some(News::Other(None));
        }
        self.meet(None);
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
        Record { scenario: of(seed), series, standing: Standing::Linked }
    }

    fn end(before: &mut Before, seed: u32, seconds: u64, next: Option<&Scenario>) {
        before.end(run(seed, seconds), next, None);
    }

    /// Seed of the run that is kept after others were over, each followed by one of the next seed.
    fn kept(before: &mut Before, runs: &[(u32, u64)]) -> Option<u64> {
        for &(seed, seconds) in runs {
            end(before, seed, seconds, Some(&of(seed + 1)));
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
        end(&mut before, 2, 9, Some(&of(2)));
        assert_eq!(before.record().map(|record| record.scenario.seed), Some(1));
        end(&mut before, 2, 9, None);
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
