//! What runs where: the graph of a job, its subtasks in slots, and slots in TaskManagers.
//!
//! ```text
//! operators ──chain──▸ JobGraph ──SlotSharing──▸ slots ──Placement──▸ TaskManagers ──▸ tasks, with local and remote channels
//! ```
//!
//! Not here: co-location of vertices, resources of slots, graphs whose parallelism is decided while they run, and the adaptive scheduler.

mod chaining;
mod edge;
mod error;
mod graph;
mod placement;
mod scheduling;
mod slots;

pub use chaining::{Chained, ChainingStrategy, Operator, Partitioner, StreamEdge, chain};
pub use edge::{ConsumedRange, DistributionPattern};
pub use error::JobError;
pub use graph::{Edge, JobGraph, Parallelism, SlotSharingGroup, Vertex, VertexId};
pub use placement::{Channels, Cluster, Placement, TaskManagerId};
pub use scheduling::{LoadBalanceMode, SchedulingRules};
pub use slots::SlotSharing;
