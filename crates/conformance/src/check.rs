//! One recorded answer against ours.

use std::borrow::Cow;
use std::fmt;

use resolver::FlinkVersion;

use crate::answer::Answer;
use crate::compare::Difference;
use crate::fields::{Fields, Reason};
use crate::kind::{Kind, Question};
use crate::network;
use crate::requests::Requests;

/// A line that says what we say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Releases the line speaks for, each of them checked.
    pub releases: usize,
}

/// A line that does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It is not a line of this kind.
    Malformed {
        /// Its id, if it has one.
        id: Option<String>,
        /// What is wrong with it.
        reason: String,
    },
    /// It says something else.
    Mismatch {
        /// Its id.
        id: String,
        /// The release, as the line names it.
        release: String,
        /// Path of the first field that differs, such as `ok.managed` or `error.causes[0].message`.
        field: String,
        /// What the line has there, as JSON; `None` if it has no such field.
        expected: Option<String>,
        /// What we have there.
        found: Option<String>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { id, reason } => {
                write!(f, "{}: malformed: {reason}", id.as_deref().unwrap_or("line without id"))
            }
            Self::Mismatch { id, release, field, expected, found } => {
                let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
                write!(f, "{id}, {release}: {field}: expected {}, found {}", side(expected), side(found))
            }
        }
    }
}

/// Measures how long answering takes, for those who have a clock.
pub trait Stopwatch {
    /// Runs `answer` once.
    fn time<T>(&mut self, answer: impl FnOnce() -> T) -> T;
}

/// Measures nothing.
impl Stopwatch for () {
    fn time<T>(&mut self, answer: impl FnOnce() -> T) -> T {
        answer()
    }
}

/// Compares every field of a line with the answer of each release it names.
///
/// `requests` serves the kinds whose lines name a request of another file ([`Kind::LogBlock`]); the others do not look at it.
///
/// # Errors
/// The first difference, or why the line cannot be read.
pub fn check_line(kind: Kind, line: &str, requests: &Requests) -> Result<Matched, Failure> {
    check_line_timed(kind, line, requests, &mut ())
}

/// [`check_line`], with a stopwatch around the answers.
///
/// # Errors
/// As [`check_line`].
pub fn check_line_timed(
    kind: Kind,
    line: &str,
    requests: &Requests,
    stopwatch: &mut impl Stopwatch,
) -> Result<Matched, Failure> {
    if kind.is_network() {
        return network::check_line(kind, line, stopwatch);
    }
    let malformed = |id, reason| Failure::Malformed { id, reason };
    let mut fields = Fields::read(line).map_err(|reason| malformed(None, reason))?;
    let id = fields.text("id").map_err(|reason| malformed(None, reason))?;
    let malformed = |reason| malformed(Some(id.as_ref().to_owned()), reason);
    let releases = releases(&mut fields).map_err(malformed)?;
    let expected = Answer::recorded(kind, &mut fields);
    let question = Question::read(kind, &id, fields).map_err(malformed)?;

    for (version, release) in &releases {
        let found = question.answer(*version, requests, stopwatch).map_err(malformed)?;
        let found = if kind.may_lack_log() { found.with_log_as_in(&expected) } else { found };
        if let Some(Difference { field, expected, found }) = expected.first_difference(&found) {
            let (id, release) = (id.into_owned(), release.as_ref().to_owned());
            return Err(Failure::Mismatch { id, release, field, expected, found });
        }
    }
    Ok(Matched { releases: releases.len() })
}

/// The releases a line speaks for: a name or a list of names.
fn releases<'a>(fields: &mut Fields<'a>) -> Result<Vec<(FlinkVersion, Cow<'a, str>)>, Reason> {
    let names = fields.text_or_texts("flink")?;
    if names.is_empty() {
        return Err("field `flink` names no release".to_owned());
    }
    let known = |name: Cow<'a, str>| match FlinkVersion::parse(&name) {
        Some(version) => Ok((version, name)),
        None => Err(format!("field `flink` names an unknown release: {name}")),
    };
    names.into_iter().map(known).collect()
}
