//! Ten widgets in one page: how soon each is painted when it comes into sight, and how much memory they take.

use std::fs;

use e2e::{Server, Session, Visit, surroundings};
use serde_json::{Value, json};

use super::{numbers, quantile};

/// Widgets in the page.
const WIDGETS: usize = 10;
/// Milliseconds from the scrolling that brings a widget into sight to its first paint.
const PAINT_BUDGET: f64 = 100.0;
/// Megabytes of all of them.
const MEMORY_BUDGET: f64 = 150.0;

/// Notes the memory of the program, in each frame.
const WATCH: &str = "
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const instantiate = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const made = await instantiate.apply(WebAssembly, given);
            window.programMemory ??= (made.instance ?? made).exports?.memory;
            return made;
        };
    }
";

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
    fs::write(folder.join("index.html"), page(&calculator)).expect("a page");
    let around = Server::of(folder);
    let session = Session::start();
    Visit::default().prepare(&session);
    session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
    session.open(&around.url());

    let mut times = [Vec::new(), Vec::new()];
    let mut memory = 0.0;
    for number in 0..WIDGETS {
        let shown = numbers(&session.script(SHOW, &[number.into()]));
        for (times, time) in times.iter_mut().zip(shown) {
            times.push(time);
        }
        memory += of_program(&session, number);
    }
    session.devtools("HeapProfiler.collectGarbage", json!({}));
    let used = session.devtools("Runtime.getHeapUsage", json!({}));
    let scripts =
        ["usedSize", "embedderHeapUsedSize"].iter().filter_map(|part| used[part].as_f64()).sum::<f64>();
    let [pictures, programs] = &times;
    println!(
        "{WIDGETS} widgets: from coming into sight to what the program shows: p50 {:.1} ms, max {:.1} ms; the first {:.1} ms",
        quantile(programs, 0.5),
        quantile(programs, 1.0),
        programs[0]
    );
    check("a widget's first paint, at worst", quantile(pictures, 1.0), "ms", PAINT_BUDGET);
    check("scripts and programs of ten widgets", memory + scripts / 1e6, "MB", MEMORY_BUDGET);
}

/// A long page of widgets, none of which is near when it begins.
fn page(calculator: &Server) -> String {
    let one = "<p style=\"height: 1200px\"></p>
               <flink-memory-calculator flink=\"2.3\" config=\"taskmanager.memory.process.size: 4g\"></flink-memory-calculator>";
    let script = format!("<script src=\"{}flink-memory-calculator.js\"></script>", calculator.url());
    [
        "<!doctype html><title>Widgets</title><link rel=\"icon\" href=\"data:,\">",
        &one.repeat(WIDGETS),
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
    let bytes = session.script("return programMemory.buffer.byteLength", &[]);
    session.post("frame", &json!({ "id": Value::Null }));
    bytes.as_f64().expect("the program has memory") / 1e6
}
