//! What a release passes on and prints: JVM flags, log lines, the list of `-D` options.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use resolver::slot;
use yew::{
    Callback, Html, KeyboardEvent, Properties, component, html, use_mut_ref, use_node_ref, use_state_eq,
};

use crate::browser;
use crate::button::{Button, Icon};
use crate::env::use_env;
use crate::mark;
use crate::page::Answer;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct OutputProps {
    /// The present answer.
    pub answer: Rc<Answer>,
}

/// One of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Flags,
    Log,
    Dynamic,
    Slot,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Flags, Self::Log, Self::Dynamic, Self::Slot];

    const fn id(self) -> &'static str {
        match self {
            Self::Flags => "jvm-flags",
            Self::Log => "log-lines",
            Self::Dynamic => "d-list",
            Self::Slot => "slot-memory",
        }
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct View {
    tab: Tab,
    copied: Copied,
}

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copied {
    NotYet,
    Yes,
    ByHand,
}

/// The outputs, one at a time, with a button that copies the one shown.
#[component]
pub fn Output(props: &OutputProps) -> Html {
    let words = use_env().words();
    let view = use_state_eq(|| View { tab: Tab::Flags, copied: Copied::NotYet });
    let tab = view.tab;
    let timeout = use_mut_ref(|| None::<Timeout>);
    let shown = use_node_ref();
    let text = text(&props.answer, tab);
    let onkeydown = {
        let view = view.setter();
        Callback::from(move |event: KeyboardEvent| {
            let at = tab as usize;
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % Tab::ALL.len(),
                "ArrowLeft" => (at + Tab::ALL.len() - 1) % Tab::ALL.len(),
                _ => return,
            };
            event.prevent_default();
            view.set(View { tab: Tab::ALL[next], copied: Copied::NotYet });
            browser::focus_field(Tab::ALL[next].id());
        })
    };
    let copy = {
        let (view, shown, text) = (view.setter(), shown.clone(), text.clone().unwrap_or_default());
        Callback::from(move |_| {
            let (view, shown, text, timeout) = (view.clone(), shown.cast(), text.clone(), timeout.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let is_copied = browser::copy(text, shown).await;
                view.set(View { tab, copied: if is_copied { Copied::Yes } else { Copied::ByHand } });
                let back = Timeout::new(2500, move || view.set(View { tab, copied: Copied::NotYet }));
                *timeout.borrow_mut() = Some(back);
            });
        })
    };
    let label = match view.copied {
        Copied::NotYet => words.copy,
        Copied::Yes => words.copied,
        Copied::ByHand => words.copy_by_hand,
    };
    let missing = match (&text, tab) {
        (Some(_), _) => "",
        (None, _) if props.answer.is_unresolved() => words.no_result,
        (None, Tab::Log) => words.no_log,
        (None, _) if props.answer.error.is_some() => words.no_output,
        (None, _) => words.no_such_output,
    };
    let tabs = Tab::ALL.into_iter().zip(words.outputs).map(|(each, name)| {
        let view = view.setter();
        html! {
            <button
                class="tab"
                type="button"
                role="tab"
                id={each.id()}
                aria-selected={if each == tab { "true" } else { "false" }}
                aria-controls="output-text"
                tabindex={if each == tab { "0" } else { "-1" }}
                onclick={Callback::from(move |_| view.set(View { tab: each, copied: Copied::NotYet }))}
            >
                { name }
            </button>
        }
    });
    let button = Button {
        class: "btn copy",
        inside: vec![if view.copied == Copied::Yes { Icon::TICK } else { Icon::COPY }.html(), label.into()],
        onclick: copy,
        ..Button::default()
    };
    let copy = if text.is_some() { vec![button.html()] } else { Vec::new() };
    let bar = vec![
        html! {
            <div class="tabs" role="tablist" aria-label={words.output} {onkeydown}>{ for tabs }</div>
        },
        mark::around("span", &["class", "aria-live"], &["r", "polite"], copy),
    ];
    let section = vec![
        mark::around("div", &["class"], &["bar"], bar),
        html! {
            <div
                id="output-text"
                role="tabpanel"
                aria-labelledby={tab.id()}
                tabindex="0"
                ref={shown}
                class={["text ", tab.id()].concat()}
            >
                { mark::text("p", &["class"], &["nothing"], missing) }
                { mark::around("pre", &[], &[], pieces(&props.answer, text.as_deref().unwrap_or_default(), tab)) }
            </div>
        },
    ];
    mark::around("section", &["class", "id", "aria-label"], &["out", "output", words.output], section)
}

/// An output as Flink passes it on; `None` where there is none.
fn text(answer: &Answer, tab: Tab) -> Option<String> {
    match tab {
        Tab::Flags => answer.breakdown().map(resolver::Breakdown::jvm_parameters),
        Tab::Dynamic => answer.breakdown()?.dynamic_configs(answer.settings.version),
        Tab::Log => {
            let mut lines = answer.resolution.log.clone();
            lines.extend(answer.resolution.log_block(answer.settings.version).into_iter().flatten());
            joined(&lines)
        }
        // An option that divides the memory may be wrong although the sizes are right: then this is where Flink says so.
        Tab::Slot => match slot::lines(answer.settings.request(), &answer.resolution) {
            Ok(lines) => joined(&lines),
            Err(error) => Some(error.to_string()),
        },
    }
}

fn joined(lines: &[String]) -> Option<String> {
    Some(lines.join("\n")).filter(|text| !text.is_empty())
}

/// The text in pieces that stay together when it wraps. Only the look: what is copied is the text.
fn pieces(answer: &Answer, text: &str, tab: Tab) -> Vec<Html> {
    let pieces: Vec<String> = match tab {
        Tab::Flags => text.split(' ').map(str::to_owned).collect(),
        Tab::Log | Tab::Slot => text.split('\n').map(str::to_owned).collect(),
        Tab::Dynamic => {
            let options =
                answer.breakdown().and_then(|breakdown| breakdown.dynamic_options(answer.settings.version));
            options.into_iter().flatten().map(|(key, value)| ["-D ", &key, "=", &value].concat()).collect()
        }
    };
    let end = if matches!(tab, Tab::Log | Tab::Slot) { "\n" } else { " " };
    pieces
        .into_iter()
        .map(|piece| {
            let piece = crate::format::clip(&piece, 4000).head.into_owned() + end;
            mark::text("span", &[], &[], &piece)
        })
        .collect()
}
