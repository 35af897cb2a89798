//! The bar at the top: release, process, deployment, colours.

use resolver::{Deployment, FlinkVersion, Process};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, Properties, TargetCast, component, html};

use crate::env::use_env;
use crate::page::{Action, Theme};
use crate::words::process_name;

/// What the bar shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HeaderProps {
    /// The release.
    pub version: FlinkVersion,
    /// The process.
    pub process: Process,
    /// Who starts it.
    pub deployment: Deployment,
    /// The colours.
    pub theme: Theme,
}

/// The bar at the top.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let env = use_env();
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
        let (env, next) = (env.clone(), props.theme.next());
        Callback::from(move |_| env.dispatch(Action::Theme(next)))
    };
    let theme = [words.theme, ": ", words.theme_name(props.theme)].concat();
    let processes = [Process::TaskManager, Process::JobManager].map(|process| Choice {
        label: process_name(process),
        value: if process == Process::TaskManager { "taskmanager" } else { "jobmanager" },
        is_chosen: process == props.process,
        action: Action::Process(process),
    });
    let deployments = [Deployment::Containerized, Deployment::Standalone].map(|deployment| Choice {
        label: words.deployment_name(deployment),
        value: if deployment == Deployment::Containerized { "containerized" } else { "standalone" },
        is_chosen: deployment == props.deployment,
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
                        <option key={version.name()} value={version.name()} selected={version == props.version}>
                            { ["Flink ", version.name()].concat() }
                        </option>
                    }) }
                </select>
            </label>
            <Choices label={words.process} name="process" choices={processes.to_vec()} />
            <Choices label={words.deployment} name="deployment" choices={deployments.to_vec()} />
            <span class="gap"></span>
            <button class="btn icon" type="button" aria-label={theme.clone()} title={theme} onclick={on_theme}>
                <svg viewBox="0 0 14 14" aria-hidden="true" class="theme" data-theme-now={props.theme.name()}>
                    <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.4" />
                    <path d={half_disc(props.theme)} fill="currentColor" />
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
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    label: &'static str,
    value: &'static str,
    is_chosen: bool,
    action: Action,
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ChoicesProps {
    label: &'static str,
    name: &'static str,
    choices: Vec<Choice>,
}

/// Radio buttons drawn as one switch.
#[component]
fn Choices(props: &ChoicesProps) -> Html {
    let env = use_env();
    html! {
        <fieldset class="seg">
            <legend class="vh">{ props.label }</legend>
            { for props.choices.iter().map(|choice| {
                let (env, action) = (env.clone(), choice.action.clone());
                html! {
                    <label key={choice.value}>
                        <input
                            type="radio"
                            name={props.name}
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
