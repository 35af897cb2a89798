//! The page as a person meets it: its controls, its numbers, its words.
//!
//! What is read here is what the page shows, never its state. Elements are found by what the page promises to those who style and test it:
//! `data-key` on a control, `data-component` on what stands for a component, ids on what there is one of.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::axe;
use crate::engine::Engine;
use crate::recorded::Recorded;
use crate::server::Server;
use crate::session::{Element, Session, keys};
use crate::visit::{self, Size, arguments};

/// The open page.
#[derive(Debug)]
pub struct Calculator<'a> {
    /// The browser it is open in.
    pub session: &'a Session,
    /// Its host.
    pub server: &'a Server,
}

impl<'a> Calculator<'a> {
    /// The page that this browser has opened on that host.
    #[must_use]
    pub fn new(session: &'a Session, server: &'a Server) -> Self {
        Self { session, server }
    }

    /// Waits until the page has taken the place of its skeleton.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        self.session.wait_for("the page to begin", "document.getElementById('verdict')", &[]);
        self.settle();
    }

    /// Waits until everything that has happened is drawn, with the part of the page that it may have taken.
    #[track_caller]
    pub fn settle(&self) {
        self.session.script(
            "return new Promise(done => {
                 const after = then => requestAnimationFrame(() => requestAnimationFrame(then));
                 const look = () => document.querySelector('.page[aria-busy=true]') ? after(look) : done();
                 after(look);
             })",
            &[],
        );
    }

    // ── Controls ──

    /// The element that a selector finds, brought into view.
    #[track_caller]
    pub fn find(&self, selector: &str) -> Element {
        let element = self.session.find(selector);
        // What sticks to the window's top must not cover it: WebDriver clicks only what a person could.
        self.session.script("arguments[0].scrollIntoView({ block: 'center' })", &[element.value()]);
        element
    }

    /// Clicks.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        let element = self.find(selector);
        self.session.click(&element);
        self.settle();
    }

    /// Opens all folded groups, by clicking on them.
    #[track_caller]
    pub fn unfold_all(&self) {
        while self.count("details:not([open]) > summary") > 0 {
            self.click("details:not([open]) > summary");
        }
    }

    /// Opens the group in which an option's control is.
    #[track_caller]
    pub fn unfold(&self, key: &str) {
        let fold = format!("details:not([open]):has([data-key='{key}'])");
        if self.count(&fold) > 0 {
            self.click(&format!("{fold} > summary"));
        }
    }

    /// Puts the cursor into an option's field and selects what is there.
    #[track_caller]
    pub fn select_all_in(&self, key: &str) -> Element {
        self.unfold(key);
        let field = self.find(&format!("[data-key='{key}'] input[type=text]"));
        self.session.click(&field);
        self.session.press(Some(keys::CONTROL), 'a');
        field
    }

    /// Types a text into an option's field, in place of what is there.
    #[track_caller]
    pub fn set(&self, key: &str, text: &str) {
        let field = self.select_all_in(key);
        self.session.type_into(&field, text);
        self.settle();
    }

    /// Puts a text into an option's field at once, as pasting does.
    #[track_caller]
    pub fn paste(&self, key: &str, text: &str) {
        self.unfold(key);
        self.session.script(
            "const field = document.querySelector(`[data-key='${arguments[0]}'] input[type=text]`);
             field.value = arguments[1];
             field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));",
            &arguments(&[key, text]),
        );
        self.settle();
    }

    /// Pastes a text where there is no field to take it, and waits until it is shown.
    #[track_caller]
    pub fn paste_anywhere(&self, text: &str) {
        self.drop_clipboard(text, 1, "");
        self.session.wait_for("the text to be shown", "document.querySelector('#config-text')", &[]);
        self.settle();
    }

    /// Pastes a text so many times, and another after it, where there is no field to take it.
    #[track_caller]
    pub fn drop_clipboard(&self, text: &str, times: usize, end: &str) {
        self.session.script(
            "const [text, times, end] = arguments;
             document.activeElement?.blur();
             const transfer = new DataTransfer();
             transfer.setData('text/plain', text.repeat(times) + end);
             const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
             // Not every engine takes it from whom makes an event.
             Object.defineProperty(event, 'clipboardData', { value: transfer });
             document.body.dispatchEvent(event);",
            &[text.into(), times.into(), end.into()],
        );
    }

    /// The configuration as a text, as its editor has it.
    #[must_use]
    #[track_caller]
    pub fn config_text(&self) -> String {
        if self.count("#config-text") == 0 {
            self.choose("view", "text");
        }
        self.property("#config-text", "value")
    }

    /// Replaces the configuration's text, as typing does.
    #[track_caller]
    pub fn write_config(&self, text: &str) {
        let _ = self.config_text();
        self.session.script(
            "const area = document.querySelector('#config-text');
             area.value = arguments[0];
             area.dispatchEvent(new InputEvent('input', { bubbles: true }));
             area.dispatchEvent(new Event('change', { bubbles: true }));",
            &arguments(&[text]),
        );
        self.settle();
    }

    /// Puts an option back to "not set", by its button.
    #[track_caller]
    pub fn reset(&self, key: &str) {
        self.unfold(key);
        self.click(&format!("[data-key='{key}'] .reset"));
    }

    /// Chooses a release, such as `1.16`.
    #[track_caller]
    pub fn choose_version(&self, version: &str) {
        self.click(&format!("#version option[value='{version}']"));
    }

    /// Chooses one of a few: `process` or `deployment`.
    #[track_caller]
    pub fn choose(&self, name: &str, value: &str) {
        self.click(&format!("label:has(input[name='{name}'][value='{value}'])"));
    }

    /// Waits until the job under load is there, as far as one sees it first: what it takes is loaded when it comes into view.
    #[track_caller]
    pub fn wait_for_first_view_of_job(&self) {
        self.session.script("document.getElementById('live').scrollIntoView()", &[]);
        self.session.wait_for("the job under load", "document.getElementById('job-preset')", &[]);
        self.settle();
    }

    /// Waits until all of it is there, which it takes a button to load, or coming to what is below.
    #[track_caller]
    pub fn wait_for_job(&self) {
        self.wait_for_first_view_of_job();
        self.session.script("document.querySelector(`[data-do='load-details']`)?.click()", &[]);
        self.wait_for_details();
    }

    /// Waits until nothing of the job is missing any more.
    #[track_caller]
    pub fn wait_for_details(&self) {
        self.session.wait_for(
            "the details of the job",
            "!document.querySelector(`[data-do='load-details']`)",
            &[],
        );
        self.settle();
    }

    /// Chooses a job to begin with, by its name in markup.
    #[track_caller]
    pub fn choose_job(&self, preset: &str) {
        self.wait_for_job();
        self.click(&format!("#job-preset option[value='{preset}']"));
    }

    /// Puts a text into one of the fields of the job under load, as typing does.
    #[track_caller]
    pub fn set_job(&self, field: &str, text: &str) {
        self.session.script(
            "const field = document.querySelector(`[name='${arguments[0]}']`);
             field.value = arguments[1];
             field.dispatchEvent(new InputEvent('input', { bubbles: true }));
             field.dispatchEvent(new Event('change', { bubbles: true }));",
            &arguments(&[field, text]),
        );
        self.settle();
    }

    /// Where in the window an option's thumb is, where its track begins and where it ends.
    #[track_caller]
    pub fn thumb(&self, key: &str) -> Track {
        self.unfold(key);
        self.find(&format!("[data-key='{key}'] input[type=range]"));
        let place = self.session.script(
            "const slider = document.querySelector(`[data-key='${arguments[0]}'] input[type=range]`);
             const box = slider.getBoundingClientRect();
             const thumb = 16;
             const at = (slider.value - slider.min) / (slider.max - slider.min);
             const [left, length] = [box.left + thumb / 2, box.width - thumb];
             return [left, left + length * at, left + length, box.top + box.height / 2];",
            &arguments(&[key]),
        );
        let number = |at: usize| place[at].as_f64().expect("a number");
        Track { left: number(0), thumb: number(1), right: number(2), height: number(3) }
    }

    /// What an option's field says.
    #[must_use]
    #[track_caller]
    pub fn field(&self, key: &str) -> String {
        self.property(&format!("[data-key='{key}'] input[type=text]"), "value")
    }

    /// What stands in an option's field while nothing is set.
    #[must_use]
    #[track_caller]
    pub fn placeholder(&self, key: &str) -> String {
        self.property(&format!("[data-key='{key}'] input[type=text]"), "placeholder")
    }

    /// The word on an option's chip.
    #[must_use]
    #[track_caller]
    pub fn chip(&self, key: &str) -> String {
        self.text(&format!("[data-key='{key}'] .chip .word"))
    }

    // ── What is shown ──

    /// A property of the element that a selector finds.
    #[must_use]
    #[track_caller]
    pub fn property(&self, selector: &str, name: &str) -> String {
        let value = self.session.script(
            "const found = document.querySelector(arguments[0]);
             return found && String(found[arguments[1]] ?? '')",
            &arguments(&[selector, name]),
        );
        value.as_str().unwrap_or_else(|| panic!("there is no `{selector}`")).to_owned()
    }

    /// The text in the element that a selector finds, without spaces around it.
    #[must_use]
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        self.property(selector, "textContent").trim().to_owned()
    }

    /// How many elements a selector finds.
    #[must_use]
    #[track_caller]
    pub fn count(&self, selector: &str) -> u64 {
        let count = self
            .session
            .script("return document.querySelectorAll(arguments[0]).length", &arguments(&[selector]));
        count.as_u64().expect("a count")
    }

    /// Whether the element that a selector finds can be seen.
    #[must_use]
    #[track_caller]
    pub fn is_visible(&self, selector: &str) -> bool {
        let is_visible = self.session.script(
            "const found = document.querySelector(arguments[0]);
             return Boolean(found?.checkVisibility({ visibilityProperty: true, opacityProperty: true }))",
            &arguments(&[selector]),
        );
        is_visible == Value::Bool(true)
    }

    /// Bytes of a component, by the table.
    #[must_use]
    #[track_caller]
    pub fn bytes(&self, component: &str) -> u64 {
        let text = self.text(&format!("tr[data-component='{component}'] .by"));
        text.parse().unwrap_or_else(|_| panic!("{component} has `{text}` bytes"))
    }

    /// The whole table: components and their bytes.
    #[must_use]
    #[track_caller]
    pub fn table(&self) -> BTreeMap<String, u64> {
        let rows = self.session.script(
            "return [...document.querySelectorAll('tr[data-component]')].map(row =>
                 [row.dataset.component, row.querySelector('.by').textContent])",
            &[],
        );
        let rows = rows.as_array().expect("rows").iter();
        rows.map(|row| {
            let text = |at: usize| row[at].as_str().unwrap_or_default();
            (text(0).to_owned(), text(1).parse().unwrap_or_else(|_| panic!("{row} is not a number of bytes")))
        })
        .collect()
    }

    /// Length of a component in the picture, in the picture's own unit.
    #[must_use]
    #[track_caller]
    pub fn drawn(&self, component: &str) -> f64 {
        let text = self.session.script(
            "return document.querySelector(`svg.upright [data-component='${arguments[0]}'] rect`)?.getAttribute('height')",
            &arguments(&[component]),
        );
        text.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{component} is not drawn"))
    }

    /// What one of the outputs says: `jvm-flags`, `log-lines` or `d-list`.
    #[must_use]
    #[track_caller]
    pub fn output(&self, tab: &str) -> String {
        self.click(&format!("#{tab}"));
        self.text("#output-text pre")
    }

    /// Whether Flink starts, by the verdict.
    #[must_use]
    #[track_caller]
    pub fn starts(&self) -> bool {
        let verdict = self.text("#verdict");
        match (verdict.ends_with(" starts"), verdict.ends_with(" does not start")) {
            (true, false) => true,
            (false, true) => false,
            _ => panic!("the verdict is `{verdict}`"),
        }
    }

    // ── What must hold ──

    /// Table, picture and JVM flags say what Flink said.
    #[track_caller]
    pub fn check(&self, recorded: &Recorded) {
        assert!(self.starts());
        let table = self.table();
        for (component, bytes) in recorded.components() {
            assert_eq!(table.get(&component), Some(&bytes), "{component}");
        }
        let total = self.drawn("total-process");
        for (component, bytes) in &table {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a picture has fewer points than a double has digits"
            )]
            let length = total * *bytes as f64 / table["total-process"] as f64;
            assert!((self.drawn(component) - length).abs() < 0.02, "{component} is not drawn to scale");
        }
        assert_eq!(self.output("jvm-flags"), recorded.text("jvm_params"));
    }

    /// Flink's error is beside the control of `key`, in full, and the control says "rejected".
    #[track_caller]
    pub fn check_rejected(&self, key: &str, message: &str, causes: &[&str]) {
        assert!(!self.starts());
        assert_eq!(self.chip(key), "rejected");
        assert!(self.is_visible(&format!("[data-key='{key}'] .error")), "the error is beside the control");
        for place in [&format!("[data-key='{key}'] .error"), "#problem .error"] {
            let text = self.text(place);
            for line in causes.iter().chain(&[message]) {
                assert!(text.contains(line), "{place} says `{text}`, and not `{line}`");
            }
        }
    }

    /// Nothing is wider than the window.
    #[track_caller]
    pub fn check_nothing_overflows(&self, size: Size) {
        self.resize(size);
        let widths = self.session.script(
            "const root = document.documentElement;
             const wide = [...document.body.querySelectorAll('*')].filter(element => {
                 const box = element.getBoundingClientRect();
                 return box.right > innerWidth + 1 && box.width > 0 && !element.closest('.vh, svg');
             });
             return [root.scrollWidth, innerWidth, wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120))];",
            &[],
        );
        assert!(
            widths[0].as_u64() <= widths[1].as_u64(),
            "at {size:?} the page is {} wide, for example: {}",
            widths[0],
            widths[2]
        );
    }

    /// Gives the window's inside another size.
    #[track_caller]
    pub fn resize(&self, size: Size) {
        visit::resize(self.session, size);
        self.settle();
    }

    /// No rule of accessibility that a program can check is broken.
    #[track_caller]
    pub fn check_accessibility(&self, what: &str) {
        self.settle();
        // Colours are compared as they are in the end.
        self.session.wait_for(
            "transitions to end",
            "!document.getAnimations().some(each => each.playState === 'running')",
            &[],
        );
        let violations = axe::violations(self.session);
        assert!(violations.is_empty(), "{what}: {violations:#?}");
    }

    /// Gives the page the right to read and write the clipboard, which a window without a person in front of it lacks.
    #[track_caller]
    pub fn allow_clipboard(&self) {
        // Firefox was told so when it began; WebKit asks nobody but the person who presses a key.
        if self.session.engine() == Engine::Chromium {
            self.set_permissions(&["clipboard-read", "clipboard-write"], "granted");
        }
    }

    /// Takes from the page the right to write the clipboard.
    #[track_caller]
    pub fn deny_clipboard(&self) {
        if self.session.engine() == Engine::Chromium {
            self.set_permissions(&["clipboard-write"], "denied");
        }
        self.session.script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))", &[]);
    }

    fn set_permissions(&self, names: &[&str], state: &str) {
        for name in names {
            self.session.post("permissions", &json!({ "descriptor": { "name": name }, "state": state }));
        }
    }

    /// What is on the clipboard.
    #[must_use]
    #[track_caller]
    pub fn clipboard(&self) -> String {
        let text = self.session.script("return navigator.clipboard.readText()", &[]);
        text.as_str().expect("a text").to_owned()
    }
}

/// A slider in the window.
#[derive(Clone, Copy, Debug)]
pub struct Track {
    /// Where the thumb is at the smallest value.
    pub left: f64,
    /// Where the thumb is.
    pub thumb: f64,
    /// Where the thumb is at the largest value.
    pub right: f64,
    /// The height of all of them.
    pub height: f64,
}
