//! What it takes to begin a simulation anew: why it did, how long it took, and when it is due again.

/// What takes less than this, ms, can be done in every frame.
const SHORT: f64 = 4.0;
/// How many times as long as it takes to make a job nothing must have changed before it is made.
const RESTS: f64 = 4.0;

/// Why it is at its beginning, or was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Begun {
    /// It is the first one, or was begun anew by hand.
    #[default]
    ByHand,
    /// The memory or the settings of TaskManagers changed.
    TaskManagers,
    /// The job did.
    Job,
}

/// What it takes to begin anew.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Making {
    /// Milliseconds that it took.
    pub(super) took: f64,
    /// When the last change was seen for which it has to.
    pub(super) since: Option<f64>,
}

impl Making {
    /// Whether to begin anew at a time in ms. Where that takes long, it is not done again and again while a control is dragged, but when that rests.
    pub(super) fn is_due(&mut self, now: f64) -> bool {
        self.took < SHORT || now - *self.since.get_or_insert(now) >= self.took * RESTS
    }
}
