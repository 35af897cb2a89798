//! The charts over time: what each shows, in which unit, and where its lines lie.

use sim::scenario::Nanos;

use super::chart::{Plot, Point, round_up, span};
use super::figures::{count, fixed, percent, time};
use super::job::{Job, stage_name};
use super::series::{Line, Series};
use crate::words::details::ChartWords;

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// Records that the sink reads.
    Throughput,
    /// Age of records at the sink.
    Latency,
    /// Records on their way.
    InFlight,
    /// Buffers in queues.
    Queued,
    /// What checkpoints took.
    Checkpoints,
    /// How a vertex spends its time.
    Vertex(usize),
}

/// What a number of a chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Of each second.
    PerSecond,
    /// How many.
    Count,
    /// ns.
    Time,
    /// Thousandths.
    Share,
}

impl Unit {
    /// A number with its unit.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "times are not negative, and shown with three digits"
    )]
    pub fn text(self, number: f64) -> String {
        match self {
            Self::PerSecond => count(number) + "/s",
            Self::Count => count(number),
            Self::Time => time(number as Nanos),
            Self::Share => percent(number),
        }
    }

    /// The same for the ends of scales, which are round.
    #[must_use]
    pub fn tick(self, number: f64) -> String {
        if number <= 0.0 {
            return "0".to_owned();
        }
        let text = self.text(number);
        let end = text.find(|char: char| !(char.is_ascii_digit() || char == '.')).unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        [short(digits), unit.strip_suffix("/s").unwrap_or(unit)].concat()
    }
}

impl Chart {
    /// Those of a job with so many vertices.
    #[must_use]
    pub fn all(vertices: usize) -> Vec<Self> {
        let mut charts = vec![Self::Throughput, Self::Latency];
        charts.extend((0..vertices).map(Self::Vertex));
        charts.extend([Self::InFlight, Self::Queued, Self::Checkpoints]);
        charts
    }

    /// Its name in markup and of its file.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::Throughput => "throughput".to_owned(),
            Self::Latency => "latency".to_owned(),
            Self::InFlight => "in-flight".to_owned(),
            Self::Queued => "queued-buffers".to_owned(),
            Self::Checkpoints => "checkpoints".to_owned(),
            Self::Vertex(vertex) => ["stage-", &(vertex + 1).to_string()].concat(),
        }
    }

    /// The one with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::all(Job::MOST_STAGES).into_iter().find(|chart| chart.id() == id)
    }

    /// What is written above it.
    #[must_use]
    pub fn title(self, vertices: usize, words: &ChartWords) -> String {
        match self {
            Self::Throughput => words.throughput.to_owned(),
            Self::Latency => words.latency.to_owned(),
            Self::InFlight => words.in_flight.to_owned(),
            Self::Queued => words.queued.to_owned(),
            Self::Checkpoints => words.checkpoints.to_owned(),
            Self::Vertex(vertex) => stage_name(vertex, vertices),
        }
    }

    /// What it counts.
    #[must_use]
    pub const fn counted(self, words: &ChartWords) -> &'static str {
        match self {
            Self::Throughput => words.units[0],
            Self::Latency => words.units[1],
            Self::InFlight => words.units[2],
            Self::Queued => words.units[3],
            Self::Checkpoints => words.units[4],
            Self::Vertex(_) => words.units[5],
        }
    }

    /// Its lines; of areas, their upper ends, that of the lower area last.
    #[must_use]
    pub const fn lines(self) -> [Option<Line>; 2] {
        match self {
            Self::Throughput => [Some(Line::Throughput), None],
            Self::Latency => [Some(Line::Median), Some(Line::Most)],
            Self::InFlight => [Some(Line::InFlight), None],
            Self::Queued => [Some(Line::QueuedOut), Some(Line::QueuedIn)],
            Self::Checkpoints => [Some(Line::Checkpoint), None],
            Self::Vertex(vertex) => [Some(Line::BusyOrBackpressured(vertex)), Some(Line::Busy(vertex))],
        }
    }

    /// What its lines are called, where there is more than one.
    const fn names(self, words: &ChartWords) -> [&'static str; 2] {
        match self {
            Self::Latency => ["p50", "p99"],
            Self::Queued => words.queues,
            _ => ["", ""],
        }
    }

    /// Whether it is made of areas that fill it, and not of lines.
    #[must_use]
    pub const fn is_of_areas(self) -> bool {
        matches!(self, Self::Vertex(_))
    }

    /// What its numbers are.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Throughput => Unit::PerSecond,
            Self::Latency | Self::Checkpoints => Unit::Time,
            Self::InFlight | Self::Queued => Unit::Count,
            Self::Vertex(_) => Unit::Share,
        }
    }

    /// A plot that has room for all of some runs.
    #[must_use]
    pub fn plot(self, runs: &[&Series], size: [f64; 2]) -> Plot {
        let (mut end, mut most) = (0, 0.0);
        for series in runs {
            end = series.end().max(end);
            most = self.most(series).max(most);
        }
        let top = match self.unit() {
            Unit::Share => 1000.0,
            // A second where there is nothing: a scale of one nanosecond looks strange.
            Unit::Time if most <= 0.0 => 1e9,
            _ => round_up(most),
        };
        Plot { span: span(end), top, size }
    }

    /// What is drawn of a run: lines, dots, or areas, the lowest layer first.
    #[must_use]
    pub fn paths(self, series: &Series, plot: &Plot) -> [String; 3] {
        match self {
            Self::Checkpoints => [plot.dots(&dots(series)), String::new(), String::new()],
            Self::Vertex(vertex) => {
                let mut whole = points(series, Line::Busy(vertex));
                whole.iter_mut().for_each(|(_, value)| *value = value.map(|_| plot.top));
                let [above, busy] = [Line::BusyOrBackpressured(vertex), Line::Busy(vertex)];
                [plot.area(&whole), plot.area(&points(series, above)), plot.area(&points(series, busy))]
            }
            _ => {
                let [first, second] = self.dashed(series, plot);
                [first, second, String::new()]
            }
        }
    }

    /// What is drawn of the run before: lines or dots.
    #[must_use]
    pub fn dashed(self, series: &Series, plot: &Plot) -> [String; 2] {
        match self {
            Self::Checkpoints => [plot.dots(&dots(series)), String::new()],
            _ => {
                self.lines().map(|line| line.map(|line| plot.line(&points(series, line))).unwrap_or_default())
            }
        }
    }

    /// The largest number of a run; 0 if there is none.
    fn most(self, series: &Series) -> f64 {
        let mut most: f64 = 0.0;
        for line in self.lines().into_iter().flatten() {
            let points = if self == Self::Checkpoints { dots(series) } else { points(series, line) };
            for (_, value) in points {
                most = most.max(value.unwrap_or(0.0));
            }
        }
        most
    }

    /// What there is at a moment of a run: of each line, or of each share.
    #[must_use]
    pub fn values(self, series: &Series, place: usize) -> [Option<f64>; 3] {
        match self {
            Self::Vertex(vertex) => [
                series.share(place, vertex, |vertex| vertex.busy),
                series.share(place, vertex, |vertex| vertex.backpressured),
                series.share(place, vertex, |vertex| vertex.idle),
            ],
            _ => {
                let [first, second] = self.lines().map(|line| series.value(line?, place));
                [first, second, None]
            }
        }
    }

    /// What its values are called.
    #[must_use]
    pub const fn value_names(self, words: &ChartWords) -> [&'static str; 3] {
        match self {
            Self::Vertex(_) => words.shares,
            _ => {
                let [first, second] = self.names(words);
                [first, second, ""]
            }
        }
    }

    /// How many values it has.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Self::Vertex(_) => 3,
            Self::Latency | Self::Queued => 2,
            _ => 1,
        }
    }

    /// Its values at a moment, in a line.
    #[must_use]
    pub fn said(self, series: &Series, place: usize, words: &ChartWords) -> String {
        let values = self.values(series, place).into_iter().zip(self.value_names(words)).take(self.count());
        let texts = values.map(|(value, name)| {
            let value = value.map_or_else(|| "–".to_owned(), |value| self.unit().text(value));
            if name.is_empty() { value } else { [name, " ", &value].concat() }
        });
        texts.collect::<Vec<_>>().join(", ")
    }
}

/// A time on the axis: `0`, `30 s`, `2.5 min`, `10 h`.
#[must_use]
pub fn clock(nanos: Nanos) -> String {
    let seconds = super::series::float(nanos) / 1e9;
    let (number, unit) = match seconds {
        _ if nanos == 0 => return "0".to_owned(),
        _ if seconds < 120.0 => (seconds, "\u{a0}s"),
        _ if seconds < 7200.0 => (seconds / 60.0, "\u{a0}min"),
        _ => (seconds / 3600.0, "\u{a0}h"),
    };
    short(&fixed(number, 1)).to_owned() + unit
}

/// Decimals without the zeros at their end.
fn short(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// The points of a line.
fn points(series: &Series, line: Line) -> Vec<Point> {
    let moments = series.moments().iter().enumerate();
    moments.map(|(place, moment)| (moment.time, series.value(line, place))).collect()
}

/// Checkpoints where they were completed, with what they took, ns.
fn dots(series: &Series) -> Vec<Point> {
    let checkpoints = series.checkpoints().iter();
    checkpoints.map(|checkpoint| (checkpoint.at, Some(super::series::float(checkpoint.took)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::chart::{HEIGHT, WIDTH};
    use crate::live::series::{Checkpoint, Moment, VertexMoment};
    use crate::words::details::ENGLISH;
    use sim::scenario::SECOND;

    /// A source and a sink of four subtasks that reads 950 records each second, a fifth of its time.
    fn recorded(seconds: u64) -> Series {
        let mut series = Series::new(vec![1, 4]);
        for time in (0..=seconds * 10).map(|tenth| tenth * SECOND / 10) {
            let source = VertexMoment { queued_out: 12, ..VertexMoment::default() };
            let sink = VertexMoment {
                records_in: time * 950 / SECOND,
                busy: time / 5 * 4,
                idle: time / 5 * 16,
                ..source
            };
            series.take(Moment {
                time,
                vertices: vec![source, sink],
                in_flight: vec![30],
                latency: Some([2_000_000, 150_000_000]),
            });
        }
        series.take_checkpoint(Checkpoint { number: 1, at: 2 * SECOND, took: 300_000_000 });
        series
    }

    const SIZE: [f64; 2] = [WIDTH, HEIGHT];

    #[test]
    fn a_plot_has_room_for_both_runs() {
        let [short, long] = [recorded(5), recorded(25)];
        let plot = Chart::Throughput.plot(&[&short, &long], SIZE);
        assert_eq!((plot.span, plot.top), (30 * SECOND, 1000.0));
        assert_eq!(Chart::Throughput.plot(&[&short], SIZE).span, 10 * SECOND);
        assert_eq!(Chart::Vertex(1).plot(&[&short], SIZE).top, 1000.0);
        assert_eq!(Chart::Latency.plot(&[&short], SIZE).top, 200e6);
        assert_eq!(Chart::Queued.plot(&[&short], SIZE).top, 40.0);
        assert_eq!(Chart::Checkpoints.plot(&[&short], SIZE).top, 400e6);
        assert_eq!(Chart::InFlight.plot(&[], SIZE).top, 1.0);
        assert_eq!(Chart::Checkpoints.plot(&[], SIZE).top, 1e9);
    }

    #[test]
    fn values_are_said_with_their_units() {
        let series = recorded(5);
        let said = |chart: Chart| chart.said(&series, 50, &ENGLISH.charts);
        assert_eq!(said(Chart::Throughput), "950/s");
        assert_eq!(said(Chart::Latency), "p50 2.00\u{a0}ms, p99 150\u{a0}ms");
        assert_eq!(said(Chart::InFlight), "30.0");
        assert_eq!(said(Chart::Queued), "in outputs 24.0, at inputs 0.00");
        assert_eq!(said(Chart::Checkpoints), "300\u{a0}ms");
        assert_eq!(said(Chart::Vertex(1)), "busy 20%, backpressured 0%, idle 80%");
        assert_eq!(Chart::Checkpoints.said(&series, 3, &ENGLISH.charts), "–");
    }

    #[test]
    fn shares_lie_on_each_other() {
        let series = recorded(10);
        let plot = Chart::Vertex(1).plot(&[&series], SIZE);
        let [idle, backpressured, busy] = Chart::Vertex(1).paths(&series, &plot);
        // From the first rate on, a tenth of a second after the start.
        assert!(idle.starts_with("M4 80L4 0L8 0L") && idle.ends_with("L400 0L400 80Z"), "{idle}");
        assert!(busy.starts_with("M4 80L4 64L8 64L"), "{busy}");
        assert_eq!(backpressured, busy);
        assert_eq!(Chart::Checkpoints.paths(&series, &Plot { top: 600e6, ..plot })[0], "M80 40h0");
        let (now, before) = (Chart::Latency.paths(&series, &plot), Chart::Latency.dashed(&series, &plot));
        assert_eq!(now[..2], before);
    }

    #[test]
    fn times_on_the_axis_have_the_unit_that_fits() {
        for (seconds, text) in [
            (0, "0"),
            (5, "5\u{a0}s"),
            (60, "60\u{a0}s"),
            (150, "2.5\u{a0}min"),
            (3_600, "60\u{a0}min"),
            (36_000, "10\u{a0}h"),
        ] {
            assert_eq!(clock(seconds * SECOND), text);
        }
    }

    #[test]
    fn ticks_are_short() {
        assert_eq!(
            [0.0, 8_000.0, 2.5e6].map(|number| Unit::PerSecond.tick(number)),
            ["0", "8\u{a0}k", "2.5\u{a0}M"]
        );
        assert_eq!(
            [0.0, 2e8, 5e9, 1e3].map(|number| Unit::Time.tick(number)),
            ["0", "200\u{a0}ms", "5\u{a0}s", "1\u{a0}µs"]
        );
        assert_eq!([0.0, 500.0, 1000.0].map(|number| Unit::Share.tick(number)), ["0", "50%", "100%"]);
        assert_eq!([40.0, 100.0].map(|number| Unit::Count.tick(number)), ["40", "100"]);
    }

    #[test]
    fn every_chart_has_a_name_of_its_own() {
        let mut ids: Vec<String> = Chart::all(3).into_iter().map(Chart::id).collect();
        assert_eq!(ids.len(), 8);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 8);
    }
}
