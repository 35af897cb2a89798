//! What the nodes of a tree stand for, after YAML's core schema and `StandardConstructor` of snakeyaml-engine 2.6: objects of Java.

use std::collections::BTreeMap;

use super::node::{Content, Node, Style};
use super::parser::PREFIX;
use super::reader::Mark;
use super::refusal::Refusal;
use crate::java;

/// A scalar with its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) class: Class,
    /// It as YAML.
    pub(crate) text: String,
}

/// The class of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Null,
    String,
    Boolean,
    Integer,
    Long,
    BigInteger,
    Double,
    /// An array of bytes, here as they are written.
    Bytes,
}

/// What a node is, apart from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar(Class),
    List,
    Map,
    /// A map with nothing but keys.
    Set,
}

impl Kind {
    /// Full name of the class, as messages of the JVM name it, with the module that it is in.
    pub(crate) const fn class_name(self) -> &'static str {
        match self {
            Self::Scalar(Class::Null | Class::String) => "java.lang.String",
            Self::Scalar(Class::Boolean) => "java.lang.Boolean",
            Self::Scalar(Class::Integer) => "java.lang.Integer",
            Self::Scalar(Class::Long) => "java.lang.Long",
            Self::Scalar(Class::BigInteger) => "java.math.BigInteger",
            Self::Scalar(Class::Double) => "java.lang.Double",
            Self::Scalar(Class::Bytes) => "[B",
            Self::List => "java.util.ArrayList",
            Self::Map => "java.util.LinkedHashMap",
            Self::Set => "java.util.LinkedHashSet",
        }
    }
}

impl Node {
    fn has_tag(&self, name: &str) -> bool {
        self.tag.as_ref().is_some_and(|tag| tag.strip_prefix(PREFIX) == Some(name))
    }

    /// What it is; of a scalar that cannot be read, a text.
    pub(crate) fn kind(&self) -> Kind {
        match &self.content {
            Content::Scalar { .. } => {
                Kind::Scalar(self.scalar().map_or(Class::String, |scalar| scalar.class))
            }
            Content::List { .. } => Kind::List,
            Content::Map { .. } if self.has_tag("set") => Kind::Set,
            Content::Map { .. } => Kind::Map,
        }
    }

    /// What a scalar stands for; of a collection, nothing.
    ///
    /// # Errors
    /// Java's own, for a number that is none.
    pub(crate) fn scalar(&self) -> Result<Scalar, Refusal> {
        let Content::Scalar { text, style } = &self.content else {
            return Ok(Scalar { class: Class::Null, text: String::new() });
        };
        let string = || Scalar { class: Class::String, text: text.to_string() };
        let tag = self.tag.as_deref().map(|tag| tag.strip_prefix(PREFIX).unwrap_or(tag));
        match (tag, style) {
            (None, Style::Plain) => plain(text),
            (Some("int"), _) => integer(text),
            (Some("float"), _) => double(text),
            (Some("bool"), _) => Ok(boolean(text)),
            (Some("null"), _) => Ok(null()),
            (Some("binary"), _) => Ok(Scalar { class: Class::Bytes, text: text.to_string() }),
            _ => Ok(string()),
        }
    }
}

/// What a scalar without quotes and tag stands for.
fn plain(text: &str) -> Result<Scalar, Refusal> {
    match resolve(text) {
        Class::Integer => integer(text),
        Class::Double => double(text),
        Class::Boolean => Ok(boolean(text)),
        Class::Null => Ok(null()),
        _ => Ok(Scalar { class: Class::String, text: text.to_owned() }),
    }
}

fn null() -> Scalar {
    Scalar { class: Class::Null, text: "null".to_owned() }
}

fn boolean(text: &str) -> Scalar {
    match java::to_lower_case(text).as_str() {
        word @ ("true" | "false") => Scalar { class: Class::Boolean, text: word.to_owned() },
        _ => null(),
    }
}

/// The class of a scalar without quotes and tag. Numbers of all sizes are integers here.
pub(super) fn resolve(text: &str) -> Class {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Class::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Class::Boolean,
        ".nan" | ".NaN" | ".NAN" => Class::Double,
        _ if matches!(unsigned, ".inf" | ".Inf" | ".INF") => Class::Double,
        _ if is_digits(unsigned, 10) => Class::Integer,
        _ if text.strip_prefix("0x").is_some_and(|digits| is_digits(digits, 16)) => Class::Integer,
        _ if text.strip_prefix("0o").is_some_and(|digits| is_digits(digits, 8)) => Class::Integer,
        _ if is_float(unsigned) => Class::Double,
        _ => Class::String,
    }
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix))
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

/// An integer of the least of three sizes that may hold so many digits, and does.
fn integer(text: &str) -> Result<Scalar, Refusal> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, radix, int_digits) = match (unsigned.strip_prefix("0x"), unsigned.strip_prefix("0o")) {
        (Some(digits), _) => (digits, 16, 8),
        (None, Some(digits)) => (digits, 8, 11),
        (None, None) => (unsigned, 10, 10),
    };
    if !is_digits(digits, radix) {
        let message = integer_error(sign, digits, radix);
        return Err(Refusal::rethrown("java.lang.NumberFormatException", message));
    }
    let decimal = if radix == 10 { significant(digits).to_owned() } else { to_decimal(digits, radix) };
    let sign = if decimal == "0" { "" } else { sign };
    let text = [sign, &decimal].concat();
    let class = match java::parse_long(&text) {
        Ok(number) if digits.len() <= int_digits && i32::try_from(number).is_ok() => Class::Integer,
        Ok(_) if digits.len() <= long_digits(radix) => Class::Long,
        _ => Class::BigInteger,
    };
    Ok(Scalar { class, text })
}

/// What `BigInteger`, which is tried last, says about digits that are none.
fn integer_error(sign: &str, digits: &str, radix: u32) -> String {
    if digits.is_empty() {
        return "Zero length BigInteger".to_owned();
    }
    if digits.contains(['-', '+']) && !(sign.is_empty() && digits.rfind(['-', '+']) == Some(0)) {
        return "Illegal embedded sign character".to_owned();
    }
    // Digits are read in groups of as many as fit an `int`; the first may be shorter.
    let (group, suffix) = match radix {
        16 => (7, " under radix 16"),
        8 => (10, " under radix 8"),
        _ => (9, ""),
    };
    let digits: Vec<char> = digits.trim_start_matches(['-', '+']).trim_start_matches('0').chars().collect();
    let (first, others) = digits.split_at(digits.len() % group);
    let is_wrong = |group: &&[char]| !group.iter().all(|c| c.is_digit(radix));
    let wrong = std::iter::once(first).chain(others.chunks(group)).find(is_wrong).unwrap_or(first);
    ["For input string: \"", &wrong.iter().collect::<String>(), "\"", suffix].concat()
}

/// Digits of the largest `long`.
const fn long_digits(radix: u32) -> usize {
    match radix {
        16 => 16,
        8 => 21,
        _ => 19,
    }
}

fn significant(digits: &str) -> &str {
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() { "0" } else { significant }
}

/// A number in octal or hexadecimal digits as decimal ones.
fn to_decimal(digits: &str, radix: u32) -> String {
    /// Value of one of the parts in which the number is kept.
    const PART: u64 = 1_000_000_000_000_000_000;
    /// Digits that are computed; the time goes with their square. A number of more is no size, and stays as it is.
    const MOST_DIGITS: usize = 400;
    let digits = significant(digits);
    if digits.len() > MOST_DIGITS {
        return digits.to_owned();
    }
    let mut parts: Vec<u64> = vec![0];
    for c in digits.chars() {
        let mut carry = u64::from(c.to_digit(radix).unwrap_or(0));
        for part in &mut parts {
            // At most 16 times the value of a part, which is less than 2^64.
            let value = *part * u64::from(radix) + carry;
            *part = value % PART;
            carry = value / PART;
        }
        if carry > 0 {
            parts.push(carry);
        }
    }
    let mut decimal = String::new();
    for part in parts.iter().rev() {
        let part = part.to_string();
        if !decimal.is_empty() {
            decimal.push_str(&"0".repeat(18 - part.len()));
        }
        decimal.push_str(&part);
    }
    decimal
}

fn double(text: &str) -> Result<Scalar, Refusal> {
    let lower = java::to_lower_case(text);
    let text = match lower.as_str() {
        ".inf" | "-.inf" | ".nan" => lower,
        "" => {
            let message = "String index out of range: 0".to_owned();
            return Err(Refusal::rethrown("java.lang.StringIndexOutOfBoundsException", message));
        }
        _ => {
            let (sign, unsigned) = match lower.strip_prefix('-') {
                Some(rest) => (-1.0, rest),
                None => (1.0, lower.strip_prefix('+').unwrap_or(&lower)),
            };
            let number = java::parse_double(unsigned)
                .map_err(|message| Refusal::rethrown("java.lang.NumberFormatException", message))?;
            print_double(number * sign)
        }
    };
    Ok(Scalar { class: Class::Double, text })
}

/// A double as YAML.
fn print_double(number: f64) -> String {
    match java::double_to_string(number).as_str() {
        "NaN" => ".nan".to_owned(),
        "Infinity" => ".inf".to_owned(),
        "-Infinity" => "-.inf".to_owned(),
        text => text.to_owned(),
    }
}

/// What `Object.toString` makes of the YAML of a double; everything else is the same.
pub(crate) fn java_text(text: &str) -> &str {
    match text {
        ".nan" => "NaN",
        ".inf" => "Infinity",
        "-.inf" => "-Infinity",
        text => text,
    }
}

/// Whether all that a tree says can be made objects of Java.
///
/// # Errors
/// Flink's own, for tags that are not known, numbers that are none, and keys that stand there twice.
pub(super) fn check(node: &Node, text: &str) -> Result<(), Refusal> {
    match &node.content {
        // What it refers to is looked at where it stands.
        _ if node.is_alias => Ok(()),
        Content::Scalar { .. } => {
            check_tag(node, text)?;
            let mark = || Mark::of(text, node.at.start);
            if node.has_tag("int") && node.text() == Some("") {
                let context = Some(("while constructing an int", Some(mark())));
                return Err(Refusal::marked(context, "found empty value", mark()));
            }
            node.scalar().map(drop).map_err(|refusal| refusal.with_place(mark()))
        }
        Content::List { items, .. } => {
            check_tag(node, text)?;
            items.iter().try_for_each(|item| check(item, text))
        }
        Content::Map { entries, .. } => {
            check_tag(node, text)?;
            let mut seen = BTreeMap::new();
            for (key, _) in entries.iter() {
                check(key, text)?;
                let mut identity = String::new();
                push_identity(key, &mut identity);
                if seen.insert(identity, String::new()).is_some() {
                    if key.kind() == Kind::Scalar(Class::Null) {
                        let message =
                            "Cannot invoke \"Object.toString()\" because \"key\" is null".to_owned();
                        return Err(Refusal::rethrown("java.lang.NullPointerException", message)
                            .with_place(Mark::of(text, key.at.start)));
                    }
                    let context = Some(("while constructing a mapping", Some(Mark::of(text, node.at.start))));
                    let mut problem = "found duplicate key ".to_owned();
                    push_java(key, &mut problem);
                    let mut refusal = Refusal::marked(context, &problem, Mark::of(text, key.at.start));
                    refusal.at = Some(key.at);
                    return Err(refusal);
                }
            }
            entries.iter().try_for_each(|(_, value)| check(value, text))
        }
    }
}

/// Whether there is a tag that can be what the node is.
fn check_tag(node: &Node, text: &str) -> Result<(), Refusal> {
    let Some(tag) = node.tag.as_deref().filter(|tag| *tag != "!") else { return Ok(()) };
    let expected = match tag.strip_prefix(PREFIX) {
        Some("str" | "int" | "float" | "bool" | "null" | "binary") => "Scalar",
        Some("seq") => "Sequence",
        Some("map" | "set") => "Mapping",
        _ => {
            let problem = ["could not determine a constructor for the tag ", &encode_uri(tag)].concat();
            return Err(Refusal::marked(None, &problem, Mark::of(text, node.at.start)));
        }
    };
    let found = match &node.content {
        Content::Scalar { .. } => "Scalar",
        Content::List { .. } => "Sequence",
        Content::Map { .. } => "Mapping",
    };
    // Nothing is the same in all forms.
    if found == expected || tag.strip_prefix(PREFIX) == Some("null") {
        return Ok(());
    }
    const NODES: &str = "org.snakeyaml.engine.v2.nodes.";
    let message = [
        "class ",
        NODES,
        found,
        "Node cannot be cast to class ",
        NODES,
        expected,
        "Node (",
        NODES,
        found,
        "Node and ",
        NODES,
        expected,
        "Node are in unnamed module of loader 'app')",
    ];
    Err(Refusal::rethrown("java.lang.ClassCastException", message.concat())
        .with_place(Mark::of(text, node.at.start)))
}

/// A tag with its unusual characters as numbers.
fn encode_uri(tag: &str) -> String {
    let mut encoded = String::new();
    for byte in tag.bytes() {
        let is_safe = byte.is_ascii_alphanumeric() || b"-_.!~*'()@:$&,;=[]/".contains(&byte);
        if is_safe {
            encoded.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// What two keys have in common that Java takes for the same.
fn push_identity(node: &Node, identity: &mut String) {
    match &node.content {
        Content::Scalar { .. } => {
            let Ok(Scalar { class, text }) = node.scalar() else { return };
            identity.push(match class {
                Class::Null => 'n',
                Class::String => 's',
                Class::Boolean => 'b',
                Class::Integer => 'i',
                Class::Long => 'l',
                Class::BigInteger => 'g',
                Class::Double => 'd',
                Class::Bytes => 'y',
            });
            identity.push_str(&text.len().to_string());
            identity.push(':');
            identity.push_str(&text);
            if class == Class::Bytes {
                // Arrays are the same only if they are one.
                identity.push_str(&node.at.start.to_string());
            }
        }
        Content::List { items, .. } => {
            identity.push('[');
            items.iter().for_each(|item| push_identity(item, identity));
            identity.push(']');
        }
        // The order of entries does not count, which is of no matter for keys that anybody writes.
        Content::Map { entries, .. } => {
            identity.push('{');
            for (key, value) in entries.iter() {
                push_identity(key, identity);
                push_identity(value, identity);
            }
            identity.push('}');
        }
    }
}

/// `Object.toString`.
fn push_java(node: &Node, text: &mut String) {
    match &node.content {
        Content::Scalar { .. } => {
            if let Ok(scalar) = node.scalar() {
                text.push_str(if scalar.class == Class::Double {
                    java_text(&scalar.text)
                } else {
                    &scalar.text
                });
            }
        }
        Content::List { items, .. } => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at > 0 { ", " } else { "" });
                push_java(item, text);
            }
            text.push(']');
        }
        Content::Map { entries, .. } => {
            text.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                text.push_str(if at > 0 { ", " } else { "" });
                push_java(key, text);
                text.push('=');
                push_java(value, text);
            }
            text.push('}');
        }
    }
}
