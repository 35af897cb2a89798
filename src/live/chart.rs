//! Charts as numbers: scales, round ticks, lines, areas. Pure geometry, no markup.

use sim::scenario::{Nanos, SECOND};

/// Units of a plot: the browser stretches it to its place.
pub const WIDTH: f64 = 400.0;
/// Units of a plot, from its lowest value to its highest.
pub const HEIGHT: f64 = 80.0;

/// The same for markup.
pub const VIEW: &str = "0 0 400 80";
/// Lines across at its ends and its middle.
pub const GRID: &str = "M0 0H400M0 40H400M0 80H400";

/// Seconds that a chart can show; beyond, whole hours do.
const SPANS: [u64; 12] = [10, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600];

/// What a chart has from left to right: from the start to a round time that is not before `end`.
#[must_use]
pub fn span(end: Nanos) -> Nanos {
    let seconds = end.div_ceil(SECOND);
    let round = SPANS.into_iter().find(|span| *span >= seconds);
    round.unwrap_or_else(|| seconds.div_ceil(3600).saturating_mul(3600)).saturating_mul(SECOND)
}

/// The end of a scale for values up to `most`: 1, 2, 4, 5 or 8 with as many zeros as it takes, so that half of it is short, too. 1 for nothing.
#[must_use]
pub fn round_up(most: f64) -> f64 {
    if !(most.is_finite() && most > 0.0) {
        return 1.0;
    }
    let mut unit = 1.0;
    while unit * 10.0 < most {
        unit *= 10.0;
    }
    while unit > most {
        unit /= 10.0;
    }
    [1.0, 2.0, 4.0, 5.0, 8.0]
        .into_iter()
        .map(|step| step * unit)
        .find(|end| *end >= most)
        .unwrap_or(unit * 10.0)
}

/// Where things are in a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    /// What is at its right end, ns; above 0. At its left end is the start.
    pub span: Nanos,
    /// The value at its upper end, above 0. At its lower end is 0.
    pub top: f64,
    /// Its size.
    pub size: [f64; 2],
}

/// A point of a line: when, and what, if anything.
pub type Point = (Nanos, Option<f64>);

impl Plot {
    /// The place of a time.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
    pub fn x(&self, time: Nanos) -> f64 {
        (time as f64 / self.span.max(1) as f64).min(1.0) * self.size[0]
    }

    /// The place of a value.
    #[must_use]
    pub fn y(&self, value: f64) -> f64 {
        (1.0 - (value / self.top).clamp(0.0, 1.0)) * self.size[1]
    }

    /// The points that are not beyond its right end.
    fn within(&self, points: &[Point]) -> impl Iterator<Item = Point> {
        points.iter().copied().filter(|(time, _)| *time <= self.span)
    }

    /// A line through points; it is broken where there is none.
    #[must_use]
    pub fn line(&self, points: &[Point]) -> String {
        let mut path = Path::default();
        for (time, value) in self.within(points) {
            match value {
                Some(value) => path.to(self.x(time), self.y(value)),
                None => path.lift(),
            }
        }
        path.text
    }

    /// The area between a line and the lower end.
    #[must_use]
    pub fn area(&self, points: &[Point]) -> String {
        let mut path = Path::default();
        let mut last = None;
        for (time, value) in self.within(points) {
            match (value, last) {
                (Some(value), before) => {
                    let x = self.x(time);
                    if before.is_none() {
                        path.to(x, self.size[1]);
                    }
                    path.to(x, self.y(value));
                    last = Some(x);
                }
                (None, Some(x)) => {
                    path.close(x, self.size[1]);
                    last = None;
                }
                (None, None) => {}
            }
        }
        if let Some(x) = last {
            path.close(x, self.size[1]);
        }
        path.text
    }

    /// A dot at each point: a line of no length, which a round cap makes a dot.
    #[must_use]
    pub fn dots(&self, points: &[Point]) -> String {
        let mut path = Path::default();
        for (time, value) in self.within(points) {
            if let Some(value) = value {
                path.lift();
                path.to(self.x(time), self.y(value));
                path.text.push_str("h0");
            }
        }
        path.text
    }

    /// A line from the lower to the upper end at each time.
    #[must_use]
    pub fn marks(&self, times: &[Nanos]) -> String {
        let mut path = Path::default();
        for &time in times.iter().filter(|time| **time <= self.span) {
            path.lift();
            path.to(self.x(time), self.size[1]);
            path.to(self.x(time), 0.0);
        }
        path.text
    }
}

/// A path of SVG that is being drawn.
#[derive(Debug, Default)]
struct Path {
    text: String,
    is_down: bool,
}

impl Path {
    fn to(&mut self, x: f64, y: f64) {
        self.text.push(if self.is_down { 'L' } else { 'M' });
        self.is_down = true;
        tenths(&mut self.text, x);
        self.text.push(' ');
        tenths(&mut self.text, y);
    }

    fn lift(&mut self) {
        self.is_down = false;
    }

    fn close(&mut self, x: f64, y: f64) {
        self.to(x, y);
        self.text.push('Z');
        self.lift();
    }
}

/// Writes a length with a decimal at most.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a plot are small and not negative"
)]
fn tenths(text: &mut String, length: f64) {
    let tenths = (length * 10.0 + 0.5) as u32;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    text.push_str(&whole.to_string());
    if tenth > 0 {
        text.extend(['.', char::from(b'0' + tenth as u8)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Plot = Plot { span: 10 * SECOND, top: 200.0, size: [100.0, 50.0] };

    #[test]
    fn scales_end_at_round_numbers() {
        for (most, end) in [
            (0.0, 1.0),
            (-3.0, 1.0),
            (f64::NAN, 1.0),
            (f64::INFINITY, 1.0),
            (1.0, 1.0),
            (1.01, 2.0),
            (3.0, 4.0),
            (4.5, 5.0),
            (7.9, 8.0),
            (8.1, 10.0),
            (10.0, 10.0),
            (999.0, 1000.0),
            (7_950.0, 8_000.0),
            (1.3e9, 2e9),
        ] {
            assert!((round_up(most) - end).abs() < end * 1e-12, "{most}: {}", round_up(most));
        }
        assert!((round_up(0.03) - 0.04).abs() < 1e-12);
    }

    #[test]
    fn spans_are_round_and_hold_all_there_is() {
        for (seconds, span_seconds) in [
            (0, 10),
            (10, 10),
            (11, 20),
            (59, 60),
            (61, 120),
            (3_600, 3_600),
            (3_601, 7_200),
            (36_000, 36_000),
        ] {
            assert_eq!(span(seconds * SECOND), span_seconds * SECOND, "{seconds}");
        }
        assert_eq!(span(10 * SECOND + 1), 20 * SECOND);
        assert_eq!(span(u64::MAX), u64::MAX);
    }

    #[test]
    fn lines_go_from_the_lower_left_and_break_where_there_is_nothing() {
        let points = [(0, Some(0.0)), (5, Some(100.0)), (6, None), (7, Some(200.0)), (10, Some(50.0))];
        let points = points.map(|(time, value)| (time * SECOND, value));
        assert_eq!(PLOT.line(&points), "M0 50L50 25M70 0L100 37.5");
        assert_eq!(PLOT.area(&points), "M0 50L0 50L50 25L50 50ZM70 50L70 0L100 37.5L100 50Z");
        assert_eq!(PLOT.line(&[]), "");
        assert_eq!(PLOT.area(&[(0, None)]), "");
    }

    #[test]
    fn what_is_beyond_the_plot_is_left_out_or_at_its_rim() {
        assert_eq!(
            PLOT.line(&[(0, Some(999.0)), (SECOND, Some(-5.0)), (11 * SECOND, Some(1.0))]),
            "M0 0L10 50"
        );
        assert_eq!(PLOT.dots(&[(SECOND, Some(20.0)), (SECOND, None), (12 * SECOND, Some(20.0))]), "M10 45h0");
        assert_eq!(PLOT.marks(&[SECOND, 2 * SECOND, 11 * SECOND]), "M10 50L10 0M20 50L20 0");
    }

    #[test]
    fn lengths_have_a_decimal_at_most() {
        let written = |length| {
            let mut text = String::new();
            tenths(&mut text, length);
            text
        };
        assert_eq!([0.0, 0.04, 0.05, 12.34, 99.96].map(written), ["0", "0", "0.1", "12.3", "100"]);
    }
}
