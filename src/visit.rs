//! From settings to a link and back, and the history of a visit.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use resolver::text::{Relevance, is_simple, relevance};
use resolver::{Configuration, job};
use yew::{Callback, UseReducerDispatcher};

use crate::history::{self, History, Visited};
use crate::link::{self, Decoded, Dropped, Link, LinkState, Load, Parts, Past, Seen, Why};
use crate::live;
use crate::live::job::Job;
use crate::live::look::Look;
use crate::live::part::LivePart;
use crate::live::run::{FIRST_SEED, Speed};
use crate::notice::Notice;
use crate::page::{Action, Page};
use crate::part::{self, Part};
use crate::settings::Settings;
use crate::zlib;

/// What a link says, all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// The settings.
    pub settings: Settings,
    /// The job under load, if it is another than what a page begins with.
    pub load: Option<Load>,
    /// The run that it is compared with.
    pub before: Option<Past>,
    /// The present one, if there is more to it than its beginning.
    pub now: Option<Past>,
    /// What is looked at.
    pub seen: Seen,
    /// What links need that say something about jobs; without it, they do not.
    pub live: Option<&'static LivePart>,
    /// What texts need, where it was loaded for a link.
    pub part: Option<&'static Part>,
}

impl Moment {
    /// These settings, this job under load, and the run before.
    #[must_use]
    pub fn new(
        settings: &Settings,
        load: Load,
        before: Option<Past>,
        live: Option<&'static LivePart>,
    ) -> Self {
        let Load { job, seed, speed } = &load;
        let is_first = *seed == FIRST_SEED && *speed == Speed::default() && **job == Job::default();
        Self {
            settings: settings.clone(),
            load: (!is_first).then_some(load),
            before,
            live,
            ..Self::default()
        }
    }
}

/// What a link to a moment says.
#[must_use]
pub fn state(Moment { settings, load, before, now, seen, .. }: &Moment) -> LinkState {
    let mut config = Configuration::plain();
    let is_for_links = |key: &str| relevance(key) == Relevance::Known || job::KEYS.contains(&key);
    for (key, value) in settings.config().iter().filter(|(key, _)| is_for_links(key)) {
        config.set(key, value);
    }
    LinkState {
        version: settings.version,
        process: settings.process,
        deployment: settings.deployment,
        config,
        load: load.clone(),
        before: before.clone(),
        now: now.clone(),
        seen: *seen,
    }
}

/// The link to a moment.
fn link(moment: &Moment) -> Link {
    link::encode(&state(moment), moment.live.map(|part| part.links))
}

/// What follows the page's address in a link: its query, or if that is long a compressed fragment, where the browser can compress.
async fn short(link: Link) -> String {
    let compressed = match &link.to_compress {
        Some(text) => zlib::compressed(text).await,
        None => None,
    };
    compressed.map_or(link.query, |bytes| link::fragment(&bytes))
}

/// What an address says, and what it says in vain; `None` if it has no link of ours.
pub async fn linked(query: &str, fragment: &str) -> Option<(Moment, Vec<Notice>)> {
    let text = match link::compressed(fragment) {
        Some(bytes) => zlib::decompressed(&bytes).await,
        None => None,
    };
    let [has_jobs, has_past] = link::is_about(text.as_deref().unwrap_or(query));
    let mut live = if has_jobs { live::part::load().await.ok() } else { None };
    let details = if has_past { live::details::load().await.ok() } else { None };
    let mut is_missing = (has_jobs, has_past) != (live.is_some(), details.is_some());
    let parts = Parts { jobs: live.map(|part| part.links), runs: details.map(|part| part.runs) };
    let Decoded { mut state, mut dropped } = link::decode(query, fragment, text.as_deref(), parts)?;

    // What runs were configured with has to be read, too.
    let runs = [&state.before, &state.now].into_iter().flatten();
    let runs = runs.filter_map(|run| link::decode(&run.start, "", None, parts)).collect::<Vec<_>>();
    let configs = std::iter::once(&state.config).chain(runs.iter().map(|run| &run.state.config));
    let is_simple = configs.flat_map(Configuration::iter).all(|(key, value)| is_simple(key, value));
    let has_texts = !is_simple || state.seen.tab.needs_part();
    let part = if has_texts { part::load().await.ok() } else { None };
    is_missing |= has_texts && part.is_none();
    let library = part.map(|part| part.library);
    let settings = Settings::of(state.version, state.process, state.deployment, &state.config, library);
    if state.seen.look != Look::default() {
        live = if live.is_none() { live::part::load().await.ok() } else { live };
        is_missing |= live.is_none();
        if !live.is_some_and(|live| (live.has)(&settings, state.load.as_ref(), state.seen.look)) {
            state.seen.look = Look::default();
            dropped.push(Dropped { name: link::SEE.to_owned(), why: Why::NoSuchChoice });
        }
    }
    let mut notices: Vec<Notice> = dropped.into_iter().map(Notice::LeftOut).collect();
    if is_missing {
        notices.push(Notice::NotLoaded);
    }
    let LinkState { load, before, now, seen, .. } = state;
    Some((Moment { settings, load, before, now, seen, live, part }, notices))
}

/// The link to a moment alone, as a query.
#[must_use]
pub fn query(moment: &Moment) -> String {
    link(moment).query
}

/// The page's address with the link to a moment.
#[must_use]
pub fn address(moment: &Moment) -> String {
    history::address(&link(moment).query)
}

/// The same, in fewer characters if they are many.
pub async fn short_address(moment: Moment) -> String {
    history::address(&short(link(&moment)).await)
}

/// The history of a visit. Created once, told of every answer.
#[derive(Debug)]
pub struct Trip {
    history: Rc<History<Moment>>,
    /// What was shown last.
    last: RefCell<Moment>,
    /// Something is being dragged or typed.
    is_moving: Cell<bool>,
    /// What comes next was gone back to.
    is_returning: Rc<Cell<bool>>,
    /// How often the history was told something.
    told: Rc<Cell<u32>>,
}

/// What the history is told.
#[derive(Clone, Copy)]
enum Told {
    Input,
    Commit,
    Amend,
    Restored,
}

impl Trip {
    /// Begins with what the visit begins with.
    #[must_use]
    pub fn new(moment: &Moment, page: UseReducerDispatcher<Page>) -> Self {
        let is_returning = Rc::new(Cell::new(false));
        let visited = {
            let is_returning = Rc::clone(&is_returning);
            Callback::from(move |visited: Visited<Moment>| {
                let (page, is_returning) = (page.clone(), Rc::clone(&is_returning));
                wasm_bindgen_futures::spawn_local(async move {
                    let (moment, seen) = match visited {
                        // The present run goes on, and what is looked at is nothing that one goes back from.
                        Visited::Snapshot(moment) => (Moment { now: None, ..moment }, None),
                        Visited::Address(query, fragment) => {
                            let Some((moment, notices)) = linked(&query, &fragment).await else { return };
                            page.dispatch(Action::Notify(notices.into()));
                            let seen = moment.seen;
                            (moment, Some(seen))
                        }
                    };
                    is_returning.set(true);
                    page.dispatch(Action::Load(Box::new(moment)));
                    if let Some(seen) = seen {
                        page.dispatch(Action::See(seen));
                    }
                });
            })
        };
        let history = History::new(&link(moment).query, moment.clone(), weight(moment), visited);
        let last = RefCell::new(moment.clone());
        Self {
            history: Rc::new(history),
            last,
            is_moving: Cell::new(false),
            is_returning,
            told: Rc::default(),
        }
    }

    /// Something is being dragged or typed from here on.
    pub fn begin_moving(&self) {
        self.is_moving.set(true);
    }

    /// It is let go; `moment` is what it led to.
    pub fn end_moving(&self, moment: &Moment) {
        if self.is_moving.replace(false) {
            self.tell(Told::Commit, moment);
        }
    }

    /// Something is another.
    pub fn follow(&self, moment: &Moment) {
        let last = self.last.replace(moment.clone());
        let what = if self.is_returning.replace(false) {
            Told::Restored
        } else if last.settings == moment.settings && last.load == moment.load {
            Told::Amend
        } else if self.is_moving.get() {
            Told::Input
        } else {
            Told::Commit
        };
        self.tell(what, moment);
    }

    fn tell(&self, what: Told, moment: &Moment) {
        let link = link(moment);
        let number = self.told.get() + 1;
        self.told.set(number);
        if link.to_compress.is_none() {
            tell(&self.history, what, &link.query, moment);
            return;
        }
        let (history, told, moment) = (Rc::clone(&self.history), Rc::clone(&self.told), moment.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let link = short(link).await;
            // Compressing takes a moment. What has been overtaken meanwhile is of no interest, unless it is an entry of the history.
            if told.get() == number || !matches!(what, Told::Input) {
                tell(&history, what, &link, &moment);
            }
        });
    }
}

fn tell(history: &History<Moment>, what: Told, link: &str, moment: &Moment) {
    match what {
        Told::Input => history.input(link, moment.clone(), weight(moment)),
        Told::Commit => history.commit(link, moment.clone(), weight(moment)),
        Told::Amend => history.amend(link, moment.clone(), weight(moment)),
        Told::Restored => history.restored(link),
    }
}

/// About how many bytes a snapshot takes.
fn weight(moment: &Moment) -> usize {
    // Text, entries and configuration; and the job.
    moment.settings.document().text().len() * 4 + 1024
}
