//! Whether network memory is enough for a job: what its TaskManagers need of network buffers, against what they have.

use pools::plan::{Fix, NetworkMemory, NetworkPlan, PlanError};
use resolver::{Breakdown, Process, Request, resolve};
use yew::Html;

use crate::button::{Button, Icon};
use crate::format;
use crate::header::option;
use crate::language::digits;
use crate::live::act::EXCHANGES;
use crate::live::cluster::{Given, Silence};
use crate::live::job::Job;
use crate::mark::{around, flag, mark, text};
use crate::page::Page;
use crate::settings::Settings;
use crate::words::{NetworkWords, Words};

const NETWORK_MIN: &str = "taskmanager.memory.network.min";
const NETWORK_MAX: &str = "taskmanager.memory.network.max";

/// Groups of TaskManagers that are listed.
const LISTED: usize = 12;

/// The block's head, which is all of it until somebody looks; the block is about TaskManagers alone.
pub fn section(page: &Page, inside: Html, words: &Words) -> Html {
    let network = &words.network;
    let label = if page.view.has_buffers { network.put_away } else { network.check };
    let toggle = Button {
        class: "btn line",
        id: "check-job",
        deed: "buffers",
        inside: vec![label.into()],
        ..Button::default()
    };
    let head = vec![text("h2", &["class"], &["h"], network.title), toggle.html()];
    let parts = vec![around("div", &["class"], &["card-head"], head), inside];
    let is_hidden = page.answer.settings.process != Process::TaskManager;
    around(
        "section",
        &["class", "id", "aria-label", "hidden"],
        &["net", "network-buffers", network.title, flag(is_hidden)],
        parts,
    )
}

/// What is in it: what the job needs.
pub fn block(page: &Page, words: &Words) -> Html {
    let network = &words.network;
    let answer = &page.answer;
    if !page.view.has_buffers || answer.settings.process != Process::TaskManager {
        return around("div", &[], &[], Vec::new());
    }
    let result = match Given::by(answer) {
        Ok(given) => answered(&given, &page.job, &answer.settings, network),
        Err(silence) => silent(&silence, network),
    };
    let parts = vec![
        exchange(&page.job, network),
        around("div", &["class", "aria-live"], &["net-result", "polite"], result),
    ];
    around("div", &["class"], &["net-body"], parts)
}

/// Why there is nothing to say.
pub fn silent(silence: &Silence, words: &NetworkWords) -> Vec<Html> {
    let note = |note| text("p", &["class"], &["note"], note);
    match silence {
        Silence::Release => vec![note(words.no_release)],
        Silence::Start(why) => vec![note(words.no_start), error_box(why)],
        Silence::Duration(key) => vec![note(&[words.no_duration, key].concat())],
    }
}

/// The job in a sentence, and how its results are exchanged.
fn exchange(job: &Job, words: &NetworkWords) -> Html {
    let stages: Vec<String> = (0..job.stages.len())
        .map(|stage| [&job.name(stage), " × ", &job.stages[stage].parallelism.to_string()].concat())
        .collect();
    let exchanges = EXCHANGES.map(|each| option(each.name(), each.name(), each == job.exchange)).to_vec();
    let list = around("select", &["class", "id"], &["sel", "job-exchange"], exchanges);
    let field =
        around("label", &["class"], &["job-field"], vec![text("span", &[], &[], words.exchange), list]);
    let sentence = text("p", &["class"], &["job-sentence"], &stages.join(" → "));
    around("div", &["class"], &["job"], vec![sentence, field])
}

fn answered(given: &Given, job: &Job, settings: &Settings, words: &NetworkWords) -> Vec<Html> {
    let plan = match given.plan(job) {
        Ok(plan) => plan,
        Err(error) => return refused(&error, given.slots_each, words),
    };
    let mut parts = vec![verdict(&plan, words)];
    parts.extend(short(&plan, settings, words));
    parts.push(chart(&plan, words));
    parts.push(sums(&plan, words));
    parts.push(groups(&plan, words));
    parts.push(text("p", &["class"], &["note"], words.estimate));
    parts
}

/// Flink's error where tasks do not get their buffers, and what was tried and helps.
pub fn short(plan: &NetworkPlan, settings: &Settings, words: &NetworkWords) -> Vec<Html> {
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
pub fn refused(error: &PlanError, slots_each: u32, words: &NetworkWords) -> Vec<Html> {
    let mut parts = vec![thrown(error.class(), &error.to_string())];
    if let PlanError::Job(pools::job::JobError::NoResources { needed, slots }) = error {
        let managers = needed.div_ceil(u64::from(slots_each.max(1))).to_string();
        let (needed, slots) = (needed.to_string(), slots.to_string());
        parts.push(text(
            "p",
            &[],
            &[],
            &[words.slots_needed, &needed, words.slots_there, &slots, "."].concat(),
        ));
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
    text("p", &["class"], &["error"], message)
}

/// One sentence: does it start, and is there a margin?
fn verdict(plan: &NetworkPlan, words: &NetworkWords) -> Html {
    let available = plan.available.segments;
    let (class, icon, sentence) = if plan.failure.is_some() {
        ("net-verdict short", Icon::CROSS, words.short)
    } else if available < plan.recommended.segments {
        ("net-verdict tight", Icon::TICK, words.tight)
    } else {
        ("net-verdict enough", Icon::TICK, words.enough)
    };
    around("p", &["class", "id"], &[class, "network-verdict"], vec![icon.html(), sentence.into()])
}

/// Buttons for what was tried and helps.
fn fixes(plan: &NetworkPlan, settings: &Settings, words: &NetworkWords) -> Vec<Html> {
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
                text("p", &[], &[], &[words.raise_total, &needed, "."].concat())
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

/// What there is as a bar, with marks for what is needed.
fn chart(plan: &NetworkPlan, words: &NetworkWords) -> Html {
    const WIDTH: u64 = 1000;
    let most = plan.optimum.unwrap_or(plan.recommended).segments;
    let scale = most.max(plan.available.segments).max(plan.recommended.segments).max(1);
    let place = |segments: u64| (u128::from(segments) * u128::from(WIDTH) / u128::from(scale)).to_string();
    let bar = |class: &str, to: u64| {
        mark("rect", &["class", "x", "y", "width", "height"], &[class, "0", "6", &place(to), "16"])
    };
    let line = |class: &str, at: u64| {
        let at = place(at);
        mark("line", &["class", "x1", "x2", "y1", "y2"], &[class, &at, &at, "0", "28"])
    };
    let mut drawn = vec![bar("room", scale), bar("has", plan.available.segments)];
    drawn.push(line("needs", plan.smallest.segments));
    drawn.push(line("wants", plan.recommended.segments));
    drawn.extend(plan.optimum.map(|optimum| line("most", optimum.segments)));
    let label = [
        words.available,
        " ",
        &plan.available.segments.to_string(),
        ", ",
        words.required,
        " ",
        &plan.smallest.segments.to_string(),
    ];
    around(
        "svg",
        &["class", "viewBox", "preserveAspectRatio", "role", "aria-label"],
        &["net-chart", "0 0 1000 28", "none", "img", &label.concat()],
        drawn,
    )
}

/// The numbers of the chart.
fn sums(plan: &NetworkPlan, words: &NetworkWords) -> Html {
    let row = |class: &str, name: &str, memory: Option<NetworkMemory>| {
        let cell = |inside| around("td", &[], &[], vec![inside]);
        let (segments, size) = match memory {
            Some(memory) => (digits(memory.segments), format::readable(memory.bytes).into()),
            None => (words.unlimited.into(), Html::default()),
        };
        around(
            "tr",
            &["class"],
            &[class],
            vec![text("th", &["scope"], &["row"], name), cell(segments), cell(size)],
        )
    };
    let optional = plan.optimum.map(|optimum| NetworkMemory {
        segments: optimum.segments.saturating_sub(plan.smallest.segments),
        bytes: optimum.bytes.saturating_sub(plan.smallest.bytes),
    });
    let head = around(
        "thead",
        &[],
        &[],
        vec![around(
            "tr",
            &[],
            &[],
            words.columns.map(|name| text("th", &["scope"], &["col"], name)).to_vec(),
        )],
    );
    let rows = vec![
        row("has", words.available, Some(plan.available)),
        row("needs", words.required, Some(plan.smallest)),
        row("wants", words.recommended, Some(plan.recommended)),
        row("", words.optional, optional),
        row("most", words.optimum, plan.optimum),
        row("rule", words.rule_of_thumb, Some(plan.rule_of_thumb)),
    ];
    let body = around("tbody", &[], &[], rows);
    around(
        "table",
        &["class", "id", "aria-label"],
        &["net-sums", "network-sums", words.sums],
        vec![head, body],
    )
}

/// TaskManagers that need the same, together.
fn groups(plan: &NetworkPlan, words: &NetworkWords) -> Html {
    let mut lines: Vec<Html> = Vec::new();
    let mut rest = plan.demands.as_slice();
    let mut first = 1;
    while let Some(demand) = rest.first() {
        let same = rest.iter().take_while(|other| *other == demand).count();
        rest = &rest[same..];
        let last = first + same - 1;
        let names = if same == 1 {
            first.to_string()
        } else {
            [&first.to_string(), "–", &last.to_string()].concat()
        };
        let optional = demand.optimum.map_or_else(
            || words.unlimited.to_owned(),
            |optimum| optimum.saturating_sub(demand.required).to_string(),
        );
        let sentence = [
            "TaskManager ",
            &names,
            ": ",
            &demand.required.to_string(),
            " ",
            words.required_each,
            ", ",
            &optional,
            " ",
            words.optional_each,
        ];
        lines.push(text("li", &[], &[], &sentence.concat()));
        first = last + 1;
        if lines.len() == LISTED && !rest.is_empty() {
            let more = [&rest.len().to_string(), " ", words.more].concat();
            lines.push(text("li", &[], &[], &more));
            break;
        }
    }
    let channels = [
        &plan.slots.to_string(),
        " ",
        words.slots_taken,
        ", ",
        &plan.channels.local.to_string(),
        " ",
        words.local,
        ", ",
        &plan.channels.remote.to_string(),
        " ",
        words.remote,
    ];
    lines.insert(0, text("li", &[], &[], &channels.concat()));
    around("ul", &["class"], &["net-groups"], lines)
}
