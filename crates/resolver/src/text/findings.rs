//! What there is to say about the keys of a text, each with its place, and what to do about it.
//!
//! Said is what a release makes of a key: it does not know it, it knows it under another name, another key wins, the value is refused.
//! Keys that have nothing to do with memory, network buffers and parallelism are left alone.

use super::instead::{self, OTHER_NETWORK_KEYS};
use super::scalar::write_yaml_key;
use super::{Entry, Failure, Kind, Place, Reading, Severity, Span, Syntax, convert, flink_conf};
use crate::catalogue::{
    self, ALL, JM_TOTAL_FLINK, JM_TOTAL_PROCESS, OptionDef, Scope, Spelling, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::control::{Control, State, controls};
use crate::error::FlinkError;
use crate::external_resources::LIST_KEY;
use crate::reader::Reader;
use crate::resolution::{Process, Request, Resolution, resolve};
use crate::version::FlinkVersion;

/// Findings that are told; a text with more has one reason for them all.
const MOST_TOLD: usize = 1000;

/// Unknown keys for which a known one is looked for.
const MOST_GUESSED: usize = 50;

/// Keys set twice of which it is told where; counting lines takes time in a long text.
const MOST_PLACED: usize = 50;

/// Something to say about a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place.
    pub at: Span,
    /// How much it matters.
    pub severity: Severity,
    /// One or two sentences: what is the matter, and what to do.
    pub message: String,
    /// The key it is about, if it is about one.
    pub key: Option<String>,
    /// A change of the text that settles it.
    pub fix: Option<Fix>,
}

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a button: `Write taskmanager.memory.task.heap.size`.
    pub label: String,
    /// What to replace, in the order of the text, without overlap; empty where the whole text is turned into another file.
    pub edits: Vec<Edit>,
    /// What the text has to be read as afterwards; `None` if that stays.
    pub kind: Option<Kind>,
    /// The whole text is turned into the file [`kind`](Self::kind): what it was, and for which release. Not written out, since it would be
    /// as long as the text.
    converts: Option<(Kind, FlinkVersion)>,
}

/// A stretch of a text and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The stretch; an empty one is a place to insert at.
    pub at: Span,
    /// The new text.
    pub text: String,
}

/// Whether a key matters to memory, network buffers or parallelism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relevance {
    /// Some release knows it as such, or it looks as if it were meant so.
    Known,
    /// It is about something else.
    Unrelated,
}

impl Fix {
    /// The text after the change. Stretches that are none of the text are left alone.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        if let (Some((from, version)), Some(to)) = (self.converts, self.kind) {
            return convert::convert(text, from, to, version).unwrap_or_else(|| text.to_owned());
        }
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            if let Some(kept) = text.get(at..edit.at.start).filter(|_| edit.at.start <= edit.at.end) {
                changed.push_str(kept);
                changed.push_str(&edit.text);
                at = edit.at.end;
            }
        }
        changed.push_str(text.get(at..).unwrap_or_default());
        changed
    }
}

/// Where keys begin that a release may read for memory, network buffers or parallelism.
const PREFIXES: [&str; 6] =
    ["taskmanager.", "jobmanager.", "state.backend", "parallelism", "slotmanager.", "execution."];

/// Where keys begin that are all known.
const COMPLETE: [&str; 3] = ["taskmanager.memory.", "jobmanager.memory.", "taskmanager.network."];

/// Whether a key matters here, in whatever release.
#[must_use]
pub fn relevance(key: &str) -> Relevance {
    let is_known = key == LIST_KEY
        || key.starts_with("external-resource.")
        || (may_matter(key)
            && (begins_with(key, &COMPLETE)
                || catalogue::ever_known(key).is_some()
                || instead::invented(key).is_some()));
    if is_known && !OTHER_NETWORK_KEYS.contains(&key) { Relevance::Known } else { Relevance::Unrelated }
}

/// A quick answer: what is told from here on has nothing to say about other keys.
fn may_matter(key: &str) -> bool {
    begins_with(key, &PREFIXES)
}

fn begins_with(key: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| key.starts_with(prefix))
}

/// What there is to say about a text that was read so, in the order of the text. `request` is about the process that is shown and has the
/// whole configuration, `resolution` is the answer to it.
#[must_use]
pub fn findings(
    text: &str,
    reading: &Reading,
    request: Request<'_>,
    resolution: &Resolution,
) -> Vec<Finding> {
    let other = Request { process: request.process.other(), ..request };
    let other_resolution = resolve(other);
    let controls_of = |request, resolution| {
        controls(request, resolution).into_iter().flat_map(|group| group.controls).filter(is_set)
    };
    let mut finder = Finder {
        text,
        reading,
        request,
        controls: controls_of(request, resolution).chain(controls_of(other, &other_resolution)).collect(),
        counting: reading.counting(may_matter),
        guesses: 0,
        repeated: 0,
        placed: None,
        found: Vec::new(),
    };
    finder.about_the_whole();
    finder.about_skipped_lines();
    for (at, entry) in reading.entries.iter().enumerate() {
        if finder.found.len() >= MOST_TOLD {
            break;
        }
        finder.about_entry(at, entry);
    }
    for (request, resolution) in [(request, resolution), (other, &other_resolution)] {
        if let Err(error) = &resolution.outcome {
            finder.about_error(error, request.process);
        }
    }
    finder.found
}

/// Whether a control shows something that stands in the configuration.
fn is_set(control: &Control) -> bool {
    control.spelled.is_some()
}

struct Finder<'a> {
    text: &'a str,
    reading: &'a Reading,
    request: Request<'a>,
    /// Of both processes, those that are set.
    controls: Vec<Control>,
    counting: Vec<usize>,
    guesses: usize,
    repeated: usize,
    /// A place and its line.
    placed: Option<(usize, usize)>,
    /// Sorted by place.
    found: Vec<Finding>,
}

impl Finder<'_> {
    fn push(&mut self, finding: Finding) {
        let at = self.found.partition_point(|other| other.at.start <= finding.at.start);
        self.found.insert(at, finding);
    }

    fn tell(&mut self, entry: &Entry, at: Span, severity: Severity, message: &[&str], fix: Option<Fix>) {
        let key = Some(entry.key.clone());
        self.push(Finding { at, severity, message: message.concat(), key, fix });
    }

    /// What is not about a single key.
    fn about_the_whole(&mut self) {
        if let Some(Failure { error, at }) = &self.reading.failure {
            let cause = error.causes.last().map_or("", |cause| cause.message.as_str());
            let message = ["Flink cannot read this: ", &error.message, " ", cause].concat();
            let message = message.trim_end().to_owned();
            let at = at.unwrap_or_default();
            self.push(Finding { at, severity: Severity::Error, message, key: None, fix: None });
        }
        for remark in self.reading.remarks.iter().take(MOST_TOLD) {
            let (at, severity, message) = (remark.at, remark.severity, remark.message.clone());
            self.push(Finding { at, severity, message, key: None, fix: None });
        }
        let version = self.request.version;
        let (kind, proper) = (self.reading.kind, Kind::of_release(version));
        if matches!(kind, Kind::FlinkConf | Kind::ConfigYaml) && kind != proper {
            let is_read = kind.is_read_by(version);
            let does = if is_read { " still reads " } else { " does not read " };
            let message =
                ["Flink ", version.name(), does, kind.name(), ". Turn it into ", proper.name(), "."].concat();
            let fix = convert::can_convert(self.reading, proper).map(|_| Fix {
                label: ["Turn into ", proper.name()].concat(),
                edits: Vec::new(),
                kind: Some(proper),
                converts: Some((kind, version)),
            });
            let severity = if is_read { Severity::Hint } else { Severity::Warning };
            self.push(Finding { at: Span::new(0, 0), severity, message, key: None, fix });
        }
    }

    /// The lines of `flink-conf.yaml` that Flink warns about and skips.
    fn about_skipped_lines(&mut self) {
        let number = |line: &String| -> Option<usize> {
            let place = line.strip_prefix("WARN ")?.split("flink-conf.yaml:").nth(1)?;
            place.split(':').next()?.parse().ok()
        };
        let mut skipped = self.reading.log.iter().filter_map(number).take(MOST_TOLD).peekable();
        for (at, line) in flink_conf::lines(self.text).enumerate() {
            let Some(number) = skipped.peek() else { return };
            if *number != at + 1 {
                continue;
            }
            skipped.next();
            let content = line.content.split('#').next().unwrap_or_default();
            let start = line.whole.start + (content.len() - content.trim_start().len());
            let content = content.trim();
            let (key, rest) = content.split_once(':').unwrap_or((content, ""));
            // `key:value`, where the key is one that matters.
            let place = start + key.len() + 1;
            let lacks_blank = !rest.trim().is_empty() && relevance(key.trim_end()) == Relevance::Known;
            let fix = lacks_blank.then(|| Fix {
                label: "Put a blank behind the colon".to_owned(),
                edits: vec![Edit { at: Span::new(place, place), text: " ".to_owned() }],
                kind: None,
                converts: None,
            });
            let message = if rest.starts_with(' ') || rest.is_empty() && content.ends_with(':') {
                "Flink skips this line: a key and its value have to stand on one line."
            } else {
                "Flink skips this line: it has no colon with a blank behind it. Write a key, a colon, a blank and the value."
            };
            let at = Span::new(start, start + content.len());
            let (severity, message) = (Severity::Warning, message.to_owned());
            self.push(Finding { at, severity, message, key: None, fix });
        }
    }

    fn about_entry(&mut self, at: usize, entry: &Entry) {
        let key = entry.key.as_str();
        if !may_matter(key) {
            return;
        }
        let counts = self.reading.config.position(&entry.key).map(|(position, _)| self.counting[position]);
        if let Some(winner) = counts.filter(|winner| *winner != at) {
            let winner = &self.reading.entries[winner];
            // Two services, or two resources, may well say the same.
            let is_one_file =
                matches!(self.reading.kind, Kind::FlinkConf | Kind::ConfigYaml | Kind::Arguments);
            let says_more = is_one_file || winner.value != entry.value;
            if says_more && relevance(&entry.key) == Relevance::Known {
                let offset = winner.key_at.start;
                if self.placed.is_none_or(|(known, _)| known != offset) && self.repeated < MOST_PLACED {
                    self.repeated += 1;
                    self.placed = Some((offset, Place::of(self.text, offset).line));
                }
                let place = match self.placed {
                    Some((known, line)) if known == offset => ["line ", &line.to_string()].concat(),
                    _ => "another line".to_owned(),
                };
                let message = ["Set twice: ", &place, " is the one that counts. Remove the other."];
                let fix = cut(entry);
                self.tell(entry, entry.key_at, Severity::Warning, &message, fix);
            }
            return;
        }
        if OTHER_NETWORK_KEYS.contains(&key) {
            return;
        }
        match catalogue::find_any(key, self.request.version) {
            Some((option, Spelling::Main)) => self.about_option(entry, option),
            Some((option, _)) => self.about_old_spelling(entry, option),
            None => self.about_unknown(entry),
        }
    }

    /// A key that the release knows as an option's own.
    fn about_option(&mut self, entry: &Entry, option: &'static OptionDef) {
        let version = self.request.version;
        let version_name = version.name();
        let control = self.controls.iter().position(|control| control.spelled == Some(option.key));
        let control = control.map(|at| self.controls.swap_remove(at));
        let is_deprecated = option.span(version).is_some_and(|span| span.deprecated);
        let mut is_ignored = false;
        if let Some(control) = &control {
            let note = control.note.as_deref().unwrap_or_default();
            if let Some(error) = &control.error {
                self.tell(
                    entry,
                    entry.value_at,
                    Severity::Error,
                    &["Flink refuses it: ", &error.message],
                    None,
                );
            } else if control.state == State::Ignored {
                is_ignored = true;
                self.tell(
                    entry,
                    entry.key_at,
                    Severity::Warning,
                    &[&sentence(note), " Remove it."],
                    cut(entry),
                );
            }
        } else if let Err(error) = Reader::new(self.request.config, version).check(option) {
            let message = ["Flink refuses it where it is needed: ", &error.message];
            self.tell(entry, entry.value_at, Severity::Warning, &message, None);
        }
        if is_deprecated && !is_ignored {
            let successors = instead::successors(option.key, self.request.deployment);
            let (advice, fix) = self.advice(entry, successors);
            let message =
                ["Of older releases: Flink ", version_name, " is among the last to read it.", &advice];
            self.tell(entry, entry.key_at, Severity::Warning, &message, fix);
        }
        let shown = self.request.process;
        let of = match option.scope {
            Scope::TaskManager => Process::TaskManager,
            Scope::JobManager => Process::JobManager,
            Scope::Network | Scope::StateBackend | Scope::Cluster => shown,
        };
        if of != shown {
            let message = ["Sizes the ", of.name(), "; the ", shown.name(), " is shown."];
            self.tell(entry, entry.key_at, Severity::Hint, &message, None);
        }
        for (total, of_parts) in [(&TM_TOTAL_PROCESS, &TM_TOTAL_FLINK), (&JM_TOTAL_PROCESS, &JM_TOTAL_FLINK)]
        {
            if option.key == total.key && self.request.config.contains(of_parts.key) {
                let message = [
                    of_parts.key,
                    " is set as well, so the JVM overhead is what this leaves of it, and has to be in its range. Set one of them.",
                ];
                self.tell(entry, entry.key_at, Severity::Warning, &message, None);
            }
        }
    }

    /// A key that the release still reads for another one.
    fn about_old_spelling(&mut self, entry: &Entry, option: &'static OptionDef) {
        if self.request.config.contains(option.key) {
            let message =
                ["No effect: ", option.key, " is set as well, and this is its old name. Remove it."];
            self.tell(entry, entry.key_at, Severity::Warning, &message, cut(entry));
        } else {
            let fix = self.renamed(entry, &[option.key]);
            let message = ["Old name of ", option.key, ", still read. Write the new one."];
            self.tell(entry, entry.key_at, Severity::Warning, &message, fix);
        }
    }

    /// A key that the release does not know.
    fn about_unknown(&mut self, entry: &Entry) {
        let (key, version) = (entry.key.as_str(), self.request.version.name());
        if let Some((option, since, until)) = catalogue::ever_known(key) {
            if since > self.request.version {
                let message = [
                    "Flink ",
                    since.name(),
                    " is the first to read it; ",
                    version,
                    " ignores it. Remove it, or take that release.",
                ];
                self.tell(entry, entry.key_at, Severity::Warning, &message, None);
                return;
            }
            let now = [option.key];
            let is_renamed = option.key != key && option.span(self.request.version).is_some();
            let successors =
                if is_renamed { &now } else { instead::successors(key, self.request.deployment) };
            let (advice, fix) = self.advice(entry, successors);
            let message =
                ["Flink ", until.name(), " was the last to read it; ", version, " ignores it.", &advice];
            self.tell(entry, entry.key_at, Severity::Warning, &message, fix);
        } else if let Some(row) = instead::invented(key) {
            let (advice, fix) = self.advice(entry, row.keys);
            let (dash, note) = if row.note.is_empty() { ("", "") } else { (": ", row.note) };
            self.tell(
                entry,
                entry.key_at,
                Severity::Warning,
                &["No option of Flink", dash, note, ".", &advice],
                fix,
            );
        } else {
            let is_complete = begins_with(key, &COMPLETE);
            let nearest = self.nearest(key, if is_complete { 4 } else { 2 });
            if let Some(nearest) = nearest {
                let fix = self.renamed(entry, &[nearest]);
                self.tell(
                    entry,
                    entry.key_at,
                    Severity::Warning,
                    &["No option of Flink. Did you mean ", nearest, "?"],
                    fix,
                );
            } else if is_complete {
                let message = ["No option of Flink ", version, " that is known here. Look its name up."];
                self.tell(entry, entry.key_at, Severity::Warning, &message, None);
            }
        }
    }

    /// What to do about a key instead of which others have to be written.
    fn advice(&self, entry: &Entry, keys: &[&str]) -> (String, Option<Fix>) {
        if keys.is_empty() {
            return (" Remove it.".to_owned(), cut(entry));
        }
        let advice = [" Write ", &keys.join(" and "), " instead."].concat();
        (advice, self.renamed(entry, keys))
    }

    /// The entry under other names, if it is about the same amount and can be renamed where it stands.
    fn renamed(&self, entry: &Entry, keys: &[&str]) -> Option<Fix> {
        let is_number_of_something = entry.key.ends_with(".mb") || entry.key.ends_with("numberOfBuffers");
        let is_free = keys.iter().all(|key| !self.request.config.contains(key));
        if is_number_of_something || !is_free || entry.syntax == Syntax::Fixed {
            return None;
        }
        let around = entry.key.strip_suffix(entry.key_at.of(self.text))?;
        let (before, after) =
            (Span::new(entry.whole.start, entry.key_at.start), Span::new(entry.key_at.end, entry.whole.end));
        let lines: Vec<&str> = keys.iter().filter_map(|key| key.strip_prefix(around)).collect();
        if lines.len() != keys.len() {
            return None;
        }
        let label = ["Write ", &keys.join(" and ")].concat();
        let mut edits = vec![Edit { at: entry.key_at, text: written_key(lines[0], entry.syntax) }];
        for line in &lines[1..] {
            let (before, after) = (before.of(self.text), after.of(self.text));
            let line_end = if after.ends_with('\n') || entry.syntax == Syntax::Word { "" } else { "\n" };
            let text = [line_end, before, &written_key(line, entry.syntax), after].concat();
            edits.push(Edit { at: Span::new(entry.whole.end, entry.whole.end), text });
        }
        Some(Fix { label, edits, kind: None, converts: None })
    }

    /// The known key that differs least, in at most so many letters, or the one with `.size` behind it.
    fn nearest(&mut self, key: &str, most: usize) -> Option<&'static str> {
        self.guesses += 1;
        if self.guesses > MOST_GUESSED || key.len() > 100 {
            return None;
        }
        let known = ALL.iter().filter(|option| option.span(self.request.version).is_some());
        let distance = |option: &OptionDef| {
            if option.key.strip_prefix(key) == Some(".size") { 0 } else { distance(key, option.key, most) }
        };
        let scored = known.map(|option| (distance(option), option.key));
        scored
            .filter(|(distance, _)| *distance <= most)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, key)| key)
    }

    /// Flink's error, at the first of its options that stands in the text.
    fn about_error(&mut self, error: &FlinkError, process: Process) {
        let version = self.request.version;
        let spelled = |key: &'static str| {
            let old = catalogue::find(key).and_then(|option| option.span(version));
            let old = old.map_or(&[][..], |span| span.deprecated_keys);
            std::iter::once(key).chain(old.iter().copied())
        };
        let place = error.keys.iter().copied().flat_map(spelled).find_map(|key| {
            let (position, _) = self.reading.config.position(key)?;
            self.reading.entries.get(self.counting[position])
        });
        // A complaint of ours, about what is not resolved here, has no class.
        if let Some(entry) = place.filter(|_| !error.class.is_empty()) {
            let message = ["The ", process.name(), " does not start: ", &error.message];
            self.tell(entry, entry.value_at, Severity::Error, &message, None);
        }
    }
}

/// A note as a sentence.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let Some(first) = letters.next() else { return String::new() };
    [first.to_ascii_uppercase().encode_utf8(&mut [0; 4]), letters.as_str(), "."].concat()
}

/// The text without the entry.
fn cut(entry: &Entry) -> Option<Fix> {
    let edits = vec![Edit { at: entry.whole, text: String::new() }];
    (entry.syntax != Syntax::Fixed).then(|| Fix {
        label: "Remove".to_owned(),
        edits,
        kind: None,
        converts: None,
    })
}

fn written_key(key: &str, syntax: Syntax) -> String {
    match syntax {
        Syntax::Yaml | Syntax::YamlFlow | Syntax::YamlText => write_yaml_key(key),
        Syntax::Line | Syntax::Word | Syntax::Json | Syntax::Fixed => key.to_owned(),
    }
}

/// Letters to insert, remove or replace to make one key of another; more than `most` if they are more.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let (Some((first, one_rest)), Some((same, other_rest))) = (one.split_first(), other.split_first())
        && first == same
    {
        (one, other) = (one_rest, other_rest);
    }
    while let (Some((last, one_rest)), Some((same, other_rest))) = (one.split_last(), other.split_last())
        && last == same
    {
        (one, other) = (one_rest, other_rest);
    }
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    // One row of the table of distances between beginnings.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, same) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != same);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}
