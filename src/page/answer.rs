//! Settings with all that is said of them.

use std::rc::Rc;

use resolver::derivation::Derivation;
use resolver::text::{Finding, findings};
use resolver::{Breakdown, Component, Resolution, resolve};

use crate::complaint::Complaint;
use crate::field::{self, Field, Fields};
use crate::settings::Settings;

/// Settings with what a release makes of them.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub settings: Settings,
    /// What Flink would say.
    pub resolution: Resolution,
    /// What Flink throws, if it does not start.
    pub error: Option<Rc<Complaint>>,
    /// The form.
    pub form: Vec<Fields>,
}

/// The rest follows from the settings.
impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings
    }
}

impl Answer {
    /// Asks the resolver.
    #[must_use]
    pub fn to(settings: Settings) -> Self {
        let resolution = resolution(&settings);
        let error = resolution.outcome.as_ref().err().map(|error| Rc::new(Complaint::from(error)));
        let form = field::fields(&settings, &resolution, error.as_ref());
        Self { settings, resolution, error, form }
    }

    /// What there is to say about the text, in its order.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let document = self.settings.document();
        findings(document.text(), document.reading(), self.settings.request(), &self.resolution)
    }

    /// The sizes, if Flink starts.
    #[must_use]
    pub fn breakdown(&self) -> Option<&Breakdown> {
        self.resolution.outcome.as_ref().ok()
    }

    /// Whether the error is the resolver's own word that this is not something it resolves: no class of Flink's throws it.
    #[must_use]
    pub fn is_unresolved(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.is_unresolved())
    }

    /// Whether Flink starts, but refuses an option that it reads later than the sizes.
    #[must_use]
    pub fn has_late_error(&self) -> bool {
        self.error.is_none()
            && self.form.iter().flat_map(|group| &group.fields).any(|field| field.error.is_some())
    }

    /// All controls.
    pub fn fields(&self) -> impl Iterator<Item = &Rc<Field>> {
        self.form.iter().flat_map(|group| &group.fields)
    }

    /// Bytes of a component, if Flink starts and the process has it.
    #[must_use]
    pub fn bytes(&self, component: Component) -> Option<u64> {
        self.breakdown()?.get(component).map(|size| size.bytes())
    }
}

/// What Flink would say. Where its loader refuses the text, it gets no further than that.
fn resolution(settings: &Settings) -> Resolution {
    let reading = settings.document().reading();
    let mut log = reading.log.clone();
    match &reading.failure {
        Some(failure) => Resolution {
            outcome: Err(failure.error.clone()),
            settled: None,
            log,
            derivation: Derivation::default(),
        },
        None => {
            let mut resolution = resolve(settings.request());
            log.append(&mut resolution.log);
            Resolution { log, ..resolution }
        }
    }
}
