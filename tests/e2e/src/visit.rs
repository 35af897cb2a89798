//! A visit to the page: a host, a browser, a window of a size, colours; and at its end the question whether anything went wrong unseen.

use serde_json::{Value, json};

use crate::calculator::Calculator;
use crate::server::Server;
use crate::session::Session;
use crate::surroundings;

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
    is_dark: bool,
    has_less_motion: bool,
    is_below: bool,
}

impl Default for Visit {
    fn default() -> Self {
        Self { size: DESKTOP, is_dark: false, has_less_motion: false, is_below: false }
    }
}

/// Notes everything that goes wrong, from before the page's first script.
const WITNESS: &str = "
    window.troubles = [];
    window.alert = text => troubles.push('a script was injected and ran: ' + text);
    addEventListener('error', event => troubles.push('error: ' + (event.message || event.target?.outerHTML)), true);
    addEventListener('unhandledrejection', event => troubles.push('unhandled rejection: ' + event.reason));
    addEventListener('securitypolicyviolation', event =>
        troubles.push('against the policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
";

impl Visit {
    /// In a window whose inside has this size.
    #[must_use]
    pub fn sized(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// With an operating system in dark colours, or in light ones.
    #[must_use]
    pub fn dark(self, is_dark: bool) -> Self {
        Self { is_dark, ..self }
    }

    /// With an operating system told to move as little as possible.
    #[must_use]
    pub fn with_less_motion(self) -> Self {
        Self { has_less_motion: true, ..self }
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
        let session = Session::start();
        self.prepare(&session);
        session.open(&if self.is_below { server.url_below() } else { server.url() });
        let calculator = Calculator::new(&session, &server);
        calculator.wait_until_ready();
        what(&calculator);
        let troubles = troubles(&session);
        assert!(troubles.is_empty(), "went wrong unseen: {troubles:#?}");
    }

    /// Gives a browser this visit's window and colours, and the witness.
    pub fn prepare(self, session: &Session) {
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        let colours = if self.is_dark { "dark" } else { "light" };
        let motion = if self.has_less_motion { "reduce" } else { "no-preference" };
        resize(session, self.size);
        session.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature("prefers-color-scheme", colours), feature("prefers-reduced-motion", motion)] }),
        );
        session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WITNESS }));
    }
}

/// Gives the window's inside a size. Windows cannot be made as narrow as phones, what is in them can.
pub(crate) fn resize(session: &Session, (width, height): Size) {
    session.devtools(
        "Emulation.setDeviceMetricsOverride",
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
    );
}

fn troubles(session: &Session) -> Vec<String> {
    let noted = session.script("return window.troubles", &[]);
    let noted = noted.as_array().expect("the witness was there from the beginning");
    let noted = noted.iter().map(|trouble| trouble.as_str().unwrap_or_default().to_owned());
    noted.chain(session.console_errors()).collect()
}

/// As an argument for a script.
pub(crate) fn arguments(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::from(*text)).collect()
}
