//! One option: name, state, field, key, slider, note, and Flink's error where it belongs.

use std::rc::Rc;

use resolver::Component;
use resolver::control::State;
use resolver::derivation::Clamp;
use yew::{AttrValue, Html, Properties, component};

use crate::button::{Button, Icon};
use crate::complaint::Complaint;
use crate::deed::FIELD;
use crate::field::{Field, Input};
use crate::format;
use crate::language::Language;
use crate::long_text::long_text;
use crate::mark::{ABSENT, around, choice, entry, mark, text};
use crate::track::{PLACES, Track};
use crate::words::Words;

/// What a control shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ControlProps {
    /// All of it.
    pub field: Rc<Field>,
    /// The language it speaks.
    pub language: Language,
}

/// One option.
#[component]
pub fn ControlView(props: &ControlProps) -> Html {
    let words = props.language.words();
    let field = &props.field;
    let [label, description] = props.language.option(field.key, [field.label, field.description]);
    let error_id = [field.key, "-error"].concat();
    let note_id = [field.key, "-note"].concat();
    let described = match (&field.error, &field.note) {
        (Some(_), _) => &*error_id,
        (None, Some(_)) => &*note_id,
        (None, None) => "",
    };
    let (shape, class) = chip(field.state);
    let notes = match (&field.error, &field.note) {
        (Some(error), _) => {
            around("div", &["class", "id"], &["note error", &error_id], error_text(error, words))
        }
        // That a fraction is cut is drawn on its track and explained in the derivation; a line that comes and goes while a slider
        // is dragged would move everything below.
        (None, Some(note)) => {
            let class = if matches!(field.state, State::Clamped(_)) { "vh" } else { "note" };
            around("p", &["class", "id", "lang"], &[class, &note_id, "en"], vec![long_text(note, 300, words)])
        }
        (None, None) => mark("span", &[], &[]),
    };
    let chip = vec![
        text("span", &["class", "aria-hidden"], &["shape", "true"], shape),
        text("span", &["class"], &["word"], words.state(field.state)),
    ];
    let reset = Button {
        class: "reset",
        deed: &["unset ", field.spelled].concat(),
        label: &[words.reset, " ", field.spelled].concat(),
        inside: vec![Icon::RESET.html()],
        ..Button::default()
    };
    let top = vec![
        text("label", &["for", "title"], &[field.key, description], label),
        around("span", &["class"], &[&["chip ", class].concat()], chip),
        around("span", &["class"], &["entry"], vec![input(field, label, described, words)]),
        reset.html(),
    ];
    let look = [
        "ctl",
        if field.text.is_some() { "" } else { " unset" },
        if field.error.is_some() { " bad" } else { "" },
        if field.input == Input::Text { " wide" } else { "" },
    ];
    around(
        "div",
        &["class", "data-key", "data-of", "data-state"],
        &[&look.concat(), field.key, field.component.map_or("", Component::id), class],
        vec![
            around("div", &["class"], &["ctl-top"], top),
            text("code", &["class"], &["key"], field.spelled),
            around("div", &["class"], &["track"], slider(field, label, described, words)),
            around("div", &["class"], &["notes"], vec![whole_length(field, words), notes]),
        ],
    )
}

/// Shape and class of a state's chip: told apart without colour.
const fn chip(state: State) -> (&'static str, &'static str) {
    match state {
        State::Default => ("", "default"),
        State::Set => ("", "set"),
        State::Derived => ("=", "derived"),
        State::Unset => ("", "absent"),
        State::Clamped(Clamp::ToMin) => ("⇤", "clamped"),
        State::Clamped(Clamp::ToMax) => ("⇥", "clamped"),
        State::LegacyKey => ("↩", "legacy"),
        State::Ignored => ("⊘", "ignored"),
        State::Rejected => ("✕", "rejected"),
    }
}

/// How long a text is that the field does not show whole.
fn whole_length(field: &Field, words: &Words) -> Html {
    let all = field.text.as_deref().and_then(|text| format::clip(text, FIELD).of);
    let length = all.map(|all| ["… (", &all.to_string(), " ", words.characters, ")"].concat());
    text("p", &["class"], &["note"], &length.unwrap_or_default())
}

/// The text field, with what belongs to its type.
fn input(field: &Field, name: &str, described: &str, words: &Words) -> Html {
    match field.input {
        Input::Switch if is_boolean(field) => switch(field, described),
        Input::Stepper => {
            let button = |word: &str, sign: &'static str, verb: &str| {
                let (deed, label) = ([verb, field.key].concat(), [word, " ", name].concat());
                Button { deed: &deed, label: &label, inside: vec![sign.into()], ..Button::default() }.html()
            };
            let entry = text_field(field, described, words);
            let parts = vec![button(words.less, "−", "less "), entry, button(words.more, "+", "more ")];
            around("span", &["class"], &["step"], parts)
        }
        _ => text_field(field, described, words),
    }
}

fn is_boolean(field: &Field) -> bool {
    field
        .text
        .as_ref()
        .is_none_or(|text| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)))
}

fn switch(field: &Field, described: &str) -> Html {
    let now = field.text.as_ref().unwrap_or(&field.placeholder);
    let keys = &["type", "role", "id", "aria-describedby"];
    let values = ["checkbox", "switch", field.key, described];
    let parts = vec![
        choice(keys, &values, now.eq_ignore_ascii_case("true")),
        mark("span", &["class", "aria-hidden"], &["knob", "true"]),
        text("span", &["class"], &["now"], now),
    ];
    around("label", &["class"], &["switch"], parts)
}

fn text_field(field: &Field, described: &str, words: &Words) -> Html {
    const KEYS: &[&str] = &[
        "class",
        "type",
        "id",
        "placeholder",
        "spellcheck",
        "autocomplete",
        "autocapitalize",
        "inputmode",
        "aria-invalid",
        "aria-describedby",
    ];
    let placeholder = match (&*field.placeholder, field.input) {
        ("", Input::Text | Input::Slider(Track::Size { .. })) => words.not_set,
        (placeholder, _) => placeholder,
    };
    let is_short = matches!(field.input, Input::Slider(Track::Fraction { .. }));
    let values = [
        if is_short { "val short" } else { "val" },
        "text",
        field.key,
        placeholder,
        "false",
        "off",
        "off",
        if field.input == Input::Stepper { "numeric" } else { ABSENT },
        if field.error.is_some() { "true" } else { ABSENT },
        described,
    ];
    // More than can be seen is not put back into the field; the state keeps all of it.
    let value = field.text.as_deref().map(|text| format::clip(text, FIELD).head.into_owned());
    entry("input", KEYS, &values, value.unwrap_or_default())
}

/// The slider over its drawn track; nothing where the option has none.
fn slider(field: &Field, name: &str, described: &str, words: &Words) -> Vec<Html> {
    const KEYS: &[&str] = &["type", "min", "max", "step", "aria-label", "aria-valuetext", "aria-describedby"];
    let Input::Slider(track) = field.input else { return Vec::new() };
    let values = ["range", "0", &PLACES.to_string(), "1", name, &field.spoken(words), described];
    vec![drawing(track, field), entry("input", KEYS, &values, field.place.to_string())]
}

fn percent(place: u32) -> String {
    let mut text = (place / 100).to_string();
    text.push('.');
    let rest = place % 100;
    if rest < 10 {
        text.push('0');
    }
    text + &rest.to_string() + "%"
}

fn anchor(place: u32) -> &'static str {
    match place {
        0..800 => "start",
        800..9200 => "middle",
        _ => "end",
    }
}

/// The track under the slider: rail, fill, hatched where the minimum or the maximum decides, ticks.
fn drawing(track: Track, field: &Field) -> Html {
    const RECT: &[&str] = &["class", "x", "width", "y", "height", "fill"];
    const LINE: &[&str] = &["class", "x1", "x2", "y1", "y2"];
    const LABEL: &[&str] = &["class", "x", "y", "text-anchor"];
    let (min, max) = (field.min_edge.as_ref(), field.max_edge.as_ref());
    let mut marks = vec![
        mark("rect", RECT, &["rail", "0", "100%", "7", "4", ""]),
        mark("rect", RECT, &["fill", "0", &percent(field.place), "7", "4", ""]),
    ];
    let edges = [min.map(|edge| (0, edge.at, edge.at)), max.map(|edge| (edge.at, PLACES, edge.at))];
    for (from, to, at) in edges.into_iter().flatten() {
        let (from, length, at) = (percent(from), percent(to - from), percent(at));
        marks.push(mark("rect", RECT, &["", &from, &length, "4", "10", "url(#hatch)"]));
        marks.push(mark("line", LINE, &["mark", &at, &at, "3", "18"]));
    }
    let has_edges = min.is_some() || max.is_some();
    let has_room = |at: u32| !has_edges || (at == PLACES && max.is_none_or(|max| max.at < 7000));
    for tick in track.ticks().into_iter().filter(|tick| has_room(tick.at)) {
        let at = percent(tick.at);
        marks.push(mark("line", LINE, &["tick", &at, &at, "14", "17"]));
        marks.push(text("text", LABEL, &["", &at, "28", anchor(tick.at)], &tick.label));
    }
    for (at, anchor, label) in edge_labels(field) {
        marks.push(text("text", LABEL, &["marktxt", &percent(at), "28", anchor], &label));
    }
    around("svg", &["aria-hidden"], &["true"], marks)
}

/// The pattern that tracks are hatched with where a limit decides. Once in the document.
pub(crate) fn hatch() -> Html {
    let line = mark("rect", &["class", "width", "height"], &["hatch", "2", "6"]);
    let pattern = around(
        "pattern",
        &["id", "width", "height", "patternUnits", "patternTransform"],
        &["hatch", "6", "6", "userSpaceOnUse", "rotate(45)"],
        vec![line],
    );
    around("svg", &["class", "aria-hidden"], &["vh", "true"], vec![pattern])
}

/// Where the labels of both edges go: beside their marks, or in one where they would meet.
fn edge_labels(field: &Field) -> Vec<(u32, &'static str, String)> {
    let beside = |at: u32| if at > 6500 { "end" } else { "start" };
    match (&field.min_edge, &field.max_edge) {
        (Some(min), Some(max)) if max.at.saturating_sub(min.at) < 2600 && beside(min.at) == "start" => {
            vec![(min.at, "start", [&min.label, " · ", &max.label].concat())]
        }
        (Some(min), Some(max)) if beside(min.at) == beside(max.at) && beside(max.at) == "end" => {
            vec![(max.at, "end", [&min.label, " · ", &max.label].concat())]
        }
        (min, max) => [min, max]
            .into_iter()
            .flatten()
            .map(|edge| (edge.at, beside(edge.at), edge.label.clone()))
            .collect(),
    }
}

/// Flink's message with its causes, letter for letter.
pub(crate) fn error_text(error: &Complaint, words: &Words) -> Vec<Html> {
    let cause = |(class, message): &(&str, AttrValue)| {
        let head = [words.caused_by, " ", simple_name(class), ": "].concat();
        around("li", &["lang"], &["en"], vec![head.into(), long_text(message, 600, words)])
    };
    vec![
        around("p", &["class", "lang"], &["message", "en"], vec![long_text(&error.message, 600, words)]),
        around("ul", &["class"], &["causes"], error.causes.iter().map(cause).collect()),
    ]
}

/// A Java class without its package.
pub(crate) fn simple_name(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}
