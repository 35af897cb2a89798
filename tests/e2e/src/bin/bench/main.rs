//! How fast it is in a browser: `cargo xtask bench browser`; with the argument `page` the page alone, with `widgets`
//! many widgets in a page of others, with `audit` what Lighthouse says of the speed. Prints what it measures and fails above a budget.

#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

mod audit;
mod memory;
mod simulations;
mod watching;
mod widgets;

use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use bench_page::jobs::place;
use e2e::{Server, Session, Visit, surroundings};
use serde_json::{Value, json};

/// Microseconds for a resolution of the default configuration, with its derivation.
const RESOLVE_BUDGET: f64 = 15.0;
/// How many times as long as natively it takes to request and recycle buffers: 60 % of the speed.
const BUFFERS_BUDGET: f64 = 1.67;
/// Nanoseconds for an event of a buffer, natively, with 1,000 channels: ten million a second.
const EVENT_BUDGET: f64 = 100.0;
/// How many times as long as natively an event takes there: 70 % of the speed.
const WASM_BUDGET: f64 = 1.43;
/// Seconds for a second of 100 × 100 with full queues: real time.
const BACKPRESSURED_BUDGET: f64 = 1.0;
/// Seconds for a second of 1,000 × 1,000: a tenth of real time.
const LARGE_BUDGET: f64 = 10.0;
/// Seconds until 1,000 × 1,000 is made.
const CONSTRUCTION_BUDGET: f64 = 2.0;
/// Megabytes that 1,000 × 1,000 takes.
const MEMORY_BUDGET: f64 = 1000.0;
/// Milliseconds from a character typed into a text of 200 KB to the frame that shows its result, in 95 of 100 cases.
const TYPING_BUDGET: f64 = 50.0;

/// Rounds of resolutions; each is timed as a whole, because a browser's clock is coarse.
const RESOLVE: &str = "
    wasmBindings.resolve_many(20000);
    const rounds = [];
    for (let round = 0; round < 9; round++) {
        const start = performance.now();
        wasmBindings.resolve_many(20000);
        rounds.push((performance.now() - start) * 1000 / 20000);
    }
    return rounds;
";

/// Requests and recyclings in each round.
const ROTATIONS: u32 = 1_000_000;

/// Rounds of requesting and recycling buffers: nanoseconds of an operation.
const ROTATE: &str = "
    const [operations] = arguments;
    const rounds = [];
    for (let round = 0; round < 40; round++) {
        const start = performance.now();
        const done = wasmBindings.rotate_buffers(operations);
        rounds.push((performance.now() - start) * 1e6 / done);
    }
    return rounds;
";

/// Notes how long each key that is typed into the configuration's text takes from the key stroke to the frame in which the result is drawn; as
/// for sliders (see [`watching`]).
const WATCH_TYPING: &str = "
    window.typed = [];
    const area = document.querySelector('#config-text');
    area.addEventListener('keydown', event => {
        const start = event.timeStamp;
        area.addEventListener('input', () => requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => typed.push(performance.now() - start);
            channel.port2.postMessage(null);
        }), { once: true });
    });
    const at = area.value.indexOf('# here') + 6;
    area.focus();
    area.setSelectionRange(at, at);
";

fn main() -> ExitCode {
    let mut is_fast_enough = true;
    let mut check = |what: &str, value: f64, unit: &str, budget: f64| {
        let verdict = if value <= budget { "within" } else { "ABOVE" };
        println!("{what}: {value:.1} {unit}, {verdict} the budget of {budget} {unit}");
        is_fast_enough &= value <= budget;
    };

    match std::env::args().nth(1).as_deref() {
        Some("audit") => audit::measure(&mut check),
        Some("widgets") => widgets::measure(&mut check),
        Some("page") => page(&mut check),
        _ => {
            engines(&mut check);
            page(&mut check);
        }
    }
    if is_fast_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Times the page while jobs run in it and texts are typed, and widgets.
fn page(check: &mut impl FnMut(&str, f64, &str, f64)) {
    watching::measure(check);
    widgets::measure(check);
    let times = typing();
    let [p50, p95, max] = [0.5, 0.95, 1.0].map(|part| quantile(&times, part));
    println!(
        "typing in a text of 200 KB: input event to painted frame, {} events: p50 {p50:.1} ms, max {max:.1} ms",
        times.len()
    );
    check("typing in a text of 200 KB: p95", p95, "ms", TYPING_BUDGET);
}

/// Times the engines in a page of their own, and natively.
fn engines(check: &mut impl FnMut(&str, f64, &str, f64)) {
    let times = resolutions();
    check("a resolution with its derivation, in wasm, median", quantile(&times, 0.5), "µs", RESOLVE_BUDGET);

    // The best rounds of each: whatever else the machine does at that time would be the difference otherwise.
    let [in_page, native] = [rotations(), native_rotations()].map(|times| quantile(&times, 0.0));
    println!("a buffer requested or recycled, at best: {in_page:.1} ns in wasm, {native:.1} ns natively");
    check("a buffer requested or recycled, wasm to native", in_page / native, "times", BUFFERS_BUDGET);

    simulate(check);
}

/// Times whole jobs. What an event costs with more channels than 1,000 has no budget: it is the memory that decides, see the architecture.
fn simulate(check: &mut impl FnMut(&str, f64, &str, f64)) {
    for job in place::SIZES {
        let [native, in_page] = [simulations::natively(job), simulations::in_page(job)];
        native.print("natively", job);
        in_page.print("in wasm", job);
        if job == place::SIZES.start + 2 {
            check("an event of a buffer, natively", native.per_event, "ns", EVENT_BUDGET);
            let ratio = in_page.per_event / native.per_event;
            check("an event of a buffer, wasm to native", ratio, "times", WASM_BUDGET);
        }
    }
    let backpressured = simulations::in_page(place::BACKPRESSURED);
    backpressured.print("in wasm", place::BACKPRESSURED);
    check("a second of 100 × 100 in wasm", backpressured.per_second, "s", BACKPRESSURED_BUDGET);
    let large = simulations::in_page(place::LARGE);
    large.print("in wasm", place::LARGE);
    check("making 1,000 × 1,000 in wasm", large.construction, "s", CONSTRUCTION_BUDGET);
    check("a second of 1,000 × 1,000 in wasm", large.per_second, "s", LARGE_BUDGET);
    check("memory of 1,000 × 1,000 in wasm", large.memory, "MB", MEMORY_BUDGET);
}

/// Microseconds of a resolution, in several rounds.
fn resolutions() -> Vec<f64> {
    let server = Server::of(surroundings::bench_page());
    let session = Session::start();
    session.open(&server.url());
    session.wait_for("the resolver", "window.wasmBindings", &[]);
    numbers(&session.script(RESOLVE, &[]))
}

/// Nanoseconds of a request or recycling, in several rounds.
fn rotations() -> Vec<f64> {
    let server = Server::of(surroundings::bench_page());
    let session = Session::start();
    session.open(&server.url());
    session.wait_for("the pools", "window.wasmBindings", &[]);
    numbers(&session.script(ROTATE, &[ROTATIONS.into()]))
}

/// The same natively.
fn native_rotations() -> Vec<f64> {
    let round = || {
        let start = Instant::now();
        let done = bench_page::rotate_buffers(ROTATIONS).expect("enough segments");
        start.elapsed().as_secs_f64() * 1e9 / f64::from(done)
    };
    (0..40).map(|_| round()).collect()
}

/// Milliseconds of each character typed into a configuration of 200 KB, after some to warm up; with a rest after every twelve, in which the text
/// is read.
fn typing() -> Vec<f64> {
    let mut text = String::from("# here\ntaskmanager.memory.process.size: 4g\n");
    for number in 0.. {
        if text.len() >= 200_000 {
            break;
        }
        text.push_str(&format!("some.other.system.option-{number}: value of it # and why\n"));
    }
    let mut times = Vec::new();
    Visit::default().run(|page| {
        page.paste_anywhere(&text);
        page.session.script(WATCH_TYPING, &[]);
        for number in 0..120 {
            for kind in ["keyDown", "keyUp"] {
                page.session
                    .devtools("Input.dispatchKeyEvent", json!({ "type": kind, "text": "x", "key": "x" }));
            }
            sleep(Duration::from_millis(if number % 12 == 11 { 800 } else { 90 }));
        }
        times = numbers(&page.session.script("return typed.slice(20)", &[]));
        assert!(times.len() >= 90, "every key was typed and drawn: {}", times.len());
    });
    times
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// The smallest number that is not exceeded by this part of all.
fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred numbers"
    )]
    let at = (sorted.len() as f64 * part).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().expect("something was measured")
}
