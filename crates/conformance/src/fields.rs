//! The fields of a line, taken one by one; what nobody takes is an error.

use std::borrow::Cow;

use resolver::Configuration;

use crate::json::Json;

/// Why a line cannot be read.
pub(crate) type Reason = String;

/// Fields that have not been read yet.
#[derive(Debug)]
pub(crate) struct Fields<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Fields<'a> {
    pub(crate) fn read(line: &'a str) -> Result<Self, Reason> {
        serde_json::from_str(line).map_err(|error| format!("not JSON: {error}")).and_then(Self::of)
    }

    /// The fields of an object within a line.
    pub(crate) fn of(object: Json<'a>) -> Result<Self, Reason> {
        match object {
            Json::Object(fields) => Ok(Self(fields)),
            other => Err(format!("not an object: {other}")),
        }
    }

    /// A field, which stays.
    pub(crate) fn peek(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// All that were not taken.
    pub(crate) fn rest(self) -> Json<'a> {
        Json::Object(self.0)
    }

    /// Takes a field that may be absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(at).1)
    }

    fn required<T>(
        &mut self,
        name: &str,
        what: &str,
        convert: impl FnOnce(Json<'a>) -> Result<T, Json<'a>>,
    ) -> Result<T, Reason> {
        let value = self.take(name).ok_or_else(|| format!("no field `{name}`"))?;
        convert(value).map_err(|value| format!("field `{name}` is not {what}: {value}"))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Cow<'a, str>, Reason> {
        self.required(name, "a text", |value| match value {
            Json::Text(text) => Ok(text),
            other => Err(other),
        })
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Reason> {
        if self.contains(name) { self.text(name).map(Some) } else { Ok(None) }
    }

    /// Takes a field that is null, and tells whether there was one.
    pub(crate) fn take_null(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|(other, value)| other == name && *value == Json::Null);
        at.is_some_and(|at| self.0.remove(at).1 == Json::Null)
    }

    pub(crate) fn optional_bool(&mut self, name: &str) -> Result<Option<bool>, Reason> {
        self.required(name, "true, false or null", |value| match value {
            Json::Bool(value) => Ok(Some(value)),
            Json::Null => Ok(None),
            other => Err(other),
        })
    }

    pub(crate) fn integer<T: TryFrom<i128>>(&mut self, name: &str) -> Result<T, Reason> {
        let what = format!("a whole number ({})", std::any::type_name::<T>());
        self.required(name, &what, |value| match value {
            Json::Integer(number) => T::try_from(number).map_err(|_| value),
            other => Err(other),
        })
    }

    pub(crate) fn optional_integer<T: TryFrom<i128>>(&mut self, name: &str) -> Result<Option<T>, Reason> {
        if self.contains(name) { self.integer(name).map(Some) } else { Ok(None) }
    }

    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Json<'a>>, Reason> {
        self.required(name, "a list", |value| match value {
            Json::List(items) => Ok(items),
            other => Err(other),
        })
    }

    pub(crate) fn double(&mut self, name: &str) -> Result<f64, Reason> {
        self.required(name, "a number", |value| match &value {
            Json::Double(number) => Ok(*number),
            #[expect(
                clippy::cast_precision_loss,
                reason = "what a JSON number means where a double is asked for"
            )]
            Json::Integer(number) => Ok(*number as f64),
            Json::Text(text) => match text.as_ref() {
                "NaN" => Ok(f64::NAN),
                "Infinity" => Ok(f64::INFINITY),
                "-Infinity" => Ok(f64::NEG_INFINITY),
                _ => Err(value),
            },
            _ => Err(value),
        })
    }

    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<Cow<'a, str>>, Reason> {
        self.required(name, "a list of texts", |value| match value {
            Json::List(items) if items.iter().all(|item| matches!(item, Json::Text(_))) => Ok(texts(items)),
            other => Err(other),
        })
    }

    /// A list of texts, or a text that stands for a list of one.
    pub(crate) fn text_or_texts(&mut self, name: &str) -> Result<Vec<Cow<'a, str>>, Reason> {
        match self.0.iter().find(|(other, _)| other == name) {
            Some((_, Json::Text(_))) => self.text(name).map(|text| vec![text]),
            _ => self.texts(name),
        }
    }

    pub(crate) fn config(&mut self, name: &str) -> Result<Configuration, Reason> {
        let entries = self.required(name, "an object", |value| match value {
            Json::Object(entries) => Ok(entries),
            other => Err(other),
        })?;
        let entries = entries.into_iter().map(|(key, value)| match value {
            Json::Text(value) => Ok((key.into_owned(), value.into_owned())),
            other => Err(format!("the value of `{key}` is not a text: {other}")),
        });
        entries.collect()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }

    /// Says so if there is a field that nobody asked for: what it would change is not known.
    pub(crate) fn finish(self) -> Result<(), Reason> {
        match self.0.first() {
            Some((name, value)) => Err(format!("field `{name}` is not known: {value}")),
            None => Ok(()),
        }
    }
}

fn texts<'a>(items: Vec<Json<'a>>) -> Vec<Cow<'a, str>> {
    let text = |item| if let Json::Text(text) = item { Some(text) } else { None };
    items.into_iter().filter_map(text).collect()
}
