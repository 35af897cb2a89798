//! Names that stand for what the engines have types for.

use resolver::text::{Kind, Severity};
#[cfg(feature = "texts")]
use resolver::write::Format;
use resolver::{Component, Deployment, Process};

use crate::border::{Names, name_of};

/// Flink's processes.
pub(super) const PROCESSES: &Names<Process> =
    &[("taskmanager", Process::TaskManager), ("jobmanager", Process::JobManager)];

/// Who starts them.
pub(super) const DEPLOYMENTS: &Names<Deployment> =
    &[("standalone", Deployment::Standalone), ("containerized", Deployment::Containerized)];

/// How much a problem matters.
const SEVERITIES: &Names<Severity> =
    &[("hint", Severity::Hint), ("warning", Severity::Warning), ("error", Severity::Error)];

/// Components and sums; the same names are keys of `Memory`.
pub(super) const COMPONENTS: &Names<Component> = &[
    ("totalProcess", Component::TotalProcess),
    ("totalFlink", Component::TotalFlink),
    ("jvmHeap", Component::JvmHeap),
    ("frameworkHeap", Component::FrameworkHeap),
    ("taskHeap", Component::TaskHeap),
    ("offHeap", Component::OffHeap),
    ("managed", Component::Managed),
    ("jvmDirect", Component::JvmDirect),
    ("frameworkOffHeap", Component::FrameworkOffHeap),
    ("taskOffHeap", Component::TaskOffHeap),
    ("network", Component::Network),
    ("jvmMetaspace", Component::JvmMetaspace),
    ("jvmOverhead", Component::JvmOverhead),
];

pub(super) fn component(component: Component) -> &'static str {
    name_of(COMPONENTS, component)
}

pub(super) fn severity(severity: Severity) -> &'static str {
    name_of(SEVERITIES, severity)
}

/// Kinds of texts by their own names.
pub(super) fn kinds() -> Vec<(&'static str, Kind)> {
    Kind::ALL.into_iter().map(|kind| (kind.id(), kind)).collect()
}

/// Formats by their own names.
#[cfg(feature = "texts")]
pub(super) fn formats() -> Vec<(&'static str, Format)> {
    Format::ALL.into_iter().map(|format| (format.id(), format)).collect()
}
