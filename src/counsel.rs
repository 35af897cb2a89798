//! What helps against a problem that a pasted message tells of.

use std::rc::Rc;

use resolver::text::{Advice, Change, Offer, Remedy};
use yew::{Callback, Html};

use crate::browser;
use crate::button::{Button, Icon};
use crate::env::Env;
use crate::mark::{around, text};
use crate::page::{Action, Page};

/// Everything that is known to help: what was pasted beside the configuration, or else what the configuration's own text tells.
pub fn counsel(page: &Page, env: &Env) -> Html {
    let told = page.told.as_ref().unwrap_or(page.answer.settings.document().reading());
    let cards = told.advice.iter().map(|advice| card(advice, page, env)).collect();
    around("div", &["class"], &["counsel-place"], cards)
}

fn card(advice: &Advice, page: &Page, env: &Env) -> Html {
    let words = env.words();
    let mut head = vec![text("h3", &["class"], &["h"], advice.title)];
    if page.told.is_some() {
        let env = env.clone();
        let dismiss = Button {
            class: "reset",
            label: Some(words.dismiss.into()),
            inside: vec![Icon::CROSS.html()],
            onclick: Callback::from(move |_| env.dispatch(Action::Tell(None))),
            ..Button::default()
        };
        head.push(dismiss.html());
    }
    let remedies = advice.remedies.iter().map(|remedy| item(remedy, page, env)).collect();
    let parts = vec![
        around("div", &["class"], &["card-head"], head),
        text("p", &[], &[], advice.cause),
        around("ol", &[], &[], remedies),
    ];
    around("section", &["class", "data-advice", "aria-label"], &["counsel", advice.id, advice.title], parts)
}

/// A remedy with a button that does it, where it was tried and Flink starts with it.
fn item(remedy: &Remedy, page: &Page, env: &Env) -> Html {
    let words = env.words();
    let answer = &page.answer;
    let key = remedy.key;
    let (word, button) = match remedy.offer(answer.settings.request(), &answer.resolution) {
        Some(Offer::Set(value)) => {
            let label = vec![words.set.into(), text("code", &[], &[], &[key, ": ", &value].concat())];
            (
                change_word(&remedy.change, env),
                act(key, label, env, Action::Set { key: key.to_owned(), text: value }),
            )
        }
        Some(Offer::Unset) => {
            let label = vec![words.remove.into(), text("code", &[], &[], key)];
            (words.remove, act(key, label, env, Action::Unset { key: key.to_owned() }))
        }
        None => {
            let look = Button {
                class: "btn line",
                inside: vec![words.look_at.into(), text("code", &[], &[], key)],
                onclick: Callback::from(move |_| browser::focus_field(key)),
                ..Button::default()
            };
            (change_word(&remedy.change, env), look.html())
        }
    };
    let head = [word, " "].concat();
    let sentence = vec![head.into(), text("code", &[], &[], key), [": ", remedy.why].concat().into()];
    around("li", &[], &[], vec![around("p", &[], &[], sentence), button])
}

fn change_word(change: &Change, env: &Env) -> &'static str {
    let words = env.words();
    match change {
        Change::To(_) => words.set,
        Change::Raise => words.raise,
        Change::Lower => words.lower,
        Change::Unset => words.remove,
    }
}

fn act(key: &'static str, inside: Vec<Html>, env: &Env, action: Action) -> Html {
    let env = env.clone();
    let action = Rc::new(action);
    let button = Button {
        class: "btn line",
        offer: Some(key),
        inside,
        onclick: Callback::from(move |_| env.dispatch((*action).clone())),
        ..Button::default()
    };
    button.html()
}
