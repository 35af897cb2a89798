//! Apache Flink's memory resolution, release by release: options in, bytes or Flink's own error out.
//!
//! [`resolve`] answers a [`Request`] (a [`Configuration`], a [`FlinkVersion`], a process, who starts it) with a [`Resolution`]: the
//! [`Breakdown`] or the [`FlinkError`], the lines that Flink logs, and the [`derivation`] of every number.
//!
//! ```
//! use resolver::{Component, Configuration, Deployment, FlinkVersion, Process, Request, resolve};
//!
//! let config = Configuration::from([("taskmanager.memory.process.size", "1728m")]);
//! let resolution = resolve(Request {
//!     version: FlinkVersion::V2_3,
//!     process: Process::TaskManager,
//!     deployment: Deployment::Containerized,
//!     config: &config,
//! });
//! let breakdown = resolution.outcome?;
//! assert_eq!(breakdown.get(Component::Network).map(|size| size.bytes()), Some(134_217_730));
//! assert!(breakdown.jvm_parameters().starts_with("-Xmx536870902 -Xms536870902"));
//! # Ok::<(), resolver::FlinkError>(())
//! ```
//!
//! The answers are those of Flink's own classes, to the byte and to the letter; `tests/vectors` at the top of the repository holds what
//! real releases answered. What differs between releases is data: the [option catalogue](catalogue) and one table of behaviours.
//!
//! Configurations come as texts of many kinds, and leave as such: [`text`] reads and edits them, [`write`](mod@write) writes them.
//!
//! Not here: environment variables, anything modelled. This crate never reads a clock, a random source or global state,
//! and never panics on a configuration.

mod behaviour;
pub mod catalogue;
mod component;
mod config;
pub mod control;
pub mod derivation;
mod duration;
mod error;
mod external_resources;
mod java;
pub mod job;
mod job_manager;
mod legacy;
pub mod managed;
mod memory_size;
mod order;
mod output;
pub mod presets;
mod process;
mod reader;
mod resolution;
pub mod rocksdb;
pub mod shuffle;
pub mod slot;
mod start_script;
mod structured;
mod task_manager;
pub mod text;
mod version;
pub mod write;
mod yaml;

pub use component::Component;
pub use config::Configuration;
pub use error::{Cause, FlinkError};
pub use external_resources::ExternalResource;
pub use memory_size::{Human, MemorySize, MemoryUnit};
pub use resolution::{
    Breakdown, Deployment, JobManagerMemory, Process, Request, Resolution, StartScriptMemory,
    TaskManagerMemory, resolve,
};
pub use version::FlinkVersion;
