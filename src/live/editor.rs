//! The job in its controls: a preset, sliders for the load, and a table of everything else.

use std::rc::Rc;

use resolver::rocksdb::Store;
use yew::Html;

use super::act::{MOST_SLOTS, MOST_SUBTASKS, PARTITIONERS};
use super::cluster::slots;
use super::dial;
use super::figures;
use super::job::{Job, Stage};
use super::memory::{backend, backend_key};
use super::preset::{PRESETS, Preset, has_keys};
use crate::deed::FIELD;
use crate::format;
use crate::header::option;
use crate::language::Language;
use crate::mark::{ABSENT, around, choice, entry, mark, text};
use crate::page::Answer;
use crate::words::details::{EditorWords, EstimateWords};
use crate::words::live::LiveWords;

/// Id of what is in the editor, which is folded at first.
pub const PLACE: &str = "job-edit";

/// Which preset is under load, with what it shows.
pub fn presets(preset: Option<&'static str>, live: &LiveWords) -> Html {
    let chosen = preset.and_then(Preset::named);
    let mut options: Vec<Html> =
        PRESETS.iter().map(|each| option(each.id, each.words(live)[0], preset == Some(each.id))).collect();
    if chosen.is_none() {
        options.insert(0, option("", live.own, true));
    }
    let list = around("select", &["class", "id"], &["sel", "job-preset"], options);
    let label = vec![text("span", &["class"], &["job-label"], live.choose), list];
    let shows = chosen.map_or("", |preset| preset.words(live)[1]);
    let parts = vec![around("label", &["class"], &["pick"], label), text("p", &["class"], &["shows"], shows)];
    around("div", &["class"], &["job-choice"], parts)
}

/// Sliders for what acts on the job while it runs.
pub fn dials(job: &Job, words: &LiveWords) -> Html {
    let mut parts = Vec::new();
    for (number, stage) in job.stages.iter().enumerate() {
        let name = job.name(number);
        let (field, what, value, shown) = if number == 0 {
            let place = if stage.rate == 0 { dial::END } else { dial::place(stage.rate) };
            let shown = match stage.rate {
                0 => words.unlimited.to_owned(),
                rate => figures::count(f64::from(rate)) + words.per_second,
            };
            ("job-rate-dial-", words.rate_of, place, shown)
        } else {
            let shown = figures::time(u64::from(stage.service_us) * 1000);
            ("job-service-dial-", words.time_of, dial::place(stage.service_us), shown)
        };
        let most = if number == 0 { dial::END } else { dial::END - 1 };
        parts.push(slider(
            &[&name, " ", what].concat(),
            &[field, &number.to_string()].concat(),
            value,
            most,
            &shown,
        ));
        if number > 0 && stage.state_mib > 0 && job.estimates.has_state {
            let name = [&name, " ", words.state_of].concat();
            let field = ["job-state-dial-", &number.to_string()].concat();
            let shown = format::readable(u64::from(stage.state_mib) << 20);
            parts.push(slider(&name, &field, dial::place(stage.state_mib), dial::END - 1, &shown));
        }
        if has_keys(stage) && number + 1 == job.stages.len() {
            let shown = if stage.skew == 0 {
                words.off.to_owned()
            } else {
                [&stage.skew.to_string(), "\u{202f}%"].concat()
            };
            let field = ["job-skew-", &number.to_string()].concat();
            parts.push(slider(words.skew_of, &field, stage.skew as usize, 100, &shown));
        }
    }
    around("div", &["class"], &["dials"], parts)
}

fn slider(label: &str, name: &str, value: usize, most: usize, shown: &str) -> Html {
    const SLIDER: &[&str] = &["type", "name", "min", "max", "step", "aria-label", "aria-valuetext"];
    let field = entry(
        "input",
        SLIDER,
        &["range", name, "0", &most.to_string(), "1", label, shown],
        value.to_string(),
    );
    let head = vec![text("span", &[], &[], label), text("b", &[], &[], shown)];
    around("label", &["class"], &["dial"], vec![around("span", &["class"], &["dial-head"], head), field])
}

/// The editor, with what is in it.
pub fn fold(inside: Html, words: &LiveWords) -> Html {
    let title = around("summary", &[], &[], vec![text("b", &[], &[], words.edit)]);
    around("details", &["class", "id"], &["fold", "job-editor"], vec![title, inside])
}

/// Everything about the job, in tables; and how many TaskManagers it gets, if that is known.
pub fn editor(job: &Job, answer: &Rc<Answer>, managers: Option<u32>, language: Language) -> Html {
    let words = &language.of_details().editor;
    let parts = vec![
        stages(job, language.of_jobs(), words),
        cluster(job, answer, managers, words),
        memory(job, answer, &words.estimates),
        text("p", &["class"], &["note"], words.restarts_on),
    ];
    around("div", &["class", "id"], &["job-edit", PLACE], parts)
}

/// A field for a number, with what it is.
struct Number<'a> {
    name: String,
    label: &'a str,
    value: String,
    least: u32,
    most: u32,
    hint: &'a str,
}

impl Number<'_> {
    fn html(self) -> Html {
        const NUMBER: &[&str] =
            &["type", "id", "name", "min", "max", "step", "inputmode", "placeholder", "aria-label", "title"];
        let (least, most) = (self.least.to_string(), self.most.to_string());
        let hint = if self.hint.is_empty() { ABSENT } else { self.hint };
        let values =
            ["number", &self.name, &self.name, &least, &most, "any", "decimal", hint, self.label, self.label];
        entry("input", NUMBER, &values, self.value)
    }
}

/// A row: what it is called, and what each stage has there.
type Row<'a> = (&'a str, &'a dyn Fn(usize, &Stage) -> Option<Html>);

fn stages(job: &Job, live: &LiveWords, words: &EditorWords) -> Html {
    let last = job.stages.len() - 1;
    let number = |what: &str, label: &str, stage: usize, value: String, least: u32, most: u32| {
        let name = ["job-", what, "-", &stage.to_string()].concat();
        let label = [&job.name(stage), ": ", label].concat();
        Number { name, label: &label, value, least, most, hint: "" }.html()
    };
    let rows: [Row<'_>; 9] = [
        (live.parallelism, &|stage, of| {
            let value = of.parallelism.to_string();
            Some(number("parallelism", live.parallelism, stage, value, 1, MOST_SUBTASKS))
        }),
        (words.rate, &|stage, of| {
            (stage == 0).then(|| number("rate", words.rate, stage, of.rate.to_string(), 0, dial::MOST))
        }),
        (words.service, &|stage, of| {
            let value = of.service_us.to_string();
            (stage > 0).then(|| number("service", words.service, stage, value, 0, 60_000_000))
        }),
        (words.selectivity, &|stage, of| {
            let value = decimal(of.selectivity);
            (stage > 0 && stage < last)
                .then(|| number("selectivity", words.selectivity, stage, value, 0, 1000))
        }),
        (words.record, &|stage, of| {
            let value = of.record_bytes.to_string();
            (stage < last).then(|| number("record", words.record, stage, value, 1, 1 << 24))
        }),
        (words.input, &|stage, of| {
            (stage > 0).then(|| input(stage, of, &job.name(stage), live.inputs, words))
        }),
        (words.skew, &|stage, of| {
            (stage > 0 && has_keys(of))
                .then(|| number("skew", words.skew, stage, of.skew.to_string(), 0, 100))
        }),
        (words.estimates.state, &|stage, of| {
            let value = of.state_mib.to_string();
            (stage > 0).then(|| number("state", words.estimates.state, stage, value, 0, 1 << 24))
        }),
        (words.group, &|stage, of| Some(number("group", words.group, stage, of.group.to_string(), 0, 99))),
    ];
    let head = |name: &str| text("th", &["scope"], &["col"], name);
    let mut names = vec![head(words.stage)];
    names.extend((0..=last).map(|stage| head(&job.name(stage))));
    let rows = rows.iter().map(|(label, of)| {
        let mut cells = vec![text("th", &["scope"], &["row"], label)];
        let field = |(stage, described)| {
            let field: Option<Html> = of(stage, described);
            around("td", &[], &[], field.into_iter().collect())
        };
        cells.extend(job.stages.iter().enumerate().map(field));
        around("tr", &[], &[], cells)
    });
    let parts = vec![
        around("thead", &[], &[], vec![around("tr", &[], &[], names)]),
        around("tbody", &[], &[], rows.collect()),
    ];
    let table = around("table", &["class"], &["stages"], parts);
    around("div", &["class"], &["stages-box"], vec![table])
}

/// A number of thousandths as a decimal one.
fn decimal(thousandths: u32) -> String {
    let text = format::decimals(thousandths.into(), 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn input(stage: usize, of: &Stage, name: &str, inputs: [&str; 5], words: &EditorWords) -> Html {
    let options = PARTITIONERS.iter().zip(inputs);
    let options = options.map(|((each, value), word)| option(value, word, *each == of.input)).collect();
    let id = ["job-input-", &stage.to_string()].concat();
    let label = [name, ": ", words.input].concat();
    around("select", &["class", "id", "aria-label"], &["sel", &id, &label], options)
}

/// A field with what it is above it.
fn field(label: &str, field: Html) -> Html {
    around("label", &["class"], &["job-field"], vec![text("span", &[], &[], label), field])
}

/// What nobody but the user knows about state and heap, and which estimates count.
fn memory(job: &Job, answer: &Rc<Answer>, words: &EstimateWords) -> Html {
    let estimates = &job.estimates;
    let select = |id: &str, key: &str, options: Vec<Html>| {
        around("select", &["class", "id", "title"], &["sel", id, key], options)
    };
    let chosen = backend(answer);
    let mut backends = vec![];
    let stores = Store::ALL.into_iter().filter(|store| store.exists(answer.settings.version));
    let names: Vec<&str> = std::iter::once("hashmap").chain(stores.map(Store::name)).collect();
    for each in &names {
        backends.push(option(each, each, *each == chosen));
    }
    if !names.contains(&chosen) {
        let chosen = format::clip(chosen, 30).head;
        backends.push(option(&chosen, &chosen, true));
    }
    let is_reused = answer.settings.config().get(resolver::job::OBJECT_REUSE) == Some("true");
    let [off, on] = words.off_on;
    let reuse = vec![option("", off, !is_reused), option("true", on, is_reused)];
    let key = backend_key(answer.settings.version);
    let mut fields = vec![field(words.backend, select("job-backend", key, backends))];
    for (name, label, value, least, most) in [
        ("job-entry", words.entry, estimates.entry_bytes.to_string(), 1, 1 << 24),
        ("job-access-skew", words.access_skew, decimal(estimates.access_skew * 10), 0, 4),
        ("job-reads", words.reads, estimates.reads.to_string(), 0, 1_000),
        ("job-writes", words.writes, estimates.writes.to_string(), 0, 1_000),
        ("job-garbage", words.garbage, estimates.garbage_bytes.to_string(), 0, 1 << 30),
    ] {
        let number = Number { name: name.to_owned(), label, value, least, most, hint: "" };
        fields.push(field(label, number.html()));
    }
    fields.push(field(words.object_reuse, select("job-object-reuse", resolver::job::OBJECT_REUSE, reuse)));
    let mut switches = Vec::new();
    for (name, label, is_on) in [
        ("job-has-state", words.has_state, estimates.has_state),
        ("job-has-heap", words.has_heap, estimates.has_heap),
        ("job-operators", words.others[0], job.has_operators),
        ("job-python", words.others[1], job.has_python),
    ] {
        let parts = vec![
            choice(&["type", "role", "name", "id"], &["checkbox", "switch", name, name], is_on),
            mark("span", &["class", "aria-hidden"], &["knob", "true"]),
            text("span", &[], &[], label),
        ];
        switches.push(around("label", &["class"], &["switch"], parts));
    }
    let parts = vec![
        text("b", &[], &[], words.group),
        around("div", &["class"], &["job-switches"], switches),
        around("div", &["class"], &["job-fields"], fields),
    ];
    around("div", &["class", "role", "aria-label"], &["job-memory", "group", words.group], parts)
}

fn cluster(job: &Job, answer: &Rc<Answer>, needed: Option<u32>, words: &EditorWords) -> Html {
    let number = |name: &str, label: &str, value: String, least: u32, most: u32, hint: &str| {
        let number = Number { name: ["job-", name].concat(), label, value, least, most, hint };
        field(label, number.html())
    };
    let duration = |name: &str, label: &str, key: &str, default: &str| {
        const TEXT: &[&str] =
            &["type", "name", "placeholder", "spellcheck", "autocomplete", "aria-label", "title"];
        let value =
            format::clip(answer.settings.config().get(key).unwrap_or_default(), FIELD).head.into_owned();
        let name = ["job-", name].concat();
        field(label, entry("input", TEXT, &["text", &name, default, "false", "off", label, key], value))
    };
    let managers = job.task_managers.map_or_else(String::new, |count| count.to_string());
    let as_needed = needed.map_or_else(
        || words.as_needed.to_owned(),
        |needed| [words.as_needed, ": ", &needed.to_string()].concat(),
    );
    let fields = vec![
        number("stages", words.stages, job.stages.len().to_string(), 2, 6, ""),
        number("task-managers", words.managers, managers, 1, MOST_SUBTASKS, &as_needed),
        number("slots", words.slots, slots(answer).to_string(), 1, MOST_SLOTS, ""),
        number("latency", words.latency_field, job.latency_us.to_string(), 0, 10_000_000, ""),
        number("bandwidth", words.bandwidth, job.bandwidth_mib.to_string(), 1, 1 << 20, ""),
        duration("buffer-timeout", words.buffer_timeout, resolver::job::BUFFER_TIMEOUT, "100 ms"),
        duration(
            "checkpoints",
            words.checkpoints,
            resolver::job::CHECKPOINT_INTERVAL,
            words.estimates.off_on[0],
        ),
        field(words.unaligned, unaligned(answer, words)),
        duration("aligned-timeout", words.aligned_timeout, resolver::job::ALIGNED_TIMEOUT, "0 ms"),
    ];
    around("div", &["class", "role", "aria-label"], &["job-fields", "group", words.cluster], fields)
}

/// Whether barriers overtake data: not set, like `false`, is Flink's default.
fn unaligned(answer: &Rc<Answer>, words: &EditorWords) -> Html {
    let is_unaligned = answer.settings.config().get(resolver::job::UNALIGNED) == Some("true");
    let [aligned, unaligned] = words.alignments;
    let options = vec![option("", aligned, !is_unaligned), option("true", unaligned, is_unaligned)];
    around("select", &["class", "id", "title"], &["sel", "job-unaligned", resolver::job::UNALIGNED], options)
}
