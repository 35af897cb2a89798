//! Apache Flink's memory resolution, release by release: options in, bytes or Flink's own error out.

mod behaviour;
pub mod catalogue;
mod component;
mod config;
pub mod control;
pub mod derivation;
mod error;
mod external_resources;
mod java;
mod job_manager;
mod legacy;
mod memory_size;
mod output;
mod process;
mod reader;
mod resolution;
mod start_script;
mod structured;
mod task_manager;
mod version;

pub use component::Component;
pub use config::Configuration;
pub use error::{Cause, FlinkError};
pub use external_resources::ExternalResource;
pub use memory_size::{MemorySize, MemoryUnit};
pub use resolution::{
    Breakdown, Deployment, JobManagerMemory, Process, Request, Resolution, StartScriptMemory,
    TaskManagerMemory, resolve,
};
pub use version::FlinkVersion;
