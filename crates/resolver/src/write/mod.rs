//! Configurations as texts to take away.
//!
//! [`write()`] writes an [`Export`] in one of the [`Format`]s. What a format cannot hold is left out, and said: in a comment of the text and
//! in [`Written::left_out`]. Unless asked to, only keys of the option catalogue are written (memory, network buffers, parallelism, state
//! backends), so that a secret of the same file does not travel along; what looks like a secret is never written.

mod explicit;
mod files;
mod selection;
mod tables;

use crate::config::Configuration;
use crate::resolution::{Deployment, Process, Request, Resolution, resolve};
use crate::version::FlinkVersion;

/// What writes these texts, as their first line says.
pub const TOOL: &str = "Flink Memory Calculator";

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `flink-conf.yaml`.
    FlinkConf,
    /// `config.yaml`, with dotted keys.
    ConfigYaml,
    /// `-Dkey=value` arguments for a shell, one a line.
    Arguments,
    /// `FLINK_PROPERTIES` for the services of a compose file, as the official image reads it.
    Properties,
    /// A `FlinkDeployment` of Flink's Kubernetes operator, without what is not about memory.
    Deployment,
    /// Tables for a wiki or a change request.
    Markdown,
    /// One table for a spreadsheet. A text in it that begins like a formula has a `'` before it.
    Csv,
    /// For programs.
    Json,
}

/// Which options are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// What is set, as it is set.
    AsSet,
    /// Every component of a process that resolves, with its size, so that nothing is left to be derived.
    Explicit,
}

/// What to write.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// The release that reads it.
    pub version: FlinkVersion,
    /// Who starts the processes.
    pub deployment: Deployment,
    /// The configuration.
    pub config: &'a Configuration,
    /// Which options.
    pub extent: Extent,
    /// Whether options that are about something else are written, too.
    pub with_others: bool,
    /// A link to what is shown, for the first lines; may be empty.
    pub link: &'a str,
}

/// A written text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text; ends with a line end.
    pub text: String,
    /// Options that should be in it and are not.
    pub left_out: Vec<LeftOut>,
    /// How many options about something else were not asked for.
    pub others: usize,
    /// What else to know about it, each a sentence of its own, lower case.
    pub notes: Vec<String>,
}

/// An option that is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its key.
    pub key: String,
    /// Why.
    pub why: &'static str,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 8] = [
        Self::FlinkConf,
        Self::ConfigYaml,
        Self::Arguments,
        Self::Properties,
        Self::Deployment,
        Self::Markdown,
        Self::Csv,
        Self::Json,
    ];

    /// A stable name for markup and tests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::FlinkConf => "flink-conf",
            Self::ConfigYaml => "config-yaml",
            Self::Arguments => "arguments",
            Self::Properties => "properties",
            Self::Deployment => "deployment",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FlinkConf => "flink-conf.yaml",
            Self::ConfigYaml => "config.yaml",
            Self::Arguments => "-D arguments",
            Self::Properties => "FLINK_PROPERTIES",
            Self::Deployment => "FlinkDeployment",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV",
            Self::Json => "JSON",
        }
    }

    /// A name for the file it is saved as.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::FlinkConf => "flink-conf.yaml",
            Self::ConfigYaml => "config.yaml",
            Self::Arguments => "flink-arguments.txt",
            Self::Properties => "flink-properties.yaml",
            Self::Deployment => "flink-deployment.yaml",
            Self::Markdown => "flink-memory.md",
            Self::Csv => "flink-memory.csv",
            Self::Json => "flink-memory.json",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::FlinkConf | Self::Arguments => "text/plain",
            Self::ConfigYaml | Self::Properties | Self::Deployment => "application/yaml",
            Self::Markdown => "text/markdown",
            Self::Csv => "text/csv",
            Self::Json => "application/json",
        }
    }

    /// Whether the release can use it.
    #[must_use]
    pub fn is_for(self, version: FlinkVersion) -> bool {
        match self {
            Self::FlinkConf => version <= FlinkVersion::V1_20,
            Self::ConfigYaml => version >= FlinkVersion::V1_19,
            // The operator knows no older release.
            Self::Deployment => version >= FlinkVersion::V1_13,
            _ => true,
        }
    }
}

/// Writes `export` as `format`.
#[must_use]
pub fn write(format: Format, export: Export<'_>) -> Written {
    let resolutions = Process::ALL.map(|process| (process, export.resolve(process)));
    let selection = selection::select(export, &resolutions);
    match format {
        Format::Markdown => tables::markdown(export, selection, &resolutions),
        Format::Csv => tables::csv(export, selection, &resolutions),
        Format::Json => tables::json(export, selection, &resolutions),
        _ => files::write(format, export, selection, &resolutions),
    }
}

/// Both processes with what the release makes of them.
type Resolutions = [(Process, Resolution); 2];

impl Export<'_> {
    fn resolve(&self, process: Process) -> Resolution {
        let (version, deployment, config) = (self.version, self.deployment, self.config);
        resolve(Request { version, process, deployment, config })
    }

    /// What the first lines of a text say.
    fn head(&self) -> [String; 2] {
        let link = self.link.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).collect();
        [[TOOL, ", Flink ", self.version.name()].concat(), link]
    }
}
