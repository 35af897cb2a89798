//! What goes out: plain objects and lists.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

/// An object that is being built.
pub(crate) struct Built(JsValue);

impl Built {
    /// One without properties.
    pub(crate) fn new() -> Self {
        Self(js_sys::Object::new().into())
    }

    /// An object of ours that gets more of them.
    pub(crate) const fn on(object: JsValue) -> Self {
        Self(object)
    }

    /// The same with a property.
    pub(crate) fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        self.set(name, &value.into());
        self
    }

    /// One function for all types of values.
    fn set(&self, name: &str, value: &JsValue) {
        // An object of our own takes every property.
        let _ = Reflect::set(&self.0, &JsValue::from_str(name), value);
    }

    /// The object.
    pub(crate) fn done(self) -> JsValue {
        self.0
    }
}

impl From<Built> for JsValue {
    fn from(built: Built) -> Self {
        built.0
    }
}

/// What is there, or `null`.
pub(crate) fn or_null<T: Into<JsValue>>(value: Option<T>) -> JsValue {
    value.map_or(JsValue::NULL, Into::into)
}

/// A list.
pub(crate) fn list<T: Into<JsValue>>(items: impl IntoIterator<Item = T>) -> JsValue {
    let array = Array::new();
    for item in items {
        array.push(&item.into());
    }
    array.into()
}
