//! `flink-conf.yaml` as Flink up to 1.20 reads it (`GlobalConfiguration.loadYAMLResource`, later `loadLegacyYAMLResource`): lines of
//! `key: value`, which is not YAML.
//!
//! A `#` begins a comment wherever it stands, blanks around key and value are cut, and what is left of a line that has no colon with a
//! blank behind it is reported and skipped. The last of several lines with the same key counts.

use super::loading::Loading;
use super::{Entry, Insertion, Kind, Reading, Span, Syntax};
use crate::config::{Configuration, Value};
use crate::java;
use crate::version::FlinkVersion;

const FILE: &str = "flink-conf.yaml";

pub(super) fn read(text: &str, version: FlinkVersion) -> Reading {
    let mut reading = Reading::new(Kind::FlinkConf);
    let mut loading = Loading::new(version);
    loading.log_parser("legacy", FILE);
    for (at, line) in lines(text).enumerate() {
        let content = line.content;
        let before_comment = content.split('#').next().unwrap_or_default();
        let conf = java::trim(before_comment);
        if conf.is_empty() {
            continue;
        }
        let start = line.whole.start + before_comment.find(conf).unwrap_or_default();
        let number = at + 1;
        let Some((key, value)) = conf.split_once(": ") else {
            loading.log_bad_line(
                "while trying to split",
                "Line is not a key-value pair (missing space after ':'?)",
                number,
                content,
            );
            continue;
        };
        let value_end = start + conf.len();
        let (key, value) = (java::trim(key), java::trim(value));
        if key.is_empty() || value.is_empty() {
            loading.log_bad_line("after splitting", "Key or value was empty", number, content);
            continue;
        }
        loading.log_setting_read(key, value);
        reading.entries.push(Entry {
            key: key.to_owned(),
            value: value.to_owned(),
            key_at: Span::new(start, start + key.len()),
            value_at: Span::new(value_end - value.len(), value_end),
            whole: line.whole,
            syntax: Syntax::Line,
        });
    }
    let settings = |entry: &Entry| (entry.key.clone(), Value::text(entry.value.clone()));
    reading.config = Configuration::of_file(reading.entries.iter().map(settings).collect(), true);
    loading.log_settings(reading.entries.iter().map(|entry| (entry.key.as_str(), entry.value.as_str())));
    reading.log = loading.into_log();
    let line_end = line_end(text);
    let is_open = !text.is_empty() && !text.ends_with(['\n', '\r']);
    reading.insertion = Some(Insertion {
        at: text.len(),
        before: if is_open { line_end } else { "" }.to_owned(),
        between: ": ",
        after: line_end.to_owned(),
        syntax: Syntax::Line,
    });
    reading
}

/// What ends the lines of a text.
pub(super) fn line_end(text: &str) -> &'static str {
    let is_windows = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    if is_windows { "\r\n" } else { "\n" }
}

/// A line of a file.
pub(super) struct Line<'a> {
    /// It without its end.
    pub(super) content: &'a str,
    /// It with its end.
    pub(super) whole: Span,
}

/// The lines as `BufferedReader` tells them: each ends with a line feed, a carriage return, or both.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (content, end) = rest.split_at(length);
        let break_length = match end.as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        let start = at;
        at += length + break_length;
        Some(Line { content, whole: Span::new(start, at) })
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::version::FlinkVersion;

    #[test]
    fn lines_know_their_places() {
        let text = "# x\r\n a :  b c # d\rä.b: ö\nno value:\n: x\nc: d: e";
        let reading = read(text, FlinkVersion::V1_18);
        let found: Vec<_> = reading
            .entries
            .iter()
            .map(|entry| {
                (
                    &*entry.key,
                    &*entry.value,
                    entry.key_at.of(text),
                    entry.value_at.of(text),
                    entry.whole.of(text),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("a", "b c", "a", "b c", " a :  b c # d\r"),
                ("ä.b", "ö", "ä.b", "ö", "ä.b: ö\n"),
                ("c", "d: e", "c", "d: e", "c: d: e"),
            ]
        );
        let insertion = reading.insertion.expect("a place");
        assert_eq!((insertion.at, &*insertion.before, &*insertion.after), (text.len(), "\r\n", "\r\n"));
        assert_eq!(reading.failure, None);
    }

    #[test]
    fn the_last_of_several_counts_and_secrets_are_not_logged() {
        let text = "a: 1\nsecret.token: x\na: 2\n";
        let reading = read(text, FlinkVersion::V1_20);
        assert_eq!(reading.config.iter().collect::<Vec<_>>(), [("a", "2"), ("secret.token", "x")]);
        assert!(reading.log.iter().any(|line| line.ends_with("secret.token, ******")), "{:?}", reading.log);
        assert_eq!(reading.entries.len(), 3);
    }
}
