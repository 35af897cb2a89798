//! Configuration inside of other YAML: manifests of Kubernetes, Helm values, compose files.
//!
//! The tree is searched for what sets Flink's options, at any depth:
//!
//! * `flinkConfiguration` with the memory, cores and parallelism around it, as Flink's Kubernetes operator reads them
//!   (`FlinkConfigBuilder`): these replace what the configuration says;
//! * `flinkProperties` with the resources around it, as the older operator of `FlinkCluster` resources reads them;
//! * `flink-conf.yaml` and `config.yaml`, as texts or as maps;
//! * the environment of Flink's docker image, and arguments of its commands.
//!
//! A text with templates in it is read with the templates blanked out, and line by line if it is not YAML even then. Where a text has
//! services or containers for both processes, each gets the options that are its own.

use super::draft::{Draft, Rank};
use super::inner::Inner;
use super::shell::Word;
use super::yaml::{self, Content, Layout, Node, Style};
use super::{Entry, Insertion, Kind, Reading, Severity, Span, Syntax};
use super::{arguments, detect, properties, quantity};
use crate::catalogue::{
    self, JM_HEAP_SIZE, JM_TOTAL_PROCESS, PARALLELISM_DEFAULT, TM_HEAP_SIZE, TM_NUM_SLOTS, TM_TOTAL_PROCESS,
};
use crate::config::Configuration;
use crate::java;
use crate::resolution::{Deployment, Process};
use crate::version::FlinkVersion;

/// What templates are blanked out with.
const BLANK: &str = "~~~~";

/// How much more than the text itself all entries may be, besides some bytes: nested keys and aliases can ask for any amount.
const GROWTH: usize = 16;
const SOME_BYTES: usize = 8 << 10;

/// Reads a text of `kind`.
pub(super) fn read(text: &str, kind: Kind, version: FlinkVersion) -> Reading {
    if !text.contains("{{") {
        return read_source(text, text, kind, version);
    }
    let mut reading = read_source(text, &without_templates(text), kind, version);
    // In the source, each byte of a template is a character.
    let mend = |span: &mut Span| *span = span.with_whole_characters(text);
    for entry in &mut reading.entries {
        mend(&mut entry.key_at);
        mend(&mut entry.value_at);
        mend(&mut entry.whole);
    }
    for remark in &mut reading.remarks {
        mend(&mut remark.at);
    }
    reading
}

fn read_source(text: &str, source: &str, kind: Kind, version: FlinkVersion) -> Reading {
    let has_templates = source != text;
    let documents = match yaml::documents(source) {
        Ok(documents) => documents,
        Err(error) => {
            let mut draft = Draft::new(kind);
            let what = if has_templates { "This template is not YAML: " } else { "This is not YAML: " };
            let message = [what, &error.message, ". Only lines with known keys were read."].concat();
            draft.remark(error.at, Severity::Error, message);
            read_lines(&mut draft, text, version);
            return draft.finish();
        }
    };
    let found_version =
        documents.iter().find_map(|document| version_in(&document.root, &|key| key == "flinkVersion"));
    let found_version = found_version
        .or_else(|| documents.iter().find_map(|document| version_in(&document.root, &|key| key == "image")));
    let mut harvest = Harvest {
        text: source,
        version: found_version.unwrap_or(version),
        draft: Draft::new(kind),
        found: Vec::new(),
        runs: Vec::new(),
        insertions: Vec::new(),
        files: Vec::new(),
        clusters: 0,
        is_json: text.trim_start().starts_with(['{', '[']),
        typed: None,
        image: None,
        room: GROWTH * text.len() + SOME_BYTES,
    };
    harvest.draft.reading.version = found_version;
    if has_templates {
        let at = text.find("{{").unwrap_or(0);
        let message = "What templates put in here is not known: it is left out.";
        harvest.draft.remark(Span::new(at, at + 2), Severity::Hint, message);
    }
    for document in &documents {
        let root = &document.root;
        let resource = root.get("kind").and_then(Node::text).unwrap_or_default();
        let metadata = root.get("metadata");
        let process = metadata.and_then(process_of_metadata);
        harvest.node(root, process, resource);
    }
    harvest.finish()
}

/// Something that sets an option.
struct Found {
    entry: Entry,
    rank: Rank,
    /// The process that gets it, where it is only one.
    process: Option<Process>,
}

struct Harvest<'a> {
    text: &'a str,
    version: FlinkVersion,
    draft: Draft,
    found: Vec<Found>,
    /// The processes that have services or containers of their own here.
    runs: Vec<Process>,
    /// The best places for new keys, for both processes and each of them, and how good they are.
    insertions: Vec<(u8, Option<Process>, Insertion)>,
    /// What the files in the text say, with what only they tell about values.
    files: Vec<Configuration>,
    clusters: usize,
    is_json: bool,
    /// Where the environment of the image is set first.
    image: Option<Span>,
    /// Bytes that further entries may have.
    room: usize,
    /// A value that is no text, where older operators demand one.
    typed: Option<Span>,
}

impl Harvest<'_> {
    fn node(&mut self, node: &Node, process: Option<Process>, resource: &str) {
        for item in node.items() {
            self.node(item, process, resource);
        }
        if !node.entries().is_empty() {
            self.map(node, process, resource);
        }
    }

    fn map(&mut self, node: &Node, process: Option<Process>, resource: &str) {
        let resource = match node.get("kind").and_then(Node::text) {
            Some(kind) if node.get("apiVersion").is_some() => kind,
            _ => resource,
        };
        let metadata = node.get("metadata").and_then(process_of_metadata);
        let command = words_of(self.text, node);
        let (own, deployment) = arguments::who_starts(&command);
        let process = own.or(metadata).or(process);
        self.runs(process);
        self.draft.reading.deployment = self.draft.reading.deployment.or(deployment);
        let name = node.get("name").and_then(Node::text);
        let variable = name.filter(|name| detect::VARIABLES.contains(name));
        if let Some((variable, value)) = variable.zip(node.get("value")) {
            self.variable(variable, Inner::of_scalar(self.text, value), process);
            return;
        }
        self.command(&command, process);
        let is_cluster = is_cluster(node, resource);
        if is_cluster {
            self.cluster(node, resource);
        }
        let has_old_file = node.get("flink-conf.yaml").is_some();
        for (key, value) in node.entries() {
            let Some(name) = key.text() else { continue };
            if detect::VARIABLES.contains(&name) {
                self.variable(name, Inner::of_scalar(self.text, value), process);
            } else if let Some(kind) = file_kind(name) {
                self.file(kind, value, process, has_old_file);
            } else {
                match name {
                    // Read above, or only read where the operator does.
                    "flinkConfiguration" if style_of(value).is_some() => {
                        self.file(Kind::FlinkConf, value, process, false);
                    }
                    "flinkConfiguration" | "flinkProperties" | "command" | "args" | "entrypoint" => {}
                    "podTemplate" | "jobManager" | "taskManager" | "job" if is_cluster => {}
                    _ => {
                        for item in value.items() {
                            self.item(item, process);
                        }
                        let of_name = if value.entries().is_empty() { None } else { process_of_name(name) };
                        self.node(value, of_name.or(process), resource);
                    }
                }
            }
        }
    }

    /// Notes that a process has a part of the text to itself.
    fn runs(&mut self, process: Option<Process>) {
        if let Some(process) = process
            && !self.runs.contains(&process)
        {
            self.runs.push(process);
        }
    }

    /// Reads `NAME=value` in a list of variables.
    fn item(&mut self, item: &Node, process: Option<Process>) {
        let Some(text) = item.text() else { return };
        let variable = detect::VARIABLES
            .into_iter()
            .find(|name| text.trim_start().strip_prefix(name).is_some_and(|rest| rest.starts_with('=')));
        if let Some(variable) = variable {
            let length = text.len() - text.trim_start().len() + variable.len() + 1;
            self.variable(variable, Inner::of_scalar(self.text, item).behind_first(length), process);
        }
    }

    fn variable(&mut self, name: &str, inner: Inner, process: Option<Process>) {
        let at = inner.outer(Span::new(0, inner.text.len()));
        self.image = self.image.or(Some(at.head(self.text)));
        if inner.text.contains(BLANK) && !inner.text.contains('\n') {
            return;
        }
        if name == detect::VARIABLES[0] {
            let reading = properties::read_lines(&inner, self.version);
            self.add(reading, Rank::Usual, process, 2);
        } else {
            self.add(properties::slots(&inner), Rank::Beneath, process, 0);
        }
    }

    /// Reads a configuration file in a text, or one that is a map here.
    fn file(&mut self, kind: Kind, value: &Node, process: Option<Process>, has_old_file: bool) {
        let reads = |kind| match kind {
            Kind::ConfigYaml => self.version >= FlinkVersion::V1_19,
            _ => self.version < FlinkVersion::V2_0,
        };
        let head = value.at.head(self.text);
        let mut rank = Rank::Usual;
        if kind == Kind::ConfigYaml && has_old_file && reads(Kind::FlinkConf) {
            rank = Rank::Elsewhere;
            let message = "Flink does not read `config.yaml` where there is a `flink-conf.yaml`.";
            self.draft.remark(head, Severity::Warning, message);
        } else if !reads(kind) {
            let (file, other) = match kind {
                Kind::ConfigYaml => ("config.yaml", "flink-conf.yaml"),
                _ => ("flink-conf.yaml", "config.yaml"),
            };
            let version = self.version.name();
            let message =
                ["Flink ", version, " does not read `", file, "`: the name is `", other, "` there."];
            self.draft.remark(head, Severity::Warning, message.concat());
        }
        if style_of(value).is_some() {
            let inner = Inner::of_scalar(self.text, value);
            let reading = inner.outer_reading(super::read(&inner.text, kind, self.version));
            self.files.push(reading.config.clone());
            self.add(reading, rank, process, 4);
        } else {
            self.flatten(value, "", None, rank, process);
        }
    }

    /// Adds what another reader found.
    fn add(&mut self, reading: Reading, rank: Rank, process: Option<Process>, goodness: u8) {
        for entry in reading.entries {
            self.push(entry, rank, process);
        }
        let all = &mut self.draft.reading;
        all.remarks.extend(reading.remarks);
        all.log.extend(reading.log);
        all.failure = all.failure.take().or(reading.failure);
        all.advice.extend(reading.advice);
        if let Some(insertion) = reading.insertion {
            self.offer(goodness, process, insertion);
        }
    }

    fn push(&mut self, entry: Entry, rank: Rank, process: Option<Process>) {
        // Nobody knows what a template puts there.
        if entry.key.contains(BLANK) || entry.value.contains(BLANK) {
            return;
        }
        let bytes = entry.key.len() + entry.value.len();
        if let Some(rest) = self.room.checked_sub(bytes) {
            self.room = rest;
            self.found.push(Found { entry, rank, process });
        } else if self.room > 0 {
            self.room = 0;
            let message = "From here on, aliases and nested keys make this text too large to be read.";
            self.draft.remark(entry.key_at, Severity::Error, message);
        }
    }

    /// Keeps the best place for a new key of a process.
    fn offer(&mut self, goodness: u8, process: Option<Process>, insertion: Insertion) {
        match self.insertions.iter_mut().find(|(_, other, _)| *other == process) {
            Some(best) if best.0 < goodness => *best = (goodness, process, insertion),
            Some(_) => {}
            None => self.insertions.push((goodness, process, insertion)),
        }
    }

    /// Reads arguments of a command.
    fn command(&mut self, words: &[Word<'_>], process: Option<Process>) {
        if words.is_empty() {
            return;
        }
        // What is handed to a shell is a text of its own.
        for word in words.iter().filter(|word| word.text.contains(' ')) {
            if let Some(inner) = &word.inner
                && arguments::has_command(&inner.text)
            {
                let reading = inner.outer_reading(arguments::read(&inner.text, self.version));
                self.add(reading, Rank::Above, process, 1);
            }
        }
        if !arguments::is_command(words) || words.iter().any(|word| word.text == "-c" && words.len() == 3) {
            return;
        }
        let mut draft = Draft::new(Kind::Arguments);
        arguments::read_command(&mut draft, self.text, words, self.version);
        self.add(draft.finish(), Rank::Above, process, 1);
    }

    /// Reads a cluster: its configuration, and what an operator makes of the fields around it.
    fn cluster(&mut self, spec: &Node, resource: &str) {
        let is_job = resource == "FlinkSessionJob";
        let mut rank = Rank::Usual;
        if !is_job {
            self.clusters += 1;
            if self.clusters == 2 {
                let head = spec.at.head(self.text);
                let message = "This text has several clusters; only the first one counts.";
                self.draft.remark(head, Severity::Warning, message);
            }
            if self.clusters > 1 {
                rank = Rank::Elsewhere;
            }
        }
        let is_old = resource == "FlinkCluster" || spec.get("flinkProperties").is_some();
        let deployment = if is_old { Deployment::Standalone } else { Deployment::Containerized };
        self.draft.reading.deployment.get_or_insert(deployment);
        let name = if is_old { "flinkProperties" } else { "flinkConfiguration" };
        let config = spec.get(name);
        if let Some(config) = config {
            let first = self.found.len();
            let typed = self.flatten(config, "", self.whole_of(spec, name), rank, None);
            self.typed = self.typed.or(typed);
            if is_job {
                self.ignore_sizes(first);
            }
        }
        if rank != Rank::Elsewhere && !is_job {
            self.offer_cluster(spec, name, config);
        }
        if is_old {
            self.resources_of_old_operator(spec, rank);
        } else {
            let above = if rank == Rank::Elsewhere { rank } else { Rank::Above };
            self.resources(spec, above);
        }
    }

    /// Leaves out what a session job says about the processes, which run already.
    fn ignore_sizes(&mut self, first: usize) {
        for found in &mut self.found[first..] {
            if owner(&found.entry.key).is_some() {
                found.rank = Rank::Elsewhere;
                let message = "A session job cannot change the processes of its cluster: this does nothing.";
                self.draft.remark(found.entry.key_at, Severity::Warning, message);
            }
        }
    }

    /// Memory and cores of the pods, and the parallelism: `applyJobManagerSpec`, `applyTaskManagerSpec`, `applyJobOrSessionSpec`.
    fn resources(&mut self, spec: &Node, rank: Rank) {
        for (section, key, cpu_key, old_cpu_key) in [
            (
                "jobManager",
                JM_TOTAL_PROCESS.key,
                "kubernetes.jobmanager.cpu.amount",
                "kubernetes.jobmanager.cpu",
            ),
            (
                "taskManager",
                TM_TOTAL_PROCESS.key,
                "kubernetes.taskmanager.cpu.amount",
                "kubernetes.taskmanager.cpu",
            ),
        ] {
            let Some(section) = spec.get(section) else { continue };
            // Of the newer field, what is requested counts before what is the limit.
            let newer = section.get("resources").map(|all| ["requests", "limits"].map(|name| all.get(name)));
            let newer = newer.filter(|both| both.iter().flatten().any(|part| !part.entries().is_empty()));
            let field = |name: &str| match &newer {
                Some(both) => both.iter().flatten().find_map(|part| member(part, name)),
                None => member(section.get("resource")?, name),
            };
            if let Some(memory) = field("memory") {
                let text = memory.value.text().unwrap_or_default();
                let value = quantity::operator_memory(text);
                let is_fraction = value.as_ref().is_some_and(|value| value.contains('.'));
                if (value.is_none() || is_fraction) && !text.contains(BLANK) && memory.value.text().is_some()
                {
                    let message = "The operator refuses this memory: it takes `2048m`, `2g` and `2Gi`, and no fractions of them.";
                    self.draft.remark(memory.value.at, Severity::Error, message);
                }
                self.field(key, value.unwrap_or_else(|| text.to_owned()), &memory, rank);
            }
            if let Some(cpu) = field("cpu")
                && let Some(cores) = cpu.value.text().and_then(quantity::cores)
            {
                let cores = java::double_to_string(cores);
                if self.version < FlinkVersion::V1_17 {
                    self.field(old_cpu_key, cores.clone(), &cpu, rank);
                }
                self.field(cpu_key, cores, &cpu, rank);
            }
        }
        let replicas = spec.get("taskManager").and_then(|section| member(section, "replicas"));
        let Some(parallelism) = spec.get("job").and_then(|job| member(job, "parallelism")) else { return };
        let Some(replicas) = replicas else {
            let text = parallelism.value.text().unwrap_or_default().to_owned();
            self.field(PARALLELISM_DEFAULT.key, text, &parallelism, rank);
            return;
        };
        // The operator multiplies, whatever the job says.
        let slots = self.found.iter().rev().find(|found| found.entry.key == TM_NUM_SLOTS.key);
        let slots = slots.map_or(Ok(1), |found| java::parse_int(&found.entry.value));
        let count = replicas.value.text().map(java::parse_int);
        if let (Ok(slots), Some(Ok(count))) = (slots, count)
            && let Some(product) = slots.checked_mul(count)
        {
            self.field(PARALLELISM_DEFAULT.key, product.to_string(), &replicas, rank);
            let message = "The operator does not use this: it multiplies replicas and slots instead.";
            self.draft.remark(parallelism.value.at, Severity::Warning, message);
        }
    }

    /// Memory of the containers as the operator of `FlinkCluster` resources uses it: a share of it becomes the process size.
    fn resources_of_old_operator(&mut self, spec: &Node, rank: Rank) {
        let rank = if rank == Rank::Elsewhere { rank } else { Rank::Beneath };
        for (section, key, old_key) in [
            ("jobManager", JM_TOTAL_PROCESS.key, JM_HEAP_SIZE.key),
            ("taskManager", TM_TOTAL_PROCESS.key, TM_HEAP_SIZE.key),
        ] {
            let Some(section) = spec.get(section) else { continue };
            let part =
                |name: &str| section.get("resources")?.get(name).and_then(|part| member(part, "memory"));
            let Some(memory) = part("limits").or_else(|| part("requests")) else { continue };
            let number =
                |name: &str| section.get(name).and_then(Node::text).and_then(|text| text.parse::<u64>().ok());
            let Some(bytes) = memory.value.text().and_then(quantity::kubernetes_bytes) else { continue };
            // Up to 1.9 it left room beside the heap instead.
            let (key, ratio) = match number("memoryOffHeapRatio") {
                Some(ratio) => (old_key, 100_u64.saturating_sub(ratio)),
                None => (key, number("memoryProcessRatio").unwrap_or(80)),
            };
            let share = (u128::from(bytes) * u128::from(ratio)).div_ceil(100).div_ceil(1 << 20);
            self.field(key, [&share.to_string(), "m"].concat(), &memory, rank);
        }
    }

    /// Adds a field that sets an option of another name. What would be written in its place is read again before it counts.
    fn field(&mut self, key: &str, value: String, member: &Member<'_>, rank: Rank) {
        let Content::Map { entries, layout } = &member.map.content else { return };
        let entry = Entry {
            key: key.to_owned(),
            value,
            key_at: entries[member.at].0.at,
            value_at: member.value.at,
            whole: self.whole_at(entries, member.at, *layout),
            syntax: self.syntax_of(member.value, *layout),
        };
        self.push(entry, rank, None);
    }

    /// Adds the entries of a map, nested or dotted. Gives the first one that is not a text.
    fn flatten(
        &mut self,
        map: &Node,
        prefix: &str,
        parent: Option<Span>,
        rank: Rank,
        process: Option<Process>,
    ) -> Option<Span> {
        let Content::Map { entries, layout } = &map.content else { return None };
        let mut typed = None;
        for (at, (name, value)) in entries.iter().enumerate() {
            let Some(name_text) = name.text() else { continue };
            let key =
                if prefix.is_empty() { name_text.to_owned() } else { [prefix, ".", name_text].concat() };
            // The only entry takes what it is in with it.
            let whole = match parent {
                Some(parent) if entries.len() == 1 => parent,
                _ => self.whole_at(entries, at, *layout),
            };
            if !value.entries().is_empty() {
                typed = typed.or(self.flatten(value, &key, Some(whole), rank, process));
                continue;
            }
            let (text, syntax) = match &value.content {
                Content::Scalar { .. } => {
                    let Some((text, is_typed)) = text_of(value) else { continue };
                    typed = typed.or(is_typed.then_some(value.at));
                    (text, self.syntax_of(value, *layout))
                }
                Content::List { items, .. } => {
                    let items: Vec<String> = items.iter().filter_map(text_of).map(|(text, _)| text).collect();
                    (items.join(";"), self.syntax_of(value, *layout))
                }
                Content::Map { .. } => continue,
            };
            let syntax = if map.is_alias { Syntax::Fixed } else { syntax };
            let entry = Entry { key, value: text, key_at: name.at, value_at: value.at, whole, syntax };
            self.push(entry, rank, process);
        }
        typed
    }

    /// How another value would be written in the place of this one.
    fn syntax_of(&self, value: &Node, layout: Layout) -> Syntax {
        match style_of(value) {
            _ if value.is_alias => Syntax::Fixed,
            Some(Style::Quoted) if self.is_json => Syntax::Json,
            _ if layout != Layout::Block || self.is_json => Syntax::YamlFlow,
            _ => Syntax::YamlText,
        }
    }

    /// What to cut out with a map's entry.
    fn whole_of(&self, map: &Node, name: &str) -> Option<Span> {
        let Content::Map { entries, layout } = &map.content else { return None };
        let at = entries.iter().position(|(key, _)| key.text() == Some(name))?;
        Some(self.whole_at(entries, at, *layout))
    }

    fn whole_at(&self, entries: &[(Node, Node)], at: usize, layout: Layout) -> Span {
        let (name, value) = &entries[at];
        if layout == Layout::Block {
            return self.line_of(name.at.start, value.at.end);
        }
        match (entries.get(at + 1), at.checked_sub(1)) {
            (Some((next, _)), _) => Span::new(name.at.start, next.at.start),
            (None, Some(previous)) => Span::new(entries[previous].1.at.end, value.at.end),
            (None, None) => Span::new(name.at.start, value.at.end),
        }
    }

    /// Whole lines, if nothing but blanks is before, and nothing but a comment behind.
    fn line_of(&self, start: usize, end: usize) -> Span {
        let end = end.max(start);
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let behind = &self.text[end..];
        let line_end = behind.find('\n').map_or(behind.len(), |at| at + 1);
        let is_free = |part: &str| part.trim().is_empty() || part.trim_start().starts_with('#');
        if before[line_start..].trim().is_empty() && is_free(&behind[..line_end]) {
            Span::new(line_start, end + line_end)
        } else {
            Span::new(start, end)
        }
    }

    /// Where a new key goes in a cluster.
    fn offer_cluster(&mut self, spec: &Node, name: &str, config: Option<&Node>) {
        let syntax = Syntax::YamlText;
        let text = self.text;
        let insertion = match config.map(|config| (&config.content, config)) {
            Some((Content::Map { entries, layout: Layout::Block }, _)) if !entries.is_empty() => {
                let (first, _) = &entries[0];
                let Some((_, last)) = entries.last() else { return };
                let start = text[..first.at.start].rfind('\n').map_or(0, |at| at + 1);
                let at = self.line_of(first.at.start, last.at.end).end;
                let indentation = " ".repeat(first.at.start - start);
                if text[..at].ends_with('\n') {
                    Insertion { at, before: indentation, between: ": ", after: "\n".to_owned(), syntax }
                } else {
                    let before = ["\n", &indentation].concat();
                    Insertion { at, before, between: ": ", after: String::new(), syntax }
                }
            }
            Some((Content::Map { entries, .. }, config)) if !config.is_alias => {
                let at = entries.last().map_or(config.at.end.saturating_sub(1), |(_, last)| last.at.end);
                let before = if entries.is_empty() { "" } else { ", " };
                if self.is_json {
                    let before = [before, "\""].concat();
                    Insertion { at, before, between: "\": ", after: String::new(), syntax: Syntax::Json }
                } else {
                    let syntax = Syntax::YamlFlow;
                    Insertion { at, before: before.to_owned(), between: ": ", after: String::new(), syntax }
                }
            }
            Some(_) => return,
            None => {
                // The whole field is missing: it goes before the others.
                let Content::Map { entries, layout: Layout::Block } = &spec.content else { return };
                let Some((first, _)) = entries.first() else { return };
                let start = text[..first.at.start].rfind('\n').map_or(0, |at| at + 1);
                let indentation = " ".repeat(first.at.start - start);
                let before = [&indentation, name, ":\n", &indentation, "  "].concat();
                Insertion { at: start, before, between: ": ", after: "\n".to_owned(), syntax }
            }
        };
        self.offer(5, None, insertion);
    }

    fn finish(mut self) -> Reading {
        if let Some(at) = self.typed.filter(|_| self.draft.reading.kind == Kind::Manifest) {
            let message = "Operators before 1.13 take only texts here: put it in quotes for them.";
            self.draft.remark(at, Severity::Hint, message);
        }
        self.each_process_its_own();
        for Found { entry, rank, .. } in self.found {
            self.draft.put(entry, rank);
        }
        let mut reading = self.draft.finish();
        if let [only] = self.runs[..] {
            reading.process = Some(only);
        }
        for file in &self.files {
            for (key, value) in file.with_prefix("") {
                if reading.config.get(key) == Some(&value.text) {
                    reading.config.put(key, value);
                }
            }
        }
        if let [file] = &self.files[..]
            && *file == reading.config
        {
            reading.config.clone_from(file);
        }
        // A file that is mounted takes the place of the image's own.
        if let Some(at) = self.image.filter(|_| self.files.is_empty()) {
            properties::remark_on_image(&mut reading, at, self.version);
        }
        // New keys are most often for the TaskManager.
        let value = |(goodness, process, _): &(u8, Option<Process>, Insertion)| {
            (*goodness, *process != Some(Process::JobManager))
        };
        for _ in 0..2 {
            let best = self.insertions.iter().enumerate().max_by_key(|(_, insertion)| value(insertion));
            let Some(at) = best.map(|(at, _)| at) else { break };
            let insertion = self.insertions.swap_remove(at).2;
            let slot = &mut reading.insertion;
            let slot = if slot.is_none() { slot } else { &mut reading.other_insertion };
            *slot = Some(insertion);
        }
        reading
    }

    /// What one process gets is not for the other, and what both get should be the same.
    fn each_process_its_own(&mut self) {
        if self.runs.len() < 2 {
            return;
        }
        let mut remarks = Vec::new();
        for at in 0..self.found.len() {
            let found = &self.found[at];
            let key = &found.entry.key;
            let is_foreign = found.process.zip(owner(key)).is_some_and(|(one, other)| one != other);
            let is_known = catalogue::find(key).is_some();
            if is_foreign {
                let has_it = |other: &Found| other.entry.key == *key && other.process != found.process;
                if is_known && !self.found.iter().any(has_it) {
                    let (one, other) = match found.process {
                        Some(Process::JobManager) => ("JobManager", "TaskManagers do"),
                        _ => ("TaskManagers", "JobManager does"),
                    };
                    let parts = ["Only the ", one, " get this here, and the ", other, " not."];
                    let message = parts.concat().replace("JobManager get ", "JobManager gets ");
                    remarks.push((found.entry.key_at, message));
                }
                self.found[at].rank = Rank::Elsewhere;
            } else if is_known && owner(key).is_none() {
                let differs = |other: &&Found| {
                    other.entry.key == *key
                        && other.process != found.process
                        && other.entry.value != found.entry.value
                };
                if let Some(other) = self.found[..at].iter().find(differs) {
                    let message = ["Another service has `", &other.entry.value, "` here; this one counts."];
                    remarks.push((found.entry.value_at, message.concat()));
                }
            }
        }
        for (at, message) in remarks {
            self.draft.remark(at, Severity::Warning, message);
        }
    }
}

/// The process that alone reads an option.
fn owner(key: &str) -> Option<Process> {
    if key.starts_with("taskmanager.") {
        Some(Process::TaskManager)
    } else {
        key.starts_with("jobmanager.").then_some(Process::JobManager)
    }
}

/// Whether a map is the specification of a cluster or a job for an operator.
fn is_cluster(node: &Node, resource: &str) -> bool {
    let is_map = |name: &str| node.get(name).is_some_and(|value| style_of(value).is_none());
    let has_resources = |name: &str| {
        node.get(name)
            .is_some_and(|section| section.get("resource").is_some() || section.get("resources").is_some())
    };
    let is_job = resource == "FlinkSessionJob" && node.get("job").is_some();
    is_job
        || is_map("flinkConfiguration")
        || is_map("flinkProperties")
        || has_resources("taskManager")
        || has_resources("jobManager")
}

/// An entry of a map.
struct Member<'a> {
    map: &'a Node,
    at: usize,
    value: &'a Node,
}

fn member<'a>(map: &'a Node, name: &str) -> Option<Member<'a>> {
    let at = map.entries().iter().rposition(|(key, _)| key.text() == Some(name))?;
    Some(Member { map, at, value: &map.entries()[at].1 })
}

/// The kind of file that goes by a name.
fn file_kind(name: &str) -> Option<Kind> {
    if name.ends_with("flink-conf.yaml") || name.ends_with("flink-config.yaml") {
        Some(Kind::FlinkConf)
    } else {
        (name == "config.yaml" || name.ends_with("/config.yaml")).then_some(Kind::ConfigYaml)
    }
}

/// How YAML 1.1 writes true and false.
const YES: [&str; 11] = ["true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON"];
const NO: [&str; 11] = ["false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF"];

/// What the operator makes of a scalar, and whether it is not a text to begin with; `None` for null.
///
/// Kubernetes turns YAML 1.1 into JSON, and the operator prints what it finds there (`JsonNode.asText`).
fn text_of(node: &Node) -> Option<(String, bool)> {
    let text = node.text()?;
    let is_forced = node.tag.as_deref() == Some("tag:yaml.org,2002:str");
    if style_of(node) != Some(Style::Plain) || is_forced || text.contains(BLANK) {
        return Some((text.to_owned(), false));
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let is_number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let typed = match text {
        "" | "~" | "null" | "Null" | "NULL" => return None,
        _ if YES.contains(&text) => "true".to_owned(),
        _ if NO.contains(&text) => "false".to_owned(),
        _ if !is_number => return Some((text.to_owned(), false)),
        _ => match (integer(unsigned), java::parse_double(text)) {
            (Some(0), _) => "0".to_owned(),
            (Some(value), _) => [sign, &value.to_string()].concat(),
            // Java takes more for a number than YAML does.
            (None, Ok(value)) if unsigned.bytes().all(|byte| b"0123456789.eE+-".contains(&byte)) => {
                java::double_to_string(value)
            }
            _ => return Some((text.to_owned(), false)),
        },
    };
    Some((typed, true))
}

/// A whole number without its sign: decimal, octal with a zero in front, or hexadecimal.
fn integer(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    let is_digits = digits.bytes().all(|byte| char::from(byte).is_digit(radix));
    is_digits.then(|| u64::from_str_radix(digits, radix).ok()).flatten()
}

/// How a scalar is written; `None` of anything else.
const fn style_of(node: &Node) -> Option<Style> {
    match &node.content {
        Content::Scalar { style, .. } => Some(*style),
        _ => None,
    }
}

/// The words of a container's command, or of a service's.
fn words_of<'a>(text: &str, node: &'a Node) -> Vec<Word<'a>> {
    let mut words = Vec::new();
    for name in ["entrypoint", "command", "args"] {
        let Some(value) = node.get(name) else { continue };
        let single = std::slice::from_ref(value);
        let parts = if style_of(value).is_some() { single } else { value.items() };
        for part in parts {
            let Some(word) = part.text().filter(|word| !word.is_empty()) else { continue };
            let inner = Inner::of_scalar(text, part);
            words.push(Word { text: word.into(), at: part.at, inner: Some(Box::new(inner)) });
        }
    }
    words
}

/// The process that a resource is for, by its name or labels.
fn process_of_metadata(metadata: &Node) -> Option<Process> {
    let label = |name: &str| metadata.get("labels").and_then(|labels| labels.get(name)).and_then(Node::text);
    let name = metadata.get("name").and_then(Node::text);
    [label("component"), label("app.kubernetes.io/component"), name]
        .into_iter()
        .flatten()
        .find_map(process_of_name)
}

fn process_of_name(name: &str) -> Option<Process> {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    match (name.contains("taskmanager"), name.contains("jobmanager")) {
        (true, false) => Some(Process::TaskManager),
        (false, true) => Some(Process::JobManager),
        _ => None,
    }
}

/// The release that a field of this name tells.
fn version_in(node: &Node, is_field: &dyn Fn(&str) -> bool) -> Option<FlinkVersion> {
    if let Some(found) = node.items().iter().find_map(|item| version_in(item, is_field)) {
        return Some(found);
    }
    node.entries().iter().find_map(|(key, value)| {
        let name = key.text().unwrap_or_default();
        let Some(text) = value.text() else {
            let tag = value.get("tag").and_then(Node::text).filter(|_| is_field(name));
            let image = value.get("repository").or_else(|| value.get("name")).and_then(Node::text);
            let of_image = image
                .zip(tag)
                .and_then(|(image, tag)| arguments::version_of_image(&[image, ":", tag].concat()));
            let of_name = image.filter(|_| is_field(name)).and_then(arguments::version_of_image);
            return of_image.or(of_name).or_else(|| version_in(value, is_field));
        };
        if !is_field(name) {
            return None;
        }
        let plain = text.strip_prefix('v').unwrap_or(text).replace('_', ".");
        FlinkVersion::parse(&plain).or_else(|| arguments::version_of_image(text))
    })
}

/// The text with every template blanked out, byte for byte: lines of nothing else become empty.
fn without_templates(text: &str) -> String {
    let mut rest = text;
    let mut blanked = String::with_capacity(text.len());
    while let Some(start) = rest.find("{{") {
        let Some(length) = rest[start..].find("}}").map(|length| length + 2) else { break };
        let line_start = rest[..start].rfind('\n').map_or(0, |at| at + 1);
        let is_first = line_start > 0 || blanked.is_empty() || blanked.ends_with('\n');
        let behind = rest[start + length..].trim_start_matches([' ', '\t', '\r']);
        let is_last = behind.is_empty() || behind.starts_with('\n');
        let is_alone = is_first && is_last && rest[line_start..start].trim().is_empty();
        blanked.push_str(&rest[..start]);
        for c in rest[start..start + length].chars() {
            let shown = match c {
                '\n' => '\n',
                _ if is_alone => ' ',
                _ => '~',
            };
            // As many bytes as before, so that places stay.
            blanked.extend(std::iter::repeat_n(shown, c.len_utf8()));
        }
        rest = &rest[start + length..];
    }
    blanked.push_str(rest);
    blanked
}

/// Reads lines with known keys of a text that is not YAML.
fn read_lines(draft: &mut Draft, text: &str, version: FlinkVersion) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let content = line.trim_start().trim_start_matches("- ");
        let key_at = at + (line.trim_end().len() - content.trim_end().len());
        let Some((key, value)) = content.trim_end().split_once(": ") else { continue };
        let is_known = catalogue::find(key).is_some() || catalogue::find_any(key, version).is_some();
        let quoted = value.trim();
        let value = quoted.split(" #").next().unwrap_or_default().trim_end();
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        if !is_known || value.is_empty() || value.contains("{{") {
            continue;
        }
        let value_start = key_at + content.find(value).unwrap_or(key.len() + 2).max(key.len() + 2);
        let entry = Entry {
            key: key.to_owned(),
            value: value.to_owned(),
            key_at: Span::new(key_at, key_at + key.len()),
            value_at: Span::new(value_start, value_start + value.len()),
            whole: Span::new(at, start),
            syntax: Syntax::Line,
        };
        draft.put(entry, Rank::Usual);
    }
}
