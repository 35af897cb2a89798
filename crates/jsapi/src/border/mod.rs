//! Between JavaScript and Rust: what comes in is read with care, what goes out is built.
//!
//! Arguments may be anything: of the wrong type, cyclic, endless, with getters that throw. They are read property by property, to a shape that
//! is known, so that every refusal can name the place; nothing is taken over as a whole.

mod names;
#[cfg(feature = "simulation")]
mod numbers;
mod object;
mod path;
mod refusal;
mod value;

pub(crate) use names::{Names, name_of};
pub(crate) use object::{Built, list, or_null};
pub(crate) use refusal::{Code, Refusal};
#[cfg(feature = "calculator")]
pub(crate) use value::MOST_TEXT;
pub(crate) use value::{Object, Value};
