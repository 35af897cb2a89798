//! Parameters and their ranges.

use std::ops::RangeInclusive;

use crate::scenario::ScenarioError;

/// A number of a parameter.
pub(super) trait Number {
    /// As a double: a message and a range need no more digits.
    fn to_f64(self) -> f64;
}

impl Number for f64 {
    fn to_f64(self) -> f64 {
        self
    }
}

impl Number for u32 {
    fn to_f64(self) -> f64 {
        self.into()
    }
}

impl Number for u64 {
    #[expect(clippy::cast_precision_loss, reason = "no range is that narrow")]
    fn to_f64(self) -> f64 {
        self as f64
    }
}

/// Refuses what is not in a range; `words` say which.
pub(super) fn within(
    parameter: &'static str,
    found: impl Number,
    range: RangeInclusive<f64>,
    words: &'static str,
) -> Result<(), ScenarioError> {
    let found = found.to_f64();
    if range.contains(&found) {
        return Ok(());
    }
    Err(ScenarioError::OutOfRange { parameter, found, range: words })
}
