//! The column of controls: the first group open, the others folded with a count of what is set in them.

use std::rc::Rc;

use resolver::catalogue::{self, Scope};
use resolver::{Process, control};
use web_sys::HtmlDetailsElement;
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_node_ref};

use crate::control::ControlView;
use crate::env::use_env;
use crate::field::{Field, Fields};
use crate::format;
use crate::page::{Action, Answer};

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
                { for form.iter().take(1).flat_map(|group| &group.fields).map(view) }
            </div>
            <div class="groups">
                { for form.iter().skip(1).map(|group| html! { <Group key={group.id} group={group.clone()} /> }) }
            </div>
            <UnreadKeys answer={props.answer.clone()} />
        </>
    }
}

fn view(field: &Rc<Field>) -> Html {
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
            <div class="group">{ for props.group.fields.iter().map(view) }</div>
        </details>
    }
}

/// Keys that are set and that the release does not read: those of other releases stay where they are when the release is changed.
#[component]
fn UnreadKeys(props: &FormProps) -> Html {
    let env = use_env();
    let words = env.words();
    let settings = &props.answer.settings;
    let other = match settings.process {
        Process::TaskManager => Scope::JobManager,
        Process::JobManager => Scope::TaskManager,
    };
    // The other process's options wait behind the switch above.
    let is_here = |key: &str| catalogue::find(key).is_none_or(|option| option.scope != other);
    let unread: Vec<_> =
        control::unread(settings.request()).into_iter().filter(|unread| is_here(&unread.key)).collect();
    html! {
        <div class="unread">
            if !unread.is_empty() {
                <h3 class="h">{ words.unread }</h3>
                <ul>
                    { for unread.into_iter().map(|unread| {
                        let (env, key) = (env.clone(), unread.key.clone());
                        let text = settings.config.get(&unread.key).unwrap_or_default();
                        html! {
                            <li key={unread.key.clone()} data-unread={unread.key.clone()}>
                                <code>{ [&unread.key, ": ", &format::clip(text, 60).head].concat() }</code>
                                <button
                                    class="link"
                                    type="button"
                                    aria-label={[words.remove, " ", &unread.key].concat()}
                                    onclick={Callback::from(move |_| env.dispatch(Action::Unset { key: key.clone() }))}
                                >
                                    { words.remove }
                                </button>
                                <p>{ unread.note }</p>
                            </li>
                        }
                    }) }
                </ul>
            }
        </div>
    }
}
