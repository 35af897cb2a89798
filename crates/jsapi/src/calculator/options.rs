//! The option catalogue of a release.

use resolver::FlinkVersion;
use resolver::catalogue::{ALL, DefaultValue, OptionDef, OptionType, Scope, Span};
use wasm_bindgen::JsValue;

use crate::border::{Built, Names, list, name_of, or_null};

const SCOPES: &Names<Scope> = &[
    ("taskmanager", Scope::TaskManager),
    ("jobmanager", Scope::JobManager),
    ("network", Scope::Network),
    ("state-backend", Scope::StateBackend),
    ("cluster", Scope::Cluster),
];

/// `Option[]` in TypeScript.
pub(super) fn answer(version: FlinkVersion) -> JsValue {
    list(ALL.iter().filter_map(|option| Some(written(option, option.span(version)?))))
}

fn written(option: &OptionDef, span: &Span) -> Built {
    let (name, default) = value(span);
    let built = Built::new()
        .with("key", option.key)
        .with("scope", name_of(SCOPES, option.scope))
        .with("label", or_null(option.words.map(|words| words.label)))
        .with("description", or_null(option.words.map(|words| words.description)))
        .with("since", option.since().name())
        .with("until", option.until().name())
        .with("deprecatedKeys", list(span.deprecated_keys.iter().copied()))
        .with("fallbackKeys", list(span.fallback_keys.iter().copied()))
        .with("deprecated", span.deprecated)
        .with("flinkClass", span.class)
        .with("type", name)
        .with("default", default);
    match span.kind {
        OptionType::Enum(names) => built.with("values", list(names.iter().copied())),
        _ => built,
    }
}

/// The name of the type, and the default in JavaScript's.
fn value(span: &Span) -> (&'static str, JsValue) {
    let name = match span.kind {
        OptionType::MemorySize => "memory-size",
        OptionType::Float => "float",
        OptionType::Double => "double",
        OptionType::Integer => "integer",
        OptionType::Long => "long",
        OptionType::Boolean => "boolean",
        OptionType::String => "string",
        OptionType::Enum(_) => "enum",
        OptionType::Map => "map",
        OptionType::Duration => "duration",
    };
    let default = match span.default {
        DefaultValue::None => JsValue::NULL,
        DefaultValue::Bytes(number) | DefaultValue::Millis(number) => number.into(),
        DefaultValue::Float(number) => number.into(),
        DefaultValue::Double(number) => number.into(),
        DefaultValue::Integer(number) if span.kind == OptionType::Long => number.into(),
        DefaultValue::Integer(number) => i32::try_from(number).unwrap_or(i32::MAX).into(),
        DefaultValue::Boolean(flag) => flag.into(),
        DefaultValue::Text(text) => text.into(),
    };
    (name, default)
}
