//! The part of the page that only widgets need, in a file of its own.
//!
//! As for texts, see [`part`](mod@crate::part).

use gloo::events::EventListener;
use yew::{Html, UseReducerDispatcher};

use super::{Embed, told, view};
use crate::deed::Handle;
use crate::language::Language;
use crate::page::Page;
use crate::split::later;

/// What the part can do.
#[derive(Debug)]
pub struct EmbedPart {
    /// Takes the parameters of a widget out of the query of an address, see [`parse`](super::parse).
    pub read: fn(&str) -> (Option<Embed>, String),
    /// A widget's markup, around what there is to tell.
    pub view: fn(&Handle, &Embed, Html, Language) -> Html,
    /// Does what the page around says, until what is returned is dropped.
    pub listen: fn(UseReducerDispatcher<Page>) -> Option<EventListener>,
}

/// It is what it is.
impl PartialEq for EmbedPart {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) static PART: EmbedPart = EmbedPart { read: super::parse, view: view::view, listen: told::listen };

later!(embed: EmbedPart);
