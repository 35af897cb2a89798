//! What the page has to say about places in the text.

use std::rc::Rc;

use resolver::text::{Severity, Span};
use resolver::{Resolution, catalogue};

use crate::settings::Settings;

/// Something about a place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The place.
    pub at: Span,
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter, and what to do.
    pub message: String,
    /// What to write instead.
    pub fix: Option<Fix>,
}

/// A change that settles a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, for a button.
    pub label: String,
    /// The parts to replace, in their order.
    pub edits: Rc<[(Span, String)]>,
}

/// Everything there is to say, in the order of the text.
#[must_use]
pub fn findings(settings: &Settings, resolution: &Resolution) -> Vec<Finding> {
    let _ = resolution;
    let remarks = settings.document().reading().remarks.iter();
    remarks
        .map(|remark| Finding {
            at: remark.at,
            severity: remark.severity,
            message: remark.message.clone(),
            fix: None,
        })
        .collect()
}

/// Whether a key matters here; other keys are kept and left alone.
#[must_use]
pub fn is_known(key: &str) -> bool {
    catalogue::find(key).is_some()
}
