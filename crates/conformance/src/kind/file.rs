//! A configuration file through Flink's own loader, and what one process makes of it.

use std::collections::HashSet;

use resolver::text::{Kind, read};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, Resolution};

use super::resolve::{breakdown_fields, read_deployment, read_process};
use crate::answer::Answer;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// A file, with the properties given beside it and the process that reads it.
pub(crate) struct FileRequest {
    process: Process,
    deployment: Deployment,
    kind: Kind,
    text: String,
    dynamic: Configuration,
}

impl FileRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let file = fields.text("file")?;
        let kind = [Kind::FlinkConf, Kind::ConfigYaml].into_iter().find(|kind| kind.name() == file);
        Ok(Self {
            process: read_process(fields)?,
            deployment: read_deployment(fields)?,
            kind: kind.ok_or_else(|| format!("field `file` is not known: {file}"))?,
            text: fields.text("text")?.into_owned(),
            dynamic: if fields.contains("dynamic") {
                fields.config("dynamic")?
            } else {
                Configuration::new()
            },
        })
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        let reading = read(&self.text, self.kind, version);
        if let Some(failure) = reading.failure {
            return Answer::of(Err(failure.error), reading.log);
        }
        let mut config = reading.config;
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
        let mut seen = HashSet::new();
        let log = reading.log.into_iter().chain(log).filter(|line| seen.insert(line.clone())).collect();
        let effective = config.iter().map(|(key, value)| (key.to_owned(), Json::text(value.to_owned())));
        Answer::of(ok, log).with("effective", Json::object(effective))
    }
}
