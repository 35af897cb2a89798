//! Places of the [details](super::details) of a job until they are loaded: a title, a button that loads them, and as much room as they will take, so
//! that nothing moves when they come.

use yew::Html;

use super::board;
use super::charts::Chart;
use super::editor;
use super::managed;
use crate::button::Button;
use crate::mark::{around, mark, text};
use crate::words::live::LiveWords;

/// Ids of all places. Who comes to one of them needs the details.
pub const PLACES: [&str; 3] = [board::PLACE, managed::PLACE, editor::PLACE];

fn button(what: &str, words: &LiveWords) -> Html {
    let label = [words.load_details, ": ", what].concat();
    let inside = vec![words.load_details.into()];
    Button { class: "btn line", deed: "load-details", label: &label, inside, ..Button::default() }.html()
}

fn head(title: &str, words: &LiveWords) -> Html {
    let title_and_button = vec![text("h3", &["class"], &["h"], title), button(title, words)];
    around("div", &["class"], &["card-head"], title_and_button)
}

fn section(class: &str, id: &str, title: &str, room: Vec<Html>, words: &LiveWords) -> Html {
    let mut parts = vec![head(title, words)];
    parts.extend(room);
    around("section", &["class", "id", "aria-label"], &[class, id, title], parts)
}

/// For the charts of a job with so many stages. A chart is as high as it has values.
pub fn board(stages: usize, words: &LiveWords) -> Html {
    let charts = Chart::all(stages).into_iter().map(|chart| {
        let class = ["chart-room of-", &chart.count().to_string()].concat();
        mark("i", &["class"], &[&class])
    });
    let room = vec![
        around("div", &["class"], &["charts"], charts.collect()),
        mark("div", &["class"], &["compared-room"]),
    ];
    section("board", board::PLACE, words.over_time, room, words)
}

/// For memory.
pub fn memory(words: &LiveWords) -> Html {
    let room = vec![mark("div", &["class"], &["memory-room"])];
    let section = section("pools", managed::PLACE, words.managed_memory, room, words);
    around("div", &["class"], &["memory-of-job"], vec![section])
}

/// For what is in the editor.
pub fn editor(words: &LiveWords) -> Html {
    around("div", &["class", "id"], &["job-edit", editor::PLACE], vec![button(words.edit, words)])
}
