//! What only a browser can do: the document's root, focus, clipboard and storage.
//!
//! Everything here may fail without harm: storage is refused in sandboxed frames, the clipboard without permission.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use resolver::text::Place;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ClipboardEvent, CustomEvent, Document, DragEvent, Element, Event, File, HtmlDialogElement, HtmlElement,
    HtmlTextAreaElement, Storage, Window,
};
use yew::TargetCast;

use crate::editor::LINE;
use crate::page::Theme;
use crate::sheet::utf16;

const THEME: &str = "flink-memory-calculator.theme";
/// The name of the choice in storage, from where `www/boot.js` takes it.
const LANGUAGE: &str = "flink-memory-calculator.language";

fn window() -> Option<Window> {
    // Native tests have no JavaScript to ask.
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

/// The document.
#[must_use]
pub fn document() -> Option<Document> {
    window()?.document()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// The element with this id.
#[must_use]
pub fn place(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Sets an attribute of the document's root, or removes it. Style rules follow from it without a render.
pub fn mark_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // A valid name cannot be refused.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Whether the operating system is told to move as little as possible.
#[must_use]
pub fn has_less_motion() -> bool {
    let query =
        window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Milliseconds since the page began; 0 where there is no clock.
#[must_use]
pub fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Pixels of the screen to a point of the page.
#[must_use]
pub fn pixels() -> f64 {
    window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// The colour of the text in the element with this id, as the browser has computed it.
#[must_use]
pub fn colour(id: &str) -> String {
    let style =
        window().zip(place(id)).and_then(|(window, element)| window.get_computed_style(&element).ok()?);
    style.and_then(|style| style.get_property_value("color").ok()).unwrap_or_default()
}

/// Whether some of the element with this id is within the window. What a frame is within, only its document's root knows: `www/boot.js` marks it.
#[must_use]
pub fn is_in_sight(id: &str) -> bool {
    let root = document().and_then(|document| document.document_element());
    if root.is_some_and(|root| root.has_attribute("data-away")) {
        return false;
    }
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(0.0);
    place(id).is_some_and(|element| {
        let area = element.get_bounding_client_rect();
        area.bottom() > 0.0 && area.top() < height
    })
}

/// The theme chosen on an earlier visit.
#[must_use]
pub fn stored_theme() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(THEME).ok().flatten());
    stored.map_or(Theme::default(), |name| Theme::named(&name))
}

/// Shows the page in a theme.
pub fn show_theme(theme: Theme) {
    mark_root("data-theme", Some(theme.name()).filter(|_| theme != Theme::System));
}

/// Does something whenever the window has another size, or the system other colours, until what is returned is dropped.
#[must_use]
pub fn when_looks_change(look: impl Fn() + 'static) -> Option<[EventListener; 2]> {
    let window = window()?;
    let colours = window.match_media("(prefers-color-scheme: dark)").ok()??;
    let look = Rc::new(look);
    let again = Rc::clone(&look);
    Some([
        EventListener::new(&window, "resize", move |_| look()),
        EventListener::new(&colours, "change", move |_| again()),
    ])
}

/// Keeps the choice of a theme where that is allowed.
pub fn keep_theme(theme: Theme) {
    if let Some(storage) = storage() {
        let _ = match theme {
            Theme::System => storage.remove_item(THEME),
            _ => storage.set_item(THEME, theme.name()),
        };
    }
}

/// The language of the document, which `www/boot.js` chose before anything was painted.
#[must_use]
pub fn language() -> String {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// Keeps the choice of a language where that is allowed.
pub fn keep_language(tag: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(LANGUAGE, tag);
    }
}

/// The nearest element around an event's target that carries one of these attributes, with its value.
#[must_use]
pub fn marked(event: &Event, attributes: &[&str]) -> Option<String> {
    let mut element: Option<Element> = event.target_dyn_into();
    while let Some(here) = element {
        if let Some(value) = attributes.iter().find_map(|name| here.get_attribute(name)) {
            return Some(value);
        }
        element = here.parent_element();
    }
    None
}

/// Puts a text into the element with this id.
pub fn put_text(id: &str, text: &str) {
    if let Some(element) = place(id) {
        element.set_text_content(Some(text));
    }
}

/// Opens the group that the field of an option is in.
pub fn reveal_field(key: &str) {
    let group = place(key).and_then(|field| field.closest("details").ok().flatten());
    if let Some(group) = group {
        let _ = group.set_attribute("open", "");
    }
}

/// Goes to the field of an option, opening the group that it is in. Whether it is there.
pub fn focus_field(key: &str) -> bool {
    reveal_field(key);
    let field = place(key);
    field.is_some_and(|field| field.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// Tries in each of so many frames, until that says that it is done: what was dispatched is drawn in one of them.
pub fn when_drawn(frames: u32, attempt: Box<dyn Fn() -> bool>) {
    later(16, move || {
        if !attempt() && frames > 0 {
            when_drawn(frames - 1, attempt);
        }
    });
}

/// The id of what the button in focus is in, if it does this.
#[must_use]
pub fn place_in_focus(deed: &str) -> Option<String> {
    let button = document()?.active_element()?;
    let is_it = button.get_attribute("data-do").as_deref() == Some(deed);
    button.closest("[id]").ok()?.filter(|_| is_it).map(|place| place.id())
}

/// Goes to the first control in the element with this id.
pub fn focus_first_in(id: &str) {
    let control = place(id).and_then(|place| place.query_selector("button, input, select").ok()?);
    if let Some(control) = control {
        let _ = control.unchecked_into::<HtmlElement>().focus();
    }
}

/// The text of a paste event.
#[must_use]
pub fn pasted(event: &Event) -> Option<String> {
    event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text").ok()
}

/// Reads a file as text and hands it over. One that cannot be read is left alone; what is not UTF-8 in it becomes replacement characters.
pub fn read_file(file: File, then: impl FnOnce(String) + 'static) {
    // More than this is no configuration, and would only make the browser slow.
    const LARGEST: f64 = 32.0 * 1024.0 * 1024.0;
    if file.size() > LARGEST {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        if let Ok(text) = JsFuture::from(file.text()).await {
            then(text.as_string().unwrap_or_default());
        }
    });
}

/// Selects a stretch of a text, in bytes, in the field that shows it, and scrolls its box so that the stretch is in sight.
pub fn select_in(id: &str, text: &str, start: usize, end: usize) {
    let Some(area) = place(id).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    let _ = area.focus();
    let _ = area.set_selection_range(utf16(text, start), utf16(text, end));
    if let Ok(Some(scroller)) = area.closest(".scroller") {
        let line = i32::try_from(Place::of(text, start).line).unwrap_or(i32::MAX);
        scroller.set_scroll_top((line.saturating_mul(LINE) - scroller.client_height() / 3).max(0));
        scroller.set_scroll_left(0);
    }
}

/// Selects all that an element shows.
pub fn select(id: &str) {
    if let (Some(shown), Some(Ok(Some(selection)))) =
        (place(id), window().map(|window| window.get_selection()))
    {
        let _ = selection.select_all_children(&shown);
    }
}

/// Does something in a while.
pub fn later(milliseconds: u32, then: impl FnOnce() + 'static) {
    Timeout::new(milliseconds, then).forget();
}

/// Listens for texts that are pasted or dropped where there is no field to take them.
#[must_use]
pub fn on_text(then: impl Fn(String) + Clone + 'static) -> Vec<EventListener> {
    let Some(document) = document() else { return Vec::new() };
    let is_field = |event: &Event| {
        let target: Option<Element> = event.target_dyn_into();
        target.is_some_and(|target| matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"))
    };
    let paste = then.clone();
    let active = EventListenerOptions::enable_prevent_default();
    vec![
        EventListener::new_with_options(&document, "paste", active, move |event| {
            if let Some(text) = pasted(event).filter(|text| !text.is_empty() && !is_field(event)) {
                event.prevent_default();
                paste(text);
            }
        }),
        // Without this nothing can be dropped.
        EventListener::new_with_options(&document, "dragover", active, move |event| {
            if !is_field(event) {
                event.prevent_default();
            }
        }),
        EventListener::new_with_options(&document, "drop", active, move |event| {
            let transfer = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
            let Some(transfer) = transfer else { return };
            let file = transfer.files().and_then(|files| files.get(0));
            if let Some(file) = file {
                event.prevent_default();
                read_file(file, then.clone());
            } else if !is_field(event) {
                event.prevent_default();
                then(transfer.get_data("text").unwrap_or_default());
            }
        }),
    ]
}

/// Listens for texts that a script of the page hands over by an event of its own, on the document.
#[must_use]
pub fn on_told(name: &'static str, then: impl Fn(String) + 'static) -> Option<EventListener> {
    let told = move |event: &Event| {
        let detail = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
        if let Some(text) = detail {
            then(text);
        }
    };
    let document = document()?;
    Some(EventListener::new(&document, name, told))
}

/// Shows a dialog over everything else, or closes it.
pub fn show_dialog(id: &str, is_shown: bool) {
    let dialog = place(id).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|dialog| dialog.open() != is_shown) {
        if is_shown {
            // Refused only for a dialog that is no longer in the document.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    }
}

/// Copies a text; whether the browser allowed it.
pub async fn copy(text: String) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = window.navigator().clipboard();
    // Outside of secure contexts there is no clipboard, whatever the type says.
    !AsRef::<JsValue>::as_ref(&clipboard).is_undefined()
        && JsFuture::from(clipboard.write_text(&text)).await.is_ok()
}
