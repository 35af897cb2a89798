//! The bar at the top: release, process, deployment, colours.

use std::rc::Rc;

use resolver::{Deployment, FlinkVersion, Process};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

use crate::button::{Button, Icon};
use crate::env::Env;
use crate::mark::{around, mark, text};
use crate::menus::Menus;
use crate::page::{Action, Answer, Theme};
use crate::words::process_name;

/// The bar at the top.
pub fn header(answer: &Rc<Answer>, theme: Theme, env: &Env) -> Html {
    let words = env.words();
    let settings = &answer.settings;
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
    let option = |version: FlinkVersion| {
        let name = version.name();
        html! { <option value={name} selected={version == settings.version}>{ ["Flink ", name].concat() }</option> }
    };
    let theme = Button {
        class: "btn icon",
        label: Some(label.into()),
        inside: vec![Icon::THEMES[theme as usize].html()],
        onclick: on_theme,
        ..Button::default()
    };
    let title = vec![brand(), text("span", &[], &[], words.title)];
    let parts = vec![
        around("h1", &["class"], &["brand"], title),
        html! {
            <label class="pick">
                { text("span", &["class"], &["vh"], words.version) }
                <select class="sel" id="version" onchange={on_version}>
                    { for FlinkVersion::ALL.into_iter().rev().map(option) }
                </select>
            </label>
        },
        one_of(env, words.process, "process", processes),
        one_of(env, words.deployment, "deployment", deployments),
        mark("span", &["class"], &["gap"]),
        html! { <Menus answer={Rc::clone(answer)} /> },
        theme.html(),
    ];
    around("header", &["class"], &["top"], parts)
}

/// The product's mark: a picture of memory.
fn brand() -> Html {
    const RECT: &[&str] = &["class", "data-of", "x", "y", "width", "height", "rx"];
    let parts = [
        ["shell", "", "1", "1", "18", "18", "4"],
        ["box", "task-heap", "4", "4", "5", "12", "0"],
        ["box", "managed", "10", "4", "6", "7", "0"],
        ["box", "network", "10", "12", "6", "4", "0"],
    ];
    let parts = parts.iter().map(|part| mark("rect", RECT, part)).collect();
    around("svg", &["viewBox", "aria-hidden"], &["0 0 20 20", "true"], parts)
}

/// One of a few.
pub struct Choice {
    /// Its name.
    pub label: &'static str,
    /// Its value in markup.
    pub value: &'static str,
    /// Whether it is the one.
    pub is_chosen: bool,
    /// What choosing it does.
    pub action: Action,
}

/// Radio buttons drawn as one switch.
pub fn one_of(env: &Env, label: &'static str, name: &'static str, choices: [Choice; 2]) -> Html {
    let mut parts = vec![text("legend", &["class"], &["vh"], label)];
    parts.extend(choices.map(|choice| {
        let (env, action) = (env.clone(), choice.action);
        let onchange = Callback::from(move |_: Event| env.dispatch(action.clone()));
        let input = html! {
            <input type="radio" {name} value={choice.value} checked={choice.is_chosen} {onchange} />
        };
        around("label", &[], &[], vec![input, text("span", &["data-label"], &[choice.label], choice.label)])
    }));
    around("fieldset", &["class"], &["seg"], parts)
}
