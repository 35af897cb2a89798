//! Mounts the page where the document has a place for it.

use flink_memory_calculator::app::App;
use flink_memory_calculator::browser;

fn main() {
    browser::install_crash_box();
    if let Some(place) = browser::place("page") {
        yew::Renderer::<App>::with_root(place).render();
    }
}
