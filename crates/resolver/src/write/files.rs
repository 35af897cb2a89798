//! Texts that Flink, its scripts, its image and its operator read.

use super::explicit::short;
use super::selection::Selection;
use super::{Export, Format, LeftOut, Resolutions, Written};
use crate::catalogue::{self, JM_TOTAL_PROCESS, OptionType, TM_TOTAL_PROCESS};
use crate::component::Component;
use crate::config::Class;
use crate::memory_size::MemorySize;
use crate::resolution::Process;
use crate::text::Syntax;
use crate::text::scalar::{is_same_double, is_unescaped, write_key, write_value};
use crate::version::FlinkVersion;

const NO_LINE: &str = "a line of this file ends at a # or a line end, and needs a value";
const NO_WORD: &str = "a shell cannot pass it on";
const NO_YAML: &str = "it cannot be written here";
const VARIABLE: &str = "the image takes a $ in it for a variable";
const BLANK: &str = "the image cuts blanks out of it";
const NUMBER: &str = "it is a number, and as a text it would be another one";
const ODD: &str = "the image changes it";

/// Writes all options as lines, with what is around them.
pub(super) fn write(
    format: Format,
    export: Export<'_>,
    mut selection: Selection,
    resolutions: &Resolutions,
) -> Written {
    let version = export.version;
    if !format.is_for(version) {
        let reader = if format == Format::Deployment {
            "the operator does not run Flink "
        } else {
            "not read by Flink "
        };
        selection.notes.push([reader, version.name()].concat());
    }
    let memory =
        if format == Format::Deployment { pod_memory(&mut selection, resolutions) } else { [None, None] };
    let mut lines = Vec::new();
    let mut left_out = std::mem::take(&mut selection.left_out);
    for (key, value) in selection.config.iter() {
        let class = selection.config.value(key).map_or(Class::Text, |value| value.class);
        match line(format, version, key, value, class) {
            Ok(line) => lines.push(line),
            Err(why) => left_out.push(LeftOut { key: key.to_owned(), why }),
        }
    }
    let mut text = String::new();
    let comments = export.head().into_iter().chain(selection.notes.iter().cloned());
    let missing =
        left_out.iter().map(|left| ["not in here: ", &visible(&left.key), " (", left.why, ")"].concat());
    for comment in comments.chain(missing).filter(|comment| !comment.is_empty()) {
        text.push_str(&["# ", &comment, "\n"].concat());
    }
    match format {
        Format::Arguments => text.push_str(&lines.join(" \\\n")),
        Format::Properties if lines.is_empty() => text.push_str("environment: {}"),
        Format::Properties => {
            text.push_str("environment:\n  FLINK_PROPERTIES: |\n    ");
            text.push_str(&lines.join("\n    "));
        }
        Format::Deployment => deployment(&mut text, version, &lines, &memory),
        _ => text.push_str(&lines.join("\n")),
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Written { text, left_out, others: selection.others, notes: selection.notes }
}

fn line(
    format: Format,
    version: FlinkVersion,
    key: &str,
    value: &str,
    class: Class,
) -> Result<String, &'static str> {
    let is_number = class != Class::Text;
    if is_number && format == Format::ConfigYaml {
        let key = write_key(key, Syntax::Yaml).ok_or(NO_YAML)?;
        return Ok([&key, ": ", value].concat());
    }
    if class == Class::Double && !is_same_double(value) {
        return Err(NUMBER);
    }
    let stripped: String;
    let (syntax, before, between, problem, value) = match format {
        Format::FlinkConf => (Syntax::Line, "", ": ", NO_LINE, value),
        Format::ConfigYaml => (Syntax::Yaml, "", ": ", NO_YAML, value),
        Format::Deployment => (Syntax::YamlText, "", ": ", NO_YAML, value),
        Format::Properties => {
            stripped = for_image(version, key, value)?;
            (Syntax::Line, "", ": ", NO_LINE, stripped.as_str())
        }
        _ => (Syntax::Word, "-D", "=", NO_WORD, value),
    };
    let key = write_key(key, syntax).ok_or(problem)?;
    let value = write_value(value, syntax).ok_or(problem)?;
    Ok([before, &key, between, &value].concat())
}

/// A value such that the image's start script hands it on unchanged: it replaces variables, and from 1.19 on it takes lines apart with
/// the shell, which costs all blanks.
fn for_image(version: FlinkVersion, key: &str, value: &str) -> Result<String, &'static str> {
    let is_plain = |c: char| c == '\t' || is_unescaped(c);
    if value.contains('$') || key.contains('$') {
        return Err(VARIABLE);
    }
    if !value.chars().chain(key.chars()).all(is_plain) {
        return Err(NO_LINE);
    }
    if version <= FlinkVersion::V1_18 {
        return Ok(value.to_owned());
    }
    let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{b}';
    if key.contains([':', '*', '?', '[', '\\']) || key.contains(is_blank) {
        return Err(ODD);
    }
    let stripped: String = value.chars().filter(|c| !is_blank(*c)).collect();
    // Of a size, they make no difference.
    let option = catalogue::find_any(key, version).and_then(|(option, _)| option.span(version));
    let is_size = option.is_some_and(|span| span.kind == OptionType::MemorySize);
    if stripped != value && !(is_size && MemorySize::parse(value).is_ok()) {
        return Err(BLANK);
    }
    // A file name pattern, an option of `echo`, a colon that `read` drops.
    let is_option =
        value.strip_prefix('-').is_some_and(|rest| rest.chars().all(|c| matches!(c, 'n' | 'e' | 'E')));
    if value.contains(['*', '?', '[', '\\']) || is_option || value.ends_with(':') || value.is_empty() {
        return Err(ODD);
    }
    Ok(stripped)
}

/// What the operator makes the process sizes: the memory of the pods. These options are taken out of the others then.
fn pod_memory(selection: &mut Selection, resolutions: &Resolutions) -> [Option<String>; 2] {
    resolutions.each_ref().map(|(process, resolution)| {
        let key = match process {
            Process::TaskManager => TM_TOTAL_PROCESS.key,
            Process::JobManager => JM_TOTAL_PROCESS.key,
        };
        match selection.config.get(key) {
            Some(size) if MemorySize::parse(size).is_ok() => {
                let size = write_value(size, Syntax::YamlText);
                selection.config.unset(key);
                size
            }
            Some(_) => None,
            None => {
                let breakdown = resolution.outcome.as_ref().ok()?;
                write_value(&short(breakdown.get(Component::TotalProcess)?), Syntax::YamlText)
            }
        }
    })
}

fn deployment(text: &mut String, version: FlinkVersion, lines: &[String], memory: &[Option<String>; 2]) {
    text.push_str("apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n");
    if Format::Deployment.is_for(version) {
        text.push_str(&["  flinkVersion: v", &version.name().replace('.', "_"), "\n"].concat());
    }
    if lines.is_empty() {
        text.push_str("  flinkConfiguration: {}\n");
    } else {
        text.push_str(&["  flinkConfiguration:\n    ", &lines.join("\n    "), "\n"].concat());
    }
    let [task_manager, job_manager] = memory;
    for (process, memory) in [("jobManager", job_manager), ("taskManager", task_manager)] {
        if let Some(memory) = memory {
            text.push_str(&["  ", process, ":\n    resource:\n      memory: ", memory, "\n"].concat());
        }
    }
}

/// A key that can stand in a comment.
fn visible(key: &str) -> String {
    key.chars().map(|c| if is_unescaped(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
