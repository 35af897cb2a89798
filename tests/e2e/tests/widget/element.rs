//! The element: attributes, properties, events, height, colours, and pages with a strict policy.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::{Calculator, Server, Session, surroundings};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha384};

use crate::{LINK, TOTAL, browser, calculator, enter, folder, leave, page, rest, said, troubles};

const KEY: &str = "taskmanager.memory.process.size";

/// A page with an element, and a list of what it said.
fn around(name: &str, there: &Server, attributes: &str) -> Server {
    page(
        name,
        &format!(
            "<flink-memory-calculator {attributes}></flink-memory-calculator>
             <script>
                 var said = [], heights = [];
                 const element = document.querySelector('flink-memory-calculator');
                 element.addEventListener('change', event => said.push(event.detail));
                 new MutationObserver(() => heights.push(element.style.height)).observe(element, {{ attributeFilter: ['style'] }});
             </script>
             <script src=\"{}flink-memory-calculator.js\"></script>",
            there.url()
        ),
    )
}

/// Waits until the element has said that the process has so many bytes.
#[track_caller]
fn wait_for_total(session: &Session, bytes: u64) {
    session.wait_for(
        "the element to say it",
        "said.at(-1)?.bytes['total-process'] === arguments[0]",
        &[bytes.into()],
    );
}

#[test]
fn attributes_lead_to_what_is_shown_and_what_is_shown_to_events() {
    let there = calculator();
    let attributes =
        format!("flink=\"1.16\" config=\"{KEY}: 4g\" show=\"bar,controls\" controls=\"process.size\"");
    let around = around("attributes", &there, &attributes);
    let session = browser();
    session.open(&around.url());
    wait_for_total(&session, TOTAL);
    let element = "const element = document.querySelector('flink-memory-calculator');";
    let first = session.script(
        &format!(
            "{element} return [element.state, element.bytes, element.error, element.flink, element.show]"
        ),
        &[],
    );
    let state = first[0].as_str().expect("a text");
    assert!(state.starts_with("?v=1&flink=1.16&p=tm&"), "{state}");
    assert_eq!((&first[1]["total-process"], &first[2]), (&json!(TOTAL), &Value::Null));
    assert_eq!((&first[3], &first[4]), (&json!("1.16"), &json!("bar,controls")));

    // The reader changes something.
    enter(&session, 0);
    let inside = Calculator::new(&session, &there);
    inside.wait_until_ready();
    inside.set(KEY, "6g");
    leave(&session);
    wait_for_total(&session, 6 << 30);
    let state = session.script(&format!("{element} return element.state"), &[]);
    assert!(state.as_str().is_some_and(|state| state.ends_with("&process.size=6g")), "{state}");

    // The page around does: by property and by attribute.
    session.script(&format!("{element} element.state = '?v=1&flink=2.3&p=tm&process.size=8g'"), &[]);
    wait_for_total(&session, 8 << 30);
    session.script(
        &format!(
            "{element} element.config = '# a comment\\n{KEY}: 10g\\ntaskmanager.memory.managed.fraction: 0.5'"
        ),
        &[],
    );
    wait_for_total(&session, 10 << 30);
    session.script(&format!("{element} element.show = 'table'"), &[]);
    enter(&session, 0);
    session.wait_for(
        "the table",
        "document.querySelector('#components') && !document.querySelector('[data-key]')",
        &[],
    );
    assert_eq!(inside.bytes("total-process"), 10 << 30);
    leave(&session);

    // What Flink rejects has no sizes, and a reason.
    session.script(&format!("{element} element.config = '{KEY}: 1.5g'"), &[]);
    session.wait_for("the error", "said.at(-1)?.error", &[]);
    let last = session.script(&format!("{element} return [element.bytes, element.error]"), &[]);
    assert_eq!(last[0], json!({}));
    assert!(last[1].as_str().is_some_and(|error| error.contains("1.5g") || error.contains(KEY)), "{last}");
    let thrown = session.script(
        &format!("{element} try {{ element.state = 'x'.repeat(20000); return '' }} catch (error) {{ return error.name }}"),
        &[],
    );
    assert_eq!(thrown, json!("RangeError"));
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn an_attribute_with_nothing_in_it_names_no_block_as_in_an_address() {
    let there = calculator();
    let around = around("empty-show", &there, &format!("flink=\"2.3\" config=\"{KEY}: 4g\" show=\"\""));
    let session = browser();
    session.open(&around.url());
    wait_for_total(&session, TOTAL);
    let blocks = |count: u64| {
        enter(&session, 0);
        let is_so = "document.querySelectorAll('.blocks > *').length === arguments[0]";
        session.wait_for("the blocks that are named", is_so, &[count.into()]);
        leave(&session);
    };
    blocks(0);
    // Without the attribute there are those that a widget has without the parameter.
    session.script("document.querySelector('flink-memory-calculator').removeAttribute('show')", &[]);
    blocks(3);
    session.script("document.querySelector('flink-memory-calculator').show = ''", &[]);
    blocks(0);
    session.script("document.querySelector('flink-memory-calculator').show = 'table'", &[]);
    blocks(1);

    for (parameter, count) in [("&show=", 0), ("", 3)] {
        session.open(&format!("{}?embed=1{parameter}&{LINK}", there.url()));
        let page = Calculator::new(&session, &there);
        page.wait_until_ready();
        assert_eq!(page.count(".blocks > *"), count, "{parameter}");
        assert!(page.is_visible(".embed footer a"), "the way to the whole page");
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_frame_that_was_not_ready_hears_what_changed_meanwhile() {
    // In the calculator's place: it writes down what it hears, and says late that it listens.
    let late = Server::of(folder(
        "late",
        &[(
            "index.html",
            "<!doctype html><title>Late</title><link rel=\"icon\" href=\"data:,\"><script>
                 var heard = {};
                 addEventListener('message', ({ data: { type, ...content } }) => heard[type] = content);
                 var listen = () => parent.postMessage({ 'flink-memory-calculator': 1, type: 'ready' }, '*');
             </script>",
        )],
    ));
    let there = calculator();
    let around = around("late-around", &there, &format!("src=\"{}\" flink=\"2.3\" lang=\"en\"", late.url()));
    let session = browser();
    session.open(&around.url());
    enter(&session, 0);
    session.wait_for("the frame", "window.heard", &[]);
    leave(&session);
    session.script(
        "Object.assign(document.querySelector('flink-memory-calculator'), { lang: 'zh', theme: 'dark', show: 'table', config: 'a: b' })",
        &[],
    );
    enter(&session, 0);
    session.script("listen()", &[]);
    session.wait_for("the last of it", "heard.state", &[]);
    let heard = session.script("return heard", &[]);
    let version = |content: &Value| {
        let mut content = content.clone();
        content["flink-memory-calculator"] = json!(1);
        content
    };
    assert_eq!(heard["hello"], version(&json!({})));
    assert_eq!(heard["lang"], version(&json!({ "lang": "zh" })));
    assert_eq!(heard["theme"], version(&json!({ "theme": "dark" })));
    assert_eq!(heard["show"], version(&json!({ "show": "table" })));
    assert_eq!(heard["state"], version(&json!({ "state": "?v=1&flink=2.3&p=tm&a=b" })));
}

#[test]
fn its_height_follows_what_is_in_it_and_then_rests() {
    let there = calculator();
    let around = around("height", &there, &format!("flink=\"2.3\" config=\"{KEY}: 4g\""));
    let session = browser();
    session.open(&around.url());
    wait_for_total(&session, TOTAL);
    let settle = || {
        rest(&session);
        let outer = || {
            session.script(
                "return document.querySelector('flink-memory-calculator').getBoundingClientRect().height",
                &[],
            )
        };
        let inner = || {
            enter(&session, 0);
            let inner = session.script(
                "return [Math.ceil(document.getElementById('page').getBoundingClientRect().height),
                         document.documentElement.scrollHeight <= innerHeight]",
                &[],
            );
            leave(&session);
            inner
        };
        session.wait_until("the height of what is in it", || outer().as_f64() == inner()[0].as_f64());
        assert_eq!(inner()[1], json!(true), "nothing is cut off");
        let outer = outer();
        outer.as_f64().expect("a height")
    };
    let first = settle();
    session.script("heights.length = 0", &[]);
    session.script("return new Promise(done => setTimeout(done, 1000))", &[]);
    assert_eq!(session.script("return heights", &[]), json!([]), "it rests");

    session.script("document.querySelector('flink-memory-calculator').style.width = '320px'", &[]);
    let narrow = settle();
    assert!(narrow > first, "{narrow} is not higher than {first}");
    session.script("document.querySelector('flink-memory-calculator').show = 'bar'", &[]);
    assert!(settle() < narrow);
    let changes = session.script("return new Set(heights).size", &[]);
    assert!(changes.as_u64() < Some(12), "{changes} heights for two changes");
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn its_colours_are_those_of_the_page_around() {
    let there = calculator();
    let around = around("colours", &there, "show=\"bar\"");
    let session = browser();
    session.open(&around.url());
    session.wait_for("a first word", "said.length", &[]);
    for (change, theme) in [
        ("document.documentElement.dataset.theme = 'dark'", json!("dark")),
        ("document.documentElement.dataset.theme = 'light'", json!("light")),
        (
            "delete document.documentElement.dataset.theme; document.body.dataset.mdColorScheme = 'slate'",
            json!("dark"),
        ),
        (
            "delete document.body.dataset.mdColorScheme; document.documentElement.style.colorScheme = 'dark'",
            json!("dark"),
        ),
        ("document.querySelector('flink-memory-calculator').theme = 'light'", json!("light")),
        (
            "document.querySelector('flink-memory-calculator').theme = 'auto'; document.documentElement.style.colorScheme = ''",
            Value::Null,
        ),
    ] {
        session.script(change, &[]);
        enter(&session, 0);
        session.wait_for(
            change,
            "(document.documentElement.dataset.theme ?? null) === arguments[0]",
            &[theme],
        );
        leave(&session);
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn far_below_there_is_a_picture_and_no_frame() {
    let there = calculator();
    let around = page(
        "below",
        &format!(
            "<p style=\"height: 5000px\">A long text.</p><flink-memory-calculator flink=\"2.3\"></flink-memory-calculator>
             <script src=\"{}flink-memory-calculator.js\"></script>",
            there.url()
        ),
    );
    let session = browser();
    session.open(&around.url());
    session.script("return new Promise(done => setTimeout(done, 500))", &[]);
    let parts = "const root = document.querySelector('flink-memory-calculator').shadowRoot;
                 return [Boolean(root.querySelector('iframe')), !root.querySelector('div').hidden]";
    assert_eq!(session.script(parts, &[]), json!([false, true]));
    assert_eq!(there.requests(), ["/flink-memory-calculator.js"]);
    session.script("scrollTo(0, 5000)", &[]);
    enter(&session, 0);
    Calculator::new(&session, &there).wait_until_ready();
    leave(&session);
    session.wait_for(
        "the picture to go",
        "document.querySelector('flink-memory-calculator').shadowRoot.querySelector('div').hidden",
        &[],
    );
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn it_needs_no_more_than_its_script_and_its_frame_in_a_page_with_a_strict_policy() {
    let there = calculator();
    let script = fs::read(surroundings::dist().join("flink-memory-calculator.js")).expect("the script");
    let sum = format!("sha384-{}", STANDARD.encode(Sha384::digest(&script)));
    let (home, origin) = (there.url(), there.url().trim_end_matches('/').to_owned());
    let text = format!(
        "<!doctype html><html lang=\"en\"><title>A strict page</title>
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{sum}'; frame-src {origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'\">
         <link rel=\"icon\" href=\"data:,\">
         <script src=\"{home}flink-memory-calculator.js\" integrity=\"{sum}\" crossorigin=\"anonymous\"></script>
         <body><flink-memory-calculator sandbox flink=\"2.3\" config=\"{KEY}: 4g\" show=\"bar,controls\"></flink-memory-calculator>"
    );
    let around = Server::of(folder("strict", &[("index.html", &text)]));
    let session = browser();
    session.open(&around.url());
    session.wait_for(
        "its word",
        "document.querySelector('flink-memory-calculator').bytes['total-process'] === arguments[0]",
        &[TOTAL.into()],
    );
    assert_eq!(troubles(&session), Vec::<String>::new());
    enter(&session, 0);
    assert_eq!(session.script("return origin", &[]), json!("null"));
    let inside = Calculator::new(&session, &there);
    inside.wait_until_ready();
    inside.set(KEY, "5g");
    assert_eq!(said(&inside, "total-process"), 5 << 30);
    leave(&session);
    session.wait_for(
        "its word",
        "document.querySelector('flink-memory-calculator').bytes['total-process'] === arguments[0]",
        &[(5_u64 << 30).into()],
    );
}
