//! The report as text.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use crate::check::Failure;

/// Characters of a difference that are shown on a line.
const SHOWN_WIDTH: usize = 120;
/// Characters before the first one that differs, where a text is too long to be shown in full.
const SHOWN_BEFORE: usize = 50;
/// Fields named in the summary of a file's mismatches.
const SUMMED_FIELDS: usize = 8;

/// What came out for a file.
#[derive(Debug, Default)]
pub(crate) struct FileOutcome {
    pub(crate) lines: u64,
    pub(crate) failed: u64,
    /// The first failures, each with the number of its line.
    pub(crate) shown: Vec<(u64, Failure)>,
    /// How many lines first differ in which field.
    pub(crate) by_field: BTreeMap<String, u64>,
}

pub(crate) fn write_head(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:<32} {:>8} {:>8} {:>10}", "file", "lines", "matched", "mismatched")
}

pub(crate) fn write_file(out: &mut impl Write, name: &str, outcome: &FileOutcome) -> io::Result<()> {
    let FileOutcome { lines, failed, shown, by_field } = outcome;
    writeln!(out, "{name:<32} {lines:>8} {:>8} {failed:>10}", lines - failed)?;
    for (number, failure) in shown {
        write_failure(out, *number, failure)?;
    }
    if *failed > 0 {
        let mut fields: Vec<_> = by_field.iter().collect();
        fields.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let named = fields.iter().take(SUMMED_FIELDS).map(|(field, count)| format!("{count} × {field}"));
        let more = if fields.len() > SUMMED_FIELDS { ", …" } else { "" };
        writeln!(out, "  mismatches: {}{more}", named.collect::<Vec<_>>().join(", "))?;
    }
    Ok(())
}

fn write_failure(out: &mut impl Write, number: u64, failure: &Failure) -> io::Result<()> {
    match failure {
        Failure::Malformed { id, reason } => {
            let id = id.as_deref().map_or_else(String::new, |id| format!("{id}  "));
            writeln!(out, "  line {number}  {id}malformed: {reason}")
        }
        Failure::Mismatch { id, release, field, expected, found } => {
            writeln!(out, "  line {number}  {id}  {release}  {field}")?;
            let (expected, found) = (side(expected.as_deref()), side(found.as_deref()));
            let differs_at = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
            let start = differs_at.saturating_sub(SHOWN_BEFORE);
            let is_cut = expected.chars().count().max(found.chars().count()) > SHOWN_WIDTH;
            let start = if is_cut { start } else { 0 };
            writeln!(out, "    expected  {}", window(expected, start))?;
            writeln!(out, "    found     {}", window(found, start))?;
            let mark = differs_at - start + usize::from(start > 0);
            writeln!(out, "              {:mark$}^ at character {}", "", differs_at + 1)
        }
    }
}

fn side(side: Option<&str>) -> &str {
    side.unwrap_or("nothing")
}

/// The characters from `start` on that fit, with dots where something is left out.
fn window(text: &str, start: usize) -> String {
    let mut characters = text.chars().skip(start);
    let mut shown: String = characters.by_ref().take(SHOWN_WIDTH).collect();
    if start > 0 {
        shown.insert(0, '…');
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

pub(crate) fn write_skipped(out: &mut impl Write, skipped: &[String]) -> io::Result<()> {
    if skipped.is_empty() {
        return Ok(());
    }
    writeln!(out, "skipped (not known): {}", skipped.join(", "))
}

/// A number of answers and the time they took.
pub(crate) fn write_speed(out: &mut impl Write, what: &str, answers: u64, time: Duration) -> io::Result<()> {
    #[expect(clippy::cast_precision_loss, reason = "a rounded speed for a reader")]
    let per_second = answers as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE);
    writeln!(out, "{what}: {answers} in {:.3} s, {per_second:.0} per second", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{FileOutcome, write_file};
    use crate::check::Failure;

    #[test]
    fn a_difference_is_pointed_at() {
        let mismatch = |expected: &str, found: Option<&str>| Failure::Mismatch {
            id: "a".to_owned(),
            release: "2.3.0".to_owned(),
            field: "ok.network".to_owned(),
            expected: Some(expected.to_owned()),
            found: found.map(str::to_owned),
        };
        let long = "x".repeat(200);
        let outcome = FileOutcome {
            lines: 9,
            failed: 3,
            shown: vec![
                (1, mismatch("1234", Some("1243"))),
                (2, mismatch(&format!("{long}a{long}"), Some(&format!("{long}b{long}")))),
                (7, mismatch("1", None)),
            ],
            by_field: [("ok.network".to_owned(), 3)].into(),
        };
        let mut out = Vec::new();
        write_file(&mut out, "f.jsonl", &outcome).expect("memory takes everything");
        let before = "x".repeat(50);
        let after = "x".repeat(69);
        let expected = format!(
            "f.jsonl                                 9        6          3
  line 1  a  2.3.0  ok.network
    expected  1234
    found     1243
                ^ at character 3
  line 2  a  2.3.0  ok.network
    expected  …{before}a{after}…
    found     …{before}b{after}…
              {:51}^ at character 201
  line 7  a  2.3.0  ok.network
    expected  1
    found     nothing
              ^ at character 1
  mismatches: 3 × ok.network
",
            ""
        );
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }
}
