//! How many network buffers tasks need: what a result partition and an input gate ask for, and a TaskManager for all of its tasks.
//!
//! Follows `NettyShuffleUtils`, `ResultPartitionFactory`, `InputGateSpecUtils` and `SingleInputGateFactory` of Flink 1.13 to 2.3. Numbers
//! are Flink's `int`, which wraps. Which tasks run where is in [`job`](crate::job).

mod announce;
mod error;
mod exchange;
mod gate;
mod partition;
mod rules;
mod settings;
mod task_manager;

pub use announce::{AnnouncedInput, announced_buffers};
pub use error::ShuffleError;
pub use exchange::ResultPartitionType;
pub use gate::{GateBuffers, InputGate, input_gate};
pub use partition::{PartitionBuffers, ResultPartition, result_partition};
pub use rules::{GateRules, ShuffleRules};
pub use settings::BufferSettings;
pub use task_manager::{Demand, DeployError, Deployed, Owner, PlacedGate, Refusal, Task, demand, deploy};
