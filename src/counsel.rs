//! What helps against a problem that a pasted message tells of.

use resolver::text::{Advice, Change, Offer, Remedy};
use yew::Html;

use crate::button::{Button, Icon};
use crate::language::Language;
use crate::mark::{around, text};
use crate::page::Page;

/// Everything that is known to help: what was pasted beside the configuration, or else what the configuration's own text tells.
pub fn counsel(page: &Page, language: Language) -> Html {
    let told = page.told.as_ref().unwrap_or(page.answer.settings.document().reading());
    let cards = told.advice.iter().map(|advice| card(advice, page, language)).collect();
    around("div", &["class"], &["counsel-place"], cards)
}

fn card(advice: &Advice, page: &Page, language: Language) -> Html {
    let mut head = vec![text("h3", &["class", "lang"], &["h", "en"], advice.title)];
    if page.told.is_some() {
        let dismiss = Button {
            class: "reset",
            deed: "forget",
            label: language.words().dismiss,
            inside: vec![Icon::CROSS.html()],
            ..Button::default()
        };
        head.push(dismiss.html());
    }
    let remedies = advice.remedies.iter().map(|remedy| item(remedy, page, language)).collect();
    let parts = vec![
        around("div", &["class"], &["card-head"], head),
        text("p", &["lang"], &["en"], advice.cause),
        around("ol", &[], &[], remedies),
    ];
    around("section", &["class", "data-advice", "aria-label"], &["counsel", advice.id, advice.title], parts)
}

/// A remedy with a button that does it, where it was tried and Flink starts with it.
fn item(remedy: &Remedy, page: &Page, language: Language) -> Html {
    let (answer, words) = (&page.answer, language.words());
    let key = remedy.key;
    let offer = remedy.offer(answer.settings.request(), &answer.resolution);
    let word = change_word(&remedy.change, language);
    let (deed, label) = match &offer {
        Some(Offer::Set(value)) => (["set ", key, " ", value].concat(), [key, ": ", value].concat()),
        Some(Offer::Unset) => (["unset ", key].concat(), key.to_owned()),
        None => (["look ", key].concat(), key.to_owned()),
    };
    let verb = match &offer {
        Some(Offer::Set(_)) => words.set,
        Some(Offer::Unset) => words.remove,
        None => words.look_at,
    };
    let button = Button {
        class: "btn line",
        deed: &deed,
        offer: if offer.is_some() { key } else { "" },
        inside: vec![verb.into(), text("code", &[], &[], &label)],
        ..Button::default()
    };
    let head = [word, " "].concat();
    let sentence = vec![
        head.into(),
        text("code", &[], &[], key),
        ": ".into(),
        text("span", &["lang"], &["en"], remedy.why),
    ];
    around("li", &[], &[], vec![around("p", &[], &[], sentence), button.html()])
}

fn change_word(change: &Change, language: Language) -> &'static str {
    let words = language.words();
    match change {
        Change::To(_) => words.set,
        Change::Raise => language.of_texts().raise,
        Change::Lower => language.of_texts().lower,
        Change::Unset => words.remove,
    }
}
