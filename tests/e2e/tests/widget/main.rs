//! The page in other pages: as a plain frame, as an element, and among those who mean no good.

mod chinese;
mod documented;
mod element;
mod messages;
mod modes;
mod types;

use std::fs;
use std::path::PathBuf;

use e2e::{Calculator, Server, Session, Visit, surroundings};
use serde_json::Value;

/// A link that all of these tests begin with: what Flink makes of 4 GiB.
const LINK: &str = "v=1&flink=2.3&p=tm&process.size=4g";

/// 4 GiB.
const TOTAL: u64 = 4 << 30;

/// A browser that notes what goes wrong.
fn browser() -> Session {
    Visit::default().browser()
}

/// What went wrong unseen in the document that is looked at, and on the console.
fn troubles(session: &Session) -> Vec<String> {
    let noted = session.script("return window.troubles ?? []", &[]);
    let noted = noted.as_array().cloned().unwrap_or_default();
    let noted = noted.iter().map(|trouble| trouble.as_str().unwrap_or_default().to_owned());
    noted.chain(session.console_errors()).collect()
}

/// A folder of a test's own with these pages in it.
fn folder(name: &str, pages: &[(&str, &str)]) -> PathBuf {
    let folder = surroundings::target().join("widget-tests").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for a test");
    for (name, text) in pages {
        fs::write(folder.join(name), text).expect("a page of a test");
    }
    folder
}

/// The site, on a host that lets everybody read.
fn calculator() -> Server {
    Server::open_to_all(surroundings::site())
}

/// A page around, on a host of its own and so of another origin than the calculator.
fn page(name: &str, body: &str) -> Server {
    let text = format!(
        "<!doctype html><html lang=\"en\"><title>A page with a calculator in it</title><link rel=\"icon\" href=\"data:,\"><body>{body}"
    );
    Server::of(folder(name, &[("index.html", &text)]))
}

/// Waits until the element has been as high as it is for a second.
fn rest(session: &Session) {
    session.script(
        "return new Promise(done => {
             let [height, since] = ['', 0];
             const look = () => {
                 const now = document.querySelector('flink-memory-calculator').style.height;
                 if (now !== height) [height, since] = [now, performance.now()];
                 performance.now() - since > 1000 ? done() : setTimeout(look, 50);
             };
             look();
         })",
        &[],
    );
}

/// Looks at the document in the frame of the element, or in the one after it of that number.
#[track_caller]
fn enter(session: &Session, number: usize) {
    let script = "return document.querySelectorAll('flink-memory-calculator')[arguments[0]].shadowRoot.querySelector('iframe')";
    session.wait_for(
        "the element to make its frame",
        "document.querySelectorAll('flink-memory-calculator')[arguments[0]].shadowRoot.querySelector('iframe')",
        &[number.into()],
    );
    let frame = session.script(script, &[number.into()]);
    session.post("frame", &serde_json::json!({ "id": frame }));
}

/// Looks at the page around again.
#[track_caller]
fn leave(session: &Session) {
    session.post("frame", &serde_json::json!({ "id": Value::Null }));
}

/// Bytes of a component, as a widget says them to whom it is in.
#[track_caller]
fn said(page: &Calculator<'_>, component: &str) -> u64 {
    let sizes = page.session.script("return document.querySelector('.embed').dataset.sizes", &[]);
    let sizes = sizes.as_str().expect("a text");
    let size = sizes.split(',').find_map(|size| size.strip_prefix(component)?.strip_prefix(' '));
    size.and_then(|size| size.parse().ok()).unwrap_or_else(|| panic!("{component} is not in {sizes}"))
}
