//! A visit to the page: a host, a browser, a window of a size, colours; and at its end the question whether anything went wrong unseen.

use serde_json::{Value, json};

use crate::calculator::Calculator;
use crate::engine::{Engine, Looks};
use crate::server::Server;
use crate::session::Session;
use crate::surroundings;
use crate::witness;

/// Width and height of the window's inside.
pub type Size = (u32, u32);

/// A wide screen.
pub const DESKTOP: Size = (1440, 900);
/// A narrow one.
pub const TABLET: Size = (1024, 768);
/// A phone.
pub const PHONE: Size = (390, 844);

/// How to come to the page.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    size: Size,
    looks: Looks,
    is_below: bool,
}

impl Default for Visit {
    fn default() -> Self {
        Self { size: DESKTOP, looks: Looks::default(), is_below: false }
    }
}

impl Visit {
    /// In a window whose inside has this size.
    #[must_use]
    pub fn sized(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// With an operating system in dark colours, or in light ones.
    #[must_use]
    pub fn dark(mut self, is_dark: bool) -> Self {
        self.looks.is_dark = is_dark;
        self
    }

    /// With an operating system told to move as little as possible.
    #[must_use]
    pub fn with_less_motion(mut self) -> Self {
        self.looks.has_less_motion = true;
        self
    }

    /// Where the page is hosted in a folder.
    #[must_use]
    pub fn below(self) -> Self {
        Self { is_below: true, ..self }
    }

    /// Opens the page, does something with it, and fails if anything went wrong meanwhile: an error on the console, an exception, a breach of
    /// the page's content security policy.
    #[track_caller]
    pub fn run(self, what: impl FnOnce(&Calculator<'_>)) {
        let server = Server::of(surroundings::dist());
        let session = self.browser();
        session.open(&if self.is_below { server.url_below() } else { server.url() });
        let calculator = Calculator::new(&session, &server);
        calculator.wait_until_ready();
        what(&calculator);
        let troubles = troubles(&session);
        assert!(troubles.is_empty(), "went wrong unseen: {troubles:#?}");
    }

    /// A browser with this visit's window and colours, and the witness of what goes wrong.
    #[must_use]
    pub fn browser(self) -> Session {
        let session = Session::on(self.looks);
        resize(&session, self.size);
        if session.engine() == Engine::Chromium {
            let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
            let colours = if self.looks.is_dark { "dark" } else { "light" };
            let motion = if self.looks.has_less_motion { "reduce" } else { "no-preference" };
            session.devtools(
                "Emulation.setEmulatedMedia",
                json!({ "features": [feature("prefers-color-scheme", colours), feature("prefers-reduced-motion", motion)] }),
            );
            session
                .devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": witness::OF_DOCUMENT }));
        }
        session
    }
}

/// Gives the window's inside a size.
pub(crate) fn resize(session: &Session, (width, height): Size) {
    if session.engine() == Engine::Chromium {
        // Its windows cannot be made as narrow as phones, what is in them can.
        session.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        return;
    }
    // A window has bars around its inside; how high they are shows when it has a size.
    let outside = |name: &str| session.get("window/rect")[name].as_i64().expect("a length");
    let inside = |name: &str| session.script(name, &[]).as_i64().expect("a length");
    let (width, height) = (i64::from(width), i64::from(height));
    session.wait_until("the window to have its size", || {
        let missing = (width - inside("return innerWidth"), height - inside("return innerHeight"));
        if missing != (0, 0) {
            let (width, height) = (outside("width") + missing.0, outside("height") + missing.1);
            session.post("window/rect", &json!({ "x": 0, "y": 0, "width": width, "height": height }));
        }
        missing == (0, 0)
    });
}

fn troubles(session: &Session) -> Vec<String> {
    let noted = session.script("return window.troubles", &[]);
    let noted = noted.as_array().expect("the witness was there from the beginning");
    let noted = noted.iter().map(|trouble| trouble.as_str().unwrap_or_default().to_owned());
    noted.chain(session.console_errors()).filter(|trouble| !is_given_up(trouble)).collect()
}

/// Whether this is what Chromium says of a file that was on its way when its document, a widget in a frame, gave way to another one: no reason stands behind
/// the address. Where loading fails, there is one.
fn is_given_up(trouble: &str) -> bool {
    trouble.contains("Fetch API cannot load ") && trouble.ends_with(".wasm. ")
}

/// As an argument for a script.
pub(crate) fn arguments(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::from(*text)).collect()
}
