//! One option: name, state, field, key, slider, note, and Flink's error where it belongs.

use std::rc::Rc;

use resolver::FlinkError;
use resolver::control::State;
use resolver::derivation::Clamp;
use web_sys::{Event, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, classes, component, html};

use crate::env::{Env, use_env};
use crate::field::{Field, Input};
use crate::long_text::LongText;
use crate::page::Action;
use crate::track::{Move, PLACES, Track};

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
    let is_set = field.text.is_some();
    let is_wide = field.input == Input::Text;
    let reset_label = [words.reset, " ", field.spelled].concat();
    let (shape, class) = chip(field.state);
    html! {
        <div
            class={classes!("ctl", (!is_set).then_some("unset"), field.error.is_some().then_some("bad"), is_wide.then_some("wide"))}
            data-key={field.key}
            data-of={field.component.map(resolver::Component::id)}
            data-state={class}
        >
            <div class="ctl-top">
                <label for={field.key} title={field.description}>{ field.label }</label>
                <span class={classes!("chip", class)}>
                    <span class="shape" aria-hidden="true">{ shape }</span>
                    <span class="word">{ words.state(field.state) }</span>
                </span>
                <span class="entry">{ entry(&env, field, &described) }</span>
                <button class="reset" type="button" aria-label={reset_label} title={words.reset_hint} onclick={reset}>
                    <svg viewBox="0 0 14 14" aria-hidden="true">
                        <path d="M2.6 5.2A5 5 0 1 1 2 7.6M2.2 2v3.6h3.6" fill="none" stroke="currentColor" stroke-width="1.4" />
                    </svg>
                </button>
            </div>
            <code class="key">{ field.spelled }</code>
            <div class="track">{ slider(&env, field, &described) }</div>
            <div class="notes">
                if let Some(error) = &field.error {
                    <div class="note error" id={error_id}><ErrorText error={error.clone()} /></div>
                } else if let Some(note) = &field.note {
                    // That a fraction is cut is drawn on its track and explained in the derivation; a line that comes and goes
                    // while a slider is dragged would move everything below.
                    <p class={if matches!(field.state, State::Clamped(_)) { "vh" } else { "note" }} id={note_id}><LongText text={note.clone()} limit={300} /></p>
                } else {
                    <span></span>
                }
            </div>
        </div>
    }
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
            let words = env.words();
            html! {
                <span class="step">
                    <button type="button" aria-label={[words.less, " ", field.label].concat()} onclick={step(-1)}>{ "−" }</button>
                    { text_field(env, field, described) }
                    <button type="button" aria-label={[words.more, " ", field.label].concat()} onclick={step(1)}>{ "+" }</button>
                </span>
            }
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
    html! {
        <input
            class={classes!("val", matches!(field.input, Input::Slider(Track::Fraction { .. })).then_some("short"))}
            type="text"
            id={field.key}
            value={field.text.clone().unwrap_or_default()}
            {placeholder}
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            inputmode={matches!(field.input, Input::Stepper).then_some("numeric")}
            aria-invalid={field.error.is_some().then_some("true")}
            aria-describedby={described.clone()}
            {oninput}
            {onkeydown}
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

/// The slider over its drawn track; an empty element where the option has none.
fn slider(env: &Env, field: &Rc<Field>, described: &AttrValue) -> Html {
    let Input::Slider(track) = field.input else { return html! { <span></span> } };
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
    html! {
        <>
            { drawing(track, field) }
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
        </>
    }
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

fn drawing(track: Track, field: &Field) -> Html {
    let min = field.min_edge.as_ref();
    let max = field.max_edge.as_ref();
    let has_edges = min.is_some() || max.is_some();
    let ticks = track
        .ticks()
        .into_iter()
        .filter(|tick| !has_edges || tick.at == PLACES && max.is_none_or(|max| max.at < 7000));
    let marks = edge_labels(field);
    html! {
        <svg aria-hidden="true">
            <rect class="rail" x="0" y="7" width="100%" height="4" rx="2" />
            <rect class="fill" x="0" y="7" width={percent(field.place)} height="4" rx="2" />
            <g>
                if let Some(min) = min {
                    <rect x="0" y="4" width={percent(min.at)} height="10" fill="url(#hatch)" />
                    <line class="mark" x1={percent(min.at)} x2={percent(min.at)} y1="3" y2="18" />
                }
            </g>
            <g>
                if let Some(max) = max {
                    <rect x={percent(max.at)} y="4" width={percent(PLACES - max.at)} height="10" fill="url(#hatch)" />
                    <line class="mark" x1={percent(max.at)} x2={percent(max.at)} y1="3" y2="18" />
                }
            </g>
            <g>
                { for ticks.map(|tick| html! {
                    <>
                        <line class="tick" x1={percent(tick.at)} x2={percent(tick.at)} y1="14" y2="17" />
                        <text x={percent(tick.at)} y="28" text-anchor={anchor(tick.at)}>{ tick.label }</text>
                    </>
                }) }
            </g>
            <g>
                { for marks.into_iter().map(|(at, anchor, label)| html! {
                    <text class="marktxt" x={percent(at)} y="28" text-anchor={anchor}>{ label }</text>
                }) }
            </g>
        </svg>
    }
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

#[derive(Clone, Debug, PartialEq, Properties)]
pub(crate) struct ErrorTextProps {
    /// The error.
    pub(crate) error: Rc<FlinkError>,
}

/// Flink's message with its causes, letter for letter.
#[component]
pub(crate) fn ErrorText(props: &ErrorTextProps) -> Html {
    let words = use_env().words();
    html! {
        <>
            <p class="message"><LongText text={props.error.message.clone()} limit={600} /></p>
            <ul class="causes">
                { for props.error.causes.iter().map(|cause| html! {
                    <li>
                        { [words.caused_by, " ", simple_name(cause.class), ": "].concat() }
                        <LongText text={cause.message.clone()} limit={600} />
                    </li>
                }) }
            </ul>
        </>
    }
}

/// A Java class without its package.
pub(crate) fn simple_name(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}
