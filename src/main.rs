//! The calculator's page.

use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <p>{ "Flink Memory Calculator" }</p> }
}

fn main() {
    let Some(host) = gloo::utils::document().get_element_by_id("page") else {
        return;
    };
    yew::Renderer::<App>::with_root(host).render();
}
