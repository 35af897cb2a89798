//! How queues fill after a cold start: how fast, and when back pressure begins.
//!
//! When tasks start differs from repeat to repeat, and with it what waits when the consumer begins. What is compared begins where as much
//! waits in the simulation.

use serde_json::Value;
use sim::Simulation;
use sim::scenario::Nanos;

use crate::compare::{Comparison, judge};
use crate::config::Configured;
use crate::group::Group;
use crate::json::Reason;
use crate::tolerance::Tolerance;

/// How often the simulation is looked at, ns.
const STEP: Nanos = 100_000_000;

/// Rows are so far apart, s: no moment is known better.
const RESOLUTION: f64 = 0.5;

/// An edge at a moment.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// s.
    time: f64,
    in_flight: f64,
    /// Whether its consumer has taken anything.
    has_begun: bool,
    /// Whether its producer has waited.
    has_waited: bool,
}

/// An edge while its queues filled.
#[derive(Clone, Copy, Debug)]
struct Filling {
    /// Records that waited at its beginning.
    backlog: f64,
    /// Records per second.
    slope: f64,
    /// Until the producer waited, s.
    duration: f64,
}

/// Compares how the edges of a job fill, if that was recorded.
pub(crate) fn compare(
    value: &Value,
    configured: &Configured,
    all: &mut Vec<Comparison>,
) -> Result<(), Reason> {
    let Some(repeats) = value.get("series_500ms_per_repeat").and_then(Value::as_array) else { return Ok(()) };
    for edge in 0..configured.scenario.edges.len() {
        let measured = repeats.iter().filter_map(|repeat| filling(&rows(repeat, edge), None));
        let measured: Vec<Filling> = measured.collect();
        if measured.is_empty() {
            continue;
        }
        let recorded = simulate(configured, edge)?;
        let simulated: Vec<Filling> =
            measured.iter().filter_map(|filling_of| filling(&recorded, Some(filling_of.backlog))).collect();
        let mut add = |name: &str, of: fn(&Filling) -> f64, tolerance: Tolerance| {
            let metric = format!("e{edge} {name}");
            let found = spread(&measured, of);
            all.push(if simulated.is_empty() {
                Comparison::missing(Group::Transients, metric, found, tolerance)
            } else {
                judge(Group::Transients, metric, found, spread(&simulated, of)[0], tolerance)
            });
        };
        add("in_flight_records_slope_per_s", |filling| filling.slope, Tolerance::share(0.1));
        add("first_back_pressure_s", |filling| filling.duration, Tolerance::share(0.2).or(RESOLUTION));
    }
    Ok(())
}

/// The rows of a repeat, for an edge.
fn rows(repeat: &Value, edge: usize) -> Vec<Row> {
    let rows = repeat.as_array().map_or(&[] as &[_], Vec::as_slice);
    let of = |row: &Value, name: String| row.get(name).and_then(Value::as_f64).unwrap_or(0.0);
    let row = |row: &Value| {
        let taken = of(row, format!("s{}_in_total", edge + 1));
        Row {
            time: of(row, "t_ms".to_owned()) / 1e3,
            in_flight: of(row, format!("s{edge}_out_total")) - taken,
            has_begun: taken > 0.0,
            has_waited: of(row, format!("s{edge}_backpressured_ms_total")) > 0.0,
        }
    };
    rows.iter().map(row).collect()
}

/// An edge of the simulation, from its start until everything is measured.
fn simulate(configured: &Configured, edge: usize) -> Result<Vec<Row>, Reason> {
    let mut simulation = Simulation::new(configured.scenario.clone()).map_err(|error| error.to_string())?;
    let producer = configured.scenario.edges[edge].producer;
    let subtasks = configured.scenario.vertices[producer].parallelism;
    let mut rows = Vec::new();
    for number in 1..=(configured.warm_up + configured.measure) / STEP {
        simulation.run_until(number * STEP);
        let metrics = simulation.edge_metrics(edge).unwrap_or_default();
        let waited = |subtask| {
            let times = simulation.task_metrics(producer, subtask).unwrap_or_default().times;
            times.soft_backpressured + times.hard_backpressured > 0
        };
        rows.push(Row {
            time: (number * STEP) as f64 / 1e9,
            in_flight: metrics.in_flight() as f64,
            has_begun: metrics.begun > 0,
            has_waited: (0..subtasks).any(waited),
        });
    }
    Ok(rows)
}

/// How an edge fills, from the moment on when as much waits as `backlog` says, or else when its consumer has begun. `None` if its producer
/// never waits, or there are fewer than three rows before it does.
fn filling(rows: &[Row], backlog: Option<f64>) -> Option<Filling> {
    let first = rows
        .iter()
        .position(|row| row.has_begun && backlog.is_none_or(|backlog| row.in_flight >= backlog))?;
    let last = rows.iter().position(|row| row.has_waited)?;
    let part = rows.get(first..last).filter(|part| part.len() > 2)?;
    let count = part.len() as f64;
    let mean = |of: fn(&Row) -> f64| part.iter().map(of).sum::<f64>() / count;
    let (time, in_flight) = (mean(|row| row.time), mean(|row| row.in_flight));
    let covariance: f64 = part.iter().map(|row| (row.time - time) * (row.in_flight - in_flight)).sum();
    let variance: f64 = part.iter().map(|row| (row.time - time).powi(2)).sum();
    Some(Filling {
        backlog: rows[first].in_flight,
        slope: covariance / variance,
        duration: rows[last].time - rows[first].time,
    })
}

/// Median, least and greatest.
fn spread(fillings: &[Filling], of: fn(&Filling) -> f64) -> [f64; 3] {
    let mut values: Vec<f64> = fillings.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    [values[values.len() / 2], values[0], values[values.len() - 1]]
}

#[cfg(test)]
mod tests {
    use super::{Row, filling};

    #[test]
    fn filling_begins_with_the_backlog_and_ends_with_waiting() {
        let row = |at: u32| Row {
            time: f64::from(at),
            in_flight: f64::from(10 * at),
            has_begun: at >= 2,
            has_waited: at >= 8,
        };
        let rows: Vec<Row> = (0..10).map(row).collect();
        let found = filling(&rows, None).expect("it fills");
        assert!((found.slope - 10.0).abs() < 1e-9);
        assert_eq!((found.backlog, found.duration), (20.0, 6.0));
        assert_eq!(filling(&rows, Some(45.0)).expect("it fills").duration, 3.0);
        assert!(filling(&rows, Some(55.0)).is_none());
        assert!(filling(&rows[..8], None).is_none());
    }
}
