//! Fields of a scenario, with their place where one is missing.

use serde_json::Value;

/// What is wrong with a scenario.
pub(crate) type Reason = String;

/// The field `name`, or that there is none.
pub(crate) fn field<'a>(value: &'a Value, name: &str) -> Result<&'a Value, Reason> {
    value.get(name).ok_or_else(|| format!("there is no field `{name}`"))
}

/// A list.
pub(crate) fn list<'a>(value: &'a Value, name: &str) -> Result<&'a [Value], Reason> {
    let list = field(value, name)?.as_array();
    list.map(Vec::as_slice).ok_or_else(|| format!("field `{name}` is no list"))
}

/// A number that is not negative.
pub(crate) fn number(value: &Value, name: &str) -> Result<f64, Reason> {
    let number = field(value, name)?.as_f64().filter(|number| *number >= 0.0);
    number.ok_or_else(|| format!("field `{name}` is no number from 0"))
}

/// A number that is not negative, or `missing` where there is none.
pub(crate) fn number_or(value: &Value, name: &str, missing: f64) -> Result<f64, Reason> {
    if value.get(name).is_none() { Ok(missing) } else { number(value, name) }
}

/// A whole number.
pub(crate) fn whole(value: &Value, name: &str) -> Result<u64, Reason> {
    field(value, name)?.as_u64().ok_or_else(|| format!("field `{name}` is no whole number"))
}

/// A whole number of 32 bits.
pub(crate) fn small(value: &Value, name: &str) -> Result<u32, Reason> {
    u32::try_from(whole(value, name)?).map_err(|_| format!("field `{name}` is too large"))
}

/// A text.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str, Reason> {
    field(value, name)?.as_str().ok_or_else(|| format!("field `{name}` is no text"))
}
