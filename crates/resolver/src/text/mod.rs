//! Configuration texts: what people paste, edit and take away.
//!
//! [`read`] turns a text of some [`Kind`] into a [`Reading`]: the keys in it with their places, the [`Configuration`] that Flink then has, what
//! Flink's own loader refuses or logs, and what the text says besides (release, deployment). [`Document`] is a text that can be edited key by
//! key without losing anything else in it.

mod advice;
mod arguments;
mod config_yaml;
mod convert;
mod detect;
mod document;
mod draft;
mod edit;
mod findings;
mod flink_conf;
mod harvest;
mod inner;
mod instead;
mod kind;
mod library;
mod loading;
mod log;
mod place;
mod plain;
mod properties;
mod quantity;
mod remedy;
mod rest;
pub(crate) mod scalar;
mod shell;
mod symptoms;
mod yaml;

pub use advice::{Advice, Change, Remedy};
pub use document::Document;
pub use findings::{Edit, Finding, Fix, Relevance, findings, relevance};
pub use kind::Kind;
pub use library::Library;
pub use place::{Place, Span};
pub use plain::is_simple;
pub use remedy::Offer;

use crate::config::Configuration;
use crate::error::FlinkError;
use crate::resolution::{Deployment, Process};
use crate::version::FlinkVersion;

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What the text was read as.
    pub kind: Kind,
    /// Every key in the order of the text; of a key that stands there twice, both.
    pub entries: Vec<Entry>,
    /// What Flink's configuration then holds. Where Flink refuses the text, what could be read of it.
    pub config: Configuration,
    /// Flink's loader refuses the whole text.
    pub failure: Option<Failure>,
    /// What Flink's loader logs, `LEVEL Class: message`.
    pub log: Vec<String>,
    /// What the reader has to say about places in the text.
    pub remarks: Vec<Remark>,
    /// The release that the text names.
    pub version: Option<FlinkVersion>,
    /// Who starts Flink, where the text tells.
    pub deployment: Option<Deployment>,
    /// The one process that the text is about, where it is about one.
    pub process: Option<Process>,
    /// Where a new key goes; `None` where the text cannot take one.
    pub insertion: Option<Insertion>,
    /// Where it goes if it is nothing for there: a text may have a place for each process.
    pub other_insertion: Option<Insertion>,
    /// The problems that the text tells of, in the order in which it does.
    pub advice: Vec<Advice>,
}

impl Reading {
    /// A reading in which nothing was found yet.
    #[must_use]
    pub(crate) const fn new(kind: Kind) -> Self {
        Self::of(kind, Configuration::new())
    }

    /// The same with a configuration.
    pub(crate) const fn of(kind: Kind, config: Configuration) -> Self {
        Self {
            kind,
            entries: Vec::new(),
            config,
            failure: None,
            log: Vec::new(),
            remarks: Vec::new(),
            version: None,
            deployment: None,
            process: None,
            insertion: None,
            other_insertion: None,
            advice: Vec::new(),
        }
    }

    /// For each key of the configuration, in its order, the entry that counts: the last that has the value which Flink has. Only for keys
    /// that are asked for.
    pub(crate) fn counting(&self, is_asked_for: fn(&str) -> bool) -> Vec<usize> {
        let mut counting = vec![usize::MAX; self.config.len()];
        for (at, entry) in self.entries.iter().enumerate().filter(|(_, entry)| is_asked_for(&entry.key)) {
            if let Some((position, value)) = self.config.position(&entry.key)
                && (value == entry.value || counting[position] == usize::MAX)
            {
                counting[position] = at;
            }
        }
        counting
    }
}

/// A key in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The whole key, dots and all, whatever it is nested in.
    pub key: String,
    /// The text that it stands for, as `Configuration.toMap` prints it.
    pub value: String,
    /// Where the key stands; the last part of it if it is nested.
    pub key_at: Span,
    /// Where the value stands, quotes included.
    pub value_at: Span,
    /// What to cut out so that nothing of the entry remains, its line end included, and parents that would be left empty.
    pub whole: Span,
    /// How a value is written there.
    pub syntax: Syntax,
}

/// How a value is written at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// The rest of a line in the format of `flink-conf.yaml`: no quotes, a `#` ends it, blanks around it are cut.
    Line,
    /// A YAML scalar outside of all brackets.
    Yaml,
    /// A YAML scalar between brackets.
    YamlFlow,
    /// A YAML scalar that has to be a string, as manifests demand: quoted where it would be read as anything else.
    YamlText,
    /// A word of a shell command, quoted where the shell demands it.
    Word,
    /// A JSON string.
    Json,
    /// It cannot be changed in place.
    Fixed,
}

/// Where and how a new key goes into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// The place.
    pub at: usize,
    /// What precedes the key, such as a line end and an indentation.
    pub before: String,
    /// What stands between key and value.
    pub between: &'static str,
    /// What follows the value.
    pub after: String,
    /// How the value is written.
    pub syntax: Syntax,
}

/// Flink's loader refuses a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What Flink throws.
    pub error: FlinkError,
    /// Where the reason is, if it is at one place.
    pub at: Option<Span>,
}

/// Something to say about a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The place.
    pub at: Span,
    /// How much it matters.
    pub severity: Severity,
    /// One or two sentences: what is the matter, and what to do.
    pub message: String,
}

/// How much a remark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It can be ignored.
    Hint,
    /// It may not do what was meant.
    Warning,
    /// It does not work.
    Error,
}

/// Reads `text` as `kind`, as `version` would. Never panics; takes time and memory in proportion to the text.
#[must_use]
pub fn read(text: &str, kind: Kind, version: FlinkVersion) -> Reading {
    match kind {
        Kind::FlinkConf => flink_conf::read(text, version),
        Kind::ConfigYaml => config_yaml::read(text, version),
        Kind::Arguments => arguments::read(text, version),
        Kind::Properties => properties::read(text, version),
        Kind::Manifest | Kind::Values => harvest::read(text, kind, version),
        Kind::LogBlock | Kind::ErrorMessage => log::read(text, kind, version),
        Kind::RestAnswer => rest::read(text),
    }
}

/// The same for what Flink itself reads: its two files, and the arguments of its commands. `None` for other kinds; a program that reads none of
/// them need not have their readers.
#[must_use]
pub fn read_own(text: &str, kind: Kind, version: FlinkVersion) -> Option<Reading> {
    match kind {
        Kind::FlinkConf => Some(flink_conf::read(text, version)),
        Kind::ConfigYaml => Some(config_yaml::read(text, version)),
        Kind::Arguments => Some(arguments::read(text, version)),
        _ => None,
    }
}

/// What kind of text this is, as far as can be told; `version` decides where two kinds look alike.
#[must_use]
pub fn detect(text: &str, version: FlinkVersion) -> Kind {
    detect::detect(text, version)
}
