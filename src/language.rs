//! The words to say things in, and numbers that are read and copied alike.

use yew::Html;

use crate::format;
use crate::mark;
use crate::words::details::{self, DetailsWords};
use crate::words::live::{self, LiveWords};
use crate::words::texts::{self, TextWords};
use crate::words::{ENGLISH, Words};

/// A language. Each part of the page has words of its own, which are loaded with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The only one there is.
    #[default]
    English,
}

impl Language {
    /// What the page says at first.
    #[must_use]
    pub fn words(self) -> &'static Words {
        static IN_ENGLISH: Words = ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
        }
    }

    /// What it says about texts.
    #[must_use]
    pub fn of_texts(self) -> &'static TextWords {
        static IN_ENGLISH: TextWords = texts::ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
        }
    }

    /// What it says about the job under load.
    #[must_use]
    pub fn of_jobs(self) -> &'static LiveWords {
        static IN_ENGLISH: LiveWords = live::ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
        }
    }

    /// What it says about what is seen later of a job.
    #[must_use]
    pub fn of_details(self) -> &'static DetailsWords {
        static IN_ENGLISH: DetailsWords = details::ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
        }
    }
}

/// A number whose groups are set apart by the style sheet: whoever copies it gets digits alone.
pub fn digits(number: u64) -> Html {
    let groups = format::groups(number).iter().map(|group| mark::text("i", &[], &[], group)).collect();
    mark::around("span", &["class"], &["num"], groups)
}
