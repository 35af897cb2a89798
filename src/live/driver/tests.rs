//! Simulations that are followed, frame by frame.

use super::*;
use crate::live::cluster::{Given, MILLISECOND};
use crate::live::job::{Job, STAGE, Stage};
use crate::live::run::Speed;
use crate::live::scenario::scenario;
use crate::page::Answer;
use crate::settings::Settings;
use pools::job::Partitioner;
use std::cell::Cell;
use std::rc::Rc;

/// What is wanted with a job, and what is configured.
pub(in crate::live) fn configured(entries: &[(&str, &str)], edit: impl FnOnce(&mut Job)) -> Option<Wanted> {
    let (mut settings, mut job) = (Settings::default(), Job::default());
    entries.iter().for_each(|(key, value)| settings.set(key, (*value).to_owned()));
    edit(&mut job);
    let answer = Rc::new(Answer::to(settings));
    let scenario = scenario(&Given::by(&answer).expect("it starts"), &job, 1);
    Some(Wanted { scenario, situation: Situation { answer, job: Rc::new(job), seed: 1 } })
}

pub(super) fn wanted(edit: impl FnOnce(&mut Job)) -> Option<Wanted> {
    configured(&[], edit)
}

pub(super) fn follow(driver: &mut Driver, wanted: Option<Wanted>, run: Run) {
    driver.follow(wanted, run, &Compared::default());
}

pub(super) fn playing(speed: Speed) -> Run {
    Run { speed, ..Run::new(true) }
}

/// A driver after frames of 16 ms, on a machine that computes them in no time.
pub(super) fn after(frames: u32, run: Run) -> Driver {
    let mut driver = Driver::default();
    follow(&mut driver, wanted(|_| ()), run);
    for _ in 0..frames {
        driver.frame(16.0, || 0.0);
    }
    driver
}

pub(super) fn now(driver: &Driver) -> Nanos {
    driver.simulation().expect("it runs").now()
}

#[test]
fn simulated_time_passes_as_the_speed_says() {
    assert_eq!(now(&after(50, playing(Speed::Real))), 800 * MILLISECOND);
    assert_eq!(now(&after(50, playing(Speed::Tenth))), 80 * MILLISECOND);
    assert_eq!(now(&after(5, playing(Speed::Ten))), 800 * MILLISECOND);
    assert_eq!(now(&after(5, Run::new(false))), 0);
}

#[test]
fn what_is_seen_does_not_depend_on_how_time_was_cut() {
    let [mut slow, mut fast] = [after(100, playing(Speed::Real)), after(10, playing(Speed::Ten))];
    let sight = slow.sight().expect("it runs");
    assert_eq!(Some(&sight), fast.sight().as_ref());
    assert!(sight.vertices[2].records_in > 7000.0, "{sight:?}");
    let mut alone = Running::new(&wanted(|_| ()).expect("one").scenario).expect("it can");
    while alone.advance(1600 * MILLISECOND, u64::MAX) != Slice::Short {}
    assert_eq!(alone.sight(), sight);
}

#[test]
fn what_is_recorded_does_not_depend_on_how_time_was_cut_either() {
    let [slow, fast] = [after(150, playing(Speed::Real)), after(15, playing(Speed::Ten))];
    let series = slow.series().expect("it runs");
    assert_eq!(Some(series), fast.series());
    let times: Vec<Nanos> = series.moments().iter().map(|moment| moment.time).collect();
    assert_eq!(times, (0..=24).map(|tenth| tenth * 100 * MILLISECOND).collect::<Vec<_>>());
    let last = series.moments().last().expect("there are some");
    let engine = slow.simulation().expect("it runs");
    let read = (0..4).filter_map(|subtask| engine.task_metrics(2, subtask));
    assert_eq!(last.vertices[2].records_in, read.map(|task| task.counters.records_in).sum::<u64>());
}

#[test]
fn the_run_before_a_change_stays_and_one_that_is_pinned_longer() {
    let slots = |slots| {
        let Wanted { scenario, situation } = wanted(|_| ()).expect("one");
        Some(Wanted { scenario: Scenario { network_memory: slots, ..scenario }, situation })
    };
    let kept = |driver: &Driver| driver.before().map(|before| before.scenario.network_memory);
    let run = playing(Speed::Ten);
    let mut driver = Driver::default();
    let mut play = |wanted, run, frames| {
        follow(&mut driver, wanted, run);
        (0..frames).for_each(|_| driver.frame(16.0, || 0.0));
        kept(&driver)
    };
    let of = [64 << 20, 80 << 20, 96 << 20, 112 << 20];
    assert_eq!(play(slots(of[0]), run, 20), None);
    assert_eq!(play(slots(of[1]), run, 1), Some(of[0]));
    // It was too short.
    assert_eq!(play(slots(of[2]), run, 20), Some(of[0]));
    let pinned = Run { is_pinned: true, ..run };
    assert_eq!(play(slots(of[2]), pinned, 1), Some(of[0]));
    assert_eq!(play(slots(of[3]), pinned, 20), Some(of[2]));
    assert_eq!(play(slots(of[0]), pinned, 20), Some(of[2]));
    assert_eq!(play(None, run, 1), Some(of[0]));
}

#[test]
fn a_frame_ends_when_its_time_is_up() {
    let mut driver = Driver::default();
    follow(&mut driver, wanted(|_| ()), playing(Speed::Most));
    let time = Cell::new(0.0);
    // Each look at the clock is a millisecond later.
    driver.frame(16.0, || time.replace(time.get() + 1.0));
    assert!((BUDGET..BUDGET + 5.0).contains(&time.get()), "{}", time.get());
    assert!(now(&driver) > 0);
}

/// Six stages of so many subtasks in a row, with as much to do as they can.
pub(super) fn wide(subtasks: u32) -> Option<Wanted> {
    let stage = Stage { parallelism: subtasks, rate: 0, input: Partitioner::Forward, ..STAGE };
    let wide = wanted(|job| *job = Job::of(&[stage; Job::MOST_STAGES]));
    wide.map(|Wanted { scenario, situation }| {
        let task_managers = subtasks.div_ceil(16);
        Wanted { scenario: Scenario { slots_each: 16, task_managers, ..scenario }, situation }
    })
}

/// A clock that is so many milliseconds later with each look at it.
pub(super) fn ticking(time: &Cell<f64>, tick: f64) -> impl Fn() -> f64 + '_ {
    move || time.replace(time.get() + tick)
}

#[test]
fn a_frame_does_no_more_however_wide_the_job_is() {
    let time = Cell::new(0.0);
    let mut driver = Driver::default();
    follow(&mut driver, wide(500), playing(Speed::Ten));
    // All tasks start within 50 ms.
    for _ in 0..100 {
        let before = driver.simulation().map_or(0, Simulation::events);
        driver.frame(16.0, ticking(&time, 1.0));
        let events = driver.simulation().expect("it runs").events() - before;
        // As many slices of a millisecond as a frame has room for.
        assert!(events < 8 * Pace::default().steps(), "{events}");
    }
    assert!(now(&driver) > 0);
}

#[test]
fn what_takes_long_to_make_is_made_when_controls_rest() {
    let run = playing(Speed::Real);
    let time = Cell::new(0.0);
    let mut driver = Driver::default();
    let mut frame = |subtasks: u32, tick: f64| {
        follow(&mut driver, wide(subtasks), run);
        driver.frame(16.0, ticking(&time, tick));
        driver.simulation().expect("it runs").scenario().vertices[0].parallelism
    };
    // Making it takes from one look at the clock to the next.
    assert_eq!(frame(2, 50.0), 2);
    let dragged: Vec<u32> = (3..9).map(|subtasks| frame(subtasks, 30.0)).collect();
    assert_eq!(dragged, [2; 6]);
    let frames = (0..100).take_while(|_| frame(8, 1.0) == 2).count();
    assert!((10..99).contains(&frames), "{frames}");
    assert!(frame(9, 1.0) == 9 && frame(10, 1.0) == 10, "the last one was quick to make");
}

#[test]
fn a_load_goes_on_and_a_job_begins_anew() {
    let run = playing(Speed::Real);
    let mut driver = after(50, run);
    let time = now(&driver);
    follow(&mut driver, wanted(|job| job.stages[2].service_us = 5_000), run);
    driver.frame(0.0, || 0.0);
    assert_eq!(now(&driver), time);
    follow(&mut driver, wanted(|job| job.stages[2].parallelism = 2), run);
    driver.frame(0.0, || 0.0);
    assert_eq!((now(&driver), driver.begun()), (0, Begun::Job));
    driver.frame(16.0, || 0.0);
    follow(&mut driver, wanted(|job| job.stages[2].parallelism = 2), run.restarted());
    driver.frame(0.0, || 0.0);
    assert_eq!((now(&driver), driver.begun()), (0, Begun::ByHand));
    follow(&mut driver, None, run);
    driver.frame(16.0, || 0.0);
    assert!(driver.sight().is_none());
}
