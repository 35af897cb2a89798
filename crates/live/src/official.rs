//! Flink's own rates and shares over the last minute, where they were measured after more than a minute.

use serde_json::Value;

use crate::compare::{Comparison, judge, measured, sum};
use crate::group::Group;
use crate::observe::{Memory, Subtask};
use crate::tolerance::Tolerance;

/// Share of a rate by which it may differ: as counters may, and as much again. The minute begins long before the counters are read first, and
/// measured gauges are up to 3 % from measured counters.
const RATE: Tolerance = Tolerance::share(0.06);

/// Compares the network memory of all TaskManagers, whose numbers mean nothing.
pub(crate) fn compare_memory(task_managers: &[Value], observed: &Memory) -> Vec<Comparison> {
    let metrics = [
        ("total_memory_segments", observed.total, Tolerance::default()),
        // Each pool may have taken one more, or not yet.
        ("used_memory_segments", observed.used, Tolerance::share(0.05).or(2.0)),
        ("requested_memory_usage_percent", observed.requested, Tolerance::default()),
    ];
    let compare = |(name, simulated, tolerance)| {
        let found = sum(task_managers, name)?;
        Some(judge(Group::Usages, String::from(name), found, simulated, tolerance))
    };
    metrics.into_iter().filter_map(compare).collect()
}

/// Compares the gauges of a stage's subtasks.
pub(crate) fn compare(stage: usize, measured_of: &[Value], observed: &[Subtask]) -> Vec<Comparison> {
    let mut all = Vec::new();
    for (at, (subtask, simulated)) in measured_of.iter().zip(observed).enumerate() {
        let mut add = |group: Group, name: &str, simulated: f64, tolerance: Tolerance| {
            if let Some(found) = measured(subtask, &format!("gauge60s_{name}")) {
                all.push(judge(group, format!("s{stage}/{at} {name}"), found, simulated, tolerance));
            }
        };
        let rates = &simulated.rates;
        for (name, simulated) in [
            ("numRecordsInPerSecond", rates.records_in),
            ("numRecordsOutPerSecond", rates.records_out),
            ("numBuffersOutPerSecond", rates.buffers_out),
        ] {
            add(Group::Throughput, name, simulated, RATE);
        }
        let shares = &simulated.shares;
        for (name, simulated, tolerance) in [
            ("busyTimeMsPerSecond", shares.busy, 30.0),
            ("idleTimeMsPerSecond", shares.idle, 40.0),
            ("softBackPressuredTimeMsPerSecond", shares.soft, 40.0),
            ("hardBackPressuredTimeMsPerSecond", shares.hard, 0.0),
            ("backPressuredTimeMsPerSecond", shares.back_pressured, 40.0),
        ] {
            let simulated = u32::try_from(simulated).map_or(f64::MAX, f64::from);
            add(Group::Shares, name, simulated, Tolerance::amount(tolerance));
        }
    }
    all
}
