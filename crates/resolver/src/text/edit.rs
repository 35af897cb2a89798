//! Texts in which one key is changed.
//!
//! What is offered here is where and how the change would be written. Whether the text then says what was meant, its reader decides; the
//! [document](super::Document) asks it.

use std::iter::once_with;

use super::scalar::{write_key, write_value};
use super::{Entry, Insertion, Kind, Reading, Span, Syntax};
use crate::config::{Class, Configuration, Value};
use crate::yaml;

/// Entries of the same key that are tried; more of them are not a text that anybody edits.
const MOST_TRIED: usize = 4;

/// Texts in which `key` has `value`, the best first: at the place of the key, else beside its relatives, else where new keys go.
pub(super) fn with_value<'a>(
    text: &'a str,
    reading: &'a Reading,
    key: &'a str,
    value: &'a str,
) -> impl Iterator<Item = String> + 'a {
    let of_key = reading.entries.iter().rev().filter(move |entry| entry.key == key);
    let in_place = of_key.take(MOST_TRIED).filter_map(move |entry| replaced(text, entry, value));
    let is_new = !reading.entries.iter().any(|entry| entry.key == key);
    let beside = move || is_new.then(|| beside_relative(text, reading, key, value)).flatten();
    let insertions = reading.insertion.iter().chain(&reading.other_insertion);
    let at_insertion = insertions.filter_map(move |insertion| inserted(text, insertion, key, value));
    in_place.chain(once_with(beside).flatten()).chain(at_insertion)
}

/// A value that can take the place of another without reading the text again.
pub(super) struct Quick {
    /// Which entry.
    pub(super) entry: usize,
    /// Where the entry's value stands.
    at: Span,
    /// How Flink has the new value.
    value: Value,
    /// The line of the log that tells the value, if it is logged.
    log: Option<usize>,
}

/// A quick way to give `key` a value, for sliders in long texts: in Flink's two files, where a plain word takes the place of another. No such
/// word can change what the rest of the text means, unless an alias repeats it.
pub(super) fn quick(text: &str, reading: &Reading, key: &str, value: &str) -> Option<Quick> {
    let is_file = matches!(reading.kind, Kind::FlinkConf | Kind::ConfigYaml);
    let has_alias = reading.kind == Kind::ConfigYaml && text.contains('*');
    // Far from where Flink's parser counts characters.
    let is_short = text.len() < 1 << 20 && value.len() < 100;
    if !is_file || has_alias || !is_short || reading.failure.is_some() || !reading.advice.is_empty() {
        return None;
    }
    let entry = reading.entries.iter().rposition(|entry| entry.key == key)?;
    let Entry { value: old, key_at, value_at: at, whole, syntax, .. } = &reading.entries[entry];
    let is_word = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    };
    let between = text.get(key_at.end..at.start)?.trim_start_matches(['"', '\'']);
    let is_plain = is_word(old)
        && is_word(value)
        && at.of(text) == old
        && write_value(value, *syntax)? == value
        && between.trim() == ":"
        && !between.contains(['\n', '\r']);
    let is_told_of =
        reading.remarks.iter().any(|remark| remark.at.start < whole.end && whole.start < remark.at.end);
    // Another entry counts: the text has to be read.
    if !is_plain || is_told_of || reading.config.get(key) != Some(old) {
        return None;
    }
    let class = match syntax {
        Syntax::Yaml | Syntax::YamlFlow if is_double(value) => Class::Double,
        _ => Class::Text,
    };
    let logged = ["Loading configuration property: ", key, ", ", old].concat();
    let mut lines = reading.log.iter().enumerate().filter(|(_, line)| line.ends_with(&logged));
    let log = lines.next().map(|(at, _)| at);
    let is_logged_once =
        lines.next().is_none() && (log.is_some() || !reading.log.iter().any(|line| line.contains(key)));
    let value = Value { text: value.to_owned(), class };
    is_logged_once.then_some(Quick { entry, at: *at, value, log })
}

/// Whether a plain word is a number with a point.
fn is_double(word: &str) -> bool {
    word.contains('.') && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'E'))
}

impl Quick {
    /// The text with the new value.
    pub(super) fn text(&self, text: &str) -> String {
        splice(text, self.at, &[&self.value.text]).unwrap_or_else(|| text.to_owned())
    }

    /// Makes a reading of the old text one of the new one.
    pub(super) fn change(&self, reading: &mut Reading, config: &mut Configuration) {
        let (old, new) = (self.at.end - self.at.start, self.value.text.len());
        let moved = |at: usize| if at >= self.at.end { at + new - old } else { at };
        let shift = |span: &mut Span| *span = Span::new(moved(span.start), moved(span.end));
        for entry in &mut reading.entries {
            for span in [&mut entry.key_at, &mut entry.value_at, &mut entry.whole] {
                shift(span);
            }
        }
        for remark in &mut reading.remarks {
            shift(&mut remark.at);
        }
        for insertion in reading.insertion.iter_mut().chain(&mut reading.other_insertion) {
            insertion.at = moved(insertion.at);
        }
        let entry = &mut reading.entries[self.entry];
        if let Some(line) = self.log.and_then(|at| reading.log.get_mut(at)) {
            line.truncate(line.len() - entry.value.len());
            line.push_str(&self.value.text);
        }
        entry.value.clone_from(&self.value.text);
        reading.config.put(&entry.key, &self.value);
        config.put(&entry.key, &self.value);
    }
}

/// The text without any entry of `key`.
pub(super) fn without_all(text: &str, reading: &Reading, key: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for entry in reading.entries.iter().filter(|entry| entry.key == key && entry.syntax != Syntax::Fixed) {
        let cut = entry.whole;
        if let Some(kept) = text.get(at..cut.start.max(at)) {
            rest.push_str(kept);
            at = at.max(cut.end);
        }
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest
}

/// The text without the last entry of `key`; `None` if there is none.
pub(super) fn without_last(text: &str, reading: &Reading, key: &str) -> Option<String> {
    let last =
        reading.entries.iter().rev().find(|entry| entry.key == key && entry.syntax != Syntax::Fixed)?;
    splice(text, last.whole, &[])
}

fn splice(text: &str, at: Span, parts: &[&str]) -> Option<String> {
    let (before, after) = (text.get(..at.start)?, text.get(at.end..)?);
    Some([before, &parts.concat(), after].concat())
}

fn replaced(text: &str, entry: &Entry, value: &str) -> Option<String> {
    let written = write_value(value, entry.syntax)?;
    let old = entry.value_at.of(text);
    // Quotes that the old value did not need are how the user likes it.
    let quote = ["\"", "'"].into_iter().find(|quote| old.starts_with(quote));
    let is_yaml = matches!(entry.syntax, Syntax::Yaml | Syntax::YamlFlow | Syntax::YamlText);
    let likes_quotes = is_yaml
        && written == value
        && quote.is_some()
        && write_value(&entry.value, entry.syntax).is_some_and(|plain| plain == entry.value);
    match quote.filter(|_| likes_quotes && !value.contains(['"', '\'', '\\'])) {
        Some(quote) => splice(text, entry.value_at, &[quote, value, quote]),
        None => splice(text, entry.value_at, &[&written]),
    }
}

fn inserted(text: &str, insertion: &Insertion, key: &str, value: &str) -> Option<String> {
    let written_key = write_key(key, insertion.syntax)?;
    let written = write_value(value, insertion.syntax)?;
    let at = Span::new(insertion.at, insertion.at);
    // A last line without an end stays one.
    let is_open = insertion.at == text.len() && !text.is_empty() && !text.ends_with(['\n', '\r']);
    let after = if is_open { insertion.after.trim_end_matches(['\n', '\r']) } else { &insertion.after };
    splice(text, at, &[&insertion.before, &written_key, insertion.between, &written, after])
}

/// A new line behind the key that has most in common with the new one, in the innermost mapping that can hold both.
fn beside_relative(text: &str, reading: &Reading, key: &str, value: &str) -> Option<String> {
    let relative = reading
        .entries
        .iter()
        .filter_map(|entry| Some((common_parts(&entry.key, key), entry)).filter(|(common, _)| *common > 0))
        .max_by_key(|(common, _)| *common)?
        .1;
    let place = Place::of(text, relative, key)?;
    let syntax = relative.syntax;
    let written_key = write_key(&key[place.prefix_length..], syntax)?;
    let written = write_value(value, syntax)?;
    let before = &text[..place.at];
    let line_end = if before.ends_with("\r\n") || (!before.ends_with('\n') && before.contains("\r\n")) {
        "\r\n"
    } else {
        "\n"
    };
    let (start, end) = if before.ends_with('\n') { ("", line_end) } else { (line_end, "") };
    let at = Span::new(place.at, place.at);
    splice(text, at, &[start, place.indentation, &written_key, ": ", &written, end])
}

/// How many parts between dots two keys begin with alike.
fn common_parts(one: &str, other: &str) -> usize {
    one.split('.').zip(other.split('.')).take_while(|(one, other)| one == other).count()
}

/// Where a line for a key can go.
struct Place<'a> {
    /// The beginning of a line, or the end of the text.
    at: usize,
    indentation: &'a str,
    /// Bytes of the key that the mappings around the place say already.
    prefix_length: usize,
}

impl<'a> Place<'a> {
    /// Behind the line of `relative`, or behind the innermost mapping around it that `key` does not belong to.
    fn of(text: &'a str, relative: &Entry, key: &str) -> Option<Self> {
        if !matches!(relative.syntax, Syntax::Line | Syntax::Yaml | Syntax::YamlText) {
            return None;
        }
        let line_start = line_start(text, relative.key_at.start);
        let mut indentation = text.get(line_start..relative.key_at.start)?;
        let is_block =
            is_blank(indentation) && text.get(relative.key_at.end..)?.trim_start().starts_with(':');
        let ends_line = relative.whole.end == text.len() || text.get(..relative.whole.end)?.ends_with('\n');
        let mut prefix = relative.key.strip_suffix(relative.key_at.of(text))?;
        if !is_block || !ends_line {
            return None;
        }
        let mut above = &text[..line_start];
        let mut is_nested = false;
        while !key.starts_with(prefix) {
            let (rest, line) = last_line(above)?;
            above = rest;
            let content = line.trim_start_matches(' ');
            let inner = &line[..line.len() - content.len()];
            if inner.len() < indentation.len() && !is_comment_or_empty(content) {
                let parent = content.split(':').next()?.trim_end();
                prefix = prefix.strip_suffix('.')?.strip_suffix(parent)?;
                indentation = inner;
                is_nested = true;
            }
        }
        let at = if is_nested {
            end_of_block(text, relative.whole.end, indentation.len())
        } else {
            relative.whole.end
        };
        Some(Self { at, indentation, prefix_length: prefix.len() })
    }
}

/// Where the lines that are indented deeper than `indentation` end, from the beginning of a line on.
fn end_of_block(text: &str, start: usize, indentation: usize) -> usize {
    let mut end = start;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        let content = line.trim_start_matches(' ');
        if is_comment_or_empty(content) {
            continue;
        }
        if line.len() - content.len() <= indentation {
            break;
        }
        end = at;
    }
    end
}

/// Where the line begins, behind the mark that a text may begin with.
fn line_start(text: &str, at: usize) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(mark, |end| end + 1)
}

/// What stands before the last line, and that line; `text` is empty or ends with a line.
fn last_line(text: &str) -> Option<(&str, &str)> {
    let without_end = text.strip_suffix('\n')?;
    let start = line_start(text, without_end.len());
    Some((&text[..start], without_end[start..].trim_end_matches('\r')))
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

fn is_comment_or_empty(content: &str) -> bool {
    content.starts_with('#') || content.trim_end().is_empty()
}

/// The whole configuration as lines of `kind`, which is one of Flink's two files, with what these cannot hold.
pub(super) fn as_lines(config: &Configuration, kind: Kind) -> (String, Configuration) {
    let syntax = if kind == Kind::FlinkConf { Syntax::Line } else { Syntax::Yaml };
    let (mut lines, mut left_out) = (String::new(), Configuration::new());
    for (key, value) in config.iter() {
        match write_key(key, syntax).zip(write_value(value, syntax)) {
            Some((key, value)) => lines.push_str(&[&key, ": ", &value, "\n"].concat()),
            None => left_out.set(key, value),
        }
    }
    (lines, left_out)
}

/// Every line as a comment of `flink-conf.yaml` and of `config.yaml` alike.
pub(super) fn as_comments(text: &str) -> String {
    let mut comments = String::with_capacity(text.len() + text.len() / 16);
    for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
        let line = line.trim_end();
        if !line.is_empty() {
            comments.push_str("# ");
            comments.extend(shown(line));
            comments.push('\n');
        }
    }
    comments
}

/// What a comment can show: no line ends, and nothing that YAML refuses even there.
pub(super) fn shown(text: &str) -> impl Iterator<Item = char> + '_ {
    let is_shown = |c: char| c == '\t' || (yaml::is_printable(c) && !matches!(c, '\n' | '\r'));
    text.chars().map(move |c| if is_shown(c) { c } else { char::REPLACEMENT_CHARACTER })
}
