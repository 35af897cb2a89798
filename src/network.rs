//! Whether network memory is enough for a job: what its TaskManagers need of network buffers, against what they have.
//!
//! The block's head is in the first part of the page, the count in that of [jobs](crate::live::part), and what is [shown] of it in that of
//! their [details](crate::live::details).

pub mod shown;

use pools::plan::{Fix, NetworkPlan, PlanError};
use resolver::{Breakdown, Process, Request, resolve};
use yew::Html;

use crate::button::Button;
use crate::format;
use crate::language::Language;
use crate::live::cluster::{Given, Silence};
use crate::mark::{around, flag, text};
use crate::page::Page;
use crate::settings::Settings;
use crate::words::live::ObstacleWords;
use crate::words::{Words, fill};

const NETWORK_MIN: &str = "taskmanager.memory.network.min";
const NETWORK_MAX: &str = "taskmanager.memory.network.max";

/// The block's head, which is all of it until somebody looks; the block is about TaskManagers alone.
pub fn section(page: &Page, inside: Html, words: &Words) -> Html {
    let label = if page.view.has_buffers { words.hide_buffers } else { words.count_buffers };
    let toggle = Button {
        class: "btn line",
        id: "check-job",
        deed: "buffers",
        inside: vec![label.into()],
        ..Button::default()
    };
    let head = vec![text("h2", &["class"], &["h"], words.network_buffers), toggle.html()];
    let parts = vec![around("div", &["class"], &["card-head"], head), inside];
    let is_hidden = page.answer.settings.process != Process::TaskManager;
    around(
        "section",
        &["class", "id", "aria-label", "hidden"],
        &["net", "network-buffers", words.network_buffers, flag(is_hidden)],
        parts,
    )
}

/// What there is to say of a job's network buffers.
#[derive(Debug)]
pub struct Counted {
    /// What is needed; `None` where that cannot be counted.
    pub plan: Option<NetworkPlan>,
    /// Why that is so, or why it is not enough, and what helps.
    pub obstacles: Vec<Html>,
}

/// Counts them.
pub fn count(page: &Page, language: Language) -> Counted {
    let (answer, words) = (&page.answer, &language.of_jobs().obstacles);
    let given = match Given::by(answer) {
        Ok(given) => given,
        Err(silence) => return Counted { plan: None, obstacles: silent(&silence, words) },
    };
    match given.plan(&page.job) {
        Ok(plan) => Counted { obstacles: short(&plan, &answer.settings, words), plan: Some(plan) },
        Err(error) => Counted { plan: None, obstacles: refused(&error, given.slots_each, words) },
    }
}

/// Why there is nothing to say.
pub fn silent(silence: &Silence, words: &ObstacleWords) -> Vec<Html> {
    let note = |note| text("p", &["class"], &["note"], note);
    match silence {
        Silence::Release => vec![note(words.no_release)],
        Silence::Start(why) => vec![note(words.no_start), error_box(why)],
        Silence::Duration(key) => vec![note(&[words.no_duration, key].concat())],
    }
}

/// Flink's error where tasks do not get their buffers, and what was tried and helps.
pub fn short(plan: &NetworkPlan, settings: &Settings, words: &ObstacleWords) -> Vec<Html> {
    let error =
        plan.failure.as_ref().map(|failure| thrown(failure.error.class(), &failure.error.to_string()));
    let mut parts: Vec<Html> = error.into_iter().collect();
    parts.push(around("div", &["class"], &["offers"], fixes(plan, settings, words)));
    parts
}

fn thrown(class: Option<&str>, message: &str) -> Html {
    error_box(&class.map_or_else(|| message.to_owned(), |class| [class, ": ", message].concat()))
}

/// The job does not fit at all.
pub fn refused(error: &PlanError, slots_each: u32, words: &ObstacleWords) -> Vec<Html> {
    let mut parts = vec![thrown(error.class(), &error.to_string())];
    if let PlanError::Job(pools::job::JobError::NoResources { needed, slots }) = error {
        let managers = needed.div_ceil(u64::from(slots_each.max(1))).to_string();
        let (needed, slots) = (needed.to_string(), slots.to_string());
        parts.push(text("p", &[], &[], &fill(words.slots, &[&needed, &slots])));
        let button = Button {
            class: "btn line",
            deed: &["job-task-managers ", &managers].concat(),
            inside: vec![[words.task_managers, ": ", &managers].concat().into()],
            ..Button::default()
        };
        parts.push(around("div", &["class"], &["offers"], vec![button.html()]));
    }
    parts
}

fn error_box(message: &str) -> Html {
    text("p", &["class", "lang"], &["error", "en"], message)
}

/// Buttons for what was tried and helps.
fn fixes(plan: &NetworkPlan, settings: &Settings, words: &ObstacleWords) -> Vec<Html> {
    let button = |deed: &str, label: &str| {
        let inside = vec![words.set.into(), " ".into(), text("code", &[], &[], label)];
        Button { class: "btn line", deed, inside, ..Button::default() }.html()
    };
    let fix = |fix: &Fix| match fix {
        Fix::NetworkMemory { bytes } => match memory_fix(*bytes, settings) {
            Some(entries) => {
                button(&["job-fix ", &entries].concat(), &entries.replace(' ', ", ").replace('=', ": "))
            }
            None => {
                let needed = format::readable(*bytes);
                text("p", &[], &[], &fill(words.raise_total, &[&needed]))
            }
        },
        Fix::RequiredPerGate { key, buffers } => {
            let buffers = buffers.to_string();
            button(&["set ", key, " ", &buffers].concat(), &[key, ": ", &buffers].concat())
        }
    };
    plan.fixes.iter().map(fix).collect()
}

/// Options that give network memory so many bytes, as the resolver finds; `None` where the totals are too small for them.
fn memory_fix(bytes: u64, settings: &Settings) -> Option<String> {
    let size = format::typed(bytes);
    let candidates: [&[&str]; 3] = [&[NETWORK_MIN], &[NETWORK_MIN, NETWORK_MAX], &[NETWORK_MAX]];
    candidates.into_iter().find_map(|keys| {
        let mut config = settings.config().clone();
        for key in keys {
            config.set(*key, size.as_str());
        }
        let answer = resolve(Request { config: &config, ..settings.request() }).outcome.ok()?;
        let Breakdown::TaskManager(memory) = answer else { return None };
        let entries: Vec<String> = keys.iter().map(|key| [key, "=", &size].concat()).collect();
        (memory.network.bytes() >= bytes).then(|| entries.join(" "))
    })
}
