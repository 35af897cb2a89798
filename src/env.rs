//! What every component may reach without being handed it: the way to change the page, and the words to say things in.

use yew::{Html, UseReducerDispatcher, hook, use_context};

use crate::format;
use crate::mark;
use crate::page::{Action, Page};
use crate::words::{ENGLISH, Words};

/// Neither part changes while a language is spoken, so that this context never makes anything render.
#[derive(Clone, Debug, PartialEq)]
pub struct Env {
    dispatcher: Option<UseReducerDispatcher<Page>>,
    words: &'static Language,
}

/// Words, compared by identity.
#[derive(Debug)]
pub struct Language(Words);

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

static ENGLISH_LANGUAGE: Language = Language(ENGLISH);

impl Env {
    /// The surroundings of a page.
    #[must_use]
    pub fn new(dispatcher: UseReducerDispatcher<Page>) -> Self {
        Self { dispatcher: Some(dispatcher), words: &ENGLISH_LANGUAGE }
    }

    /// Changes the page.
    pub fn dispatch(&self, action: Action) {
        if let Some(dispatcher) = &self.dispatcher {
            dispatcher.dispatch(action);
        }
    }

    /// The words of the language.
    #[must_use]
    pub const fn words(&self) -> &'static Words {
        &self.words.0
    }
}

/// The surroundings; a component outside of a page speaks English and changes nothing.
#[hook]
pub fn use_env() -> Env {
    use_context::<Env>().unwrap_or(Env { dispatcher: None, words: &ENGLISH_LANGUAGE })
}

/// A number whose groups are set apart by the style sheet: whoever copies it gets digits alone.
pub fn digits(number: u64) -> Html {
    let groups = format::groups(number).iter().map(|group| mark::text("i", &[], &[], group)).collect();
    mark::around("span", &["class"], &["num"], groups)
}
