//! The job graph in the language of Flink's Web UI: a box for each vertex, coloured by how busy and backpressured it is, and arrows with what is on
//! its way.
//!
//! The colour of a box is the Web UI's: from that of idle to that of busy by `Busy (max)`, and from there to that of backpressured by
//! `Backpressured (max)`. The style sheet mixes it from two numbers. Both stand beside it as text, and the strip under the name shows
//! the shares with patterns.

use yew::Html;

use super::act::PARTITIONERS;
use super::figures::{count, fixed, percent};
use super::job::Job;
use super::screen;
use super::sight::{EdgeSight, VertexSight};
use crate::mark::{around, mark, text};
use crate::words::live::LiveWords;

/// Length of the strip of shares, in its own unit.
const STRIP: f64 = 1000.0;

/// The graph, with room for its numbers.
pub fn graph(job: &Job, words: &LiveWords) -> Html {
    let mut parts = Vec::new();
    for (number, stage) in job.stages.iter().enumerate() {
        if number > 0 {
            let place = PARTITIONERS.iter().position(|(each, _)| *each == stage.input).unwrap_or(0);
            parts.push(edge(number - 1, words.inputs[place], words));
        }
        parts.push(vertex(number, &job.name(number), stage.parallelism, words));
    }
    let count = ["graph n", &job.stages.len().to_string()].concat();
    let list = around("div", &["class", "role", "aria-label"], &[&count, "group", words.graph], parts);
    around("div", &["class"], &["graph-place"], vec![patterns(), list])
}

/// Patterns for what colour must not say alone.
fn patterns() -> Html {
    const PATTERN: &[&str] = &["id", "width", "height", "patternUnits", "patternTransform"];
    let hatched = around(
        "pattern",
        PATTERN,
        &["backpressured-pattern", "12", "8", "userSpaceOnUse", "skewX(-30)"],
        vec![mark("rect", &["class", "width", "height"], &["on-state", "3", "8"])],
    );
    let dotted = around(
        "pattern",
        PATTERN,
        &["idle-pattern", "14", "4", "userSpaceOnUse", ""],
        vec![mark("rect", &["class", "width", "height", "y"], &["on-state", "4", "1", "1"])],
    );
    let defs = around("defs", &[], &[], vec![hatched, dotted]);
    around("svg", &["width", "height", "aria-hidden"], &["0", "0", "true"], vec![defs])
}

fn vertex(number: usize, name: &str, parallelism: u32, words: &LiveWords) -> Html {
    let number = number.to_string();
    let id = |what: &str| ["v", &number, "-", what].concat();
    let title = vec![
        text("b", &[], &[], name),
        text("span", &[], &[], &[words.parallelism, ": ", &parallelism.to_string()].concat()),
    ];
    let line = |label: &str, what: &str| {
        let value = screen::room(&id(what));
        around("p", &[], &[], vec![[label, ": "].concat().into(), value])
    };
    let strip = |class: &str, what: &str, fill: &str| {
        mark(
            "rect",
            &["class", "id", "x", "width", "height", "fill"],
            &[class, &id(what), "0", "0", "8", fill],
        )
    };
    let shares = around(
        "svg",
        &["class", "viewBox", "preserveAspectRatio", "aria-hidden"],
        &["shares", "0 0 1000 8", "none", "true"],
        vec![
            strip("busy", "strip-busy", crate::mark::ABSENT),
            strip("backpressured", "strip-backpressured", crate::mark::ABSENT),
            strip("over", "hatch-backpressured", "url(#backpressured-pattern)"),
            strip("idle", "strip-idle", crate::mark::ABSENT),
            strip("over", "hatch-idle", "url(#idle-pattern)"),
        ],
    );
    let share = |place: usize, what: &str| {
        let value = screen::room(&id(what));
        vec![text("dt", &[], &[], words.shares[place]), around("dd", &[], &[], vec![value])]
    };
    let means = [share(0, "busy"), share(1, "backpressured"), share(2, "idle")].concat();
    let head = around("header", &[], &[], title);
    let body = vec![
        shares,
        around(
            "div",
            &["class"],
            &["most"],
            vec![line(words.backpressured_max, "backpressured-max"), line(words.busy_max, "busy-max")],
        ),
        around("dl", &["title"], &[words.share_unit], means),
    ];
    let parts = vec![head, around("div", &["class"], &["body"], body)];
    around("article", &["class", "id", "aria-label"], &["vx", &["v", &number].concat(), name], parts)
}

fn edge(number: usize, input: &str, words: &LiveWords) -> Html {
    let number = number.to_string();
    let id = |what: &str| ["e", &number, "-", what].concat();
    let value = |what: &str| screen::room(&id(what));
    let barrier = |what: &str, shape: &str| {
        mark("path", &["class", "id", "d", "visibility"], &["barrier", &id(what), shape, "hidden"])
    };
    let arrow = around(
        "svg",
        &["viewBox", "aria-hidden"],
        &["0 0 46 12", "true"],
        vec![
            mark("path", &["class", "d"], &["shaft", "M2 6H43"]),
            mark("path", &["class", "d"], &["head", "M38 2l5 4-5 4"]),
            barrier("barrier-0", "M6 2l4 4-4 4-4-4z"),
            barrier("barrier-1", "M21 2l4 4-4 4-4-4z"),
            barrier("barrier-2", "M36 2l4 4-4 4-4-4z"),
        ],
    );
    let parts = vec![
        text("span", &["class"], &["input"], input),
        arrow,
        around("span", &["class"], &["rate"], vec![value("records"), words.per_second.into()]),
        around(
            "span",
            &["class"],
            &["flight"],
            vec![value("in-flight"), [" ", words.in_flight].concat().into()],
        ),
        around("span", &["class"], &["barriers"], vec![value("barriers")]),
    ];
    around("div", &["class"], &["edge"], parts)
}

/// Writes a vertex's numbers where there is room for them.
pub fn show_vertex(number: usize, sight: &VertexSight) {
    let number = number.to_string();
    let id = |what: &str| ["v", &number, "-", what].concat();
    screen::put(&id("busy-max"), &percent(sight.max.busy));
    screen::put(&id("backpressured-max"), &percent(sight.max.backpressured));
    screen::put(&id("busy"), &fixed(sight.mean.busy, 0));
    screen::put(&id("backpressured"), &fixed(sight.mean.backpressured, 0));
    screen::put(&id("idle"), &fixed(sight.mean.idle, 0));
    let box_id = ["v", &number].concat();
    screen::style(&box_id, "--busy-share", &percent(sight.max.busy));
    screen::style(&box_id, "--backpressured-share", &percent(sight.max.backpressured));
    let [busy, backpressured, idle] = strips(sight);
    screen::stretch(&id("strip-busy"), 0.0, busy);
    for what in ["strip-backpressured", "hatch-backpressured"] {
        screen::stretch(&id(what), busy, backpressured);
    }
    for what in ["strip-idle", "hatch-idle"] {
        screen::stretch(&id(what), busy + backpressured, idle);
    }
}

/// Lengths of the shares in the strip; nothing before there are any.
fn strips(sight: &VertexSight) -> [f64; 3] {
    let shares = [sight.mean.busy, sight.mean.backpressured, sight.mean.idle];
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 { shares.map(|share| share / sum * STRIP) } else { [0.0; 3] }
}

/// Writes an edge's numbers where there is room for them.
pub fn show_edge(number: usize, sight: &EdgeSight, words: &LiveWords) {
    let id = |what: &str| ["e", &number.to_string(), "-", what].concat();
    screen::put(&id("records"), &count(sight.records));
    screen::put(&id("in-flight"), &sight.in_flight.to_string());
    for (place, count) in sight.barriers.iter().enumerate() {
        let visibility = if *count > 0 { "visible" } else { "hidden" };
        screen::set(&id(&["barrier-", &place.to_string()].concat()), "visibility", visibility);
    }
    let barriers: u64 = sight.barriers.iter().sum();
    let text = match barriers {
        0 => String::new(),
        count => [&count.to_string(), " ", words.barriers[usize::from(count != 1)]].concat(),
    };
    screen::put(&id("barriers"), &text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::sight::Shares;

    #[test]
    fn the_strip_is_full_once_there_is_something_to_show() {
        assert_eq!(strips(&VertexSight::default()).iter().sum::<f64>(), 0.0);
        let mean = Shares { busy: 100.0, backpressured: 300.0, idle: 400.0, ..Shares::default() };
        assert_eq!(strips(&VertexSight { mean, ..VertexSight::default() }), [125.0, 375.0, 500.0]);
    }
}
