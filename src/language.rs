//! The words to say things in, and numbers that are read and copied alike.

use yew::Html;

use crate::format;
use crate::mark;
use crate::words::{ENGLISH, Words};

/// A language, compared by identity: what a component is handed, so that it is not drawn again while the language stays.
#[derive(Clone, Copy, Debug)]
pub struct Language(&'static Words);

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Default for Language {
    fn default() -> Self {
        static WORDS: Words = ENGLISH;
        Self(&WORDS)
    }
}

impl Language {
    /// Its words.
    #[must_use]
    pub const fn words(self) -> &'static Words {
        self.0
    }
}

/// A number whose groups are set apart by the style sheet: whoever copies it gets digits alone.
pub fn digits(number: u64) -> Html {
    let groups = format::groups(number).iter().map(|group| mark::text("i", &[], &[], group)).collect();
    mark::around("span", &["class"], &["num"], groups)
}
