//! A running job as a model: what its network buffers do over time.
//!
//! Records have sizes and no bytes. What Flink's classes do with them is exact, operation by operation, on top of the pools of [`pools`].
//!
//! Nothing here reads a clock, draws a random number or keeps global state.

#![forbid(unsafe_code)]

mod behaviour;
pub mod output;
mod payload;
mod usage;

pub use behaviour::{Behaviour, BufferSizeRule, OutputRules};
pub use payload::Payload;
pub use usage::out_pool_usage;
