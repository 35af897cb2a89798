//! Whether network memory is enough for a job: what its TaskManagers need of network buffers, against what they have.

use pools::Release;
use pools::job::{Cluster, LoadBalanceMode, Parallelism, Partitioner};
use pools::plan::{self, Fix, JobShape, NetworkMemory, NetworkPlan, PlanError, PlanRequest};
use pools::shuffle::{BufferSettings, ResultPartitionType};
use resolver::shuffle::{ShuffleSettings, settings};
use resolver::{Breakdown, Configuration, Process, Request, resolve};
use yew::Html;

use crate::button::{Button, Icon};
use crate::format;
use crate::header::option;
use crate::language::digits;
use crate::mark::{around, entry, flag, mark, text};
use crate::page::{Action, Answer, Page};
use crate::words::{NetworkWords, Words};

const SLOTS: &str = "taskmanager.numberOfTaskSlots";
const NETWORK_MIN: &str = "taskmanager.memory.network.min";
const NETWORK_MAX: &str = "taskmanager.memory.network.max";

/// Stages and subtasks that can be asked about here: with more, the answer takes longer than a frame.
const MOST_STAGES: u32 = 16;
const MOST_SUBTASKS: u32 = 4096;
const MOST_TASK_MANAGERS: u32 = 4096;
/// Groups of TaskManagers that are listed.
const LISTED: usize = 12;

/// How stages can be connected, with the value in markup.
const PARTITIONERS: [(Partitioner, &str); 5] = [
    (Partitioner::Hash, "hash"),
    (Partitioner::Rebalance, "rebalance"),
    (Partitioner::Rescale, "rescale"),
    (Partitioner::Broadcast, "broadcast"),
    (Partitioner::Forward, "forward"),
];

/// How data goes from stage to stage.
const EXCHANGES: [ResultPartitionType; 4] = [
    ResultPartitionType::PipelinedBounded,
    ResultPartitionType::Blocking,
    ResultPartitionType::HybridFull,
    ResultPartitionType::HybridSelective,
];

/// The job that is asked about. Slots of a TaskManager are an option of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Stages in a row.
    pub stages: u32,
    /// Subtasks of each.
    pub parallelism: u32,
    /// How records find their subtask.
    pub partitioner: Partitioner,
    /// How they get there.
    pub exchange: ResultPartitionType,
    /// TaskManagers of the cluster.
    pub task_managers: u32,
}

impl Job {
    /// The job to begin with.
    #[must_use]
    pub fn first(answer: &Answer) -> Self {
        Self::preset(4, slots(answer))
    }

    /// The preset with this parallelism, or the first, in a cluster just large enough with so many slots in a TaskManager.
    fn preset(parallelism: u32, slots: u32) -> Self {
        let with = |preset: &&plan::Preset| preset.shape.parallelism.get() == parallelism;
        let shape = plan::PRESETS.iter().find(with).unwrap_or(&plan::PRESETS[0]).shape;
        Self {
            stages: shape.stages,
            parallelism: shape.parallelism.get(),
            partitioner: shape.partitioner,
            exchange: shape.exchange,
            task_managers: shape.parallelism.get().div_ceil(slots.max(1)),
        }
    }

    fn shape(self) -> JobShape {
        JobShape {
            stages: self.stages,
            parallelism: Parallelism::new(self.parallelism).unwrap_or(Parallelism::ONE),
            partitioner: self.partitioner,
            exchange: self.exchange,
            is_chaining_enabled: true,
        }
    }
}

/// What one of the block's buttons and fields does; `value` is what was chosen or typed.
pub fn act(verb: &str, value: &str, page: &Page) -> Option<Action> {
    let slots = slots(&page.answer);
    let job = page.view.job.unwrap_or_else(|| Job::preset(4, slots));
    let number = |most: u32| value.trim().parse::<u32>().ok().map(|number| number.clamp(1, most));
    let changed = match verb {
        "job" if value == "off" => return Some(Action::Job(None)),
        "job" => job,
        "job-preset" => Job::preset(value.parse().ok()?, slots),
        "job-stages" => Job { stages: number(MOST_STAGES)?, ..job },
        "job-parallelism" => Job { parallelism: number(MOST_SUBTASKS)?, ..job },
        "job-task-managers" => Job { task_managers: number(MOST_TASK_MANAGERS)?, ..job },
        "job-partitioner" => {
            Job { partitioner: PARTITIONERS.iter().find(|(_, name)| *name == value)?.0, ..job }
        }
        "job-exchange" => {
            Job { exchange: EXCHANGES.into_iter().find(|exchange| exchange.name() == value)?, ..job }
        }
        "job-slots" => {
            let text = number(1024)?.to_string();
            return Some(Action::Set { key: SLOTS.to_owned(), text });
        }
        "job-fix" => {
            let entries = value.split(' ').filter_map(|entry| entry.split_once('='));
            let entries = entries.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            return Some(Action::SetAll(entries));
        }
        _ => return None,
    };
    Some(Action::Job(Some(changed)))
}

fn slots(answer: &Answer) -> u32 {
    let slots = match answer.breakdown() {
        Some(Breakdown::TaskManager(memory)) => memory.num_slots,
        _ => answer.settings.config().get(SLOTS).and_then(|slots| slots.trim().parse().ok()),
    };
    slots.and_then(|slots| u32::try_from(slots).ok()).unwrap_or(1).max(1)
}

/// Why there is nothing to say.
enum Silence {
    /// The release is older than what is known.
    Release,
    /// Flink does not start, or not with this network stack.
    Start(String),
}

/// A question and what there is to say about it.
struct Asked {
    release: Release,
    settings: BufferSettings,
    segment_size: u32,
    network: u64,
    cluster: Cluster,
}

impl Asked {
    fn of(answer: &Answer, job: Job) -> Result<Self, Silence> {
        let version = answer.settings.version;
        let release = Release::parse(version.name()).ok_or(Silence::Release)?;
        let Some(Breakdown::TaskManager(memory)) = answer.breakdown() else {
            let error = answer.error.as_ref().map(|error| error.message.to_string());
            return Err(Silence::Start(error.unwrap_or_default()));
        };
        let config = answer.settings.config();
        let read =
            settings(version, config, memory.network).map_err(|error| Silence::Start(error.message))?;
        Ok(Self {
            release,
            settings: buffer_settings(release, &read),
            segment_size: u32::try_from(read.segment_size).unwrap_or(1),
            network: memory.network.bytes(),
            cluster: Cluster {
                task_managers: job.task_managers,
                slots_each: slots(answer),
                mode: mode(release, config),
            },
        })
    }

    fn plan(&self, job: Job) -> Result<NetworkPlan, PlanError> {
        let chained = job.shape().chain().map_err(PlanError::Job)?;
        plan::plan(&PlanRequest {
            release: self.release,
            settings: &self.settings,
            segment_size: self.segment_size,
            network_memory: self.network,
            graph: &chained.graph,
            cluster: &self.cluster,
        })
    }
}

fn buffer_settings(release: Release, read: &ShuffleSettings) -> BufferSettings {
    let defaults = BufferSettings::defaults(release);
    BufferSettings {
        per_channel: read.buffers_per_channel,
        floating_per_gate: read.floating_buffers_per_gate,
        max_required_per_gate: read.max_required_buffers_per_gate,
        max_per_channel: read.max_buffers_per_channel.unwrap_or(defaults.max_per_channel),
        max_overdraft_per_gate: read.max_overdraft_buffers_per_gate.unwrap_or(0),
        sort_min_parallelism: read.sort_shuffle_min_parallelism.unwrap_or(defaults.sort_min_parallelism),
        sort_min_buffers: read.sort_shuffle_min_buffers.unwrap_or(defaults.sort_min_buffers),
        tiered_storage: read.tiered_storage_buffers,
    }
}

/// How the configuration spreads slots.
fn mode(release: Release, config: &Configuration) -> LoadBalanceMode {
    let rules = release.behaviour().scheduling;
    let of = |key: Option<&'static str>| key.and_then(|key| config.get(key));
    let named = of(rules.mode_key).and_then(|name| {
        rules.modes.iter().copied().find(|mode| mode.name().eq_ignore_ascii_case(name.trim()))
    });
    let spread = of(rules.spread_key).filter(|text| text.trim().eq_ignore_ascii_case("true"));
    let default = rules.modes.first().copied().unwrap_or(LoadBalanceMode::None);
    named.or(spread.map(|_| LoadBalanceMode::Slots)).unwrap_or(default)
}

/// The block's head, which is all of it until somebody looks; the block is about TaskManagers alone.
pub fn section(page: &Page, inside: Html, words: &Words) -> Html {
    let network = &words.network;
    let (deed, label) =
        if page.view.job.is_some() { ("job off", network.put_away) } else { ("check-job", network.check) };
    let toggle =
        Button { class: "btn line", id: "check-job", deed, inside: vec![label.into()], ..Button::default() };
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

/// What is in it: a job, and what it needs.
pub fn block(page: &Page, words: &Words) -> Html {
    let network = &words.network;
    let answer = &page.answer;
    let Some(job) = page.view.job.filter(|_| answer.settings.process == Process::TaskManager) else {
        return around("div", &[], &[], Vec::new());
    };
    let result = match Asked::of(answer, job) {
        Ok(asked) => answered(&asked, job, page, network),
        Err(Silence::Release) => vec![text("p", &["class"], &["note"], network.no_release)],
        Err(Silence::Start(why)) => {
            vec![text("p", &["class"], &["note"], network.no_start), error_box(&why)]
        }
    };
    let parts = vec![
        form(job, answer, network),
        around("div", &["class", "aria-live"], &["net-result", "polite"], result),
    ];
    around("div", &["class"], &["net-body"], parts)
}

fn form(job: Job, answer: &Answer, words: &NetworkWords) -> Html {
    const NUMBER: &[&str] = &["type", "name", "min", "max", "inputmode"];
    let number = |label: &str, name: &str, value: u32, most: u32| {
        let (value, most) = (value.to_string(), most.to_string());
        let field = entry("input", NUMBER, &["number", name, "1", &most, "numeric"], value);
        around("label", &["class"], &["job-field"], vec![text("span", &[], &[], label), field])
    };
    let select = |label: &str, id: &str, options: Vec<Html>| {
        let list = around("select", &["class", "id"], &["sel", id], options);
        around("label", &["class"], &["job-field"], vec![text("span", &[], &[], label), list])
    };
    let partitioners = PARTITIONERS.map(|(each, name)| option(name, name, each == job.partitioner)).to_vec();
    let exchanges = EXCHANGES.map(|each| option(each.name(), each.name(), each == job.exchange)).to_vec();
    let presets = plan::PRESETS.iter().map(|preset| {
        let subtasks = preset.shape.parallelism.get().to_string();
        let is_it = Job::preset(preset.shape.parallelism.get(), slots(answer)) == job;
        let button = Button {
            class: "btn line",
            deed: &["job-preset ", &subtasks].concat(),
            label: preset.name,
            pressed: if is_it { "true" } else { "false" },
            inside: vec![subtasks.as_str().into()],
            ..Button::default()
        };
        button.html()
    });
    let mut group = vec![text("span", &["class"], &["job-label"], words.presets)];
    group.extend(presets);
    let fields = vec![
        number(words.stages, "job-stages", job.stages, MOST_STAGES),
        number(words.parallelism, "job-parallelism", job.parallelism, MOST_SUBTASKS),
        select(words.partitioner, "job-partitioner", partitioners),
        select(words.exchange, "job-exchange", exchanges),
        number(words.task_managers, "job-task-managers", job.task_managers, MOST_TASK_MANAGERS),
        number(words.slots, "job-slots", slots(answer), 1024),
    ];
    let parts = vec![
        around("div", &["class", "role", "aria-label"], &["job-presets", "group", words.presets], group),
        around("div", &["class"], &["job-fields"], fields),
    ];
    around("div", &["class"], &["job"], parts)
}

fn answered(asked: &Asked, job: Job, page: &Page, words: &NetworkWords) -> Vec<Html> {
    let plan = match asked.plan(job) {
        Ok(plan) => plan,
        Err(error) => return refused(error, asked, words),
    };
    let mut parts = vec![verdict(&plan, words)];
    if let Some(failure) = &plan.failure {
        let class = failure.error.class().unwrap_or_default();
        parts.push(error_box(
            &[class, if class.is_empty() { "" } else { ": " }, &failure.error.to_string()].concat(),
        ));
    }
    parts.push(around("div", &["class"], &["offers"], fixes(&plan, page, words)));
    parts.push(chart(&plan, words));
    parts.push(sums(&plan, words));
    parts.push(groups(&plan, words));
    parts.push(text("p", &["class"], &["note"], words.estimate));
    parts
}

/// The job does not fit at all.
fn refused(error: PlanError, asked: &Asked, words: &NetworkWords) -> Vec<Html> {
    let class = error.class().unwrap_or_default();
    let message = [class, if class.is_empty() { "" } else { ": " }, &error.to_string()].concat();
    let mut parts = vec![error_box(&message)];
    if let PlanError::Job(pools::job::JobError::NoResources { needed, slots }) = error {
        let each = u64::from(asked.cluster.slots_each.max(1));
        let managers = needed.div_ceil(each).to_string();
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
    text("p", &["class", "id"], &["error", "network-error"], message)
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
fn fixes(plan: &NetworkPlan, page: &Page, words: &NetworkWords) -> Vec<Html> {
    let button = |deed: &str, label: &str| {
        let inside = vec![words.set.into(), " ".into(), text("code", &[], &[], label)];
        Button { class: "btn line", deed, inside, ..Button::default() }.html()
    };
    let fix = |fix: &Fix| match fix {
        Fix::NetworkMemory { bytes } => match memory_fix(*bytes, page) {
            Some(entries) => {
                button(&["job-fix ", &entries].concat(), &entries.replace('=', ": ").replace(' ', ", "))
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
fn memory_fix(bytes: u64, page: &Page) -> Option<String> {
    let settings = &page.answer.settings;
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
