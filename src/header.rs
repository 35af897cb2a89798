//! The bar at the top: release, process, deployment, colours.

use resolver::{Deployment, FlinkVersion, Process};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

use crate::env::Env;
use crate::page::{Action, Theme};
use crate::settings::Settings;
use crate::words::process_name;

/// The bar at the top.
pub fn header(settings: &Settings, theme: Theme, env: &Env) -> Html {
    let words = env.words();
    let on_version = {
        let env = env.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            if let Some(version) = FlinkVersion::parse(&select.value()) {
                env.dispatch(Action::Version(version));
            }
        })
    };
    let on_theme = {
        let (env, next) = (env.clone(), theme.next());
        Callback::from(move |_| env.dispatch(Action::Theme(next)))
    };
    let label = [words.theme, ": ", words.theme_name(theme)].concat();
    let processes = [Process::TaskManager, Process::JobManager].map(|process| Choice {
        label: process_name(process),
        value: if process == Process::TaskManager { "taskmanager" } else { "jobmanager" },
        is_chosen: process == settings.process,
        action: Action::Process(process),
    });
    let deployments = [Deployment::Containerized, Deployment::Standalone].map(|deployment| Choice {
        label: words.deployment_name(deployment),
        value: if deployment == Deployment::Containerized { "containerized" } else { "standalone" },
        is_chosen: deployment == settings.deployment,
        action: Action::Deployment(deployment),
    });
    html! {
        <header class="top">
            <h1 class="brand">
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <rect class="shell" x="1" y="1" width="18" height="18" rx="4" />
                    <rect class="box" data-of="task-heap" x="4" y="4" width="5" height="12" />
                    <rect class="box" data-of="managed" x="10" y="4" width="6" height="7" />
                    <rect class="box" data-of="network" x="10" y="12" width="6" height="4" />
                </svg>
                <span>{ words.title }</span>
            </h1>
            <label class="pick">
                <span class="vh">{ words.version }</span>
                <select class="sel" id="version" onchange={on_version}>
                    { for FlinkVersion::ALL.into_iter().rev().map(|version| html! {
                        <option value={version.name()} selected={version == settings.version}>
                            { ["Flink ", version.name()].concat() }
                        </option>
                    }) }
                </select>
            </label>
            { one_of(env, words.process, "process", processes) }
            { one_of(env, words.deployment, "deployment", deployments) }
            <span class="gap"></span>
            <button class="btn icon" type="button" aria-label={label.clone()} title={label} onclick={on_theme}>
                <svg viewBox="0 0 14 14" aria-hidden="true" class="theme" data-theme-now={theme.name()}>
                    <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.4" />
                    <path d={half_disc(theme)} fill="currentColor" />
                </svg>
            </button>
        </header>
    }
}

/// Half a disc for the system's colours, none for light, a whole one for dark.
const fn half_disc(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "M7 2a5 5 0 0 1 0 10z",
        Theme::Light => "M7 5.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3z",
        Theme::Dark => "M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
    }
}

/// One of a few.
struct Choice {
    label: &'static str,
    value: &'static str,
    is_chosen: bool,
    action: Action,
}

/// Radio buttons drawn as one switch.
fn one_of(env: &Env, label: &'static str, name: &'static str, choices: [Choice; 2]) -> Html {
    html! {
        <fieldset class="seg">
            <legend class="vh">{ label }</legend>
            { for choices.into_iter().map(|choice| {
                let (env, action) = (env.clone(), choice.action);
                html! {
                    <label>
                        <input
                            type="radio"
                            {name}
                            value={choice.value}
                            checked={choice.is_chosen}
                            onchange={Callback::from(move |_: Event| env.dispatch(action.clone()))}
                        />
                        <span data-label={choice.label}>{ choice.label }</span>
                    </label>
                }
            }) }
        </fieldset>
    }
}
