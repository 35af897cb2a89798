//! From what the resolver reads of a configuration to what pools and a simulation are told.
//!
//! Neither knows the other: the resolver is about text and defaults, the simulation about numbers. Everything that needs both asks here, so that a setting means
//! the same wherever a job is simulated.

#![forbid(unsafe_code)]

mod buffers;
mod job;
mod memory;

pub use buffers::{buffer_settings, debloating};
pub use job::{buffer_timeout, checkpointing, load_balance_mode};
pub use memory::{heartbeat, store_memory};

use sim::scenario::Nanos;

/// A millisecond, ns.
const MILLISECOND: Nanos = 1_000_000;
