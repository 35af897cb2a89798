//! Mounts the page where the document has a place for it.

use std::rc::Rc;

use flink_memory_calculator::app::{App, AppProps};
use flink_memory_calculator::{browser, embed, history, visit};

fn main() {
    if let Some(place) = browser::place("page") {
        wasm_bindgen_futures::spawn_local(async {
            let (query, fragment) = history::current();
            let part = if embed::may_be_asked(&query) { embed::part::load().await.ok() } else { None };
            let (embed, query) = part.map_or((None, query.clone()), |part| (part.read)(&query));
            let (start, notices) = visit::linked(&query, &fragment).await.unwrap_or_default();
            let props = AppProps { start, notices, embed: embed.map(Rc::new) };
            yew::Renderer::<App>::with_root_and_props(place, props).render();
        });
    }
}
