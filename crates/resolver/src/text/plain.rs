//! A configuration without a text: keys with values so simple that every file holds them as they are.
//!
//! What a value is in a file, a parser of YAML has to tell, in general. Most values that controls set are numbers, sizes and names, of which
//! it is plain to see. A [`Document`] of such values needs no parser and no text until somebody looks at the text.

use std::rc::Rc;

use super::loading::Loading;
use super::{Document, Kind, Library, Reading};
use crate::config::{Class, Configuration, Value};
use crate::version::FlinkVersion;

/// Bytes of a value that can be simple.
const LONGEST: usize = 64;

/// Digits on either side of a point up to which Java prints a `Double` as it was written, and an `Integer` is one.
const DIGITS: usize = 7;

impl Library {
    /// No reader at all, for documents without a text. Only [simple](is_simple) keys and values may be set; the first library that has readers
    /// makes a text of them.
    pub const PLAIN: Self = Self {
        detect: |_, version| Kind::of_release(version),
        read: |_, _, version| Reading::of(Kind::of_release(version), Configuration::plain()),
        set,
        unset,
    };
}

/// Whether every file of Flink's holds a key and its value as they are.
#[must_use]
pub fn is_simple(key: &str, value: &str) -> bool {
    let is_in_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(is_in_key)
        && key.contains('.')
        && class(value).is_some()
}

/// The class of a value in `config.yaml`, where that is plain to see.
fn class(value: &str) -> Option<Class> {
    if value.len() > LONGEST {
        return None;
    }
    if value.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._-,:".contains(&byte);
        // An `e` may be an exponent.
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit() || b".eE-".contains(&byte));
        let is_name = value.bytes().all(is_in_name) && !value.ends_with(':') && !is_number;
        // What YAML has a word for is quoted, or no text.
        let is_word = ["true", "false", "null"].iter().any(|word| value.eq_ignore_ascii_case(word));
        return (is_name && !is_word).then_some(Class::Text);
    }
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = value.split_at(digits);
    let (point, rest) = match rest.strip_prefix('.') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, unit) = if point { rest.split_at(digits) } else { ("", rest) };
    if whole.is_empty() || whole.len() > DIGITS || fraction.len() > DIGITS {
        return None;
    }
    if !unit.is_empty() {
        // Sizes, with a unit that nobody takes for a part of the number.
        let unit = unit.strip_prefix(' ').unwrap_or(unit);
        let is_unit = !unit.is_empty() && unit.bytes().all(|byte| byte.is_ascii_alphabetic());
        return (is_unit && !unit.starts_with(['x', 'o', 'e', 'E'])).then_some(Class::Text);
    }
    // What Java would print otherwise is quoted, or what it prints with an exponent.
    let has_zeros =
        whole.len() > 1 && whole.starts_with('0') || fraction.len() > 1 && fraction.ends_with('0');
    let is_small = whole == "0" && fraction.starts_with("000");
    let is_printed = !fraction.is_empty() && !has_zeros && !is_small;
    Some(if is_printed { Class::Double } else { Class::Text })
}

impl Document {
    /// A document without a text, in which nothing is set.
    #[must_use]
    pub fn plain(version: FlinkVersion) -> Self {
        let mut document = Self::by(Library::PLAIN, "", None, version);
        document.plain = Some(Vec::new());
        document.put_plain(Vec::new());
        document
    }

    /// Says anew what follows from the entries.
    fn put_plain(&mut self, entries: Vec<(String, String)>) {
        let kind = Kind::of_release(self.version);
        let mut loading = Loading::new(self.version);
        match kind {
            Kind::FlinkConf => loading.log_parser("legacy", "flink-conf.yaml"),
            _ => loading.log_parser("standard", "config.yaml"),
        }
        let mut settings = Vec::with_capacity(entries.len());
        for (key, text) in &entries {
            loading.log_setting_read(key, text);
            let class =
                if kind == Kind::FlinkConf { Class::Text } else { class(text).unwrap_or(Class::Text) };
            settings.push((key.clone(), Value { text: text.clone(), class }));
        }
        loading.log_settings(entries.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let config = Configuration::of_plain(settings, kind == Kind::FlinkConf);
        let mut reading = Reading::of(kind, config);
        reading.log = loading.into_log();
        self.config = reading.config.clone();
        self.reading = Rc::new(reading);
        self.plain = Some(entries);
    }
}

fn set(document: &mut Document, key: &str, value: &str) {
    let mut entries = document.plain.take().unwrap_or_default();
    match entries.iter_mut().find(|(other, _)| other == key) {
        Some((_, old)) => value.clone_into(old),
        None => entries.push((key.to_owned(), value.to_owned())),
    }
    document.put_plain(entries);
}

fn unset(document: &mut Document, key: &str) {
    let mut entries = document.plain.take().unwrap_or_default();
    entries.retain(|(other, _)| other != key);
    document.put_plain(entries);
}
