//! A run as a file for the user: a chart, or the table of all that was recorded.
//!
//! It belongs to the [details](super::details) of a job.

use sim::scenario::Scenario;

use super::charts::Chart;
use super::csv::csv;
use super::differences::{differences, said};
use super::runs::Record;
use super::series::Series;
use super::sketch::sketch;
use crate::download;
use crate::language::Language;

/// What a file is made of.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// What is simulated.
    pub scenario: &'a Scenario,
    /// What was recorded of it.
    pub series: &'a Series,
    /// The run that it is compared with.
    pub before: Option<&'a Record>,
}

/// Gives the user a chart, or the table of all.
pub fn save(file: Option<Chart>, recorded: Recorded<'_>, language: Language) {
    let words = &language.of_details().charts;
    let Recorded { scenario, series, before } = recorded;
    if let Some(chart) = file {
        let difference = before.map(|before| said(&differences(&before.scenario, scenario, words), words));
        let before = before.map(|before| &before.series).zip(difference.as_deref());
        let name = ["flink-", &chart.id(), ".svg"].concat();
        download::save(&name, "image/svg+xml", &sketch(chart, series, before, words));
    } else {
        let before = before.map(|before| (words.before, &before.series));
        let runs: Vec<_> = std::iter::once((words.now, series)).chain(before).collect();
        download::save("flink-run.csv", "text/csv", &csv(&runs));
    }
}
