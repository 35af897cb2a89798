//! A text of any length that never breaks the page: cut for display, with the number of characters it has and a way to see more.

use yew::Html;

use crate::format;
use crate::mark::{around, text};
use crate::words::Words;

/// As much as is ever put into the document.
const MOST: usize = 20_000;

/// A text, of which `limit` characters are shown at first.
pub fn long_text(whole: &str, limit: usize, words: &Words) -> Html {
    let clip = format::clip(whole, limit);
    let Some(all) = clip.of else { return clip.head.into_owned().into() };
    let length = ["… (", &all.to_string(), " ", words.characters, ")"].concat();
    let more = vec![
        text("summary", &[], &[], words.show_more),
        text("span", &["class"], &["all"], &format::clip(whole, MOST).head),
    ];
    around(
        "span",
        &["class"],
        &["long"],
        vec![clip.head.into_owned().into(), length.into(), around("details", &[], &[], more)],
    )
}
