//! External resources (GPUs and the like) that a TaskManager announces, from 1.13 on part of its dynamic configs
//! (`ExternalResourceUtils`).

use crate::error::FlinkError;
use crate::java;
use crate::reader::{Reader, could_not_parse, number_format};
use crate::structured::{Seen, read_list};

/// Key of the list of names.
pub(crate) const LIST_KEY: &str = "external-resources";

/// The list's way to say that there are none.
pub(crate) const NONE: &str = "none";

/// A resource with its amount on one TaskManager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalResource {
    /// Its name.
    pub name: String,
    /// How many there are, at least 1.
    pub amount: i64,
}

/// Key of a resource's amount.
pub(crate) fn amount_key(name: &str) -> String {
    format!("external-resource.{name}.amount")
}

/// Reads the resources, in the order in which a `HashMap` by name iterates over them. One without a positive amount is left out, with a
/// warning.
pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Vec<ExternalResource>, FlinkError> {
    let Some(list) = reader.raw(LIST_KEY).filter(|list| *list != NONE) else {
        return Ok(Vec::new());
    };
    let mut names = read_list(list, reader.collection(), reader.behaviour())
        .map_err(|cause| could_not_parse(LIST_KEY, list).caused_by(cause))?;
    let mut seen = Seen::new();
    names.retain(|name| seen.insert(name.clone(), String::new()).is_none());
    let names = java::hash_map_order(names, String::as_str);
    let mut resources = Vec::new();
    for name in names {
        let key = amount_key(&name);
        let Some(text) = reader.raw(&key) else {
            reader.log_new(
                "WARN",
                "ExternalResourceUtils",
                format_args!("The amount of the {name} should be configured. Will ignore that resource."),
            );
            continue;
        };
        let amount = java::parse_long(text)
            .map_err(|message| could_not_parse_amount(&key, text).caused_by(number_format(message)))?;
        if amount > 0 {
            resources.push(ExternalResource { name, amount });
        } else {
            reader.log_new(
                "WARN",
                "ExternalResourceUtils",
                format_args!(
                    "The amount of the {amount} should be positive while finding {name}. Will ignore that resource."
                ),
            );
        }
    }
    Ok(java::hash_map_order(resources, |resource| &resource.name))
}

/// The key of an amount is made of a name that the user chose.
fn could_not_parse_amount(key: &str, text: &str) -> FlinkError {
    FlinkError::from(crate::error::Sentence::CouldNotParse { key: key.to_owned(), value: text.to_owned() })
        .about(&[LIST_KEY])
}
