//! The words to say things in, and numbers that are read and copied alike.

use yew::Html;

use crate::format;
use crate::mark;
use crate::split::NotLoaded;
use crate::words::details::{self, DetailsWords};
use crate::words::lexicon::{Lexicon, Named};
use crate::words::live::{self, LiveWords};
use crate::words::texts::{self, TextWords};
use crate::words::{ENGLISH, Words, chinese};

/// A language. Each part of the page has its English words, which are loaded with it; those of another language are loaded together.
#[derive(Clone, Copy, Debug, Default)]
pub enum Language {
    /// What every part of the page has words for.
    #[default]
    English,
    /// Another one, with all its words.
    Loaded(&'static Lexicon),
}

/// A language is what it is called.
impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Language {
    /// Loads what the language of this name needs; what is not known is English.
    ///
    /// # Errors
    ///
    /// [`NotLoaded`].
    pub async fn named(name: &str) -> Result<Self, NotLoaded> {
        if is_chinese(name) { chinese::load().await.map(Self::Loaded) } else { Ok(Self::English) }
    }

    /// Its name for browsers and screen readers.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Loaded(lexicon) => lexicon.tag,
        }
    }

    /// What the page says at first.
    #[must_use]
    pub fn words(self) -> &'static Words {
        static IN_ENGLISH: Words = ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
            Self::Loaded(lexicon) => &lexicon.words,
        }
    }

    /// What it says about texts.
    #[must_use]
    pub fn of_texts(self) -> &'static TextWords {
        static IN_ENGLISH: TextWords = texts::ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
            Self::Loaded(lexicon) => &lexicon.texts,
        }
    }

    /// What it says about the job under load.
    #[must_use]
    pub fn of_jobs(self) -> &'static LiveWords {
        static IN_ENGLISH: LiveWords = live::ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
            Self::Loaded(lexicon) => &lexicon.live,
        }
    }

    /// What it says about what is seen later of a job.
    #[must_use]
    pub fn of_details(self) -> &'static DetailsWords {
        static IN_ENGLISH: DetailsWords = details::ENGLISH;
        match self {
            Self::English => &IN_ENGLISH,
            Self::Loaded(lexicon) => &lexicon.details,
        }
    }

    /// The heading of a group of the form, which has an English one.
    #[must_use]
    pub fn group(self, id: &str, english: &'static str) -> &'static str {
        self.named_in(|lexicon| lexicon.groups, id).map_or(english, |named| named.label)
    }

    /// What an option is called and what it does, which are said in English.
    #[must_use]
    pub fn option(self, key: &str, english: [&'static str; 2]) -> [&'static str; 2] {
        self.named_in(|lexicon| lexicon.options, key).map_or(english, |named| [named.label, named.text])
    }

    /// What a preset is called and when to use it, which are said in English.
    #[must_use]
    pub fn preset(self, id: &str, english: [&'static str; 2]) -> [&'static str; 2] {
        self.named_in(|lexicon| lexicon.presets, id).map_or(english, |named| [named.label, named.text])
    }

    fn named_in(self, list: fn(&Lexicon) -> &'static [Named], id: &str) -> Option<&'static Named> {
        match self {
            Self::English => None,
            Self::Loaded(lexicon) => list(lexicon).iter().find(|named| named.id == id),
        }
    }
}

/// Whether this is a name of Chinese: `zh`, `zh-CN`, `zh-Hans`, however it is spelled. There is one kind of it.
fn is_chinese(name: &str) -> bool {
    name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"))
        && name.as_bytes().get(2).is_none_or(|next| !next.is_ascii_alphanumeric())
}

/// A number whose groups are set apart by the style sheet: whoever copies it gets digits alone.
pub fn digits(number: u64) -> Html {
    let groups = format::groups(number).iter().map(|group| mark::text("i", &[], &[], group)).collect();
    mark::around("span", &["class"], &["num"], groups)
}

#[cfg(test)]
mod tests {
    use super::is_chinese;

    #[test]
    fn chinese_has_many_names() {
        for name in ["zh", "ZH", "zh-CN", "zh_cn", "Zh-hAnS", "zh-Hans-CN"] {
            assert!(is_chinese(name), "{name}");
        }
        for name in ["", "z", "zhx", "zh1", "en", "en-zh", "中文", "z\u{e9}h", " zh"] {
            assert!(!is_chinese(name), "{name}");
        }
    }
}
