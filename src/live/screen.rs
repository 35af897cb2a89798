//! Where the numbers of a simulation are written: elements that the view has left empty for them. What is there already is not written again, so that
//! nothing is laid out anew.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::Html;

use super::figures::fixed;
use crate::browser::{self, place};
use crate::mark::mark;

/// Room for a number. No `output`: screen readers would be told of every change, several times a second.
pub fn room(id: &str) -> Html {
    mark("span", &["class", "id"], &["fig", id])
}

/// Puts a text into the element with this id.
pub fn put(id: &str, text: &str) {
    if let Some(element) = place(id).filter(|element| element.text_content().as_deref() != Some(text)) {
        element.set_text_content(Some(text));
    }
}

/// Gives an attribute of the element with this id a value.
pub fn set(id: &str, name: &str, value: &str) {
    if let Some(element) = place(id).filter(|element| element.get_attribute(name).as_deref() != Some(value)) {
        // A valid name cannot be refused.
        let _ = element.set_attribute(name, value);
    }
}

/// Gives a custom property of the element with this id a value: by script, which the page's policy allows, unlike an attribute.
pub fn style(id: &str, name: &str, value: &str) {
    if let Some(element) = place(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.style().set_property(name, value);
    }
}

/// Lets a rectangle reach from a place on, so far.
pub fn stretch(id: &str, from: f64, length: f64) {
    set(id, "x", &fixed(from, 1));
    set(id, "width", &fixed(length, 1));
}

/// Fills an element with a label and buttons: for each what is on it, and what it does in the words of [`deed`](crate::deed); it is only text if
/// it does nothing.
pub fn buttons(id: &str, label: &str, buttons: &[(String, String)]) {
    let (Some(around), Some(document)) = (place(id), browser::document()) else { return };
    let name = |(text, deed): &(String, String)| [text, "\t", deed, "\n"].concat();
    let names: String = buttons.iter().map(name).collect();
    if around.get_attribute("data-holds").as_deref() == Some(&names) {
        return;
    }
    let _ = around.set_attribute("data-holds", &names);
    around.set_text_content(Some(label));
    for (text, deed) in buttons {
        let Ok(element) = document.create_element(if deed.is_empty() { "span" } else { "button" }) else {
            return;
        };
        if !deed.is_empty() {
            for (name, value) in [("type", "button"), ("class", "btn line"), ("data-do", deed)] {
                let _ = element.set_attribute(name, value);
            }
        }
        element.set_text_content(Some(text));
        let _ = around.append_child(&element);
    }
}

/// Whether what can be folded is open.
#[must_use]
pub fn is_open(id: &str) -> bool {
    place(id).is_some_and(|details| details.has_attribute("open"))
}

/// Fills a table's body: a row for each list of texts, the first of which is its heading.
pub fn rows<const COLUMNS: usize>(id: &str, rows: impl Iterator<Item = [String; COLUMNS]>) {
    let (Some(body), Some(document)) = (place(id), browser::document()) else { return };
    let mut next = body.first_element_child();
    for texts in rows {
        let row = match next.take() {
            Some(row) => row,
            None => {
                let Ok(row) = document.create_element("tr") else { return };
                for column in 0..COLUMNS {
                    let Ok(cell) = document.create_element(if column == 0 { "th" } else { "td" }) else {
                        return;
                    };
                    let _ = row.append_child(&cell);
                }
                let _ = body.append_child(&row);
                row
            }
        };
        let mut cell = row.first_element_child();
        for text in texts {
            let Some(here) = cell else { break };
            if here.text_content().as_deref() != Some(&text) {
                here.set_text_content(Some(&text));
            }
            cell = here.next_element_sibling();
        }
        next = row.next_element_sibling();
    }
    while let Some(row) = next {
        next = row.next_element_sibling();
        row.remove();
    }
}
