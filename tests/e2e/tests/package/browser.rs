//! The modules for browsers, in a page. Nothing here is about one browser.

use std::fs;
use std::path::{Path, PathBuf};

use e2e::{Server, Session, surroundings};
use serde_json::{Value, json};

use crate::course::courses;

/// A page under the policy that the README names, with all modules of the package.
const STRICT: &str = r#"<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'">
<title>package</title>
<script type="module" src="strict.js"></script>
"#;

const SCRIPT: &str = r#"
import init, * as calculator from "./package/web/calculator.js";
import initTexts, * as texts from "./package/web/texts.js";
import initSimulation, * as simulation from "./package/web/simulation.js";
import { digests } from "./digest.mjs";
await Promise.all([init(), initTexts(), initSimulation()]);
window.bench = { calculator, texts, simulation, digests };
"#;

/// A folder with the package and pages, until the test is over.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("package-{}-{name}", std::process::id()));
        copy(&surroundings::package().join("web"), &folder.join("package/web"));
        let tests = surroundings::root().join("crates/jsapi/tests");
        fs::copy(tests.join("digest.mjs"), folder.join("digest.mjs")).expect("there is room");
        for (file, text) in
            [("index.html", example()), ("strict.html", STRICT.into()), ("strict.js", SCRIPT.into())]
        {
            fs::write(folder.join(file), text).expect("there is room");
        }
        Self(folder)
    }

    fn server(&self) -> Server {
        Server::of(self.0.clone())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("there is room");
    for entry in from.read_dir().expect("the package is there").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("there is room");
    }
}

/// The README's example of a page.
fn example() -> String {
    let readme = fs::read_to_string(surroundings::root().join("crates/jsapi/README.md")).expect("a README");
    let (_, rest) = readme.split_once("```html\n").expect("an example of a page");
    let (page, _) = rest.split_once("```").expect("its end");
    let installed = "./node_modules/flink-memory-calculator/";
    assert!(page.contains(installed), "{page}");
    format!("<!doctype html><title>example</title><body></body>{}", page.replace(installed, "./package/"))
}

#[test]
fn the_example_of_the_readme_shows_an_answer() {
    let site = Site::new("example");
    let server = site.server();
    let session = Session::start();
    session.open(&server.url());
    session.wait_for("the answer", "document.body?.textContent.startsWith('-Xmx536870902 ')", &[]);
    let loaded = server.requests();
    let wasm: Vec<&String> = loaded.iter().filter(|path| path.ends_with(".wasm")).collect();
    assert_eq!(wasm, ["/package/web/calculator_bg.wasm"], "one module is loaded, and nothing else");
}

#[test]
fn a_strict_page_resolves_checks_and_simulates_as_natively() {
    let site = Site::new("strict");
    let server = site.server();
    let session = Session::start();
    session.open(&format!("{}strict.html", server.url()));
    session.wait_for("the package", "window.bench", &[]);
    let network = "return String(bench.calculator.resolve({ config: { 'taskmanager.memory.process.size': '1728m' } }).memory.network)";
    assert_eq!(session.script(network, &[]), "134217730");
    let checked = "return bench.texts.check({ text: 'taskmanager.memory.process.size: 1m', flink: '1.18' }).problems[0].severity";
    assert_eq!(session.script(checked, &[]), "error");
    let refused = "try { bench.simulation.requiredBuffers({ get cluster() { throw 1; } }) } catch (error) { return [error.name, error.code] }";
    assert_eq!(session.script(refused, &[]), json!(["CalculatorError", "unreadable"]));
    let Value::Array(courses) = courses() else { panic!("a list") };
    for course in courses {
        let script = "return bench.digests(bench.simulation.Simulation, arguments[0])";
        assert_eq!(session.script(script, std::slice::from_ref(&course)), course["expected"]);
    }
}
