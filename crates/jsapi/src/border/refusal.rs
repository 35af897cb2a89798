//! Why an argument cannot be used.

use std::fmt;

use wasm_bindgen::JsValue;

use super::Built;
use super::path::Path;

/// The reason, by its stable name (`RefusalCode` in TypeScript).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Another type.
    WrongType,
    /// A number or a list out of its range.
    OutOfRange,
    /// None of the names there are.
    UnknownName,
    /// A property that is not known.
    UnknownProperty,
    /// A property that has to be there.
    Missing,
    /// Longer than what is read.
    TooLarge,
    /// A getter threw.
    Unreadable,
    /// A job that cannot run, in our words.
    #[cfg(feature = "simulation")]
    Scenario,
    /// A job that cannot run, in Flink's.
    #[cfg(feature = "simulation")]
    Flink,
}

impl Code {
    const fn name(self) -> &'static str {
        match self {
            Self::WrongType => "wrong-type",
            Self::OutOfRange => "out-of-range",
            Self::UnknownName => "unknown-name",
            Self::UnknownProperty => "unknown-property",
            Self::Missing => "missing",
            Self::TooLarge => "too-large",
            Self::Unreadable => "unreadable",
            #[cfg(feature = "simulation")]
            Self::Scenario => "scenario",
            #[cfg(feature = "simulation")]
            Self::Flink => "flink",
        }
    }
}

/// An argument that is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: Code,
    path: String,
    message: String,
    class: Option<&'static str>,
}

impl Refusal {
    /// What stands at `path` is refused; `why` goes on after the path.
    pub(crate) fn at(path: &Path<'_>, code: Code, why: impl fmt::Display) -> Self {
        let path = path.to_string();
        let message = format!("{path}: {why}");
        Self { code, path, message, class: None }
    }

    /// All of an argument is refused, in words that stand for themselves, and perhaps with Flink's exception.
    #[cfg(feature = "simulation")]
    pub(crate) fn of(
        argument: &'static str,
        code: Code,
        why: &dyn fmt::Display,
        class: Option<&'static str>,
    ) -> Self {
        Self { code, path: argument.to_owned(), message: why.to_string(), class }
    }
}

/// An `Error` with what `CalculatorError` has in TypeScript. Not a class of its own: it would be another one in each of the package's modules.
impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> Self {
        let error = js_sys::Error::new(&refusal.message);
        error.set_name("CalculatorError");
        Built::on(error.into())
            .with("code", refusal.code.name())
            .with("path", refusal.path)
            .with("flinkClass", refusal.class.map_or(Self::NULL, Self::from))
            .done()
    }
}
