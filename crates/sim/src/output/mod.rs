//! The sending side: a task writes records into buffers, which stand in the queues of its subpartitions until they are read.
//!
//! ```text
//!   emit, broadcast ──→ open buffer ──┐ queue of a subpartition          poll        recycle
//!                                     └─[ closed | closed | open ]──→ slices of buffers ──→ pool
//!   broadcast_event ────────────────────[ event ]─────────────────→ events
//! ```
//!
//! Follows `BufferWritingResultPartition`, `PipelinedResultPartition` and `PipelinedSubpartition` of Flink 1.13 to 2.3 with a consumer
//! connected to each subpartition, seen by one thread at a time. Where Flink's writer blocks, [`Written::Blocked`] says so, and
//! [`ResultPartition::resume`] goes on. Where Flink calls the reader back, [`ResultPartition::next_notified`] names the subpartition.
//!
//! What overtakes others is not held against recordings, all else is.
//!
//! Not here: spilled partitions, barriers that begin to overtake after a time, and reconnecting readers.

mod buffers;
mod elements;
mod error;
mod partition;
mod read;
mod subpartition;
mod view;
mod write;

pub use buffers::BufferId;
pub use error::OutputError;
pub use partition::{PartitionSetup, ResultPartition, SubpartitionState};
pub use read::{Item, Polled, Slice};
pub use view::{BufferState, Queued};
pub use write::{Overtaken, Written};
