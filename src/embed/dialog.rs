//! The dialog that puts together what makes a [widget](super) of what is shown, with the widget itself beside it.

use resolver::Process;
use yew::Html;

use super::Block;
use super::snippet::{Place, Tongue, Wish};
use crate::history;
use crate::language::Language;
use crate::mark::{around, choice, keyed, mark, text};
use crate::menus::preview;
use crate::output::copy_button;
use crate::page::{Action, Copy, Page, Theme};
use crate::visit;
use crate::words::texts::EmbeddingWords;

/// Controls that are named at most: those of what is set.
const CONTROLS: usize = 8;

/// What is in the dialog.
pub fn body(page: &Page, language: Language) -> Vec<Html> {
    let words = &language.of_texts().embedding;
    let wish = page.view.wish;
    let note = words.notes[wish.place as usize];
    let acts = vec![copy_button(page, Copy::Embed, language.words())];
    let shown = if wish.place.is_picture() {
        around("div", &[], &[], Vec::new())
    } else {
        let source = wish.query(&visit::query(&page.moment_alone()), &controls(page));
        // A new one for each address: to change it would make an entry of the history.
        let title = words.preview;
        keyed(
            source.clone(),
            "iframe",
            &["class", "id", "title", "src"],
            &["embedded", "embed-preview", title, &source],
            Vec::new(),
        )
    };
    vec![
        choices(wish, words),
        preview(&snippet(page)),
        text("p", &["class"], &["note"], note),
        around("div", &["class", "aria-live"], &["acts", "polite"], acts),
        around("div", &["class"], &["embedded-in"], vec![shown]),
    ]
}

/// The lines that are offered.
pub fn snippet(page: &Page) -> String {
    let address = history::address("");
    let home = &address[..=address.rfind('/').unwrap_or_default()];
    page.view.wish.snippet(home, &visit::query(&page.moment_alone()), &controls(page))
}

/// What one of its fields says.
pub fn act(verb: &str, what: &str, page: &Page) -> Option<Action> {
    let mut wish = page.view.wish;
    match verb {
        "place" => wish.place = Place::ALL.into_iter().find(|place| place.id() == what)?,
        "block" => {
            let (name, is_shown) = what.strip_prefix('-').map_or((what, true), |name| (name, false));
            wish = wish.with(Block::ALL.into_iter().find(|block| block.name() == name)?, is_shown);
        }
        "colours" => wish.theme = Theme::named(what),
        "tongue" => wish.tongue = Tongue::ALL.into_iter().find(|tongue| tongue.name() == what)?,
        _ => return None,
    }
    Some(Action::Wish(wish))
}

/// The options that are set, as links name them: whoever shows a configuration wants to turn these.
fn controls(page: &Page) -> String {
    let settings = &page.answer.settings;
    let prefix = match settings.process {
        Process::TaskManager => "taskmanager.memory.",
        Process::JobManager => "jobmanager.memory.",
    };
    let is_set = |key: &str| settings.config().iter().any(|(set, _)| set == key);
    let set = page.answer.fields().filter(|field| is_set(field.spelled)).take(CONTROLS);
    let mut names = String::new();
    for field in set {
        if !names.is_empty() {
            names.push(',');
        }
        names.push_str(field.spelled.strip_prefix(prefix).unwrap_or(field.spelled));
    }
    names
}

fn choices(wish: Wish, words: &EmbeddingWords) -> Html {
    let places = Place::ALL.into_iter().zip(words.places);
    let places = places.map(|(place, name)| (place.id(), name, place == wish.place)).collect();
    let mut blocks = vec![text("legend", &["class"], &["vh"], words.show)];
    blocks.extend(Block::ALL.into_iter().zip(words.blocks).map(|(block, name)| {
        let parts = vec![
            choice(
                &["type", "role", "name", "value"],
                &["checkbox", "switch", "block", block.name()],
                wish.shows(block),
            ),
            mark("span", &["class", "aria-hidden"], &["knob", "true"]),
            text("span", &[], &[], name),
        ];
        around("label", &["class"], &["switch"], parts)
    }));
    let themes = [Theme::System, Theme::Light, Theme::Dark].into_iter().zip(words.themes);
    let themes = themes.map(|(theme, name)| (theme.name(), name, theme == wish.theme)).collect();
    let tongues = Tongue::ALL.into_iter().zip(words.languages);
    let tongues = tongues.map(|(tongue, name)| (tongue.name(), name, tongue == wish.tongue)).collect();
    let is_picture = wish.place.is_picture();
    let parts = vec![
        one_of_few(words.place, "place", places, false),
        around("fieldset", &["class"], &[if is_picture { "extent gone" } else { "extent" }], blocks),
        one_of_few(words.colours, "colours", themes, is_picture),
        one_of_few(words.language, "tongue", tongues, is_picture),
    ];
    around("div", &["class"], &["choices"], parts)
}

/// Choices, each with its value, its name and whether it is the one.
fn one_of_few(
    label: &str,
    name: &str,
    choices: Vec<(&'static str, &'static str, bool)>,
    is_gone: bool,
) -> Html {
    let mut parts = vec![text("legend", &["class"], &["vh"], label)];
    parts.extend(choices.into_iter().map(|(value, shown, is_it)| {
        let input = choice(&["type", "name", "value"], &["radio", name, value], is_it);
        around("label", &[], &[], vec![input, text("span", &[], &[], shown)])
    }));
    around("fieldset", &["class"], &[if is_gone { "formats gone" } else { "formats" }], parts)
}
