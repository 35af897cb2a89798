//! One option: name, state, field, key, slider, note, and Flink's error where it belongs.

use std::rc::Rc;

use resolver::Component;
use resolver::control::State;
use resolver::derivation::Clamp;
use web_sys::{Event, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, component, html};

use crate::browser;
use crate::button::{Button, Icon};
use crate::complaint::Complaint;
use crate::env::{Env, use_env};
use crate::field::{Field, Input};
use crate::format;
use crate::long_text::long_text;
use crate::mark::{around, mark, text};
use crate::page::Action;
use crate::track::{Move, PLACES, Track};
use crate::words::Words;

/// Characters that a field shows at most.
const FIELD: usize = 2000;

/// What a control shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ControlProps {
    /// All of it.
    pub field: Rc<Field>,
}

/// One option.
#[component]
pub fn ControlView(props: &ControlProps) -> Html {
    let env = use_env();
    let words = env.words();
    let field = &props.field;
    let error_id = AttrValue::from([field.key, "-error"].concat());
    let note_id = AttrValue::from([field.key, "-note"].concat());
    let described = AttrValue::from(match (&field.error, &field.note) {
        (Some(_), _) => error_id.to_string(),
        (None, Some(_)) => note_id.to_string(),
        (None, None) => String::new(),
    });
    let reset = {
        let (env, key) = (env.clone(), field.spelled.to_owned());
        Callback::from(move |_| env.dispatch(Action::Unset { key: key.clone() }))
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
            around("p", &["class", "id"], &[class, &note_id], vec![long_text(note, 300, words)])
        }
        (None, None) => mark("span", &[], &[]),
    };
    let chip = vec![
        text("span", &["class", "aria-hidden"], &["shape", "true"], shape),
        text("span", &["class"], &["word"], words.state(field.state)),
    ];
    let reset = Button {
        class: "reset",
        label: Some([words.reset, " ", field.spelled].concat().into()),
        inside: vec![Icon::RESET.html()],
        onclick: reset,
        ..Button::default()
    };
    let top = vec![
        text("label", &["for", "title"], &[field.key, field.description], field.label),
        around("span", &["class"], &[&["chip ", class].concat()], chip),
        around("span", &["class"], &["entry"], vec![entry(&env, field, &described)]),
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
            around("div", &["class"], &["track"], slider(&env, field, &described)),
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

fn set(env: &Env, field: &Field) -> impl Fn(String) + use<> {
    let (env, key) = (env.clone(), field.spelled.to_owned());
    move |text| env.dispatch(Action::Set { key: key.clone(), text })
}

/// The text field, with what belongs to its type.
fn entry(env: &Env, field: &Rc<Field>, described: &AttrValue) -> Html {
    match field.input {
        Input::Switch if is_boolean(field) => switch(env, field, described),
        Input::Stepper => {
            let step = |by: i64| {
                let set = set(env, field);
                let now = field.text.as_deref().unwrap_or(&field.placeholder).trim().parse::<i64>();
                Callback::from(move |_| set(now.clone().unwrap_or(0).saturating_add(by).max(0).to_string()))
            };
            let button = |label: &str, sign: &'static str, by| {
                let label = Some([label, " ", field.label].concat().into());
                Button { label, inside: vec![sign.into()], onclick: step(by), ..Button::default() }.html()
            };
            let (words, entry) = (env.words(), text_field(env, field, described));
            around(
                "span",
                &["class"],
                &["step"],
                vec![button(words.less, "−", -1), entry, button(words.more, "+", 1)],
            )
        }
        _ => text_field(env, field, described),
    }
}

fn is_boolean(field: &Field) -> bool {
    field
        .text
        .as_ref()
        .is_none_or(|text| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)))
}

fn switch(env: &Env, field: &Field, described: &AttrValue) -> Html {
    let text = field.text.as_ref().unwrap_or(&field.placeholder);
    let is_on = text.eq_ignore_ascii_case("true");
    let set = set(env, field);
    html! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                id={field.key}
                checked={is_on}
                aria-describedby={described.clone()}
                onchange={Callback::from(move |_: Event| set((!is_on).to_string()))}
            />
            <span class="knob" aria-hidden="true"></span>
            <span class="now">{ text.clone() }</span>
        </label>
    }
}

fn text_field(env: &Env, field: &Rc<Field>, described: &AttrValue) -> Html {
    let set = set(env, field);
    let oninput = Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        set(input.value());
    });
    let onkeydown = keys(env, field, false);
    let placeholder = match (&*field.placeholder, field.input) {
        ("", Input::Text | Input::Slider(Track::Size { .. })) => AttrValue::Static(env.words().not_set),
        _ => field.placeholder.clone(),
    };
    // More than can be seen is not put back into the field; the state keeps all of it.
    let value = field.text.as_deref().map(|text| format::clip(text, FIELD).head.into_owned());
    let onpaste = {
        let set = self::set(env, field);
        Callback::from(move |event: Event| {
            // A browser lays out every character of a field, which takes seconds for megabytes.
            if let Some(text) = browser::pasted(&event).filter(|text| text.len() > FIELD) {
                event.prevent_default();
                set(text.replace(['\n', '\r'], ""));
            }
        })
    };
    html! {
        <input
            class={if matches!(field.input, Input::Slider(Track::Fraction { .. })) { "val short" } else { "val" }}
            type="text"
            id={field.key}
            value={value.unwrap_or_default()}
            {placeholder}
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            inputmode={matches!(field.input, Input::Stepper).then_some("numeric")}
            aria-invalid={field.error.is_some().then_some("true")}
            aria-describedby={described.clone()}
            {oninput}
            {onkeydown}
            {onpaste}
        />
    }
}

/// Arrow keys on the slider and, up and down, in the field: from stop to stop, with shift in fine steps.
fn keys(env: &Env, field: &Rc<Field>, is_slider: bool) -> Callback<KeyboardEvent> {
    let Input::Slider(track) = field.input else { return Callback::noop() };
    let (set, field) = (set(env, field), Rc::clone(field));
    Callback::from(move |event: KeyboardEvent| {
        let by = |steps| if event.shift_key() { Move::Fine(steps) } else { Move::Stop(steps) };
        let pressed = match event.key().as_str() {
            "ArrowUp" => by(1),
            "ArrowDown" => by(-1),
            "ArrowRight" if is_slider => by(1),
            "ArrowLeft" if is_slider => by(-1),
            "PageUp" => Move::Page(1),
            "PageDown" => Move::Page(-1),
            "Home" if is_slider => Move::First,
            "End" if is_slider => Move::Last,
            _ => return,
        };
        event.prevent_default();
        set(track.after(field.text.as_deref(), field.place, pressed));
    })
}

/// The slider over its drawn track; nothing where the option has none.
fn slider(env: &Env, field: &Rc<Field>, described: &AttrValue) -> Vec<Html> {
    let Input::Slider(track) = field.input else { return Vec::new() };
    let set = set(env, field);
    let oninput = Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Ok(place) = input.value().parse() {
            set(track.text_at(place));
        }
    });
    // When it is let go, the thumb goes to the stop that was chosen.
    let place = field.place;
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.set_value(&place.to_string());
    });
    vec![
        drawing(track, field),
        html! {
            <input
                type="range"
                min="0"
                max={PLACES.to_string()}
                step="1"
                value={place.to_string()}
                aria-label={field.label}
                aria-valuetext={field.spoken()}
                aria-describedby={described.clone()}
                {oninput}
                {onchange}
                onkeydown={keys(env, field, true)}
            />
        },
    ]
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
        around("li", &[], &[], vec![head.into(), long_text(message, 600, words)])
    };
    vec![
        around("p", &["class"], &["message"], vec![long_text(&error.message, 600, words)]),
        around("ul", &["class"], &["causes"], error.causes.iter().map(cause).collect()),
    ]
}

/// A Java class without its package.
pub(crate) fn simple_name(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}
