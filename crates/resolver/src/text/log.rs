//! Logs: what Flink prints about its configuration and memory, and what it and others say when something goes wrong.
//!
//! The lines may have anything before them (time, level, pod, container), and stand in JSON with `\n` for line ends. What is read: the
//! "Final … Memory configuration" blocks (`BashJavaUtils`), "Loading configuration property" (`GlobalConfiguration`), the arguments of
//! the process (`EnvironmentInformation`) or as the start script prints them, and the messages in [`symptoms`].
//!
//! Where the configuration in the log leads to the sizes of the block, it is what counts. Otherwise the block does, as explicit sizes.

use super::draft::{Draft, Rank};
use super::symptoms::{self, Found};
use super::{Advice, Kind, Reading, Severity, Span};
use crate::behaviour::behaviour;
use crate::catalogue::{
    self, JM_HEAP, JM_METASPACE, JM_OFF_HEAP, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN, JM_TOTAL_FLINK,
    JM_TOTAL_PROCESS, TM_FRAMEWORK_HEAP, TM_FRAMEWORK_OFF_HEAP, TM_JVM_METASPACE, TM_JVM_OVERHEAD_MAX,
    TM_JVM_OVERHEAD_MIN, TM_MANAGED_SIZE, TM_NETWORK_MAX, TM_NETWORK_MIN, TM_SEGMENT_SIZE, TM_TASK_HEAP,
    TM_TASK_OFF_HEAP, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::component::Component;
use crate::config::Configuration;
use crate::resolution::{Deployment, Process, Request, resolve};
use crate::version::FlinkVersion;

/// A line of a block: its label, what it is, and the option that makes it so if it is not a mere sum.
struct Row {
    label: &'static str,
    component: Component,
    key: &'static str,
    /// Another option, where a minimum and a maximum take the place of a size.
    other_key: &'static str,
}

const fn row(label: &'static str, component: Component, key: &'static str) -> Row {
    Row { label, component, key, other_key: "" }
}

const fn range(label: &'static str, component: Component, key: &'static str, other_key: &'static str) -> Row {
    Row { label, component, key, other_key }
}

static TASK_MANAGER_ROWS: [Row; 13] = [
    row("Total Process Memory:", Component::TotalProcess, TM_TOTAL_PROCESS.key),
    row("Total Flink Memory:", Component::TotalFlink, TM_TOTAL_FLINK.key),
    row("Total JVM Heap Memory:", Component::JvmHeap, ""),
    row("Framework:", Component::FrameworkHeap, TM_FRAMEWORK_HEAP.key),
    row("Task:", Component::TaskHeap, TM_TASK_HEAP.key),
    row("Total Off-heap Memory:", Component::OffHeap, ""),
    row("Managed:", Component::Managed, TM_MANAGED_SIZE.key),
    row("Total JVM Direct Memory:", Component::JvmDirect, ""),
    row("Framework:", Component::FrameworkOffHeap, TM_FRAMEWORK_OFF_HEAP.key),
    row("Task:", Component::TaskOffHeap, TM_TASK_OFF_HEAP.key),
    range("Network:", Component::Network, TM_NETWORK_MIN.key, TM_NETWORK_MAX.key),
    row("JVM Metaspace:", Component::JvmMetaspace, TM_JVM_METASPACE.key),
    range("JVM Overhead:", Component::JvmOverhead, TM_JVM_OVERHEAD_MIN.key, TM_JVM_OVERHEAD_MAX.key),
];

static JOB_MANAGER_ROWS: [Row; 6] = [
    row("Total Process Memory:", Component::TotalProcess, JM_TOTAL_PROCESS.key),
    row("Total Flink Memory:", Component::TotalFlink, JM_TOTAL_FLINK.key),
    row("JVM Heap:", Component::JvmHeap, JM_HEAP.key),
    row("Off-heap:", Component::OffHeap, JM_OFF_HEAP.key),
    row("JVM Metaspace:", Component::JvmMetaspace, JM_METASPACE.key),
    range("JVM Overhead:", Component::JvmOverhead, JM_OVERHEAD_MIN.key, JM_OVERHEAD_MAX.key),
];

/// Words that begin something to read.
const MARKS: [(&str, Mark); 9] = [
    ("Final TaskExecutor Memory configuration:", Mark::Block(Process::TaskManager)),
    ("Final Master Memory configuration:", Mark::Block(Process::JobManager)),
    ("Loading configuration property: ", Mark::Property),
    ("Loading dynamic configuration property: ", Mark::DynamicProperty),
    ("Dynamic Property set: ", Mark::YarnProperty),
    ("dynamic_configs: ", Mark::Options),
    ("BASH_JAVA_UTILS_EXEC_RESULT:-D ", Mark::Options),
    ("Program Arguments:", Mark::Arguments),
    ("Starting ", Mark::Start),
];

#[derive(Clone, Copy)]
enum Mark {
    /// The head of a block.
    Block(Process),
    /// `key, value`.
    Property,
    /// The same, of what the process got as `-D`.
    DynamicProperty,
    /// `key=value`.
    YarnProperty,
    /// `-D key=value -D …` up to the end of the line.
    Options,
    /// The same, a word a line, up to the class path.
    Arguments,
    /// The first line of a process: its name and version.
    Start,
}

/// Blocks that are read; a log with more repeats them.
const MOST_HEADS: usize = 500;
/// Lines and bytes behind the head of a block in which its lines are looked for.
const BLOCK_LINES: usize = 64;
const BLOCK_BYTES: usize = 16 << 10;
/// Lines of arguments.
const ARGUMENT_LINES: usize = 400;

/// What the words of a text tell, in their order.
enum Hit {
    Mark(Mark, Span),
    Symptom(Found),
}

/// Calls `take` with everything in the text that is read here. It gives the place to go on from.
fn scan(text: &str, take: &mut dyn FnMut(Hit) -> usize) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut is_inside_word = false;
    while let Some(byte) = bytes.get(at) {
        // A comment of a configuration may quote a log.
        if *byte == b'#' && (at == 0 || bytes[at - 1] == b'\n') {
            at = text[at..].find('\n').map_or(bytes.len(), |length| at + length + 1);
            continue;
        }
        let is_letter = byte.is_ascii_alphanumeric() || *byte == b'_';
        // An escaped line end is no letter of the word behind it.
        let is_escape = *byte == b'\\' && bytes.get(at + 1) == Some(&b'n');
        if is_letter && !is_inside_word {
            let mark = MARKS
                .iter()
                .find(|(words, _)| words.as_bytes()[0] == *byte && bytes[at..].starts_with(words.as_bytes()));
            let hit = match mark {
                Some((words, mark)) => Some(Hit::Mark(*mark, Span::new(at, at + words.len()))),
                None => symptoms::find(text, at).map(Hit::Symptom),
            };
            if let Some(hit) = hit {
                at = take(hit).max(at + 1);
                is_inside_word = false;
                continue;
            }
        }
        is_inside_word = is_letter && !is_escape;
        at += if is_escape { 2 } else { 1 };
    }
}

/// What a text tells that is read here.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// Configuration or sizes.
    pub(super) is_log: bool,
    /// A problem.
    pub(super) is_problem: bool,
}

/// What there is to read in a text.
pub(super) fn content(text: &str) -> Content {
    let mut content = Content::default();
    scan(text, &mut |hit| match hit {
        Hit::Mark(Mark::Start | Mark::Arguments, at) => at.end,
        Hit::Mark(..) => {
            content.is_log = true;
            text.len()
        }
        Hit::Symptom(found) => {
            content.is_problem = true;
            found.at.end
        }
    });
    content
}

/// A block of the log.
struct Block {
    process: Process,
    /// The lines that were found, with the places of labels and numbers.
    rows: Vec<(&'static Row, Span, u64)>,
}

/// Reads a text as a log.
pub(super) fn read(text: &str, kind: Kind, version: FlinkVersion) -> Reading {
    let mut log = Log {
        text,
        draft: Draft::new(kind),
        blocks: Vec::new(),
        started: None,
        speaker: None,
        heads: 0,
        line_start: 0,
        reached: 0,
    };
    scan(text, &mut |hit| log.hit(hit, version));
    log.finish(version)
}

struct Log<'a> {
    text: &'a str,
    draft: Draft,
    blocks: Vec<Block>,
    /// The process whose start the log has, if it is one only.
    started: Option<Option<Process>>,
    /// The process that the messages of the moment are about.
    speaker: Option<Process>,
    /// Heads of stretches of several lines that were read.
    heads: usize,
    /// Where the line of `reached` begins, up to which the text was read.
    line_start: usize,
    reached: usize,
}

impl Log<'_> {
    /// Reads what was found, and gives the place to go on from.
    fn hit(&mut self, hit: Hit, version: FlinkVersion) -> usize {
        let (mark, at) = match hit {
            Hit::Mark(mark, at) => (mark, at),
            Hit::Symptom(found) => {
                let end = found.at.end;
                self.problem(&found, version);
                return end;
            }
        };
        let newline = self.text[self.reached..at.start].rfind('\n');
        self.line_start = newline.map_or(self.line_start, |newline| self.reached + newline + 1);
        self.reached = at.start;
        let is_first = self.heads < MOST_HEADS;
        match mark {
            Mark::Block(process) if is_first => self.block(process, at),
            Mark::Arguments => return self.arguments(at.end),
            Mark::Property | Mark::DynamicProperty => return self.property(at.end, ", "),
            Mark::YarnProperty => return self.property(at.end, "="),
            Mark::Options => {
                // The mark may end with the first option.
                let start = at.end - if self.text[..at.end].ends_with("-D ") { 3 } else { 0 };
                let end = self.message_end(start);
                let words: Vec<Span> = words(self.text, Span::new(start, end)).collect();
                self.options(&words);
                return end;
            }
            Mark::Start => self.start(at.end),
            Mark::Block(_) => {}
        }
        at.end
    }

    /// Where the message that `at` belongs to ends: at the end of its line, escaped or not, or of its string in JSON.
    fn message_end(&self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let is_in_json = self.is_in_json(at);
        let mut end = 0;
        while let Some(byte) = rest.get(end) {
            match byte {
                b'\n' | b'\r' => break,
                b'\\' if rest.get(end + 1) == Some(&b'n') => break,
                b'\\' if is_in_json => end += 1,
                b'"' if is_in_json => break,
                _ => {}
            }
            end += 1;
        }
        let end = (at + end).min(self.text.len());
        if self.text.is_char_boundary(end) { end } else { end - 1 }
    }

    /// Whether the words at a place stand in a string of JSON: whether their line has a brace with a quote near its beginning.
    fn is_in_json(&self, at: usize) -> bool {
        let line = self.text.get(self.line_start..at).unwrap_or_default();
        let Some(brace) = line.find('{').filter(|brace| *brace < 200) else { return false };
        line[brace + 1..].trim_start().starts_with('"')
    }

    /// Reads `key, value`.
    fn property(&mut self, at: usize, between: &str) -> usize {
        let end = self.message_end(at);
        let Some((key, value)) = self.text[at..end].split_once(between) else { return at };
        let value_at = at + key.len() + between.len();
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte > b' ');
        // What Flink does not show, it does not say.
        if is_key && value != "******" {
            self.draft.put_fixed(key, value, Span::new(value_at, end), Rank::Usual);
        }
        end
    }

    /// Reads `-D key=value` and `-Dkey=value`, word by word, without quotes: Flink prints what it got.
    fn options(&mut self, words: &[Span]) {
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let property = match word.of(self.text) {
                "-D" => words.next().copied(),
                text if text.starts_with("-D") => Some(Span::new(word.start + 2, word.end)),
                _ => None,
            };
            let Some(property) = property else { continue };
            if let Some((key, value)) = property.of(self.text).split_once('=') {
                let value_at = Span::new(property.start + key.len() + 1, property.end);
                if !value.contains("******") {
                    self.draft.put_fixed(key, value, value_at, Rank::Usual);
                }
            }
        }
    }

    /// Reads the lines behind "Program Arguments:", each with a word behind four blanks, and gives the place behind them.
    fn arguments(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut found = Vec::new();
        for line in lines(self.text, at).skip(1).take(ARGUMENT_LINES) {
            let text = line.of(self.text).trim_end();
            let Some(blanks) = text.rfind("    ") else { break };
            let word = Span::new(line.start + blanks + 4, line.start + text.len());
            found.push(word);
            end = word.end;
        }
        self.options(&found);
        end
    }

    /// Reads `TaskManager (Version: 1.16.1, …`.
    fn start(&mut self, at: usize) {
        let mut line = &self.text[at..];
        // The name of a process is short.
        let end = line.char_indices().map(|(at, _)| at).take(300).last().unwrap_or(0);
        line = line[..end].split('\n').next().unwrap_or_default();
        let Some((name, rest)) = line.split_once(" (Version: ") else { return };
        let version = rest.split([',', '-', ')']).next().and_then(FlinkVersion::parse);
        let reading = &mut self.draft.reading;
        reading.version = version.or(reading.version);
        let is_task_manager = name.contains("TaskManager") || name.contains("TaskExecutor");
        let is_job_manager = name.to_ascii_lowercase().contains("entrypoint");
        let process = match (is_task_manager, is_job_manager) {
            (true, _) => Some(Process::TaskManager),
            (false, true) => Some(Process::JobManager),
            (false, false) => return,
        };
        self.started = Some(match self.started {
            Some(other) if other != process => None,
            _ => process,
        });
        self.speaker = process;
        let is_container = ["YARN", "Yarn", "Kubernetes"].iter().any(|word| name.contains(word));
        let deployment = if is_container { Deployment::Containerized } else { Deployment::Standalone };
        reading.deployment.get_or_insert(deployment);
    }

    /// Reads the lines of a block.
    fn block(&mut self, process: Process, at: Span) {
        self.heads += 1;
        let text = self.text;
        let rows = rows_of(process);
        let stream = stream_of(text, at.start);
        let limit = (at.end + BLOCK_BYTES).min(text.len());
        let mut block = Block { process, rows: Vec::new() };
        let mut next = 0;
        for line in lines(text, at.end).skip(1).take(BLOCK_LINES).take_while(|line| line.start < limit) {
            let content = &text.as_bytes()[line.start..line.end.min(line.start + BLOCK_BYTES)];
            let is_physical = line.start == 0 || text.as_bytes()[line.start - 1] == b'\n';
            if is_physical && !content.starts_with(stream.as_bytes()) {
                continue;
            }
            let found = rows[next..].iter().position(|row| find_label(content, row.label).is_some());
            let Some(skipped) = found else { continue };
            let row = &rows[next + skipped];
            let Some(label) = find_label(content, row.label) else { continue };
            next += skipped + 1;
            let end = self.message_end(line.start + label);
            let number = text.get(line.start + label + row.label.len()..end).unwrap_or_default().trim();
            if let Some(bytes) = symptoms::bytes(number) {
                let start = end - (text[..end].len() - text[..end].trim_end().len()) - number.len();
                block.rows.push((row, Span::new(start, start + number.len()), bytes));
            }
            if next == rows.len() {
                break;
            }
        }
        if !block.rows.is_empty() {
            self.blocks.push(block);
        }
    }

    /// Notes a problem, and what its numbers say about the configuration.
    fn problem(&mut self, found: &Found, version: FlinkVersion) {
        let text = self.text;
        let process = self.process_of(found, version);
        let mut advice = found.advice(text, process);
        let is_same = |other: &&Advice| {
            let processes = other.process.zip(advice.process);
            other.id == advice.id && processes.is_none_or(|(one, other)| one == other)
        };
        if self.draft.reading.advice.iter().any(|other| is_same(&other)) {
            return;
        }
        let mut read: Vec<(&str, String, Span)> = Vec::new();
        for &(number, key) in found.symptom.reads {
            let (at, bytes) = (found.numbers.get(number), found.bytes(text, number));
            if let Some(((at, bytes), key)) = at.zip(bytes).zip(symptoms::key_of(key, advice.process)) {
                // What is the same without being set, or is not a choice, need not be said.
                let is_default = key == TM_SEGMENT_SIZE.key && bytes == 32 << 10;
                if !is_default {
                    read.push((key, [&bytes.to_string(), "b"].concat(), *at));
                }
            }
        }
        if let Some((key, value)) = found.symptom.names
            && let Some(at) = found.numbers.get(key)
        {
            let named = at.of(text);
            let named = named.split_once('\'').and_then(|(_, rest)| rest.split('\'').next()).unwrap_or(named);
            if let Some(option) = catalogue::find(named) {
                advice.process = match option.key {
                    key if key.starts_with("taskmanager.") => Some(Process::TaskManager),
                    key if key.starts_with("jobmanager.") => Some(Process::JobManager),
                    _ => advice.process,
                };
                if let Some(at) = value.and_then(|value| found.numbers.get(value)) {
                    read.push((option.key, at.of(text).to_owned(), *at));
                }
                let range = option.key.strip_suffix("fraction").into_iter().flat_map(|stem| {
                    [(3, "min"), (4, "max")].map(|(number, end)| (number, [stem, end].concat()))
                });
                for (number, key) in range {
                    let limit = catalogue::find(&key).zip(found.bytes(text, number));
                    if let Some(((limit, bytes), at)) = limit.zip(found.numbers.get(number)) {
                        read.push((limit.key, [&bytes.to_string(), "b"].concat(), *at));
                    }
                }
            }
        }
        self.leave_out_what_follows(&mut read, found, advice.process, version);
        for (key, value, at) in read {
            self.draft.put_fixed(key, value, at, Rank::Beneath);
        }
        self.draft.reading.advice.push(advice);
    }

    /// The process that a problem is of: named before it, or in the stack trace behind it, else the one that logs.
    fn process_of(&self, found: &Found, version: FlinkVersion) -> Option<Process> {
        let bytes = self.text.as_bytes();
        let before = &bytes[found.at.start.saturating_sub(120)..found.at.start];
        let behaviour = behaviour(self.draft.reading.version.unwrap_or(version));
        let behind = &bytes[found.at.end..(found.at.end + 4000).min(bytes.len())];
        let is_in = |part: &[u8], words: &str| part.windows(words.len()).any(|here| here == words.as_bytes());
        if is_in(before, "TaskManager") || is_in(before, "TaskExecutor") {
            Some(Process::TaskManager)
        } else if is_in(before, "JobManager") || is_in(behind, "JobManagerProcessUtils") {
            Some(Process::JobManager)
        } else if is_in(behind, "TaskExecutorProcessUtils") {
            Some(Process::TaskManager)
        } else if !behaviour.task_manager_prefix.is_empty()
            && behaviour.job_manager_prefix.is_empty()
            && before.ends_with(b"IllegalConfigurationException: ")
            && !is_in(before, "Caused by")
        {
            // Only the TaskManager's errors say whose they are.
            Some(Process::JobManager)
        } else {
            self.speaker
        }
    }

    /// Drops what the same message comes of without.
    fn leave_out_what_follows(
        &self,
        read: &mut Vec<(&str, String, Span)>,
        found: &Found,
        process: Option<Process>,
        version: FlinkVersion,
    ) {
        let message = found.at.of(self.text);
        let version = self.draft.reading.version.unwrap_or(version);
        let says_so = |read: &[(&str, String, Span)]| {
            let config = read.iter().map(|(key, value, _)| (*key, value.as_str())).collect();
            let request = Request {
                version,
                process: process.unwrap_or(Process::TaskManager),
                deployment: Deployment::Containerized,
                config: &config,
            };
            resolve(request).outcome.is_err_and(|error| error.message.contains(message))
        };
        if !says_so(read) {
            return;
        }
        for at in (0..read.len()).rev() {
            let dropped = read.remove(at);
            if !says_so(read) {
                read.insert(at, dropped);
            }
        }
    }

    fn finish(mut self, version: FlinkVersion) -> Reading {
        let version = self.draft.reading.version.unwrap_or(version);
        let mut process = None;
        for wanted in [Process::TaskManager, Process::JobManager] {
            let of_process: Vec<&Block> =
                self.blocks.iter().filter(|block| block.process == wanted).collect();
            let Some(last) = of_process.last() else { continue };
            process = if process.is_none() { Some(Some(wanted)) } else { Some(None) };
            let same = |block: &&Block| {
                block.rows.len() == last.rows.len()
                    && block.rows.iter().zip(&last.rows).all(|(one, other)| one.2 == other.2)
            };
            if let Some(other) = of_process.iter().find(|block| !same(block)) {
                let message = "Another block of this log has other sizes; the last one counts.";
                self.draft.remark(other.rows[0].1, Severity::Hint, message);
            }
            let deployment = self.draft.reading.deployment.unwrap_or(Deployment::Containerized);
            put_sizes(&mut self.draft, last, version, deployment);
        }
        let of_advice = || {
            let mut processes = self.draft.reading.advice.iter().filter_map(|advice| advice.process);
            let first = processes.next()?;
            processes.all(|other| other == first).then_some(first)
        };
        let process = process.or(self.started).flatten().or_else(of_advice);
        let mut reading = self.draft.finish();
        reading.process = process;
        reading
    }
}

/// The sizes of a process, as its block says them: unless the configuration that was read leads to the same, it is replaced.
fn put_sizes(draft: &mut Draft, block: &Block, version: FlinkVersion, deployment: Deployment) {
    let breakdown = |config: &Configuration| {
        let request = Request { version, process: block.process, deployment, config };
        resolve(request).outcome.ok()
    };
    let agrees = |config: &Configuration| {
        breakdown(config).is_some_and(|breakdown| {
            block.rows.iter().all(|(row, _, bytes)| {
                breakdown.get(row.component).is_some_and(|size| size.bytes() == *bytes)
            })
        })
    };
    let read: Configuration =
        draft.entries().map(|(entry, _)| (entry.key.as_str(), entry.value.as_str())).collect();
    if agrees(&read) {
        return;
    }
    let prefix = match block.process {
        Process::TaskManager => "taskmanager.",
        Process::JobManager => "jobmanager.",
    };
    let is_memory = |key: &str| {
        key.strip_prefix(prefix).is_some_and(|rest| rest.contains("memory.") || rest.contains("heap."))
    };
    let first = draft.entries().find(|(entry, _)| is_memory(&entry.key)).map(|(entry, _)| entry.value_at);
    if let Some(at) = first {
        let message = "The configuration in this log leads to other sizes than its block: the block counts.";
        draft.remark(at, Severity::Warning, message);
    }
    draft.rank(|entry, rank| if is_memory(&entry.key) { Rank::Elsewhere } else { rank });
    let is_total = |row: &Row| matches!(row.component, Component::TotalProcess | Component::TotalFlink);
    let parts = block.rows.iter().filter(|(row, ..)| !is_total(row));
    let expected = rows_of(block.process).len();
    // A total says what the parts leave open.
    let totals = block.rows.iter().filter(|(row, ..)| is_total(row) && block.rows.len() < expected);
    for (row, at, bytes) in totals.chain(parts) {
        put_size(draft, row.key, row.other_key, *bytes, *at);
    }
}

/// Sets an option, or two, to a size that stands at a place.
fn put_size(draft: &mut Draft, key: &str, other_key: &str, bytes: u64, at: Span) {
    for key in [key, other_key].into_iter().filter(|key| !key.is_empty()) {
        draft.put_fixed(key, [&bytes.to_string(), "b"].concat(), at, Rank::Usual);
    }
}

fn rows_of(process: Process) -> &'static [Row] {
    match process {
        Process::TaskManager => &TASK_MANAGER_ROWS,
        Process::JobManager => &JOB_MANAGER_ROWS,
    }
}

/// Where a label stands in a line, at the beginning of a word.
fn find_label(line: &[u8], label: &str) -> Option<usize> {
    let is_there = |at: usize| at == 0 || matches!(line[at - 1], b' ' | b'\t' | b'n' | b'"');
    let is_label = |at: &usize| line[*at..].starts_with(label.as_bytes()) && is_there(*at);
    (0..line.len()).find(is_label)
}

/// What the lines of one process begin with where a log has several: `taskmanager-1  |`, `[pod/…]`.
fn stream_of(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[start..at];
    let end = match before.starts_with('[') {
        true => before.find(']').filter(|end| before[..*end].contains('/')).map(|end| end + 1),
        false => before.find('|').filter(|end| *end < 80).map(|end| end + 1),
    };
    &before[..end.unwrap_or(0)]
}

/// The lines from `at` on, also where their ends are escaped; the first is what is left of the line at `at`.
fn lines(text: &str, at: usize) -> impl Iterator<Item = Span> + '_ {
    let mut next = Some(at);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text.as_bytes()[start..];
        let length = rest
            .iter()
            .enumerate()
            .position(|(at, byte)| *byte == b'\n' || (*byte == b'\\' && rest.get(at + 1) == Some(&b'n')));
        let end = start + length.unwrap_or(rest.len());
        next = length.map(|length| end + if rest[length] == b'\n' { 1 } else { 2 });
        Some(Span::new(start, end))
    })
}

/// The words of a stretch, between blanks.
fn words(text: &str, part: Span) -> impl Iterator<Item = Span> + '_ {
    let words = part.of(text).split_ascii_whitespace();
    words.map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len())
    })
}
