//! What to do about an error message.

use super::Span;
use crate::resolution::Process;

/// A problem that was found in a text, and what helps against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// A stable name of the problem, for markup and tests, such as `network-buffers`.
    pub id: &'static str,
    /// The words in the text that tell it.
    pub at: Span,
    /// What it is called.
    pub title: &'static str,
    /// What it comes from, in a sentence.
    pub cause: &'static str,
    /// The process that has it, where the text tells.
    pub process: Option<Process>,
    /// What helps, what to try first in front.
    pub remedies: Vec<Remedy>,
}

/// A change of the configuration that helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Flink's key.
    pub key: &'static str,
    /// What to do with it.
    pub change: Change,
    /// When it is the right thing to do, and what it costs.
    pub why: &'static str,
}

/// What to do with an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Set it to this value, which follows from the numbers in the text.
    To(String),
    /// Make it larger than it is or would be by itself.
    Raise,
    /// Make it smaller.
    Lower,
    /// Do not set it.
    Unset,
}
