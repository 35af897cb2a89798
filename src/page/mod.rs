//! The state of the page and everything that can happen to it.

mod action;
mod answer;
mod change;
mod choices;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use resolver::Component;
use resolver::text::Reading;
use yew::Reducible;

use crate::embed::Embed;
use crate::export::{Export, Exported};
use crate::language::Language;
use crate::link::{Load, Past, Seen};
use crate::live::details::{self, Details};
use crate::live::job::Job;
use crate::live::part::{self as live_part, LivePart};
use crate::live::run::{FIRST_SEED, Run, Speed};
use crate::notice::Notice;
use crate::part::{self, Part};
use crate::settings::Settings;
use crate::visit::{self, Moment};

pub use action::Action;
pub use answer::Answer;
pub use choices::{Copied, Copy, Extent, Open, Theme, View};

/// Everything the page shows follows from this.
#[derive(Clone, Debug)]
pub struct Page {
    /// The present settings and their answer.
    pub answer: Rc<Answer>,
    /// Per process the last answer in which Flink starts: what the picture shows meanwhile.
    valid: [Option<Rc<Answer>>; 2],
    /// The colours.
    pub theme: Theme,
    /// The language.
    pub language: Language,
    /// The component whose derivation stays, whatever is pointed at.
    pub pinned: Option<Component>,
    /// What is looked at.
    pub view: View,
    /// A long text that is being typed, and read when the typing rests.
    pub draft: Option<Rc<str>>,
    /// What to tell the user, until it is put away: parts of a link that could not be used.
    pub notices: Rc<[Notice]>,
    /// What texts need, once it is loaded.
    pub part: Option<&'static Part>,
    /// Whether it is being loaded.
    pub is_loading: bool,
    /// The job under load.
    pub job: Rc<Job>,
    /// How it is watched.
    pub run: Run,
    /// The run that it is compared with, as far as it can be linked.
    pub before: Option<Past>,
    /// The present run, as far as links say more of it than its beginning.
    pub now: Option<Past>,
    /// What jobs need, once it is loaded.
    pub live: Option<&'static LivePart>,
    /// What is seen of them later, once it is loaded.
    pub details: Option<&'static Details>,
    /// The preset of jobs that was chosen last.
    lent: Option<Lent>,
    /// What is shown of it in another page; `None` for the whole page.
    pub embed: Option<Rc<Embed>>,
    /// What a message says that was pasted although there is a configuration, which it does not replace.
    pub told: Option<Rc<Reading>>,
}

/// What a preset of jobs configured, to be taken back when it is put away.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lent {
    /// The preset's name.
    id: &'static str,
    /// Its job.
    job: Rc<Job>,
    /// Key, what it was set to, and what it was before.
    entries: Vec<(&'static str, &'static str, Option<String>)>,
}

impl Default for Page {
    fn default() -> Self {
        Self::new(Settings::default(), Theme::default())
    }
}

impl Page {
    /// A page that begins with these settings.
    #[must_use]
    pub fn new(settings: Settings, theme: Theme) -> Self {
        let page = Self {
            answer: Rc::new(Answer::to(settings)),
            valid: [const { None }; 2],
            theme,
            language: Language::English,
            pinned: None,
            view: View::default(),
            draft: None,
            notices: Rc::default(),
            part: part::AT_ONCE,
            is_loading: false,
            job: Rc::default(),
            run: Run::new(true),
            before: None,
            now: None,
            live: live_part::AT_ONCE,
            details: details::AT_ONCE,
            lent: None,
            embed: None,
            told: None,
        };
        page.remembering()
    }

    /// The answer to draw: the present one, or while Flink does not start the last one in which it did.
    #[must_use]
    pub fn shown(&self) -> Option<&Rc<Answer>> {
        if self.answer.is_unresolved() {
            return None;
        }
        self.valid[self.answer.settings.process as usize].as_ref()
    }

    /// Whether what is drawn is not what is configured.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.answer.error.is_some()
    }

    /// Everything that can be exported.
    pub fn exports(&self) -> impl Iterator<Item = Export> {
        Export::all(&self.answer)
    }

    /// The export that is looked at: the chosen one, or the first where it is not for this release.
    #[must_use]
    pub fn chosen_export(&self) -> Export {
        let chosen = self.exports().find(|export| Some(*export) == self.view.export);
        chosen.or(self.exports().next()).unwrap_or(Export::JvmFlags)
    }

    /// What it is.
    #[must_use]
    pub fn export(&self) -> Exported {
        let link = visit::address(&self.moment_alone());
        self.chosen_export().of(&self.answer, self.view.extent, &link)
    }

    /// What a link to it says.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let load = Load { job: Rc::clone(&self.job), seed: self.run.seed, speed: self.run.speed };
        let (seen, now) = (self.seen(), self.now.clone());
        Moment { seen, now, ..Moment::new(&self.answer.settings, load, self.before.clone(), self.live) }
    }

    /// What is looked at, as far as links say it.
    #[must_use]
    pub const fn seen(&self) -> Seen {
        Seen { tab: self.view.tab, pinned: self.pinned, look: self.view.look }
    }

    /// Looks at what a link names.
    pub const fn see(&mut self, Seen { tab, pinned, look }: Seen) {
        self.view.tab = tab;
        self.view.look = look;
        self.pinned = pinned;
    }

    /// The same without runs and what is looked at, for where it is shown otherwise.
    #[must_use]
    pub fn moment_alone(&self) -> Moment {
        Moment { before: None, now: None, seen: Seen::default(), ..self.moment() }
    }

    /// Puts the job of a link under load, or that of a first visit, in a run as the link tells, and compares it with the one that it tells of.
    pub fn put_under_load(&mut self, moment: &Moment) {
        let load = moment.load.as_ref();
        self.job = load.map_or_else(Rc::default, |load| Rc::clone(&load.job));
        self.run.seed = load.map_or(FIRST_SEED, |load| load.seed);
        self.run.speed = load.map_or(Speed::default(), |load| load.speed);
        self.run.is_pinned = [&moment.before, &moment.now].into_iter().flatten().any(|run| run.is_pinned);
        self.run.returns = self.run.returns.wrapping_add(1);
        self.before.clone_from(&moment.before);
        self.now.clone_from(&moment.now);
        self.live = moment.live.or(self.live);
        self.part = moment.part.or(self.part);
    }

    /// The preset of jobs that is under load: its job, with what it configured.
    #[must_use]
    pub fn preset(&self) -> Option<&'static str> {
        let config = self.answer.settings.config();
        let is_as_lent = |lent: &&Lent| {
            lent.job == self.job && lent.entries.iter().all(|(key, value, _)| config.get(key) == Some(value))
        };
        self.lent.as_ref().filter(is_as_lent).map(|lent| lent.id)
    }

    fn remembering(mut self) -> Self {
        if self.answer.breakdown().is_some() {
            self.valid[self.answer.settings.process as usize] = Some(Rc::clone(&self.answer));
        }
        self
    }
}

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        // The same state means no render.
        self.after(action).map_or(self, Rc::new)
    }
}
