//! Says the result to screen readers, when it has been the same for a moment: not at every pixel of a drag.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use resolver::Component;
use yew::{Html, Properties, component, html, use_effect_with, use_state_eq};

use crate::env::use_env;
use crate::format;
use crate::geometry;
use crate::page::Answer;
use crate::picture::short_name;
use crate::words::Words;

/// Milliseconds of rest before something is said.
const REST: u32 = 900;

/// What is said.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AnnouncerProps {
    /// The present answer.
    pub answer: Rc<Answer>,
}

/// A polite live region.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let words = use_env().words();
    let said = use_state_eq(String::new);
    use_effect_with(Rc::clone(&props.answer), {
        let said = said.setter();
        move |answer| {
            let answer = Rc::clone(answer);
            let timeout = Timeout::new(REST, move || said.set(summary(&answer, words)));
            move || drop(timeout)
        }
    });
    html! { <p class="vh" role="status" aria-live="polite" id="announcer">{ (*said).clone() }</p> }
}

fn summary(answer: &Answer, words: &Words) -> String {
    let version = ["Flink ", answer.settings.version.name(), " "].concat();
    if let Some(error) = answer.error() {
        return [&version, words.does_not_start, ": ", &format::clip(&error.message, 300).head].concat();
    }
    let mut text = version + words.starts;
    let leaves = geometry::nodes(answer.settings.process).iter().filter(|node| node.is_leaf);
    for component in [Component::TotalProcess].into_iter().chain(leaves.map(|node| node.component)) {
        if let Some(bytes) = answer.bytes(component) {
            text.push_str(". ");
            text.push_str(short_name(component));
            text.push(' ');
            text.push_str(&format::spoken(bytes));
        }
    }
    text
}
