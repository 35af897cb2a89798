//! Holds the simulation against measurements of real clusters.
//!
//! A scenario is a job, a cluster and what was measured there, in several repeats. It is simulated from its configuration alone, and every
//! metric is compared with the median of its repeats, within a tolerance that depends on what kind of metric it is.

#![forbid(unsafe_code)]

mod compare;
mod config;
mod failure;
mod group;
mod json;
mod observe;
mod official;
mod report;
mod scenes;
mod tolerance;
mod transient;

pub use compare::{Comparison, Nearness, compare};
pub use group::Group;
pub use report::{Totals, run};
