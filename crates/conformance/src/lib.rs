//! Holds the resolver and the pools against recorded answers of Flink's own classes.
//!
//! [`check_line`] compares one recorded answer, field by field, with ours; it needs neither files nor a clock, so the same check runs in
//! a browser. [`run()`] does it for a directory of recordings and prints a report. The format is described in `tests/vectors/README.md`.
//!
//! Nothing is left unchecked in silence: a field that only one side has is a mismatch, a field of a request that is not understood makes
//! the line malformed, and files that are not understood are listed.

mod answer;
mod check;
mod compare;
mod fields;
mod folder;
mod json;
mod kind;
mod lines;
mod network;
mod report;
mod requests;
mod run;

pub use check::{Failure, Matched, Stopwatch, check_line, check_line_timed};
pub use kind::Kind;
pub use lines::{Line, Lines};
pub use requests::Requests;
pub use run::{DEFAULT_SHOWN, Tally, run};
