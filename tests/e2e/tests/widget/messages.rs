//! What frame and page around say to each other, and what neither listens to.

use e2e::{Calculator, Session};
use serde_json::json;

use crate::{LINK, TOTAL, browser, calculator, enter, leave, page, rest, said, troubles};

/// Says ten thousand things to a window that mean nothing to it; ends when it has taken them all.
const GARBAGE: &str = "
    const name = 'flink-memory-calculator';
    const cycle = { [name]: 1, type: 'state' };
    cycle.state = cycle;
    const deep = [];
    for (let at = deep, depth = 0; depth < 500; depth++) at = at[0] = [];
    const things = [
        null, undefined, 0, NaN, '', 'state', true, [], {}, cycle, deep, new Date(), new Map([[name, 1]]), new Uint8Array(1000), 10n,
        { [name]: 2, type: 'state', state: '?v=1&flink=2.3&process.size=9g' },
        { [name]: '1', type: 'state', state: '?v=1&flink=2.3&process.size=9g' },
        { [name]: 1 }, { [name]: 1, type: 1 }, { [name]: 1, type: deep }, { [name]: 1, type: '__proto__' }, { [name]: 1, type: 'toString' },
        { [name]: 1, type: 'change', state: '?v=1&flink=2.3&process.size=9g', bytes: {}, error: null },
        { [name]: 1, type: 'state', state: 9 }, { [name]: 1, type: 'state', state: null }, { [name]: 1, type: 'state', state: ['?v=1'] },
        { [name]: 1, type: 'show', show: {}, controls: 'process.size' }, { [name]: 1, type: 'theme', theme: [] }, { [name]: 1, type: 'lang', lang: 5 },
        { [name]: 1, type: 'state', state: '?v=1&flink=2.3&process.size=9g&' + 'x'.repeat(20000) },
        { [name]: 1, type: 'height', height: -1 }, { [name]: 1, type: 'height', height: 1e9 }, { [name]: 1, type: 'height', height: '300' },
        { [name]: 1, type: 'height', height: NaN }, { [name]: 1, type: 'change', state: {}, bytes: 1, error: 2 },
    ];
    const huge = 'y'.repeat(4 << 20);
    for (let count = 0; count < 10; count++) to.postMessage({ [name]: 1, type: 'state', state: huge }, '*');
    for (let count = 0; count < 10000; count++) to.postMessage(things[count % things.length], '*');
";

/// A plain frame, and a list of what it said.
fn framed(session: &Session, there: &e2e::Server, name: &str) -> e2e::Server {
    let around = page(
        name,
        &format!(
            "<script>
                 var said = [];
                 addEventListener('message', event => said.push({{ ...event.data, from: event.origin }}));
             </script>
             <iframe id=\"frame\" width=\"640\" height=\"600\" src=\"{}?embed=1&show=bar,controls&controls=process.size&{LINK}\"></iframe>",
            there.url()
        ),
    );
    session.open(&around.url());
    session.enter_frame("iframe");
    Calculator::new(session, there).wait_until_ready();
    leave(session);
    around
}

#[test]
fn what_is_configured_is_told_to_whom_has_spoken_and_to_its_origin() {
    let (session, there) = (browser(), calculator());
    let _around = framed(&session, &there, "hello");
    session.wait_for("its height", "said.some(it => it.type === 'height' && it.height > 100)", &[]);
    let types = session.script("return [...new Set(said.map(it => it.type))].sort()", &[]);
    assert_eq!(types, json!(["height", "ready"]));
    assert_eq!(
        session.script("return said.every(it => it['flink-memory-calculator'] === 1)", &[]),
        json!(true)
    );
    let say = |message: &str| {
        session.script(
            &format!("frame.contentWindow.postMessage({{ 'flink-memory-calculator': 1, {message} }}, '*')"),
            &[],
        );
    };
    say("type: 'hello'");
    session.wait_for("an answer", "said.at(-1).type === 'change' || said.at(-2).type === 'change'", &[]);
    let change = session.script("return said.find(it => it.type === 'change')", &[]);
    assert_eq!(change["state"], json!(format!("?{LINK}")));
    assert_eq!((&change["bytes"]["total-process"], &change["error"]), (&json!(TOTAL), &json!(null)));
    assert_eq!(change["from"], json!(there.url().trim_end_matches('/')));

    say("type: 'state', state: '?v=1&flink=2.3&p=tm&process.size=6g'");
    session.wait_for("it", "said.some(it => it.bytes?.['total-process'] === 6 * 2 ** 30)", &[]);
    say("type: 'theme', theme: 'dark'");
    say("type: 'show', show: 'table,flags'");
    session.enter_frame("iframe");
    session.wait_for(
        "other blocks",
        "document.querySelector('#components') && document.querySelector('#output-text')",
        &[],
    );
    session.wait_for("other colours", "document.documentElement.dataset.theme === 'dark'", &[]);
    assert_eq!(
        session
            .script("return document.querySelector('tr[data-component=total-process] .by').textContent", &[]),
        json!((6_u64 << 30).to_string())
    );
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_page_around_that_says_garbage_changes_nothing() {
    let (session, there) = (browser(), calculator());
    let _around = framed(&session, &there, "garbage");
    session.script(&format!("const to = frame.contentWindow; {GARBAGE}"), &[]);
    // Messages are taken in order.
    session
        .script("frame.contentWindow.postMessage({ 'flink-memory-calculator': 1, type: 'hello' }, '*')", &[]);
    session.wait_for("an answer", "said.some(it => it.type === 'change')", &[]);
    let changes = session.script("return said.filter(it => it.type === 'change').map(it => it.state)", &[]);
    assert_eq!(changes, json!([format!("?{LINK}")]));
    session.enter_frame("iframe");
    let inside = Calculator::new(&session, &there);
    assert_eq!(said(&inside, "total-process"), TOTAL);
    assert_eq!((inside.count("[data-key]"), inside.count(".strip")), (1, 1));
    inside.set("taskmanager.memory.process.size", "5g");
    assert_eq!(said(&inside, "total-process"), 5 << 30);
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn many_changes_at_once_become_few() {
    let (session, there) = (browser(), calculator());
    let _around = framed(&session, &there, "many");
    session.script(
        "for (let count = 1; count <= 3000; count++)
             frame.contentWindow.postMessage({ 'flink-memory-calculator': 1, type: 'state',
                 state: '?v=1&flink=2.3&p=tm&process.size=' + (2000 + count) + 'm' }, '*')",
        &[],
    );
    session.wait_for("the last", "said.some(it => it.bytes?.['total-process'] === 5000 * 2 ** 20)", &[]);
    let changes = session.script("return said.filter(it => it.type === 'change').length", &[]);
    assert!(changes.as_u64() < Some(300), "{changes} changes");
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_frame_of_strangers_moves_nothing() {
    let there = calculator();
    let around = page(
        "strangers",
        &format!(
            "<flink-memory-calculator flink=\"2.3\" show=\"bar\" config=\"taskmanager.memory.process.size: 4g\"></flink-memory-calculator>
             <script src=\"{}flink-memory-calculator.js\"></script>
             <iframe id=\"stranger\" srcdoc=\"<p>A stranger\"></iframe>",
            there.url()
        ),
    );
    let session = browser();
    session.open(&around.url());
    let bytes = "document.querySelector('flink-memory-calculator').bytes['total-process']";
    session.wait_for("its word", &format!("{bytes} === arguments[0]"), &[TOTAL.into()]);
    rest(&session);
    session.script("window.seen = 0; document.querySelector('flink-memory-calculator').addEventListener('change', () => seen++)", &[]);

    // To the page around, and to the calculator's frame beside it.
    session.enter_frame("#stranger");
    session.script(&format!("const to = parent; {GARBAGE}"), &[]);
    session.script(
        "parent.postMessage({ 'flink-memory-calculator': 1, type: 'height', height: 5000 }, '*');
         parent.postMessage({ 'flink-memory-calculator': 1, type: 'change', state: '?', bytes: { 'total-process': 1 }, error: null }, '*');
         for (let at = 0; at < parent.length; at++)
             parent[at].postMessage({ 'flink-memory-calculator': 1, type: 'state', state: '?v=1&flink=2.3&p=tm&process.size=9g' }, '*');",
        &[],
    );
    leave(&session);
    session.script("return new Promise(done => setTimeout(done, 1000))", &[]);
    assert_eq!(session.script(&format!("return [seen, {bytes}]"), &[]), json!([0, TOTAL]));
    enter(&session, 0);
    assert_eq!(said(&Calculator::new(&session, &there), "total-process"), TOTAL);
    assert_eq!(troubles(&session), Vec::<String>::new());
    let height = session
        .script("return Math.ceil(document.getElementById('page').getBoundingClientRect().height)", &[]);
    leave(&session);
    session.wait_for(
        "the height of what is in its own frame",
        "document.querySelector('flink-memory-calculator').style.height === arguments[0] + 'px'",
        &[height],
    );
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_frame_that_is_not_the_calculator_moves_little() {
    // A page in the calculator's place that says garbage to the page around.
    let hostile = crate::folder(
        "hostile",
        &[(
            "index.html",
            &format!(
                "<!doctype html><title>Not the calculator</title><link rel=\"icon\" href=\"data:,\"><script>const to = parent; {GARBAGE}</script>"
            ),
        )],
    );
    let hostile = e2e::Server::of(hostile);
    let there = calculator();
    let around = page(
        "hosted",
        &format!(
            "<flink-memory-calculator src=\"{}\" flink=\"2.3\" show=\"bar\"></flink-memory-calculator>
             <script>
                 var seen = 0;
                 document.querySelector('flink-memory-calculator').addEventListener('change', () => seen++);
             </script>
             <script src=\"{}flink-memory-calculator.js\"></script>",
            hostile.url(),
            there.url()
        ),
    );
    let session = browser();
    session.open(&around.url());
    session.script("return new Promise(done => setTimeout(done, 1500))", &[]);
    let element = session.script(
        "const element = document.querySelector('flink-memory-calculator');
         return [parseFloat(element.style.height) <= 20000, element.bytes, element.getAttribute('flink'), seen]",
        &[],
    );
    assert_eq!((&element[0], &element[1], &element[2]), (&json!(true), &json!({}), &json!("2.3")));
    assert!(element[3].as_u64() < Some(100), "{element}: a frame of the page takes one change");
}
