//! One of Flink's two files turned into the other, with its comments and the order of its lines.

use super::scalar::{write_key, write_value};
use super::{Entry, Kind, Reading, Syntax, read};
use crate::version::FlinkVersion;

/// The text as the other of Flink's two files. What Flink ignored becomes a comment, nested keys become dotted ones. `None` for other
/// kinds, and where that file cannot say the same.
pub(super) fn convert(text: &str, reading: &Reading, kind: Kind, version: FlinkVersion) -> Option<String> {
    let syntax = match (reading.kind, kind) {
        (Kind::FlinkConf, Kind::ConfigYaml) => Syntax::Yaml,
        (Kind::ConfigYaml, Kind::FlinkConf) => Syntax::Line,
        _ => return None,
    };
    if reading.failure.is_some() {
        return None;
    }
    let mut converted = String::with_capacity(text.len());
    let mut entries = reading.entries.iter().peekable();
    let (mut start, mut skipped_to) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let line_end = if content.len() < line.len() { &line[content.len()..] } else { "\n" };
        let mut has_entry = start < skipped_to;
        while let Some(entry) = entries.next_if(|entry| entry.key_at.start < end) {
            has_entry = true;
            skipped_to = entry.value_at.end;
            // A later entry may say the same again; then this one is only its shadow.
            let counts = reading.config.get(&entry.key) == Some(entry.value.as_str())
                && !entries.clone().any(|later| later.key == entry.key);
            converted.push_str(if counts { "" } else { "# " });
            converted.push_str(&write_key(&entry.key, syntax)?);
            converted.push_str(": ");
            converted.push_str(&write_value(&entry.value, syntax)?);
            converted.push_str(&comment_behind(text, entry));
            converted.push_str(line_end);
        }
        let trimmed = content.trim_start_matches('\u{feff}').trim();
        if !has_entry && (trimmed.is_empty() || trimmed.starts_with('#')) {
            converted.push_str(trimmed);
            converted.push_str(line_end);
        } else if !has_entry && syntax == Syntax::Yaml {
            converted.push_str("# ");
            converted.push_str(trimmed);
            converted.push_str(line_end);
        }
        start = end;
    }
    let now = read(&converted, kind, version);
    (now.failure.is_none() && now.config == reading.config).then_some(converted)
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
    [if blanks.is_empty() { " " } else { blanks }, comment].concat()
}
