//! Holds every row of the option catalogue against a dump of Flink's own option classes, release by release.
//!
//! What is expected comes from the dump alone; the catalogue is what is tested.

use std::io::Read;

use flate2::read::GzDecoder;
use resolver::catalogue::{self, DefaultValue, OptionType, Span, Words};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, control, resolve};
use serde_json::Value;

const DUMP: &[u8] = include_bytes!("../../../tests/vectors/options.json.gz");

fn dump() -> Value {
    let mut json = String::new();
    GzDecoder::new(DUMP).read_to_string(&mut json).expect("the dump is gzip over UTF-8");
    serde_json::from_str(&json).expect("the dump is JSON")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("an array of the dump")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text of the dump")
}

fn texts(value: &Value) -> Vec<&str> {
    array(value).iter().map(text).collect()
}

/// A text of the dump, or `None` where the dump says null; anything else is a fault of the dump.
fn text_or_null(value: &Value) -> Option<&str> {
    (!value.is_null()).then(|| text(value))
}

/// The dump's span of an option in one release, if the release has the option.
fn expected_span(option: &Value, version: FlinkVersion) -> Option<&Value> {
    let mut spans =
        array(&option["spans"]).iter().filter(|span| texts(&span["versions"]).contains(&version.name()));
    let span = spans.next();
    assert!(spans.next().is_none(), "two spans of {} hold {version}", option["key"]);
    span
}

/// A size the way `MemorySize.toString` prints it: in the largest unit that divides it, zero in bytes.
fn memory_size_text(bytes: u64) -> String {
    let units = [(40, "tb"), (30, "gb"), (20, "mb"), (10, "kb")];
    let unit = units.into_iter().find(|(shift, _)| bytes != 0 && bytes.is_multiple_of(1 << shift));
    match unit {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}

/// A duration of less than a minute the way `java.time.Duration.toString` prints it.
fn duration_text(millis: u64) -> String {
    assert!(millis < 60_000, "minutes would be printed apart");
    let fraction = format!(".{:03}", millis % 1000);
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    format!("PT{}{fraction}S", millis / 1000)
}

/// Our default the way Java prints it, `None` for no default.
fn default_text(default: DefaultValue) -> Option<String> {
    match default {
        DefaultValue::None => None,
        DefaultValue::Bytes(bytes) => Some(memory_size_text(bytes)),
        DefaultValue::Float(value) => Some(format!("{value:?}")),
        DefaultValue::Double(value) => Some(format!("{value:?}")),
        DefaultValue::Integer(value) => Some(value.to_string()),
        DefaultValue::Boolean(value) => Some(value.to_string()),
        DefaultValue::Millis(millis) => Some(duration_text(millis)),
        DefaultValue::Text(value) => Some(value.to_owned()),
    }
}

/// Whether an option of this type may have its default in this variant.
fn default_fits(kind: &str, default: DefaultValue) -> bool {
    match default {
        DefaultValue::None => true,
        DefaultValue::Bytes(_) => kind == "MemorySize",
        DefaultValue::Float(_) => kind == "Float",
        DefaultValue::Double(_) => kind == "Double",
        DefaultValue::Integer(_) => kind == "Integer" || kind == "Long",
        DefaultValue::Boolean(_) => kind == "Boolean",
        DefaultValue::Millis(_) => kind == "Duration",
        DefaultValue::Text(_) => kind == "String" || kind == "Map" || kind == "Enum",
    }
}

fn kind_text(kind: OptionType) -> &'static str {
    match kind {
        OptionType::MemorySize => "MemorySize",
        OptionType::Float => "Float",
        OptionType::Double => "Double",
        OptionType::Integer => "Integer",
        OptionType::Long => "Long",
        OptionType::Boolean => "Boolean",
        OptionType::String => "String",
        OptionType::Enum(_) => "Enum",
        OptionType::Map => "Map",
        OptionType::Duration => "Duration",
    }
}

fn check_span(place: &str, expected: &Value, span: &Span) {
    let kind = text(&expected["type"]);
    assert_eq!(kind_text(span.kind), kind, "type, {place}");
    assert_eq!(span.class, text(&expected["class"]), "class, {place}");
    match span.kind {
        OptionType::Enum(names) => assert_eq!(names, texts(&expected["enum_values"]), "names, {place}"),
        _ => assert!(expected["enum_values"].is_null(), "names without an enum, {place}"),
    }

    let default = default_text(span.default);
    assert_eq!(default.as_deref(), text_or_null(&expected["default"]), "default, {place}");
    assert!(default_fits(kind, span.default), "type of the default, {place}");
    let bytes = match span.default {
        DefaultValue::Bytes(bytes) => Some(bytes),
        _ => None,
    };
    assert_eq!(bytes, expected["default_bytes"].as_u64(), "bytes of the default, {place}");

    assert_eq!(span.deprecated_keys, texts(&expected["deprecated_keys"]), "deprecated keys, {place}");
    assert_eq!(span.fallback_keys, texts(&expected["fallback_keys"]), "fallback keys, {place}");
    assert_eq!(Some(span.deprecated), expected["field_deprecated"].as_bool(), "deprecation, {place}");
}

#[test]
fn the_releases_are_those_of_the_dump() {
    let dump = dump();
    let names: Vec<_> = FlinkVersion::ALL.iter().map(|version| version.name()).collect();
    assert_eq!(names, texts(&dump["versions"]));
    for version in FlinkVersion::ALL {
        assert_eq!(version.release(), text(&dump["releases"][version.name()]));
    }
}

#[test]
fn the_keys_are_those_of_the_dump() {
    let dump = dump();
    let mut expected: Vec<_> = array(&dump["options"]).iter().map(|option| text(&option["key"])).collect();
    expected.sort_unstable();
    let keys: Vec<_> = catalogue::ALL.iter().map(|option| option.key).collect();
    assert_eq!(keys, expected);
}

#[test]
fn every_option_is_as_flink_declares_it_in_every_release() {
    let dump = dump();
    for expected in array(&dump["options"]) {
        let key = text(&expected["key"]);
        let option = catalogue::find(key).unwrap_or_else(|| panic!("no row for {key}"));
        for version in FlinkVersion::ALL {
            let place = format!("{key} in {version}");
            match (expected_span(expected, version), option.span(version)) {
                (Some(expected), Some(span)) => check_span(&place, expected, span),
                (None, None) => {}
                (Some(_), None) => panic!("the table lacks {place}"),
                (None, Some(_)) => panic!("Flink has no {place}"),
            }
        }
    }
}

#[test]
fn the_table_is_sorted_and_unique() {
    for pair in catalogue::ALL.windows(2) {
        assert!(pair[0].key < pair[1].key, "{} before {}", pair[0].key, pair[1].key);
    }
}

#[test]
fn spans_are_in_order_without_overlap_or_repetition() {
    for option in catalogue::ALL {
        assert!(!option.spans.is_empty(), "{}", option.key);
        for span in option.spans {
            assert!(span.since <= span.until, "{}", option.key);
        }
        for pair in option.spans.windows(2) {
            assert!(pair[0].until < pair[1].since, "{}", option.key);
            let later = Span { since: pair[0].since, until: pair[0].until, ..pair[1] };
            assert_ne!(pair[0], later, "{}: one span would do", option.key);
        }
        assert_eq!(option.since(), option.spans[0].since);
        assert_eq!(option.until(), option.spans[option.spans.len() - 1].until);
    }
}

#[test]
fn labels_and_descriptions_are_short_and_tidy() {
    for option in catalogue::ALL {
        let Some(Words { label, description }) = option.words else { continue };
        for words in [label, description] {
            assert!(!words.is_empty(), "{}", option.key);
            assert_eq!(words, words.trim(), "{}", option.key);
            assert!(!words.contains("  "), "{}: double blank", option.key);
            assert!(words.chars().count() <= 200, "{}: too long", option.key);
        }
        assert!(description.ends_with('.'), "{}", option.key);
        assert!(!label.ends_with('.'), "{}", option.key);
    }
}

#[test]
fn options_of_forms_have_words_and_no_others() {
    let config = Configuration::new();
    let mut shown = Vec::new();
    for version in FlinkVersion::ALL {
        for process in Process::ALL {
            for deployment in [Deployment::Standalone, Deployment::Containerized] {
                let request = Request { version, process, deployment, config: &config };
                let groups = control::controls(request, &resolve(request));
                shown.extend(
                    groups.iter().flat_map(|group| &group.controls).map(|control| control.option.key),
                );
            }
        }
    }
    for option in catalogue::ALL {
        assert_eq!(option.words.is_some(), shown.contains(&option.key), "{}", option.key);
    }
}
