//! A widget's markup: the named blocks, what does not work, and the way to the whole page.

use std::rc::Rc;

use resolver::Process;
use yew::{Html, html};

use super::{Block, Embed};
use crate::control::ControlView;
use crate::deed::Handle;
use crate::field::Field;
use crate::geometry;
use crate::language::Language;
use crate::live::shell;
use crate::mark::{ABSENT, around, text};
use crate::output::output;
use crate::page::Answer;
use crate::picture::{anatomy, described, stretches, strip};
use crate::verdict::{problem, verdict};
use crate::visit;
use crate::words::Words;

/// Names that are listed although they mean nothing.
const LISTED: usize = 4;

/// A widget. What a page around can be told of it stands in its attributes, from where `www/boot.js` takes it.
pub(super) fn view(page: &Handle, embed: &Embed, notices: Html, language: Language) -> Html {
    let words = language.words();
    let (answer, shown, stale) = (&*page.answer, page.shown().map(|answer| &**answer), page.is_stale());
    let (fields, unknown) = fields(answer, embed);
    let mut has_live = false;
    let blocks =
        embed.blocks.iter().filter(|block| !(block.is_live() && std::mem::replace(&mut has_live, true)));
    let blocks = blocks.map(|block| {
        let inside = match block {
            Block::Bar => bar(shown, stale, words),
            Block::Table => anatomy(answer.settings.process, shown, stale, page.pinned, false, words),
            Block::Controls => controls(&fields, language),
            Block::Flags => output(page, words),
            Block::Pools | Block::Graph => shell::shell(page, language),
        };
        html! { <div key={block.name()} class="block">{ inside }</div> }
    });
    let blocks = around("div", &["class"], &["blocks"], blocks.collect());
    let has_controls = embed.blocks.contains(&Block::Controls);
    let has_control = |key: &str| has_controls && fields.iter().any(|field| field.key == key);
    let link = visit::query(&page.moment_alone());
    let names =
        embed.blocks.iter().fold(String::from("embed"), |names, block| names + " has-" + block.name());
    let error = answer.error.as_ref().map(|error| crate::format::clip(&error.message, 300).head.into_owned());
    let open = text("a", &["href", "target", "rel"], &[&link, "_blank", "noopener"], words.open_whole);
    around(
        "div",
        &["class", "data-link", "data-sizes", "data-error"],
        &[&names, &link, &sizes(answer), error.as_deref().unwrap_or(ABSENT)],
        vec![
            notices,
            note(&unknown, words),
            verdict(answer, shown, words),
            problem(answer, stale && shown.is_some(), has_control, words),
            blocks,
            around("footer", &[], &[], vec![open]),
        ],
    )
}

/// The components with their bytes; nothing while Flink does not start.
fn sizes(answer: &Answer) -> String {
    let size = |node: &geometry::Node| {
        let bytes = answer.bytes(node.component)?;
        Some([node.component.id(), " ", &bytes.to_string(), ","].concat())
    };
    geometry::nodes(answer.settings.process).iter().filter_map(size).collect()
}

/// The picture lying down, with its words for those who cannot see it.
fn bar(shown: Option<&Answer>, stale: bool, words: &Words) -> Html {
    let described = shown.map(|shown| described(&stretches(shown))).unwrap_or_default();
    around("div", &[], &[], vec![strip(shown, stale, words), text("p", &["class"], &["vh"], &described)])
}

fn controls(fields: &[&Rc<Field>], language: Language) -> Html {
    let view =
        |field: &&Rc<Field>| html! { <ControlView key={field.key} field={Rc::clone(field)} {language} /> };
    around("div", &["class"], &["group"], fields.iter().map(view).collect())
}

/// The controls that are asked for and that this release has, and what is asked for in vain.
fn fields<'a>(answer: &'a Answer, embed: &'a Embed) -> (Vec<&'a Rc<Field>>, Vec<&'a str>) {
    let unknown = embed.unknown.iter().map(|name| &**name);
    if embed.controls.is_empty() {
        let first = answer.form.first().map(|group| group.fields.iter().collect());
        return (first.unwrap_or_default(), unknown.collect());
    }
    let prefix = match answer.settings.process {
        Process::TaskManager => "taskmanager.memory.",
        Process::JobManager => "jobmanager.memory.",
    };
    let find = |name: &'a String| {
        let is_meant = |key: &str| key == name || key.strip_prefix(prefix) == Some(name);
        let field = answer.fields().find(|field| is_meant(field.key) || is_meant(field.spelled));
        (&**name, field)
    };
    let found: Vec<(&str, Option<&Rc<Field>>)> = embed.controls.iter().map(find).collect();
    let once = |(at, (_, field)): (usize, &(&str, Option<&'a Rc<Field>>))| {
        let is_first = |field: &&Rc<Field>| {
            !found[..at].iter().any(|(_, other)| other.is_some_and(|other| other.key == field.key))
        };
        field.filter(is_first)
    };
    let fields = found.iter().enumerate().filter_map(once).collect();
    let unknown =
        unknown.chain(found.iter().filter(|(_, field)| field.is_none()).map(|(name, _)| *name)).collect();
    (fields, unknown)
}

/// Names that mean nothing here.
fn note(unknown: &[&str], words: &Words) -> Html {
    let mut parts = Vec::new();
    if !unknown.is_empty() {
        let end = if unknown.len() > LISTED { ", …" } else { "" };
        let names = unknown[..unknown.len().min(LISTED)].join(", ");
        parts.push(text("p", &[], &[], &[words.not_shown, &names, end].concat()));
    }
    around("div", &["class"], &["in-vain"], parts)
}
