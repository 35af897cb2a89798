//! Apache Flink's memory resolution, release by release: options in, bytes or Flink's own error out.

pub mod catalogue;
mod component;
mod config;
pub mod control;
pub mod derivation;
mod error;
mod memory_size;
mod resolution;
mod version;

pub use component::Component;
pub use config::Configuration;
pub use error::{Cause, FlinkError};
pub use memory_size::MemorySize;
pub use resolution::{
    Breakdown, Deployment, JobManagerMemory, Process, Request, Resolution, TaskManagerMemory, resolve,
};
pub use version::FlinkVersion;
