//! A remedy as a change of one configuration: a value that Flink accepts there.

use super::advice::{Change, Remedy};
use crate::catalogue::{DefaultValue, OptionType};
use crate::control::{Control, controls};
use crate::java;
use crate::memory_size::MemorySize;
use crate::resolution::{Request, Resolution, resolve};
use crate::version::FlinkVersion;

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
                Offer::Set(self.moved(control, request.version)?)
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

    /// What holds now, made larger or smaller; `None` for what has no size.
    fn moved(&self, control: &Control, version: FlinkVersion) -> Option<String> {
        let is_raised = self.change == Change::Raise;
        let moved = |now: u64, least: u64| {
            let moved = if is_raised { now.saturating_add(now.div_ceil(2)).max(least) } else { now / 3 * 2 };
            (moved > 0).then(|| moved.to_string())
        };
        let span = control.option.span(version)?;
        let text = control.text.as_deref().map(java::trim);
        match (span.kind, span.default) {
            (OptionType::MemorySize, default) => {
                let set = text.and_then(|text| MemorySize::parse(text).ok()).map(MemorySize::bytes);
                let held = control.effective.map(MemorySize::bytes);
                let default = if let DefaultValue::Bytes(bytes) = default { Some(bytes) } else { None };
                // Whole mebibytes; of nothing, a useful something.
                Some(moved(set.or(held).or(default)? >> 20, 128)? + "m")
            }
            (OptionType::Integer | OptionType::Long, DefaultValue::Integer(default)) => {
                let now = text.map_or(Some(default), |text| text.parse().ok())?;
                moved(u64::try_from(now).ok()?, 1)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configuration, Deployment, Process};

    fn offer(entries: &[(&str, &str)], key: &'static str, change: Change) -> Option<Offer> {
        let config: Configuration = entries.iter().copied().collect();
        let request = Request {
            version: FlinkVersion::V2_3,
            process: Process::TaskManager,
            deployment: Deployment::Containerized,
            config: &config,
        };
        Remedy { key, change, why: "" }.offer(request, &resolve(request))
    }

    fn set(text: &str) -> Option<Offer> {
        Some(Offer::Set(text.to_owned()))
    }

    const TOTAL: (&str, &str) = ("taskmanager.memory.process.size", "4g");

    #[test]
    fn sizes_and_counts_move_from_what_holds() {
        let off_heap = "taskmanager.memory.task.off-heap.size";
        assert_eq!(offer(&[TOTAL], off_heap, Change::Raise), set("128m"));
        assert_eq!(offer(&[TOTAL, (off_heap, "200 mb")], off_heap, Change::Raise), set("300m"));
        assert_eq!(offer(&[TOTAL], "taskmanager.memory.jvm-metaspace.size", Change::Raise), set("384m"));
        assert_eq!(offer(&[TOTAL], "taskmanager.memory.process.size", Change::Raise), set("6144m"));
        let slots = "taskmanager.numberOfTaskSlots";
        assert_eq!(offer(&[TOTAL, (slots, "6")], slots, Change::Lower), set("4"));
    }

    #[test]
    fn what_flink_would_refuse_is_not_offered() {
        let heap = "taskmanager.memory.task.heap.size";
        assert_eq!(
            offer(&[TOTAL], heap, Change::To("2g".to_owned())),
            None,
            "2g leaves too little for the rest"
        );
        assert_eq!(offer(&[TOTAL], heap, Change::To("1g".to_owned())), set("1g"));
    }

    #[test]
    fn what_changes_nothing_is_not_offered() {
        let key = "taskmanager.memory.managed.size";
        assert_eq!(offer(&[TOTAL], key, Change::Unset), None);
        assert_eq!(offer(&[TOTAL, (key, "1g")], key, Change::Unset), Some(Offer::Unset));
        assert_eq!(offer(&[TOTAL, (key, "1g")], key, Change::To("1g".to_owned())), None);
    }
}
