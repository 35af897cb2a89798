//! Where the site lies, and what its host and those who frame it do.

use std::collections::BTreeMap;
use std::fs;

use e2e::{Calculator, Engine, Server, surroundings};
use serde_json::json;

use crate::{browser, copy, files_of, troubles, use_all};

const FRAME: &str = "<!doctype html><title>A page that frames</title><link rel=\"icon\" href=\"data:,\">
<iframe sandbox=\"allow-scripts\" width=\"1300\" height=\"850\" src=\"ADDRESS\"></iframe>";

#[test]
fn below_a_folder_everything_works_and_nothing_is_asked_for_elsewhere() {
    let session = browser();
    let server = Server::of(surroundings::site());
    session.open(&server.url_below());
    let page = Calculator::new(&session, &server);
    use_all(&page);
    session.script("return navigator.serviceWorker.ready.then(() => true)", &[]);
    assert_eq!(troubles(&session), Vec::<String>::new());
    for path in server.requests() {
        assert!(path.starts_with("/some/folder/below/"), "{path}");
    }
    let foreign = session.script(
        "return performance.getEntriesByType('resource').map(entry => entry.name)
             .filter(name => !name.startsWith(location.href.split('?')[0]))",
        &[],
    );
    assert_eq!(foreign, json!([]));
}

#[test]
fn no_file_is_loaded_twice() {
    let session = browser();
    // As hosts do, it lets browsers keep files. Firefox drops what it has preloaded with a sum where that is forbidden.
    let server = Server::saving(surroundings::dist());
    session.open(&server.url());
    let page = Calculator::new(&session, &server);
    use_all(&page);
    let mut times = BTreeMap::new();
    for path in server.requests() {
        *times.entry(path).or_insert(0) += 1;
    }
    // WebKit asks for a file of the page's own origin in another way when it is preloaded with `crossorigin` than when it is fetched, and so does
    // not know it again. Without the word the sum would not be checked in frames without an origin.
    let preloads_in_vain = session.engine() == Engine::WebKit;
    for (path, times) in times {
        let is_program = path.starts_with("/flink-memory-calculator-") && path.ends_with(".wasm");
        assert_eq!(times, if is_program && preloads_in_vain { 2 } else { 1 }, "{path}");
    }
}

#[test]
fn a_page_in_a_frame_without_an_origin_works_where_its_host_lets_everybody_read() {
    let folder = copy("framed");
    fs::write(folder.join("frame.html"), FRAME.replace("ADDRESS", "index.html")).expect("a page that frames");
    let session = browser();
    let server = Server::open_to_all(folder);
    session.open(&format!("{}frame.html", server.url()));
    session.enter_frame("iframe");
    assert_eq!(session.script("return origin", &[]), "null");
    use_all(&Calculator::new(&session, &server));
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn the_page_as_one_file_needs_nothing_of_its_host() {
    let folder = copy("single");
    for (name, _) in files_of(&folder) {
        if name != "calculator.html" {
            fs::remove_file(folder.join(name)).expect("a file of the copy");
        }
    }
    fs::write(folder.join("frame.html"), FRAME.replace("ADDRESS", "calculator.html"))
        .expect("a page that frames");
    let server = Server::of(folder.clone());

    let session = browser();
    session.open(&format!("{}frame.html", server.url()));
    session.enter_frame("iframe");
    use_all(&Calculator::new(&session, &server));
    assert_eq!(troubles(&session), Vec::<String>::new());
    assert_eq!(server.requests(), ["/frame.html", "/calculator.html"]);

    session.open(&format!("file://{}", folder.join("calculator.html").display()));
    use_all(&Calculator::new(&session, &server));
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn the_page_as_one_file_is_a_widget_in_a_frame_without_an_origin() {
    let folder = copy("single-widget");
    for (name, _) in files_of(&folder) {
        if name != "calculator.html" {
            fs::remove_file(folder.join(name)).expect("a file of the copy");
        }
    }
    let link = "calculator.html?embed=1&amp;show=controls,table,graph&amp;controls=process.size&amp;theme=dark\
                &amp;v=1&amp;flink=2.3&amp;p=tm&amp;process.size=4g";
    let around = FRAME.replace("ADDRESS", link)
        + "<script>
               window.said = [];
               const frame = document.querySelector('iframe');
               addEventListener('message', ({ source, origin, data }) => {
                   if (source !== frame.contentWindow) return;
                   said.push([data.type, origin]);
                   if (data.type === 'ready') source.postMessage({ 'flink-memory-calculator': 1, type: 'hello' }, '*');
                   if (data.type === 'change') window.bytes = data.bytes;
               });
           </script>";
    fs::write(folder.join("frame.html"), around).expect("a page that frames");
    let server = Server::of(folder);

    let session = browser();
    session.open(&format!("{}frame.html", server.url()));
    session.wait_for("its sizes", "window.bytes?.['total-process'] === 2 ** 32", &[]);
    assert_eq!(session.script("return said.every(([, origin]) => origin === 'null')", &[]), json!(true));
    session.enter_frame("iframe");
    let page = Calculator::new(&session, &server);
    page.wait_until_ready();
    let blocks = session.script(
        "return ['[data-key]', '#components', '#live'].map(block => document.querySelectorAll(block).length)",
        &[],
    );
    assert_eq!(blocks, json!([1, 1, 1]));
    assert_eq!((page.count(".top"), page.count(".strip")), (0, 0), "what is not named");
    page.set("taskmanager.memory.process.size", "6g");
    assert_eq!(page.bytes("total-process"), 6 << 30);
    session.wait_for("the job to begin", "document.querySelector('#live-time')?.textContent", &[]);
    // The whole page is the same file.
    let whole = session.script("return document.querySelector('.embed footer a').href", &[]);
    let whole = whole.as_str().expect("an address");
    assert!(whole.contains("/calculator.html?v=1&") && !whole.contains("embed"), "{whole}");
    assert_eq!(troubles(&session), Vec::<String>::new());
    session.open(whole);
    page.wait_until_ready();
    assert_eq!((page.count(".top"), page.bytes("total-process")), (1, 6 << 30));
    assert_eq!(server.requests(), ["/frame.html", "/calculator.html", "/calculator.html"]);
}

#[test]
fn a_file_that_is_not_what_was_built_does_not_run() {
    for end in [".js", ".wasm"] {
        let folder = copy("changed");
        let is_program = |name: &str| name.starts_with("flink-memory-calculator-") && name.ends_with(end);
        let (name, mut content) =
            files_of(&folder).into_iter().find(|(name, _)| is_program(name)).expect("a program");
        content.extend(b"\n");
        fs::write(folder.join(name), content).expect("a change");
        let session = browser();
        let server = Server::of(folder);
        session.open(&server.url());
        session.wait_for("the page to give up", "document.querySelector('#skeleton[data-failed]')", &[]);
        let message = session.script("return document.getElementById('skeleton-message').textContent", &[]);
        let message = message.as_str().expect("a text");
        assert!(message.starts_with("The calculator could not start."), "{message}");
    }
}
