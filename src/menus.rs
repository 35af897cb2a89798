//! What the buttons at the top open: presets to begin with, exports to take away, what makes a widget, the link.
//!
//! One dialog of the browser's own, which keeps the focus inside and closes on Escape, with one of a few contents.

use resolver::presets::{self, Preset};
use yew::{Html, html};

use crate::button::{Button, Icon};
use crate::download;
use crate::embed::dialog;
use crate::format;
use crate::language::Language;
use crate::mark::{around, choice, flag, mark, text};
use crate::output::copy_button;
use crate::page::{Copy, Open, Page};
use crate::visit;
use crate::words::Words;
use crate::words::texts::TextWords;

/// Characters of an export that are shown; all of it is copied and saved.
const SHOWN: usize = 40_000;

/// The buttons at the top.
pub fn menus(page: &Page, words: &Words) -> Html {
    let button = |class, id, deed, label: &str| {
        let inside = vec![text("span", &["aria-live"], &["polite"], label)];
        Button { class, id, deed, inside, ..Button::default() }.html()
    };
    let is_copied = page.view.copied.is_some_and(|copied| copied.what == Copy::Link && copied.is_copied);
    let copy = if is_copied { words.copied } else { words.copy_link };
    let buttons = vec![
        button("btn", "open-presets", "open presets", words.presets),
        button("btn", "open-export", "open export", words.export),
        button("btn", "open-embed", "open embed", words.embed),
        button("btn line", "copy-link", "copy link", copy),
    ];
    around("div", &["class"], &["menus"], buttons)
}

/// Title and content of what is open over the page.
pub fn opened(page: &Page, language: Language) -> (&'static str, Vec<Html>) {
    let words = language.words();
    match page.view.open {
        Open::Nothing => ("", Vec::new()),
        Open::Presets => (words.presets, preset_list(page, language)),
        Open::Export => (words.export, export(page, language)),
        Open::Embed => (words.embed, dialog::body(page, language)),
        Open::Link => {
            let link = visit::address(&page.moment());
            (words.link, vec![text("p", &[], &[], words.copy_by_hand), preview(&link)])
        }
    }
}

/// The dialog that it is shown in. `onclose` is told when the browser closes it.
pub fn dialog(page: &Page, onclose: yew::Callback<yew::Event>, language: Language) -> Html {
    let words = language.words();
    let (title, body) = page.part.map_or_else(Default::default, |part| (part.opened)(page, language));
    let close = Button {
        class: "btn icon",
        id: "close",
        deed: "open nothing",
        label: words.close,
        inside: vec![Icon::CROSS.html()],
        ..Button::default()
    };
    let head = vec![text("h2", &["class", "id"], &["h", "dialog-title"], title), close.html()];
    html! {
        <dialog id="dialog" aria-labelledby="dialog-title" {onclose}>
            { around("div", &["class"], &["dialog-head"], head) }
            { around("div", &["class"], &["dialog-body"], body) }
        </dialog>
    }
}

/// A text to be copied.
pub fn preview(content: &str) -> Html {
    text("pre", &["class", "id", "tabindex"], &["preview", "preview", "0"], content)
}

/// Presets, each with the sentence when to use it and where it comes from.
fn preset_list(page: &Page, language: Language) -> Vec<Html> {
    let item = |preset: &Preset| {
        let [name, when] = language.preset(preset.id, [preset.name, preset.when]);
        let inside = vec![
            text("b", &[], &[], name),
            text("span", &["class"], &["when"], when),
            text("small", &[], &[], &[language.of_texts().source, " ", preset.source].concat()),
        ];
        let button =
            Button { class: "preset", deed: &["preset ", preset.id].concat(), inside, ..Button::default() };
        around("li", &[], &[], vec![button.html()])
    };
    let version = page.answer.settings.version;
    let items = presets::ALL.iter().filter(|preset| preset.is_for(version)).map(item).collect();
    vec![around("ul", &["class"], &["presets"], items)]
}

/// What to export, how much of it, and what that is.
fn export(page: &Page, language: Language) -> Vec<Html> {
    let words = language.words();
    let chosen = page.chosen_export();
    let exported = page.export();
    let is_empty = exported.text.is_empty();
    let shown = if chosen.is_picture() && !is_empty {
        mark("img", &["class", "src", "alt"], &["portrait", &download::source(&exported.text), words.picture])
    } else {
        preview(&format::clip(&exported.text, SHOWN).head)
    };
    let save = Button {
        class: "btn primary",
        id: "download",
        deed: "download",
        inside: vec![language.of_texts().download.into()],
        ..Button::default()
    };
    let acts = if is_empty { Vec::new() } else { vec![copy_button(page, Copy::Export, words), save.html()] };
    let note = if is_empty { words.no_output } else { &exported.note };
    vec![
        export_choices(page, language.of_texts()),
        shown,
        text("p", &["class"], &["note"], note),
        around("div", &["class", "aria-live"], &["acts", "polite"], acts),
    ]
}

fn export_choices(page: &Page, words: &TextWords) -> Html {
    let chosen = page.chosen_export();
    let mut formats = vec![text("legend", &["class"], &["vh"], words.format)];
    formats.extend(page.exports().map(|each| {
        let input = choice(&["type", "name", "value"], &["radio", "format", each.id()], each == chosen);
        around("label", &[], &[], vec![input, text("span", &[], &[], each.name())])
    }));
    let switch = |name: &str, label: &str, is_on| {
        let parts = vec![
            choice(&["type", "role", "name", "id"], &["checkbox", "switch", name, name], is_on),
            mark("span", &["class", "aria-hidden"], &["knob", "true"]),
            text("span", &[], &[], label),
        ];
        around("label", &["class"], &["switch"], parts)
    };
    let extent = page.view.extent;
    let switches = vec![
        switch("explicit", words.everything_explicit, extent.is_explicit),
        switch("others", words.with_others, extent.has_others),
    ];
    let parts = vec![
        around("fieldset", &["class"], &["formats"], formats),
        around("div", &["class", "hidden"], &["extent", flag(!chosen.has_extent())], switches),
    ];
    around("div", &["class"], &["choices"], parts)
}
