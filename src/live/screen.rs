//! Where the numbers of a simulation are written: elements that the view has left empty for them. What is there already is not written again, so that
//! nothing is laid out anew.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::figures::fixed;
use crate::browser::place;

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
