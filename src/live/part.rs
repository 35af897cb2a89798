//! The part of the page that jobs need, in a file of its own: the simulation with the pools, and what one sees of it first. The rest of it are
//! the [details](super::details).
//!
//! As for texts, see [`part`](mod@crate::part).

use std::rc::Rc;

use yew::Html;

use super::act;
use super::load::{self, Draft};
use super::look::Look;
use super::run::FIRST_SEED;
use super::view::{Live, LiveProps, Outlook};
use crate::deed::Handle;
use crate::language::Language;
use crate::link::{Jobs, Load};
use crate::network::{self, Counted};
use crate::page::{Action, Answer, Page};
use crate::settings::Settings;
use crate::split::later;

/// What the part can do.
#[derive(Debug)]
pub struct LivePart {
    /// The job under load.
    pub live: fn(&Handle, Language) -> Html,
    /// What there is to say of its network buffers.
    pub count: fn(&Page, Language) -> Counted,
    /// How links say something about jobs.
    pub links: &'static Jobs,
    /// Whether a job has what is to be looked at, with these settings; that of a first visit, if none is said. What does not run may have it.
    pub has: fn(&Settings, Option<&Load>, Look) -> bool,
    /// What one of its buttons or fields does: a word, what it is done to or was chosen, and the page.
    pub act: fn(&str, &str, &Page) -> Option<Action>,
}

/// It is what it is.
impl PartialEq for LivePart {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) static PART: LivePart = LivePart {
    live: |page, language| {
        let (answer, job, run) = (Rc::clone(&page.answer), Rc::clone(&page.job), page.run);
        let (look, preset, details, theme) = (page.view.look, page.preset(), page.details, page.theme);
        let (before, now) = (page.before.clone(), page.now.clone());
        let (is_whole, page) = (page.embed.is_none(), page.dispatcher());
        let props = LiveProps {
            answer,
            job,
            run,
            before,
            now,
            look,
            preset,
            details,
            is_whole,
            page,
            theme,
            language,
        };
        yew::html! { <Live ..props /> }
    },
    count: network::count,
    links: &LINKS,
    has,
    act: act::act,
};

fn has(settings: &Settings, load: Option<&Load>, look: Look) -> bool {
    let job = load.map(|load| Rc::clone(&load.job)).unwrap_or_default();
    let outlook = Outlook::of(&Answer::to(settings.clone()), &job, FIRST_SEED);
    outlook.scenario().is_none_or(|scenario| look.at(&job, scenario.task_managers) == look)
}

/// How links say something about jobs.
pub static LINKS: Jobs = Jobs { read: Draft::read, write: load::write };

later!(live: LivePart, at once);
