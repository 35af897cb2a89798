//! Ten widgets in one page: how soon each is painted when it comes into sight, and how much memory they take.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use e2e::{Server, Session, Visit, surroundings};
use serde_json::{Value, json};

use super::{memory, numbers, quantile};

/// Widgets in the page.
const WIDGETS: usize = 10;
/// Milliseconds from the scrolling that brings a widget into sight to the first paint in its frame.
const PAINT_BUDGET: f64 = 100.0;
/// Megabytes of all of them.
const MEMORY_BUDGET: f64 = 150.0;

/// Brings a widget into sight at once, so that nothing of it is there before: milliseconds until its picture is painted, until what its program
/// shows is, and the moment at which it all began.
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
        return [picture, performance.now() - start, performance.timeOrigin + start];
    };
    return show();
";

/// Milliseconds from a moment to the first paint in the document that is looked at: the outline of a widget.
const FIRST_PAINT: &str = "
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return performance.timeOrigin + paint.startTime - arguments[0];
";

/// Times the widgets, and holds them against their budgets.
pub(crate) fn measure(check: &mut impl FnMut(&str, f64, &str, f64)) {
    let folder = surroundings::target().join("bench-widgets");
    fs::create_dir_all(&folder).expect("a folder for a page");
    // Each widget's files but the first's are the browser's already.
    let calculator = Server::saving(surroundings::dist());
    for (name, widgets) in [("index.html", WIDGETS), ("none.html", 0)] {
        fs::write(folder.join(name), page(&calculator, widgets)).expect("a page");
    }
    let around = Server::of(folder);
    let session = Visit::default().browser();
    memory::watch(&session);
    session.open(&format!("{}none.html", around.url()));
    let without = at_rest(&session);
    session.open(&around.url());

    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    let mut programs = 0.0;
    for number in 0..WIDGETS {
        let [picture, answer, start] = numbers(&session.script(SHOW, &[number.into()]))[..] else {
            panic!("three numbers are asked for");
        };
        enter(&session, number);
        let outline = session.script(FIRST_PAINT, &[start.into()]).as_f64().expect("a time");
        programs += memory::program(&session);
        leave(&session);
        for (times, time) in times.iter_mut().zip([picture, outline, answer]) {
            times.push(time);
        }
    }
    let scripts = memory::scripts(&session);
    for (what, times) in
        ["its picture", "the outline in its frame", "what its program shows"].iter().zip(&times)
    {
        println!(
            "{WIDGETS} widgets: from coming into sight to {what}: p50 {:.1} ms, max {:.1} ms; the first {:.1} ms",
            quantile(times, 0.5),
            quantile(times, 1.0),
            times[0]
        );
    }
    check("first paint in a widget's frame, at worst", quantile(&times[1], 1.0), "ms", PAINT_BUDGET);
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

/// Looks at the document in the frame of a widget.
fn enter(session: &Session, number: usize) {
    let frame = session.script(
        "return document.querySelectorAll('flink-memory-calculator')[arguments[0]].shadowRoot.querySelector('iframe')",
        &[number.into()],
    );
    session.post("frame", &json!({ "id": frame }));
}

/// Looks at the page around again.
fn leave(session: &Session) {
    session.post("frame", &json!({ "id": Value::Null }));
}

/// Megabytes of the page's processes when nothing happens any more and what is not needed is collected.
fn at_rest(session: &Session) -> Option<f64> {
    sleep(Duration::from_secs(3));
    memory::scripts(session);
    sleep(Duration::from_secs(2));
    memory::processes(session)
}
