//! The part of the page that only texts need, in a file of its own.
//!
//! Most visits turn controls. What reads pasted texts of all kinds, the editor, presets, exports, advice and the list of `-D` options are about half of the code, and are
//! loaded when the first of them is asked for. What jobs need is in [parts](crate::live::part) [of its own](crate::live::details). How the program is cut
//! is in [`split`](crate::split).

use resolver::text::{Kind, Library, Reading, detect, read};
use yew::Html;

use crate::counsel::counsel;
use crate::deed;
use crate::editor::Editor;
use crate::embed::dialog;
use crate::language::Language;
use crate::menus::opened;
use crate::output::{Said, options};
use crate::page::{Action, Answer, Page};
use crate::settings::Settings;
use crate::split::later;

/// What the part can do.
#[derive(Debug)]
pub struct Part {
    /// Readers of every kind of text.
    pub library: Library,
    /// The `-D` options.
    pub options: fn(&Answer) -> Option<Said>,
    /// What a text says that is a mere message, and no reason to part with settings that are the user's own.
    pub message: fn(&str, &Settings) -> Option<Reading>,
    /// The configuration as a text.
    pub editor: fn(&Page, Language) -> Html,
    /// Title and content of what is open over the page.
    pub opened: fn(&Page, Language) -> (&'static str, Vec<Html>),
    /// What helps against a problem that a text tells of.
    pub counsel: fn(&Page, Language) -> Html,
    /// What one of its buttons or fields does: a word, what it is done to, and the page.
    pub act: fn(&str, &str, &Page) -> Option<Action>,
    /// The export that is looked at, to be copied.
    pub export: fn(&Page) -> String,
    /// What makes a widget of what is shown, to be copied.
    pub snippet: fn(&Page) -> String,
    /// The export that is looked at, as a file for the user.
    pub save: fn(&Page),
}

/// It is what it is.
impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

static PART: Part = Part {
    library: Library::ALL,
    options,
    message,
    editor: |page, language| {
        let (answer, draft) = (page.answer.clone(), page.draft.clone());
        yew::html! { <Editor {answer} {draft} {language} /> }
    },
    opened,
    counsel,
    act: deed::act,
    export: |page| page.export().text,
    snippet: dialog::snippet,
    save: deed::save,
};

fn message(text: &str, settings: &Settings) -> Option<Reading> {
    let version = settings.version;
    let is_message = settings.is_own() && detect(text, version) == Kind::ErrorMessage;
    is_message.then(|| read(text, Kind::ErrorMessage, version))
}

later!(texts: Part, at once);
