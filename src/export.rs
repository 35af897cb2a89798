//! What can be taken away: files, arguments, tables, what Flink passes on, and the picture.

use resolver::Breakdown;
use resolver::write::{self, Format};

use crate::page::{Answer, Extent};
use crate::portrait::Portrait;

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The configuration, written in a format.
    Config(Format),
    /// The flags of the JVM.
    JvmFlags,
    /// What Flink passes on to a process.
    DynamicConfigs,
    /// The picture.
    Svg,
    /// The picture in pixels.
    Png,
}

/// An export.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// Its text.
    pub text: String,
    /// What it could not hold, or why there is none.
    pub note: String,
}

impl Export {
    /// Everything that can be exported for an answer.
    pub fn all(answer: &Answer) -> impl Iterator<Item = Self> {
        let version = answer.settings.version;
        // The file that the release reads comes first.
        let mut files = [Format::FlinkConf, Format::ConfigYaml];
        if Format::ConfigYaml.is_for(version) {
            files.reverse();
        }
        let rest = Format::ALL.into_iter().filter(move |format| !files.contains(format));
        let formats = files.into_iter().chain(rest).filter(move |format| format.is_for(version));
        formats.map(Self::Config).chain([Self::JvmFlags, Self::DynamicConfigs, Self::Svg, Self::Png])
    }

    /// Name in markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Config(format) => format.id(),
            Self::JvmFlags => "jvm-flags-export",
            Self::DynamicConfigs => "dynamic-configs",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// Name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Config(format) => format.name(),
            Self::JvmFlags => "JVM flags",
            Self::DynamicConfigs => "Dynamic configs",
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }

    /// Whether it has the choice of how much.
    #[must_use]
    pub const fn has_extent(self) -> bool {
        matches!(self, Self::Config(_))
    }

    /// Whether it is the picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Png)
    }

    /// Name of the file and media type.
    #[must_use]
    pub const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Config(format) => (format.file_name(), format.media_type()),
            Self::JvmFlags => ("flink-jvm-flags.txt", "text/plain"),
            Self::DynamicConfigs => ("flink-dynamic-configs.txt", "text/plain"),
            Self::Svg => ("flink-memory.svg", "image/svg+xml"),
            Self::Png => ("flink-memory.png", "image/png"),
        }
    }

    /// The export; for a picture in pixels the drawing it is made of. `link` leads to what is shown.
    #[must_use]
    pub fn of(self, answer: &Answer, extent: Extent, link: &str) -> Exported {
        let settings = &answer.settings;
        let text = match self {
            Self::Config(format) => {
                let written = write::write(
                    format,
                    write::Export {
                        version: settings.version,
                        deployment: settings.deployment,
                        config: settings.config(),
                        extent: if extent.is_explicit {
                            write::Extent::Explicit
                        } else {
                            write::Extent::AsSet
                        },
                        with_others: extent.has_others,
                        link,
                    },
                );
                let mut note = String::new();
                for left_out in &written.left_out {
                    note.push_str(&[&left_out.key, " is left out: ", left_out.why, ".\n"].concat());
                }
                return Exported { text: written.text, note };
            }
            Self::JvmFlags => answer.breakdown().map(Breakdown::jvm_parameters),
            Self::DynamicConfigs => {
                answer.breakdown().and_then(|breakdown| breakdown.dynamic_configs(settings.version))
            }
            Self::Svg | Self::Png => answer.breakdown().and_then(|breakdown| {
                let portrait = Portrait {
                    version: settings.version,
                    process: settings.process,
                    breakdown,
                    title: "Memory",
                    link,
                    is_dark: false,
                };
                portrait.svg()
            }),
        };
        Exported { text: text.unwrap_or_default(), note: String::new() }
    }
}
