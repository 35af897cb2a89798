//! What a release passes on and prints: JVM flags, log lines, the list of `-D` options.

use resolver::slot;
use yew::Html;

use crate::button::{Button, Icon};
use crate::mark::{around, text};
use crate::page::{Answer, Copy, Page};
use crate::words::Words;

/// One of the outputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// JVM flags.
    #[default]
    Flags,
    /// Log lines.
    Log,
    /// `-D` options.
    Dynamic,
    /// What a slot gets.
    Slot,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Flags, Self::Log, Self::Dynamic, Self::Slot];

    /// Its name in markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flags => "jvm-flags",
            Self::Log => "log-lines",
            Self::Dynamic => "d-list",
            Self::Slot => "slot-memory",
        }
    }

    /// The output with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.id() == id).unwrap_or_default()
    }

    /// Whether more of the page must be there to show it: few pass such options on themselves.
    #[must_use]
    pub const fn needs_part(self) -> bool {
        matches!(self, Self::Dynamic)
    }

    /// What it says; `None` where there is nothing.
    #[must_use]
    pub fn says(self, page: &Page) -> Option<Said> {
        let answer = &*page.answer;
        match self {
            Self::Flags => answer.breakdown().map(|memory| Said::new(memory.jvm_parameters(), ' ')),
            Self::Dynamic => page.part.and_then(|part| (part.options)(answer)),
            Self::Log => {
                let mut lines = answer.resolution.log.clone();
                lines.extend(answer.resolution.log_block(answer.settings.version).into_iter().flatten());
                Said::of_lines(&lines)
            }
            // An option that divides the memory may be wrong although the sizes are right: then this is where Flink says so.
            Self::Slot => match slot::lines(answer.settings.request(), &answer.resolution) {
                Ok(lines) => Said::of_lines(&lines),
                Err(error) => Some(Said::new(error.to_string(), '\n')),
            },
        }
    }
}

/// What an output says.
#[derive(Debug)]
pub struct Said {
    /// As Flink passes it on. This is what is copied.
    pub text: String,
    /// The same in pieces that stay together when it wraps, to be looked at.
    pieces: Vec<String>,
}

impl Said {
    fn new(text: String, end: char) -> Self {
        Self { pieces: text.split(end).map(|piece| shown(piece, end)).collect(), text }
    }

    fn of_lines(lines: &[String]) -> Option<Self> {
        let text = lines.join("\n");
        (!text.is_empty()).then(|| Self::new(text, '\n'))
    }
}

fn shown(piece: &str, end: char) -> String {
    let mut shown = crate::format::clip(piece, 4000).head.into_owned();
    shown.push(end);
    shown
}

/// The `-D` options.
pub fn options(answer: &Answer) -> Option<Said> {
    let (memory, version) = (answer.breakdown()?, answer.settings.version);
    let options = memory.dynamic_options(version).into_iter().flatten();
    Some(Said {
        text: memory.dynamic_configs(version)?,
        pieces: options.map(|(key, value)| shown(&["-D ", &key, "=", &value].concat(), ' ')).collect(),
    })
}

/// The outputs, one at a time, with a button that copies the one shown.
pub fn output(page: &Page, words: &Words) -> Html {
    const TAB: &[&str] =
        &["class", "type", "role", "id", "data-do", "aria-selected", "aria-controls", "tabindex"];
    let (answer, shown) = (&*page.answer, page.view.tab);
    let said = shown.says(page);
    let missing = match (&said, shown) {
        (Some(_), _) => "",
        (None, _) if answer.is_unresolved() => words.no_result,
        (None, Tab::Log) => words.no_log,
        (None, _) if answer.error.is_some() => words.no_output,
        (None, _) => words.no_such_output,
    };
    let tab = |(each, name): (Tab, &str)| {
        let (selected, index) = if each == shown { ("true", "0") } else { ("false", "-1") };
        let deed = ["tab ", each.id()].concat();
        let values = ["tab", "button", "tab", each.id(), &deed, selected, "output-text", index];
        text("button", TAB, &values, name)
    };
    let tabs = Tab::ALL.into_iter().zip(words.outputs).map(tab).collect();
    let copy = if said.is_some() { vec![copy_button(page, Copy::Output, words)] } else { Vec::new() };
    let bar = vec![
        around("div", &["class", "role", "aria-label"], &["tabs", "tablist", words.output], tabs),
        around("span", &["class", "aria-live"], &["r", "polite"], copy),
    ];
    let pieces =
        said.iter().flat_map(|said| &said.pieces).map(|piece| text("span", &[], &[], piece)).collect();
    let panel = vec![text("p", &["class"], &["nothing"], missing), around("pre", &["lang"], &["en"], pieces)];
    let section = vec![
        around("div", &["class"], &["bar"], bar),
        around(
            "div",
            &["id", "role", "aria-labelledby", "tabindex", "class"],
            &["output-text", "tabpanel", shown.id(), "0", &["text ", shown.id()].concat()],
            panel,
        ),
    ];
    around("section", &["class", "id", "aria-label"], &["out", "output", words.output], section)
}

/// A button that copies, and says for a moment what became of it.
pub fn copy_button(page: &Page, what: Copy, words: &Words) -> Html {
    let copied = page.view.copied.filter(|copied| copied.what == what).map(|copied| copied.is_copied);
    let label = match copied {
        None => words.copy,
        Some(true) => words.copied,
        Some(false) => words.copy_by_hand,
    };
    let icon = if copied == Some(true) { Icon::TICK } else { Icon::COPY };
    let button = Button {
        class: "btn line copy",
        deed: &["copy ", what.id()].concat(),
        inside: vec![icon.html(), label.into()],
        ..Button::default()
    };
    button.html()
}
