//! The first difference between a recorded answer and ours.

use crate::json::Json;

/// Where two values differ, and how; `None` stands for a field or item that one side does not have.
#[derive(Debug, PartialEq)]
pub(crate) struct Difference {
    /// Path of the field, such as `ok.use_cases.PYTHON.pages` or `error.causes[0].message`.
    pub(crate) field: String,
    pub(crate) expected: Option<String>,
    pub(crate) found: Option<String>,
}

/// The first difference in the order of the recording, `None` if there is none. Fields may stand in any order; everything else counts,
/// doubles to the last bit.
pub(crate) fn first_difference(expected: &Json<'_>, found: &Json<'_>) -> Option<Difference> {
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            // Both sides come in about the same order, so the same place is the first one to look at.
            let find = |name: &str, at: usize| match found.get(at) {
                Some((same, value)) if same == name => Some(value),
                _ => found.iter().find(|(other, _)| other == name).map(|(_, value)| value),
            };
            let differing = expected.iter().enumerate().find_map(|(at, (name, expected))| {
                let difference = match find(name, at) {
                    Some(found) => first_difference(expected, found)?,
                    None => one_sided(Some(expected), None),
                };
                Some(difference.inside(name))
            });
            differing.or_else(|| {
                let is_extra = |name: &str| !expected.iter().any(|(other, _)| other == name);
                let (name, extra) = found.iter().find(|(name, _)| is_extra(name))?;
                Some(one_sided(None, Some(extra)).inside(name))
            })
        }
        (Json::List(expected), Json::List(found)) => (0..expected.len().max(found.len())).find_map(|at| {
            let difference = match (expected.get(at), found.get(at)) {
                (Some(expected), Some(found)) => first_difference(expected, found)?,
                (expected, found) => one_sided(expected, found),
            };
            Some(difference.inside(&format!("[{at}]")))
        }),
        _ if is_same(expected, found) => None,
        _ => Some(one_sided(Some(expected), Some(found))),
    }
}

fn is_same(expected: &Json<'_>, found: &Json<'_>) -> bool {
    match (expected, found) {
        (Json::Double(expected), Json::Double(found)) => expected.to_bits() == found.to_bits(),
        // `1` and `1.0` are the same number in JSON.
        (Json::Integer(expected), Json::Double(found)) => {
            #[expect(clippy::cast_precision_loss, reason = "compared only where nothing is lost")]
            let is_equal = (*expected as f64).to_bits() == found.to_bits();
            is_equal && expected.unsigned_abs() <= 1 << 53
        }
        _ => expected == found,
    }
}

fn one_sided(expected: Option<&Json<'_>>, found: Option<&Json<'_>>) -> Difference {
    Difference {
        field: String::new(),
        expected: expected.map(ToString::to_string),
        found: found.map(ToString::to_string),
    }
}

impl Difference {
    /// The same difference, seen from one level above.
    pub(crate) fn inside(mut self, name: &str) -> Self {
        let separator = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{name}{separator}{}", self.field);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;
    use crate::json::Json;

    #[track_caller]
    fn check(expected: &str, found: &str, difference: Option<(&str, Option<&str>, Option<&str>)>) {
        let read = |text| serde_json::from_str::<Json>(text).expect("JSON");
        let actual = first_difference(&read(expected), &read(found));
        let actual = actual.as_ref();
        assert_eq!(
            actual.map(|actual| (actual.field.as_str(), actual.expected.as_deref(), actual.found.as_deref())),
            difference,
            "{expected} {found}"
        );
    }

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        check(r#"{"a":1,"b":[1,2]}"#, r#"{"b":[1,2],"a":1}"#, None);
        check(
            r#"{"a":{"b":[1,{"c":2}]}}"#,
            r#"{"a":{"b":[1,{"c":3}]}}"#,
            Some(("a.b[1].c", Some("2"), Some("3"))),
        );
        check(r#"{"a":1}"#, r#"{"a":1,"b":2}"#, Some(("b", None, Some("2"))));
        check(r#"{"a":1,"b":null}"#, r#"{"a":1}"#, Some(("b", Some("null"), None)));
        check(r#"["x"]"#, r#"["x","y"]"#, Some(("[1]", None, Some("\"y\""))));
        check(r#"["x","y"]"#, r#"["x"]"#, Some(("[1]", Some("\"y\""), None)));
        check("{}", "[]", Some(("", Some("{}"), Some("[]"))));
    }

    #[test]
    fn numbers_are_equal_to_the_last_bit_or_differ() {
        check("0.1", "0.1", None);
        check("1", "1.0", None);
        for (expected, found) in [
            ("0.1", "0.10000000000000002"),
            ("0.0", "-0.0"),
            ("0", "-0.0"),
            ("1.0", "1"),
            ("1", "\"1\""),
            ("9223372036854775807", "9223372036854775806"),
            ("9007199254740993", "9007199254740992.0"),
        ] {
            check(expected, found, Some(("", Some(expected), Some(found))));
        }
    }
}
