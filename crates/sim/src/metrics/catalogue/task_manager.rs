//! The metrics of a TaskManager's network memory (`NettyShuffleMetricFactory`).

use pools::Release;

use super::{Kind, Metric, Origin, Reading, Row, Scope, Unit, Value, read_all};
use crate::metrics::ShuffleMetrics;

const fn row(
    name: &'static str,
    unit: Unit,
    since: Release,
    read: fn(&ShuffleMetrics) -> Option<Value>,
) -> Row<ShuffleMetrics> {
    let (scope, kind, origin) = (Scope::TaskManager, Kind::Gauge, Origin::Flink(since));
    Row { metric: Metric { name, group: "Status.Shuffle.Netty", scope, kind, unit, origin }, read }
}

fn count(count: u64) -> Option<Value> {
    Some(Value::count(count))
}

static ROWS: [Row<ShuffleMetrics>; 7] = {
    use Release::{V1_13, V1_15};
    use Unit::{Bytes, Percent, Segments};
    [
        row("TotalMemorySegments", Segments, V1_13, |at| count(at.total_segments)),
        row("AvailableMemorySegments", Segments, V1_13, |at| count(at.available_segments)),
        row("UsedMemorySegments", Segments, V1_13, |at| count(at.used_segments())),
        row("TotalMemory", Bytes, V1_13, |at| count(at.total_segments * at.segment_size)),
        row("AvailableMemory", Bytes, V1_13, |at| count(at.available_segments * at.segment_size)),
        row("UsedMemory", Bytes, V1_13, |at| count(at.used_segments() * at.segment_size)),
        row("RequestedMemoryUsage", Percent, V1_15, |at| {
            at.requested_usage.map(|usage| Value::Whole(usage.into()))
        }),
    ]
};

/// The metrics of a TaskManager in a release.
#[must_use]
pub fn task_manager(release: Release, sample: &ShuffleMetrics) -> Vec<Reading> {
    read_all(&ROWS, release, sample)
}
