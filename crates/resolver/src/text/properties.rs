//! The environment of Flink's docker image: `FLINK_PROPERTIES` and `TASK_MANAGER_NUMBER_OF_TASK_SLOTS`.
//!
//! Follows `docker-entrypoint.sh`. Up to 1.18 it appends the properties to `flink-conf.yaml`. From 1.19 on it takes each line apart itself:
//! all white space goes, the first colon ends the key, and nothing is a comment. Either way they come after the number of slots, and on
//! top of the configuration that the image has.

use super::draft::{Draft, Rank};
use super::inner::Inner;
use super::shell::{self, Word};
use super::{Entry, Insertion, Kind, Reading, Remark, Severity, Span, Syntax, arguments, detect, harvest};
use crate::catalogue::{
    JM_HEAP, JM_TOTAL_FLINK, JM_TOTAL_PROCESS, TM_MANAGED_SIZE, TM_NUM_SLOTS, TM_TASK_HEAP, TM_TOTAL_FLINK,
    TM_TOTAL_PROCESS,
};
use crate::presets;
use crate::resolution::Process;
use crate::version::FlinkVersion;

/// Reads a text as the environment of the image: a compose file, shell commands, a Dockerfile, or the properties alone.
pub(super) fn read(text: &str, version: FlinkVersion) -> Reading {
    if detect::is_environment_in_yaml(text) {
        return harvest::read(text, Kind::Properties, version);
    }
    let mut draft = Draft::new(Kind::Properties);
    let version = version_of(text).inspect(|found| draft.reading.version = Some(*found)).unwrap_or(version);
    let mut image = None;
    for words in shell::commands(text, Span::new(0, text.len())) {
        let (process, deployment) = arguments::who_starts(&words);
        if deployment.is_some() {
            let found = &mut draft.reading;
            // Several commands may start both.
            let is_first = found.deployment.is_none();
            found.process = process.filter(|_| is_first || found.process == process);
            found.deployment = found.deployment.or(deployment);
        }
        for (at, word) in words.iter().enumerate() {
            let Some((name, inner)) = assignment(text, &words, at) else { continue };
            // A variable that is passed on was set before.
            if inner.text.trim_start().starts_with('$') {
                continue;
            }
            image = image.or(Some(Span::new(word.at.start, word.at.start + name.len())));
            let reading =
                if name == detect::VARIABLES[0] { read_lines(&inner, version) } else { slots(&inner) };
            put(&mut draft, reading, if name == detect::VARIABLES[0] { Rank::Usual } else { Rank::Beneath });
            if inner.text.contains("\\n") {
                let message = "`\\n` between these quotes is no line end: use `$'…'` or real lines.";
                draft.remark(word.at, Severity::Warning, message);
            }
        }
        if words.iter().any(|word| word.text.starts_with("-D")) {
            arguments::read_command(&mut draft, text, &words, version);
        }
    }
    if image.is_none() && draft.reading.entries.is_empty() {
        let inner = Inner::verbatim(text, Span::new(0, text.len()));
        put(&mut draft, read_lines(&inner, version), Rank::Usual);
    }
    let mut reading = draft.finish();
    if let Some(at) = image {
        remark_on_image(&mut reading, at.with_whole_characters(text), version);
    }
    reading
}

/// Adds what another reader found.
pub(super) fn put(draft: &mut Draft, reading: Reading, rank: Rank) {
    for entry in reading.entries {
        draft.put(entry, rank);
    }
    let all = &mut draft.reading;
    all.remarks.extend(reading.remarks);
    all.log.extend(reading.log);
    all.failure = all.failure.take().or(reading.failure);
    all.insertion = all.insertion.take().or(reading.insertion);
}

/// Says what the image's own configuration sets beneath the variable at a place: a process size, unless that is replaced.
pub(super) fn remark_on_image(reading: &mut Reading, at: Span, version: FlinkVersion) {
    let (key, total, parts) = match reading.process {
        Some(Process::JobManager) => (JM_TOTAL_PROCESS.key, JM_TOTAL_FLINK.key, [JM_HEAP.key; 2]),
        _ => (TM_TOTAL_PROCESS.key, TM_TOTAL_FLINK.key, [TM_TASK_HEAP.key, TM_MANAGED_SIZE.key]),
    };
    let shipped = presets::ALL[0].config(version);
    let Some(size) = shipped.get(key).filter(|_| !reading.config.contains(key)) else { return };
    let has = |key: &str| reading.config.contains(key);
    let is_sized = has(total) || parts.iter().all(|part| has(part));
    let (severity, end) = if is_sized {
        (Severity::Warning, ", and Flink then checks these sizes against that one: set it here, too.")
    } else {
        (Severity::Hint, " beneath this.")
    };
    let message = ["The image's own configuration has `", key, ": ", size, "`", end].concat();
    reading.remarks.push(Remark { at, severity, message });
}

/// The release that an image in the text names.
fn version_of(text: &str) -> Option<FlinkVersion> {
    text.match_indices("flink:").find_map(|(at, _)| {
        let start =
            text[..at].rfind(|c: char| c.is_whitespace() || "\"'=".contains(c)).map_or(0, |end| end + 1);
        let rest = text.get(start..)?;
        let end = rest.find(|c: char| c.is_whitespace() || "\"'".contains(c)).unwrap_or(rest.len());
        arguments::version_of_image(&rest[..end])
    })
}

/// The variable that a word sets, and its value: `NAME=value`, or `ENV NAME value` of a Dockerfile.
fn assignment(text: &str, words: &[Word<'_>], at: usize) -> Option<(&'static str, Inner)> {
    let word = &words[at];
    let name = detect::VARIABLES.into_iter().find(|name| word.text.contains(name))?;
    // It may stand behind an option, as in `--env=NAME=value`.
    let (before, rest) = word.text.split_once(name)?;
    if before.chars().any(|c| c.is_alphanumeric() && !before.starts_with('-')) {
        return None;
    }
    if rest.starts_with('=') {
        return Some((name, shell::with_places(text, word).behind_first(before.len() + name.len() + 1)));
    }
    let is_old_form = rest.is_empty() && at > 0 && words[at - 1].text.eq_ignore_ascii_case("ENV");
    let (first, last) = (words.get(at + 1)?, words.last()?);
    is_old_form.then(|| (name, Inner::verbatim(text, Span::new(first.at.start, last.at.end))))
}

/// Reads the number of slots.
pub(super) fn slots(inner: &Inner) -> Reading {
    let mut reading = Reading::new(Kind::Properties);
    let value = inner.text.trim();
    if !value.is_empty() {
        let start = inner.text.len() - inner.text.trim_start().len();
        let at = Span::new(start, start + value.len());
        let whole = Span::new(0, inner.text.len());
        reading.entries.push(inner.outer_entry(Entry {
            key: TM_NUM_SLOTS.key.to_owned(),
            value: value.to_owned(),
            key_at: at,
            value_at: at,
            whole,
            syntax: Syntax::Line,
        }));
    }
    reading
}

/// Reads the lines of the properties, as the image of `version` does.
pub(super) fn read_lines(inner: &Inner, version: FlinkVersion) -> Reading {
    let reads_file = Kind::of_release(version) == Kind::FlinkConf;
    let reading = if reads_file {
        super::read(&inner.text, Kind::FlinkConf, version)
    } else {
        read_lines_apart(&inner.text)
    };
    let mut reading = inner.outer_reading(reading);
    reading.kind = Kind::Properties;
    reading
}

/// Reads the lines as the image does from 1.19 on.
fn read_lines_apart(text: &str) -> Reading {
    let mut reading = Reading::new(Kind::Properties);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let content = line.trim();
        // The image makes a key of a comment, too; nothing has such a key.
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let content_at = at + (line.len() - line.trim_start().len());
        let (key, value) = content.split_once(':').unwrap_or((content, ""));
        let value_start = content_at + content.len() - value.trim_start().len();
        let value_at = Span::new(value_start, content_at + content.len());
        let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{b}';
        let stripped: String = value.chars().filter(|c| !is_blank(*c)).collect();
        let mut remark = |message: &str| {
            reading.remarks.push(Remark {
                at: value_at,
                severity: Severity::Warning,
                message: message.to_owned(),
            });
        };
        if value.trim().is_empty() {
            remark("The image takes each line for a key and its value: nested keys do not work here.");
        } else if value.contains(" #") {
            remark("From 1.19 on, the image takes a comment behind a value for a part of the value.");
        } else if stripped.len() != value.trim().len() {
            remark("From 1.19 on, the image cuts blanks out of the value.");
        }
        // The shell drops a colon at the end if it is the only one.
        let value = stripped.strip_suffix(':').filter(|rest| !rest.contains(':')).unwrap_or(&stripped);
        reading.entries.push(Entry {
            key: key.chars().filter(|c| !is_blank(*c)).collect(),
            value: value.to_owned(),
            key_at: Span::new(content_at, content_at + key.trim_end().len()),
            value_at,
            whole: Span::new(at, start),
            syntax: Syntax::Line,
        });
    }
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let after = if before.is_empty() { "\n" } else { "" };
    reading.insertion = Some(Insertion {
        at: text.len(),
        before: before.to_owned(),
        between: ": ",
        after: after.to_owned(),
        syntax: Syntax::Line,
    });
    reading
}
