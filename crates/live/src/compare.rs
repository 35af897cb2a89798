//! The metrics of a scenario: measured, simulated, and whether that is near enough.

use serde_json::Value;
use sim::Simulation;
use sim::scenario::Scenario;

use crate::config::{Configured, Trouble, read};
use crate::failure;
use crate::group::Group;
use crate::json::{Reason, field, text};
use crate::observe::observe;
use crate::scenes::Scenes;
use crate::tolerance::Tolerance;
use crate::transient;

/// What is lost where sums are divided, and in files that give five digits: a share of what is compared.
const ROUNDING: f64 = 1e-4;

/// Seeds that are simulated: it is their median that is compared, as it is the median of repeats. A single course of random keys says little.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=9;

/// A metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What kind it is.
    pub group: Group,
    /// Its place and name.
    pub metric: String,
    /// Median, least and greatest of the repeats; `None` where texts are compared.
    pub measured: Option<[f64; 3]>,
    /// What was simulated; `None` where it is not.
    pub simulated: Option<f64>,
    /// How far from the median is near enough by the kind of metric, in its unit.
    pub tolerance: f64,
    /// Whether it is near enough, and why.
    pub nearness: Nearness,
}

/// Whether what was simulated is near enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// Within the tolerance of such metrics.
    Near,
    /// Not within it, but as near to the median as repeats were to each other.
    NearAsRepeats,
    /// Neither.
    Far,
}

impl Nearness {
    /// Texts and outcomes are as they should be, or not.
    pub(crate) const fn of(is_as_expected: bool) -> Self {
        if is_as_expected { Self::Near } else { Self::Far }
    }

    /// Of what was simulated. A measurement is the median of few repeats. Where these differ by more than is allowed otherwise, it is their spread that counts:
    /// with three, a fourth repeat would lie outside of them every second time.
    fn judge([median, least, greatest]: [f64; 3], simulated: f64, tolerance: f64) -> Self {
        let distance = (simulated - median).abs() - ROUNDING * median.abs();
        if distance <= tolerance {
            Self::Near
        } else if distance <= greatest - least {
            Self::NearAsRepeats
        } else {
            Self::Far
        }
    }
}

impl Comparison {
    /// What was measured and is not simulated.
    pub(crate) fn missing(group: Group, metric: String, measured: [f64; 3], tolerance: Tolerance) -> Self {
        let tolerance = tolerance.of(measured[0]);
        Self { group, metric, measured: Some(measured), simulated: None, tolerance, nearness: Nearness::Far }
    }
}

/// Compares a scenario, a line of a file.
///
/// # Errors
/// What is wrong with the line, or with the scenario.
pub fn compare(line: &str) -> Result<(String, Vec<Comparison>), String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let name = text(&value, "scenario")?.to_owned();
    let started = start(&value);
    let comparisons = match (value.get("failure"), started) {
        (Some(failure), Ok(_)) => vec![failure::compare(failure, None)],
        (Some(failure), Err(Trouble::Refused(message))) => vec![failure::compare(failure, Some(&message))],
        (None, Ok(configured)) => {
            let runs: Result<Vec<_>, _> = SEEDS.map(|seed| run(&value, &configured, seed)).collect();
            median(&runs?)
        }
        (None, Err(Trouble::Refused(message))) | (_, Err(Trouble::Malformed(message))) => {
            return Err(message);
        }
    };
    Ok((name, comparisons))
}

fn start(value: &Value) -> Result<Configured, Trouble> {
    let configured = read(text(value, "flink_version")?, field(value, "config")?)?;
    let simulation = Simulation::new(configured.scenario.clone());
    simulation.map_err(|error| Trouble::Refused(error.to_string()))?;
    Ok(configured)
}

/// Simulates a scenario once.
fn run(value: &Value, configured: &Configured, seed: u64) -> Result<Vec<Comparison>, Reason> {
    let scenario = Scenario { seed, ..configured.scenario.clone() };
    let configured = &Configured { scenario, ..*configured };
    let simulation = Simulation::new(configured.scenario.clone()).map_err(|error| error.to_string())?;
    let observed = &observe(simulation, configured);
    // While queues still fill, the mean age of records is that of the start.
    let is_steady = value.get("latency_is_steady").and_then(Value::as_bool) == Some(true);
    let measured = field(value, "measured")?;
    let mut all = Scenes { is_steady, measured, configured, observed }.all()?;
    transient::compare(value, configured, &mut all)?;
    Ok(all)
}

/// What several runs have in common, metric by metric: the median of what they simulate.
fn median(runs: &[Vec<Comparison>]) -> Vec<Comparison> {
    let Some(first) = runs.first() else { return Vec::new() };
    let of_all = |comparison: &Comparison| {
        let of_run =
            |run: &Vec<Comparison>| run.iter().find(|one| one.metric == comparison.metric)?.simulated;
        let mut simulated: Vec<f64> = runs.iter().filter_map(of_run).collect();
        simulated.sort_by(f64::total_cmp);
        match (comparison.measured, simulated.get(simulated.len() / 2)) {
            (Some(measured), Some(&median)) => Comparison {
                simulated: Some(median),
                nearness: Nearness::judge(measured, median, comparison.tolerance),
                ..comparison.clone()
            },
            _ => comparison.clone(),
        }
    };
    first.iter().map(of_all).collect()
}

/// Median, least and greatest of a metric.
pub(crate) fn measured(value: &Value, name: &str) -> Option<[f64; 3]> {
    let value = value.get(name)?;
    let of = |which| value.get(which).and_then(Value::as_f64);
    Some([of("median")?, of("min")?, of("max")?])
}

/// Says whether what was simulated is near enough.
pub(crate) fn judge(
    group: Group,
    metric: String,
    measured: [f64; 3],
    simulated: f64,
    tolerance: Tolerance,
) -> Comparison {
    let tolerance = tolerance.of(measured[0]);
    let nearness = Nearness::judge(measured, simulated, tolerance);
    Comparison { group, metric, measured: Some(measured), simulated: Some(simulated), tolerance, nearness }
}

/// The sum over subtasks of a metric of each.
pub(crate) fn sum(subtasks: &[Value], name: &str) -> Option<[f64; 3]> {
    subtasks.iter().try_fold([0.0; 3], |sum, subtask| {
        let one = measured(subtask, name)?;
        Some([sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]])
    })
}

#[cfg(test)]
mod tests {
    use super::Nearness;

    #[test]
    fn the_kind_of_metric_decides_where_repeats_agree() {
        let repeats = [100.0, 99.5, 100.5];
        assert_eq!(Nearness::judge(repeats, 103.0, 3.0), Nearness::Near);
        assert_eq!(Nearness::judge(repeats, 97.0, 3.0), Nearness::Near);
        assert_eq!(Nearness::judge(repeats, 103.1, 3.0), Nearness::Far);
    }

    #[test]
    fn the_spread_of_repeats_decides_where_it_is_wider() {
        let repeats = [100.0, 90.0, 101.0];
        assert_eq!(Nearness::judge(repeats, 103.0, 3.0), Nearness::Near);
        assert_eq!(Nearness::judge(repeats, 89.5, 3.0), Nearness::NearAsRepeats);
        assert_eq!(Nearness::judge(repeats, 111.0, 3.0), Nearness::NearAsRepeats);
        assert_eq!(Nearness::judge(repeats, 111.5, 3.0), Nearness::Far);
    }

    #[test]
    fn what_never_happens_must_not_happen() {
        assert_eq!(Nearness::judge([0.0; 3], 0.0, 0.0), Nearness::Near);
        assert_eq!(Nearness::judge([0.0; 3], 1e-9, 0.0), Nearness::Far);
    }
}
