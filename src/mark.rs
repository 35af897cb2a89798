//! Marks of drawings and tables, written by the hundred: an element, its attributes, what is inside.
//!
//! The `html!` macro unrolls every element into code of its own, which a page that is downloaded on each first visit can do without
//! where many elements are alike. Keys are `'static`, so that Yew compares values one by one and touches nothing else.

use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag};
use yew::{AttrValue, Html};

/// An element with children. There is a value for every key.
pub fn around(
    tag: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    children: Vec<Html>,
) -> Html {
    let mut element = VTag::new(tag);
    let values =
        values.iter().map(|value| Some(AttributeOrProperty::Attribute(AttrValue::from((*value).to_owned()))));
    element.set_attributes(Attributes::Dynamic { keys, values: values.collect() });
    element.add_children(children);
    element.into()
}

/// An element with a text inside.
pub fn text(tag: &'static str, keys: &'static [&'static str], values: &[&str], text: &str) -> Html {
    around(tag, keys, values, vec![Html::from(text)])
}

/// An element with nothing inside.
pub fn mark(tag: &'static str, keys: &'static [&'static str], values: &[&str]) -> Html {
    around(tag, keys, values, Vec::new())
}
