//! Every memory, network and parallelism option of Flink 1.10 to 2.3: one row of data an option, one span for each stretch of
//! releases in which its definition stayed the same.
//!
//! The reader, the defaults, the controls of the page, links and docs all come from these rows; nothing else in the project states a
//! default or a key. Types, defaults and old keys are those of Flink's own option classes, checked row by row against a dump of
//! those classes (`tests/vectors/options.json.gz`). Labels and descriptions are our own words; of an option that no
//! form shows, they are in the documentation of its row.

mod cluster;
mod forst;
mod job_manager;
mod network;
mod rocksdb;
mod row;
mod table;
mod task_manager;

pub use cluster::*;
pub use forst::*;
pub use job_manager::*;
pub use network::*;
pub use rocksdb::*;
pub use table::ALL;
pub use task_manager::*;

use crate::version::FlinkVersion;

/// Which process reads an option, and so where its control belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Sizes the memory of a TaskManager process.
    TaskManager,
    /// Sizes the memory of the JobManager process.
    JobManager,
    /// Network stack of a TaskManager: how its network memory is used, not how large it is.
    Network,
    /// A state backend's share of managed memory or its own caches (RocksDB, ForSt).
    StateBackend,
    /// The job or the cluster as a whole: parallelism, slots, shuffle mode, batch algorithms.
    Cluster,
}

/// The Java type an option is read as, which decides the spellings it accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OptionType {
    /// `MemorySize`: digits, optional blanks, optional unit.
    MemorySize,
    /// A 32-bit float, in Java's grammar.
    Float,
    /// A 64-bit float, in Java's grammar.
    Double,
    /// A 32-bit signed integer.
    Integer,
    /// A 64-bit signed integer.
    Long,
    /// `true` or `false`, any case.
    Boolean,
    /// Any text.
    String,
    /// One of a fixed list of names.
    Enum(&'static [&'static str]),
    /// `key:value,key:value`.
    Map,
    /// `java.time.Duration`, or a number with a unit.
    Duration,
}

/// An option's default, as Flink's class holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// No default: the option is absent unless configured.
    None,
    /// Bytes, 0 to 2^63-1.
    Bytes(u64),
    /// A 32-bit float; Flink widens it to 64 bits where it computes.
    Float(f32),
    /// A 64-bit float.
    Double(f64),
    /// An integer of either width.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
    /// Milliseconds.
    Millis(u64),
    /// Text, the name of an enum constant, or a map as Flink prints it.
    Text(&'static str),
}

/// A stretch of releases in which an option's definition did not change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// First release line with this definition.
    pub since: FlinkVersion,
    /// Last release line with this definition (inclusive).
    pub until: FlinkVersion,
    /// Simple name of Flink's class that declares the option.
    pub class: &'static str,
    /// How the value is read.
    pub kind: OptionType,
    /// What holds when it is not configured.
    pub default: DefaultValue,
    /// Old spellings that Flink still reads, with a warning, in the order in which it tries them.
    pub deprecated_keys: &'static [&'static str],
    /// Other keys that Flink falls back to in silence, in the order in which it tries them.
    pub fallback_keys: &'static [&'static str],
    /// Whether Flink marks the option itself as deprecated in these releases.
    pub deprecated: bool,
}

/// An option in our own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Short plain name for a control, such as `Managed fraction`.
    pub label: &'static str,
    /// One or two sentences: what it does, when to touch it.
    pub description: &'static str,
}

/// One option over all releases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptionDef {
    /// Flink's key.
    pub key: &'static str,
    /// Where the option belongs.
    pub scope: Scope,
    /// What a form says about it; `None` of an option that no form has, so that nobody downloads words for it.
    pub words: Option<Words>,
    /// Definitions, oldest first, without overlap. A release in no span does not have the option.
    pub spans: &'static [Span],
}

impl OptionDef {
    /// The definition in one release, or `None` where the release does not have the option.
    #[must_use]
    pub fn span(&self, version: FlinkVersion) -> Option<&'static Span> {
        // Newest first: most lookups are for recent releases.
        self.spans.iter().rev().find(|span| span.since <= version && version <= span.until)
    }

    /// First release that has the option.
    #[must_use]
    pub fn since(&self) -> FlinkVersion {
        self.spans.first().map_or(FlinkVersion::OLDEST, |span| span.since)
    }

    /// Last release that has the option.
    #[must_use]
    pub fn until(&self) -> FlinkVersion {
        self.spans.last().map_or(FlinkVersion::LATEST, |span| span.until)
    }
}

/// How a key names an option in one release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// The option's own key.
    Main,
    /// An old spelling that Flink still reads, with a warning.
    Deprecated,
    /// Another key that Flink falls back to in silence.
    Fallback,
}

/// The option whose main key is `key`, whatever the release.
#[must_use]
pub fn find(key: &str) -> Option<&'static OptionDef> {
    ALL.binary_search_by(|option| option.key.cmp(key)).ok().map(|at| ALL[at])
}

/// The option that `key` sets in one release, under its own key or an old spelling; `None` where the release knows no such key.
///
/// Some old keys are both: Flink keeps a deprecated option of that name which nothing reads, and lists the key as an old spelling of
/// the option that took its place (`taskmanager.network.memory.min` up to 1.20, say). The option in its place is the answer then;
/// [`find`] still gives the deprecated one.
#[must_use]
pub fn find_any(key: &str, version: FlinkVersion) -> Option<(&'static OptionDef, Spelling)> {
    let main = find(key).and_then(|option| option.span(version).map(|span| (option, span)));
    if let Some((option, span)) = main
        && !span.deprecated
    {
        return Some((option, Spelling::Main));
    }
    ALL.iter()
        .find_map(|option| {
            let span = option.span(version)?;
            if span.deprecated_keys.contains(&key) {
                Some((*option, Spelling::Deprecated))
            } else if span.fallback_keys.contains(&key) {
                Some((*option, Spelling::Fallback))
            } else {
                None
            }
        })
        .or(main.map(|(option, _)| (option, Spelling::Main)))
}

/// The option that some release reads under this key, with the first and the last such release.
pub(crate) fn ever_known(key: &str) -> Option<(&'static OptionDef, FlinkVersion, FlinkVersion)> {
    if let Some(option) = find(key) {
        return Some((option, option.since(), option.until()));
    }
    ALL.iter().find_map(|option| {
        let mut spans = option.spans.iter().filter(|span| span.deprecated_keys.contains(&key));
        let first = spans.next()?;
        Some((*option, first.since, spans.next_back().unwrap_or(first).until))
    })
}

#[cfg(test)]
mod tests {
    use super::{ALL, OptionDef, Spelling, find, find_any};
    use crate::version::FlinkVersion;

    /// What `find_any` says, with the option as its key.
    fn spelled(key: &str, version: FlinkVersion) -> Option<(&'static str, Spelling)> {
        find_any(key, version).map(|(option, spelling)| (option.key, spelling))
    }

    #[test]
    fn find_reads_main_keys_only() {
        for option in ALL {
            assert_eq!(find(option.key).map(|found| found.key), Some(option.key));
        }
        assert_eq!(find("taskmanager.memory.size"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn find_any_knows_a_main_key_in_the_releases_that_have_it() {
        let key = "jobmanager.memory.process.size";
        assert_eq!(spelled(key, FlinkVersion::V1_10), None);
        assert_eq!(spelled(key, FlinkVersion::V1_11), Some((key, Spelling::Main)));
        assert_eq!(spelled(key, FlinkVersion::V2_3), Some((key, Spelling::Main)));
        assert_eq!(spelled("no.such.key", FlinkVersion::V2_3), None);
    }

    #[test]
    fn find_any_resolves_an_old_spelling_in_the_releases_that_read_it() {
        let old = Some(("taskmanager.memory.managed.size", Spelling::Deprecated));
        assert_eq!(spelled("taskmanager.memory.size", FlinkVersion::V1_10), old);
        assert_eq!(spelled("taskmanager.memory.size", FlinkVersion::V2_3), old);

        // An option of its own up to 1.16, an old spelling since.
        let key = "state.backend";
        assert_eq!(spelled(key, FlinkVersion::V1_16), Some((key, Spelling::Main)));
        assert_eq!(spelled(key, FlinkVersion::V1_17), Some(("state.backend.type", Spelling::Deprecated)));
    }

    #[test]
    fn find_any_prefers_the_option_that_took_over_a_deprecated_ones_key() {
        let heir = Some(("taskmanager.memory.network.min", Spelling::Deprecated));
        assert_eq!(spelled("taskmanager.network.memory.min", FlinkVersion::V1_10), heir);
        assert_eq!(spelled("taskmanager.network.memory.min", FlinkVersion::V2_0), heir);

        // Deprecated, but nothing took its key over: up to 1.20 it is read as itself.
        let key = "taskmanager.heap.size";
        assert_eq!(spelled(key, FlinkVersion::V1_20), Some((key, Spelling::Main)));
        assert_eq!(spelled(key, FlinkVersion::V2_0), None);
    }

    #[test]
    fn every_old_spelling_leads_to_one_option_of_its_release() {
        for version in FlinkVersion::ALL {
            let mut seen: Vec<(&str, &OptionDef)> = Vec::new();
            for option in ALL {
                let Some(span) = option.span(version) else {
                    continue;
                };
                for key in span.deprecated_keys.iter().chain(span.fallback_keys) {
                    let twice = seen.iter().find(|(other, _)| other == key);
                    assert!(twice.is_none(), "{version}: two options claim {key}");
                    seen.push((key, option));
                }
            }
            for (key, option) in seen {
                assert_eq!(spelled(key, version).map(|found| found.0), Some(option.key), "{version}: {key}");
            }
        }
    }
}
