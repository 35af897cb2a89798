//! What the buttons at the top open: presets to begin with, exports to take away, the link.
//!
//! One dialog of the browser's own, which keeps the focus inside and closes on Escape, with one of three contents.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use resolver::presets::{self, Preset};
use resolver::write::Format;
use web_sys::{Event, HtmlInputElement};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, UseStateSetter, component, html, use_effect_with,
    use_mut_ref, use_node_ref, use_state_eq,
};

use crate::browser;
use crate::button::{Button, Icon};
use crate::download;
use crate::env::{Env, use_env};
use crate::export::{Export, Extent};
use crate::format;
use crate::mark::{around, text};
use crate::page::{Action, Answer};
use crate::settings::Settings;
use crate::visit;

/// What the menus are about.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MenusProps {
    /// The present answer.
    pub answer: Rc<Answer>,
}

/// Which menu is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Presets,
    Export,
    Link,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct View {
    open: Open,
    export: Export,
    extent: Extent,
    /// What became of a copy.
    copied: Option<bool>,
}

/// What is copied.
#[derive(Clone)]
enum Copy {
    Text(Rc<str>),
    /// The link to these settings.
    Link(Box<Settings>),
}

/// Characters of an export that are shown; all of it is copied and saved.
const SHOWN: usize = 40_000;

/// Pixels of a PNG for each point of the drawing, for screens that are finer than they say.
const PNG_SCALE: f64 = 2.0;

/// The buttons and what they open.
#[component]
pub fn Menus(props: &MenusProps) -> Html {
    let env = use_env();
    let words = env.words();
    let answer = &props.answer;
    let view = use_state_eq(|| View {
        open: Open::Nothing,
        export: Export::Config(Format::ConfigYaml),
        extent: Extent::default(),
        copied: None,
    });
    let (dialog, shown) = (use_node_ref(), use_node_ref());
    let timeout = use_mut_ref(|| None::<Timeout>);
    use_effect_with(view.open, {
        let dialog = dialog.clone();
        move |open| browser::show_dialog(dialog.cast(), *open != Open::Nothing)
    });
    let set = view.setter();
    let open = |open: Open| {
        let (set, view) = (set.clone(), *view);
        Callback::from(move |_| set.set(View { open, copied: None, ..view }))
    };
    let close = {
        let (set, view) = (set.clone(), *view);
        Callback::from(move |()| set.set(View { open: Open::Nothing, ..view }))
    };
    // Copies, and says for a moment what became of it. Where the clipboard is refused, `or` is shown, with the text selected in it.
    let copy = |what: Copy, or: Open| {
        let (set, view, shown, timeout) = (set.clone(), *view, shown.clone(), Rc::clone(&timeout));
        Callback::from(move |_| {
            let (set, what, shown, timeout) = (set.clone(), what.clone(), shown.clone(), Rc::clone(&timeout));
            wasm_bindgen_futures::spawn_local(async move {
                let content = match what {
                    Copy::Text(text) => text.to_string(),
                    Copy::Link(settings) => visit::short_address(*settings).await,
                };
                let is_copied = browser::copy(content, shown.cast()).await;
                let open = if is_copied { view.open } else { or };
                set.set(View { open, copied: Some(is_copied), ..view });
                let back = Timeout::new(2500, move || set.set(View { open, copied: None, ..view }));
                *timeout.borrow_mut() = Some(back);
            });
        })
    };
    let copy_label = match view.copied {
        None => words.copy,
        Some(true) => words.copied,
        Some(false) => words.copy_by_hand,
    };
    let copy_icon = if view.copied == Some(true) { Icon::TICK } else { Icon::COPY };
    let link: Rc<str> = visit::address(&answer.settings).into();
    let export = Export::all(answer).find(|export| *export == view.export).unwrap_or(Export::JvmFlags);

    let content = match view.open {
        Open::Nothing => Vec::new(),
        Open::Presets => preset_list(answer, &env, &close),
        Open::Export => {
            let exported = export.of(answer, view.extent, &link);
            let content: Rc<str> = exported.text.as_str().into();
            let copy = Button {
                class: "btn line copy",
                inside: vec![copy_icon.html(), copy_label.into()],
                onclick: copy(Copy::Text(Rc::clone(&content)), Open::Export),
                ..Button::default()
            };
            let save = {
                let content = Rc::clone(&content);
                Callback::from(move |_| save(export, Rc::clone(&content)))
            };
            let save = Button {
                class: "btn primary",
                id: Some("download"),
                inside: vec![words.download.into()],
                onclick: save,
                ..Button::default()
            };
            let preview = if export.is_picture() && !content.is_empty() {
                html! { <img class="portrait" src={download::source(&content)} alt={words.picture} /> }
            } else {
                let head = format::clip(&content, SHOWN).head.into_owned();
                html! { <pre class="preview" tabindex="0" ref={shown.clone()}>{ head }</pre> }
            };
            let acts = if content.is_empty() { Vec::new() } else { vec![copy.html(), save.html()] };
            let note = if content.is_empty() { words.no_output } else { &exported.note };
            vec![
                export_choices(answer, export, &set, *view, &env),
                preview,
                text("p", &["class"], &["note"], note),
                around("div", &["class", "aria-live"], &["acts", "polite"], acts),
            ]
        }
        Open::Link => vec![
            text("p", &[], &[], words.copy_by_hand),
            html! { <pre class="preview" tabindex="0" ref={shown.clone()}>{ AttrValue::from(Rc::clone(&link)) }</pre> },
        ],
    };
    let title = match view.open {
        Open::Nothing => "",
        Open::Presets => words.presets,
        Open::Export => words.export,
        Open::Link => words.link,
    };
    let button = |id: &'static str, label: &'static str, onclick| {
        Button { class: "btn", id: Some(id), inside: vec![label.into()], onclick, ..Button::default() }.html()
    };
    let link_label =
        if view.open == Open::Nothing && view.copied == Some(true) { words.copied } else { words.copy_link };
    let copy_link = Button {
        class: "btn line",
        id: Some("copy-link"),
        inside: vec![text("span", &["aria-live"], &["polite"], link_label)],
        onclick: copy(Copy::Link(Box::new(answer.settings.clone())), Open::Link),
        ..Button::default()
    };
    let closing = Button {
        class: "btn icon",
        label: Some(words.close.into()),
        inside: vec![Icon::CROSS.html()],
        onclick: close.reform(|_| ()),
        ..Button::default()
    };
    let head = vec![text("h2", &["class", "id"], &["h", "dialog-title"], title), closing.html()];
    html! {
        <div class="menus">
            { button("open-presets", words.presets, open(Open::Presets)) }
            { button("open-export", words.export, open(Open::Export)) }
            { copy_link.html() }
            <dialog ref={dialog} aria-labelledby="dialog-title" onclose={close.reform(|_| ())}>
                { around("div", &["class"], &["dialog-head"], head) }
                { around("div", &["class"], &["dialog-body"], content) }
            </dialog>
        </div>
    }
}

/// Gives the user the file.
fn save(export: Export, content: Rc<str>) {
    let (name, media_type) = export.file();
    if export == Export::Png {
        wasm_bindgen_futures::spawn_local(async move {
            download::save_png(name, &content, PNG_SCALE).await;
        });
    } else {
        download::save(name, media_type, &content);
    }
}

/// Presets, each with the sentence when to use it and where it comes from.
fn preset_list(answer: &Answer, env: &Env, close: &Callback<()>) -> Vec<Html> {
    let words = env.words();
    let version = answer.settings.version;
    let item = |preset: &'static Preset| {
        let (env, close) = (env.clone(), close.clone());
        let choose = Callback::from(move |_| {
            let text = preset.text(version);
            env.dispatch(Action::Preset { name: preset.name, deployment: preset.deployment, text });
            close.emit(());
        });
        let inside = vec![
            text("b", &[], &[], preset.name),
            text("span", &["class"], &["when"], preset.when),
            text("small", &[], &[], &[words.source, " ", preset.source].concat()),
        ];
        html! {
            <li key={preset.id}>
                <button type="button" class="preset" data-preset={preset.id} onclick={choose}>{ for inside }</button>
            </li>
        }
    };
    let items = presets::ALL.iter().filter(|preset| preset.is_for(version)).map(item);
    vec![html! { <ul class="presets">{ for items }</ul> }]
}

/// What to export, and how much of it.
fn export_choices(
    answer: &Answer,
    chosen: Export,
    set: &UseStateSetter<View>,
    view: View,
    env: &Env,
) -> Html {
    let words = env.words();
    let choice = |export: Export| {
        let set = set.clone();
        let onchange = Callback::from(move |_: Event| set.set(View { export, copied: None, ..view }));
        html! {
            <label key={export.id()}>
                <input type="radio" name="format" value={export.id()} checked={export == chosen} {onchange} />
                { text("span", &[], &[], export.name()) }
            </label>
        }
    };
    let switch = |id: &'static str, label: &'static str, is_on: bool, with: fn(Extent, bool) -> Extent| {
        let set = set.clone();
        let onchange = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            set.set(View { extent: with(view.extent, input.checked()), copied: None, ..view });
        });
        html! {
            <label class="switch">
                <input type="checkbox" role="switch" {id} checked={is_on} {onchange} />
                <span class="knob" aria-hidden="true"></span>
                { text("span", &[], &[], label) }
            </label>
        }
    };
    let explicit = |extent: Extent, is_on| Extent { is_explicit: is_on, ..extent };
    let others = |extent: Extent, is_on| Extent { has_others: is_on, ..extent };
    html! {
        <div class="choices">
            <fieldset class="formats">
                <legend class="vh">{ words.format }</legend>
                { for Export::all(answer).map(choice) }
            </fieldset>
            <div class="extent" hidden={!chosen.has_extent()}>
                { switch("explicit", words.everything_explicit, view.extent.is_explicit, explicit) }
                { switch("others", words.with_others, view.extent.has_others, others) }
            </div>
        </div>
    }
}
