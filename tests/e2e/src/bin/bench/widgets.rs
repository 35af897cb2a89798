//! Ten widgets in one page: how soon each is painted when it comes into sight, and how much memory they take.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use e2e::{Server, Session, Visit, surroundings};
use serde_json::{Value, json};

use super::{memory, numbers, quantile};

/// Widgets in the page.
const WIDGETS: usize = 10;
/// Milliseconds from the scrolling that brings a widget into sight to its first paint.
const PAINT_BUDGET: f64 = 100.0;
/// Megabytes of all of them.
const MEMORY_BUDGET: f64 = 150.0;

/// Brings a widget into sight: milliseconds until its picture is painted, and until what its program shows is.
const SHOW: &str = "
    const element = document.querySelectorAll('flink-memory-calculator')[arguments[0]];
    const frame = () => new Promise(requestAnimationFrame);
    const afterFrame = () => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(null);
    });
    const show = async () => {
        await frame();
        const start = performance.now();
        const changed = new Promise(done => element.addEventListener('change', done, { once: true }));
        element.scrollIntoView();
        await afterFrame();
        const picture = performance.now() - start;
        await changed;
        await frame();
        await afterFrame();
        return [picture, performance.now() - start];
    };
    return show();
";

/// Times the widgets, and holds them against their budgets.
pub(crate) fn measure(check: &mut impl FnMut(&str, f64, &str, f64)) {
    let folder = surroundings::target().join("bench-widgets");
    fs::create_dir_all(&folder).expect("a folder for a page");
    let calculator = Server::open_to_all(surroundings::dist());
    for (name, widgets) in [("index.html", WIDGETS), ("none.html", 0)] {
        fs::write(folder.join(name), page(&calculator, widgets)).expect("a page");
    }
    let around = Server::of(folder);
    let session = Visit::default().browser();
    memory::watch(&session);
    session.open(&format!("{}none.html", around.url()));
    let without = at_rest(&session);
    session.open(&around.url());

    let mut times = [Vec::new(), Vec::new()];
    let mut programs = 0.0;
    for number in 0..WIDGETS {
        let shown = numbers(&session.script(SHOW, &[number.into()]));
        for (times, time) in times.iter_mut().zip(shown) {
            times.push(time);
        }
        programs += of_program(&session, number);
    }
    let scripts = memory::scripts(&session);
    let [pictures, answers] = &times;
    println!(
        "{WIDGETS} widgets: from coming into sight to what the program shows: p50 {:.1} ms, max {:.1} ms; the first {:.1} ms",
        quantile(answers, 0.5),
        quantile(answers, 1.0),
        answers[0]
    );
    check("a widget's first paint, at worst", quantile(pictures, 1.0), "ms", PAINT_BUDGET);
    println!("{WIDGETS} widgets: {scripts:.1} MB of scripts, {programs:.1} MB of programs");
    if let (Some(without), Some(with)) = (without, at_rest(&session)) {
        println!("processes of the page: {without:.1} MB without widgets, {with:.1} MB with {WIDGETS}");
        check("what ten widgets add to the page's processes", with - without, "MB", MEMORY_BUDGET);
    } else {
        check("scripts and programs of ten widgets", programs + scripts, "MB", MEMORY_BUDGET);
    }
}

/// A long page of so many widgets, none of which is near when it begins.
fn page(calculator: &Server, widgets: usize) -> String {
    let one = "<p style=\"height: 1200px\"></p>
               <flink-memory-calculator flink=\"2.3\" config=\"taskmanager.memory.process.size: 4g\"></flink-memory-calculator>";
    let script = format!("<script src=\"{}flink-memory-calculator.js\"></script>", calculator.url());
    [
        "<!doctype html><title>Widgets</title><link rel=\"icon\" href=\"data:,\">",
        &one.repeat(widgets),
        &script,
    ]
    .concat()
}

/// Megabytes of the program in the frame of a widget.
fn of_program(session: &Session, number: usize) -> f64 {
    let frame = session.script(
        "return document.querySelectorAll('flink-memory-calculator')[arguments[0]].shadowRoot.querySelector('iframe')",
        &[number.into()],
    );
    session.post("frame", &json!({ "id": frame }));
    let program = memory::program(session);
    session.post("frame", &json!({ "id": Value::Null }));
    program
}

/// Megabytes of the page's processes when nothing happens any more and what is not needed is collected.
fn at_rest(session: &Session) -> Option<f64> {
    sleep(Duration::from_secs(3));
    memory::scripts(session);
    sleep(Duration::from_secs(2));
    memory::processes(session)
}
