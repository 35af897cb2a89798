//! A running job as a model: what its network buffers do over time.
//!
//! Records have sizes and no bytes. What Flink's classes do with them is exact, operation by operation, on top of the pools of [`pools`].
//! [`Simulation`] moves records through them: its order of events is a model, and so are the times that work and the network take.
//!
//! Nothing here reads a clock, draws a random number that its seed does not decide, or keeps global state.

#![forbid(unsafe_code)]

mod behaviour;
pub mod coupling;
mod credit;
pub mod debloat;
mod engine;
mod event;
pub mod finding;
pub mod input;
pub mod inspect;
mod math;
pub mod metrics;
pub mod output;
mod payload;
mod queue;
pub mod scenario;
mod usage;

pub use behaviour::{Behaviour, BufferSizeRule, DebloatRule, InputRules, MetricRules, OutputRules};
pub use credit::SenderCredit;
pub use engine::Simulation;
pub use event::{DataType, Event};
pub use payload::Payload;
pub use usage::{InputUsage, out_pool_usage};
