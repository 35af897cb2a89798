//! A remedy as a change of one configuration: a value that Flink accepts there.

use super::advice::{Change, Remedy};
use crate::control::{Control, controls};
use crate::memory_size::{MemorySize, MemoryUnit};
use crate::resolution::{Request, Resolution, resolve};

/// A remedy that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Set the option to this text.
    Set(String),
    /// Remove the option.
    Unset,
}

impl Remedy {
    /// What to do in this configuration, whose resolution is given: half as much again, or two thirds, of a size or number that holds now,
    /// where the remedy names no value. `None` if there is nothing to change, or if Flink does not start with the change.
    #[must_use]
    pub fn offer(&self, request: Request<'_>, resolution: &Resolution) -> Option<Offer> {
        let offer = match &self.change {
            Change::To(text) => Offer::Set(text.clone()),
            Change::Unset => Offer::Unset,
            Change::Raise | Change::Lower => {
                let groups = controls(request, resolution);
                let mut all = groups.iter().flat_map(|group| &group.controls);
                let control = all.find(|control| control.option.key == self.key)?;
                Offer::Set(self.moved(control)?)
            }
        };
        let mut config = request.config.clone();
        match &offer {
            Offer::Set(text) if config.get(self.key) == Some(text) => return None,
            Offer::Set(text) => config.set(self.key, text.as_str()),
            Offer::Unset if !config.contains(self.key) => return None,
            Offer::Unset => config.unset(self.key),
        }
        resolve(Request { config: &config, ..request }).outcome.is_ok().then_some(offer)
    }

    fn moved(&self, control: &Control) -> Option<String> {
        let is_raised = self.change == Change::Raise;
        if let Some(size) = control.effective {
            // Whole mebibytes; of nothing, a useful something.
            let mib = size.bytes() >> 20;
            let mib = match (is_raised, mib) {
                (true, 0) => 128,
                (true, mib) => mib + mib.div_ceil(2),
                (false, mib) => mib * 2 / 3,
            };
            return (mib > 0).then(|| [&mib.to_string(), "m"].concat());
        }
        let now: u32 = control.text.as_deref().or(control.default_text())?.trim().parse().ok()?;
        let moved = if is_raised { now + now.div_ceil(2) } else { now * 2 / 3 };
        (moved > 0).then(|| moved.to_string())
    }
}
