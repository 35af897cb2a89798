//! The browsers that the tests know, and what each is asked for.

use serde_json::{Value, json};

use crate::surroundings;

/// Whose browser it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium or Chrome. Has a protocol of its own beside WebDriver, in which there is a word for everything.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit's own small browser on GTK. Safari has the same engine.
    WebKit,
}

/// What a page learns from its system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    /// Dark colours, or light ones.
    pub is_dark: bool,
    /// Whether as little as possible is to move.
    pub has_less_motion: bool,
}

impl Engine {
    /// What is asked of the browser, as WebDriver's capabilities.
    pub(crate) fn capabilities(self, looks: Looks) -> Value {
        match self {
            Self::Chromium => {
                let mut capabilities = surroundings::chromium_capabilities();
                capabilities["goog:loggingPrefs"] = json!({ "browser": "ALL" });
                capabilities
            }
            Self::Firefox => firefox(looks),
            // Its looks are its desktop's; the driver knows where the browser is.
            Self::WebKit => json!({}),
        }
    }

    /// Whether a script can be made to run in each document before the document's own. Where not, the host puts it there.
    pub(crate) fn has_preloaded_scripts(self) -> bool {
        self == Self::Chromium
    }
}

fn firefox(looks: Looks) -> Value {
    let mut options = json!({
        "args": ["-headless"],
        "prefs": {
            // 0 is dark, 1 light.
            "layout.css.prefers-color-scheme.content-override": u8::from(!looks.is_dark),
            "ui.prefersReducedMotion": u8::from(looks.has_less_motion),
            // Nobody is there to allow anything.
            "dom.events.testing.asyncClipboard": true,
            "dom.disable_open_during_load": false,
        },
    });
    if let Some(binary) = surroundings::firefox() {
        options["binary"] = binary.to_string_lossy().into();
    }
    json!({ "moz:firefoxOptions": options })
}
