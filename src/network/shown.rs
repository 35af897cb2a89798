//! What a job needs of network buffers, drawn.

use pools::plan::{NetworkMemory, NetworkPlan};
use yew::Html;

use super::Counted;
use crate::button::Icon;
use crate::format;
use crate::header::option;
use crate::language::{Language, digits};
use crate::live::act::EXCHANGES;
use crate::live::job::Job;
use crate::mark::{around, mark, text};
use crate::page::Page;
use crate::words::details::NetworkWords;

/// Groups of TaskManagers that are listed.
const LISTED: usize = 12;

/// What is in the block: what the job needs, as it was counted.
pub fn block(page: &Page, counted: Counted, language: Language) -> Html {
    let words = &language.of_details().network;
    let Counted { plan, obstacles } = counted;
    let mut result = Vec::new();
    result.extend(plan.as_ref().map(|plan| verdict(plan, words)));
    result.extend(obstacles);
    if let Some(plan) = &plan {
        let note = text("p", &["class"], &["note"], words.estimate);
        result.extend([chart(plan, words), sums(plan, words), groups(plan, words), note]);
    }
    let parts = vec![
        exchange(&page.job, words),
        around("div", &["class", "aria-live"], &["net-result", "polite"], result),
    ];
    around("div", &["class"], &["net-body"], parts)
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

/// What there is as a bar, with marks for what is needed.
fn chart(plan: &NetworkPlan, words: &NetworkWords) -> Html {
    const WIDTH: u64 = 1000;
    let most = plan.optimum.unwrap_or(plan.recommended).segments;
    let scale = most.max(plan.available.segments).max(plan.recommended.segments).max(1);
    let place = |segments: u64| (segments.saturating_mul(WIDTH) / scale).to_string();
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
