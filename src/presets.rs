//! Interim.
use resolver::{Deployment, FlinkVersion};

/// A preset.
#[derive(Debug)]
pub struct Preset {
    /// Id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// When.
    pub when: &'static str,
    /// Source.
    pub source: &'static str,
    /// Deployment.
    pub deployment: Deployment,
}
impl Preset {
    /// Text.
    #[must_use]
    pub fn text(&self, _: FlinkVersion) -> String {
        "taskmanager.memory.process.size: 4g\n".to_owned()
    }
    /// Applies.
    #[must_use]
    pub fn is_for(&self, _: FlinkVersion) -> bool {
        true
    }
}
/// All.
pub static ALL: [Preset; 1] = [Preset {
    id: "x",
    name: "Containers of 4 GiB",
    when: "Streaming in containers.",
    source: "Docs, Set up TaskManager Memory",
    deployment: Deployment::Containerized,
}];
