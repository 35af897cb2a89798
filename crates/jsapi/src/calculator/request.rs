//! What is asked: a configuration, and what else decides over memory.

use resolver::text::{Kind, Reading};
use resolver::{Configuration, Deployment, FlinkVersion, Process};
use wasm_bindgen::JsValue;

use super::failure;
use super::names::{DEPLOYMENTS, PROCESSES, kinds};
use crate::border::{Code, MOST_TEXT, Object, Refusal, Value};

/// Options of a configuration that are read.
const MOST_OPTIONS: u32 = 100_000;

/// A text, and what was read of it.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) reading: Reading,
}

/// A request that can be answered.
pub(super) struct Request {
    pub(super) version: FlinkVersion,
    pub(super) process: Process,
    /// Who starts Flink, where that was said.
    pub(super) deployment: Option<Deployment>,
    /// A configuration that did not come as a text.
    config: Configuration,
    /// The text that it came as.
    pub(super) text: Option<Text>,
}

impl Request {
    /// Reads a request that has these properties besides those that all have.
    pub(super) fn of(value: &Value<'_>, others: &[&str]) -> Result<Self, Refusal> {
        let known = [&["flink", "config", "text", "kind", "deployment"], others].concat();
        Self::of_object(&value.object(&known)?)
    }

    /// Reads one that is about a text.
    pub(super) fn of_text(value: &Value<'_>, others: &[&str]) -> Result<Self, Refusal> {
        let object = value.object(&[&["flink", "text", "kind"], others].concat())?;
        // One that is not there is refused as such.
        if object.find("text")?.is_none() {
            object.get("text")?.text(MOST_TEXT)?;
        }
        Self::of_object(&object)
    }

    /// Reads what all requests have, whatever else is there.
    pub(super) fn of_object(object: &Object<'_>) -> Result<Self, Refusal> {
        let version = version(object.find("flink")?.as_ref())?;
        let process =
            object.find("process")?.map_or(Ok(Process::TaskManager), |value| value.one_of(PROCESSES))?;
        let deployment = object.find("deployment")?.map(|value| value.one_of(DEPLOYMENTS)).transpose()?;
        let (config, text) = (object.find("config")?, object.find("text")?);
        if let (Some(config), Some(_)) = (&config, &text) {
            return Err(config.refuse(Code::UnknownProperty, "there is a text already; pass one of them"));
        }
        let text = text.map(|text| read(&text, object.find("kind")?.as_ref(), version)).transpose()?;
        let config = config.map_or(Ok(Configuration::new()), |config| configuration(&config))?;
        Ok(Self { version, process, deployment, config, text })
    }

    /// The configuration, wherever it is from.
    pub(super) fn config(&self) -> &Configuration {
        self.text.as_ref().map_or(&self.config, |text| &text.reading.config)
    }

    /// `FlinkError` in TypeScript, where Flink's loader refuses the text: it reads that before any option.
    pub(super) fn failure(&self) -> Option<JsValue> {
        let text = self.text.as_ref()?;
        text.reading.failure.as_ref().map(|failure| failure::of_loader(failure, text))
    }

    /// As the resolver is asked.
    pub(super) fn for_resolver(&self, process: Process) -> resolver::Request<'_> {
        let deployment = self.deployment.unwrap_or(Deployment::Standalone);
        resolver::Request { version: self.version, process, deployment, config: self.config() }
    }
}

/// The release that is asked, or the latest one.
pub(super) fn version(value: Option<&Value<'_>>) -> Result<FlinkVersion, Refusal> {
    let Some(value) = value else { return Ok(FlinkVersion::LATEST) };
    let text = value.text(20)?;
    FlinkVersion::parse(&text).ok_or_else(|| {
        let (oldest, latest) = (FlinkVersion::OLDEST, FlinkVersion::LATEST);
        value.refuse(
            Code::UnknownName,
            format_args!("{text:?} is no release of Flink from {oldest} to {latest}"),
        )
    })
}

fn read(text: &Value<'_>, kind: Option<&Value<'_>>, version: FlinkVersion) -> Result<Text, Refusal> {
    let chosen = kind.map(|kind| kind.one_of(&kinds())).transpose()?;
    let at = text;
    let text = text.text(MOST_TEXT)?;
    let kind = chosen.unwrap_or_else(|| kind_of(&text, version));
    let reading = by_kind(&text, kind, version).ok_or_else(|| {
        let why = format_args!("only the subpath `/texts` reads {}", kind.name());
        at.refuse(Code::UnknownName, why)
    })?;
    Ok(Text { text, reading })
}

/// What a text is taken for.
#[cfg(feature = "texts")]
fn kind_of(text: &str, version: FlinkVersion) -> Kind {
    resolver::text::detect(text, version)
}

/// What a text is taken for: to tell nine kinds apart takes more code than to read these.
#[cfg(not(feature = "texts"))]
fn kind_of(text: &str, version: FlinkVersion) -> Kind {
    if text.trim_start().starts_with("-D") { Kind::Arguments } else { Kind::of_release(version) }
}

/// What a text says; `None` if this module of the package does not read its kind.
fn by_kind(text: &str, kind: Kind, version: FlinkVersion) -> Option<Reading> {
    #[cfg(feature = "texts")]
    return Some(resolver::text::read(text, kind, version));
    #[cfg(not(feature = "texts"))]
    return resolver::text::read_own(text, kind, version);
}

/// Keys and values of an object, bounded all together.
fn configuration(value: &Value<'_>) -> Result<Configuration, Refusal> {
    let object = value.any_object()?;
    let mut left = MOST_TEXT;
    let mut entries = Vec::new();
    for key in object.keys(MOST_OPTIONS)? {
        let value = object.get(&key)?.printed(left)?;
        left = left.saturating_sub(u32::try_from(value.len()).unwrap_or(u32::MAX));
        entries.push((key, value));
    }
    Ok(entries.into_iter().collect())
}
