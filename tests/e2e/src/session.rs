//! WebDriver: a browser that does what it is told.
//!
//! The protocol is a dozen JSON requests, written out here. The client libraries for it are asynchronous and bring a hundred crates along;
//! tests wait for every answer anyway.

use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};
use ureq::Agent;

use crate::driver::Driver;
use crate::engine::{Engine, Looks};
use crate::surroundings;

/// How long a test waits for something that should happen. Long enough for a machine that does other things meanwhile: tests are about
/// what happens, the benchmark is about how fast.
const PATIENCE: Duration = Duration::from_secs(20);

/// The name by which WebDriver marks a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// As an argument for a script.
    #[must_use]
    pub fn value(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// A browser with one window, fresh and of our own: a driver makes a new profile for each session and deletes it afterwards.
#[derive(Debug)]
pub struct Session {
    engine: Engine,
    agent: Agent,
    url: String,
    driver: Driver,
}

impl Session {
    /// Starts driver and browser, on a system in light colours.
    #[must_use]
    pub fn start() -> Self {
        Self::on(Looks::default())
    }

    /// Starts driver and browser on a system that looks so.
    #[must_use]
    pub fn on(looks: Looks) -> Self {
        let engine = surroundings::engine();
        let driver = Driver::start(engine, looks);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        let agent = config.new_agent();
        let body = json!({ "capabilities": { "alwaysMatch": engine.capabilities(looks) } });
        let session = send(&agent, "POST", &format!("{}/session", driver.url()), Some(&body))
            .unwrap_or_else(|error| panic!("the browser does not start: {error}"));
        let id = session["sessionId"].as_str().expect("a session has an id");
        let session = Self { engine, url: format!("{}/session/{id}", driver.url()), agent, driver };
        if engine == Engine::Firefox {
            session.continue_in_small_window();
        }
        session
    }

    /// Goes on in a window without bars, which can be as narrow as a phone.
    fn continue_in_small_window(&self) {
        self.script("open('about:blank', '_blank', 'popup,noopener')", &[]);
        let handles = || self.get("window/handles").as_array().cloned().unwrap_or_default();
        self.wait_until("a second window", || handles().len() > 1);
        let first = self.get("window");
        let second = handles().into_iter().find(|handle| *handle != first);
        self.post("window", &json!({ "handle": second }));
    }

    /// Whose browser it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The processes of driver and browser, by their numbers; none where the system does not list them.
    #[must_use]
    pub fn processes(&self) -> Vec<u32> {
        self.driver.processes()
    }

    /// A request of WebDriver's, relative to the session.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.try_post(path, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn try_post(&self, path: &str, body: &Value) -> Result<Value, String> {
        send(&self.agent, "POST", &format!("{}/{path}", self.url), Some(body))
    }

    /// A question of WebDriver's, relative to the session.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        send(&self.agent, "GET", &format!("{}/{path}", self.url), None)
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A command of Chromium's own protocol, for what WebDriver has no word for.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Opens an address and waits until it is loaded.
    #[track_caller]
    pub fn open(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    /// What follows is about the page in the frame that a selector finds.
    #[track_caller]
    pub fn enter_frame(&self, selector: &str) {
        let frame = self.find(selector);
        self.post("frame", &json!({ "id": frame.value() }));
    }

    /// Reloads.
    #[track_caller]
    pub fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    /// Runs the body of a JavaScript function, with `arguments`; a promise is waited for.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// Waits until a JavaScript expression is true.
    #[track_caller]
    pub fn wait_for(&self, what: &str, expression: &str, arguments: &[Value]) {
        let body = json!({ "script": format!("return Boolean({expression})"), "args": arguments });
        self.wait_until(what, || match self.try_post("execute/sync", &body) {
            Ok(answer) => answer == Value::Bool(true),
            // The document goes on to another.
            Err(error) if error.contains("unload event") => false,
            Err(error) => panic!("{what}: {error}"),
        });
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < PATIENCE, "in vain waited for: {what}");
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// The first element that a selector finds.
    #[track_caller]
    pub fn find(&self, selector: &str) -> Element {
        let found = self.try_post("element", &json!({ "using": "css selector", "value": selector }));
        let id = found.as_ref().ok().and_then(|found| found[ELEMENT].as_str());
        Element(id.unwrap_or_else(|| panic!("there is no `{selector}`: {found:?}")).to_owned())
    }

    /// The element that has the focus.
    #[track_caller]
    pub fn active(&self) -> Element {
        Element(self.get("element/active")[ELEMENT].as_str().expect("something has the focus").to_owned())
    }

    /// Clicks in the middle of an element, as a person does: it must be visible and uncovered.
    #[track_caller]
    pub fn click(&self, element: &Element) {
        self.post(&format!("element/{}/click", element.0), &json!({}));
    }

    /// Types into an element.
    #[track_caller]
    pub fn type_into(&self, element: &Element, text: &str) {
        self.post(&format!("element/{}/value", element.0), &json!({ "text": text }));
    }

    /// Presses a key where the focus is, with `modifier` held; see [`keys`].
    #[track_caller]
    pub fn press(&self, modifier: Option<char>, key: char) {
        let stroke = |kind: &str, key: char| json!({ "type": kind, "value": key });
        let mut actions = vec![stroke("keyDown", key), stroke("keyUp", key)];
        if let Some(modifier) = modifier {
            actions.insert(0, stroke("keyDown", modifier));
            actions.push(stroke("keyUp", modifier));
        }
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// Lets the mouse do one thing after another. A drag is one call: chromedriver lets go of what was taken in an earlier one.
    #[track_caller]
    pub fn mouse(&self, actions: &[Mouse]) {
        let actions: Vec<Value> = actions.iter().map(|action| action.value()).collect();
        let mouse = json!({
            "type": "pointer",
            "id": "mouse",
            "parameters": { "pointerType": "mouse" },
            "actions": actions,
        });
        self.post("actions", &json!({ "actions": [mouse] }));
    }

    /// A picture of what the window shows, as a PNG file.
    #[track_caller]
    pub fn screenshot(&self) -> Vec<u8> {
        let text = self.get("screenshot");
        let text = text.as_str().expect("a picture is a text");
        base64::engine::general_purpose::STANDARD.decode(text).expect("a picture is base64")
    }

    /// Errors on the browser's console since the last call; those of the document that is looked at where WebDriver knows of no console.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        if self.engine != Engine::Chromium {
            let noted = self.script("return (window.consoleErrors ?? []).splice(0)", &[]);
            return noted.as_array().into_iter().flatten().map(|error| error.to_string()).collect();
        }
        let entries = self.post("se/log", &json!({ "type": "browser" }));
        let entries = entries.as_array().into_iter().flatten();
        entries
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The browser ends with its session. If it cannot be told so, it notices when the driver ends.
        drop(send(&self.agent, "DELETE", &self.url, None));
    }
}

/// What a mouse can do.
#[derive(Clone, Copy, Debug)]
pub enum Mouse {
    /// Moves to a point of the window, in the time that a hand would take for a short way.
    To(f64, f64),
    /// Stays where it is for a few frames.
    Rest,
    /// Presses the button.
    Down,
    /// Lets it go.
    Up,
}

impl Mouse {
    fn value(self) -> Value {
        match self {
            // Points of a mouse are whole.
            Self::To(x, y) => {
                json!({ "type": "pointerMove", "duration": 20, "x": x.round(), "y": y.round() })
            }
            Self::Rest => json!({ "type": "pause", "duration": 80 }),
            Self::Down => json!({ "type": "pointerDown", "button": 0 }),
            Self::Up => json!({ "type": "pointerUp", "button": 0 }),
        }
    }
}

/// Keys by WebDriver's names for them.
pub mod keys {
    /// Tab.
    pub const TAB: char = '\u{E004}';
    /// Enter.
    pub const ENTER: char = '\u{E007}';
    /// Shift, to hold.
    pub const SHIFT: char = '\u{E008}';
    /// Control, to hold.
    pub const CONTROL: char = '\u{E009}';
    /// Escape.
    pub const ESCAPE: char = '\u{E00C}';
    /// Space.
    pub const SPACE: char = ' ';
    /// End.
    pub const END: char = '\u{E010}';
    /// Home.
    pub const HOME: char = '\u{E011}';
    /// Arrow to the left.
    pub const LEFT: char = '\u{E012}';
    /// Arrow up.
    pub const UP: char = '\u{E013}';
    /// Arrow to the right.
    pub const RIGHT: char = '\u{E014}';
    /// Arrow down.
    pub const DOWN: char = '\u{E015}';
    /// Delete.
    pub const DELETE: char = '\u{E017}';
}

/// Sends a request and unwraps the answer's `value`.
fn send(agent: &Agent, method: &str, url: &str, body: Option<&Value>) -> Result<Value, String> {
    let response = match (method, body) {
        ("GET", _) => agent.get(url).call(),
        ("DELETE", _) => agent.delete(url).call(),
        (_, body) => {
            let body = body.map_or_else(String::new, Value::to_string);
            agent.post(url).header("Content-Type", "application/json; charset=utf-8").send(&body)
        }
    };
    let mut response = response.map_err(|error| error.to_string())?;
    let is_success = response.status().is_success();
    let text = response.body_mut().with_config().limit(1 << 30).read_to_string();
    let mut answer: Value = text
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))?;
    let value = answer["value"].take();
    if is_success {
        return Ok(value);
    }
    let word =
        |name: &str| value[name].as_str().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
    Err(format!("{}: {}", word("error"), word("message")))
}
