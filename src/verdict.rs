//! The answer in one line, and when Flink does not start, why not and what to do.

use std::rc::Rc;

use resolver::{Component, Deployment};
use yew::{Callback, Html, Properties, classes, component, html};

use crate::browser;
use crate::control::ErrorText;
use crate::env::{digits, use_env};
use crate::format;
use crate::page::{Action, Answer};
use crate::settings::start_total;
use crate::words::process_name;

/// What the line shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct VerdictProps {
    /// The present answer.
    pub answer: Rc<Answer>,
    /// The answer that is drawn.
    pub shown: Option<Rc<Answer>>,
}

/// The total, and whether Flink starts.
#[component]
pub fn Verdict(props: &VerdictProps) -> Html {
    let words = use_env().words();
    let settings = &props.answer.settings;
    let starts = props.answer.error().is_none();
    let bytes = |component| props.shown.as_ref().and_then(|shown| shown.bytes(component));
    let (total, of) = match bytes(Component::TotalProcess) {
        Some(total) => (Some(total), words.process_memory),
        // The start script of 1.10 knows a heap alone.
        None => (bytes(Component::JvmHeap), words.heap),
    };
    let (class, word) = match (starts, props.answer.is_unresolved()) {
        (true, _) => ("pill ok", words.starts),
        (false, true) => ("pill unresolved", words.is_not_resolved),
        (false, false) => ("pill no", words.does_not_start),
    };
    let verdict = ["Flink ", settings.version.name(), " ", word].concat();
    html! {
        <div class={classes!("verdict", (!starts).then_some("stale"))}>
            <p class="total">{ total.map_or_else(|| "\u{2013}".to_owned(), format::readable) }</p>
            <p class="bytes">
                { process_name(settings.process) }{ " " }{ of }
                if let Some(total) = total {
                    { ", " }{ digits(total) }{ " " }{ words.bytes }
                }
            </p>
            <p id="verdict" {class} data-starts={starts.to_string()}>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                    <path
                        d={if starts { "M2 6.5 5 9.3 10 3" } else { "M2.5 2.5l7 7M9.5 2.5l-7 7" }}
                        fill="none"
                        stroke="currentColor"
                        stroke-width="1.8"
                    />
                </svg>
                { verdict }
            </p>
        </div>
    }
}

/// What the box shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ProblemProps {
    /// The present answer.
    pub answer: Rc<Answer>,
    /// Whether there are settings to go back to.
    pub can_restore: bool,
}

/// Flink's error in full, with ways out. An empty place while Flink starts.
#[component]
pub fn Problem(props: &ProblemProps) -> Html {
    let env = use_env();
    let words = env.words();
    let settings = &props.answer.settings;
    let is_unresolved = props.answer.is_unresolved();
    let lacks_total = settings.lacks_total() && !is_unresolved;
    let offers = [settings.deployment, other(settings.deployment)].map(|deployment| {
        let total = start_total(settings.process, deployment);
        let env = env.clone();
        let offer = Callback::from(move |_| {
            env.dispatch(Action::Set { key: total.key.to_owned(), text: total.value.to_owned() })
        });
        html! {
            <button key={total.key} class="btn line" type="button" data-offer={total.key} onclick={offer}>
                { words.set }{ " " }<code>{ [total.key, ": ", total.value].concat() }</code>
            </button>
        }
    });
    let restore = {
        let env = env.clone();
        Callback::from(move |_| env.dispatch(Action::Restore))
    };
    html! {
        <div class={classes!("problem-place", lacks_total.then_some("first"))}>
            if let Some(error) = props.answer.error() {
                <section class="problem" id="problem" aria-label={words.does_not_start}>
                    <div class="offers">
                        if lacks_total {
                            <p>{ words.way_out }</p>
                            { for offers }
                        }
                    </div>
                    <div class={if is_unresolved { "notice" } else { "error" }} tabindex="0">
                        <p class="class">{ error.class }</p>
                        <ErrorText error={Rc::new(error.clone())} />
                    </div>
                    <div class="acts">
                        if let (false, Some(key)) = (lacks_total || is_unresolved, error.keys.first()) {
                            <button
                                class="btn line"
                                type="button"
                                onclick={{ let key = *key; Callback::from(move |_| browser::focus_field(key)) }}
                            >
                                { words.look_at }{ " " }<code>{ *key }</code>
                            </button>
                        }
                        if props.can_restore && !is_unresolved {
                            <button class="btn line" type="button" id="restore" onclick={restore}>{ words.restore }</button>
                        }
                    </div>
                </section>
            } else {
                <span></span>
            }
        </div>
    }
}

const fn other(deployment: Deployment) -> Deployment {
    match deployment {
        Deployment::Containerized => Deployment::Standalone,
        Deployment::Standalone => Deployment::Containerized,
    }
}
