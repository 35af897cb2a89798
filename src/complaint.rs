//! Flink's error as the page carries it: texts that are shared, because they quote what was typed, and that may be megabytes.

use resolver::FlinkError;
use yew::AttrValue;

/// Why Flink does not start.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// Full name of the exception's class; empty where it is the resolver that says it does not resolve this.
    pub class: &'static str,
    /// Its message.
    pub message: AttrValue,
    /// Class and message of each cause, outermost first.
    pub causes: Vec<(&'static str, AttrValue)>,
    /// The option to look at first.
    pub key: Option<&'static str>,
}

impl From<&FlinkError> for Complaint {
    fn from(error: &FlinkError) -> Self {
        Self {
            class: error.class,
            message: error.message.clone().into(),
            causes: error.causes.iter().map(|cause| (cause.class, cause.message.clone().into())).collect(),
            key: error.keys.first().copied(),
        }
    }
}

impl Complaint {
    /// Whether no class of Flink's throws it: there is nothing to resolve here.
    #[must_use]
    pub const fn is_unresolved(&self) -> bool {
        self.class.is_empty()
    }
}
