//! One of Flink's two files turned into the other, with its comments and the order of its lines.

use super::edit::shown;
use super::scalar::{write_key, write_value};
use super::{Entry, Kind, Reading, Syntax, read};
use crate::version::FlinkVersion;

/// How values are written in the file that a reading is to be turned into; `None` for other kinds, where Flink refuses the text, and
/// where that file cannot say the same.
pub(super) fn can_convert(reading: &Reading, kind: Kind) -> Option<Syntax> {
    let syntax = match (reading.kind, kind) {
        (Kind::FlinkConf, Kind::ConfigYaml) => Syntax::Yaml,
        (Kind::ConfigYaml, Kind::FlinkConf) => Syntax::Line,
        _ => return None,
    };
    let is_written = |(key, value)| write_key(key, syntax).is_some() && write_value(value, syntax).is_some();
    (reading.failure.is_none() && reading.config.iter().all(is_written)).then_some(syntax)
}

/// The text as the other of Flink's two files. What Flink ignored becomes a comment, nested keys become dotted ones.
pub(super) fn convert(text: &str, from: Kind, to: Kind, version: FlinkVersion) -> Option<String> {
    let reading = read(text, from, version);
    let syntax = can_convert(&reading, to)?;
    let counting = reading.counting(|_| true);
    let mut converted = String::with_capacity(text.len());
    let mut entries = reading.entries.iter().enumerate().peekable();
    let (mut start, mut skipped_to) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let line_end = if content.len() < line.len() { &line[content.len()..] } else { "\n" };
        let mut has_entry = start < skipped_to;
        while let Some((at, entry)) = entries.next_if(|(_, entry)| entry.key_at.start < end) {
            has_entry = true;
            skipped_to = entry.value_at.end;
            let position = reading.config.position(&entry.key);
            if position.is_none_or(|(position, _)| counting[position] != at) {
                // Set again elsewhere: here it has no effect.
                converted.push_str("# ");
            }
            converted.push_str(&write_key(&entry.key, syntax)?);
            converted.push_str(": ");
            converted.push_str(&write_value(&entry.value, syntax)?);
            converted.extend(shown(&comment_behind(text, entry)));
            converted.push_str(line_end);
        }
        let trimmed = content.trim_start_matches('\u{feff}').trim();
        if !has_entry && (trimmed.is_empty() || trimmed.starts_with('#')) {
            converted.extend(shown(trimmed));
            converted.push_str(line_end);
        } else if !has_entry && syntax == Syntax::Yaml {
            converted.push_str("# ");
            converted.extend(shown(trimmed));
            converted.push_str(line_end);
        }
        start = end;
    }
    Some(converted)
}

/// The comment behind a value on the same line, with a blank before it.
fn comment_behind(text: &str, entry: &Entry) -> String {
    let rest = text.get(entry.value_at.end..).unwrap_or_default();
    let rest = rest.split(['\n', '\r']).next().unwrap_or_default();
    let comment = rest.trim();
    if !comment.starts_with('#') {
        return String::new();
    }
    let blanks = &rest[..rest.len() - rest.trim_start().len()];
    let is_usual = !blanks.is_empty() && blanks.bytes().all(|byte| byte == b' ');
    [if is_usual { blanks } else { " " }, comment].concat()
}
