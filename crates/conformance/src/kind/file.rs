//! A configuration file through Flink's own loader, and what one process makes of it.

use std::collections::HashSet;

use resolver::text::{Kind, Reading, read};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, Resolution};

use super::resolve::{breakdown_fields, read_deployment, read_process};
use crate::answer::Answer;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// A file.
pub(crate) struct FileText {
    kind: Kind,
    text: String,
}

impl FileText {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let file = fields.text("file")?;
        let kind = [Kind::FlinkConf, Kind::ConfigYaml].into_iter().find(|kind| kind.name() == file);
        let kind = kind.ok_or_else(|| format!("field `file` is not known: {file}"))?;
        Ok(Self { kind, text: fields.text("text")?.into_owned() })
    }

    fn load(&self, version: FlinkVersion) -> Reading {
        read(&self.text, self.kind, version)
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        let Reading { failure, config, log, .. } = self.load(version);
        let log = without_repeats(log);
        match failure {
            Some(failure) => Answer::of(Err(failure.error), log),
            None => Answer::of_log(log).with("effective", effective(&config)),
        }
    }
}

fn effective(config: &Configuration) -> Json<'static> {
    Json::object(config.iter().map(|(key, value)| (key.to_owned(), Json::text(value.to_owned()))))
}

/// Each line once.
fn without_repeats(mut log: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    log.retain(|line| seen.insert(line.clone()));
    log
}

/// A file, with the properties given beside it and the process that reads it.
pub(crate) struct FileRequest {
    process: Process,
    deployment: Deployment,
    file: FileText,
    dynamic: Configuration,
}

impl FileRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        Ok(Self {
            process: read_process(fields)?,
            deployment: read_deployment(fields)?,
            file: FileText::read(fields)?,
            dynamic: if fields.contains("dynamic") {
                fields.config("dynamic")?
            } else {
                Configuration::new()
            },
        })
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        let Reading { failure, mut config, log: mut lines, .. } = self.file.load(version);
        if let Some(failure) = failure {
            return Answer::of(Err(failure.error), without_repeats(lines));
        }
        for (key, value) in self.dynamic.iter() {
            config.set(key, value);
        }
        let Self { process, deployment, .. } = *self;
        let Resolution { outcome, log, .. } =
            resolver::resolve(Request { version, process, deployment, config: &config });
        let ok = outcome.map(|breakdown| {
            let mut fields = breakdown_fields(&breakdown, version);
            // They were not recorded.
            fields.retain(|(name, _)| *name != "dynamic_configs");
            Json::object(fields)
        });
        lines.extend(log);
        Answer::of(ok, without_repeats(lines)).with("effective", effective(&config))
    }
}
