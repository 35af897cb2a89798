//! The built page, end to end, in a real browser.
//!
//! Each test is a visit of its own. Expected numbers and messages come from Flink, as recorded in `tests/vectors/`, or from arithmetic in the
//! test; never from the resolver.

mod accessibility;
mod derivation;
mod errors;
mod first_sight;
mod hostile;
mod output;
mod releases;
mod sliders;
mod windows;

/// The keys that most tests are about.
mod key {
    pub(crate) const PROCESS_SIZE: &str = "taskmanager.memory.process.size";
    pub(crate) const FLINK_SIZE: &str = "taskmanager.memory.flink.size";
    pub(crate) const MANAGED_FRACTION: &str = "taskmanager.memory.managed.fraction";
    pub(crate) const NETWORK_FRACTION: &str = "taskmanager.memory.network.fraction";
    pub(crate) const OVERHEAD_FRACTION: &str = "taskmanager.memory.jvm-overhead.fraction";
}
