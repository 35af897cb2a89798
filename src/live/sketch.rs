//! A chart as a file: an SVG document that needs nothing else, for wikis and change requests.

use super::chart::Plot;
use super::charts::{Chart, clock};
use super::series::Series;
use crate::drawing::{EDGE, INK, INK_2, INK_3, PAPER, SANS, Tone, Writer, whole_number};
use crate::picture::svg;
use crate::words::details::ChartWords;

/// Size of the document.
const SIZE: [f64; 2] = [720.0, 330.0];
/// Where its plot begins.
const LEFT: f64 = 64.0;
const TOP: f64 = 92.0;
/// Size of the plot.
const PLOT: [f64; 2] = [632.0, 168.0];

const FIRST: Tone = ["#066b63", "#1f9c90"];
const BUSY: Tone = ["#d02a1e", "#d8382c"];
const BACKPRESSURED: Tone = ["#15181d", "#000000"];
const IDLE: Tone = ["#1f72cc", "#2474cc"];

/// How something is drawn.
#[derive(Clone, Copy)]
struct Style {
    tone: Tone,
    width: &'static str,
    /// The same for both runs, but for areas: of the run before there are only their upper ends.
    is_area: bool,
    cap: &'static str,
}

const fn line(tone: Tone, width: &'static str) -> Style {
    Style { tone, width, is_area: false, cap: "butt" }
}

const fn area(tone: Tone) -> Style {
    Style { tone, width: "0", is_area: true, cap: "butt" }
}

/// How the layers of a chart are drawn, the lowest first.
const fn styles(chart: Chart) -> [Style; 3] {
    match chart {
        Chart::Vertex(_) => [area(IDLE), area(BACKPRESSURED), area(BUSY)],
        Chart::Checkpoints => [Style { cap: "round", ..line(FIRST, "6") }, line(INK, "0"), line(INK, "0")],
        _ => [line(FIRST, "2"), line(INK, "1.25"), line(INK, "0")],
    }
}

/// The document: a chart of a run, and of the one before, with what is different between them.
#[must_use]
pub fn sketch(chart: Chart, now: &Series, before: Option<(&Series, &str)>, words: &ChartWords) -> String {
    let title = chart.title(now.vertices(), words);
    let plot = chart.plot(&[now, before.map_or(now, |(before, _)| before)], PLOT);
    let place = now.moments().len().saturating_sub(1);
    let mut desc = [words.now, " ", &chart.said(now, place, words)].concat();
    let old = before.and_then(|(before, _)| Some((before, before.place_at(now.end())?)));
    if let Some((before, place)) = old {
        desc.extend(["; ", words.before, " ", &chart.said(before, place, words)]);
    }

    let mut svg = Writer::new(false);
    let [width, height] = SIZE.map(whole_number);
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("width", &*width),
        ("height", &height),
        ("viewBox", &["0 0 ", &width, " ", &height].concat()),
        ("role", "img"),
        ("font-family", SANS),
        ("font-size", "12"),
    ];
    svg.open("svg", &attributes);
    svg.around("title", &[], &title);
    svg.around("desc", &[], &desc);
    svg.rect((0.0, 0.0, SIZE[0], SIZE[1]), PAPER, &[("rx", "8")]);
    svg.label((24.0, 36.0), INK, &[("font-size", "16"), ("font-weight", "600")], &title);
    let counted = [chart.counted(words), ", ", words.modelled].concat();
    svg.label((24.0, 56.0), INK_2, &[], &counted);
    svg.label((24.0, 76.0), INK, &[], &desc);
    svg.axes(chart, &plot);
    svg.open("g", &[("transform", &["translate(", &self::svg(LEFT), " ", &self::svg(TOP), ")"].concat())]);
    let layers = chart.paths(now, &plot);
    let dashed = before.map(|(before, _)| chart.dashed(before, &plot)).unwrap_or_default();
    // Lines of now lie above, areas below.
    if chart.is_of_areas() {
        svg.layers(chart, &layers);
        svg.dashed(chart, &dashed);
    } else {
        svg.dashed(chart, &dashed);
        svg.layers(chart, &layers);
    }
    let changes = plot.marks(now.changes());
    svg.stroke(&changes, INK_3, &[("stroke-width", "1"), ("stroke-dasharray", "1 3")]);
    svg.close("g");
    if let Some((_, difference)) = before {
        svg.label((24.0, SIZE[1] - 30.0), INK_2, &[("font-size", "11")], difference);
    }
    svg.label((24.0, SIZE[1] - 12.0), INK_3, &[("font-size", "11")], "Flink Memory Calculator");
    svg.close("svg");
    svg.text
}

/// The parts of a chart.
impl Writer {
    fn axes(&mut self, chart: Chart, plot: &Plot) {
        let unit = chart.unit();
        let end = [("text-anchor", "end"), ("font-size", "11")];
        for value in [0.0, plot.top / 2.0, plot.top] {
            let y = TOP + plot.y(value);
            let across = ["M", &svg(LEFT), " ", &svg(y), "h", &svg(PLOT[0])].concat();
            self.stroke(&across, EDGE, &[("stroke-width", "1"), ("stroke-opacity", ".4")]);
            self.label((LEFT - 8.0, y + 4.0), INK_2, &end, &unit.tick(value));
        }
        for (quarter, anchor) in ["start", "middle", "middle", "middle", "end"].into_iter().enumerate() {
            let time = plot.span / 4 * quarter as u64;
            let x = LEFT + plot.x(time);
            let more = [("text-anchor", anchor), ("font-size", "11")];
            self.label((x, TOP + PLOT[1] + 16.0), INK_2, &more, &clock(time));
        }
    }

    fn layers(&mut self, chart: Chart, paths: &[String]) {
        for (path, style) in paths.iter().zip(styles(chart)).filter(|(path, _)| !path.is_empty()) {
            let tone = style.tone[self.tone];
            if style.is_area {
                self.empty("path", &[("d", path), ("fill", tone)]);
            } else {
                self.stroke(
                    path,
                    style.tone,
                    &[("stroke-width", style.width), ("stroke-linecap", style.cap)],
                );
            }
        }
    }

    fn dashed(&mut self, chart: Chart, paths: &[String]) {
        let how = match chart {
            Chart::Checkpoints => [("stroke-width", "5"), ("stroke-linecap", "square")],
            _ => [("stroke-width", "1.5"), ("stroke-dasharray", "5 4")],
        };
        for path in paths {
            if chart.is_of_areas() {
                // What lets it be seen on every colour.
                self.stroke(path, PAPER, &[("stroke-width", "3")]);
            }
            self.stroke(path, if chart.is_of_areas() { INK } else { INK_3 }, &how);
        }
    }

    fn stroke(&mut self, path: &str, tone: Tone, more: &[(&str, &str)]) {
        if !path.is_empty() {
            let line = [("d", path), ("fill", "none"), ("stroke", tone[self.tone])];
            self.empty("path", &[&line[..], more].concat());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::series::{Checkpoint, Moment, VertexMoment};
    use crate::words::details::ENGLISH;
    use sim::scenario::SECOND;

    const TOKENS: &str = include_str!("../../www/css/tokens.css");
    const RULES: &str = include_str!("../../www/css/live.css");

    fn recorded(rate: u64) -> Series {
        let mut series = Series::new(vec![1, 1]);
        for second in 0..=20 {
            let sink = VertexMoment {
                records_in: second * rate,
                busy: second * SECOND / 4,
                backpressured: second * SECOND / 4,
                ..VertexMoment::default()
            };
            let latency = Some([1_000_000, 5_000_000]);
            series.take(Moment {
                time: second * SECOND,
                vertices: vec![sink; 2],
                in_flight: vec![3],
                latency,
            });
        }
        series.take_checkpoint(Checkpoint { number: 1, at: 10 * SECOND, took: SECOND });
        series.note_change(5 * SECOND);
        series
    }

    fn drawn(chart: Chart, with_before: bool) -> String {
        let [now, before] = [recorded(100), recorded(80)];
        let before = with_before.then_some((&before, "network memory 64 MiB → <128> MiB"));
        sketch(chart, &now, before, &ENGLISH.charts)
    }

    /// Fails where tags do not fit together.
    fn check_well_formed(svg: &str) {
        let mut open = Vec::new();
        for piece in svg.split('<').skip(1) {
            let (tag, _) = piece.split_once('>').expect("a tag ends");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None if tag.ends_with('/') => {}
                None => open.push(tag.split(' ').next().unwrap_or_default()),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn every_chart_is_a_document_that_needs_nothing_else() {
        for chart in Chart::all(2) {
            for with_before in [false, true] {
                let svg = drawn(chart, with_before);
                check_well_formed(&svg);
                assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{svg}");
                assert_eq!(svg.contains("&lt;128&gt;"), with_before);
                for word in ["<script", "style", "url(", "href", "class=", "var("] {
                    assert!(!svg.contains(word), "{word}");
                }
            }
        }
    }

    #[test]
    fn both_runs_are_drawn_to_scale() {
        let svg = drawn(Chart::Throughput, true);
        // 100 and 80 of 100, on 168 points.
        assert!(svg.contains("d=\"M31.6 0L") && svg.contains("d=\"M31.6 33.6L"), "{svg}");
        assert!(svg.contains("stroke-dasharray=\"5 4\""));
        assert!(svg.contains(">now 100/s; before 80.0/s<"), "{svg}");
        assert!(!drawn(Chart::Throughput, false).contains("5 4"));
    }

    #[test]
    fn colours_are_those_of_the_page() {
        for (name, tone, rules) in [
            ("net", FIRST, TOKENS),
            ("busy", BUSY, RULES),
            ("backpressured", BACKPRESSURED, RULES),
            ("idle", IDLE, RULES),
        ] {
            let rule = ["--", name, ": light-dark(", tone[0], ", ", tone[1], ")"].concat();
            assert!(rules.contains(&rule), "{rule}");
        }
    }
}
