//! The column of controls: the first group open, the others folded with a count of what is set in them.

use std::rc::Rc;

use resolver::control;
use yew::{Callback, Html, html};

use crate::control::ControlView;
use crate::env::Env;
use crate::field::{Field, Fields};
use crate::format;
use crate::page::{Action, Answer};
use crate::words::Words;

/// The column of controls.
pub fn form(answer: &Answer, env: &Env) -> Html {
    let words = env.words();
    let form = &answer.form;
    html! {
        <>
            <h2 class="h">{ words.configuration }<small class="r fine">{ words.configuration_hint }</small></h2>
            <div class="group">
                { for form.iter().take(1).flat_map(|group| &group.fields).map(view) }
            </div>
            <div class="groups">
                { for form.iter().skip(1).map(|group| folded(group, words)) }
            </div>
            { unread_keys(answer, env) }
        </>
    }
}

fn view(field: &Rc<Field>) -> Html {
    html! { <ControlView key={field.key} field={field.clone()} /> }
}

/// A folded group.
fn folded(group: &Fields, words: &Words) -> Html {
    let (set, rejected) = group.counts();
    let all = group.fields.len();
    let (count, word, class) = if rejected > 0 {
        (rejected, words.count_rejected, "count rejected")
    } else if set > 0 {
        (set, words.count_set, "count set")
    } else {
        (all, words.count_defaults[usize::from(all != 1)], "count")
    };
    html! {
        <details key={group.id} class="fold" data-group={group.id}>
            <summary>
                <b>{ group.heading }</b>
                <span {class}>{ [&count.to_string(), " ", word].concat() }</span>
            </summary>
            <div class="group">{ for group.fields.iter().map(view) }</div>
        </details>
    }
}

/// Keys that are set and that the release does not read: those of other releases stay where they are when the release is changed.
fn unread_keys(answer: &Answer, env: &Env) -> Html {
    let words = env.words();
    let settings = &answer.settings;
    // The other process's options wait behind the switch above.
    let unread: Vec<_> = control::unread(settings.request())
        .into_iter()
        .filter(|unread| !unread.is_of_other_process)
        .collect();
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
