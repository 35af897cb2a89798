//! The column of controls: the first group open, the others folded with a count of what is set in them.

use std::rc::Rc;

use web_sys::HtmlDetailsElement;
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

use crate::control::ControlView;
use crate::env::use_env;
use crate::field::{Field, Fields};
use crate::page::Answer;

/// What the column shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FormProps {
    /// The present answer.
    pub answer: Rc<Answer>,
}

/// The column of controls.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let words = use_env().words();
    let form = &props.answer.form;
    html! {
        <>
            <h2 class="h">{ words.configuration }<small class="r fine">{ words.configuration_hint }</small></h2>
            <div class="group">
                { for form.iter().take(1).flat_map(|group| &group.fields).map(control) }
            </div>
            <div class="groups">
                { for form.iter().skip(1).map(|group| html! { <Group key={group.id} group={group.clone()} /> }) }
            </div>
        </>
    }
}

fn control(field: &Rc<Field>) -> Html {
    html! { <ControlView key={field.key} field={field.clone()} /> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct GroupProps {
    group: Fields,
}

/// A folded group. It unfolds by itself when Flink rejects something inside.
#[component]
fn Group(props: &GroupProps) -> Html {
    let words = use_env().words();
    let details = use_node_ref();
    let (set, rejected) = props.group.counts();
    use_effect_with(rejected > 0, {
        let details = details.clone();
        move |must_open| {
            if let (true, Some(details)) = (*must_open, details.cast::<HtmlDetailsElement>()) {
                details.set_open(true);
            }
        }
    });
    let all = props.group.fields.len();
    let (count, word, class) = if rejected > 0 {
        (rejected, words.count_rejected, "count rejected")
    } else if set > 0 {
        (set, words.count_set, "count set")
    } else {
        (all, words.count_defaults[usize::from(all != 1)], "count")
    };
    html! {
        <details class="fold" ref={details} data-group={props.group.id}>
            <summary>
                <b>{ props.group.heading }</b>
                <span {class}>{ [&count.to_string(), " ", word].concat() }</span>
            </summary>
            <div class="group">{ for props.group.fields.iter().map(control) }</div>
        </details>
    }
}
