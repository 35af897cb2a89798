//! The memory of a process to scale, joined by ribbons to the rows of its table; and the same picture lying down, for narrow screens.

use std::rc::Rc;

use resolver::derivation::{Clamp, Rule, Step};
use resolver::{Component, Process};
use yew::{Html, Properties, classes, component, html};

use crate::env::{digits, use_env};
use crate::format;
use crate::geometry::{self, Node, Ribbon, Rows, Stretch};
use crate::page::Answer;
use crate::words::{Words, process_name};

/// Width of a column of sums.
const SHELL: f64 = 20.0;
/// Width of the column of leaves.
const LEAVES: f64 = 48.0;
/// Width of the ribbons.
const RIBBONS: f64 = 60.0;

/// What the picture shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AnatomyProps {
    /// The process.
    pub process: Process,
    /// The answer that is drawn.
    pub answer: Option<Rc<Answer>>,
    /// Whether it is not that of the present configuration.
    pub stale: bool,
    /// The component whose derivation stays.
    pub pinned: Option<Component>,
}

/// Picture and table, one thing.
#[component]
pub fn Anatomy(props: &AnatomyProps) -> Html {
    let words = use_env().words();
    let has_total =
        props.answer.as_ref().is_some_and(|answer| answer.bytes(Component::TotalProcess).is_some());
    let process = if props.process == Process::TaskManager { "taskmanager" } else { "jobmanager" };
    html! {
        <div class={classes!("anat", props.stale.then_some("stale"), (!has_total).then_some("bare"))} data-process={process}>
            if let Some(answer) = &props.answer {
                if has_total {
                    { upright(answer, words) }
                } else {
                    <p class="nothing">{ words.heap_alone }</p>
                }
                { table(answer, props, words) }
            } else {
                <p class="nothing">{ words.no_result }</p>
            }
        </div>
    }
}

/// Name of a component without the word that all of them share.
#[must_use]
pub fn short_name(component: Component) -> &'static str {
    let name = component.name();
    name.strip_suffix(" Memory").unwrap_or(name)
}

fn stretches(answer: &Answer) -> Vec<Stretch> {
    geometry::stretches(answer.settings.process, |component| answer.bytes(component))
}

/// A number for SVG, with two decimals at most.
fn svg(value: f64) -> String {
    let mut text = ((value * 100.0).round() as i64).to_string();
    while text.len() < 3 {
        text.insert(0, '0');
    }
    text.insert(text.len() - 2, '.');
    text
}

/// Everything the picture says, for those who cannot see it.
fn described(stretches: &[Stretch]) -> String {
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
    let deepest = stretches.iter().filter(|s| !s.node.is_leaf).map(|s| s.node.depth).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
    let left = (deepest + 1) as f64 * SHELL;
    let right = left + LEAVES;
    let view = ["0 0 ", &svg(right + RIBBONS), " ", &svg(full)].concat();
    html! {
        <svg class="upright" viewBox={view} role="img" aria-labelledby="picture-title picture-desc">
            <title id="picture-title">{ words.picture }</title>
            <desc id="picture-desc">{ described(&stretches) }</desc>
            <g>{ for geometry::ribbons(process, &stretches).into_iter().map(|band| ribbon(band, right)) }</g>
            <g>{ for stretches.iter().filter(|s| !s.node.is_leaf).map(|s| shell(s, rows.head, height, left)) }</g>
            <g>{ for stretches.iter().filter(|s| s.node.is_leaf).map(|s| leaf(s, rows.head, height, left)) }</g>
            <rect class="rim" x={svg(left)} y={svg(rows.head)} width={svg(LEAVES)} height={svg(height)} />
        </svg>
    }
}

fn ribbon(band: Ribbon, left: f64) -> Html {
    let (x0, x1, x2) = (svg(left), svg(left + RIBBONS * 0.5), svg(left + RIBBONS));
    let curve = |from: f64, to: f64, a: &str, b: &str| {
        // From one side to the other, level at both ends.
        [a, " ", &svg(from), "C", &x1, " ", &svg(from), " ", &x1, " ", &svg(to), " ", b, " ", &svg(to)]
            .concat()
    };
    let id = band.component.id();
    let is_empty = band.from.1 - band.from.0 <= 0.0;
    if is_empty {
        let middle = f64::midpoint(band.to.0, band.to.1);
        let d = ["M", &curve(band.from.0, middle, &x0, &x2)].concat();
        return html! { <path key={id} class="thread" data-of={id} {d} /> };
    }
    let there = curve(band.from.0, band.to.0, &x0, &x2);
    let back = curve(band.to.1, band.from.1, &x2, &x0);
    html! { <path key={id} class="rib" data-of={id} d={["M", &there, "L", &back, "Z"].concat()} /> }
}

fn shell(stretch: &Stretch, top: f64, height: f64, left: f64) -> Html {
    let Node { component, depth, .. } = stretch.node;
    #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
    let x = depth as f64 * SHELL;
    let (y, length) = (top + stretch.start * height, stretch.length * height);
    let middle = ["translate(", &svg(x + 14.0), " ", &svg(y + length * 0.5), ") rotate(-90)"].concat();
    let id = component.id();
    html! {
        <g key={id} data-component={id} class="part">
            <rect class="shell" x={svg(x)} y={svg(y)} width={svg(left - x)} height={svg(length)} />
            <text class="lbl" transform={middle} text-anchor="middle">{ fitting(component, stretch.bytes, length) }</text>
        </g>
    }
}

/// As much of name and size as fits into a length.
fn fitting(component: Component, bytes: u64, length: f64) -> String {
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

fn leaf(stretch: &Stretch, top: f64, height: f64, left: f64) -> Html {
    let component = stretch.node.component;
    let (y, length) = (top + stretch.start * height, stretch.length * height);
    let id = component.id();
    let label = if length >= 15.0 { permille(stretch.length) } else { String::new() };
    html! {
        <g key={id} data-component={id} class="part">
            <rect class="box" x={svg(left)} y={svg(y)} width={svg(LEAVES)} height={svg(length)} />
            <text class="on" x={svg(left + LEAVES * 0.5)} y={svg(y + length * 0.5 + 4.0)} text-anchor="middle">{ label }</text>
        </g>
    }
}

fn permille(part: f64) -> String {
    format::share((part * 10_000.0).round() as u64, 10_000)
}

fn table(answer: &Answer, props: &AnatomyProps, words: &Words) -> Html {
    let process = answer.settings.process;
    let whole = answer.bytes(Component::TotalProcess).unwrap_or(0);
    let [component, bytes, size, share] = words.columns;
    html! {
        <table id="components">
            <caption class="vh">{ [process_name(process), ": ", words.table].concat() }</caption>
            <colgroup>
                <col />
                <col class="c-bytes" />
                <col class="c-size" />
                <col class="c-share" />
            </colgroup>
            <thead>
                <tr>
                    <th scope="col">
                        if props.stale {
                            <span class="chip rejected" id="stale">{ words.stale }</span>
                        } else {
                            { component }
                        }
                    </th>
                    <th class="n" scope="col">{ bytes }</th>
                    <th class="n" scope="col">{ size }</th>
                    <th class="n" scope="col">{ share }</th>
                </tr>
            </thead>
            <tbody>
                { for geometry::nodes(process)
                    .iter()
                    .filter(|node| answer.bytes(node.component).is_some())
                    .map(|node| row(answer, *node, whole, props.pinned, words)) }
            </tbody>
        </table>
    }
}

fn row(answer: &Answer, node: Node, whole: u64, pinned: Option<Component>, words: &Words) -> Html {
    let component = node.component;
    let bytes = answer.bytes(component).unwrap_or(0);
    let step = answer.resolution.derivation.of(component);
    let source = step.map(|step| source(step));
    let is_clamped = matches!(source, Some(4 | 5));
    let key = step.and_then(key_of).or_else(|| own_key(answer, component));
    let id = component.id();
    let name = html! {
        <button type="button" class="name" aria-pressed={(pinned == Some(component)).to_string()}>
            { short_name(component) }
        </button>
    };
    html! {
        <tr key={id} class={classes!(if node.is_leaf { "leaf" } else { "sum" }, ["d0", "d1", "d2", "d3", "d4"][node.depth.min(4)])} data-component={id}>
            <th scope="row">
                { name }
                if let (true, Some(key)) = (node.is_leaf, key) {
                    <code>{ key }</code>
                }
            </th>
            <td class="by">{ digits(bytes) }</td>
            <td class="rd">{ format::readable(bytes) }</td>
            <td class="pc">
                <span>{ format::share(bytes, whole) }</span>
                if let (true, Some(source)) = (node.is_leaf, source) {
                    <span class={classes!("from", is_clamped.then_some("clamped"))}>{ words.sources[source] }</span>
                }
            </td>
        </tr>
    }
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
        Rule::Sum { .. } | Rule::Remainder { .. } | Rule::NumberOfBuffers { .. } => None,
    }
}

/// The key of the option that would set a size.
fn own_key(answer: &Answer, component: Component) -> Option<&'static str> {
    let mut fields = answer.form.iter().flat_map(|group| &group.fields);
    fields
        .find(|field| field.component == Some(component) && field.key.ends_with("size"))
        .map(|field| field.key)
}

/// What the strip shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StripProps {
    /// The answer that is drawn.
    pub answer: Option<Rc<Answer>>,
    /// Whether it is not that of the present configuration.
    pub stale: bool,
}

/// The picture lying down. It stays in view while a slider below it is dragged.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let words = use_env().words();
    let stretches = props.answer.as_ref().map(|answer| stretches(answer)).unwrap_or_default();
    let deepest = stretches.iter().filter(|s| !s.node.is_leaf).map(|s| s.node.depth).max().unwrap_or(0);
    let whole = stretches.first().map_or(0, |whole| whole.bytes);
    html! {
        <div class={classes!("strip", props.stale.then_some("stale"))} aria-hidden="true">
            <svg class="lying" viewBox="0 0 1000 56" preserveAspectRatio="none">
                <g>{ for stretches.iter().map(|stretch| lying(stretch, deepest)) }</g>
            </svg>
            <p class="line">
                <b>{ format::readable(whole) }</b>
                <span class="chip rejected">{ words.stale }</span>
                <span class="now">
                    { for stretches.iter().map(|stretch| html! {
                        <span key={stretch.node.component.id()} data-of={stretch.node.component.id()}>
                            <i></i>
                            { [short_name(stretch.node.component), " "].concat() }
                            <b>{ format::readable(stretch.bytes) }</b>
                            { [" ", &format::share(stretch.bytes, whole)].concat() }
                        </span>
                    }) }
                </span>
            </p>
        </div>
    }
}

fn lying(stretch: &Stretch, deepest: usize) -> Html {
    let Node { component, depth, is_leaf } = stretch.node;
    let shell = 6;
    let leaves = shell * (deepest + 1);
    let (class, y) = if is_leaf { ("box", leaves) } else { ("shell", depth * shell) };
    let id = component.id();
    html! {
        <rect
            key={id}
            {class}
            data-component={id}
            x={svg(stretch.start * 1000.0)}
            width={svg(stretch.length * 1000.0)}
            y={y.to_string()}
            height={(if is_leaf { 56 - leaves } else { leaves - depth * shell }).to_string()}
        />
    }
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
    fn labels_are_never_longer_than_their_box() {
        assert_eq!(fitting(Component::TotalFlink, 4 << 30, 400.0), "Total Flink 4.00\u{a0}GiB");
        assert_eq!(fitting(Component::TotalFlink, 4 << 30, 100.0), "Total Flink");
        assert_eq!(fitting(Component::TotalFlink, 4 << 30, 30.0), "");
    }
}
