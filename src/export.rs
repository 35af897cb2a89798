//! What can be taken away: files, arguments, tables, pictures.

use yew::AttrValue;

use crate::page::Answer;

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// `flink-conf.yaml`.
    FlinkConf,
    /// `config.yaml`.
    ConfigYaml,
    /// `-Dkey=value`.
    Arguments,
    /// A `FlinkDeployment`.
    Deployment,
    /// `FLINK_PROPERTIES`.
    Properties,
    /// JVM flags.
    JvmFlags,
    /// What Flink passes on.
    Dynamic,
    /// A table in Markdown.
    Markdown,
    /// The same, comma-separated.
    Csv,
    /// The same, as JSON.
    Json,
    /// The picture.
    Svg,
    /// The picture in pixels.
    Png,
}

/// How much is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Every size, not only what is set.
    pub is_explicit: bool,
    /// Keys that have nothing to do with memory, too.
    pub has_others: bool,
}

/// An export.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// Its text.
    pub text: String,
    /// What it could not hold.
    pub note: Option<String>,
}

impl Export {
    /// All.
    pub const ALL: [Self; 12] = [
        Self::ConfigYaml,
        Self::FlinkConf,
        Self::Arguments,
        Self::Deployment,
        Self::Properties,
        Self::JvmFlags,
        Self::Dynamic,
        Self::Markdown,
        Self::Csv,
        Self::Json,
        Self::Svg,
        Self::Png,
    ];

    /// Name in markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::FlinkConf => "flink-conf",
            Self::ConfigYaml => "config-yaml",
            Self::Arguments => "arguments",
            Self::Deployment => "deployment",
            Self::Properties => "properties",
            Self::JvmFlags => "flags",
            Self::Dynamic => "dynamic",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// Name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FlinkConf => "flink-conf.yaml",
            Self::ConfigYaml => "config.yaml",
            Self::Arguments => "-D arguments",
            Self::Deployment => "FlinkDeployment",
            Self::Properties => "FLINK_PROPERTIES",
            Self::JvmFlags => "JVM flags",
            Self::Dynamic => "Dynamic configs",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }

    /// The export.
    #[must_use]
    pub fn text(self, answer: &Answer, extent: Extent, link: &str) -> Exported {
        let _ = (extent, link);
        Exported { text: answer.settings.document().text().to_string(), note: None }
    }

    /// What shows the picture.
    #[must_use]
    pub fn picture(self, content: &str) -> Option<AttrValue> {
        let _ = content;
        None
    }

    /// Saves it.
    pub fn save(self, content: &str) {
        let _ = content;
    }
}
