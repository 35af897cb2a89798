//! What values that are lists and maps are read as.

use super::{Content, Node, read_collection};

/// What a test expects.
#[derive(Debug, PartialEq)]
enum Value {
    Null,
    Scalar(String),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
}

fn value(node: &Node) -> Value {
    match &node.content {
        Content::Scalar { .. } => node.value_text().map_or(Value::Null, Value::Scalar),
        Content::List { items, .. } => Value::List(items.iter().map(value).collect()),
        Content::Map { entries, .. } => {
            Value::Map(entries.iter().map(|(key, entry)| (value(key), value(entry))).collect())
        }
    }
}

fn outline(text: &str) -> Option<Value> {
    read_collection(text).as_ref().map(value)
}

fn map(entries: &[(&str, &str)]) -> Option<Value> {
    let scalar = |text: &str| Value::Scalar(text.to_owned());
    Some(Value::Map(entries.iter().map(|(key, value)| (scalar(key), scalar(value))).collect()))
}

fn list(items: &[&str]) -> Option<Value> {
    Some(Value::List(items.iter().map(|item| Value::Scalar((*item).to_owned())).collect()))
}

#[test]
fn collections_of_one_line_are_read() {
    for (text, value) in [
        ("{a: 1, b: 2}", map(&[("a", "1"), ("b", "2")])),
        (" { a : 1 , } # comment", map(&[("a", "1")])),
        ("{\"a\":'it''s', b: \"\\u0037\\x30\"}", map(&[("a", "it's"), ("b", "70")])),
        ("a: b c", map(&[("a", "b c")])),
        ("a: 1,b:2", map(&[("a", "1,b:2")])),
        ("[a, b c,]", list(&["a", "b c"])),
        ("- a", list(&["a"])),
        ("- a\n- b", list(&["a", "b"])),
        ("&a {b: 1}", map(&[("b", "1")])),
        ("[&a x, *a]", list(&["x", "x"])),
        ("{}", map(&[])),
        ("[]", list(&[])),
    ] {
        assert_eq!(outline(text), value, "{text}");
    }
}

#[test]
fn everything_else_is_left_to_flinks_own_spelling() {
    let texts = [
        "",
        "a",
        "a:1,b:2",
        "a;b",
        "a: 1, b: 2",
        "{a: 1",
        "{a: 1} x",
        "[a,,b]",
        "{a: 1, a: 2}",
        "{\"a\"::1}",
    ];
    for text in texts {
        assert_eq!(outline(text), None, "{text}");
    }
    assert_eq!(outline(&"[".repeat(100_000)), None);
    assert_eq!(outline(&"- ".repeat(100_000)), None);
}

#[test]
fn scalars_have_the_types_of_the_core_schema() {
    for (text, value) in [
        ("007", "7"),
        ("-0", "0"),
        ("+5", "5"),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("1e3", "1000.0"),
        (".5", "0.5"),
        ("True", "true"),
        (".NaN", ".nan"),
        ("-.INF", "-.inf"),
        ("1_000", "1_000"),
        ("0x", "0x"),
        ("'007'", "007"),
    ] {
        assert_eq!(outline(&format!("{{a: {text}}}")), map(&[("a", value)]), "{text}");
    }
    for text in ["~", "null", "", "NULL"] {
        let null = Some(Value::Map(vec![(Value::Scalar("a".to_owned()), Value::Null)]));
        assert_eq!(outline(&format!("{{a: {text}}}")), null, "{text}");
    }
}
