//! What was recorded as a table for other programs: CSV as RFC 4180 has it, a row for each moment.
//!
//! Metrics have Flink's names behind that of the vertex. Counters are sums of the subtasks since the start of the run, and exact; rates and shares
//! are over the second before, or the step where that is longer, as in the charts.

use super::figures::fixed;
use super::job::stage_name;
use super::series::{Line, Series, VertexMoment, float};

/// A column of a vertex.
struct Column {
    name: &'static str,
    of: fn(&Series, usize, usize) -> String,
}

const fn column(name: &'static str, of: fn(&Series, usize, usize) -> String) -> Column {
    Column { name, of }
}

const COLUMNS: [Column; 9] = [
    column("numRecordsIn", |series, place, vertex| whole(series, place, vertex, |vertex| vertex.records_in)),
    column("numRecordsOut", |series, place, vertex| {
        whole(series, place, vertex, |vertex| vertex.records_out)
    }),
    column("numRecordsInPerSecond", |series, place, vertex| {
        decimal(series.rate(place, vertex, |vertex| vertex.records_in))
    }),
    column("numRecordsOutPerSecond", |series, place, vertex| {
        decimal(series.rate(place, vertex, |vertex| vertex.records_out))
    }),
    column("busyTimeMsPerSecond", |series, place, vertex| {
        decimal(series.share(place, vertex, |vertex| vertex.busy))
    }),
    column("backPressuredTimeMsPerSecond", |series, place, vertex| {
        decimal(series.share(place, vertex, |vertex| vertex.backpressured))
    }),
    column("idleTimeMsPerSecond", |series, place, vertex| {
        decimal(series.share(place, vertex, |vertex| vertex.idle))
    }),
    column("outputQueueLength", |series, place, vertex| {
        whole(series, place, vertex, |vertex| vertex.queued_out)
    }),
    column("inputQueueLength", |series, place, vertex| {
        whole(series, place, vertex, |vertex| vertex.queued_in)
    }),
];

fn whole(series: &Series, place: usize, vertex: usize, of: fn(&VertexMoment) -> u64) -> String {
    let moment = series.moments().get(place).and_then(|moment| moment.vertices.get(vertex));
    moment.map(|vertex| of(vertex).to_string()).unwrap_or_default()
}

fn decimal(value: Option<f64>) -> String {
    value.map(|value| fixed(value, 3)).unwrap_or_default()
}

/// The table of some runs, each with its name; its columns are those of the first.
#[must_use]
pub fn csv(runs: &[(&str, &Series)]) -> String {
    let mut table = Table::default();
    let Some((_, first)) = runs.first() else { return table.text };
    let names: Vec<String> =
        (0..first.vertices()).map(|vertex| stage_name(vertex, first.vertices())).collect();
    table.head(&names);
    for (name, series) in runs {
        let count = series.vertices();
        // Where a run is of a job with other stages, those of the same name stand for each other.
        let place_of = |name: &String| (0..count).find(|vertex| stage_name(*vertex, count) == *name);
        let vertices: Vec<Option<usize>> = names.iter().map(place_of).collect();
        (0..series.moments().len()).for_each(|place| table.row(name, series, place, &vertices));
    }
    table.text
}

#[derive(Default)]
struct Table {
    text: String,
    is_begun: bool,
}

impl Table {
    fn head(&mut self, names: &[String]) {
        self.cell("run");
        self.cell("time_s");
        for name in names {
            COLUMNS.iter().for_each(|column| self.cell(&[name, ".", column.name].concat()));
        }
        for pair in names.windows(2) {
            self.cell(&[&pair[0], " to ", &pair[1], ".recordsInFlight"].concat());
        }
        for name in ["latency_p50_ms", "latency_p99_ms", "last_checkpoint_ms"] {
            self.cell(name);
        }
        self.end();
    }

    fn row(&mut self, name: &str, series: &Series, place: usize, vertices: &[Option<usize>]) {
        let moment = &series.moments()[place];
        self.cell(name);
        self.cell(&fixed(float(moment.time) / 1e9, 3));
        for vertex in vertices {
            for column in &COLUMNS {
                self.cell(&vertex.map(|vertex| (column.of)(series, place, vertex)).unwrap_or_default());
            }
        }
        for pair in vertices.windows(2) {
            // The edge between two neighbours has the number of the first one.
            let edge = pair[0].filter(|first| pair[1] == Some(first + 1));
            let in_flight = edge.and_then(|edge| moment.in_flight.get(edge));
            self.cell(&in_flight.map(u64::to_string).unwrap_or_default());
        }
        for line in [Line::Median, Line::Most, Line::Checkpoint] {
            self.cell(&decimal(series.value(line, place).map(|nanos| nanos / 1e6)));
        }
        self.end();
    }

    fn cell(&mut self, text: &str) {
        if self.is_begun {
            self.text.push(',');
        }
        self.is_begun = true;
        if text.contains([',', '"', '\n', '\r']) {
            self.text.extend(["\"", &text.replace('"', "\"\""), "\""]);
        } else {
            self.text.push_str(text);
        }
    }

    fn end(&mut self) {
        self.text.push_str("\r\n");
        self.is_begun = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::series::{Checkpoint, Moment};
    use sim::scenario::SECOND;

    fn recorded(vertices: usize) -> Series {
        let mut series = Series::new(vec![2; vertices]);
        for second in 0..=1 {
            let vertex = VertexMoment {
                records_in: second * 40,
                records_out: second * 41,
                busy: second * SECOND / 2,
                backpressured: second * SECOND / 4,
                idle: second * SECOND,
                queued_out: 3,
                queued_in: 5,
            };
            series.take(Moment {
                time: second * SECOND,
                vertices: vec![vertex; vertices],
                in_flight: (0..vertices as u64 - 1).map(|edge| 100 + edge).collect(),
                latency: (second > 0).then_some([1_500_000, 2_000_000_000]),
            });
        }
        series.take_checkpoint(Checkpoint { number: 1, at: SECOND, took: 12_345_678 });
        series
    }

    const OF_VERTEX: &str = "40,41,40.000,41.000,250.000,125.000,500.000,3,5";

    #[test]
    fn a_row_for_each_moment() {
        let series = recorded(2);
        let text = csv(&[("now", &series)]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[0].starts_with("run,time_s,Source.numRecordsIn,Source.numRecordsOut,"), "{}", lines[0]);
        assert!(lines[0].ends_with(
            ",Sink.inputQueueLength,Source to Sink.recordsInFlight,latency_p50_ms,latency_p99_ms,last_checkpoint_ms"
        ));
        assert_eq!(lines[1], "now,0.000,0,0,,,,,,3,5,0,0,,,,,,3,5,100,,,");
        assert_eq!(
            lines[2],
            ["now,1.000,", OF_VERTEX, ",", OF_VERTEX, ",100,1.500,2000.000,12.346"].concat()
        );
        assert_eq!(lines[3], "");
        assert!(lines[..3].iter().all(|line| line.split(',').count() == 2 + 2 * COLUMNS.len() + 1 + 3));
    }

    #[test]
    fn runs_of_other_jobs_fill_the_columns_they_have() {
        let [three, two] = [recorded(3), recorded(2)];
        let text = csv(&[("now", &three), ("before", &two)]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        let nothing = ",".repeat(COLUMNS.len() - 1);
        assert_eq!(
            lines[4],
            ["before,1.000,", OF_VERTEX, ",", &nothing, ",", OF_VERTEX, ",,,1.500,2000.000,12.346"].concat()
        );
        let counts: Vec<usize> = lines[..5].iter().map(|line| line.split(',').count()).collect();
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    }

    #[test]
    fn what_would_end_a_cell_is_quoted() {
        let mut table = Table::default();
        ["a,b", "c \"d\"", "e\nf", ""].into_iter().for_each(|text| table.cell(text));
        table.end();
        assert_eq!(table.text, "\"a,b\",\"c \"\"d\"\"\",\"e\nf\",\r\n");
        assert_eq!(csv(&[]), "");
    }
}
