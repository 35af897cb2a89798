//! The configuration as a text: a field with its lines coloured and marked behind it, what it is read as, and what is found in it.
//!
//! The field is as high and as wide as its text and lies, with the coloured lines behind it, in a box that scrolls both. Of the lines only
//! those in sight are in the document, so that a text of thousands of lines is typed in as quickly as one of ten.

use std::ops::Range;
use std::rc::Rc;

use gloo::events::EventListener;
use resolver::text::{Finding, Kind, Place, Relevance, Severity, relevance};
use web_sys::Element;
use yew::{
    AttrValue, Html, Properties, component, html, use_effect_with, use_memo, use_node_ref, use_state_eq,
};

use crate::button::{Button, Icon};
use crate::format;
use crate::header::option;
use crate::language::Language;
use crate::mark::{around, entry, flag, mark, text};
use crate::page::Answer;
use crate::sheet::{Line, Lines, Shift};
use crate::words::texts::TextWords;

/// Height of a line, px; `--line-height` of the style sheet.
pub const LINE: i32 = 18;
/// Lines that are drawn beyond those in sight, on either side, so that scrolling meets them.
const MARGIN: usize = 24;
/// Findings that are listed.
const LISTED: usize = 100;
/// Characters of a line that are drawn.
const LONGEST_LINE: usize = 4000;
/// Bytes of a text up to which it can be edited here. Of a longer one the beginning is shown.
const LONGEST: usize = 1 << 20;
/// Bytes of a text from which on the field grows in steps, and columns of a step.
const STEPS_FROM: usize = 20_000;
const COLUMNS: usize = 32;
/// Columns that the field grows to.
const MOST_COLUMNS: usize = 4000;

/// What the editor shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct EditorProps {
    /// The present answer.
    pub answer: Rc<Answer>,
    /// What is being typed and was not read yet.
    pub draft: Option<Rc<str>>,
    /// The language it speaks.
    pub language: Language,
}

/// The configuration as a text.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let words = props.language.of_texts();
    let answer = &props.answer;
    let document = answer.settings.document();
    let read = document.text();
    let shift = props.draft.as_ref().map_or(Shift::NONE, |draft| Shift::between(read, draft));
    let whole = props.draft.as_ref().unwrap_or(read);
    // A browser lays out every line of a field.
    let is_long = whole.len() > LONGEST;
    let whole =
        &if is_long { Rc::from(&whole[..whole.floor_char_boundary(LONGEST / 4)]) } else { Rc::clone(whole) };
    let lines = Lines::of(whole);
    let scroller = use_node_ref();
    let in_sight = use_state_eq(|| 0..60);
    use_effect_with((), {
        let (scroller, in_sight) = (scroller.clone(), in_sight.setter());
        move |()| {
            let element: Option<Element> = scroller.cast();
            let listener = element.map(|element| {
                let see = {
                    let element = element.clone();
                    move || in_sight.set(lines_in_sight(&element))
                };
                see();
                EventListener::new(&element, "scroll", move |_| see())
            });
            move || drop(listener)
        }
    });
    let found = use_memo(Rc::clone(answer), |answer| answer.findings());
    let marks: Vec<_> = found.iter().map(|finding| (finding.at, finding.severity)).collect();

    let is_known = |key: &str| relevance(key) == Relevance::Known;
    // While a text shrinks, what is in sight may lie beyond its end until the box has scrolled.
    let first = in_sight.start.saturating_sub(MARGIN).min(lines.count().saturating_sub(1));
    let range = first..in_sight.end + MARGIN;
    let shown = lines.show(whole, range, &document.reading().entries, &marks, shift, is_known);
    // A long field widens in steps: with each change of its width, the browser lays out all of it anew.
    let step = if whole.len() > STEPS_FROM { COLUMNS } else { 1 };
    let columns = (lines.columns.max(24) + 2).next_multiple_of(step).min(MOST_COLUMNS);
    const FIELD: &[&str] = &[
        "id",
        "aria-label",
        "aria-describedby",
        "rows",
        "cols",
        "wrap",
        "spellcheck",
        "autocomplete",
        "autocapitalize",
        "readonly",
    ];
    let (rows, columns) = ((lines.count() + 1).to_string(), columns.to_string());
    let values = [
        "config-text",
        words.config_text,
        "findings",
        &rows,
        &columns,
        "off",
        "false",
        "off",
        "off",
        flag(is_long),
    ];
    // As high as the lines above those that are drawn.
    let above = (first as i32 * LINE).to_string();
    let drawn = vec![
        mark("svg", &["width", "height"], &["1", &above]),
        around("pre", &[], &[], shown.into_iter().map(|line| line_html(whole, line)).collect()),
    ];
    let sheet = vec![
        around("div", &["class", "aria-hidden"], &["lines", "true"], drawn),
        entry("textarea", FIELD, &values, AttrValue::from(Rc::clone(whole))),
    ];
    let scroller = html! {
        <div class="scroller" ref={scroller.clone()}>{ around("div", &["class"], &["sheet"], sheet) }</div>
    };
    around(
        "section",
        &["class", "aria-label"],
        &["editor", words.config_text],
        vec![
            toolbar(answer, words),
            text("p", &["class"], &["note long-text"], if is_long { words.too_long } else { "" }),
            scroller,
            findings(answer, &found, words),
        ],
    )
}

fn lines_in_sight(scroller: &Element) -> Range<usize> {
    let line = |pixels: i32| usize::try_from(pixels / LINE).unwrap_or_default();
    // In steps, so that most scrolling renders nothing.
    let first = line(scroller.scroll_top()) / 12 * 12;
    first..first + line(scroller.client_height()) + 14
}

fn line_html(whole: &str, line: Line) -> Html {
    let number = line.number.to_string();
    let severity = line.severity.map_or("", severity_class);
    let mut parts = vec![text("i", &["class"], &[&["n ", severity].concat()], &number)];
    let mut room = LONGEST_LINE;
    for piece in line.pieces {
        let shown = format::clip(piece.at.of(whole), room).head;
        room = room.saturating_sub(shown.len());
        let class = [piece.role.class(), " ", piece.severity.map_or("", severity_class)].concat();
        parts.push(text("span", &["class"], &[&class], &shown));
    }
    parts.push("\n".into());
    around("div", &["class"], &["l"], parts)
}

const fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "hint",
        Severity::Warning => "warning",
        Severity::Error => "failure",
    }
}

/// What the text is read as, and where another may come from.
fn toolbar(answer: &Answer, words: &TextWords) -> Html {
    let document = answer.settings.document();
    let chosen = document.chosen();
    let detected = [words.detected, " ", document.reading().kind.name()].concat();
    let automatic = if chosen.is_none() { &*detected } else { words.detect };
    let mut kinds = vec![option("", automatic, chosen.is_none())];
    kinds.extend(Kind::ALL.map(|kind| option(kind.id(), kind.name(), chosen == Some(kind))));
    let pick = vec![
        text("span", &[], &[], words.read_as),
        around("select", &["class", "id"], &["sel", "kind"], kinds),
    ];
    let open = vec![
        words.open_file.into(),
        mark("input", &["type", "class", "id", "name"], &["file", "vh", "open-file", "file"]),
    ];
    let parts = vec![
        around("label", &["class"], &["pick"], pick),
        around("label", &["class"], &["btn line file"], open),
    ];
    around("div", &["class"], &["editor-bar"], parts)
}

/// What is found in the text, in its order; of too much, what matters more.
fn findings(answer: &Answer, all: &[Finding], words: &TextWords) -> Html {
    let whole = answer.settings.document().text();
    let item = |(at, finding): (usize, &Finding)| {
        let place = Place::of(whole, finding.at.start);
        let place = [&place.line.to_string(), ":", &place.column.to_string()].concat();
        let go = Button {
            class: "place",
            deed: &["go ", &finding.at.start.to_string(), "-", &finding.at.end.to_string()].concat(),
            label: &[words.line, " ", &place].concat(),
            inside: vec![place.as_str().into()],
            ..Button::default()
        };
        let word = words.severities[finding.severity as usize];
        let message = format::clip(&finding.message, 600).head.into_owned();
        let message = vec![text("b", &[], &[], word), " ".into(), text("span", &["lang"], &["en"], &message)];
        let mut parts = vec![go.html(), around("p", &[], &[], message)];
        if let Some(fix) = &finding.fix {
            let button = Button {
                class: "btn line apply",
                deed: &["fix ", &at.to_string()].concat(),
                inside: vec![fix.label.as_str().into()],
                ..Button::default()
            };
            parts.push(button.html());
        }
        around("li", &["class"], &[severity_class(finding.severity)], parts)
    };
    let is_listed = |least: Severity| move |(_, finding): &(usize, &Finding)| finding.severity >= least;
    let of = |least: Severity| all.iter().enumerate().filter(is_listed(least));
    let least = [Severity::Hint, Severity::Warning].into_iter().find(|least| of(*least).count() <= LISTED);
    let mut items: Vec<Html> = of(least.unwrap_or(Severity::Error)).take(LISTED).map(item).collect();
    let hidden = all.len() - items.len();
    if hidden > 0 {
        let more = [&hidden.to_string(), " ", words.more_findings].concat();
        items.push(text("li", &[], &[], &more));
    }
    let count = of(Severity::Warning).count();
    let heading = if all.is_empty() {
        vec![Icon::TICK.html(), words.no_findings.into()]
    } else {
        vec![[&count.to_string(), " ", words.to_look_at].concat().into()]
    };
    around(
        "div",
        &["class", "id"],
        &["findings", "findings"],
        vec![around("h3", &["class"], &["h"], heading), around("ul", &[], &[], items)],
    )
}
