//! What a form needs to know about each option after a resolution: is it in force, what stands in its place, where is it cut.

use std::cell::LazyCell;

use crate::catalogue::{
    DefaultValue, JM_DIRECT_LIMIT_ENABLED, JM_HEAP, JM_HEAP_MB, JM_HEAP_SIZE, JM_METASPACE, JM_OFF_HEAP,
    JM_OVERHEAD_FRACTION, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN, JM_TOTAL_FLINK, JM_TOTAL_PROCESS,
    NETWORK_NUM_BUFFERS, OptionDef, ROCKSDB_FIXED_PER_SLOT, ROCKSDB_FIXED_PER_TM, ROCKSDB_HIGH_PRIO_RATIO,
    ROCKSDB_MANAGED, ROCKSDB_PARTITIONED_INDEX_FILTERS, ROCKSDB_WRITE_BUFFER_RATIO,
    ROCKSDB_WRITE_BUFFER_SIZE, TM_BATCH_SHUFFLE_READ, TM_CPU_CORES, TM_FRAMEWORK_HEAP, TM_FRAMEWORK_OFF_HEAP,
    TM_HEAP_MB, TM_HEAP_SIZE, TM_JVM_METASPACE, TM_JVM_OVERHEAD_FRACTION, TM_JVM_OVERHEAD_MAX,
    TM_JVM_OVERHEAD_MIN, TM_MANAGED_FRACTION, TM_MANAGED_SIZE, TM_MANAGED_WEIGHTS, TM_MIN_SEGMENT_SIZE,
    TM_NETWORK_FRACTION, TM_NETWORK_MAX, TM_NETWORK_MIN, TM_NUM_SLOTS, TM_SEGMENT_SIZE,
    TM_STARTING_SEGMENT_SIZE, TM_TASK_HEAP, TM_TASK_OFF_HEAP, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::component::Component;
use crate::derivation::{Clamp, Rule, Step};
use crate::error::FlinkError;
use crate::memory_size::MemorySize;
use crate::reader::Reader;
use crate::resolution::{Deployment, Process, Request, Resolution};
use crate::slot;

/// What became of an option in a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Not set, and its default is what counts.
    Default,
    /// Set, and in force as set.
    Set,
    /// Not set; the size follows from the others.
    Derived,
    /// Not set, without a default, and nothing stands in its place.
    Unset,
    /// A fraction (set or not) whose result was raised or cut.
    Clamped(Clamp),
    /// Set under an old spelling that this release still reads.
    LegacyKey,
    /// Set or not, it has no effect here, because another option wins. [`Control::note`] says which.
    Ignored,
    /// The error is about this option in the first place.
    Rejected,
}

/// One option, seen after a resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The option.
    pub option: &'static OptionDef,
    /// What became of it.
    pub state: State,
    /// Key under which it is configured, if it is: its own or an old spelling.
    pub spelled: Option<&'static str>,
    /// The configured text.
    pub text: Option<String>,
    /// The component it sizes or limits, if it is about one.
    pub component: Option<Component>,
    /// The size of that component, if the resolution came so far.
    pub effective: Option<MemorySize>,
    /// For a fraction: where on its track the minimum and the maximum decide.
    pub clamp_edges: Option<(f64, f64)>,
    /// What Flink throws when it reads this option, for one that it reads later than the sizes (segments, consumers, RocksDB): then the
    /// resolution is valid and the option is not.
    pub error: Option<FlinkError>,
    /// One short sentence of ours, if there is something to say (why it is ignored, what raised it).
    pub note: Option<String>,
}

/// A group of controls under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Stable identifier, such as `limits`.
    pub id: &'static str,
    /// Plain heading.
    pub heading: &'static str,
    /// Its controls; never empty.
    pub controls: Vec<Control>,
}

/// A configured key that the request's release does not read for this process's memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The key.
    pub key: String,
    /// Why it is not read.
    pub note: String,
    /// Whether it belongs to the other process, whose form has a control for it.
    pub is_of_other_process: bool,
}

/// A group's identifier, heading and options.
type Layout = (&'static str, &'static str, &'static [&'static OptionDef]);

const TASK_MANAGER_CONTAINER: Layout = (
    "main",
    "Memory",
    &[
        &TM_TOTAL_PROCESS,
        &TM_TASK_HEAP,
        &TM_MANAGED_FRACTION,
        &TM_NETWORK_FRACTION,
        &TM_JVM_OVERHEAD_FRACTION,
        &TM_NUM_SLOTS,
    ],
);

const TASK_MANAGER_STANDALONE: Layout = (
    "main",
    "Memory",
    &[
        &TM_TOTAL_FLINK,
        &TM_TASK_HEAP,
        &TM_MANAGED_FRACTION,
        &TM_NETWORK_FRACTION,
        &TM_JVM_OVERHEAD_FRACTION,
        &TM_NUM_SLOTS,
    ],
);

const TASK_MANAGER_CONTAINER_LIMITS: Layout = (
    "limits",
    "Minimum, maximum and explicit sizes",
    &[
        &TM_TOTAL_FLINK,
        &TM_MANAGED_SIZE,
        &TM_NETWORK_MIN,
        &TM_NETWORK_MAX,
        &TM_JVM_OVERHEAD_MIN,
        &TM_JVM_OVERHEAD_MAX,
    ],
);

const TASK_MANAGER_STANDALONE_LIMITS: Layout = (
    "limits",
    "Minimum, maximum and explicit sizes",
    &[
        &TM_TOTAL_PROCESS,
        &TM_MANAGED_SIZE,
        &TM_NETWORK_MIN,
        &TM_NETWORK_MAX,
        &TM_JVM_OVERHEAD_MIN,
        &TM_JVM_OVERHEAD_MAX,
    ],
);

const TASK_MANAGER_REST: [Layout; 4] = [
    (
        "framework",
        "Framework, off-heap and metaspace",
        &[
            &TM_FRAMEWORK_HEAP,
            &TM_FRAMEWORK_OFF_HEAP,
            &TM_BATCH_SHUFFLE_READ,
            &TM_TASK_OFF_HEAP,
            &TM_JVM_METASPACE,
        ],
    ),
    (
        "segments",
        "Segments and CPU",
        &[&TM_SEGMENT_SIZE, &TM_MIN_SEGMENT_SIZE, &TM_STARTING_SEGMENT_SIZE, &TM_CPU_CORES],
    ),
    (
        "consumers",
        "Managed memory consumers",
        &[
            &TM_MANAGED_WEIGHTS,
            &ROCKSDB_MANAGED,
            &ROCKSDB_FIXED_PER_SLOT,
            &ROCKSDB_FIXED_PER_TM,
            &ROCKSDB_WRITE_BUFFER_RATIO,
            &ROCKSDB_HIGH_PRIO_RATIO,
            &ROCKSDB_PARTITIONED_INDEX_FILTERS,
            &ROCKSDB_WRITE_BUFFER_SIZE,
        ],
    ),
    ("legacy", "Keys of older releases", &[&TM_HEAP_SIZE, &TM_HEAP_MB, &NETWORK_NUM_BUFFERS]),
];

const JOB_MANAGER_CONTAINER: Layout =
    ("main", "Memory", &[&JM_TOTAL_PROCESS, &JM_HEAP, &JM_OFF_HEAP, &JM_METASPACE, &JM_OVERHEAD_FRACTION]);

const JOB_MANAGER_STANDALONE: Layout =
    ("main", "Memory", &[&JM_TOTAL_FLINK, &JM_HEAP, &JM_OFF_HEAP, &JM_METASPACE, &JM_OVERHEAD_FRACTION]);

const JOB_MANAGER_CONTAINER_LIMITS: Layout =
    ("limits", "Minimum, maximum and other sizes", &[&JM_TOTAL_FLINK, &JM_OVERHEAD_MIN, &JM_OVERHEAD_MAX]);

const JOB_MANAGER_STANDALONE_LIMITS: Layout =
    ("limits", "Minimum, maximum and other sizes", &[&JM_TOTAL_PROCESS, &JM_OVERHEAD_MIN, &JM_OVERHEAD_MAX]);

const JOB_MANAGER_REST: [Layout; 2] = [
    ("jvm", "JVM", &[&JM_DIRECT_LIMIT_ENABLED]),
    ("legacy", "Keys of older releases", &[&JM_HEAP_SIZE, &JM_HEAP_MB]),
];

fn layout(process: Process, deployment: Deployment) -> impl Iterator<Item = Layout> {
    let (main, limits, rest): (Layout, Layout, &[Layout]) = match (process, deployment) {
        (Process::TaskManager, Deployment::Containerized) => {
            (TASK_MANAGER_CONTAINER, TASK_MANAGER_CONTAINER_LIMITS, &TASK_MANAGER_REST)
        }
        (Process::TaskManager, Deployment::Standalone) => {
            (TASK_MANAGER_STANDALONE, TASK_MANAGER_STANDALONE_LIMITS, &TASK_MANAGER_REST)
        }
        (Process::JobManager, Deployment::Containerized) => {
            (JOB_MANAGER_CONTAINER, JOB_MANAGER_CONTAINER_LIMITS, &JOB_MANAGER_REST)
        }
        (Process::JobManager, Deployment::Standalone) => {
            (JOB_MANAGER_STANDALONE, JOB_MANAGER_STANDALONE_LIMITS, &JOB_MANAGER_REST)
        }
    };
    [main, limits].into_iter().chain(rest.iter().copied())
}

/// All memory options of the request's process and release, in the order in which a form shows them.
#[must_use]
pub fn controls(request: Request<'_>, resolution: &Resolution) -> Vec<Group> {
    // Only asked for where an option that Flink reads late is set at all.
    let late = LazyCell::new(|| slot::lines(request, resolution).err());
    let group = |(id, heading, options): Layout| {
        let exists = |option: &&&'static OptionDef| option.span(request.version).is_some();
        let controls: Vec<Control> = options
            .iter()
            .filter(exists)
            .map(|option| control(option, request, resolution, &|| late.as_ref()))
            .collect();
        Group { id, heading, controls }
    };
    layout(request.process, request.deployment)
        .map(group)
        .filter(|group| !group.controls.is_empty())
        .collect()
}

/// Configured keys that have no control here: keys of other releases, of the other process, or of something else altogether.
#[must_use]
pub fn unread(request: Request<'_>) -> Vec<Unread> {
    // Only the options of the two forms, not the whole catalogue: a program that shows just forms need not contain the rest.
    let option_of = |process: Process, key: &str| {
        layout(process, request.deployment).flat_map(|(.., options)| options).find(|option| {
            option.spans.iter().any(|span| option.key == key || span.deprecated_keys.contains(&key))
        })
    };
    let is_read = |option: &OptionDef, key: &str| {
        option
            .span(request.version)
            .is_some_and(|span| option.key == key || span.deprecated_keys.contains(&key))
    };
    let other = match request.process {
        Process::TaskManager => Process::JobManager,
        Process::JobManager => Process::TaskManager,
    };
    let judge = |key: &str| {
        let version = request.version;
        let note = match option_of(request.process, key) {
            Some(option) if is_read(option, key) => return None,
            Some(option) if option.until() < version => {
                format!(
                    "Flink {} was the last release to read it; {version} ignores it in silence",
                    option.until()
                )
            }
            Some(option) if option.since() > version => {
                format!("read from Flink {} on; {version} does not know it", option.since())
            }
            _ => "does not size this process's memory".to_owned(),
        };
        Some(Unread { key: key.to_owned(), note, is_of_other_process: option_of(other, key).is_some() })
    };
    request.config.iter().filter_map(|(key, _)| judge(key)).collect()
}

/// The component an option sizes or limits.
fn component(option: &OptionDef) -> Option<Component> {
    const COMPONENTS: [(&OptionDef, Component); 29] = [
        (&TM_TOTAL_PROCESS, Component::TotalProcess),
        (&TM_TOTAL_FLINK, Component::TotalFlink),
        (&TM_FRAMEWORK_HEAP, Component::FrameworkHeap),
        (&TM_TASK_HEAP, Component::TaskHeap),
        (&TM_FRAMEWORK_OFF_HEAP, Component::FrameworkOffHeap),
        (&TM_BATCH_SHUFFLE_READ, Component::FrameworkOffHeap),
        (&TM_TASK_OFF_HEAP, Component::TaskOffHeap),
        (&TM_MANAGED_SIZE, Component::Managed),
        (&TM_MANAGED_FRACTION, Component::Managed),
        (&TM_MANAGED_WEIGHTS, Component::Managed),
        (&TM_NETWORK_MIN, Component::Network),
        (&TM_NETWORK_MAX, Component::Network),
        (&TM_NETWORK_FRACTION, Component::Network),
        (&NETWORK_NUM_BUFFERS, Component::Network),
        (&TM_SEGMENT_SIZE, Component::Network),
        (&TM_JVM_METASPACE, Component::JvmMetaspace),
        (&TM_JVM_OVERHEAD_MIN, Component::JvmOverhead),
        (&TM_JVM_OVERHEAD_MAX, Component::JvmOverhead),
        (&TM_JVM_OVERHEAD_FRACTION, Component::JvmOverhead),
        (&JM_TOTAL_PROCESS, Component::TotalProcess),
        (&JM_TOTAL_FLINK, Component::TotalFlink),
        (&JM_HEAP, Component::JvmHeap),
        (&JM_OFF_HEAP, Component::OffHeap),
        (&JM_METASPACE, Component::JvmMetaspace),
        (&JM_OVERHEAD_MIN, Component::JvmOverhead),
        (&JM_OVERHEAD_MAX, Component::JvmOverhead),
        (&JM_OVERHEAD_FRACTION, Component::JvmOverhead),
        (&JM_HEAP_SIZE, Component::JvmHeap),
        (&JM_HEAP_MB, Component::JvmHeap),
    ];
    COMPONENTS.iter().find(|(known, _)| std::ptr::eq(*known, option)).map(|(_, component)| *component)
}

/// How a step uses an option.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Size,
    Fraction,
    Limit,
}

fn use_of(step: &Step, option: &OptionDef) -> Option<Use> {
    match &step.rule {
        Rule::Configured { key, spelled } if *key == option.key || *spelled == option.key => Some(Use::Size),
        Rule::Default { key } if *key == option.key => Some(Use::Size),
        Rule::NumberOfBuffers { .. } if std::ptr::eq(option, &NETWORK_NUM_BUFFERS) => Some(Use::Size),
        Rule::Fraction { fraction, .. } | Rule::InverseFraction { fraction, .. }
            if fraction.key == option.key =>
        {
            Some(Use::Fraction)
        }
        Rule::Fraction { range, .. }
        | Rule::InverseFraction { range, .. }
        | Rule::Remainder { within: Some(range), .. }
            if range.min_key == option.key || range.max_key == option.key =>
        {
            Some(Use::Limit)
        }
        _ => None,
    }
}

/// Options that do not size a component, and so are in force wherever they are set.
fn is_independent(option: &OptionDef) -> bool {
    component(option).is_none()
        || [&TM_BATCH_SHUFFLE_READ, &TM_MANAGED_WEIGHTS, &TM_SEGMENT_SIZE]
            .into_iter()
            .any(|known| std::ptr::eq(known, option))
}

/// Flink's error over what the options it reads later than the sizes lead to together.
type Late<'a> = &'a dyn Fn() -> Option<&'a FlinkError>;

/// Flink's error about an option that it reads later than the sizes: about the text as such, or about what it leads to.
fn late_error(option: &'static OptionDef, request: Request<'_>, late: Late<'_>) -> Option<FlinkError> {
    let text = Reader::new(request.config, request.version).check(option).err();
    text.or_else(|| late().filter(|error| error.keys.first() == Some(&option.key)).cloned())
}

fn control(
    option: &'static OptionDef,
    request: Request<'_>,
    resolution: &Resolution,
    late: Late<'_>,
) -> Control {
    let span = option.span(request.version);
    let old_keys = span.map_or(&[][..], |span| span.deprecated_keys);
    let spelled =
        std::iter::once(&option.key).chain(old_keys).copied().find(|key| request.config.contains(key));
    let text = spelled.and_then(|key| request.config.get(key)).map(str::to_owned);
    let component = component(option);
    let steps = resolution.derivation.steps();
    let used = steps.iter().find_map(|step| use_of(step, option).map(|used| (step, used)));
    let settled = component.and_then(|component| resolution.derivation.of(component));
    let effective = settled.map(|step| step.size);
    let clamp_edges =
        used.filter(|(_, used)| *used == Use::Fraction).and_then(|(step, _)| step.clamp_edges());

    let error = resolution.outcome.as_ref().err();
    let is_rejected = error.is_some_and(|error| error.keys.first().is_some_and(|key| *key == option.key));
    let is_legacy = span.is_some_and(|span| span.deprecated);
    // An old key that Flink read is in the resolution; one that it did not read, it never reads.
    let is_late = spelled.is_some() && used.is_none() && is_independent(option) && !is_legacy;
    let late = is_late.then(|| late_error(option, request, late)).flatten();
    let has_default = span.is_some_and(|span| span.default != DefaultValue::None);
    let (state, note) = if is_rejected || late.is_some() {
        (State::Rejected, None)
    } else if let Some((step, Use::Fraction)) = used
        && let Some(clamp) = step.clamp()
    {
        (State::Clamped(clamp), Some(clamp_note(step, clamp)))
    } else if let Some(spelled) = spelled.filter(|spelled| *spelled != option.key) {
        let note = format!("old spelling {spelled}; Flink {} still reads it", request.version);
        (State::LegacyKey, Some(note))
    } else if is_legacy {
        legacy(spelled.is_some(), used.map(|(step, _)| step), option, request)
    } else if used.is_some() || is_independent(option) || error.is_some() {
        let state = match (spelled, has_default) {
            (Some(_), _) => State::Set,
            (None, true) => State::Default,
            (None, false) if component.is_some() => State::Derived,
            (None, false) => State::Unset,
        };
        (state, None)
    } else if spelled.is_none() && !has_default {
        (State::Derived, None)
    } else {
        (State::Ignored, Some(ignored_note(settled)))
    };
    Control { option, state, spelled, text, component, effective, clamp_edges, error: late, note }
}

fn legacy(
    is_set: bool,
    used: Option<&Step>,
    option: &OptionDef,
    request: Request<'_>,
) -> (State, Option<String>) {
    let note = match used.map(|step| &step.rule) {
        _ if !is_set => {
            return (
                State::Unset,
                Some(format!("of older releases; Flink {} still reads it", request.version)),
            );
        }
        Some(Rule::Configured { key, .. }) => format!("stands for {key}"),
        Some(_) => "sets the network memory, because none of its newer options is set".to_owned(),
        None => {
            let note = format!("no effect: {} is only read where none of its successors is set", option.key);
            return (State::Ignored, Some(note));
        }
    };
    (State::LegacyKey, Some(note))
}

fn clamp_note(step: &Step, clamp: Clamp) -> String {
    let exact = match &step.rule {
        Rule::Fraction { exact, .. } | Rule::InverseFraction { exact, .. } => *exact,
        _ => step.size,
    };
    let verb = match clamp {
        Clamp::ToMin => "raised to the minimum",
        Clamp::ToMax => "cut to the maximum",
    };
    format!("{} {verb} {}", exact.human(), step.size.human())
}

/// Why an option that could size a component does not: the rule that settled the component instead.
fn ignored_note(settled: Option<&Step>) -> String {
    match settled.map(|step| (step.component, &step.rule)) {
        Some((component, Rule::Configured { spelled, .. })) => {
            format!("no effect: {component} is set by {spelled}")
        }
        Some((component, Rule::Remainder { of, .. })) => {
            format!("no effect: {component} is what the other parts leave of {}", of.component)
        }
        Some((component, Rule::NumberOfBuffers { .. })) => {
            format!("no effect: {component} is set by {}", NETWORK_NUM_BUFFERS.key)
        }
        Some((component, _)) => format!("no effect: {component} is not derived from it here"),
        None => "no effect here".to_owned(),
    }
}
