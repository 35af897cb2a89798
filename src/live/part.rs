//! The part of the page that jobs need, in a file of its own: the simulation with the pools, what draws it, and what counts network buffers.
//!
//! As for texts, see [`part`](crate::part).

use std::rc::Rc;

use yew::Html;

use super::act;
use super::view::{Live, LiveProps};
use crate::language::Language;
use crate::network;
use crate::page::{Action, Page};
use crate::part::NotLoaded;
use crate::words::Words;

/// What the part can do.
#[derive(Debug)]
pub struct LivePart {
    /// The job under load.
    pub live: fn(&Page, Language) -> Html,
    /// Whether network memory is enough for the job.
    pub network: fn(&Page, &Words) -> Html,
    /// What one of its buttons or fields does: a word, what it is done to or was chosen, and the page.
    pub act: fn(&str, &str, &Page) -> Option<Action>,
}

/// It is what it is.
impl PartialEq for LivePart {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

static PART: LivePart = LivePart {
    live: |page, language| {
        let (answer, job, run) = (Rc::clone(&page.answer), Rc::clone(&page.job), page.run);
        let props = LiveProps { answer, job, run, look: page.view.look, preset: page.preset(), language };
        yew::html! { <Live ..props /> }
    },
    network: network::block,
    act: act::act,
};

/// What a page has of it from the beginning.
pub const AT_ONCE: Option<&LivePart> = {
    #[cfg(feature = "split")]
    let part = None;
    #[cfg(not(feature = "split"))]
    let part = Some(&PART);
    part
};

/// Loads the part; at once, if it was loaded before. After a failure it can be tried again.
///
/// # Errors
///
/// [`NotLoaded`]; the browser's console says more.
#[cfg(feature = "split")]
pub async fn load() -> Result<&'static LivePart, NotLoaded> {
    #[wasm_split_helpers::wasm_split(live, fallible)]
    fn part() -> Result<&'static LivePart, NotLoaded> {
        Ok(&PART)
    }

    part().await
}

/// Gives the part, which this build has from the beginning.
///
/// # Errors
///
/// None.
#[cfg(not(feature = "split"))]
pub async fn load() -> Result<&'static LivePart, NotLoaded> {
    Ok(&PART)
}
