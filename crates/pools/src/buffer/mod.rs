//! Network buffers: one global pool, from which local pools and channels take segments.
//!
//! ```text
//!                    NetworkBufferPool: total segments
//!   available ──────────┬───────────────────────────┬──────────────
//!               request │ ↑ return          unpooled │ ↑ back
//!               LocalBufferPool: min ≤ size ≤ max   exclusive segments
//!                  free │ ↑ recycle                 of a remote channel
//!                       handed out (per subpartition)
//! ```
//!
//! Follows `NetworkBufferPool` and `LocalBufferPool` of Flink 1.13 to 2.3, seen by one thread at a time. Two things are left to whoever
//! calls: threads that block (a blocking request says until when it waits, and is resumed), and what runs when a pool becomes available
//! (pools that are watched are named, in the order in which Flink would complete their futures).
//!
//! Flink visits its pools in the order of a `HashSet` of objects, which differs from run to run. Here it is the order of creation, unless
//! the caller knows better ([`NetworkBufferPool::visit_in_order`]).

mod blocking;
mod error;
mod flow;
mod lifecycle;
mod local;
mod network;
mod redistribution;
mod segments;

pub use blocking::{Progress, RequestId};
pub use error::PoolError;
pub use flow::Recycled;
pub use local::{BufferPoolRequest, ListenerId, PoolId, PoolState, Subpartition, UNBOUNDED};
pub use network::{GlobalPool, NetworkBufferPool};
pub use segments::{Holder, SegmentId};
