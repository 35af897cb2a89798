//! What runs where: the graph of a job, its subtasks in slots, and slots in TaskManagers.

mod edge;
mod scheduling;

pub use edge::{ConsumedRange, DistributionPattern};
pub use scheduling::{LoadBalanceMode, SchedulingRules};
