//! What comes in.

use std::fmt;

use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use super::names::Names;
use super::path::Path;
use super::refusal::{Code, Refusal};

/// Properties of an object with names that are all known; one with more has some that are not.
const MOST_PROPERTIES: u32 = 1_000;

/// UTF-16 code units of a text, or of many together, that are read: as much as a configuration may have, and a log that is worth reading.
pub(crate) const MOST_TEXT: u32 = 1 << 22;

#[wasm_bindgen]
extern "C" {
    // Unlike that of `js_sys`, it may throw: of a proxy that was revoked, nobody can say.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn try_is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Whether it is an array, or stands for one.
pub(super) fn is_array(value: &JsValue) -> bool {
    try_is_array(value).unwrap_or(false)
}

/// Something in an argument, with its place.
pub(crate) struct Value<'a> {
    pub(super) js: JsValue,
    pub(super) path: Path<'a>,
}

/// An object in an argument.
pub(crate) struct Object<'a> {
    pub(super) js: JsValue,
    pub(super) path: Path<'a>,
}

impl<'a> Value<'a> {
    /// The argument of this name.
    pub(crate) const fn argument(js: JsValue, name: &'static str) -> Self {
        Self { js, path: Path::Argument(name) }
    }

    /// The same, unless it is `undefined`.
    pub(crate) fn present(self) -> Option<Self> {
        (!self.js.is_undefined()).then_some(self)
    }

    /// It is refused.
    pub(crate) fn refuse(&self, code: Code, why: impl fmt::Display) -> Refusal {
        Refusal::at(&self.path, code, why)
    }

    pub(super) fn wrong_type(&self, wanted: &str) -> Refusal {
        if self.js.is_undefined() {
            return self.refuse(Code::Missing, format_args!("it is not there, and should be {wanted}"));
        }
        let found = if self.js.is_null() {
            "null".to_owned()
        } else if is_array(&self.js) {
            "an array".to_owned()
        } else {
            self.js.js_typeof().as_string().unwrap_or_default()
        };
        self.refuse(Code::WrongType, format_args!("{found} is not {wanted}"))
    }

    /// As an object with some of the properties `known`, and no others.
    pub(crate) fn object(&self, known: &[&str]) -> Result<Object<'a>, Refusal> {
        let object = self.any_object()?;
        for key in object.keys(MOST_PROPERTIES)? {
            if !known.contains(&key.as_str()) {
                let path = Path::Property(&object.path, &key);
                let why = format_args!("there is no such property; there are {}", known.join(", "));
                return Err(Refusal::at(&path, Code::UnknownProperty, why));
            }
        }
        Ok(object)
    }

    /// As an object with whatever properties.
    pub(crate) fn any_object(&self) -> Result<Object<'a>, Refusal> {
        let is_plain = self.js.is_object() && !is_array(&self.js) && !self.js.is_instance_of::<js_sys::Map>();
        if !is_plain {
            return Err(self.wrong_type("an object"));
        }
        Ok(Object { js: self.js.clone(), path: self.path })
    }

    /// As a text of at most so many UTF-16 code units.
    pub(crate) fn text(&self, longest: u32) -> Result<String, Refusal> {
        let Some(text) = self.js.dyn_ref::<JsString>() else { return Err(self.wrong_type("a text")) };
        if text.length() > longest {
            let why = format_args!("{} is longer than {longest}", text.length());
            return Err(self.refuse(Code::TooLarge, why));
        }
        Ok(String::from(text))
    }

    /// As a text that a primitive value is printed as.
    #[cfg(feature = "calculator")]
    pub(crate) fn printed(&self, longest: u32) -> Result<String, Refusal> {
        if let Some(flag) = self.js.as_bool() {
            return Ok(flag.to_string());
        }
        if let Some(number) = self.js.as_f64() {
            if !number.is_finite() {
                let why = [&printed(number), " is no option's value"].concat();
                return Err(self.refuse(Code::OutOfRange, why));
            }
            return Ok(printed(number));
        }
        if self.js.is_bigint() {
            let signed = i64::try_from(self.js.clone()).map(|number| number.to_string());
            return signed
                .or_else(|js| u64::try_from(js).map(|number| number.to_string()))
                .map_err(|_| self.refuse(Code::OutOfRange, "this bigint has more than 64 bits"));
        }
        self.text(longest)
    }

    /// As yes or no.
    #[cfg(any(feature = "texts", feature = "simulation"))]
    pub(crate) fn flag(&self) -> Result<bool, Refusal> {
        self.js.as_bool().ok_or_else(|| self.wrong_type("true or false"))
    }

    /// As one of the names there are.
    pub(crate) fn one_of<T: Copy>(&self, names: &Names<T>) -> Result<T, Refusal> {
        let text = self.text(100)?;
        names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            self.refuse(Code::UnknownName, format_args!("{text:?} is none of {}", names.join(", ")))
        })
    }
}

impl Object<'_> {
    /// A property; `undefined` if it is not there.
    pub(crate) fn get<'b>(&'b self, name: &'b str) -> Result<Value<'b>, Refusal> {
        let path = Path::Property(&self.path, name);
        let js =
            Reflect::get(&self.js, &JsValue::from_str(name)).map_err(|thrown| unreadable(&path, &thrown))?;
        Ok(Value { js, path })
    }

    /// A property, if it is there.
    pub(crate) fn find<'b>(&'b self, name: &'b str) -> Result<Option<Value<'b>>, Refusal> {
        self.get(name).map(Value::present)
    }

    /// Its own keys that are texts, unless they are too many.
    pub(crate) fn keys(&self, most: u32) -> Result<Vec<String>, Refusal> {
        let keys = Reflect::own_keys(&self.js).map_err(|thrown| unreadable(&self.path, &thrown))?;
        if keys.length() > most {
            let why = format_args!("{} properties are more than {most}", keys.length());
            return Err(Refusal::at(&self.path, Code::TooLarge, why));
        }
        let mut length = 0_u32;
        let keys = keys.iter().filter_map(|key| key.dyn_into::<JsString>().ok());
        keys.map(|key| {
            length = length.saturating_add(key.length());
            if length > MOST_TEXT {
                let why = format_args!("the names of its properties are longer than {MOST_TEXT}");
                return Err(Refusal::at(&self.path, Code::TooLarge, why));
            }
            Ok(String::from(key))
        })
        .collect()
    }
}

/// A getter or a proxy threw.
pub(super) fn unreadable(path: &Path<'_>, thrown: &JsValue) -> Refusal {
    // What was thrown may be anything, with getters of its own.
    let message =
        Reflect::get(thrown, &JsValue::from_str("message")).ok().and_then(|message| message.as_string());
    let message = message.unwrap_or_else(|| "an exception".to_owned());
    let message = &message[..message.floor_char_boundary(200)];
    Refusal::at(path, Code::Unreadable, format_args!("reading it threw: {message}"))
}

/// A number as JavaScript prints it. Rust's own way takes kilobytes.
pub(super) fn printed(number: f64) -> String {
    let digits = js_sys::Number::from(number).to_string_with_radix(10);
    digits.map(String::from).unwrap_or_default()
}
