//! Flink's network buffers and managed memory as its own classes keep them, without the bytes.
//!
//! Exact: what is here follows Flink's classes operation by operation, release by release, and is held against recordings of them. A memory
//! segment is a number. What is not exact is a [`batch::Estimate`]. Nothing here waits: where Flink blocks a thread, the caller is told so,
//! and time is the caller's.
//!
//! What the releases do differently is data in [`Behaviour`], found through [`Release`].
//!
//! Not here: channels, tasks and time, and how memory sizes are found.

#![forbid(unsafe_code)]

pub mod batch;
mod behaviour;
pub mod buffer;
pub mod job;
pub mod memory;
pub mod plan;
mod release;
pub mod shuffle;

pub use behaviour::{Behaviour, Count, DebloatSettings, NetworkSettings, PoolRules, Thrown};
pub use release::Release;
