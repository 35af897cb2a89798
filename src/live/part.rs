//! The part of the page that jobs need, in a file of its own: the simulation with the pools, and what one sees of it first. The rest of it are
//! the [details](super::details).
//!
//! As for texts, see [`part`](mod@crate::part).

use std::rc::Rc;

use yew::Html;

use super::act;
use super::load::{self, Draft};
use super::view::{Live, LiveProps};
use crate::deed::Handle;
use crate::language::Language;
use crate::link::Jobs;
use crate::network::{self, Counted};
use crate::page::{Action, Page};
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
        let (look, preset, details) = (page.view.look, page.preset(), page.details);
        let (before, is_whole, page) = (page.before.clone(), page.embed.is_none(), page.dispatcher());
        let props = LiveProps { answer, job, run, before, look, preset, details, is_whole, page, language };
        yew::html! { <Live ..props /> }
    },
    count: network::count,
    links: &LINKS,
    act: act::act,
};

/// How links say something about jobs.
pub static LINKS: Jobs = Jobs { read: Draft::read, write: load::write };

later!(live: LivePart, at once);
