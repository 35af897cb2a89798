//! The page in Chinese, in a file of its own that is loaded where somebody reads it. Terms are those of Flink's Chinese documentation.
//!
//! How the program is cut is in [`split`](crate::split).

mod details;
mod first;
mod live;
mod options;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod texts;

use super::lexicon::Lexicon;
use crate::split::later;

static PART: Lexicon = Lexicon {
    tag: "zh-Hans",
    words: first::WORDS,
    texts: texts::WORDS,
    live: live::WORDS,
    details: details::WORDS,
    groups: &options::GROUPS,
    options: &options::OPTIONS,
    presets: &options::PRESETS,
};

later!(chinese: Lexicon);
