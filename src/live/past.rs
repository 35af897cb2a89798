//! Runs in a link: the one that the present one is compared with, and the present one, if there is more to it than its beginning. Their parameters have names
//! that begin with one of the [`PREFIXES`].
//!
//! It is said in what a run was otherwise: with the parameters of the link as they were when it began. What is the same is not said twice.

use std::rc::Rc;

use super::load::{self, Load};
use super::part::LINKS;
use super::recipe;
use super::run::Speed;
use crate::link::{LinkState, Parts, Reader, Runs, Seen, Why, escaped, parameters, unescaped};

/// What names of their parameters begin with: of the run before, and of the present one.
pub const PREFIXES: [&str; 2] = ["was.", "now."];

/// How links say something about runs.
pub static RUNS: Runs = Runs { read, write, recipe: recipe::of };

/// How it went on. Without this one there is no run.
const COURSE: &str = "run";
/// Names of what the link sets, and that was not set then.
const UNSET: &str = "unset";
/// Whether it stays, whatever comes after it.
const PIN: &str = "pin";

/// A run as far as it can be linked: what it takes to make it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What was so when it began: the parameters of a link, in their order.
    pub start: Rc<str>,
    /// How long it went on, or nothing if it still does, and what was changed when, in the words of [`recipe`].
    pub course: Rc<str>,
    /// Whether it stays for comparison.
    pub is_pinned: bool,
    /// How links say it.
    pub by: &'static Runs,
}

impl Past {
    /// Whether it is the same run, pinned or not.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.start, &self.course) == (&other.start, &other.course)
    }
}

fn name(piece: &str) -> &str {
    piece.split_once('=').map_or(piece, |(name, _)| name)
}

fn has_name(text: &str, wanted: &str) -> bool {
    text.split('&').any(|piece| name(piece) == wanted)
}

/// Writes what was otherwise than `now`, which are the other parameters of the link.
fn write(past: &Past, now: &str, prefix: &str) -> String {
    let mut text = String::new();
    for piece in past.start.split('&').filter(|piece| !now.split('&').any(|other| other == *piece)) {
        text.extend(["&", prefix, piece]);
    }
    let mut begin = ["&", prefix, UNSET, "="].concat();
    let is_unset = |name: &&str| *name != load::SPEED && !has_name(&past.start, name);
    for name in now.split('&').map(name).filter(is_unset) {
        text.extend([&*begin, name]);
        ",".clone_into(&mut begin);
    }
    if past.is_pinned {
        text.extend(["&", prefix, PIN, "=1"]);
    }
    text.extend(["&", prefix, COURSE, "="]);
    escaped(&past.course, &mut text);
    text
}

/// Reads it: `pieces` are the parameters of a link, those of this run with `prefix`. What of it means nothing is dropped by the reader of the link.
fn read(pieces: &[&str], link: &mut Reader, prefix: &str) -> Option<Past> {
    let pieces_of_past = || pieces.iter().filter_map(|piece| piece.strip_prefix(prefix));
    let said = |wanted: &str| {
        let mut named = pieces_of_past().filter(|piece| name(piece) == wanted);
        named.next_back().and_then(|piece| unescaped(piece.split_once('=')?.1))
    };
    let is_of_course = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:,~%".contains(&byte);
    let Some(course) = said(COURSE).filter(|course| course.bytes().all(is_of_course)) else {
        link.drop(&[prefix, COURSE].concat(), Why::NoSuchChoice);
        return None;
    };
    let unset = said(UNSET).unwrap_or_default();
    let is_other = |piece: &&&str| {
        let name = name(piece);
        !PREFIXES.into_iter().any(|prefix| piece.starts_with(prefix))
            && !unset.split(',').any(|unset| unset == name)
            && !pieces_of_past().any(|piece| self::name(piece) == name)
    };
    let mut start = pieces.iter().filter(is_other).copied().collect::<Vec<_>>();
    start.extend(pieces_of_past().filter(|piece| ![COURSE, UNSET, PIN].contains(&name(piece))));
    let mut reader = Reader::new(Parts { jobs: Some(&LINKS), runs: None });
    reader.take(&start);
    let decoded = reader.done()?;
    for dropped in decoded.dropped {
        // What is wrong with the link itself is said of it. Long names were cut.
        if pieces_of_past().any(|piece| name(piece).starts_with(&dropped.name)) {
            link.drop(&[prefix, &dropped.name].concat(), dropped.why);
        }
    }
    let LinkState { load, .. } = decoded.state;
    // How fast it was watched is nothing that it takes.
    let load = load.map(|load| Load { speed: Speed::default(), ..load });
    // Nor is what was looked at.
    let start = LinkState { load, seen: Seen::default(), ..decoded.state };
    let start = parameters(&start, Some(&LINKS)).into();
    let is_pinned = said(PIN).is_some_and(|said| said == "1");
    Some(Past { start, course: course.into(), is_pinned, by: &RUNS })
}
