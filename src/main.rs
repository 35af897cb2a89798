//! Mounts the page where the document has a place for it.

use flink_memory_calculator::app::{App, AppProps};
use flink_memory_calculator::{browser, history, visit};

fn main() {
    browser::install_crash_box();
    if let Some(place) = browser::place("page") {
        wasm_bindgen_futures::spawn_local(async {
            let (query, fragment) = history::current();
            let (start, notices) = visit::linked(&query, &fragment).await.unwrap_or_default();
            yew::Renderer::<App>::with_root_and_props(place, AppProps { start, notices }).render();
        });
    }
}
