//! The part of the page that only texts need, in a file of its own.
//!
//! Most visits turn controls. What reads pasted texts of all kinds, the editor, presets, exports, advice and the list of `-D` options are about half of the code, and are
//! loaded when the first of them is asked for. What jobs need is in [parts](crate::live::part) [of its own](crate::live::details). A build with the feature `split` cuts the
//! program in two behind [`load`]; any other build is one file, and has the part from the beginning.
//!
//! The cut is made by what can be reached: code that is only named in `PART` goes into the second file. Naming it anywhere else is no
//! mistake, but everybody downloads it then.

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

/// What a page has of it from the beginning.
pub const AT_ONCE: Option<&Part> = {
    #[cfg(feature = "split")]
    let part = None;
    #[cfg(not(feature = "split"))]
    let part = Some(&PART);
    part
};

/// The part could not be loaded: there is no connection, or another release of the page lies on the host by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// Loads the part; at once, if it was loaded before. After a failure it can be tried again.
///
/// # Errors
///
/// [`NotLoaded`]; the browser's console says more.
#[cfg(feature = "split")]
pub async fn load() -> Result<&'static Part, NotLoaded> {
    #[wasm_split_helpers::wasm_split(texts, fallible)]
    fn part() -> Result<&'static Part, NotLoaded> {
        Ok(&PART)
    }

    part().await
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Gives the part, which this build has from the beginning.
///
/// # Errors
///
/// None.
#[cfg(not(feature = "split"))]
pub async fn load() -> Result<&'static Part, NotLoaded> {
    Ok(&PART)
}
