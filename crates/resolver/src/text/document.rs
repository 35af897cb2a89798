//! A text that can be edited key by key.

use std::rc::Rc;

use super::{Entry, Insertion, Kind, Reading, Span, Syntax, detect, read};
use crate::config::Configuration;
use crate::version::FlinkVersion;

/// A text with what it says, editable as text and key by key.
///
/// Setting a key changes its value in the text and nothing else. A value that the text cannot hold (`4g # x` in a format where `#` starts a
/// comment) is kept beside it, so that [`config`](Self::config) always has what was set.
#[derive(Clone, Debug)]
pub struct Document {
    text: Rc<str>,
    chosen: Option<Kind>,
    version: FlinkVersion,
    reading: Rc<Reading>,
    beside: Configuration,
    config: Configuration,
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            && self.chosen == other.chosen
            && self.version == other.version
            && self.beside == other.beside
    }
}

impl Document {
    /// Reads a text: as the kind `chosen`, or as the kind it seems to be.
    #[must_use]
    pub fn new(text: impl Into<Rc<str>>, chosen: Option<Kind>, version: FlinkVersion) -> Self {
        let text = text.into();
        let kind = chosen.unwrap_or_else(|| detect(&text, version));
        let reading = Rc::new(read(&text, kind, version));
        let config = reading.config.clone();
        Self { text, chosen, version, reading, beside: Configuration::new(), config }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &Rc<str> {
        &self.text
    }

    /// The kind it has to be read as; `None` if it is told from the text.
    #[must_use]
    pub const fn chosen(&self) -> Option<Kind> {
        self.chosen
    }

    /// What the text says.
    #[must_use]
    pub fn reading(&self) -> &Rc<Reading> {
        &self.reading
    }

    /// What is configured: what the text says, and what it cannot hold.
    #[must_use]
    pub const fn config(&self) -> &Configuration {
        &self.config
    }

    /// What was set and the text cannot hold.
    #[must_use]
    pub const fn beside(&self) -> &Configuration {
        &self.beside
    }

    /// The same text, read as another release would.
    pub fn set_version(&mut self, version: FlinkVersion) {
        if version != self.version {
            let beside = std::mem::take(&mut self.beside);
            *self = Self::new(Rc::clone(&self.text), self.chosen, version);
            self.put_beside(beside);
        }
    }

    /// Sets `key` in the text.
    pub fn set(&mut self, key: &str, value: &str) {
        let mut wanted = Configuration::new();
        wanted.set(key, value);
        self.put_beside(wanted);
    }

    /// Removes `key` from the text.
    pub fn unset(&mut self, key: &str) {
        self.beside.unset(key);
        self.config.unset(key);
    }

    fn put_beside(&mut self, entries: Configuration) {
        for (key, value) in entries.iter() {
            self.beside.set(key, value);
            self.config.set(key, value);
        }
    }
}

pub(super) fn interim(text: &str, kind: Kind) -> Reading {
    let mut entries = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some((key, value)) = line.split_once(": ") {
            let value_start = start + key.len() + 2;
            let value = value.trim_end();
            entries.push(Entry {
                key: key.to_owned(),
                value: value.to_owned(),
                key_at: Span::new(start, start + key.len()),
                value_at: Span::new(value_start, value_start + value.len()),
                whole: Span::new(start, at),
                syntax: Syntax::Line,
            });
        }
    }
    let config = entries.iter().map(|entry| (entry.key.as_str(), entry.value.as_str())).collect();
    Reading {
        kind,
        entries,
        config,
        failure: None,
        log: Vec::new(),
        remarks: Vec::new(),
        version: None,
        deployment: None,
        process: None,
        insertion: Some(Insertion {
            at: text.len(),
            before: String::new(),
            between: ": ",
            after: "\n".to_owned(),
            syntax: Syntax::Line,
        }),
    }
}
