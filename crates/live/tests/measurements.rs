//! The scenarios of this repository: no group of metrics may get worse.

use std::path::Path;

use live::{Group, run};

/// What must be within tolerance, percent of the metrics of each group.
const LEAST: [(Group, u32); 8] = [
    (Group::Throughput, 100),
    (Group::Shares, 100),
    (Group::InFlight, 98),
    (Group::Usages, 98),
    (Group::Latency, 98),
    (Group::Checkpoints, 100),
    (Group::Transients, 100),
    (Group::Failures, 100),
];

#[test]
fn measurements_are_met() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/live");
    let mut report = Vec::new();
    let totals = run(&directory, false, &mut report).expect("a report");
    let report = String::from_utf8_lossy(&report);
    assert_eq!(totals.unread, 0, "{report}");
    for (group, least) in LEAST {
        let (passed, failed) = (totals.passed[group as usize], totals.failed[group as usize]);
        assert!(passed > 0 && passed * 100 >= (passed + failed) * least, "{}\n{report}", group.name());
    }
}
