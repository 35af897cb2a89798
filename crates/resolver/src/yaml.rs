//! YAML collections written in one text, such as `{OPERATOR: 70, PYTHON: 30}`, `[gpu, fpga]` or `OPERATOR: 70`.
//!
//! From 1.19 on Flink tries this spelling first wherever an option is a list or a map (`YamlParserUtils`, the core schema of YAML 1.2),
//! and falls back to its own spelling when it does not get one. So does this module's caller: whatever is not read here is `None`, never
//! an error. Not read: document marks, anchors, aliases, tags, directives, block scalars, explicit keys, and block collections of more than one entry,
//! none of which fits a value of one line.

use std::collections::HashSet;
use std::iter::Peekable;
use std::str::Chars;

use crate::java;

/// What a text stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Null,
    /// A text, or any other scalar as Flink prints it as YAML.
    Scalar(String),
    List(Vec<Value>),
    /// Keys and values, in the order in which they stand.
    Map(Vec<(Value, Value)>),
}

/// Collections in collections that are read; a text with more is not a value anybody means.
const DEEPEST: usize = 64;

/// Reads a text that is one list or map; `None` for a mere scalar and for everything that is not read.
pub(crate) fn read_collection(text: &str) -> Option<Value> {
    let is_document_mark = text.starts_with("---") || text.starts_with("...");
    if is_document_mark || !text.chars().all(is_printable) {
        return None;
    }
    let mut reader = Reader { chars: text.chars().peekable(), depth: 0 };
    reader.skip_blanks_and_comments();
    let value = reader.block()?;
    reader.skip_blanks_and_comments();
    (reader.chars.next().is_none() && matches!(value, Value::List(_) | Value::Map(_))).then_some(value)
}

impl Value {
    /// `ConfigurationUtils.convertToString`; `None` for null, over which Flink stumbles.
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Scalar(text) => Some(text),
            collection => Some(collection.print()),
        }
    }

    /// A collection inside a collection becomes YAML again.
    fn print(&self) -> String {
        let join = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Null => "null".to_owned(),
            Self::Scalar(text) => text.clone(),
            Self::List(items) => format!("[{}]", join(items.iter().map(Self::print).collect())),
            Self::Map(entries) => {
                let entry = |(key, value): &(Self, Self)| format!("{}: {}", key.print(), value.print());
                format!("{{{}}}", join(entries.iter().map(entry).collect()))
            }
        }
    }
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    depth: usize,
}

impl Reader<'_> {
    fn skip_blanks_and_comments(&mut self) {
        let mut is_after_blank = true;
        while let Some(c) = self.chars.peek() {
            match c {
                ' ' | '\n' | '\r' => is_after_blank = true,
                '#' if is_after_blank => while self.chars.next_if(|c| *c != '\n').is_some() {},
                _ => return,
            }
            self.chars.next_if(|c| matches!(c, ' ' | '\n' | '\r'));
        }
    }

    /// What follows `distance` characters from here.
    fn peek_at(&self, distance: usize) -> Option<char> {
        self.chars.clone().nth(distance)
    }

    /// Outside of all brackets: `- item`, `key: value`, or a single node.
    fn block(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        if self.chars.peek() == Some(&'-') && is_blank_or_end(self.peek_at(1)) {
            self.chars.next();
            self.skip_blanks_and_comments();
            let item = if self.chars.peek().is_some() { self.block()? } else { Value::Null };
            return Some(Value::List(vec![item]));
        }
        let key = self.node(Context::Block)?;
        self.skip_spaces();
        if self.chars.peek() != Some(&':') || !is_blank_or_end(self.peek_at(1)) {
            return Some(key);
        }
        self.chars.next();
        self.skip_blanks_and_comments();
        let value = if self.chars.peek().is_some() { self.node(Context::Block)? } else { Value::Null };
        Some(Value::Map(vec![(key, value)]))
    }

    fn skip_spaces(&mut self) {
        while self.chars.next_if_eq(&' ').is_some() {}
    }

    /// A scalar or a collection in brackets.
    fn node(&mut self, context: Context) -> Option<Value> {
        match self.chars.peek()? {
            '[' => self.flow_list(),
            '{' => self.flow_map(),
            '"' => self.double_quoted().map(Value::Scalar),
            '\'' => self.single_quoted().map(Value::Scalar),
            _ => resolve(&self.plain(context)?),
        }
    }

    fn flow_list(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        self.flow_items(']', |reader| {
            items.push(match reader.flow_pair()? {
                (item, None) => item,
                (key, Some(value)) => Value::Map(vec![(key, value)]),
            });
            Some(())
        })?;
        Some(Value::List(items))
    }

    fn flow_map(&mut self) -> Option<Value> {
        let mut entries = Vec::new();
        self.flow_items('}', |reader| {
            let (key, value) = reader.flow_pair()?;
            entries.push((key, value.unwrap_or(Value::Null)));
            Some(())
        })?;
        let mut seen = HashSet::new();
        let is_unique = entries.iter().all(|(key, _)| seen.insert(key));
        is_unique.then_some(Value::Map(entries))
    }

    /// What stands between brackets, with commas between and perhaps one at the end.
    fn flow_items(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        self.chars.next();
        loop {
            self.skip_blanks_and_comments();
            if self.chars.next_if_eq(&end).is_some() {
                self.depth -= 1;
                return Some(());
            }
            item(self)?;
            self.skip_blanks_and_comments();
            if self.chars.peek() != Some(&end) {
                self.chars.next_if_eq(&',')?;
            }
        }
    }

    /// `item`, `key: value`, `key:` or `: value` between brackets.
    fn flow_pair(&mut self) -> Option<(Value, Option<Value>)> {
        let key = if self.is_at_value_mark() { Value::Null } else { self.node(Context::Flow)? };
        self.skip_blanks_and_comments();
        if self.chars.next_if_eq(&':').is_none() {
            return Some((key, None));
        }
        self.skip_blanks_and_comments();
        let value = match self.chars.peek()? {
            ',' | ']' | '}' => Value::Null,
            _ => self.node(Context::Flow)?,
        };
        Some((key, Some(value)))
    }

    fn is_at_value_mark(&mut self) -> bool {
        self.chars.peek() == Some(&':') && self.peek_at(1).is_none_or(|c| is_blank(c) || is_flow_mark(c))
    }

    fn single_quoted(&mut self) -> Option<String> {
        self.chars.next();
        let mut text = String::new();
        loop {
            match self.chars.next()? {
                '\'' if self.chars.next_if_eq(&'\'').is_none() => return Some(text),
                '\n' | '\r' => return None,
                c => text.push(c),
            }
        }
    }

    fn double_quoted(&mut self) -> Option<String> {
        self.chars.next();
        let mut text = String::new();
        loop {
            match self.chars.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                '\n' | '\r' => return None,
                c => text.push(c),
            }
        }
    }

    /// The character that an escape in double quotes stands for.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.chars.next()? {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            't' | '\t' => '\t',
            'n' => '\n',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'r' => '\r',
            'e' => '\u{1b}',
            'N' => '\u{85}',
            '_' => '\u{a0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            'x' => self.hexadecimal(2)?,
            'u' => self.hexadecimal(4)?,
            'U' => self.hexadecimal(8)?,
            c @ (' ' | '"' | '/' | '\\') => c,
            _ => return None,
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<char> {
        let code =
            (0..digits).try_fold(0_u32, |code, _| Some(code << 4 | self.chars.next()?.to_digit(16)?))?;
        char::from_u32(code)
    }

    /// A scalar without quotes, blanks around it cut.
    fn plain(&mut self, context: Context) -> Option<String> {
        let is_in_flow = context == Context::Flow;
        let first = *self.chars.peek()?;
        let next = self.peek_at(1);
        let is_start = match first {
            '-' | '?' => !is_blank_or_end(next),
            // Between brackets a colon is a mark whatever follows.
            ':' => !(is_in_flow || is_blank_or_end(next)),
            '\t' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' => false,
            _ => true,
        };
        if !is_start {
            return None;
        }
        let mut text = String::new();
        while let Some(c) = self.chars.peek().copied() {
            let next = self.peek_at(1);
            let is_end = match c {
                ':' => is_blank_or_end(next) || (is_in_flow && next.is_some_and(is_flow_mark)),
                '#' => text.ends_with(is_blank),
                '\n' | '\r' => true,
                c => is_in_flow && is_flow_mark(c),
            };
            if is_end {
                break;
            }
            text.push(c);
            self.chars.next();
        }
        Some(text.trim_end_matches(is_blank).to_owned())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Between brackets.
    Flow,
    /// Outside of all brackets.
    Block,
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn is_blank_or_end(c: Option<char>) -> bool {
    c.is_none_or(is_blank)
}

const fn is_flow_mark(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}

/// The characters a YAML text may have.
pub(crate) const fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The value of a scalar without quotes, after YAML's core schema.
fn resolve(text: &str) -> Option<Value> {
    let (is_negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let sign = if is_negative { "-" } else { "" };
    Some(Value::Scalar(match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        // YAML's schema knows it, Java's `Double` does not.
        "+.inf" | "+.Inf" | "+.INF" => return None,
        "true" | "True" | "TRUE" => "true".to_owned(),
        "false" | "False" | "FALSE" => "false".to_owned(),
        ".nan" | ".NaN" | ".NAN" => ".nan".to_owned(),
        ".inf" | ".Inf" | ".INF" | "-.inf" | "-.Inf" | "-.INF" => format!("{sign}.inf"),
        _ if is_digits(unsigned, 10) => {
            let digits = unsigned.trim_start_matches('0');
            if digits.is_empty() { "0".to_owned() } else { format!("{sign}{digits}") }
        }
        _ => match (radix_integer(text), is_float(unsigned)) {
            (Some(integer), _) => integer.to_string(),
            (None, true) => java::parse_double(text).map_or_else(|_| text.to_owned(), java::double_to_string),
            (None, false) => text.to_owned(),
        },
    }))
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii() && c.is_digit(radix))
}

/// `0x1F` and `0o17`.
fn radix_integer(text: &str) -> Option<u128> {
    let (digits, radix) = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) => (digits, 8),
        (None, None) => return None,
    };
    is_digits(digits, radix).then(|| u128::from_str_radix(digits, radix).ok()).flatten()
}

/// `.5`, `5.`, `5e3` and the like, without a sign in front.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let is_mantissa = match mantissa.split_once('.') {
        Some(("", decimals)) => is_digits(decimals, 10),
        Some((whole, decimals)) => is_digits(whole, 10) && (decimals.is_empty() || is_digits(decimals, 10)),
        None => is_digits(mantissa, 10),
    };
    let is_exponent = |exponent: &str| is_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent), 10);
    is_mantissa && exponent.is_none_or(is_exponent)
}

#[cfg(test)]
mod tests {
    use super::{Value, read_collection};

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
            ("{}", map(&[])),
            ("[]", list(&[])),
        ] {
            assert_eq!(read_collection(text), value, "{text}");
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
            "&a {b: 1}",
        ];
        for text in texts {
            assert_eq!(read_collection(text), None, "{text}");
        }
        assert_eq!(read_collection(&"[".repeat(100_000)), None);
        assert_eq!(read_collection(&"- ".repeat(100_000)), None);
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
            assert_eq!(read_collection(&format!("{{a: {text}}}")), map(&[("a", value)]), "{text}");
        }
        for text in ["~", "null", "", "NULL"] {
            let null = Some(Value::Map(vec![(Value::Scalar("a".to_owned()), Value::Null)]));
            assert_eq!(read_collection(&format!("{{a: {text}}}")), null, "{text}");
        }
    }
}
