//! Mounts the page where the document has a place for it.

use std::rc::Rc;

use flink_memory_calculator::app::{App, AppProps};
use flink_memory_calculator::language::Language;
use flink_memory_calculator::notice::Notice;
use flink_memory_calculator::split::NotLoaded;
use flink_memory_calculator::{browser, embed, history, visit};

fn main() {
    if let Some(place) = browser::place("page") {
        wasm_bindgen_futures::spawn_local(async {
            let (query, fragment) = history::current();
            let part = if embed::may_be_asked(&query) { embed::part::load().await.ok() } else { None };
            let (embed, query) = part.map_or((None, query.clone()), |part| (part.read)(&query));
            let (start, mut notices) = visit::linked(&query, &fragment).await.unwrap_or_default();
            let language = Language::named(&browser::language()).await.unwrap_or_else(|NotLoaded| {
                notices.push(Notice::NotLoaded);
                Language::English
            });
            let props = AppProps { start, notices: notices.into(), embed: embed.map(Rc::new), language };
            yew::Renderer::<App>::with_root_and_props(place, props).render();
        });
    }
}
