//! What `GlobalConfiguration` logs while it loads a file.

use crate::behaviour::{FileLoader, behaviour};
use crate::java;
use crate::order::sorted;
use crate::version::FlinkVersion;

/// What stands for the folder of the file in messages: which it is, a text does not tell.
const FOLDER: &str = "CONF_DIR/";

/// A file that is being loaded.
pub(super) struct Loading {
    loader: &'static FileLoader,
    log: Vec<String>,
}

impl Loading {
    pub(super) fn new(version: FlinkVersion) -> Self {
        Self { loader: behaviour(version).file_loader, log: Vec::new() }
    }

    pub(super) fn into_log(self) -> Vec<String> {
        self.log
    }

    fn push(&mut self, level: &str, class: &str, message: &[&str]) {
        self.log.push([level, " ", class, ": ", &message.concat()].concat());
    }

    /// Which of its parsers Flink takes.
    pub(super) fn log_parser(&mut self, parser: &str, file: &str) {
        if self.loader.logs_parser {
            let words =
                ["Using ", parser, " YAML parser to load flink configuration file from ", FOLDER, file, "."];
            self.push("INFO", "GlobalConfiguration", &words);
        }
    }

    /// A line of `flink-conf.yaml` that is skipped; lines are counted from 1.
    pub(super) fn log_bad_line(&mut self, when: &str, reason: &str, number: usize, line: &str) {
        let number = number.to_string();
        let words = [
            "Error ",
            when,
            " key and value in configuration file ",
            FOLDER,
            "flink-conf.yaml:",
            &number,
            ": ",
        ];
        let reason = if self.loader.shows_bad_lines { ["\"", line, "\""] } else { [reason, "", ""] };
        self.push("WARN", "GlobalConfiguration", &[words.as_slice(), &reason].concat());
    }

    /// That the parser of YAML refuses the file.
    pub(super) fn log_refusal(&mut self) {
        self.push("ERROR", "YamlParserUtils", &["Failed to parse YAML configuration"]);
    }

    /// A setting that has just been read.
    pub(super) fn log_setting_read(&mut self, key: &str, value: &str) {
        if !self.loader.logs_settings_last {
            self.log_setting(key, value);
        }
    }

    /// All settings, in the order in which they were put into a `HashMap`.
    pub(super) fn log_settings<'a>(&mut self, settings: impl Iterator<Item = (&'a str, &'a str)>) {
        if !self.loader.logs_settings_last {
            return;
        }
        // A key that comes again keeps its place.
        let settings: Vec<(&str, &str)> = settings.collect();
        let mut values = vec![None; settings.len()];
        let mut first = usize::MAX;
        for at in sorted(settings.len(), &|one, other| settings[one].0 < settings[other].0) {
            let (key, value) = settings[at];
            if settings.get(first).is_none_or(|(earlier, _)| *earlier != key) {
                first = at;
            }
            values[first] = Some(value);
        }
        let settings = settings.into_iter().zip(values).filter_map(|((key, _), value)| Some((key, value?)));
        for (key, value) in java::hash_map_order(settings.collect(), |(key, _)| key) {
            self.log_setting(key, value);
        }
    }

    fn log_setting(&mut self, key: &str, value: &str) {
        let value = if self.is_secret(key) { "******" } else { value };
        self.push("INFO", "GlobalConfiguration", &["Loading configuration property: ", key, ", ", value]);
    }

    /// `GlobalConfiguration.isSensitive`.
    fn is_secret(&self, key: &str) -> bool {
        let key = java::to_lower_case(key);
        // The standard library's search is for long texts, and larger than all of this file.
        let has = |secret: &[u8]| key.as_bytes().windows(secret.len()).any(|part| part == secret);
        self.loader.secrets.iter().any(|secret| has(secret.as_bytes()))
    }
}
