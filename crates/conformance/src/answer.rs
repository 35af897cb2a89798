//! What Flink or we say to a request: the fields of a line that are not the request.

use std::borrow::Cow;

use resolver::FlinkError;

use crate::compare::{Difference, first_difference};
use crate::fields::Fields;
use crate::json::Json;
use crate::kind::Kind;

/// The answer's fields; those that do not apply are absent.
#[derive(Debug)]
pub(crate) struct Answer<'a>(Json<'a>);

impl<'a> Answer<'a> {
    /// Takes the answer's fields of a recorded line.
    pub(crate) fn recorded(kind: Kind, fields: &mut Fields<'a>) -> Self {
        let recorded = kind.answer_fields().iter().filter_map(|name| Some((*name, fields.take(name)?)));
        Self(Json::object(recorded))
    }

    /// A result, and what was logged on the way (nothing is not a field).
    pub(crate) fn of(outcome: Result<Json<'a>, FlinkError>, log: Vec<String>) -> Self {
        let outcome = match outcome {
            Ok(ok) => ("ok", ok),
            Err(error) => ("error", error_fields(error)),
        };
        let log = (!log.is_empty()).then(|| ("log", Json::texts(log)));
        Self(Json::object([Some(outcome), log].into_iter().flatten()))
    }

    /// What was logged, as the only field (nothing is not a field).
    pub(crate) fn of_log(log: Vec<String>) -> Self {
        Self(Json::object((!log.is_empty()).then(|| ("log", Json::texts(log)))))
    }

    /// The answer with one more field, in front.
    pub(crate) fn with(mut self, name: &'static str, value: Json<'a>) -> Self {
        if let Json::Object(fields) = &mut self.0 {
            fields.insert(0, (Cow::Borrowed(name), value));
        }
        self
    }

    /// The answer without what was logged, if the recorded one does not say that.
    pub(crate) fn with_log_as_in(mut self, recorded: &Self) -> Self {
        let has_log = |(name, _): &(Cow<'_, str>, Json<'_>)| name == "log";
        let is_recorded = matches!(&recorded.0, Json::Object(fields) if fields.iter().any(has_log));
        if let Json::Object(fields) = &mut self.0
            && !is_recorded
        {
            fields.retain(|field| !has_log(field));
        }
        self
    }

    /// Lines, as the only field.
    pub(crate) fn of_lines(lines: Option<Vec<String>>) -> Self {
        Self(Json::object(lines.map(|lines| ("lines", Json::texts(lines)))))
    }

    /// The first difference between what was recorded and what was found, `None` if there is none.
    pub(crate) fn first_difference(&self, found: &Self) -> Option<Difference> {
        match (self.outcome(), found.outcome()) {
            // Who fails where the other does not differs in everything; one look at both says most.
            (Some((expected_name, expected)), Some((found_name, found))) if expected_name != found_name => {
                Some(Difference {
                    field: "ok or error".to_owned(),
                    expected: Some(format!("{expected_name} {expected}")),
                    found: Some(format!("{found_name} {found}")),
                })
            }
            (None, Some((name, error))) if name == "error" => {
                let expected = Some(self.0.to_string());
                Some(Difference { field: "error".to_owned(), expected, found: Some(error.to_string()) })
            }
            _ => first_difference(&self.0, &found.0),
        }
    }

    fn outcome(&self) -> Option<&(Cow<'a, str>, Json<'a>)> {
        let Json::Object(fields) = &self.0 else { return None };
        fields.iter().find(|(name, _)| name == "ok" || name == "error")
    }
}

/// `class`, `message` and `causes` of an exception.
pub(crate) fn error_fields<'a>(error: FlinkError) -> Json<'a> {
    // Flink's exceptions have a message or none, never an empty one.
    let message = |message: String| if message.is_empty() { Json::Null } else { Json::text(message) };
    let causes = error
        .causes
        .into_iter()
        .map(|cause| Json::object([("class", Json::text(cause.class)), ("message", message(cause.message))]));
    Json::object([
        ("class", Json::text(error.class)),
        ("message", message(error.message)),
        ("causes", Json::List(causes.collect())),
    ])
}
