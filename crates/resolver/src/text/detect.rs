//! What kind of text this is.
//!
//! Told from lines and words, not from parsing, so that a text with a mistake in it is still known for what it is. In this order, because a
//! text of an earlier kind may have parts that look like a later one:
//!
//! 1. a log with a block of sizes or with configuration ([`Kind::LogBlock`]);
//! 2. JSON with the fields of a REST answer ([`Kind::RestAnswer`]);
//! 3. `apiVersion` or `kind` of Kubernetes ([`Kind::Manifest`]);
//! 4. the environment of Flink's docker image, in a compose file, a shell command or a Dockerfile ([`Kind::Properties`]);
//! 5. a message of trouble ([`Kind::ErrorMessage`]);
//! 6. YAML with keys that hold a configuration, or with what only a template has ([`Kind::Values`]);
//! 7. a command with options of Flink, or the options alone ([`Kind::Arguments`]);
//! 8. nested keys or other YAML ([`Kind::ConfigYaml`]);
//! 9. the file that the release reads by itself.

use super::{Kind, Span, arguments, log, shell};
use crate::version::FlinkVersion;

/// Bytes of a text by which its kind is told: what comes later is more of the same.
const LOOKED_AT: usize = 1 << 20;

/// Bytes from the beginning in which a command is looked for.
const COMMAND_WITHIN: usize = 64 << 10;

/// Keys that hold a configuration in texts that are not one.
const HOLDERS: [&str; 6] = [
    "flinkConfiguration",
    "flinkProperties",
    "flink-conf.yaml",
    "config.yaml",
    "flinkVersion",
    "flink-config.yaml",
];

/// Variables of Flink's docker image.
pub(super) const VARIABLES: [&str; 2] = ["FLINK_PROPERTIES", "TASK_MANAGER_NUMBER_OF_TASK_SLOTS"];

/// What kind of text this is.
pub(super) fn detect(text: &str, version: FlinkVersion) -> Kind {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let text = text.trim_start_matches('\u{feff}').trim();
    let content = log::content(text);
    if content.is_log {
        return Kind::LogBlock;
    }
    let lines = Lines::of(text);
    let is_json = text.starts_with(['{', '[']);
    if is_json && lines.is_rest_answer {
        Kind::RestAnswer
    } else if lines.is_resource {
        Kind::Manifest
    } else if lines.has_variable {
        // In YAML that is no compose file, the variable is a part of something larger.
        if lines.is_variable_in_yaml && !lines.is_compose { Kind::Values } else { Kind::Properties }
    } else if content.is_problem {
        Kind::ErrorMessage
    } else if lines.has_holder || lines.has_template {
        Kind::Values
    } else if is_command(text) {
        Kind::Arguments
    } else if lines.is_nested {
        Kind::ConfigYaml
    } else {
        Kind::of_release(version)
    }
}

/// Whether the environment of the image is set in YAML, as in a compose file, rather than by a shell.
pub(super) fn is_environment_in_yaml(text: &str) -> bool {
    let lines = Lines::of(text);
    lines.is_compose || lines.is_variable_in_yaml
}

/// Whether there is a command of Flink, or its options, near the beginning.
fn is_command(text: &str) -> bool {
    let mut end = text.len().min(COMMAND_WITHIN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let is_key = |word: &str| word.ends_with(':') || word == "-";
    shell::commands(text, Span::new(0, end))
        .any(|words| !words.iter().any(|word| is_key(&word.text)) && arguments::is_command(&words))
}

/// What the lines of a text tell.
#[derive(Default)]
struct Lines {
    is_resource: bool,
    is_rest_answer: bool,
    has_variable: bool,
    is_variable_in_yaml: bool,
    is_compose: bool,
    has_holder: bool,
    has_template: bool,
    is_nested: bool,
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let (mut has_api, mut has_kind) = (false, false);
        let (mut has_key, mut has_value) = (false, false);
        let mut is_parent = false;
        let mut has_process = false;
        let mut has_resources = false;
        // Most texts have none of these, so that not every line has to be searched.
        let may_have_template = text.contains("{{");
        let variables: Vec<&str> = VARIABLES.into_iter().filter(|name| text.contains(name)).collect();
        for line in text.lines() {
            let content = line.trim_start();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let is_indented = content.len() < line.len();
            let content = content.trim_end();
            // A list that is not indented is still inside of its key.
            found.is_nested |= is_parent && (is_indented || content.starts_with("- "));
            is_parent = content.ends_with(':') || content.ends_with(": |") || content.ends_with(": >");
            found.has_template |= may_have_template && content.contains("{{");
            let key = key_of(content);
            match key {
                "apiVersion" => has_api = true,
                "kind" => has_kind = true,
                "services" | "environment" => found.is_compose = true,
                "taskManager" | "jobManager" | "taskmanager" | "jobmanager" => has_process = true,
                "resource" | "resources" => has_resources = true,
                "memoryConfiguration" | "slotsNumber" | "flink-version" | "jvm" => {
                    found.is_rest_answer = true;
                }
                "key" => has_key = true,
                "value" => has_value = true,
                _ => {}
            }
            found.has_holder |= HOLDERS.contains(&key);
            if content.starts_with(['{', '[', '"']) {
                // JSON, perhaps on one line.
                let has = |name: &str| content.contains(&["\"", name, "\""].concat());
                has_api |= has("apiVersion");
                has_kind |= has("kind");
                has_key |= has("key");
                has_value |= has("value");
                found.is_rest_answer |=
                    has("memoryConfiguration") || has("slotsNumber") || has("flink-version");
            }
            for name in &variables {
                let Some(at) = content.find(name) else { continue };
                found.has_variable = true;
                let behind = content[at + name.len()..].trim_start_matches(['"', '\'']);
                let is_item = key == "name" || content.starts_with("- ");
                found.is_variable_in_yaml |= behind.starts_with(':') || is_item;
            }
        }
        found.is_resource = has_api || (has_kind && (has_process || found.has_holder));
        found.is_rest_answer |= has_key && has_value;
        found.has_holder |= has_process && has_resources;
        found
    }
}

/// The key that a line of YAML or JSON begins with; empty if it has none.
fn key_of(content: &str) -> &str {
    let content = content.trim_start_matches("- ").trim_start_matches(['{', '[', ' ', ',']);
    match content.split_once(':') {
        Some((key, rest)) if rest.is_empty() || rest.starts_with([' ', '\t', '"', '[', '{']) => {
            key.trim_end().trim_matches(['"', '\''])
        }
        _ => "",
    }
}
