//! Values as YAML in one line, as `Dump` of snakeyaml-engine 2.6 writes them for Flink (`YamlParserUtils.toYAMLString`).

use std::rc::Rc;

use super::node::{Content, Node};
use super::reader::{is_blank_or_end, is_printable};
use super::schema::{Class, Kind, Scalar, resolve};

/// Characters from which on a key needs a `?`, with the tag that it has.
const LONGEST_KEY: usize = 128;

/// Writes a node that can be made an object of Java. `numbered` counts the collections that got a number because they appear more than once.
pub(crate) fn dump(node: &Node, numbered: &mut usize) -> String {
    let mut writer =
        Writer { out: String::new(), needs_space: false, shared: Vec::new(), numbered: *numbered };
    writer.find_aliases(node);
    writer.count(node);
    writer.node(node);
    *numbered = writer.numbered;
    writer.out
}

struct Writer {
    out: String,
    /// Whether a word needs a space before it here.
    needs_space: bool,
    /// Collections that aliases refer to.
    shared: Vec<Shared>,
    /// How many of them appear more than once.
    numbered: usize,
}

struct Shared {
    address: usize,
    has_appeared: bool,
    /// Its number, if it appears more than once.
    number: Option<usize>,
    is_written: bool,
}

/// Where the content of a collection is, by which it is known again.
fn address(node: &Node) -> Option<usize> {
    match &node.content {
        Content::Scalar { .. } => None,
        Content::List { items, .. } => Some(Rc::as_ptr(items).cast::<u8>() as usize),
        Content::Map { entries, .. } => Some(Rc::as_ptr(entries).cast::<u8>() as usize),
    }
}

fn for_each_inside(node: &Node, mut visit: impl FnMut(&Node)) {
    node.items().iter().for_each(&mut visit);
    for (key, value) in node.entries() {
        visit(key);
        visit(value);
    }
}

impl Writer {
    fn shared(&mut self, node: &Node) -> Option<&mut Shared> {
        let address = address(node)?;
        self.shared.iter_mut().find(|shared| shared.address == address)
    }

    fn find_aliases(&mut self, node: &Node) {
        if node.is_alias && self.shared(node).is_none() {
            let new = |address| Shared { address, has_appeared: false, number: None, is_written: false };
            self.shared.extend(address(node).map(new));
        }
        for_each_inside(node, |inside| self.find_aliases(inside));
    }

    /// Gives numbers to what appears more than once.
    fn count(&mut self, node: &Node) {
        let next = self.numbered + 1;
        if let Some(shared) = self.shared(node) {
            if shared.has_appeared {
                let is_new = shared.number.is_none();
                shared.number.get_or_insert(next);
                self.numbered += usize::from(is_new);
                return;
            }
            shared.has_appeared = true;
        }
        for_each_inside(node, |inside| self.count(inside));
    }

    fn word(&mut self, word: &str) {
        if self.needs_space {
            self.out.push(' ');
        }
        self.out.push_str(word);
        self.needs_space = true;
    }

    fn node(&mut self, node: &Node) {
        if let Some(shared) = self.shared(node) {
            let is_written = std::mem::replace(&mut shared.is_written, true);
            if let Some(number) = shared.number {
                let digits = number.to_string();
                let mark = if is_written { "*" } else { "&" };
                let name = [mark, "id", &"0".repeat(3_usize.saturating_sub(digits.len())), &digits].concat();
                self.word(&name);
                if is_written {
                    return;
                }
            }
        }
        match &node.content {
            Content::Scalar { .. } => {
                if let Ok(scalar) = node.scalar() {
                    self.scalar(&scalar);
                }
            }
            Content::List { items, .. } => {
                self.word("[");
                self.needs_space = false;
                for (at, item) in items.iter().enumerate() {
                    self.comma(at);
                    self.node(item);
                }
                self.out.push(']');
                self.needs_space = true;
            }
            Content::Map { entries, .. } => {
                let is_set = node.kind() == Kind::Set;
                if is_set {
                    self.word("!!set");
                }
                self.word("{");
                self.needs_space = false;
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.comma(at);
                    if self.is_simple_key(key) {
                        self.node(key);
                        self.out.push(':');
                    } else {
                        self.word("?");
                        self.node(key);
                        self.word(":");
                    }
                    if is_set { self.word("null") } else { self.node(value) }
                }
                self.out.push('}');
                self.needs_space = true;
            }
        }
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.out.push(',');
            self.needs_space = true;
        }
    }

    fn is_simple_key(&mut self, key: &Node) -> bool {
        match key.scalar() {
            Ok(Scalar { class, text }) if key.text().is_some() => {
                let tag = match class {
                    Class::Double => "!!float",
                    Class::Null => "!!null",
                    Class::Boolean => "!!bool",
                    Class::Bytes => "!!binary",
                    _ => "!!str",
                };
                let length = tag.len() + text.encode_utf16().count();
                !text.is_empty() && !text.contains('\n') && length < LONGEST_KEY
            }
            // Empty ones, and those that stand elsewhere.
            _ => {
                let is_written =
                    self.shared(key).is_some_and(|shared| shared.is_written && shared.number.is_some());
                is_written || (key.items().is_empty() && key.entries().is_empty())
            }
        }
    }

    fn scalar(&mut self, scalar: &Scalar) {
        let text = &scalar.text;
        match scalar.class {
            Class::String => {}
            Class::Bytes => {
                self.word("!!binary");
                self.word(&["\"", text, "\""].concat());
                return;
            }
            _ => return self.word(text),
        }
        let has_breaks = text.contains(['\n', '\u{85}', '\u{2028}', '\u{2029}']);
        if has_breaks || !is_quotable(text) {
            self.double_quoted(text);
        } else if resolve(text) == Class::String && !is_variable(text) && is_plain(text) {
            self.word(text);
        } else {
            self.word(&["'", &text.replace('\'', "''"), "'"].concat());
        }
    }

    fn double_quoted(&mut self, text: &str) {
        let mut quoted = "\"".to_owned();
        for c in text.chars() {
            let escape = match c {
                '\0' => '0',
                '\u{7}' => 'a',
                '\u{8}' => 'b',
                '\t' => 't',
                '\n' => 'n',
                '\u{b}' => 'v',
                '\u{c}' => 'f',
                '\r' => 'r',
                '\u{1b}' => 'e',
                '"' | '\\' => c,
                '\u{85}' => 'N',
                '\u{a0}' => '_',
                '\u{2028}' => 'L',
                '\u{2029}' => 'P',
                c if is_printable(c) => {
                    quoted.push(c);
                    continue;
                }
                c => {
                    let code = u32::from(c);
                    quoted.push_str(&if code < 0x100 {
                        format!("\\x{code:02x}")
                    } else {
                        format!("\\u{code:04x}")
                    });
                    continue;
                }
            };
            quoted.push('\\');
            quoted.push(escape);
        }
        quoted.push('"');
        self.word(&quoted);
    }
}

/// Whether a text of one line can stand in single quotes.
fn is_quotable(text: &str) -> bool {
    text.chars().all(|c| c != '\t' && c != '\r' && is_printable(c))
}

/// Whether a text of one line can stand between brackets without quotes.
fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let is_before_blank = chars.next().is_none_or(is_blank_or_end);
    let is_mark = match first {
        '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`'
        | '?' | ':' => true,
        '-' => is_before_blank,
        _ => false,
    };
    let has_marks = text.chars().skip(1).any(|c| matches!(c, ',' | '?' | '[' | ']' | '{' | '}' | ':'));
    let is_document_mark = text.starts_with("---") || text.starts_with("...");
    !(is_mark
        || has_marks
        || is_document_mark
        || text.contains(" #")
        || text.starts_with(' ')
        || text.ends_with(' '))
}

/// `${NAME}`, `${NAME:-other}` and the like, which another user of the parser may replace.
fn is_variable(text: &str) -> bool {
    let Some(inner) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else { return false };
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r');
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let inner = inner.trim_matches(is_space);
    let rest = inner.trim_start_matches(is_word);
    let other = rest.strip_prefix(':').unwrap_or(rest);
    rest.len() < inner.len()
        && (rest.is_empty() || other.strip_prefix(['-', '?']).is_some_and(|other| other.chars().all(is_word)))
}
