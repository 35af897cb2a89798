//! From a link to the state it leads to.

use resolver::{Configuration, Deployment, FlinkVersion, Process};

use super::options::{fault, first_total, named, process_name, totals};
use super::{Decoded, Dropped, LinkState, PREFIXES, Parts, Past, SEE, Seen, VERSION, Why, base64url, escape};
use crate::live::load::{self, Draft};

/// How much text is read of a link, compressed or not, in bytes. All options with the longest values need less.
pub(super) const TEXT_LIMIT: usize = 1 << 16;
/// How much of a compressed link is read, in characters. It may become a thousand times as much before it is known to be too long.
const COMPRESSED_LIMIT: usize = 1 << 14;
/// How many parameters are read. There are a quarter as many keys, and a link may say of two runs what was set.
pub(super) const PARAMETER_LIMIT: usize = 800;
/// Names of what was dropped are cut to so many characters.
pub(super) const NAME_LIMIT: usize = 60;

/// What to decompress of the fragment of a compressed link, and to give to [`decode`].
#[must_use]
pub fn compressed(fragment: &str) -> Option<Vec<u8>> {
    let (version, payload) = halves(fragment)?;
    (version == VERSION && payload.len() <= COMPRESSED_LIMIT).then(|| base64url::decode(payload))
}

/// Version and payload of the fragment of a compressed link.
fn halves(fragment: &str) -> Option<(&str, &str)> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (version, payload) = fragment.split_once([':', '%'])?;
    // Some programs escape the colon.
    let is_escaped = fragment.as_bytes().get(version.len()) == Some(&b'%');
    let payload = if is_escaped { payload.strip_prefix("3A")? } else { payload };
    let is_version = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    is_version.then_some((version, payload))
}

/// Reads a link: the query and the fragment of the page's address, with or without their `?` and `#`. `None` if there is nothing of ours.
/// A compressed fragment counts alone; `decompressed` is what [`compressed`] gave, decompressed, or `None` where that failed.
/// `parts` are what is there to read it with.
#[must_use]
pub fn decode(query: &str, fragment: &str, decompressed: Option<&str>, parts: Parts) -> Option<Decoded> {
    let mut reader = Reader::new(parts);
    if let Some((version, _)) = halves(fragment) {
        reader.is_ours = true;
        if version != VERSION {
            reader.drop("v", Why::Later);
        } else if let Some(text) = decompressed {
            reader.read(text);
        } else {
            reader.drop(fragment.strip_prefix('#').unwrap_or(fragment), Why::Damaged);
        }
    } else {
        reader.read(query.strip_prefix('?').unwrap_or(query));
    }
    reader.done()
}

/// What was read so far.
#[derive(Debug)]
pub struct Reader {
    parts: Parts,
    is_ours: bool,
    version: Option<FlinkVersion>,
    process: Option<Process>,
    deployment: Option<Deployment>,
    config: Configuration,
    /// Whether something was said about the totals of a process.
    has_totals: [bool; 2],
    /// The load, if there is a job. Without one, nothing else of a load is known.
    load: Option<Draft>,
    runs: [Option<Past>; 2],
    seen: Option<Seen>,
    dropped: Vec<Dropped>,
}

impl Reader {
    /// Nothing was.
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            parts,
            is_ours: false,
            version: None,
            process: None,
            deployment: None,
            // It is only asked for its texts.
            config: Configuration::plain(),
            has_totals: [false; 2],
            load: None,
            runs: [None, None],
            seen: None,
            dropped: Vec::new(),
        }
    }

    /// Notes what is left out.
    pub(crate) fn drop(&mut self, name: &str, why: Why) {
        self.dropped.push(Dropped { name: name.chars().take(NAME_LIMIT).collect(), why });
    }

    fn read(&mut self, text: &str) {
        let read = &text[..text.floor_char_boundary(TEXT_LIMIT)];
        // Pages that show a link sometimes show the source of one.
        let pieces = read.split('&').map(|piece| piece.strip_prefix("amp;").unwrap_or(piece));
        let mut pieces: Vec<&str> =
            pieces.filter(|piece| !piece.is_empty()).take(PARAMETER_LIMIT + 1).collect();
        let is_cut = read.len() < text.len();
        let is_too_long = is_cut || pieces.len() > PARAMETER_LIMIT;
        pieces.truncate(PARAMETER_LIMIT);
        if is_cut {
            // Half a value would be another one.
            pieces.pop();
        }
        let is_of_run = |piece: &&str| PREFIXES.into_iter().any(|prefix| piece.starts_with(prefix));
        let own: Vec<&str> = pieces.iter().copied().filter(|piece| !is_of_run(piece)).collect();
        self.take(&own);
        if let Some(runs) = self.parts.runs.filter(|_| own.len() < pieces.len()) {
            for (number, prefix) in PREFIXES.into_iter().enumerate() {
                if pieces.iter().any(|piece| piece.starts_with(prefix)) {
                    self.runs[number] = (runs.read)(&pieces, self, prefix);
                }
            }
        }
        if is_too_long {
            self.drop("…", Why::TooMany);
        }
    }

    /// Reads parameters, of which none is of a run.
    pub(crate) fn take(&mut self, pieces: &[&str]) {
        let mut parameters = Vec::new();
        for piece in pieces {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            match (escape::decode(name), escape::decode(value)) {
                (Some(name), Some(value)) => parameters.push((name, value)),
                _ => self.drop(name, Why::NotText),
            }
        }
        if !parameters.iter().any(|(name, _)| name == "flink") {
            self.drop("flink", Why::NoRelease);
        }
        let has_job = self.parts.jobs.is_some() && parameters.iter().any(|(name, _)| name == load::JOB);
        self.load = has_job.then(Draft::default);
        // Names of options depend on the process.
        for (name, value) in &parameters {
            self.choose(name, value);
        }
        for (name, value) in &parameters {
            self.set(name, value);
        }
    }

    /// Reads a parameter that is not an option.
    fn choose(&mut self, name: &str, value: &str) {
        let (is_known, is_twice) = match name {
            "v" => {
                self.is_ours = true;
                let is_later = value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty();
                if value != VERSION && is_later {
                    return self.drop(name, Why::Later);
                }
                (value == VERSION, false)
            }
            "flink" => {
                self.is_ours = true;
                replace(&mut self.version, FlinkVersion::parse(value))
            }
            "p" => replace(
                &mut self.process,
                Process::ALL.into_iter().find(|process| process_name(*process) == value),
            ),
            "d" => replace(
                &mut self.deployment,
                match value {
                    "standalone" => Some(Deployment::Standalone),
                    "containerized" => Some(Deployment::Containerized),
                    _ => None,
                },
            ),
            "tm" | "jm" => {
                let is_known = value == "none";
                if is_known {
                    self.has_totals[usize::from(name == "jm")] = true;
                }
                (is_known, false)
            }
            SEE => replace(&mut self.seen, Seen::read(value)),
            _ => {
                let read = self.load.as_mut().zip(self.parts.jobs);
                match read.and_then(|(load, jobs)| (jobs.read)(load, name, value)) {
                    Some(is_known) => (is_known, false),
                    None => return,
                }
            }
        };
        self.is_ours |= is_known;
        if !is_known {
            self.drop(name, Why::NoSuchChoice);
        } else if is_twice {
            self.drop(name, Why::Twice);
        }
    }

    /// Reads a parameter that is an option.
    fn set(&mut self, name: &str, value: &str) {
        let jobs = self.parts.jobs.filter(|_| self.load.is_some());
        let is_of_load = jobs.is_some_and(|jobs| (jobs.read)(&mut Draft::default(), name, "").is_some());
        if is_of_load || matches!(name, "v" | "flink" | "p" | "d" | "tm" | "jm" | SEE) {
            return;
        }
        let Some((key, option)) = named(name, self.process.unwrap_or(Process::TaskManager)) else {
            return self.drop(name, Why::Unknown);
        };
        self.is_ours = true;
        for process in Process::ALL {
            self.has_totals[process as usize] |= totals(process).contains(&key);
        }
        if let Some(why) = fault(option, value) {
            return self.drop(name, why);
        }
        if self.config.contains(key) {
            self.drop(name, Why::Twice);
        }
        self.config.set(key, value);
    }

    /// What was read; `None` if nothing of ours was.
    pub(crate) fn done(mut self) -> Option<Decoded> {
        if !self.is_ours {
            return None;
        }
        let deployment = self.deployment.unwrap_or(Deployment::Containerized);
        for process in Process::ALL {
            if !self.has_totals[process as usize] {
                let (key, value) = first_total(process, deployment);
                self.config.set(key, value);
            }
        }
        let [before, now] = self.runs;
        let state = LinkState {
            version: self.version.unwrap_or(FlinkVersion::LATEST),
            process: self.process.unwrap_or(Process::TaskManager),
            deployment,
            config: self.config,
            load: self.load.and_then(Draft::done),
            before,
            now,
            seen: self.seen.unwrap_or_default(),
        };
        Some(Decoded { state, dropped: self.dropped })
    }
}

/// Takes a choice that is one: whether it is, and whether there was one before.
fn replace<T>(choice: &mut Option<T>, value: Option<T>) -> (bool, bool) {
    match value {
        Some(value) => (true, choice.replace(value).is_some()),
        None => (false, false),
    }
}
