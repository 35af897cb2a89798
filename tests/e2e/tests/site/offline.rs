//! Without a connection.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use e2e::{Calculator, Server, surroundings};

use crate::{browser, use_all};

/// Waits until all that is needed is kept.
fn wait_until_kept(page: &Calculator<'_>) {
    page.session.script("return navigator.serviceWorker.ready.then(() => true)", &[]);
}

#[test]
fn after_a_first_visit_all_of_the_page_works_without_its_host() {
    let session = browser();
    let server = Server::of(surroundings::site());
    let home = server.url_below();
    session.open(&home);
    let page = Calculator::new(&session, &server);
    page.wait_until_ready();
    wait_until_kept(&page);
    server.stop();

    for address in
        [home.clone(), format!("{home}?v=1&flink=1.18&p=tm&process.size=2g"), format!("{home}index.html")]
    {
        session.open(&address);
        use_all(&Calculator::new(&session, &server));
    }
    let troubles = session.script("return window.troubles", &[]);
    assert_eq!(troubles, serde_json::json!([]));
}

/// Reports what the browser keeps, by asking for files that are not there. Chromium's driver, which attaches itself to workers, keeps
/// them from being renewed; so there is none.
const REPORTER: &str = "<!doctype html><script>(async () => {
  const registration = await navigator.serviceWorker.register('./sw.js');
  await navigator.serviceWorker.ready;
  for (;;) {
    await fetch('./keeps-' + encodeURIComponent(await caches.keys())).catch(() => {});
    await new Promise(done => setTimeout(done, 300));
    await registration.update().catch(() => {});
  }
})()</script>";

#[test]
fn a_new_site_takes_the_place_of_the_old() {
    let folder = crate::copy("renewed");
    fs::write(folder.join("reporter.html"), REPORTER).expect("a page");
    let server = Server::of(folder.clone());
    let last = || server.requests().into_iter().rfind(|path| path.starts_with("/keeps-")).unwrap_or_default();
    let wait_for = |what: &dyn Fn(&str) -> bool| {
        let start = Instant::now();
        while !what(&last()) {
            assert!(start.elapsed() < Duration::from_secs(60), "in vain waited; kept is {}", last());
            sleep(Duration::from_millis(50));
        }
    };
    let _browser = Browser::at(&format!("{}reporter.html", server.url()));
    wait_for(&|kept| !kept.is_empty());
    let old = last();

    let worker = folder.join("sw.js");
    let text = fs::read_to_string(&worker).expect("a text");
    fs::write(&worker, text.replace("const SET = \"", "const SET = \"new-")).expect("a change");
    // Nothing else of the old is kept, and nothing twice.
    let new = old.rfind("%20").map(|at| format!("{}%20new-{}", &old[..at], &old[at + 3..])).expect("a name");
    wait_for(&|kept| kept == new);
}

/// A browser that nobody drives.
struct Browser {
    process: Child,
    profile: PathBuf,
}

impl Browser {
    fn at(url: &str) -> Self {
        let profile = surroundings::target().join("site-tests/profile");
        drop(fs::remove_dir_all(&profile));
        let mut command = Command::new(surroundings::chrome());
        command.args(surroundings::chrome_arguments()).arg(format!("--user-data-dir={}", profile.display()));
        // A page to be debugged is what keeps a headless browser running.
        command.args(["--remote-debugging-port=0", url]).stdout(Stdio::null()).stderr(Stdio::null());
        Self { process: command.spawn().expect("a browser"), profile }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        drop(fs::remove_dir_all(&self.profile));
    }
}

#[test]
fn the_newest_page_is_shown_where_there_is_a_connection() {
    let folder = crate::copy("newest");
    let session = browser();
    let server = Server::of(folder.clone());
    session.open(&server.url());
    let page = Calculator::new(&session, &server);
    page.wait_until_ready();
    wait_until_kept(&page);
    let index = folder.join("index.html");
    let text = fs::read_to_string(&index).expect("a text");
    fs::write(&index, text.replace("<title>Flink", "<title>New Flink")).expect("a change");
    session.open(&server.url());
    page.wait_until_ready();
    assert_eq!(page.property("title", "textContent"), "New Flink Memory Calculator");
}
