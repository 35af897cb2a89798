//! The kinds of recordings: where they lie, what a request of theirs is, and who answers it here.

mod file;
mod log_block;
mod managed;
mod memory_size;
mod resolve;
mod rocksdb;
mod shuffle;
mod slot_sharing;

use std::fmt;

use resolver::FlinkVersion;

use crate::answer::Answer;
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::requests::Requests;

pub(crate) use resolve::ResolveRequest;
pub(crate) use shuffle::settings_fields;

/// A kind of recordings, which is what one file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `resolve/<release>.jsonl`: one configuration, one process.
    Resolve,
    /// `file/<release>.jsonl`: a configuration file through Flink's own loader.
    File,
    /// `loading.jsonl`: a configuration file through Flink's own loader, and no further.
    Loading,
    /// `log_block.jsonl`: the block of sizes in the log.
    LogBlock,
    /// `managed.jsonl`: the managed memory of a slot and its consumers.
    Managed,
    /// `rocksdb.jsonl`: RocksDB's shared memory.
    RocksDb,
    /// `memory_size.jsonl`: reading, printing and computing with sizes.
    MemorySize,
    /// `shuffle.jsonl`: the settings of the network stack.
    Shuffle,
    /// `slot_sharing.jsonl`: which subtasks of a job share a slot.
    SlotSharing,
    /// `buffer_pool/<release>.jsonl`: operations of a global buffer pool and its local pools.
    BufferPool,
    /// `memory_manager/<release>.jsonl`: operations of a slot's memory manager.
    MemoryManager,
    /// `required_buffers/<release>.jsonl`: the buffers of settings, partitions, gates and TaskManagers.
    RequiredBuffers,
    /// `sort_spill/<release>.jsonl`: what a sorter spills.
    SortSpill,
    /// `flow_output/<release>.jsonl`: operations of a result partition.
    FlowOutput,
    /// `flow_input/<release>.jsonl`: operations of a gate's remote channels.
    FlowInput,
    /// `debloat/<release>.jsonl`: sizes of buffers as a gate announces them.
    Debloat,
}

impl Kind {
    /// Every kind, in the order in which they are checked and reported.
    pub const ALL: [Self; 16] = [
        Self::Resolve,
        Self::File,
        Self::Loading,
        Self::LogBlock,
        Self::Managed,
        Self::RocksDb,
        Self::MemorySize,
        Self::Shuffle,
        Self::SlotSharing,
        Self::BufferPool,
        Self::MemoryManager,
        Self::RequiredBuffers,
        Self::SortSpill,
        Self::FlowOutput,
        Self::FlowInput,
        Self::Debloat,
    ];

    /// Name of the folder or, without its ending, of the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::File => "file",
            Self::Loading => "loading",
            Self::LogBlock => "log_block",
            Self::Managed => "managed",
            Self::RocksDb => "rocksdb",
            Self::MemorySize => "memory_size",
            Self::Shuffle => "shuffle",
            Self::SlotSharing => "slot_sharing",
            Self::BufferPool => "buffer_pool",
            Self::MemoryManager => "memory_manager",
            Self::RequiredBuffers => "required_buffers",
            Self::SortSpill => "sort_spill",
            Self::FlowOutput => "flow_output",
            Self::FlowInput => "flow_input",
            Self::Debloat => "debloat",
        }
    }

    /// Whether there is a folder with a file for each release, or one file for all of them.
    #[must_use]
    pub const fn is_folder(self) -> bool {
        matches!(self, Self::Resolve | Self::File) || self.is_network()
    }

    /// Whether it is about network buffers or managed memory at work: lines of another form, which [`crate::network`] reads.
    pub(crate) const fn is_network(self) -> bool {
        matches!(
            self,
            Self::BufferPool
                | Self::MemoryManager
                | Self::RequiredBuffers
                | Self::SortSpill
                | Self::FlowOutput
                | Self::FlowInput
                | Self::Debloat
        )
    }

    /// The fields of a line that are Flink's answer; all others are the request.
    pub(crate) const fn answer_fields(self) -> &'static [&'static str] {
        match self {
            Self::LogBlock => &["lines"],
            // What is logged on the way was not recorded.
            Self::Managed | Self::MemorySize | Self::Shuffle | Self::SlotSharing => &["ok", "error"],
            Self::Resolve | Self::RocksDb => &["ok", "error", "log"],
            Self::File => &["effective", "ok", "error", "log"],
            Self::Loading => &["effective", "error", "log"],
            // These are not divided so.
            Self::BufferPool
            | Self::MemoryManager
            | Self::RequiredBuffers
            | Self::SortSpill
            | Self::FlowOutput
            | Self::FlowInput
            | Self::Debloat => &[],
        }
    }

    /// Whether a line without `log` does not say that nothing was logged.
    pub(crate) const fn may_lack_log(self) -> bool {
        matches!(self, Self::File)
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
    File(file::FileRequest),
    Loading(file::FileText),
    LogBlock { id: &'a str },
    Managed(managed::ManagedRequest),
    RocksDb(rocksdb::RocksDbRequest),
    MemorySize(memory_size::Operation<'a>),
    Shuffle(shuffle::ShuffleRequest),
    SlotSharing(slot_sharing::SlotSharingRequest),
}

impl<'a> Question<'a> {
    /// Reads the fields that are left when the answer's are taken away.
    pub(crate) fn read(kind: Kind, id: &'a str, mut fields: Fields<'a>) -> Result<Self, Reason> {
        let question = match kind {
            Kind::Resolve => Self::Resolve(ResolveRequest::read(&mut fields)?),
            Kind::File => Self::File(file::FileRequest::read(&mut fields)?),
            Kind::Loading => Self::Loading(file::FileText::read(&mut fields)?),
            Kind::LogBlock => Self::LogBlock { id },
            Kind::Managed => Self::Managed(managed::ManagedRequest::read(&mut fields)?),
            Kind::RocksDb => Self::RocksDb(rocksdb::RocksDbRequest::read(&mut fields)?),
            Kind::MemorySize => Self::MemorySize(memory_size::Operation::read(&mut fields)?),
            Kind::Shuffle => Self::Shuffle(shuffle::ShuffleRequest::read(&mut fields)?),
            Kind::SlotSharing => Self::SlotSharing(slot_sharing::SlotSharingRequest::read(&mut fields)?),
            Kind::BufferPool
            | Kind::MemoryManager
            | Kind::RequiredBuffers
            | Kind::SortSpill
            | Kind::FlowOutput
            | Kind::FlowInput
            | Kind::Debloat => {
                return Err(format!("`{kind}` has no requests"));
            }
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
            Self::File(request) => stopwatch.time(|| request.answer(version)),
            Self::Loading(file) => stopwatch.time(|| file.answer(version)),
            Self::LogBlock { id } => log_block::answer(requests.get(id, version)?, version, stopwatch),
            Self::Managed(request) => stopwatch.time(|| request.answer(version)),
            Self::RocksDb(request) => stopwatch.time(|| request.answer(version)),
            Self::MemorySize(operation) => stopwatch.time(|| operation.answer(version)),
            Self::Shuffle(request) => stopwatch.time(|| request.answer(version)),
            Self::SlotSharing(request) => stopwatch.time(|| request.answer()),
        })
    }
}
