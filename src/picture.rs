//! The memory of a process to scale, joined by ribbons to the rows of its table; and the same picture lying down, for narrow screens.

use resolver::catalogue::NETWORK_NUM_BUFFERS;
use resolver::derivation::{Clamp, Rule, Step};
use resolver::{Component, Process};
use yew::Html;

use crate::format;
use crate::geometry::{self, Node, Ribbon, Rows, Stretch};
use crate::language::digits;
use crate::mark::{around, mark, text};
use crate::page::Answer;
use crate::words::{Words, process_name};

/// Width of a column of sums.
pub(crate) const SHELL: f64 = 20.0;
/// Width of the column of leaves.
pub(crate) const LEAVES: f64 = 48.0;
/// Width of the ribbons.
pub(crate) const RIBBONS: f64 = 60.0;

/// Picture and table, one thing; or the table alone.
pub fn anatomy(
    process: Process,
    answer: Option<&Answer>,
    stale: bool,
    pinned: Option<Component>,
    has_picture: bool,
    words: &Words,
) -> Html {
    let has_total = answer.is_some_and(|answer| answer.bytes(Component::TotalProcess).is_some());
    let parts = match answer {
        Some(answer) if has_total => {
            let table = table(answer, stale, pinned, words);
            if has_picture { vec![upright(answer, words), table] } else { vec![table] }
        }
        Some(answer) => {
            vec![text("p", &["class"], &["nothing"], words.heap_alone), table(answer, stale, pinned, words)]
        }
        None => vec![text("p", &["class"], &["nothing"], words.no_result)],
    };
    let class = ["anat", if stale { " stale" } else { "" }, if has_total { "" } else { " bare" }].concat();
    let process = if process == Process::TaskManager { "taskmanager" } else { "jobmanager" };
    around("div", &["class", "data-process"], &[&class, process], parts)
}

/// Name of a component without the word that all of them share.
#[must_use]
pub fn short_name(component: Component) -> &'static str {
    let name = component.name();
    name.strip_suffix(" Memory").unwrap_or(name)
}

/// What of the process is where, and how long.
pub(crate) fn stretches(answer: &Answer) -> Vec<Stretch> {
    geometry::stretches(answer.settings.process, |component| answer.bytes(component))
}

/// A number for SVG, with two decimals at most.
pub(crate) fn svg(value: f64) -> String {
    let mut text = ((value * 100.0).round() as i64).to_string();
    while text.len() < 3 {
        text.insert(0, '0');
    }
    text.insert(text.len() - 2, '.');
    text
}

/// Everything the picture says, for those who cannot see it.
pub(crate) fn described(stretches: &[Stretch]) -> String {
    let whole = stretches.first().map_or(0, |whole| whole.bytes);
    let mut text = String::new();
    for stretch in stretches {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(stretch.node.component.name());
        text.push(' ');
        text.push_str(&format::readable(stretch.bytes));
        text.push_str(", ");
        text.push_str(&format::share(stretch.bytes, whole));
    }
    text
}

fn upright(answer: &Answer, words: &Words) -> Html {
    let process = answer.settings.process;
    let rows = Rows::of(process);
    let full = rows.height(process);
    let height = full - rows.head;
    let stretches = stretches(answer);
    #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
    let left = (deepest(&stretches) + 1) as f64 * SHELL;
    let right = left + LEAVES;
    let view = ["0 0 ", &svg(right + RIBBONS), " ", &svg(full)].concat();
    let mut parts = vec![
        text("title", &["id"], &["picture-title"], words.picture),
        text("desc", &["id"], &["picture-desc"], &described(&stretches)),
    ];
    parts.extend(geometry::ribbons(process, &stretches).into_iter().map(|band| ribbon(band, right)));
    parts.extend(stretches.iter().map(|stretch| part(stretch, rows.head, height, left)));
    let rim = [&*svg(left), &svg(rows.head), &svg(LEAVES), &svg(height), "rim"];
    parts.push(mark("rect", &["x", "y", "width", "height", "class"], &rim));
    around(
        "svg",
        &["class", "viewBox", "role", "aria-labelledby"],
        &["upright", &view, "img", "picture-title picture-desc"],
        parts,
    )
}

/// Depth of the deepest sum.
pub(crate) fn deepest(stretches: &[Stretch]) -> usize {
    stretches
        .iter()
        .filter(|stretch| !stretch.node.is_leaf)
        .map(|stretch| stretch.node.depth)
        .max()
        .unwrap_or(0)
}

fn ribbon(band: Ribbon, left: f64) -> Html {
    let (class, d) = match band_path(band, left) {
        Band::Thread(d) => ("thread", d),
        Band::Area(d) => ("rib", d),
    };
    mark("path", &["class", "data-of", "d"], &[class, band.component.id(), &d])
}

/// The path of a ribbon.
pub(crate) enum Band {
    /// A line, to what has no bytes.
    Thread(String),
    /// An area.
    Area(String),
}

pub(crate) fn band_path(band: Ribbon, left: f64) -> Band {
    let (x0, x1, x2) = (svg(left), svg(left + RIBBONS * 0.5), svg(left + RIBBONS));
    let curve = |from: f64, to: f64, a: &str, b: &str| {
        // From one side to the other, level at both ends.
        [a, " ", &svg(from), "C", &x1, " ", &svg(from), " ", &x1, " ", &svg(to), " ", b, " ", &svg(to)]
            .concat()
    };
    if band.from.1 <= band.from.0 {
        let middle = f64::midpoint(band.to.0, band.to.1);
        Band::Thread(["M", &curve(band.from.0, middle, &x0, &x2)].concat())
    } else {
        let there = curve(band.from.0, band.to.0, &x0, &x2);
        let back = curve(band.to.1, band.from.1, &x2, &x0);
        Band::Area(["M", &there, "L", &back, "Z"].concat())
    }
}

/// A box with its label. Sums reach to the leaves, so that what lies in them is painted over them.
fn part(stretch: &Stretch, top: f64, height: f64, left: f64) -> Html {
    let Node { component, depth, is_leaf } = stretch.node;
    #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
    let shell = depth as f64 * SHELL;
    let (y, length) = (top + stretch.start * height, stretch.length * height);
    let middle = svg(y + length * 0.5 + if is_leaf { 4.0 } else { 0.0 });
    let (class, x, width, label_class, place, label) = if is_leaf {
        let label = if length >= 15.0 { permille(stretch.length) } else { String::new() };
        let place = ["translate(", &svg(left + LEAVES * 0.5), " ", &middle, ")"].concat();
        ("box", left, LEAVES, "on", place, label)
    } else {
        let place = ["translate(", &svg(shell + 14.0), " ", &middle, ") rotate(-90)"].concat();
        ("shell", shell, left - shell, "lbl", place, fitting(component, stretch.bytes, length))
    };
    let rect = [class, &svg(x), &svg(y), &svg(width), &svg(length)];
    around(
        "g",
        &["class", "data-component"],
        &["part", component.id()],
        vec![
            mark("rect", &["class", "x", "y", "width", "height"], &rect),
            text("text", &["class", "transform", "text-anchor"], &[label_class, &place, "middle"], &label),
        ],
    )
}

/// As much of name and size as fits into a length.
pub(crate) fn fitting(component: Component, bytes: u64, length: f64) -> String {
    let name = short_name(component);
    let long = [name, " ", &format::readable(bytes)].concat();
    // About 6 points a letter at 11 points of size.
    #[expect(clippy::cast_precision_loss, reason = "a label has few letters")]
    let fits = |text: &str| text.chars().count() as f64 * 6.0 + 8.0 <= length;
    if fits(&long) {
        long
    } else if fits(name) {
        name.to_owned()
    } else {
        String::new()
    }
}

/// The share that a part of the whole is.
fn permille(part: f64) -> String {
    // Rounded once: in tenths of a per cent, and not before.
    const WHOLE: u64 = 1 << 53;
    #[expect(clippy::cast_precision_loss, reason = "a power of two")]
    format::share((part * WHOLE as f64) as u64, WHOLE)
}

fn table(answer: &Answer, stale: bool, pinned: Option<Component>, words: &Words) -> Html {
    let process = answer.settings.process;
    let whole = answer.bytes(Component::TotalProcess).unwrap_or(0);
    let [component, numbers @ ..] = words.columns;
    let mut heads = vec![if stale {
        let mark = text("span", &["class", "id"], &["chip rejected", "stale"], words.stale);
        around("th", &["scope"], &["col"], vec![mark])
    } else {
        text("th", &["scope"], &["col"], component)
    }];
    heads.extend(numbers.map(|name| text("th", &["scope", "class"], &["col", "n"], name)));
    let columns = ["", "c-bytes", "c-size", "c-share"].map(|class| mark("col", &["class"], &[class]));
    let nodes = geometry::nodes(process).iter().filter(|node| answer.bytes(node.component).is_some());
    let rows = nodes.map(|node| row(answer, *node, whole, pinned, words)).collect();
    let caption = [process_name(process), ": ", words.table].concat();
    around(
        "table",
        &["id"],
        &["components"],
        vec![
            text("caption", &["class"], &["vh"], &caption),
            around("colgroup", &[], &[], columns.into()),
            around("thead", &[], &[], vec![around("tr", &[], &[], heads)]),
            around("tbody", &[], &[], rows),
        ],
    )
}

fn row(answer: &Answer, node: Node, whole: u64, pinned: Option<Component>, words: &Words) -> Html {
    let component = node.component;
    let bytes = answer.bytes(component).unwrap_or(0);
    let step = answer.resolution.derivation.of(component);
    let key = step.and_then(key_of).or_else(|| own_key(answer, component));
    let pressed = if pinned == Some(component) { "true" } else { "false" };
    let name = text(
        "button",
        &["class", "type", "aria-pressed"],
        &["name", "button", pressed],
        short_name(component),
    );
    let mut head = vec![name];
    let mut share = vec![text("span", &[], &[], &format::share(bytes, whole))];
    if node.is_leaf {
        head.push(text("code", &[], &[], key.unwrap_or_default()));
        let source = step.map(source);
        let class = if matches!(source, Some(4 | 5)) { "from clamped" } else { "from" };
        share.push(text("span", &["class"], &[class], source.map_or("", |source| words.sources[source])));
    }
    let class = match (node.is_leaf, node.depth) {
        (true, _) => "leaf",
        (false, 0 | 1) => "sum total-row",
        (false, _) => "sum",
    };
    around(
        "tr",
        &["class", "data-component"],
        &[class, component.id()],
        vec![
            around("th", &["scope"], &["row"], head),
            around("td", &["class"], &["by"], vec![digits(bytes)]),
            text("td", &["class"], &["rd"], &format::readable(bytes)),
            around("td", &["class"], &["pc"], share),
        ],
    )
}

/// Where a size comes from, as a place in [`Words::sources`].
pub(crate) const fn source(step: &Step) -> usize {
    match &step.rule {
        Rule::Default { .. } => 0,
        Rule::Configured { key, spelled } => {
            if same(key.as_bytes(), spelled.as_bytes()) {
                1
            } else {
                6
            }
        }
        Rule::Sum { .. } => 2,
        Rule::Remainder { .. } => 3,
        Rule::Fraction { clamp: Some(Clamp::ToMin), .. }
        | Rule::InverseFraction { clamp: Some(Clamp::ToMin), .. } => 4,
        Rule::Fraction { clamp: Some(Clamp::ToMax), .. }
        | Rule::InverseFraction { clamp: Some(Clamp::ToMax), .. } => 5,
        Rule::Fraction { fraction, .. } | Rule::InverseFraction { fraction, .. } => {
            if fraction.configured {
                1
            } else {
                0
            }
        }
        Rule::NumberOfBuffers { .. } => 6,
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The key of the option that decided a size.
fn key_of(step: &Step) -> Option<&'static str> {
    match &step.rule {
        Rule::Configured { spelled, .. } => Some(spelled),
        Rule::Default { key } => Some(key),
        Rule::Fraction { clamp, fraction, range, .. }
        | Rule::InverseFraction { clamp, fraction, range, .. } => Some(match clamp {
            None => fraction.key,
            Some(Clamp::ToMin) => range.min_key,
            Some(Clamp::ToMax) => range.max_key,
        }),
        Rule::NumberOfBuffers { .. } => Some(NETWORK_NUM_BUFFERS.key),
        Rule::Sum { .. } | Rule::Remainder { .. } => None,
    }
}

/// The key of the option that would set a size.
fn own_key(answer: &Answer, component: Component) -> Option<&'static str> {
    let mut fields = answer.form.iter().flat_map(|group| &group.fields);
    fields
        .find(|field| field.component == Some(component) && field.key.ends_with("size"))
        .map(|field| field.key)
}

/// The picture lying down. It stays in view while a slider below it is dragged.
pub fn strip(answer: Option<&Answer>, stale: bool, words: &Words) -> Html {
    let stretches = answer.map(stretches).unwrap_or_default();
    let deepest = deepest(&stretches);
    let whole = stretches.first().map_or(0, |whole| whole.bytes);
    let named = |stretch: &Stretch| {
        let component = stretch.node.component;
        around(
            "span",
            &["data-of"],
            &[component.id()],
            vec![
                mark("i", &[], &[]),
                [short_name(component), " "].concat().into(),
                text("b", &[], &[], &format::readable(stretch.bytes)),
                [" ", &format::share(stretch.bytes, whole)].concat().into(),
            ],
        )
    };
    let line = vec![
        text("b", &[], &[], &format::readable(whole)),
        text("span", &["class"], &["chip rejected"], words.stale),
        around("span", &["class"], &["now"], stretches.iter().map(named).collect()),
    ];
    let picture = stretches.iter().map(|stretch| lying(stretch, deepest)).collect();
    around(
        "div",
        &["class", "aria-hidden"],
        &[if stale { "strip stale" } else { "strip" }, "true"],
        vec![
            around(
                "svg",
                &["class", "viewBox", "preserveAspectRatio"],
                &["lying", "0 0 1000 56", "none"],
                picture,
            ),
            around("p", &["class"], &["line"], line),
        ],
    )
}

fn lying(stretch: &Stretch, deepest: usize) -> Html {
    let Node { component, depth, is_leaf } = stretch.node;
    let shell = 6;
    let leaves = shell * (deepest + 1);
    let (class, y, height) =
        if is_leaf { ("box", leaves, 56 - leaves) } else { ("shell", depth * shell, leaves - depth * shell) };
    let (x, width) = (svg(stretch.start * 1000.0), svg(stretch.length * 1000.0));
    mark(
        "rect",
        &["class", "data-component", "x", "width", "y", "height"],
        &[class, component.id(), &x, &width, &y.to_string(), &height.to_string()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_numbers_have_two_decimals() {
        for (value, text) in [(0.0, "0.00"), (0.05, "0.05"), (12.345, "12.35"), (404.0, "404.00")] {
            assert_eq!(svg(value), text);
        }
    }

    #[test]
    fn a_share_in_the_picture_is_the_one_in_the_table() {
        // 43.945 %.
        let (part, whole) = (30_198_988_298_u64, 68_719_476_736_u64);
        assert_eq!(permille(part as f64 / whole as f64), "43.9\u{202f}%");
        assert_eq!(permille(part as f64 / whole as f64), format::share(part, whole));
        assert_eq!(permille(1.0), "100.0\u{202f}%");
    }

    #[test]
    fn labels_are_never_longer_than_their_box() {
        assert_eq!(fitting(Component::TotalFlink, 4 << 30, 400.0), "Total Flink 4.00\u{a0}GiB");
        assert_eq!(fitting(Component::TotalFlink, 4 << 30, 100.0), "Total Flink");
        assert_eq!(fitting(Component::TotalFlink, 4 << 30, 30.0), "");
    }
}
