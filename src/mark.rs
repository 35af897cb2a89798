//! Markup: an element, its attributes, what is inside.
//!
//! The `html!` macro unrolls every element into code of its own, which a page that is downloaded on each first visit can do without. Keys are
//! `'static`, so that Yew compares values one by one and touches nothing else. What elements do is in [`deed`](crate::deed).

use wasm_bindgen::JsValue;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag};
use yew::{AttrValue, Html};

/// Stands for the value of an attribute that is not there.
pub const ABSENT: &str = "\0";

/// The value of an attribute that is there or not, and needs no value.
#[must_use]
pub const fn flag(is_there: bool) -> &'static str {
    if is_there { "" } else { ABSENT }
}

/// An element with children. There is a value for every key.
pub fn around(
    tag: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    children: Vec<Html>,
) -> Html {
    element(tag, keys, values, children).into()
}

/// An element that is not taken for another of its place: one of another key is made anew. For what is written into by others than Yew.
pub fn keyed(
    key: String,
    tag: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    children: Vec<Html>,
) -> Html {
    let mut element = element(tag, keys, values, children);
    element.key = Some(key.into());
    element.into()
}

fn element(tag: &'static str, keys: &'static [&'static str], values: &[&str], children: Vec<Html>) -> VTag {
    let mut element = VTag::new(tag);
    let value = |(key, value): (&&str, &&str)| match (*key, *value) {
        (_, ABSENT) => None,
        // Once the user has chosen among options, browsers no longer look at the attribute.
        ("selected", value) => Some(AttributeOrProperty::Property(JsValue::from_bool(value == "true"))),
        (_, value) => Some(AttributeOrProperty::Attribute(AttrValue::from(value.to_owned()))),
    };
    let values = keys.iter().zip(values).map(value).collect();
    element.set_attributes(Attributes::Dynamic { keys, values });
    element.add_children(children);
    element
}

/// An element with a text inside.
pub fn text(tag: &'static str, keys: &'static [&'static str], values: &[&str], text: &str) -> Html {
    around(tag, keys, values, vec![Html::from(text)])
}

/// An element with nothing inside.
pub fn mark(tag: &'static str, keys: &'static [&'static str], values: &[&str]) -> Html {
    around(tag, keys, values, Vec::new())
}

/// An `input` or `textarea` that always has this text.
pub fn entry(
    tag: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    text: impl Into<AttrValue>,
) -> Html {
    let mut element = element(tag, keys, values, Vec::new());
    element.set_value(Some(text.into()));
    element.into()
}

/// A switch, or one of several choices, that is always on or off.
pub fn choice(keys: &'static [&'static str], values: &[&str], is_on: bool) -> Html {
    let mut element = element("input", keys, values, Vec::new());
    element.set_checked(is_on);
    element.into()
}
