//! From settings to a link and back, and the history of a visit.

use std::cell::Cell;
use std::rc::Rc;

use resolver::text::{Relevance, relevance};
use yew::{AttrValue, Callback};

use crate::env::Env;
use crate::history::{self, History, Visited};
use crate::link::{self, Decoded, LinkState};
use crate::page::{Action, Answer};
use crate::settings::Settings;

/// The link to some settings: what follows the page's address.
#[must_use]
pub fn link(settings: &Settings) -> String {
    let entries = settings.config().iter().filter(|(key, _)| relevance(key) == Relevance::Known);
    link::encode(&LinkState {
        version: settings.version,
        process: settings.process,
        deployment: settings.deployment,
        config: entries.collect(),
    })
}

/// The settings that a link says, and what it says in vain; `None` if it is no link of ours.
#[must_use]
pub fn linked(query: &str, fragment: &str) -> Option<(Settings, Rc<[AttrValue]>)> {
    let Decoded { state, dropped } = link::decode(query, fragment)?;
    let settings = Settings::of(state.version, state.process, state.deployment, &state.config);
    let notice = |dropped: link::Dropped| {
        AttrValue::from(
            ["From the link, ", &dropped.name, " was left out: ", dropped.why.text(), "."].concat(),
        )
    };
    Some((settings, dropped.into_iter().map(notice).collect()))
}

/// The history of a visit. Created once, told of every answer.
#[derive(Debug)]
pub struct Trip {
    history: History<Settings>,
    /// Something is being dragged or typed.
    is_moving: Cell<bool>,
    /// What comes next was gone back to.
    is_returning: Rc<Cell<bool>>,
}

impl Trip {
    /// Begins with what the visit begins with.
    #[must_use]
    pub fn new(settings: &Settings, env: Env) -> Self {
        let is_returning = Rc::new(Cell::new(false));
        let visited = {
            let is_returning = Rc::clone(&is_returning);
            Callback::from(move |visited: Visited<Settings>| {
                let settings = match visited {
                    Visited::Snapshot(settings) => settings,
                    Visited::Address(query, fragment) => {
                        let Some((settings, notices)) = linked(&query, &fragment) else { return };
                        env.dispatch(Action::Notify(notices));
                        settings
                    }
                };
                is_returning.set(true);
                env.dispatch(Action::Load(Box::new(settings)));
            })
        };
        let history = History::new(&link(settings), settings.clone(), weight(settings), visited);
        Self { history, is_moving: Cell::new(false), is_returning }
    }

    /// Something is being dragged or typed from here on.
    pub fn begin_moving(&self) {
        self.is_moving.set(true);
    }

    /// It is let go; `answer` is what it led to.
    pub fn end_moving(&self, answer: &Answer) {
        if self.is_moving.replace(false) {
            let settings = &answer.settings;
            self.history.commit(&link(settings), settings.clone(), weight(settings));
        }
    }

    /// There is another answer.
    pub fn follow(&self, answer: &Answer) {
        let settings = &answer.settings;
        let link = link(settings);
        if self.is_returning.replace(false) {
            self.history.restored(&link);
        } else if self.is_moving.get() {
            self.history.input(&link, settings.clone(), weight(settings));
        } else {
            self.history.commit(&link, settings.clone(), weight(settings));
        }
    }
}

/// About how many bytes a snapshot takes.
fn weight(settings: &Settings) -> usize {
    // Text, entries and configuration.
    settings.document().text().len() * 4 + 1024
}

/// The address of the page with the link to some settings.
#[must_use]
pub fn address(settings: &Settings) -> String {
    history::address(&link(settings))
}
