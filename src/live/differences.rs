//! In what two scenarios differ, in words: why one run is not the other.

use sim::scenario::{Barriers, BufferTimeout, Nanos, Scenario, Service, Source, Work};

use super::figures::{count, fixed, time};
use super::job::stage_name;
use super::series::float;
use crate::format;
use crate::words::details::ChartWords;

/// More than so many are only counted.
const SAID: usize = 3;

/// In what two scenarios differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub name: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub now: String,
}

/// Of the whole scenario: named by [`ChartWords::aspects`], in this order.
const OF_ALL: [fn(&Scenario, &ChartWords) -> String; 13] = [
    |scenario, _| format::readable(scenario.network_memory),
    |scenario, _| format::readable(scenario.segment_size.into()),
    |scenario, _| [&scenario.task_managers.to_string(), " × ", &*scenario.slots_each.to_string()].concat(),
    |scenario, _| scenario.settings.per_channel.to_string(),
    |scenario, _| scenario.settings.floating_per_gate.to_string(),
    |scenario, words| match scenario.buffer_timeout {
        BufferTimeout::Every(interval) => time(interval),
        BufferTimeout::EveryRecord => words.every_record.to_owned(),
        BufferTimeout::Never => words.off.to_owned(),
    },
    |scenario, words| match scenario.checkpointing {
        None => words.off.to_owned(),
        Some(checkpoints) => {
            let barriers = match checkpoints.barriers {
                Barriers::Aligned => "",
                Barriers::AlignedFor(_) | Barriers::Unaligned => words.unaligned,
            };
            time(checkpoints.interval) + barriers
        }
    },
    |scenario, words| match scenario.debloating {
        None => words.off.to_owned(),
        Some(debloating) => time(debloating.setup.target_ms.unsigned_abs().saturating_mul(1_000_000)),
    },
    |scenario, _| time(scenario.network.latency),
    |scenario, _| [&format::readable(scenario.network.bandwidth), "/s"].concat(),
    |scenario, words| {
        let mut states = scenario.couplings.vertices.iter().filter_map(|vertex| vertex.state);
        states.next().map_or_else(|| words.off.to_owned(), |state| format::readable(state.memory.cache))
    },
    |scenario, words| {
        let heap = scenario.couplings.heap;
        heap.map_or_else(|| words.off.to_owned(), |heap| format::readable(heap.size))
    },
    |scenario, _| scenario.seed.to_string(),
];

/// Of a vertex: named by [`ChartWords::vertex_aspects`], in this order. The first is what it does, which depends on the kind of vertex.
const OF_VERTEX: [fn(&Scenario, usize) -> String; 5] = [
    |scenario, vertex| match scenario.vertices[vertex].work {
        Work::Source(Source::Unlimited) => "max".to_owned(),
        Work::Source(Source::Rate { per_second, .. }) => {
            count(per_second * f64::from(scenario.vertices[vertex].parallelism)) + "/s"
        }
        Work::Operator(operator) => match operator.service {
            Service::Constant(service) | Service::Exponential(service) => time(service),
        },
    },
    |scenario, vertex| scenario.vertices[vertex].parallelism.to_string(),
    |scenario, vertex| format::readable(scenario.vertices[vertex].record_bytes.into()),
    |scenario, vertex| match scenario.vertices[vertex].work {
        Work::Source(_) => String::new(),
        Work::Operator(operator) => fixed(operator.selectivity, 3),
    },
    |scenario, vertex| {
        let state = scenario.couplings.vertices.get(vertex).and_then(|vertex| vertex.state);
        state.map_or_else(String::new, |state| format::readable(state.state.bytes))
    },
];

/// In what two scenarios differ, the most important first. Where they differ in nothing that is told apart here, in one that has no value.
#[must_use]
pub fn differences(before: &Scenario, now: &Scenario, words: &ChartWords) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |name: String, before: String, now: String| {
        if before != now {
            found.push(Difference { name, before, now });
        }
    };
    for (of, name) in OF_ALL.into_iter().zip(words.aspects) {
        compare(name.to_owned(), of(before, words), of(now, words));
    }
    let stages = |scenario: &Scenario| scenario.vertices.len();
    if stages(before) == stages(now) {
        for vertex in 0..stages(now) {
            for (of, aspect) in OF_VERTEX.into_iter().zip(words.vertex_aspects) {
                let is_rate = vertex == 0 && aspect == words.vertex_aspects[0];
                let aspect = if is_rate { words.source_aspect } else { aspect };
                let name = [&stage_name(vertex, stages(now)), " ", aspect].concat();
                compare(name, of(before, vertex), of(now, vertex));
            }
        }
    } else {
        compare(words.stages.to_owned(), stages(before).to_string(), stages(now).to_string());
    }
    if found.is_empty() && before != now {
        found.push(Difference { name: words.others.to_owned(), before: String::new(), now: String::new() });
    }
    found
}

/// The first of the differences in a line: `network memory 64.0 MiB, now 128 MiB`.
#[must_use]
pub fn said(differences: &[Difference], words: &ChartWords) -> String {
    let each = |difference: &Difference| {
        if difference.now.is_empty() {
            return difference.name.clone();
        }
        [&difference.name, " ", &difference.before, " → ", &difference.now].concat()
    };
    let mut parts: Vec<String> = differences.iter().take(SAID).map(each).collect();
    if let Some(more) = differences.len().checked_sub(SAID).filter(|more| *more > 0) {
        parts.push([&more.to_string(), " ", words.more_changes].concat());
    }
    parts.join(", ")
}

/// How a number changed, in percent of what it was: `+12 %`, `−30 %`, `±0 %`.
#[must_use]
pub fn change(before: Option<f64>, now: Option<f64>) -> String {
    let (Some(before), Some(now)) = (before, now) else { return "–".to_owned() };
    if before <= 0.0 {
        return if now <= 0.0 { "±0\u{a0}%" } else { "–" }.to_owned();
    }
    let percent = (now / before - 1.0) * 100.0;
    let digits = if percent.abs() < 9.95 { fixed(percent.abs(), 1) } else { fixed(percent.abs(), 0) };
    let sign = match () {
        () if digits == "0.0" => return "±0\u{a0}%".to_owned(),
        () if percent < 0.0 => "−",
        () => "+",
    };
    [sign, &digits, "\u{a0}%"].concat()
}

/// A moment of simulated time, s.
#[must_use]
pub fn moment(nanos: Nanos) -> String {
    fixed(float(nanos) / 1e9, 1) + "\u{a0}s"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::cluster::Given;
    use crate::live::job::Job;
    use crate::live::scenario::scenario;
    use crate::page::Answer;
    use crate::settings::Settings;
    use crate::words::details::ENGLISH;

    const WORDS: &ChartWords = &ENGLISH.charts;

    fn of(entries: &[(&str, &str)], edit: fn(&mut Job)) -> Scenario {
        let (mut settings, mut job) = (Settings::default(), Job::default());
        entries.iter().for_each(|(key, value)| settings.set(key, (*value).to_owned()));
        edit(&mut job);
        scenario(&Given::by(&Answer::to(settings)).expect("it starts"), &job, 1)
    }

    fn between(entries: &[(&str, &str)], edit: fn(&mut Job)) -> String {
        said(&differences(&of(&[], |_| ()), &of(entries, edit), WORDS), WORDS)
    }

    const NETWORK: [(&str, &str); 2] =
        [("taskmanager.memory.network.min", "80m"), ("taskmanager.memory.network.max", "80m")];

    #[test]
    fn what_was_changed_is_named() {
        assert_eq!(between(&[], |_| ()), "");
        let network = between(&NETWORK, |_| ());
        assert!(network.starts_with("network memory ") && network.ends_with("→ 80.0\u{a0}MiB"), "{network}");
        assert_eq!(between(&[], |job| job.stages[0].rate = 0), "Source rate 8.00\u{a0}k/s → max");
        assert_eq!(
            between(&[], |job| job.stages[2].service_us = 2_500),
            "Sink time 250\u{a0}µs → 2.50\u{a0}ms"
        );
        assert_eq!(
            between(&[("taskmanager.network.memory.buffer-debloat.enabled", "true")], |_| ()),
            "debloating off → 1.00\u{a0}s"
        );
        assert_eq!(between(&[], |job| job.stages.truncate(2)), "stages 3 → 2");
        assert_eq!(between(&[], |job| job.stages[2].skew = 50), "other settings");
    }

    #[test]
    fn of_many_the_first_are_named() {
        let many = between(&NETWORK, |job| job.stages.iter_mut().for_each(|stage| stage.record_bytes = 10));
        assert!(many.ends_with(", 1 more"), "{many}");
        assert_eq!(many.matches(" → ").count(), 3, "{many}");
    }

    #[test]
    fn changes_are_in_percent_of_what_was() {
        for (before, now, text) in [
            (100.0, 112.0, "+12\u{a0}%"),
            (100.0, 70.0, "−30\u{a0}%"),
            (100.0, 100.04, "±0\u{a0}%"),
            (100.0, 99.0, "−1.0\u{a0}%"),
            (100.0, 0.0, "−100\u{a0}%"),
            (0.0, 0.0, "±0\u{a0}%"),
            (0.0, 5.0, "–"),
            (1.0, 25.0, "+2400\u{a0}%"),
        ] {
            assert_eq!(change(Some(before), Some(now)), text);
        }
        assert_eq!(change(None, Some(1.0)), "–");
        assert_eq!(moment(12_449_000_000), "12.4\u{a0}s");
    }
}
