//! The kinds of recordings: where they lie, what a request of theirs is, and who answers it here.

mod log_block;
mod memory_size;
mod resolve;

use std::fmt;

use resolver::FlinkVersion;

use crate::answer::Answer;
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::requests::Requests;

pub(crate) use resolve::ResolveRequest;

/// A kind of recordings, which is what one file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `resolve/<release>.jsonl`: one configuration, one process.
    Resolve,
    /// `log_block.jsonl`: the block of sizes in the log.
    LogBlock,
    /// `memory_size.jsonl`: reading, printing and computing with sizes.
    MemorySize,
}

impl Kind {
    /// Every kind, in the order in which they are checked and reported.
    pub const ALL: [Self; 3] = [Self::Resolve, Self::LogBlock, Self::MemorySize];

    /// Name of the folder or, without its ending, of the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::LogBlock => "log_block",
            Self::MemorySize => "memory_size",
        }
    }

    /// Whether there is a folder with a file for each release, or one file for all of them.
    #[must_use]
    pub const fn is_folder(self) -> bool {
        matches!(self, Self::Resolve)
    }

    /// The fields of a line that are Flink's answer; all others are the request.
    pub(crate) const fn answer_fields(self) -> &'static [&'static str] {
        match self {
            Self::LogBlock => &["lines"],
            Self::Resolve | Self::MemorySize => &["ok", "error", "log"],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The request of a line.
pub(crate) enum Question<'a> {
    Resolve(ResolveRequest),
    LogBlock { id: &'a str },
    MemorySize(memory_size::Operation<'a>),
}

impl<'a> Question<'a> {
    /// Reads the fields that are left when the answer's are taken away.
    pub(crate) fn read(kind: Kind, id: &'a str, mut fields: Fields<'a>) -> Result<Self, Reason> {
        let question = match kind {
            Kind::Resolve => Self::Resolve(ResolveRequest::read(&mut fields)?),
            Kind::LogBlock => Self::LogBlock { id },
            Kind::MemorySize => Self::MemorySize(memory_size::Operation::read(&mut fields)?),
        };
        fields.finish()?;
        Ok(question)
    }

    /// Our answer for a release.
    pub(crate) fn answer(
        &self,
        version: FlinkVersion,
        requests: &Requests,
        stopwatch: &mut impl Stopwatch,
    ) -> Result<Answer<'static>, Reason> {
        Ok(match self {
            Self::Resolve(request) => request.answer(version, stopwatch),
            Self::LogBlock { id } => log_block::answer(requests.get(id, version)?, version, stopwatch),
            Self::MemorySize(operation) => stopwatch.time(|| operation.answer(version)),
        })
    }
}
