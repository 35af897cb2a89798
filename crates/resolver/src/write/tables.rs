//! Texts for people, spreadsheets and programs: the components with their sizes, and the options.

use super::selection::Selection;
use super::{Export, LeftOut, Resolutions, Written};
use crate::component::Component;
use crate::derivation::{Clamp, Fraction, Rule, Step};
use crate::resolution::{Breakdown, Resolution};
use crate::text::Syntax;
use crate::text::scalar::write_value;

/// A component of a breakdown, as the tables show it.
struct Row {
    component: Component,
    bytes: u64,
    /// Flink's readable form without the bytes.
    size: String,
    /// Where it comes from.
    from: String,
}

fn rows(breakdown: &Breakdown, resolution: &Resolution) -> Vec<Row> {
    let row = |component: Component| {
        let size = breakdown.get(component)?;
        let human = size.human().to_string();
        Some(Row {
            component,
            bytes: size.bytes(),
            size: human.split(" (").next().unwrap_or_default().to_owned(),
            from: resolution.derivation.of(component).map_or_else(String::new, origin),
        })
    };
    breakdown.block().filter_map(row).collect()
}

/// Where a size comes from, in a few words.
fn origin(step: &Step) -> String {
    let fraction = |fraction: &Fraction, clamp: Option<Clamp>| {
        let default = if fraction.configured { "" } else { " (default)" };
        let clamp = match clamp {
            Some(Clamp::ToMin) => ", raised to its minimum",
            Some(Clamp::ToMax) => ", cut to its maximum",
            None => "",
        };
        [fraction.key, default, clamp].concat()
    };
    match &step.rule {
        Rule::Configured { spelled, .. } => (*spelled).to_owned(),
        Rule::Default { key } => [key, " (default)"].concat(),
        Rule::Sum { .. } => "sum".to_owned(),
        Rule::Remainder { of, .. } => ["rest of ", of.component.name()].concat(),
        Rule::Fraction { fraction: of, clamp, .. } | Rule::InverseFraction { fraction: of, clamp, .. } => {
            fraction(of, *clamp)
        }
        Rule::NumberOfBuffers { .. } => crate::catalogue::NETWORK_NUM_BUFFERS.key.to_owned(),
    }
}

/// Tables of GitHub's and GitLab's dialect.
pub(super) fn markdown(export: Export<'_>, selection: Selection, resolutions: &Resolutions) -> Written {
    let [head, link] = export.head();
    let mut text =
        if link.is_empty() { head } else { ["[", &head, "](<", &link.replace(' ', "%20"), ">)"].concat() };
    text.push('\n');
    for note in &selection.notes {
        text.push_str(&["\n", note, "\n"].concat());
    }
    for (process, resolution) in resolutions {
        text.push_str(&["\n**", process.name(), "**\n\n"].concat());
        match &resolution.outcome {
            Ok(breakdown) => {
                text.push_str("| Component | Size | Bytes | From |\n|---|---:|---:|---|\n");
                for row in rows(breakdown, resolution) {
                    let bytes = row.bytes.to_string();
                    let cells = [row.component.name(), &row.size, &bytes, &row.from];
                    text.push_str(&["| ", &cells.join(" | "), " |\n"].concat());
                }
            }
            Err(error) => text.push_str(&["Does not start: ", &cell(&error.message), "\n"].concat()),
        }
    }
    let mut left_out = selection.left_out;
    let mut options = String::new();
    for (key, value) in selection.config.iter() {
        match (code(key), code(value)) {
            (Some(key), Some(value)) => options.push_str(&["| ", &key, " | ", &value, " |\n"].concat()),
            _ => {
                let why = "a cell of a table cannot hold it";
                left_out.push(LeftOut { key: key.to_owned(), why });
            }
        }
    }
    if !options.is_empty() {
        text.push_str(&["\n| Option | Value |\n|---|---|\n", &options].concat());
    }
    for left in &left_out {
        text.push_str(&["\nNot in here: ", &cell(&left.key), " (", left.why, ")\n"].concat());
    }
    Written { text, left_out, others: selection.others, notes: selection.notes }
}

/// A text as code in a cell; `None` where a cell cannot hold it.
fn code(text: &str) -> Option<String> {
    if text.chars().any(char::is_control) {
        return None;
    }
    // Code ends at as many backticks as it begins with.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_bare = longest == 0 && !text.is_empty() && text.trim() == text;
    let blank = if is_bare { "" } else { " " };
    Some([&fence, blank, &text.replace('|', "\\|"), blank, &fence].concat())
}

/// A text as text: nothing in it is markup.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' => {
                cell.extend(['\\', c])
            }
            c if c.is_control() => cell.push(' '),
            c => cell.push(c),
        }
    }
    cell
}

/// One table: what a line is about, its name, the process, bytes, and a text.
pub(super) fn csv(export: Export<'_>, selection: Selection, resolutions: &Resolutions) -> Written {
    let mut text = String::from("kind,name,process,bytes,value\n");
    let mut line = |cells: [&str; 5]| {
        for (at, cell) in cells.into_iter().enumerate() {
            text.push_str(if at == 0 { "" } else { "," });
            text.push_str(&csv_cell(cell));
        }
        text.push('\n');
    };
    let [head, link] = export.head();
    line(["about", "written by", "", "", &head]);
    line(["about", "link", "", "", &link]);
    for note in &selection.notes {
        line(["about", "note", "", "", note]);
    }
    for (process, resolution) in resolutions {
        match &resolution.outcome {
            Ok(breakdown) => {
                for row in rows(breakdown, resolution) {
                    let bytes = row.bytes.to_string();
                    line(["component", row.component.name(), process.name(), &bytes, &row.from]);
                }
            }
            Err(error) => line(["error", error.class, process.name(), "", &error.message]),
        }
    }
    for (key, value) in selection.config.iter() {
        line(["option", key, "", "", value]);
    }
    for left in &selection.left_out {
        line(["left out", &left.key, "", "", left.why]);
    }
    Written { text, left_out: selection.left_out, others: selection.others, notes: selection.notes }
}

/// Quoted where it has to be. A spreadsheet would run what begins like a formula; with a `'` before it, it is a text.
fn csv_cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if cell.contains(['"', ',', '\n', '\r', ';', '\t']) || cell.trim() != cell {
        ["\"", guard, &cell.replace('"', "\"\""), "\""].concat()
    } else {
        [guard, cell].concat()
    }
}

/// One object; sizes are whole numbers of bytes, up to 2^63-1.
pub(super) fn json(export: Export<'_>, selection: Selection, resolutions: &Resolutions) -> Written {
    let [head, link] = export.head();
    let mut text = ["{\n  \"about\": ", &quote(&head), ",\n  \"link\": ", &quote(&link)].concat();
    text.push_str(&[",\n  \"flink\": ", &quote(export.version.name())].concat());
    let notes = selection.notes.iter().map(|note| quote(note)).collect();
    text.push_str(&[",\n  \"notes\": ", &array(notes)].concat());
    let options = selection.config.iter().map(|(key, value)| pair(key, &quote(value))).collect();
    text.push_str(&[",\n  \"configuration\": ", &object(options, "    ", "\n  ")].concat());
    let left_out = selection.left_out.iter().map(|left| pair(&left.key, &quote(left.why))).collect();
    text.push_str(&[",\n  \"leftOut\": ", &object(left_out, "    ", "\n  ")].concat());
    for (process, resolution) in resolutions {
        let answer = match &resolution.outcome {
            Ok(breakdown) => {
                let sizes = rows(breakdown, resolution)
                    .into_iter()
                    .map(|row| pair(row.component.id(), &row.bytes.to_string()))
                    .collect();
                let parts = vec![
                    pair("bytes", &object(sizes, "      ", "\n    ")),
                    pair("jvmParameters", &quote(&breakdown.jvm_parameters())),
                ];
                object(parts, "    ", "\n  ")
            }
            Err(error) => {
                let parts = vec![pair("class", &quote(error.class)), pair("message", &quote(&error.message))];
                object(vec![pair("error", &object(parts, "      ", "\n    "))], "    ", "\n  ")
            }
        };
        text.push_str(&[",\n  ", &pair(process.id(), &answer)].concat());
    }
    text.push_str("\n}\n");
    Written { text, left_out: selection.left_out, others: selection.others, notes: selection.notes }
}

fn quote(text: &str) -> String {
    write_value(text, Syntax::Json).unwrap_or_default()
}

fn pair(key: &str, value: &str) -> String {
    [&quote(key), ": ", value].concat()
}

fn array(items: Vec<String>) -> String {
    ["[", &items.join(", "), "]"].concat()
}

/// An object with an entry a line, or on one line if there is none.
fn object(pairs: Vec<String>, indentation: &str, end: &str) -> String {
    if pairs.is_empty() {
        return "{}".to_owned();
    }
    let between = [",\n", indentation].concat();
    ["{\n", indentation, &pairs.join(&between), end, "}"].concat()
}
