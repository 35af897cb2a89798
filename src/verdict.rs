//! The answer in one line, and when Flink does not start, why not and what to do.

use resolver::{Component, Deployment};
use yew::{Callback, Html, html};

use crate::browser;
use crate::control::error_text;
use crate::env::{Env, digits};
use crate::format;
use crate::page::{Action, Answer};
use crate::settings::start_total;
use crate::words::{Words, process_name};

/// The total, and whether Flink starts.
pub fn verdict(answer: &Answer, shown: Option<&Answer>, words: &Words) -> Html {
    let settings = &answer.settings;
    let starts = answer.error.is_none();
    let bytes = |component| shown.and_then(|shown| shown.bytes(component));
    let (total, of) = match bytes(Component::TotalProcess) {
        Some(total) => (Some(total), words.process_memory),
        // The start script of 1.10 knows a heap alone.
        None => (bytes(Component::JvmHeap), words.heap),
    };
    let (class, word) = match (starts, answer.is_unresolved()) {
        (true, _) => ("pill ok", words.starts),
        (false, true) => ("pill unresolved", words.is_not_resolved),
        (false, false) => ("pill no", words.does_not_start),
    };
    let verdict = ["Flink ", settings.version.name(), " ", word].concat();
    html! {
        <div class={if starts { "verdict" } else { "verdict stale" }}>
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

/// Flink's error in full, with ways out. An empty place while Flink starts.
pub fn problem(answer: &Answer, can_restore: bool, env: &Env) -> Html {
    let words = env.words();
    let settings = &answer.settings;
    let is_unresolved = answer.is_unresolved();
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
        <div class={if lacks_total { "problem-place first" } else { "problem-place" }}>
            if let Some(error) = &answer.error {
                <section class="problem" id="problem" aria-label={words.does_not_start}>
                    <div class="offers">
                        if lacks_total {
                            <p>{ words.way_out }</p>
                            { for offers }
                        }
                    </div>
                    <div class={if is_unresolved { "notice" } else { "error" }} tabindex="0">
                        <p class="class">{ error.class }</p>
                        { error_text(error, words) }
                    </div>
                    <div class="acts">
                        if let (false, Some(key)) = (lacks_total || is_unresolved, error.key) {
                            <button
                                class="btn line"
                                type="button"
                                onclick={{ Callback::from(move |_| browser::focus_field(key)) }}
                            >
                                { words.look_at }{ " " }<code>{ key }</code>
                            </button>
                        }
                        if can_restore && !is_unresolved {
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
