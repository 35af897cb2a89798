//! From a state to its link.

use resolver::{Deployment, Process};

use super::options::{candidates, fault, first_total, prefix, process_name, totals};
use super::{Jobs, LinkState, PREFIXES, VERSION, base64url, escape};

/// Length up to which a link stays readable, in bytes. Some programs cut addresses at 2,000.
pub const READABLE: usize = 1_500;

/// A link, perhaps a long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// A query to follow the page's address, whatever its length.
    pub query: String,
    /// What to compress and to give to [`fragment`], where the query is too long for some programs.
    pub to_compress: Option<String>,
}

/// The link to a state. Without `jobs`, it says nothing about them.
#[must_use]
pub fn encode(state: &LinkState, jobs: Option<&Jobs>) -> Link {
    let parameters = parameters(state, jobs);
    let query = ["?v=", VERSION, "&", &parameters].concat();
    let to_compress = (query.len() > READABLE).then_some(parameters);
    Link { query, to_compress }
}

/// The fragment to follow the page's address, of what a long link has to compress in the zlib format.
#[must_use]
pub fn fragment(compressed: &[u8]) -> String {
    ["#", VERSION, ":", &base64url::encode(compressed)].concat()
}

/// What the link says, without the version of its form.
#[must_use]
pub fn parameters(state: &LinkState, jobs: Option<&Jobs>) -> String {
    let LinkState { version, process, deployment, config, load, before, now, seen } = state;
    let mut text = ["flink=", version.name(), "&p=", process_name(*process)].concat();
    if *deployment == Deployment::Standalone {
        text.push_str("&d=standalone");
    }
    let mut entries = candidates(config);
    entries.retain(|(_, value, option)| fault(*option, value).is_none());
    for process in Process::ALL {
        let first = first_total(process, *deployment);
        let mut set = entries.iter().filter(|(key, ..)| totals(process).contains(key));
        match (set.next(), set.next()) {
            (None, _) => text.extend(["&", process_name(process), "=none"]),
            (Some((key, value, _)), None) if (*key, *value) == first => {
                entries.retain(|(key, ..)| *key != first.0);
            }
            _ => {}
        }
    }
    // The totals of the process, its other options, everything else.
    let rank = |short: Option<&str>| match short {
        Some("process.size") => 0,
        Some("flink.size") => 1,
        Some(_) => 2,
        None => 3,
    };
    for wanted in 0..=3 {
        for (key, value, _) in &entries {
            let short = key.strip_prefix(prefix(*process));
            if rank(short) == wanted {
                text.extend(["&", short.unwrap_or(key), "="]);
                escape::encode(value, &mut text);
            }
        }
    }
    if let Some((load, jobs)) = load.as_ref().zip(jobs) {
        (jobs.write)(load, &mut text);
    }
    // Of runs it is said what was otherwise than all this; what is looked at is of neither.
    let own = text.len();
    for (run, prefix) in [before, now].into_iter().zip(PREFIXES) {
        if let Some(run) = run {
            text.push_str(&(run.by.write)(run, &text[..own], prefix));
        }
    }
    seen.write(&mut text);
    // Most programs do not take punctuation behind a link for a part of it, and so not at its end.
    if let Some(last) = text.pop() {
        if b"-._:,".contains(&(last as u8)) {
            escape::push(last as u8, &mut text);
        } else {
            text.push(last);
        }
    }
    text
}
