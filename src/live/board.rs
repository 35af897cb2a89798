//! The charts on the page: markup with room for what moves, and what is written there a few times a second.
//!
//! Lines are paths whose `d` is set; nothing is rendered anew. A plot is stretched to its place, the widths of its lines are not.

use sim::scenario::Scenario;
use yew::Html;

use super::chart::{GRID, HEIGHT, VIEW, WIDTH};
use super::charts::{Chart, Unit, clock};
use super::differences::{change, differences, moment, said};
use super::runs::{Record, Standing};
use super::screen;
use super::series::{Line, Series};
use crate::button::{Button, Icon};
use crate::language::Language;
use crate::mark::{ABSENT, around, mark, text};
use crate::words::details::ChartWords;
use crate::words::fill;

/// Id of the block.
pub const PLACE: &str = "charts";

/// The numbers by which runs are compared, as [`ChartWords::main`] names them.
const MAIN: [(Line, Unit); 6] = [
    (Line::Throughput, Unit::PerSecond),
    (Line::Median, Unit::Time),
    (Line::Most, Unit::Time),
    (Line::InFlight, Unit::Count),
    (Line::QueuedOut, Unit::Count),
    (Line::Checkpoint, Unit::Time),
];

/// All charts of a job with so many stages, and the comparison.
pub fn board(stages: usize, is_pinned: bool, language: Language) -> Html {
    let (title, words) = (language.of_jobs().over_time, &language.of_details().charts);
    let pin = Button {
        class: "btn line",
        id: "run-pin",
        deed: "run-pin",
        pressed: if is_pinned { "true" } else { "false" },
        inside: vec![words.pin.into()],
        ..Button::default()
    };
    let save = Button {
        class: "btn line",
        id: "run-csv",
        deed: "run-file csv",
        inside: vec![words.save_all.into()],
        ..Button::default()
    };
    let buttons = around("div", &["class"], &["chart-buttons"], vec![pin.html(), save.html()]);
    let head =
        around("div", &["class"], &["card-head"], vec![text("h3", &["class"], &["h"], title), buttons]);
    let charts = Chart::all(stages).into_iter().map(|chart| figure(chart, stages, words)).collect();
    let parts = vec![head, around("div", &["class"], &["charts"], charts), comparison(words)];
    around("section", &["class", "id", "aria-label"], &["board", PLACE, title], parts)
}

/// The id of something of a chart.
fn id(chart: Chart, what: &str) -> String {
    ["chart-", &chart.id(), "-", what].concat()
}

fn numbered(chart: Chart, what: &str, number: usize) -> String {
    id(chart, &[what, &number.to_string()].concat())
}

fn figure(chart: Chart, stages: usize, words: &ChartWords) -> Html {
    let title = chart.title(stages, words);
    let save = Button {
        class: "btn icon",
        deed: &["run-file ", &chart.id()].concat(),
        label: &[&title, " ", words.save].concat(),
        inside: vec![Icon::SAVE.html()],
        ..Button::default()
    };
    let names = vec![text("b", &[], &[], &title), text("small", &[], &[], chart.counted(words))];
    let caption = around("figcaption", &[], &[], vec![around("span", &[], &[], names), save.html()]);
    let value = |what: &str| screen::room(&id(chart, what));
    let zero = text("span", &[], &[], &chart.unit().tick(0.0));
    let up =
        around("div", &["class", "aria-hidden"], &["up", "true"], vec![value("top"), value("half"), zero]);
    let from = text("span", &[], &[], &clock(0));
    let across = vec![from, value("middle"), value("end")];
    let across = around("div", &["class", "aria-hidden"], &["across", "true"], across);
    let class = if chart.is_of_areas() { "chart shares-chart" } else { "chart" };
    let parts = vec![caption, keys(chart, words), plot(chart, &title), up, across];
    around("figure", &["class", "id"], &[class, &["chart-", &chart.id()].concat()], parts)
}

/// What each line or area stands for, with its present number.
fn keys(chart: Chart, words: &ChartWords) -> Html {
    let key = |(number, name): (usize, &str)| {
        let sample = sample(classes(chart)[if chart.count() == 3 { 2 - number } else { number }]);
        let parts = vec![
            sample,
            text("span", &[], &[], name),
            screen::room(&numbered(chart, "now", number)),
            mark("span", &["class", "id"], &["before", &numbered(chart, "before", number)]),
        ];
        around("p", &[], &[], parts)
    };
    let keys = chart.value_names(words).into_iter().take(chart.count()).enumerate().map(key);
    around("div", &["class"], &["keys"], keys.collect())
}

/// Classes of what is drawn, the lowest layer first.
const fn classes(chart: Chart) -> [&'static str; 3] {
    match chart {
        Chart::Vertex(_) => ["idle", "backpressured", "busy"],
        Chart::Checkpoints => ["dots", ABSENT, ABSENT],
        _ => ["first", "second", ABSENT],
    }
}

/// A little of a line or an area.
fn sample(class: &str) -> Html {
    let d = match class {
        "idle" | "backpressured" | "busy" => "M0 0H16V8H0Z",
        "dots" => "M8 4h0",
        _ => "M0 4H16",
    };
    let mut paths = vec![mark("path", &["class", "d"], &[class, d])];
    if class == "backpressured" {
        paths.push(mark("path", &["fill", "d"], &[HATCH, d]));
    }
    around("svg", &["viewBox", "aria-hidden"], &["0 0 16 8", "true"], paths)
}

/// The pattern of what is backpressured, which is the graph's.
const HATCH: &str = "url(#backpressured-pattern)";

/// The picture itself, with empty paths.
fn plot(chart: Chart, title: &str) -> Html {
    let mut parts = vec![
        text("title", &["id"], &[&id(chart, "title")], title),
        mark("desc", &["id"], &[&id(chart, "desc")]),
        mark("path", &["class", "d"], &["grid", GRID]),
    ];
    let dashed = if chart == Chart::Checkpoints { "old dots" } else { "old" };
    let mut layers = Vec::new();
    for (number, class) in classes(chart).into_iter().enumerate().filter(|(_, class)| *class != ABSENT) {
        layers.push(mark("path", &["class", "id"], &[class, &numbered(chart, "line", number)]));
        if class == "backpressured" {
            layers.push(mark("path", &["class", "fill", "id"], &["over", HATCH, &id(chart, "hatch")]));
        }
    }
    let mut old = Vec::new();
    for number in 0..chart.lines().into_iter().flatten().count() {
        let place = numbered(chart, "old", number);
        if chart.is_of_areas() {
            // What lets it be seen on every colour.
            old.push(mark("path", &["class", "id"], &["halo", &numbered(chart, "halo", number)]));
        }
        old.push(mark("path", &["class", "id"], &[dashed, &place]));
    }
    // Lines of now lie above, areas below.
    if chart.is_of_areas() {
        layers.append(&mut old);
    }
    parts.append(&mut old);
    parts.append(&mut layers);
    parts.push(mark("path", &["class", "id"], &["changes", &id(chart, "changes")]));
    let labels = [id(chart, "title"), id(chart, "desc")].join(" ");
    around(
        "svg",
        &["class", "viewBox", "preserveAspectRatio", "role", "aria-labelledby"],
        &["plot", VIEW, "none", "img", &labels],
        parts,
    )
}

/// The main numbers of both runs.
fn comparison(words: &ChartWords) -> Html {
    let head = |name: &str| text("th", &["scope"], &["col"], name);
    let before = vec![text("span", &[], &[], words.before), mark("span", &["id"], &["compared-at"])];
    let before = around("th", &["scope"], &["col"], before);
    let columns = vec![head(words.comparison), before, head(words.now), head(words.difference)];
    let rows = words.main.into_iter().enumerate().map(|(number, name)| {
        let cell = |what: &str| mark("td", &["id"], &[&[what, &number.to_string()].concat()]);
        let name = text("th", &["scope"], &["row"], name);
        around(
            "tr",
            &[],
            &[],
            vec![name, cell("compared-before"), cell("compared-now"), cell("compared-change")],
        )
    });
    let parts = vec![
        around("thead", &[], &[], vec![around("tr", &[], &[], columns)]),
        around("tbody", &[], &[], rows.collect()),
    ];
    let table = around("table", &["class", "id"], &["metrics", "compared"], parts);
    let said = mark("p", &["class", "id"], &["shows", "compared-said"]);
    around("div", &["class"], &["compared"], vec![said, table])
}

/// Writes a part of what there is now, and of what there was before: a chart, or behind the last one the comparison. `false` where there is no
/// such part.
pub fn show(
    part: usize,
    scenario: &Scenario,
    series: &Series,
    before: Option<&Record>,
    language: Language,
) -> bool {
    let words = &language.of_details().charts;
    let charts = Chart::all(series.vertices());
    match charts.get(part) {
        Some(chart) => show_chart(*chart, series, before.map(|before| &before.series), words),
        None if part == charts.len() => show_comparison(scenario, series, before, words),
        None => return false,
    }
    true
}

fn show_comparison(scenario: &Scenario, series: &Series, before: Option<&Record>, words: &ChartWords) {
    let note = before.map_or_else(String::new, |before| {
        let since = said(&differences(&before.scenario, scenario, words), words);
        standing(fill(words.changed, &[&since]), before.standing, words)
    });
    screen::put("compared-said", if before.is_none() { words.none_before } else { &note });
    show_main(series, before.map(|before| &before.series), words);
}

/// What is different, and how it stands with the run before, where there is something to say of that.
fn standing(changed: String, standing: Standing, words: &ChartWords) -> String {
    let template = match standing {
        Standing::Linked => return changed,
        Standing::TooLong => words.too_long,
        Standing::Unlinked => words.unlinked,
        Standing::Making(percent) => return fill(words.making, &[&changed, &percent.to_string()]),
    };
    fill(template, &[&changed])
}

fn show_chart(chart: Chart, series: &Series, before: Option<&Series>, words: &ChartWords) {
    let plot = chart.plot(&[series, before.unwrap_or(series)], [WIDTH, HEIGHT]);
    let unit = chart.unit();
    screen::put(&id(chart, "top"), &unit.tick(plot.top));
    screen::put(&id(chart, "half"), &unit.tick(plot.top / 2.0));
    screen::put(&id(chart, "middle"), &clock(plot.span / 2));
    screen::put(&id(chart, "end"), &clock(plot.span));

    let paths = chart.paths(series, &plot);
    if chart.is_of_areas() {
        screen::set(&id(chart, "hatch"), "d", &paths[1]);
    }
    for (number, path) in paths.iter().enumerate() {
        screen::set(&numbered(chart, "line", number), "d", path);
    }
    let dashed = before.map(|before| chart.dashed(before, &plot)).unwrap_or_default();
    for (number, path) in dashed.iter().enumerate() {
        if chart.is_of_areas() {
            screen::set(&numbered(chart, "halo", number), "d", path);
        }
        screen::set(&numbered(chart, "old", number), "d", path);
    }
    screen::set(&id(chart, "changes"), "d", &plot.marks(series.changes()));

    let place = series.moments().len().saturating_sub(1);
    let old = before.and_then(|before| Some((before, same_moment(series, before)?)));
    let old_values = old.map(|(before, place)| chart.values(before, place)).unwrap_or_default();
    for (number, (now, old)) in
        chart.values(series, place).into_iter().zip(old_values).take(chart.count()).enumerate()
    {
        screen::put(
            &numbered(chart, "now", number),
            &now.map_or_else(|| "–".to_owned(), |now| unit.text(now)),
        );
        screen::put(&numbered(chart, "before", number), &old.map(|old| unit.text(old)).unwrap_or_default());
    }
    let mut desc = [words.now, " ", &chart.said(series, place, words)].concat();
    if let Some((before, place)) = old {
        desc.extend(["; ", words.before, " ", &chart.said(before, place, words)]);
    }
    screen::put(&id(chart, "desc"), &desc);
}

/// The moment of the run before at which it was as old as this one is; its last one, where it was not.
fn same_moment(series: &Series, before: &Series) -> Option<usize> {
    before.place_at(series.end())
}

fn show_main(series: &Series, before: Option<&Series>, words: &ChartWords) {
    let place = series.moments().len().saturating_sub(1);
    let old = before.and_then(|before| Some((before, same_moment(series, before)?)));
    let at = old.and_then(|(before, place)| before.moments().get(place));
    let at = at.map(|at| [" ", words.at, " ", &moment(at.time)].concat());
    screen::put("compared-at", &at.unwrap_or_default());
    for (number, (line, unit)) in MAIN.into_iter().enumerate() {
        let now = series.value(line, place);
        let before = old.and_then(|(before, place)| before.value(line, place));
        let text = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| unit.text(value));
        let put = |what: &str, text: &str| screen::put(&[what, &number.to_string()].concat(), text);
        put("compared-before", &text(before));
        put("compared-now", &text(now));
        put("compared-change", &change(before, now));
    }
}
