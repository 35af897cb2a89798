//! Jobs and TaskManagers that do not start: whether the simulation refuses them with Flink's words.

use serde_json::Value;

use crate::compare::{Comparison, Nearness};
use crate::group::Group;

/// Compares how a failure went with the `refusal` of the simulation, if it refuses.
pub(crate) fn compare(failure: &Value, refusal: Option<&str>) -> Comparison {
    let is_near = match refusal {
        Some(message) => texts(failure).any(|text| is_same(text, message)),
        None => has_run(failure),
    };
    let metric = format!("failure: {}", refusal.unwrap_or("none, it runs"));
    Comparison {
        group: Group::Failures,
        metric,
        measured: None,
        simulated: None,
        tolerance: 0.0,
        nearness: Nearness::of(is_near),
    }
}

/// All that Flink said, in any repeat.
fn texts(failure: &Value) -> impl Iterator<Item = &str> {
    let lists = ["exception_chain", "distinct_root_causes", "messages"];
    lists.into_iter().filter_map(|name| failure.get(name)?.as_array()).flatten().filter_map(Value::as_str)
}

/// Whether the job ran in one of the repeats.
fn has_run(failure: &Value) -> bool {
    let outcomes = failure.get("outcome_of_each_repeat").and_then(Value::as_array);
    let is_running = |outcome: &Value| outcome.get("state").and_then(Value::as_str) == Some("RUNNING");
    outcomes.is_some_and(|outcomes| outcomes.iter().any(is_running))
}

/// Whether a line of a stack trace ends in a message. Which task comes last, and how much it finds, is a matter of luck.
fn is_same(line: &str, message: &str) -> bool {
    without_counts(line).ends_with(&without_counts(message))
}

/// A message without the numbers between `required` and `available`.
fn without_counts(text: &str) -> String {
    match (text.find("required "), text.find(" available.")) {
        (Some(start), Some(end)) if start < end => {
            let kept = |part: &str| part.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
            format!("{}{}{}", &text[..start], kept(&text[start..end]), &text[end..])
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn the_two_counts_do_not_matter_and_all_else_does() {
        let line = "Caused by: X: required 5, but only 1 available. The total is 20 of 32768.";
        assert!(is_same(line, "required 1, but only 0 available. The total is 20 of 32768."));
        assert!(!is_same(line, "required 1, but only 0 available. The total is 21 of 32768."));
    }
}
