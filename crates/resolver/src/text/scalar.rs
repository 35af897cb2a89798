//! Values and keys as they are written at their place in a text: with the least quoting that reads back as the same text.
//!
//! In `config.yaml` a value without quotes may become a number or a truth value of Java before Flink reads the option. It is left without
//! quotes only where that makes no difference: where `Configuration.toMap` prints the same text, and every option that accepts the text
//! accepts the number with the same result. `0.30` and `1e-50` are quoted for that reason, `0.3` and `2g` are not.

use super::Syntax;
use crate::java;
use crate::yaml;

/// Writes `value` as `syntax` demands; `None` where there is no way to write it so that it reads back.
pub(crate) fn write_value(value: &str, syntax: Syntax) -> Option<String> {
    let is_as_it_is = match syntax {
        Syntax::Line => return is_line_value(value).then(|| value.to_owned()),
        Syntax::Yaml => is_plain(value, false) && is_same_unquoted(value),
        Syntax::YamlFlow => is_plain(value, true) && is_same_unquoted(value),
        Syntax::YamlText => is_plain(value, false) && is_text_everywhere(value),
        Syntax::Word => return write_word(value),
        Syntax::Json => false,
        Syntax::Fixed => return None,
    };
    Some(match syntax {
        _ if is_as_it_is => value.to_owned(),
        Syntax::Json => quote_json(value),
        _ => quote_yaml(value),
    })
}

/// Characters up to which YAML takes something for a key, quotes and escapes included. We count bytes, which are no fewer.
const LONGEST_KEY: usize = 1024;

/// Writes a key; `None` where it cannot stand there.
pub(crate) fn write_key(key: &str, syntax: Syntax) -> Option<String> {
    Some(match syntax {
        Syntax::Yaml | Syntax::YamlFlow | Syntax::YamlText => {
            Some(write_yaml_key(key)).filter(|written| written.len() <= LONGEST_KEY)?
        }
        Syntax::Line if is_line_key(key) => key.to_owned(),
        Syntax::Word if write_value(key, syntax).is_some_and(|word| word == key) && !key.contains('=') => {
            key.to_owned()
        }
        // What is around the key has the quotes.
        Syntax::Json => {
            let quoted = write_value(key, syntax)?;
            quoted[1..quoted.len() - 1].to_owned()
        }
        Syntax::Line | Syntax::Word | Syntax::Fixed => return None,
    })
}

/// Writes a key of a block or flow mapping of YAML.
pub(crate) fn write_yaml_key(key: &str) -> String {
    if is_plain(key, true) && is_text_everywhere(key) { key.to_owned() } else { quote_yaml(key) }
}

/// Whether a key can stand at the beginning of a line of `flink-conf.yaml`.
fn is_line_key(key: &str) -> bool {
    is_line_value(key) && !key.contains(": ")
}

/// Whether a value can be the rest of a line of `flink-conf.yaml`.
fn is_line_value(value: &str) -> bool {
    !value.is_empty() && java::trim(value).len() == value.len() && !value.contains(['#', '\n', '\r'])
}

/// Whether YAML takes the text for one scalar without quotes, whatever its type.
fn is_plain(text: &str, is_in_flow: bool) -> bool {
    let mut chars = text.chars();
    let is_start = match chars.next() {
        None
        | Some(
            ' ' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' | '?' | ':',
        ) => false,
        Some('-') => chars.next().is_some_and(|next| next != ' ' && next != '-'),
        Some(_) => true,
    };
    let is_flow_mark = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}');
    // White space of other kinds is legal in places, and nobody sees it there.
    let is_visible = |c: char| match c {
        ' '..='~' => !(is_in_flow && is_flow_mark(c)),
        '\u{a1}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' => yaml::is_printable(c),
        _ => false,
    };
    is_start
        && text.chars().all(is_visible)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("...")
}

/// Whether a plain scalar of `config.yaml` has the effect of the same text in quotes. A little that would have is quoted all the same.
fn is_same_unquoted(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number =
        |letters: &[u8]| unsigned.bytes().all(|byte| byte.is_ascii_digit() || letters.contains(&byte));
    match text {
        "~" | "null" | "Null" | "NULL" | "True" | "TRUE" | "False" | "FALSE" => false,
        _ if unsigned.starts_with(['.', '+', '-'])
            || unsigned.starts_with("0x")
            || unsigned.starts_with("0o") =>
        {
            false
        }
        // A larger one becomes a `Long`, and what is too large for the option then has another message.
        _ if is_number(b"") => text.parse::<i32>().is_ok_and(|number| number.to_string() == text),
        _ if is_number(b".eE+-") => is_same_double(text),
        _ => true,
    }
}

/// Whether a text survives becoming a `Double`: printed the same, and rounded to the same `float`, which Flink refuses to do out of range.
pub(crate) fn is_same_double(text: &str) -> bool {
    let (Ok(double), Ok(float)) = (java::parse_double(text), java::parse_float(text)) else { return false };
    #[expect(clippy::cast_possible_truncation, reason = "as Flink does")]
    let rounded = double as f32;
    let size = double.abs();
    let is_in_range = size == 0.0 || (f64::from(f32::from_bits(1)) <= size && size <= f64::from(f32::MAX));
    is_in_range && rounded.to_bits() == float.to_bits() && java::double_to_string(double) == text
}

/// Whether a plain scalar is a string to every YAML there is: also to those of 1.1, in which `on` is a truth value and `1:30` a number.
fn is_text_everywhere(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let first = text.as_bytes().first().copied().unwrap_or_default();
    if first.is_ascii_alphabetic() {
        return !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    }
    // Sizes, and nothing else that begins like a number.
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(' ');
    first == b'/'
        || (first.is_ascii_digit()
            && ["b", "k", "m", "g", "t", "kb", "mb", "gb", "tb"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(unit)))
}

/// In single quotes where double ones would need escapes and single ones do not; else in double quotes.
fn quote_yaml(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(is_unescaped) {
        return ["'", text, "'"].concat();
    }
    quote(text, is_unescaped)
}

/// Whether a character stands for itself between quotes of YAML.
pub(crate) fn is_unescaped(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{10000}'..)
        && yaml::is_printable(c)
}

fn quote_json(text: &str) -> String {
    quote(text, |c| c >= ' ' && c != '\u{7f}')
}

/// In double quotes, with escapes that YAML and JSON have in common.
fn quote(text: &str, is_itself: fn(char) -> bool) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_itself(c) => quoted.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    quoted.push_str("\\u");
                    for shift in [12, 8, 4, 0] {
                        let digit = u32::from(*unit >> shift & 15);
                        quoted.extend(char::from_digit(digit, 16));
                    }
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

/// A word of a POSIX shell.
fn write_word(text: &str) -> Option<String> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"_./:=,+@%-".contains(&byte);
    if text.contains('\0') {
        return None;
    }
    if !text.is_empty() && text.bytes().all(is_safe) {
        return Some(text.to_owned());
    }
    Some(["'", &text.replace('\'', r"'\''"), "'"].concat())
}

#[cfg(test)]
mod tests {
    use super::{is_line_key, write_value, write_yaml_key};
    use crate::text::Syntax;

    #[track_caller]
    fn check(syntax: Syntax, values: &[(&str, &str)]) {
        for (value, written) in values {
            assert_eq!(write_value(value, syntax).as_deref(), Some(*written), "{value:?} as {syntax:?}");
        }
    }

    #[test]
    fn a_line_holds_what_has_no_mark_of_its_own() {
        check(
            Syntax::Line,
            &[("4g", "4g"), ("2 gb: x", "2 gb: x"), ("'4g'", "'4g'"), ("é\u{85}x", "é\u{85}x")],
        );
        for value in ["", " 4g", "4g ", "4g # x", "4g#x", "a\nb", "a\rb", "a\t"] {
            assert_eq!(write_value(value, Syntax::Line), None, "{value:?}");
        }
        assert!(is_line_key("a.b") && !is_line_key("a: b") && !is_line_key("#a") && !is_line_key(""));
    }

    #[test]
    fn yaml_is_quoted_where_the_text_would_become_something_else() {
        check(
            Syntax::Yaml,
            &[
                ("4g", "4g"),
                ("128 mb", "128 mb"),
                ("1073741824", "1073741824"),
                ("-5", "-5"),
                ("0.3", "0.3"),
                ("1.0E-5", "1.0E-5"),
                ("true", "true"),
                ("yes", "yes"),
                ("0.4f", "0.4f"),
                ("OPERATOR:60,PYTHON:20", "OPERATOR:60,PYTHON:20"),
                ("s3://a/b#c", "s3://a/b#c"),
                ("", "\"\""),
                (" 4g", "\" 4g\""),
                ("~", "\"~\""),
                ("null", "\"null\""),
                ("True", "\"True\""),
                ("007", "\"007\""),
                ("+5", "\"+5\""),
                ("-0", "\"-0\""),
                ("0x10", "\"0x10\""),
                (".3", "\".3\""),
                ("0.30", "\"0.30\""),
                ("1e-1", "\"1e-1\""),
                // Doubles that no `float` can hold, or that one would be rounded to twice.
                ("1.0E-50", "\"1.0E-50\""),
                ("1.0E39", "\"1.0E39\""),
                ("1.0000000596046449", "\"1.0000000596046449\""),
                ("3000000000", "\"3000000000\""),
                (".nan", "\".nan\""),
                ("4g # x", "\"4g # x\""),
                ("a: b", "\"a: b\""),
                ("a:", "\"a:\""),
                ("- a", "\"- a\""),
                ("[a]", "\"[a]\""),
                ("*a", "\"*a\""),
                ("\"it's\" x", "\"\\\"it's\\\" x\""),
                ("say \"x\"", "say \"x\""),
                ("\"x\"", "'\"x\"'"),
                ("a\nb\u{1}\u{85}", "\"a\\nb\\u0001\\u0085\""),
                ("\u{feff}x\u{1f600}", "\"\\ufeffx\u{1f600}\""),
            ],
        );
        check(Syntax::YamlFlow, &[("4g", "4g"), ("a,b", "\"a,b\""), ("{}", "\"{}\""), ("0.3", "0.3")]);
    }

    #[test]
    fn manifests_have_strings_only() {
        check(
            Syntax::YamlText,
            &[
                ("4g", "4g"),
                ("128 mb", "128 mb"),
                ("rocksdb", "rocksdb"),
                ("/opt/x", "/opt/x"),
                ("2", "\"2\""),
                ("0.3", "\"0.3\""),
                ("true", "\"true\""),
                ("Yes", "\"Yes\""),
                ("n", "\"n\""),
                ("1:30", "\"1:30\""),
                ("1_000", "\"1_000\""),
                ("0b1", "\"0b1\""),
                ("2026-01-01", "\"2026-01-01\""),
                ("1e3", "\"1e3\""),
            ],
        );
    }

    #[test]
    fn words_and_json_are_escaped() {
        check(
            Syntax::Word,
            &[
                ("4g", "4g"),
                ("a:1,b:2", "a:1,b:2"),
                ("", "''"),
                ("128 mb", "'128 mb'"),
                ("it's", r"'it'\''s'"),
                ("$HOME", "'$HOME'"),
                ("a;b", "'a;b'"),
                ("é", "'é'"),
            ],
        );
        assert_eq!(write_value("a\0", Syntax::Word), None);
        check(Syntax::Json, &[("4g", "\"4g\""), ("a\"\\\n\u{7}é", "\"a\\\"\\\\\\n\\u0007é\"")]);
        assert_eq!(write_value("4g", Syntax::Fixed), None);
    }

    #[test]
    fn keys_are_quoted_where_yaml_demands_it() {
        for (key, written) in [
            ("taskmanager.memory.process.size", "taskmanager.memory.process.size"),
            ("a: b", "\"a: b\""),
            ("1", "\"1\""),
            ("on", "\"on\""),
            ("a,b", "\"a,b\""),
        ] {
            assert_eq!(write_yaml_key(key), written);
        }
    }
}
