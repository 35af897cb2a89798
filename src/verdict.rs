//! The answer in one line, and when Flink does not start, why not and what to do.

use resolver::{Component, Deployment};
use yew::Html;

use crate::button::{Button, Icon};
use crate::control::error_text;
use crate::format;
use crate::language::digits;
use crate::mark::{around, mark, text};
use crate::page::Answer;
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
    let is_fine = starts && !answer.has_late_error();
    let (class, word) = match (starts, answer.is_unresolved()) {
        (true, _) if is_fine => ("pill ok", words.starts),
        (true, _) => ("pill no", words.rejects_an_option),
        (false, true) => ("pill unresolved", words.is_not_resolved),
        (false, false) => ("pill no", words.does_not_start),
    };
    let verdict = ["Flink ", settings.version.name(), " ", word].concat();
    let mut bytes = vec![[process_name(settings.process), " ", of].concat().into()];
    if let Some(total) = total {
        bytes.extend([", ".into(), digits(total), [" ", words.bytes].concat().into()]);
    }
    let total = total.map_or_else(|| "\u{2013}".to_owned(), format::readable);
    let mark = if is_fine { Icon::TICK } else { Icon::CROSS }.html();
    around(
        "div",
        &["class"],
        &[if starts { "verdict" } else { "verdict stale" }],
        vec![
            text("h2", &["class"], &["total"], &total),
            around("p", &["class"], &["bytes"], bytes),
            around("p", &["id", "class"], &["verdict", class], vec![mark, verdict.into()]),
        ],
    )
}

/// Flink's error in full, with ways out: to the option that it is about, if it has a control here. An empty place while Flink starts.
pub fn problem(
    answer: &Answer,
    can_restore: bool,
    has_control: impl Fn(&str) -> bool,
    words: &Words,
) -> Html {
    let settings = &answer.settings;
    let is_unresolved = answer.is_unresolved();
    let lacks_total = settings.lacks_total() && !is_unresolved;
    let Some(error) = &answer.error else {
        return mark("div", &["class"], &["problem-place"]);
    };
    let code = |code: &str| text("code", &[], &[], code);
    let mut offers = Vec::new();
    if lacks_total {
        offers.push(text("p", &[], &[], words.way_out));
        for deployment in [settings.deployment, other(settings.deployment)] {
            let total = start_total(settings.process, deployment);
            let button = Button {
                class: "btn line",
                offer: total.key,
                deed: &["set ", total.key, " ", total.value].concat(),
                inside: vec![words.set.into(), code(&[total.key, ": ", total.value].concat())],
                ..Button::default()
            };
            offers.push(button.html());
        }
    }
    let mut acts = Vec::new();
    if let (false, Some(key)) = (lacks_total || is_unresolved, error.key.filter(|key| has_control(key))) {
        let button = Button {
            class: "btn line",
            deed: &["look ", key].concat(),
            inside: vec![words.look_at.into(), code(key)],
            ..Button::default()
        };
        acts.push(button.html());
    }
    if can_restore && !is_unresolved {
        let button = Button {
            class: "btn line",
            id: "restore",
            deed: "restore",
            inside: vec![words.restore.into()],
            ..Button::default()
        };
        acts.push(button.html());
    }
    let mut message = vec![text("p", &["class"], &["class"], error.class)];
    message.extend(error_text(error, words));
    let class = if is_unresolved { "notice" } else { "error" };
    let section = around(
        "section",
        &["class", "id", "aria-label"],
        &["problem", "problem", words.does_not_start],
        vec![
            around("div", &["class"], &["offers"], offers),
            around("div", &["class", "tabindex"], &[class, "0"], message),
            around("div", &["class"], &["offers"], acts),
        ],
    );
    let class = if lacks_total { "problem-place first" } else { "problem-place" };
    around("div", &["class"], &[class], vec![section])
}

const fn other(deployment: Deployment) -> Deployment {
    match deployment {
        Deployment::Containerized => Deployment::Standalone,
        Deployment::Standalone => Deployment::Containerized,
    }
}
