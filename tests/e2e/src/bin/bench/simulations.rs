//! Whole jobs, simulated in a page and natively.
//!
//! A job is made, runs until it is in the swing, and then short rounds are timed, see [`bench_page::jobs`]. What an event takes is that of the
//! best round, here as there: what else the machine does would be the difference otherwise. How fast time goes by follows from it, with as
//! many events as there were on the average.

use std::time::Instant;

use bench_page::jobs::{JOBS, Job, Run};
use e2e::{Server, Session, surroundings};
use serde_json::Value;

use super::numbers;

/// Rounds that are timed, and how many of them in one go.
const ROUNDS: u32 = 400;
const AT_ONCE: u32 = 40;

/// Longest time that a page is asked to go on in one go, s of virtual time: a script may not take long.
const PIECE: f64 = 0.25;

const MAKE: &str = "
    const [job] = arguments;
    const start = performance.now();
    window.run = wasmBindings.Run.of(job);
    return performance.now() - start;
";

const ADVANCE: &str = "
    run.advance(arguments[0]);
    return null;
";

/// Rounds: the milliseconds of each, and its events of buffers.
const TIME: &str = "
    const [seconds, count] = arguments;
    const found = [];
    for (let round = 0; round < count; round++) {
        const before = run.buffer_events();
        const start = performance.now();
        run.advance(seconds);
        found.push(performance.now() - start, run.buffer_events() - before);
    }
    return found;
";

/// How fast a job was.
#[derive(Clone, Copy)]
pub(crate) struct Timed {
    /// Time to make it, s.
    pub(crate) construction: f64,
    /// Time for an event of a buffer, ns.
    pub(crate) per_event: f64,
    /// Time for a second of virtual time, s.
    pub(crate) per_second: f64,
    /// Memory, MB; 0 where it is not known.
    pub(crate) memory: f64,
}

impl Timed {
    /// Of rounds that took so long, in s, each with its number of events.
    fn of(job: &Job, construction: f64, memory: f64, rounds: &[(f64, f64)]) -> Self {
        let per_event = rounds.iter().map(|(time, events)| time / events).fold(f64::MAX, f64::min);
        let events: f64 = rounds.iter().map(|(_, events)| events).sum();
        let virtual_time = job.round() as f64 / 1e9 * rounds.len() as f64;
        Self {
            construction,
            per_event: per_event * 1e9,
            per_second: per_event * events / virtual_time,
            memory,
        }
    }

    pub(crate) fn print(&self, place: &str, job: usize) {
        let Self { construction, per_event, per_second, memory } = self;
        println!(
            "{place}, {}: made in {construction:.3} s, {per_event:.1} ns for an event of a buffer, \
             {:.2} times real time, {memory:.0} MB",
            JOBS[job].name,
            per_second.recip(),
        );
    }
}

/// Times a job in a page of its own.
pub(crate) fn in_page(job: usize) -> Timed {
    let server = Server::of(surroundings::bench_page());
    let session = Session::start();
    session.open(&server.url());
    session.wait_for("the simulation", "window.wasmBindings", &[]);
    let number = |value: Value| value.as_f64().expect("a number");
    let construction = number(session.script(MAKE, &[job.into()])) / 1e3;
    let mut left = JOBS[job].warm_up() as f64 / 1e9;
    while left > 0.0 {
        session.script(ADVANCE, &[left.min(PIECE).into()]);
        left -= PIECE;
    }
    let round = JOBS[job].round() as f64 / 1e9;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS / AT_ONCE {
        let found = numbers(&session.script(TIME, &[round.into(), AT_ONCE.into()]));
        rounds.extend(found.chunks_exact(2).map(|round| (round[0] / 1e3, round[1])));
    }
    let memory = number(session.script("return wasmBindings.memory_bytes()", &[])) / 1e6;
    Timed::of(&JOBS[job], construction, memory, &rounds)
}

/// Times a job in this program.
pub(crate) fn natively(job: usize) -> Timed {
    let start = Instant::now();
    let mut run = Run::new(&JOBS[job]).expect("a job");
    let construction = start.elapsed().as_secs_f64();
    run.advance(JOBS[job].warm_up());
    let round = |_| {
        let before = run.buffer_events();
        let start = Instant::now();
        run.advance(JOBS[job].round());
        (start.elapsed().as_secs_f64(), (run.buffer_events() - before) as f64)
    };
    let rounds: Vec<_> = (0..ROUNDS).map(round).collect();
    Timed::of(&JOBS[job], construction, 0.0, &rounds)
}
