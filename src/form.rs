//! The column of controls: the first group open, the others folded with a count of what is set in them.

use std::rc::Rc;

use resolver::control::{self, Unread};
use resolver::text::{Relevance, relevance};
use yew::{Html, html};

use crate::button::Button;
use crate::control::ControlView;
use crate::field::{Field, Fields};
use crate::format;
use crate::header::{Choice, one_of};
use crate::language::Language;
use crate::mark::{around, text};
use crate::page::Answer;
use crate::settings::Settings;
use crate::words::Words;

/// Keys that are listed although nothing reads them.
const MOST_UNREAD: usize = 40;

/// Heading of the configuration, with the choice of how to look at it.
pub fn form_head(settings: &Settings, is_text_shown: bool, language: Language) -> Html {
    let words = language.words();
    let views = [false, true].map(|is_text| Choice {
        label: words.views[usize::from(is_text)],
        value: if is_text { "text" } else { "controls" },
        is_chosen: is_text == is_text_shown,
    });
    let origin = settings.origin().map(|(id, name, is_edited)| {
        let edited = if is_edited { [" · ", words.edited].concat() } else { String::new() };
        let [name, _] = language.preset(id, [name, ""]);
        [name, &edited].concat()
    });
    let title = vec![
        text("h2", &["class"], &["h"], words.configuration),
        text("p", &["class"], &["origin"], &origin.unwrap_or_default()),
    ];
    let head = vec![around("div", &[], &[], title), one_of(words.view, "view", views)];
    around("div", &["class"], &["form-head"], head)
}

/// The column of controls.
pub fn form(answer: &Answer, language: Language) -> Html {
    let words = language.words();
    let view = |field: &Rc<Field>| view(field, language);
    let form = &answer.form;
    let first = form.iter().take(1).flat_map(|group| &group.fields).map(view).collect();
    let parts = vec![
        around("div", &["class"], &["group"], first),
        html! { <div class="groups">{ for form.iter().skip(1).map(|group| folded(group, language)) }</div> },
        unread_keys(answer, words),
        text("p", &["class"], &["fine"], words.configuration_hint),
    ];
    around("div", &["class"], &["form"], parts)
}

fn view(field: &Rc<Field>, language: Language) -> Html {
    html! { <ControlView key={field.key} field={field.clone()} {language} /> }
}

/// A folded group.
fn folded(group: &Fields, language: Language) -> Html {
    let words = language.words();
    let (set, rejected) = group.counts();
    let all = group.fields.len();
    let (count, word, class) = if rejected > 0 {
        (rejected, words.count_rejected, "count rejected")
    } else if set > 0 {
        (set, words.count_set, "count set")
    } else {
        (all, words.count_defaults[usize::from(all != 1)], "count")
    };
    let count = [&count.to_string(), " ", word].concat();
    let summary = vec![
        text("b", &[], &[], language.group(group.id, group.heading)),
        text("span", &["class"], &[class], &count),
    ];
    html! {
        <details key={group.id} class="fold" data-group={group.id}>
            { around("summary", &[], &[], summary) }
            { around("div", &["class"], &["group"], group.fields.iter().map(|field| view(field, language)).collect()) }
        </details>
    }
}

/// Keys that are set and that the release does not read: those of other releases stay where they are when the release is changed.
fn unread_keys(answer: &Answer, words: &Words) -> Html {
    let settings = &answer.settings;
    // The other process's options wait behind the switch above; keys that are about something else are left alone.
    let unread: Vec<_> = control::unread(settings.request())
        .into_iter()
        .filter(|unread| !unread.is_of_other_process && relevance(&unread.key) == Relevance::Known)
        .take(MOST_UNREAD)
        .collect();
    let item = |unread: Unread| {
        let value = format::clip(settings.config().get(&unread.key).unwrap_or_default(), 60);
        let remove = Button {
            class: "link",
            deed: &["unset ", &unread.key].concat(),
            label: &[words.remove, " ", &unread.key].concat(),
            inside: vec![words.remove.into()],
            ..Button::default()
        };
        let parts = vec![
            text("code", &[], &[], &[&unread.key, ": ", &value.head].concat()),
            remove.html(),
            text("p", &["lang"], &["en"], &unread.note),
        ];
        around("li", &["data-unread"], &[&unread.key], parts)
    };
    let parts = if unread.is_empty() {
        Vec::new()
    } else {
        let heading = text("h3", &["class"], &["h"], words.unread);
        vec![heading, around("ul", &[], &[], unread.into_iter().map(item).collect())]
    };
    around("div", &["class"], &["unread"], parts)
}
