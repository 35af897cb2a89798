//! A text of any length that never breaks the page: cut for display, with the number of characters it has and a way to see more.

use yew::{AttrValue, Callback, Html, Properties, component, html, use_node_ref, use_state};

use crate::browser;
use crate::env::use_env;
use crate::format;

/// As much as is ever put into the document.
const MOST: usize = 20_000;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LongTextProps {
    /// The text, whole.
    pub text: AttrValue,
    /// Characters shown at first.
    pub limit: usize,
}

/// A text of any length.
#[component]
pub fn LongText(props: &LongTextProps) -> Html {
    let words = use_env().words();
    let is_open = use_state(|| false);
    let shown = use_node_ref();
    let limit = if *is_open { MOST } else { props.limit };
    let clip = format::clip(&props.text, limit);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_| is_open.set(!*is_open))
    };
    let copy = {
        let (text, shown) = (props.text.clone(), shown.clone());
        Callback::from(move |_| {
            let (text, shown) = (text.to_string(), shown.cast());
            wasm_bindgen_futures::spawn_local(async move {
                browser::copy(text, shown).await;
            });
        })
    };
    html! {
        <span class="long">
            <span ref={shown} class={is_open.then_some("all")}>{ clip.head.into_owned() }</span>
            <span>
                if let Some(all) = clip.of {
                    { ["… (", &all.to_string(), " ", words.characters, ") "].concat() }
                }
                if clip.of.is_some() || *is_open {
                    <button type="button" class="link" onclick={toggle}>
                        { if *is_open { words.show_less } else { words.show_more } }
                    </button>
                    { " " }
                    <button type="button" class="link" onclick={copy}>{ words.copy_all }</button>
                }
            </span>
        </span>
    }
}
