//! What it takes to make a run again, as a link says it.
//!
//! A run begins with what was configured and under load: parameters of a link, [`Past::start`]. The same at the same moments is the same run, to the last record; so
//! how it went on, the [`Past::course`], is how long it did, and which changes acted on it while it ran: `12.4~5.216666667~1:p4.t900~sim.heap:a4000`
//!
//! * its first word is how long it went on, in seconds; nothing, if it still does;
//! * a number is the moment of a change, in seconds since the start. Behind it stand the parameters of a link that were others from then on, with a colon for `=`;
//!   one without a colon was no longer set;
//! * in place of the job, parameters with a number for a name are its stages, from 0.
//!
//! Numbers of seconds have up to nine decimals: the simulation counts nanoseconds.

use std::collections::VecDeque;
use std::rc::Rc;

use resolver::text::{Library, is_simple};
use sim::scenario::{Nanos, SECOND, Scenario};

use super::load::{self, JOB, PREFIX};
use super::part::LINKS;
use super::past::RUNS;
use super::run::{FIRST_SEED, Speed};
use super::runs::Standing;
use super::story::{Ended, Recipe, Retelling, Simulated, Situation};
use crate::link::{self, Load, Parts, Past, decode};
use crate::page::Answer;
use crate::settings::Settings;
use crate::visit::{self, Moment};

/// Longest run that is linked, ns.
const LONGEST: Nanos = 36_000 * SECOND;
/// Bytes of a course that is linked. A link with more could not be read in full.
const MOST: usize = 16_000;
/// Digits behind the point.
const DECIMALS: usize = 9;

/// What is under load in a situation.
fn load_of(Situation { job, seed, .. }: &Situation) -> Load {
    Load { job: Rc::clone(job), seed: *seed, speed: Speed::default() }
}

/// The parameters of the link to a situation.
fn parameters(situation: &Situation) -> String {
    let moment = Moment::new(&situation.answer.settings, load_of(situation), None, None);
    link::parameters(&visit::state(&moment), Some(&LINKS))
}

/// Those that are about the configuration.
fn options(answer: &Answer) -> String {
    link::parameters(&visit::state(&Moment::new(&answer.settings, first(), None, None)), None)
}

/// What is under load in a first visit.
fn first() -> Load {
    Load { job: Rc::default(), seed: FIRST_SEED, speed: Speed::default() }
}

/// Name and value of a parameter.
fn halves(piece: &str) -> (&str, Option<&str>) {
    piece.split_once('=').map_or((piece, None), |(name, value)| (name, Some(value)))
}

/// Parameters of a link with each stage of the job as one of its own, also where it is the job of a first visit.
fn pieces(parameters: &str) -> Vec<(String, String)> {
    let mut parameters = parameters.to_owned();
    if !parameters.split('&').any(|piece| halves(piece).0 == JOB) {
        load::write(&first(), &mut parameters);
    }
    let mut pieces = Vec::new();
    for (name, value) in parameters.split('&').map(halves) {
        let value = value.unwrap_or_default();
        if name == JOB {
            let stages = value.split('_').enumerate();
            pieces.extend(stages.map(|(number, stage)| (number.to_string(), stage.to_owned())));
        } else {
            pieces.push((name.to_owned(), value.to_owned()));
        }
    }
    pieces
}

/// The parameters of a link with the job in one again.
fn joined(pieces: &[(String, String)]) -> String {
    let is_stage = |name: &str| name.starts_with(|char: char| char.is_ascii_digit());
    let others = pieces.iter().filter(|(name, _)| !is_stage(name));
    let mut parameters: Vec<String> = others.map(|(name, value)| [name, "=", value].concat()).collect();
    let stages: Vec<&str> =
        pieces.iter().filter(|(name, _)| is_stage(name)).map(|(_, value)| &**value).collect();
    if !stages.is_empty() {
        parameters.push([JOB, "=", &stages.join("_")].concat());
    }
    parameters.join("&")
}

/// Whether a parameter can be changed while a job runs, with a value that a configuration without readers can hold, too.
fn is_plain(name: &str, value: Option<&str>) -> bool {
    let is_of_job = name.starts_with(|char: char| char.is_ascii_digit()) || name.starts_with(PREFIX);
    name != JOB && (is_of_job || value.is_none_or(|value| is_simple(name, value)))
}

/// A moment in seconds.
fn written(time: Nanos) -> String {
    let decimals = (SECOND + time % SECOND).to_string();
    let decimals = decimals[1..].trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    [&*(time / SECOND).to_string(), point, decimals].concat()
}

/// Reads a moment; `None` if it is none, or later than any run that is linked.
fn moment(text: &str) -> Option<Nanos> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || decimals.len() > DECIMALS {
        return None;
    }
    let seconds: Nanos = whole.parse().ok().filter(|seconds| *seconds <= LONGEST / SECOND)?;
    let fraction: Nanos = decimals.parse().ok()?;
    let unit = 10_u64.pow(u32::try_from(DECIMALS - decimals.len()).ok()?);
    Some(seconds * SECOND + fraction * unit).filter(|time| *time <= LONGEST)
}

/// What a link says of a run; see [`Retelling::tell`].
fn tell(Ended { story, noted, last }: Ended<'_>, simulated: Simulated) -> Result<Past, Standing> {
    let start = parameters(&story.begin);
    let mut known = pieces(&start);
    let mut configured = (&story.begin.answer, options(&story.begin.answer));
    let mut course = String::new();
    for (time, situation) in &story.changes {
        if !Rc::ptr_eq(configured.0, &situation.answer) {
            configured = (&situation.answer, options(&situation.answer));
        }
        let mut now = configured.1.clone();
        load::write(&load_of(situation), &mut now);
        let now = pieces(&now);
        course.extend(["~", &written(*time)]);
        for (name, value) in now.iter().filter(|piece| !known.contains(piece)) {
            if !is_plain(name, Some(value)) {
                return Err(Standing::Unlinked);
            }
            course.extend(["~", name, ":", value]);
        }
        for (name, _) in known.iter().filter(|(name, _)| !now.iter().any(|(other, _)| other == name)) {
            course.extend(["~", name]);
        }
        known = now;
        if course.len() > MOST {
            return Err(Standing::TooLong);
        }
    }
    let last_change = story.changes.last().map_or(0, |(time, _)| *time);
    if story.is_cut || last_change.max(noted.unwrap_or(0)) > LONGEST {
        return Err(Standing::TooLong);
    }
    let until = noted.map(|noted| written(noted.max(last_change))).unwrap_or_default();
    let course = [&*until, &*course].concat();
    let past = Past { start: start.into(), course: course.into(), is_pinned: false, by: &RUNS };
    let library = story.begin.answer.settings.document().library();
    let mut told = Told::read(&past, library).ok_or(Standing::Unlinked)?;
    let leads_to = |told: &Told, wanted: &Scenario| {
        told.situation().and_then(|by_now| simulated(&by_now)).as_ref() == Some(wanted)
    };
    let is_begun = leads_to(&told, &story.first);
    while told.change() {}
    if is_begun && leads_to(&told, last) { Ok(past) } else { Err(Standing::Unlinked) }
}

/// What makes links of runs.
pub static RETELLING: Retelling = Retelling { tell };

/// How to make a run again; see [`Runs::recipe`](link::Runs::recipe).
pub(super) fn of(past: &Past, library: Library) -> Option<Box<dyn Recipe>> {
    Some(Box::new(Told::read(past, library)?))
}

/// What a link says of a run, as far as it is told.
#[derive(Clone, Debug)]
struct Told {
    /// The parameters by now.
    now: Vec<(String, String)>,
    changes: VecDeque<(Nanos, Vec<String>)>,
    /// How long it goes on, ns; for ever, if that is not said.
    until: Nanos,
    library: Library,
}

impl Told {
    /// Reads what a link says of a run; `None` where that makes no sense. `library` reads what is configured.
    fn read(past: &Past, library: Library) -> Option<Self> {
        let mut words = past.course.split('~');
        let until = match words.next()? {
            "" => Nanos::MAX,
            until => moment(until)?,
        };
        let mut changes: VecDeque<(Nanos, Vec<String>)> = VecDeque::new();
        for word in words {
            let is_moment = word.starts_with(|char: char| char.is_ascii_digit()) && !word.contains(':');
            if is_moment {
                let last = changes.back().map_or(0, |(time, _)| *time);
                let time = moment(word).filter(|time| (last..=until).contains(time))?;
                changes.push_back((time, Vec::new()));
            } else {
                let word = word.replacen(':', "=", 1);
                let (name, value) = halves(&word);
                changes.back_mut().filter(|_| is_plain(name, value))?.1.push(word);
            }
        }
        Some(Self { now: pieces(&past.start), changes, until, library })
    }
}

impl Recipe for Told {
    fn situation(&self) -> Option<Situation> {
        let parts = Parts { jobs: Some(&LINKS), runs: None };
        let decoded = decode(&joined(&self.now), "", None, parts)?;
        if !decoded.dropped.is_empty() {
            return None;
        }
        let state = decoded.state;
        let library = Some(self.library);
        let settings = Settings::of(state.version, state.process, state.deployment, &state.config, library);
        let Load { job, seed, .. } = state.load?;
        Some(Situation { answer: Rc::new(Answer::to(settings)), job, seed })
    }

    fn until(&self) -> Nanos {
        self.until
    }

    fn next(&self) -> Nanos {
        self.changes.front().map_or(self.until, |(time, _)| *time)
    }

    fn change(&mut self) -> bool {
        let Some((_, words)) = self.changes.pop_front() else { return false };
        for word in words {
            let (name, value) = halves(&word);
            let known = self.now.iter().position(|(other, _)| other == name);
            match (known, value) {
                (Some(at), Some(value)) => value.clone_into(&mut self.now[at].1),
                (None, Some(value)) => self.now.push((name.to_owned(), value.to_owned())),
                (Some(at), None) => drop(self.now.remove(at)),
                (None, None) => {}
            }
        }
        true
    }
}
