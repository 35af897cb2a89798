//! How fast jobs are simulated natively: `cargo bench -p bench-page`. The same jobs as in a browser (`cargo xtask bench browser`).
//!
//! A job is made, runs for a while, and then short rounds are timed. What an event takes is that of the best round: whatever else the
//! machine does at that time makes the others slower. How fast time goes by follows from it, with as many events as there were on the
//! average. Memory is the process's own at the end of the job.

#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

use std::fs::read_to_string;
use std::time::Instant;

use bench_page::jobs::{JOBS, Job, Run};

/// Rounds of each job.
const ROUNDS: u32 = 400;

fn main() {
    println!(
        "{:44} {:>9} {:>11} {:>11} {:>12} {:>8}",
        "job", "made in", "per event", "events/s", "× real time", "memory"
    );
    // Words narrow it down to jobs whose names have them; what begins with a dash is cargo's.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    for job in JOBS.iter().filter(|job| words.iter().all(|word| job.name.contains(word))) {
        time(job);
    }
}

fn time(job: &Job) {
    let start = Instant::now();
    let mut run = Run::new(job).expect("a job");
    let construction = start.elapsed().as_secs_f64();
    run.advance(job.warm_up());
    let (mut per_event, mut events) = (f64::MAX, 0.0);
    for _ in 0..ROUNDS {
        let before = run.buffer_events();
        let start = Instant::now();
        run.advance(job.round());
        let seconds = start.elapsed().as_secs_f64();
        let of_round = (run.buffer_events() - before) as f64;
        per_event = per_event.min(seconds / of_round);
        events += of_round;
    }
    let virtual_time = job.round() as f64 / 1e9 * f64::from(ROUNDS);
    let real_time = virtual_time / (events * per_event);
    println!(
        "{:44} {construction:>7.3} s {:>8.1} ns {:>9.2} M {real_time:>12.2} {:>5} MB",
        job.name,
        per_event * 1e9,
        1e-6 / per_event,
        memory().map_or_else(|| "?".to_owned(), |bytes| (bytes >> 20).to_string()),
    );
}

/// Bytes of memory that this process has, where Linux says so.
fn memory() -> Option<u64> {
    let status = read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
