//! What the user does, as actions: the one place where events are understood.
//!
//! No element has a listener of its own. An element that does something says so in markup, `data-do="unset taskmanager.memory.managed.size"`; a
//! field is found by its id, its name or the control (`data-key`) it is in. So a listener costs nothing however many elements there are, and what
//! a button does can be read, and tested, in the page's markup.

use std::cell::RefCell;
use std::rc::Rc;

use resolver::text::Kind;
use resolver::{Component, Deployment, FlinkVersion, Process, presets};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};
use yew::{UseReducerDispatcher, UseReducerHandle};

use crate::browser;
use crate::download;
use crate::embed::dialog;
use crate::export::Export;
use crate::field::{Field, Input};
use crate::geometry;
use crate::language::Language;
use crate::live;
use crate::notice::Notice;
use crate::output::Tab;
use crate::page::{Action, Copied, Copy, Extent, Open, Page};
use crate::part;
use crate::split::NotLoaded;
use crate::track::Move;
use crate::visit;

/// How many frames at most it takes until what was loaded is drawn.
const FRAMES: u32 = 60;

/// Milliseconds for which a button says what became of a copy.
const SAID: u32 = 2500;

/// Milliseconds without typing after which a long text is read.
const REST: u32 = 250;

/// Characters that a field shows at most.
pub const FIELD: usize = 2000;

/// Bytes of a text that the editor takes at once; a longer one is not put through its field.
const PASTED: usize = 1 << 20;

/// Pixels of a PNG for each point of the drawing, for screens that are finer than they say.
const PNG_SCALE: f64 = 2.0;

/// The page with the way to change it.
pub type Handle = UseReducerHandle<Page>;

/// Something was clicked.
pub fn click(event: &Event, page: &Handle) {
    let Some(deed) = browser::marked(event, &["data-do"]) else {
        if let Some(component) = component_at(event, &["data-component"]) {
            send(page, Action::Pin(component));
        }
        return;
    };
    let (verb, what) = deed.split_once(' ').unwrap_or((&deed, ""));
    let key = || what.to_owned();
    match verb {
        "unset" => send(page, Action::Unset { key: key() }),
        "set" => {
            if let Some((key, text)) = what.split_once(' ') {
                send(page, Action::Set { key: key.to_owned(), text: text.to_owned() });
            }
        }
        "more" => step(page, what, 1),
        "less" => step(page, what, -1),
        "look" => look(page, what),
        "restore" => send(page, Action::Restore),
        "pin" => send(page, geometry::component(what).map_or(Action::Unpin, Action::Pin)),
        "theme" => send(page, Action::Theme(page.theme.next())),
        "speak" => speak(page),
        "dismiss" => send(page, Action::Notify(Rc::default())),
        "forget" => send(page, Action::Tell(None)),
        "go" => {
            let place =
                what.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
            if let Some((start, end)) = place {
                browser::select_in("config-text", page.answer.settings.document().text(), start, end);
            }
        }
        "tab" => send(page, Action::Tab(Tab::named(what))),
        "open" => send(page, Action::Open(Open::named(what))),
        "buffers" => {
            send(page, Action::ShowBuffers(!page.view.has_buffers));
            load_details(&page.dispatcher());
        }
        "load-live" => load_live(&page.dispatcher()),
        "load-details" => load_details(&page.dispatcher()),
        "copy" => copy(page, Copy::named(what)),
        "download" => {
            if let Some(part) = page.part {
                (part.save)(page);
            }
        }
        _ => act_by_part(page, verb, what),
    }
}

/// Does something for which more of the page may have to be loaded first. Nothing overtakes what waits for that.
pub fn send(page: &Handle, action: Action) {
    if page.part.is_some() || !(page.is_loading || action.needs_part()) {
        page.dispatch(action);
    } else {
        send_with_part(&page.dispatcher(), action);
    }
}

/// The same for what needs all of the page; whether that is there already, need not be known.
pub fn send_with_part(page: &UseReducerDispatcher<Page>, action: Action) {
    WAITING.with_borrow_mut(|waiting| waiting.push(action));
    page.dispatch(Action::Loading);
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let part = part::load().await.ok();
        page.dispatch(Action::Loaded(part));
        if part.is_none() {
            page.dispatch(Action::Notify(not_loaded()));
        }
        for action in WAITING.take() {
            // What was typed is kept in any case.
            if part.is_some() || matches!(action, Action::Set { .. }) || !action.needs_part() {
                page.dispatch(action);
            }
        }
    });
}

thread_local! {
    /// What waits for the part, in order: of several attempts to load it a later one may fail first.
    static WAITING: RefCell<Vec<Action>> = const { RefCell::new(Vec::new()) };
}

/// Loads what jobs need, as far as one sees it first.
pub fn load_live(page: &UseReducerDispatcher<Page>) {
    load(page, None, false);
}

/// Loads all of what jobs need.
pub fn load_details(page: &UseReducerDispatcher<Page>) {
    load(page, None, true);
}

/// Loads what jobs need, if it is not there, and then goes to a field.
fn load(page: &UseReducerDispatcher<Page>, field: Option<String>, is_all: bool) {
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let loading = async {
            page.dispatch(Action::LiveLoaded(live::part::load().await?));
            if is_all {
                let part = live::details::load().await?;
                // Who is at the button that loads them goes on with what takes its place.
                let place = browser::place_in_focus("load-details");
                page.dispatch(Action::DetailsLoaded(part));
                if let Some(place) = place {
                    let attempt = move || {
                        let is_drawn = browser::place_in_focus("load-details").is_none();
                        if is_drawn {
                            browser::focus_first_in(&place);
                        }
                        is_drawn
                    };
                    browser::when_drawn(FRAMES, Box::new(attempt));
                }
            }
            Ok::<(), NotLoaded>(())
        };
        if loading.await.is_err() {
            page.dispatch(Action::Notify(not_loaded()));
        } else if let Some(field) = field {
            browser::when_drawn(FRAMES, Box::new(move || browser::focus_field(&field)));
        }
    });
}

/// Goes to a field. Those of a job may still have to be loaded.
fn look(page: &Handle, field: &str) {
    if is_of_jobs(field) && page.details.is_none() {
        load(&page.dispatcher(), Some(field.to_owned()), true);
    } else {
        browser::focus_field(field);
    }
}

fn not_loaded() -> Rc<[Notice]> {
    Rc::new([Notice::NotLoaded])
}

/// Goes on in another language, and keeps that choice.
fn speak(page: &Handle) {
    let (tag, page) = (page.language.words().other_language.tag, page.dispatcher());
    wasm_bindgen_futures::spawn_local(async move {
        match Language::named(tag).await {
            Ok(language) => {
                browser::keep_language(tag);
                page.dispatch(Action::Language(language));
            }
            Err(NotLoaded) => page.dispatch(Action::Notify(not_loaded())),
        }
    });
}

fn act_by_part(page: &Handle, verb: &str, what: &str) {
    let of_jobs = page.live.and_then(|part| (part.act)(verb, what, page));
    let of_jobs = of_jobs.or_else(|| page.details.and_then(|part| (part.act)(verb, what, page)));
    if let Some(action) = of_jobs.or_else(|| page.part.and_then(|part| (part.act)(verb, what, page))) {
        send(page, action);
    }
}

/// What only elements do that belong to the [part](mod@crate::part) of texts.
pub fn act(verb: &str, what: &str, page: &Page) -> Option<Action> {
    match verb {
        "fix" => {
            let fix = page.answer.findings().into_iter().nth(what.parse().ok()?)?.fix?;
            let text = fix.apply(page.answer.settings.document().text());
            Some(Action::Fix { text, kind: fix.kind })
        }
        "preset" => {
            let preset = presets::named(what)?;
            let text = preset.text(page.answer.settings.version);
            Some(Action::Preset { id: preset.id, name: preset.name, deployment: preset.deployment, text })
        }
        "format" => Export::all(&page.answer).find(|export| export.id() == what).map(Action::Export),
        _ => dialog::act(verb, what, page),
    }
}

/// A choice was made, a switch was turned.
pub fn change(event: &Event, page: &Handle) {
    let Some(target) = event.target() else { return };
    if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        let value = select.value();
        match &*select.id() {
            "version" => {
                if let Some(version) = FlinkVersion::parse(&value) {
                    send(page, Action::Version(version));
                }
            }
            id if is_of_jobs(id) => act_by_part(page, id, &value),
            _ => send(page, Action::Kind(Kind::named(&value))),
        }
    }
    let Some(input) = target.dyn_ref::<HtmlInputElement>() else { return };
    let value = input.value();
    match &*input.name() {
        "process" => send(
            page,
            Action::Process(if value == "jobmanager" { Process::JobManager } else { Process::TaskManager }),
        ),
        "deployment" => send(
            page,
            Action::Deployment(if value == "standalone" {
                Deployment::Standalone
            } else {
                Deployment::Containerized
            }),
        ),
        "view" => send(page, Action::ShowText(value == "text")),
        verb @ ("format" | "place" | "colours" | "tongue") => act_by_part(page, verb, &value),
        "block" => act_by_part(page, "block", &[if input.checked() { "" } else { "-" }, &value].concat()),
        "explicit" => {
            send(page, Action::Extent(Extent { is_explicit: input.checked(), ..page.view.extent }));
        }
        "others" => {
            send(page, Action::Extent(Extent { has_others: input.checked(), ..page.view.extent }));
        }
        "file" => {
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                let page = page.clone();
                browser::read_file(file, move |text| send(&page, Action::Paste(text.into())));
            }
            // So that the same file can be opened again.
            input.set_value("");
        }
        _ => {
            let Some(field) = field_at(event, page) else { return };
            match (&*input.type_(), field.input) {
                ("checkbox", _) => set(page, &field, input.checked().to_string()),
                // When it is let go, the thumb goes to the stop that was chosen.
                ("range", _) => input.set_value(&field.place.to_string()),
                _ => {}
            }
        }
    }
}

/// Whether an element is one of those of the job under load.
fn is_of_jobs(name: &str) -> bool {
    name.starts_with("job-") || name.starts_with("run-")
}

/// A text was typed, a slider moved.
pub fn input(event: &Event, page: &Handle) {
    let Some(target) = event.target() else { return };
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        let text: Rc<str> = area.value().into();
        send(page, Action::Type(Rc::clone(&text)));
        let page = page.clone();
        browser::later(REST, move || send(&page, Action::Rest(text)));
    }
    if let Some(input) = target.dyn_ref::<HtmlInputElement>().filter(|input| is_of_jobs(&input.name())) {
        act_by_part(page, &input.name(), &input.value());
        return;
    }
    let (Some(input), Some(field)) = (target.dyn_ref::<HtmlInputElement>(), field_at(event, page)) else {
        return;
    };
    match (&*input.type_(), field.input) {
        ("range", Input::Slider(track)) => {
            if let Ok(place) = input.value().parse() {
                set(page, &field, track.text_at(place));
            }
        }
        ("text", _) => set(page, &field, input.value()),
        _ => {}
    }
}

/// A key was pressed. Arrow keys on a slider and, up and down, in its field: from stop to stop, with shift in fine steps. Among tabs they
/// choose the next one.
pub fn key(event: &KeyboardEvent, page: &Handle) {
    let pressed = event.key();
    if pressed == "Escape" {
        send(page, Action::Unpin);
        return;
    }
    if browser::marked(event, &["role"]).as_deref() == Some("tab") {
        // The one in focus; what it shows may still be loaded.
        let tab = Tab::named(&browser::marked(event, &["id"]).unwrap_or_default());
        let by = match &*pressed {
            "ArrowRight" => 1,
            "ArrowLeft" => Tab::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let next = Tab::ALL[(tab as usize + by) % Tab::ALL.len()];
        send(page, Action::Tab(next));
        browser::focus_field(next.id());
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let (Some(target), Some(field)) = (target, field_at(event, page)) else { return };
    let Input::Slider(track) = field.input else { return };
    let is_slider = target.type_() == "range";
    let by = |steps| if event.shift_key() { Move::Fine(steps) } else { Move::Stop(steps) };
    let pressed = match &*pressed {
        "ArrowUp" => by(1),
        "ArrowDown" => by(-1),
        "ArrowRight" if is_slider => by(1),
        "ArrowLeft" if is_slider => by(-1),
        "PageUp" => Move::Page(1),
        "PageDown" => Move::Page(-1),
        "Home" if is_slider => Move::First,
        "End" if is_slider => Move::Last,
        _ => return,
    };
    event.prevent_default();
    set(page, &field, track.after(field.text.as_deref(), field.place, pressed));
}

/// A text was pasted into a field. A browser lays out every character of a field, which takes seconds for megabytes.
pub fn paste(event: &Event, page: &Handle) {
    let Some(text) = browser::pasted(event) else { return };
    if let Some(field) = field_at(event, page).filter(|_| text.len() > FIELD) {
        event.prevent_default();
        set(page, &field, text.replace(['\n', '\r'], ""));
    } else if text.len() > PASTED {
        event.prevent_default();
        send(page, Action::Text(text.into()));
    }
}

/// The component that an event is about.
pub fn component_at(event: &Event, attributes: &[&str]) -> Option<Component> {
    geometry::component(&browser::marked(event, attributes)?)
}

/// The control that an event is about.
fn field_at(event: &Event, page: &Handle) -> Option<Rc<Field>> {
    let key = browser::marked(event, &["data-key"])?;
    page.answer.fields().find(|field| field.key == key).cloned()
}

fn set(page: &Handle, field: &Field, text: String) {
    send(page, Action::Set { key: field.spelled.to_owned(), text });
}

fn step(page: &Handle, key: &str, by: i64) {
    let Some(field) = page.answer.fields().find(|field| field.key == key) else { return };
    let now = field.text.as_deref().unwrap_or(&field.placeholder).trim().parse::<i64>().unwrap_or(0);
    set(page, field, now.saturating_add(by).max(0).to_string());
}

/// Copies, and says for a moment what became of it. Where the clipboard is refused, the text is selected for the user to copy by hand.
fn copy(page: &Handle, what: Copy) {
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let (content, shown) = match what {
            Copy::Output => {
                (page.view.tab.says(&page).map_or_else(String::new, |said| said.text), "output-text")
            }
            Copy::Export => (page.part.map_or_else(String::new, |part| (part.export)(&page)), "preview"),
            Copy::Embed => (page.part.map_or_else(String::new, |part| (part.snippet)(&page)), "preview"),
            Copy::Link => (visit::short_address(page.moment()).await, "preview"),
        };
        let is_copied = browser::copy(content).await;
        if !is_copied && what == Copy::Link {
            send(&page, Action::Open(Open::Link));
        }
        page.dispatch(Action::Copied(Some(Copied { what, is_copied })));
        browser::later(if is_copied { 0 } else { 50 }, move || {
            if !is_copied {
                browser::select(shown);
            }
        });
        browser::later(SAID, move || page.dispatch(Action::Copied(None)));
    });
}

/// Gives the user the file that is shown.
pub fn save(page: &Page) {
    let export = page.chosen_export();
    let content = page.export().text;
    let (name, media_type) = export.file();
    if export == Export::Png {
        wasm_bindgen_futures::spawn_local(async move {
            download::save_png(name, &content, PNG_SCALE).await;
        });
    } else {
        download::save(name, media_type, &content);
    }
}
