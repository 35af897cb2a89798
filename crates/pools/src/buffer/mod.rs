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
//!
//! ```
//! use pools::Release;
//! use pools::buffer::{BufferPoolRequest, GlobalPool, NetworkBufferPool, Recycled, Subpartition};
//!
//! // Ten segments of 32 KiB, and the pool of a result partition with two subpartitions.
//! let mut global = NetworkBufferPool::new(GlobalPool::new(Release::V2_3, 10, 32 << 10))?;
//! let output = BufferPoolRequest {
//!     min: 3,
//!     max: 12,
//!     subpartitions: 2,
//!     max_buffers_per_channel: 10,
//!     max_overdraft_buffers: 20,
//! };
//! let pool = global.create_buffer_pool(&output)?;
//! // It gets all there is, and takes one segment ahead of time.
//! assert_eq!(global.pool(pool).map(|pool| (pool.size, pool.free)), Some((10, 1)));
//! assert_eq!(global.available(), 9);
//!
//! let buffer = global.request(pool, Some(Subpartition(0)))?.expect("one is free");
//! assert_eq!(global.recycle(buffer), Ok(Recycled::ToPool));
//!
//! let error = global.create_buffer_pool(&BufferPoolRequest::of_gate(8, 8)).unwrap_err();
//! assert!(error.to_string().starts_with("Insufficient number of network buffers: required 8, but only 7 available. "));
//! # Ok::<(), pools::buffer::PoolError>(())
//! ```

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
