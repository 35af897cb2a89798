//! What of a configuration can be in a link, and under which name.

use resolver::catalogue::{self, OptionDef, OptionType};
use resolver::job;
use resolver::{Configuration, Deployment, Process};

use super::{Dropped, Why};

/// The total that a process has in a link of version 1 which says nothing about its totals: key and value. It stays as it is, whatever
/// later pages begin with.
#[must_use]
pub const fn first_total(process: Process, deployment: Deployment) -> (&'static str, &'static str) {
    let [process_size, flink_size] = totals(process);
    match (process, deployment) {
        (Process::TaskManager, Deployment::Containerized) => (process_size, "1728m"),
        (Process::JobManager, Deployment::Containerized) => (process_size, "1600m"),
        (_, Deployment::Standalone) => (flink_size, "1280m"),
    }
}

pub(super) const fn totals(process: Process) -> [&'static str; 2] {
    match process {
        Process::TaskManager => ["taskmanager.memory.process.size", "taskmanager.memory.flink.size"],
        Process::JobManager => ["jobmanager.memory.process.size", "jobmanager.memory.flink.size"],
    }
}

pub(super) const fn prefix(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "taskmanager.memory.",
        Process::JobManager => "jobmanager.memory.",
    }
}

pub(super) const fn process_name(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "tm",
        Process::JobManager => "jm",
    }
}

/// Every key that some release reads: those of the options with their old spellings, and those about jobs. Some come more than once.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    let of_options =
        catalogue::ALL.iter().flat_map(|option| std::iter::once(option.key).chain(old_keys(option)));
    of_options.chain(job::KEYS)
}

fn old_keys(option: &'static OptionDef) -> impl Iterator<Item = &'static str> {
    option.spans.iter().flat_map(|span| span.deprecated_keys.iter().chain(span.fallback_keys)).copied()
}

/// The option that is meant by a key, with the key. What is about jobs is no option of the catalogue.
pub(super) fn option(key: &str) -> Option<(&'static str, Option<&'static OptionDef>)> {
    if let Some(option) = catalogue::find(key) {
        return Some((option.key, Some(option)));
    }
    if let Some(key) = job::KEYS.into_iter().find(|known| *known == key) {
        return Some((key, None));
    }
    catalogue::ALL.iter().find_map(|option| Some((old_keys(option).find(|old| *old == key)?, Some(*option))))
}

/// A key that could be in a link, its value, and the option that is meant, if it is one of the catalogue.
pub(super) type Candidate<'a> = (&'static str, &'a str, Option<&'static OptionDef>);

/// What is set of what could be in a link, sorted by key.
pub(super) fn candidates(config: &Configuration) -> Vec<Candidate<'_>> {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    // A configuration may have any number of keys, the catalogue has few; and sorting code would weigh more than it saves.
    for key in keys() {
        let place = candidates.partition_point(|(other, ..)| *other < key);
        if let Some(value) = config.get(key)
            && let Some((key, option)) = option(key)
            && candidates.get(place).is_none_or(|(other, ..)| *other != key)
        {
            candidates.insert(place, (key, value, option));
        }
    }
    candidates
}

/// The option that is meant by a parameter's name.
pub(super) fn named(name: &str, process: Process) -> Option<(&'static str, Option<&'static OptionDef>)> {
    option(name).or_else(|| option(&[prefix(process), name].concat()))
}

/// Why a value is not for links.
pub(super) fn fault(option: Option<&OptionDef>, value: &str) -> Option<Why> {
    let free = [catalogue::FORST_CACHE_DIR.key, catalogue::HYBRID_SHUFFLE_REMOTE_TIER_FACTORY.key];
    if option.is_some_and(|option| free.contains(&option.key)) {
        return Some(Why::Free);
    }
    let kind = option.and_then(|option| option.spans.last()).map(|span| span.kind);
    // Sizes, numbers, fractions and names of constants are short. A secret key of S3 has 40 characters, and so has no place between two
    // separators anywhere.
    let (limit, separators) = match kind {
        Some(OptionType::Map) => (200, " .,:;={}'\"\\[]"),
        Some(OptionType::String) => (120, " ."),
        _ => (32, " ."),
    };
    let is_foreign = |char: char| {
        // Paths, addresses, accounts; and what separates a key from a value.
        char.is_control() || "/@\\:=".contains(char) && !separators.contains(char)
    };
    let is_short = |text: &str, limit: usize| text.chars().nth(limit).is_none();
    if !is_short(value, limit)
        || !value.split(|char| separators.contains(char)).all(|word| is_short(word, 36))
    {
        Some(Why::TooLong)
    } else if value.contains(is_foreign) {
        Some(Why::Foreign)
    } else {
        None
    }
}

/// Options that are set and not in the link, with the reason. Keys that are not in the catalogue are in no link and not listed.
#[must_use]
pub fn left_out(config: &Configuration) -> Vec<Dropped> {
    let faults = candidates(config).into_iter().filter_map(|(key, value, option)| {
        fault(option, value).map(|why| Dropped { name: key.to_owned(), why })
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_one_key() {
        let reserved = ["v", "flink", "p", "d", "tm", "jm"];
        for key in keys() {
            assert!(!reserved.contains(&key) && !key.starts_with("sim."));
            for process in Process::ALL {
                let short = key.strip_prefix(prefix(process)).unwrap_or(key);
                assert_eq!(named(short, process).map(|(key, _)| key), Some(key));
                assert!(short == key || option(short).is_none(), "{short} is two keys");
                assert!(!reserved.contains(&short) && !short.starts_with("sim."));
                assert!(
                    short.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)),
                    "{short}"
                );
            }
        }
    }

    #[test]
    fn every_default_can_be_linked() {
        use resolver::catalogue::DefaultValue;
        for option in catalogue::ALL {
            for span in option.spans {
                if let DefaultValue::Text(text) = span.default {
                    assert_eq!(fault(Some(option), text), None, "{}={text}", option.key);
                }
                if let OptionType::Enum(names) = span.kind {
                    assert!(names.iter().all(|name| fault(Some(option), name).is_none()), "{}", option.key);
                }
            }
        }
    }
}
