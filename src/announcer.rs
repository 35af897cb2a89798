//! Says the result to screen readers, when it has been the same for a moment: not at every pixel of a drag.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use resolver::Component;
use yew::Html;

use crate::browser;
use crate::format;
use crate::geometry;
use crate::mark::mark;
use crate::page::Answer;
use crate::picture::short_name;
use crate::words::Words;

const ID: &str = "announcer";

/// Milliseconds of rest before something is said.
const REST: u32 = 900;

/// A polite live region. What is in it is not part of the page's state: it is put there by [`say`].
pub fn announcer() -> Html {
    mark("p", &["class", "role", "aria-live", "id"], &["vh", "status", "polite", ID])
}

/// Says what an answer is after a rest. Dropping the timeout takes it back.
pub fn say(answer: &Rc<Answer>, words: &'static Words) -> Timeout {
    let answer = Rc::clone(answer);
    Timeout::new(REST, move || browser::put_text(ID, &summary(&answer, words)))
}

fn summary(answer: &Answer, words: &Words) -> String {
    let version = ["Flink ", answer.settings.version.name(), " "].concat();
    if let Some(error) = &answer.error {
        return [&version, words.does_not_start, ": ", &format::clip(&error.message, 300).head].concat();
    }
    let mut text = version + if answer.has_late_error() { words.rejects_an_option } else { words.starts };
    let leaves = geometry::nodes(answer.settings.process).iter().filter(|node| node.is_leaf);
    for component in [Component::TotalProcess].into_iter().chain(leaves.map(|node| node.component)) {
        if let Some(bytes) = answer.bytes(component) {
            text.push_str(". ");
            text.push_str(short_name(component));
            text.push(' ');
            text.push_str(&format::spoken(bytes, words));
        }
    }
    text
}
