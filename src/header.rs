//! The bar at the top: release, process, deployment, menus, colours.

use resolver::{Deployment, FlinkVersion, Process};
use yew::Html;

use crate::button::{Button, Icon};
use crate::language::Language;
use crate::mark::{around, choice, mark, text};
use crate::menus::menus;
use crate::page::Page;
use crate::words::process_name;

/// The bar at the top.
pub fn header(page: &Page, language: Language) -> Html {
    let words = language.words();
    let settings = &page.answer.settings;
    let processes = Process::ALL.map(|process| Choice {
        label: process_name(process),
        value: if process == Process::TaskManager { "taskmanager" } else { "jobmanager" },
        is_chosen: process == settings.process,
    });
    let deployments = [Deployment::Containerized, Deployment::Standalone].map(|deployment| Choice {
        label: words.deployment_name(deployment),
        value: if deployment == Deployment::Containerized { "containerized" } else { "standalone" },
        is_chosen: deployment == settings.deployment,
    });
    let version = |version: FlinkVersion| {
        let name = version.name();
        option(name, &["Flink ", name].concat(), version == settings.version)
    };
    let versions = FlinkVersion::ALL.into_iter().rev().map(version).collect();
    let theme = Button {
        class: "btn icon",
        deed: "theme",
        label: &[words.theme, ": ", words.theme_name(page.theme)].concat(),
        inside: vec![Icon::THEMES[page.theme as usize].html()],
        ..Button::default()
    };
    let other = &words.other_language;
    let other = Button {
        class: "btn line",
        id: "language",
        deed: "speak",
        inside: vec![text("span", &["lang"], &[other.tag], other.name)],
        ..Button::default()
    };
    let title = vec![brand(), text("span", &[], &[], words.title)];
    let pick = vec![
        text("span", &["class"], &["vh"], words.version),
        around("select", &["class", "id"], &["sel", "version"], versions),
    ];
    let parts = vec![
        around("h1", &["class"], &["brand"], title),
        around("label", &["class"], &["pick"], pick),
        one_of(words.process, "process", processes),
        one_of(words.deployment, "deployment", deployments),
        mark("span", &["class"], &["gap"]),
        menus(page, words),
        other.html(),
        theme.html(),
    ];
    around("header", &["class"], &["top"], parts)
}

/// One choice of a list.
pub fn option(value: &str, name: &str, is_chosen: bool) -> Html {
    let is_chosen = if is_chosen { "true" } else { "false" };
    text("option", &["value", "selected"], &[value, is_chosen], name)
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
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its name.
    pub label: &'static str,
    /// Its value in markup.
    pub value: &'static str,
    /// Whether it is the one.
    pub is_chosen: bool,
}

/// Radio buttons drawn as one switch.
pub fn one_of(label: &str, name: &str, choices: [Choice; 2]) -> Html {
    let mut parts = vec![text("legend", &["class"], &["vh"], label)];
    parts.extend(choices.map(|each| {
        let input = choice(&["type", "name", "value"], &["radio", name, each.value], each.is_chosen);
        around("label", &[], &[], vec![input, text("span", &["data-label"], &[each.label], each.label)])
    }));
    around("fieldset", &["class"], &["seg"], parts)
}
