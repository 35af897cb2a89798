//! What there is to tell the user. It is said when it is shown, in the language of the page.

use crate::link::Dropped;
use crate::words::{Words, fill};

/// Something to tell, until it is put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A part of the page could not be loaded.
    NotLoaded,
    /// Something in a link could not be used.
    LeftOut(Dropped),
    /// What a part of the page has to say, in the language in which it is said.
    Said(&'static str),
}

impl Notice {
    /// It in words.
    #[must_use]
    pub fn text(&self, words: &Words) -> String {
        match self {
            Self::NotLoaded => words.not_loaded.to_owned(),
            Self::LeftOut(dropped) => {
                fill(words.left_out, &[&dropped.name, words.reasons[dropped.why as usize]])
            }
            Self::Said(text) => (*text).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Why;
    use crate::words::ENGLISH;

    #[test]
    fn what_was_left_out_is_named_with_its_reason() {
        let text = |why, name: &str| Notice::LeftOut(Dropped { name: name.to_owned(), why }).text(&ENGLISH);
        assert_eq!(text(Why::Unknown, "x"), "From the link, x was left out: not an option known here.");
        assert_eq!(
            text(Why::Damaged, "{0}"),
            "From the link, {0} was left out: the link is incomplete or was changed."
        );
        assert!(text(Why::TooMany, "").ends_with("the rest was not read."));
    }
}
