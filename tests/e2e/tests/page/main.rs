//! The built page, end to end, in a real browser.
//!
//! Each test is a visit of its own. Expected numbers and messages come from Flink, as recorded in `tests/vectors/`, or from arithmetic in the
//! test; never from the resolver.

mod accessibility;
mod charts;
mod chinese;
mod derivation;
mod embedding;
mod errors;
mod first_sight;
mod hostile;
mod links;
mod live;
mod memory;
mod network;
mod output;
mod parts;
mod releases;
mod sliders;
mod texts;
mod windows;

/// The keys that most tests are about.
mod key {
    pub(crate) const PROCESS_SIZE: &str = "taskmanager.memory.process.size";
    pub(crate) const FLINK_SIZE: &str = "taskmanager.memory.flink.size";
    pub(crate) const MANAGED_FRACTION: &str = "taskmanager.memory.managed.fraction";
    pub(crate) const NETWORK_FRACTION: &str = "taskmanager.memory.network.fraction";
    pub(crate) const OVERHEAD_FRACTION: &str = "taskmanager.memory.jvm-overhead.fraction";
}

/// A part of a size, as Flink takes it: times the decimal digits that Java prints for the 32-bit fraction as a double, exactly, then cut off.
fn times(bytes: u64, digits: &str) -> u64 {
    let digits = digits.strip_prefix("0.").expect("a fraction");
    let scale = 10_u128.pow(u32::try_from(digits.len()).expect("few digits"));
    let digits: u128 = digits.parse().expect("digits");
    u64::try_from(u128::from(bytes) * digits / scale).expect("a part is smaller than the whole")
}
