//! The configuration as a text: a field with its lines coloured and marked behind it, what it is read as, and what is found in it.
//!
//! The field is as high and as wide as its text and lies, with the coloured lines behind it, in a box that scrolls both. Of the lines only
//! those in sight are in the document, so that a text of thousands of lines is typed in as quickly as one of ten.

use std::ops::Range;
use std::rc::Rc;

use gloo::events::EventListener;
use resolver::text::{Finding, Kind, Place, Relevance, Severity, relevance};
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, InputEvent};
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, TargetCast, component, html, use_effect_with, use_memo,
    use_node_ref, use_state_eq,
};

use crate::browser;
use crate::button::{Button, Icon};
use crate::env::{Env, use_env};
use crate::format;
use crate::mark::{around, mark, text};
use crate::page::{Action, Answer};
use crate::sheet::{self, Line, Lines};

/// Height of a line, px; `--line-height` of the style sheet.
const LINE: i32 = 18;
/// Lines that are drawn beyond those in sight, on either side, so that scrolling meets them.
const MARGIN: usize = 24;
/// Findings that are listed.
const LISTED: usize = 100;
/// Characters of a line that are drawn.
const LONGEST_LINE: usize = 4000;
/// Columns that the field grows to.
const MOST_COLUMNS: usize = 4000;

/// What the editor shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct EditorProps {
    /// The present answer.
    pub answer: Rc<Answer>,
}

/// The configuration as a text.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let env = use_env();
    let words = env.words();
    let answer = &props.answer;
    let document = answer.settings.document();
    let whole = document.text();
    let lines = Lines::of(whole);
    let (scroller, field) = (use_node_ref(), use_node_ref());
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
    let oninput = {
        let env = env.clone();
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            env.dispatch(Action::Text(area.value().into()));
        })
    };
    let found = use_memo(Rc::clone(answer), |answer| answer.findings());
    let marks: Vec<_> = found.iter().map(|finding| (finding.at, finding.severity)).collect();

    let is_known = |key: &str| relevance(key) == Relevance::Known;
    // While a text shrinks, what is in sight may lie beyond its end until the box has scrolled.
    let first = in_sight.start.saturating_sub(MARGIN).min(lines.count().saturating_sub(1));
    let range = first..in_sight.end + MARGIN;
    let shown = lines.show(whole, range, &document.reading().entries, &marks, is_known);
    let columns = lines.columns.clamp(24, MOST_COLUMNS) + 2;
    // As high as the lines above those that are drawn.
    let above = (first as i32 * LINE).to_string();
    let drawn = vec![
        mark("svg", &["width", "height"], &["1", &above]),
        around("pre", &[], &[], shown.into_iter().map(|line| line_html(whole, line)).collect()),
    ];
    let sheet = vec![
        around("div", &["class", "aria-hidden"], &["lines", "true"], drawn),
        html! {
            <textarea
                ref={field.clone()}
                id="config-text"
                aria-label={words.config_text}
                aria-describedby="findings"
                value={AttrValue::from(Rc::clone(whole))}
                rows={(lines.count() + 1).to_string()}
                cols={columns.to_string()}
                wrap="off"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                {oninput}
            />
        },
    ];
    let scroller = html! {
        <div class="scroller" ref={scroller.clone()}>{ around("div", &["class"], &["sheet"], sheet) }</div>
    };
    around(
        "section",
        &["class", "aria-label"],
        &["editor", words.config_text],
        vec![toolbar(answer, &env), scroller, findings(answer, &found, &env, &field, &lines)],
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
fn toolbar(answer: &Answer, env: &Env) -> Html {
    let words = env.words();
    let document = answer.settings.document();
    let on_kind = {
        let env = env.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            env.dispatch(Action::Kind(Kind::named(&select.value())));
        })
    };
    let on_file = {
        let env = env.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                let env = env.clone();
                browser::read_file(file, move |text| env.dispatch(Action::Paste(text.into())));
            }
            // So that the same file can be opened again.
            input.set_value("");
        })
    };
    let detected = [words.detected, " ", document.reading().kind.name()].concat();
    let option = |kind: Kind| {
        html! { <option value={kind.id()} selected={document.chosen() == Some(kind)}>{ kind.name() }</option> }
    };
    let is_automatic = document.chosen().is_none();
    html! {
        <div class="editor-bar">
            <label class="pick">
                { text("span", &[], &[], words.read_as) }
                <select class="sel" id="kind" onchange={on_kind}>
                    <option value="" selected={is_automatic}>{ if is_automatic { &detected } else { words.detect } }</option>
                    { for Kind::ALL.into_iter().map(option) }
                </select>
            </label>
            <label class="btn line file">
                { words.open_file }
                <input type="file" class="vh" id="open-file" onchange={on_file} />
            </label>
        </div>
    }
}

/// What is found in the text, worst first where it is cut, else in its order.
fn findings(answer: &Answer, all: &[Finding], env: &Env, field: &NodeRef, lines: &Lines) -> Html {
    let words = env.words();
    let whole = answer.settings.document().text();
    let item = |finding: &Finding| {
        let place = Place::of(whole, finding.at.start);
        let place = [&place.line.to_string(), ":", &place.column.to_string()].concat();
        let go = {
            let (field, at) = (field.clone(), finding.at);
            let line = lines.line_of(at.start);
            let (start, end) = (sheet::utf16(whole, at.start), sheet::utf16(whole, at.end));
            Callback::from(move |_| {
                if let Some(area) = field.cast::<HtmlTextAreaElement>() {
                    browser::select_in(&area, start, end, line as i32 * LINE);
                }
            })
        };
        let place = Button {
            class: "place",
            label: Some([words.line, " ", &place].concat().into()),
            inside: vec![place.as_str().into()],
            onclick: go,
            ..Button::default()
        };
        let fix = finding.fix.as_ref().map(|fix| {
            let (env, fix) = (env.clone(), Rc::new(fix.clone()));
            let button = Button {
                class: "btn line apply",
                inside: vec![fix.label.as_str().into()],
                onclick: Callback::from(move |_| env.dispatch(Action::Fix(Rc::clone(&fix)))),
                ..Button::default()
            };
            button.html()
        });
        let word = words.severities[finding.severity as usize];
        let message = vec![
            text("b", &[], &[], word),
            " ".into(),
            format::clip(&finding.message, 600).head.into_owned().into(),
        ];
        let mut parts = vec![place.html(), around("p", &[], &[], message)];
        parts.extend(fix);
        around("li", &["class"], &[severity_class(finding.severity)], parts)
    };
    let is_listed = |least: Severity| move |finding: &&Finding| finding.severity >= least;
    // All of them in the order of the text; of too many, those that matter more.
    let least = [Severity::Hint, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|least| all.iter().filter(is_listed(*least)).count() <= LISTED);
    let least = least.unwrap_or(Severity::Error);
    let listed: Vec<&Finding> = all.iter().filter(is_listed(least)).take(LISTED).collect();
    let hidden = all.len() - listed.len();
    let mut items: Vec<Html> = listed.into_iter().map(item).collect();
    if hidden > 0 {
        let more = [&hidden.to_string(), " ", words.more_findings].concat();
        items.push(text("li", &[], &[], &more));
    }
    let count = all.iter().filter(|finding| finding.severity > Severity::Hint).count();
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
