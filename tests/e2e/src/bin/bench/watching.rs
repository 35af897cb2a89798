//! A job that is watched: how soon the page follows a slider meanwhile, how many frames there are, and whether memory stays what it is.
//!
//! What else the machine does would be the difference otherwise, so there are several rounds, and the best counts; what is measured in one
//! go (memory, long tasks of wide jobs) is not a matter of time alone, or has room to spare.

use std::thread::sleep;
use std::time::{Duration, Instant};

use e2e::{Calculator, Visit};
use serde_json::{Value, json};

use super::{memory, numbers, quantile};

/// Milliseconds from an input event to the frame that shows its result, in 95 of 100 cases: less than a frame of 60 Hz.
const INPUT_BUDGET: f64 = 16.0;
/// Milliseconds between frames: 60 a second, as exactly as clocks tell.
const FRAME_BUDGET: f64 = 16.8;
/// The same for 100 × 100: 30 a second.
const LARGE_FRAME_BUDGET: f64 = 33.4;
/// Milliseconds of a task that is not yet long.
const TASK_BUDGET: f64 = 50.0;
/// Megabytes that may come on top of what there is after the first minute.
const GROWTH_BUDGET: f64 = 1.0;
/// Milliseconds that the widest job of a link may hold the page when it is made.
const WIDEST_BUDGET: f64 = 500.0;

/// Rounds of dragging, and input events in each.
const ROUNDS: usize = 5;
const EVENTS: u32 = 100;

/// Sliders with how far they are dragged: where from, in which steps, how many of them.
const SLIDERS: [(&str, f64, f64, u32); 2] = [
    // Stops are quarters of an octave on a track of nine octaves, and hundredths; both from where Flink starts.
    ("taskmanager.memory.process.size", 2778.0, 10_000.0 / 36.0, 26),
    ("taskmanager.memory.network.fraction", 1200.0, 200.0, 17),
];

/// Notes frames and long tasks, from before the page's first script.
const WATCH: &str = "
    window.frameTimes = [];
    window.longTasks = [];
    const note = time => { frameTimes.push(time); requestAnimationFrame(note); };
    requestAnimationFrame(note);
    new PerformanceObserver(list => longTasks.push(...list.getEntries().map(task => task.duration)))
        .observe({ type: 'longtask' });
";

/// What was noted since the last call: milliseconds between frames, and of long tasks. The observer is told of a task a little later.
const NOTED: &str = "
    return new Promise(done => setTimeout(() => {
        const times = frameTimes.splice(0);
        done([times.slice(1).map((time, at) => time - times[at]), longTasks.splice(0)]);
    }, 100));
";

/// A slider that jumps once a frame, and how long each jump takes until it is drawn.
///
/// Browsers deliver the movements of a pointer at the beginning of a frame, before its animation callbacks; so each event is dispatched in such a
/// callback. Its handler, what it renders (in microtasks), style, layout and paint then all happen before the frame ends. A message posted
/// from the callback is the first task after the frame: its arrival is the time at which the frame was handed to the compositor. Waiting
/// for another animation callback instead would measure the distance between two frames, not the work. Should the result not be in the
/// document yet, the time runs on until the end of the frame in which it is.
const SLIDE: &str = "
    const [key, from, step, stops, count] = arguments;
    const control = document.querySelector(`[data-key='${key}']`);
    const slider = control.querySelector('input[type=range]');
    const field = control.querySelector('input[type=text]');
    const row = document.querySelector(`tr[data-component='network'] .by`);
    const frame = () => new Promise(requestAnimationFrame);
    const afterFrame = () => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(null);
    });
    const slide = async () => {
        const times = [];
        for (let i = 0; i < count; i++) {
            const [text, bytes] = [field.value, row.textContent];
            await frame();
            const start = performance.now();
            // A stride that meets all stops, never the same twice in a row.
            slider.value = from + step * (i * 5 % stops);
            slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
            await afterFrame();
            while (field.value === text || row.textContent === bytes) {
                if (performance.now() - start > 5000) throw new Error('nothing changes');
                await frame();
                await afterFrame();
            }
            times.push(performance.now() - start);
        }
        return times;
    };
    return slide();
";

/// Times everything, and holds it against its budget.
pub(crate) fn measure(check: &mut impl FnMut(&str, f64, &str, f64)) {
    watch(|page| {
        drag(page, check);
        remember(page, check);
    });
    watch(|page| large(page, check));
    watch(|page| widest(page, check));
}

/// Opens the page with a job of three stages in two TaskManagers, and waits until it runs.
fn watch(what: impl FnOnce(&Calculator<'_>)) {
    Visit::default().run(|page| {
        memory::watch(page.session);
        memory::preload(page.session, WATCH);
        page.session.reload();
        page.wait_until_ready();
        page.wait_for_job();
        page.session.script("scrollTo(0, 0)", &[]);
        page.set("taskmanager.memory.process.size", "8g");
        page.set_job("job-slots", "2");
        pass(page, 1.0);
        what(page);
    });
}

/// Waits until so many seconds were simulated.
fn pass(page: &Calculator<'_>, seconds: f64) {
    let start = Instant::now();
    loop {
        let text = page.text("#live-time");
        let time = text.trim_start_matches("t = ").split('\u{a0}').next().and_then(|time| time.parse().ok());
        if time.is_some_and(|time: f64| time >= seconds) {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(600), "it stands still at {text}");
        sleep(Duration::from_millis(200));
    }
}

/// Milliseconds between frames, and of long tasks, since this was asked the last time.
fn noted(page: &Calculator<'_>) -> [Vec<f64>; 2] {
    let noted = page.session.script(NOTED, &[]);
    [0, 1].map(|which| numbers(&noted[which]))
}

/// Milliseconds for which the page's thread has worked: what else the machine does meanwhile is not in it.
fn worked(page: &Calculator<'_>) -> f64 {
    page.session.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" }));
    let metrics = page.session.devtools("Performance.getMetrics", json!({}));
    let mut metrics = metrics["metrics"].as_array().into_iter().flatten();
    let time = metrics.find(|metric| metric["name"] == "TaskDuration");
    time.and_then(|time| time["value"].as_f64()).expect("a number of seconds") * 1e3
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len().max(1) as f64
}

fn most(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(0.0, f64::max)
}

/// Two sliders of memory, while the job runs: each movement begins its TaskManagers anew.
fn drag(page: &Calculator<'_>, check: &mut impl FnMut(&str, f64, &str, f64)) {
    for (key, from, step, stops) in SLIDERS {
        let slide = |count: u32| {
            let arguments: [Value; 5] = [key.into(), from.into(), step.into(), stops.into(), count.into()];
            numbers(&page.session.script(SLIDE, &arguments))
        };
        slide(60);
        let mut best = [f64::MAX; 3];
        for _ in 0..ROUNDS {
            noted(page);
            let before = worked(page);
            let times = slide(EVENTS);
            let work = (worked(page) - before) / f64::from(EVENTS);
            let [frames, tasks] = noted(page);
            let [p50, p95, max] = [0.5, 0.95, 1.0].map(|part| quantile(&times, part));
            println!(
                "{key}, dragged while the job runs: input event to painted frame, {EVENTS} events: p50 {p50:.1} ms, p95 {p95:.1} ms, \
                 max {max:.1} ms, {work:.1} ms of work; {:.1} frames/s, {} long tasks",
                1e3 / mean(&frames),
                tasks.len(),
            );
            for (best, now) in best.iter_mut().zip([p95, mean(&frames), most(&tasks)]) {
                *best = best.min(now);
            }
        }
        let [input, frame, task] = best;
        check(&format!("{key}: p95"), input, "ms", INPUT_BUDGET);
        check(&format!("{key}: between frames"), frame, "ms", FRAME_BUDGET);
        check(&format!("{key}: longest task"), task, "ms", TASK_BUDGET);
    }
}

/// Ten minutes, as fast as possible.
fn remember(page: &Calculator<'_>, check: &mut impl FnMut(&str, f64, &str, f64)) {
    page.click("#run-speed option[value=max]");
    let mut grown = 0.0;
    let mut first = None;
    for minutes in [1, 4, 7, 11] {
        pass(page, f64::from(minutes) * 60.0);
        let (scripts, program) = (memory::scripts(page.session), memory::program(page.session));
        println!(
            "after {minutes} simulated minutes: {scripts:.2} MB of scripts, {program:.2} MB of the program"
        );
        grown = scripts + program - *first.get_or_insert(scripts + program);
    }
    check("memory that ten simulated minutes add", grown, "MB", GROWTH_BUDGET);
}

/// 100 × 100 on 25 TaskManagers.
fn large(page: &Calculator<'_>, check: &mut impl FnMut(&str, f64, &str, f64)) {
    for (field, value) in
        [("slots", "4"), ("stages", "2"), ("parallelism-0", "100"), ("parallelism-1", "100")]
    {
        page.set_job(&format!("job-{field}"), value);
    }
    pass(page, 1.0);
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        noted(page);
        sleep(Duration::from_secs(2));
        let [frames, tasks] = noted(page);
        println!("100 × 100: {:.1} frames/s, longest task {:.0} ms", 1e3 / mean(&frames), most(&tasks));
        best = best.min(mean(&frames));
    }
    check("100 × 100: between frames", best, "ms", LARGE_FRAME_BUDGET);
}

/// The widest job that a link can hold and that is simulated: 24,576 subtasks that do as much as they can.
fn widest(page: &Calculator<'_>, check: &mut impl FnMut(&str, f64, &str, f64)) {
    page.set("taskmanager.memory.process.size", "64g");
    for (field, value) in [("slots", "16"), ("rate-0", "0"), ("stages", "6")] {
        page.set_job(&format!("job-{field}"), value);
    }
    for stage in 1..6 {
        page.session.script(
            "const list = document.getElementById(`job-input-${arguments[0]}`);
             list.value = 'forward';
             list.dispatchEvent(new Event('change', { bubbles: true }));",
            &[stage.into()],
        );
    }
    for stage in 0..6 {
        page.set_job(&format!("job-parallelism-{stage}"), "4096");
    }
    sleep(Duration::from_secs(3));
    let [_, tasks] = noted(page);
    check("six stages of 4,096, made: longest task", most(&tasks), "ms", WIDEST_BUDGET);
    sleep(Duration::from_secs(3));
    let [frames, tasks] = noted(page);
    println!(
        "six stages of 4,096: {:.1} frames/s, {} long tasks, the longest {:.0} ms",
        1e3 / mean(&frames),
        tasks.len(),
        most(&tasks)
    );
}
