//! The kinds of texts that are read.

use crate::version::FlinkVersion;

/// A kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `flink-conf.yaml`: lines of `key: value`, which Flink up to 1.20 reads, and which is not YAML.
    FlinkConf,
    /// `config.yaml`: YAML 1.2, nested or dotted, which Flink reads from 1.19 on.
    ConfigYaml,
    /// `-Dkey=value` arguments of a command, or as Flink prints them.
    Arguments,
    /// `FLINK_PROPERTIES` of Flink's docker image, in a compose file or a shell command.
    Properties,
    /// Resources of Flink's Kubernetes operator: `FlinkDeployment` and its like; and other manifests that embed a configuration, such as a
    /// `ConfigMap`. May hold several documents.
    Manifest,
    /// Values of a Helm chart with one of the above inside.
    Values,
    /// The "Final … Memory configuration" blocks of a log.
    LogBlock,
    /// What `/taskmanagers/:id` and `/jobmanager/config` of Flink's REST interface answer.
    RestAnswer,
    /// An error message, or the log lines around one.
    ErrorMessage,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::FlinkConf,
        Self::ConfigYaml,
        Self::Arguments,
        Self::Properties,
        Self::Manifest,
        Self::Values,
        Self::LogBlock,
        Self::RestAnswer,
        Self::ErrorMessage,
    ];

    /// A stable name for markup and tests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::FlinkConf => "flink-conf",
            Self::ConfigYaml => "config-yaml",
            Self::Arguments => "arguments",
            Self::Properties => "properties",
            Self::Manifest => "manifest",
            Self::Values => "values",
            Self::LogBlock => "log-block",
            Self::RestAnswer => "rest-answer",
            Self::ErrorMessage => "error-message",
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
            Self::Manifest => "Kubernetes manifest",
            Self::Values => "Helm values",
            Self::LogBlock => "log",
            Self::RestAnswer => "REST answer",
            Self::ErrorMessage => "error message",
        }
    }

    /// The kind with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// The file that a release reads by itself: `flink-conf.yaml` up to 1.18, `config.yaml` from 1.19 on.
    #[must_use]
    pub fn of_release(version: FlinkVersion) -> Self {
        if version >= FlinkVersion::V1_19 { Self::ConfigYaml } else { Self::FlinkConf }
    }

    /// Whether a release reads such a file by itself: `flink-conf.yaml` up to 1.20, `config.yaml` from 1.19 on; `false` for other kinds.
    #[must_use]
    pub fn is_read_by(self, version: FlinkVersion) -> bool {
        match self {
            Self::FlinkConf => version <= FlinkVersion::V1_20,
            Self::ConfigYaml => version >= FlinkVersion::V1_19,
            _ => false,
        }
    }
}
