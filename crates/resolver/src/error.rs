//! Flink's own errors: exception class, message and causes, letter for letter.

/// An exception as Flink throws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlinkError {
    /// Full name of the exception's class.
    pub class: &'static str,
    /// Its message, with the wrapper's words where Flink wraps it.
    pub message: String,
    /// What it was caused by, outermost first.
    pub causes: Vec<Cause>,
    /// Keys of the options that took part, the one to look at first in front. For our page; Flink has no such list.
    pub keys: Vec<&'static str>,
}

/// One link of an exception's chain of causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Full name of the exception's class.
    pub class: &'static str,
    /// Its message.
    pub message: String,
}
