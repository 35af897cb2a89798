//! Settings of network buffers.

use pools::Release;
use pools::shuffle::BufferSettings;
use resolver::shuffle::ShuffleSettings;
use sim::debloat::DebloatSetup;
use sim::scenario::Debloating;

use crate::MILLISECOND;

/// How many buffers partitions and gates get. Where the release has no such setting, it is the release's own number, which nothing asks for.
#[must_use]
pub fn buffer_settings(release: Release, read: &ShuffleSettings) -> BufferSettings {
    let defaults = BufferSettings::defaults(release);
    BufferSettings {
        per_channel: read.buffers_per_channel,
        floating_per_gate: read.floating_buffers_per_gate,
        max_required_per_gate: read.max_required_buffers_per_gate,
        max_per_channel: read.max_buffers_per_channel.unwrap_or(defaults.max_per_channel),
        max_overdraft_per_gate: read
            .max_overdraft_buffers_per_gate
            .unwrap_or(defaults.max_overdraft_per_gate),
        sort_min_parallelism: read.sort_shuffle_min_parallelism.unwrap_or(defaults.sort_min_parallelism),
        sort_min_buffers: read.sort_shuffle_min_buffers.unwrap_or(defaults.sort_min_buffers),
        tiered_storage: read.tiered_storage_buffers,
    }
}

/// How the sizes of buffers follow the throughput (`StreamTask.scheduleBufferDebloater`); `None` where they do not, or where tasks cannot
/// read how often to ask.
#[must_use]
pub fn debloating(release: Release, read: &ShuffleSettings) -> Option<Debloating> {
    let settings = read.debloating.as_ref().filter(|settings| settings.is_enabled)?;
    let setup = DebloatSetup {
        release,
        target_ms: settings.target_ms,
        start: settings.starting_buffer_size.unwrap_or(settings.max_buffer_size),
        max: settings.max_buffer_size,
        min: settings.min_buffer_size,
        threshold_percentages: settings.threshold_percentages,
        samples: settings.samples,
    };
    // A timer has milliseconds: without any pause, it is asked in each.
    let period = settings.period_ms?.max(1).unsigned_abs();
    Some(Debloating { setup, period: period.saturating_mul(MILLISECOND) })
}

#[cfg(test)]
mod tests {
    use super::{buffer_settings, debloating};
    use pools::Release;
    use resolver::shuffle::{ShuffleSettings, settings};
    use resolver::{Configuration, FlinkVersion, MemorySize};

    /// The release, and what it reads of debloating with these options of it.
    fn read(version: &str, options: &[(&str, &str)]) -> (Release, ShuffleSettings) {
        let mut config = Configuration::plain();
        for (key, value) in options {
            config.set(["taskmanager.network.memory.", key].concat(), *value);
        }
        let network = MemorySize::new(64 << 20).expect("a size");
        let flink = FlinkVersion::parse(version).expect("a release");
        let read = settings(flink, &config, network).expect("it starts");
        (Release::parse(version).expect("a release"), read)
    }

    #[test]
    fn a_release_without_a_setting_has_its_own_number() {
        let (release, read) = read("1.15", &[]);
        assert_eq!(read.max_overdraft_buffers_per_gate, None);
        assert_eq!(buffer_settings(release, &read).max_overdraft_per_gate, 0);
    }

    #[test]
    fn what_is_configured_arrives() {
        let options = [
            ("buffers-per-channel", "3"),
            ("floating-buffers-per-gate", "17"),
            ("max-buffers-per-channel", "12"),
        ];
        let more = [("max-overdraft-buffers-per-gate", "2")];
        let (release, read) = read("1.20", &[&options[..], &more].concat());
        let settings = buffer_settings(release, &read);
        assert_eq!((settings.per_channel, settings.floating_per_gate), (3, 17));
        assert_eq!((settings.max_per_channel, settings.max_overdraft_per_gate), (12, 2));
    }

    #[test]
    fn debloating_is_on_where_it_is_configured() {
        let (release, off) = read("1.20", &[("buffer-debloat.period", "1 s")]);
        assert_eq!(debloating(release, &off), None);
        let on = ("buffer-debloat.enabled", "true");
        let period = |version, text| {
            let (release, read) = read(version, &[on, ("buffer-debloat.period", text)]);
            debloating(release, &read).map(|debloating| debloating.period)
        };
        assert_eq!(period("1.20", "1 s"), Some(1_000_000_000));
        assert_eq!(period("1.14", "0"), Some(1_000_000));
        assert_eq!(period("1.20", "often"), None);
        let (release, unset) = read("1.14", &[on]);
        assert_eq!(debloating(release, &unset).map(|debloating| debloating.period), Some(500_000_000));
    }
}
