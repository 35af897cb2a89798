//! `config.yaml` as Flink from 1.19 on reads it (`GlobalConfiguration.loadYAMLResource`): YAML whose nested maps are flattened to keys with
//! dots. Of keys that are the same when flattened, the last counts; in one map, no key may stand twice.
//!
//! Scalars keep the class that YAML gives them, lists become texts. Where Flink refuses a file, as much of it is told as can be read before
//! the reason.

use super::flink_conf::line_end;
use super::loading::Loading;
use super::{Entry, Failure, Insertion, Kind, Reading, Span, Syntax};
use crate::config::{Class, Configuration, Value};
use crate::error::FlinkError;
use crate::version::FlinkVersion;
use crate::yaml::{self, Content, Layout, Node, Refusal};

/// How often the end of a text that cannot be read is cut off to read the rest.
const MOST_CUTS: usize = 4;

pub(super) fn read(text: &str, version: FlinkVersion) -> Reading {
    let mut reading = Reading::new(Kind::ConfigYaml);
    let mut loading = Loading::new(version);
    loading.log_parser("standard", "config.yaml");
    let parsed = yaml::parse(text);
    let is_yaml = parsed.is_ok();
    let (root, refusal) = match parsed {
        Ok(root) => {
            let refusal = root.as_ref().and_then(|root| yaml::check(root, text).err());
            (root, refusal)
        }
        Err(refusal) => (rest_before(text, &refusal), Some(refusal)),
    };
    let mut flat = Flat::new(text);
    if let Some(root) = &root {
        flat.flatten(root, "", None, None);
    }
    reading.insertion = if is_yaml { insertion(text, root.as_ref()) } else { None };
    reading.failure = match refusal {
        Some(refusal) => {
            if refusal.is_logged {
                loading.log_refusal();
            }
            let at = refusal.place(text);
            Some(failure(*refusal.error, at))
        }
        None => flat.failure(root.as_ref()),
    };
    let settings = || flat.settings.iter().map(|(key, value)| (key.as_str(), value.java_text()));
    if reading.failure.is_none() {
        loading.log_settings(settings());
    }
    reading.log = loading.into_log();
    reading.config = Configuration::of_file(flat.settings, false);
    reading.entries = flat.entries;
    reading
}

/// The tree of what can be read before the reason of a refusal.
fn rest_before(text: &str, refusal: &Refusal) -> Option<Node> {
    let mut text = text;
    let mut cut = refusal.cut();
    for _ in 0..MOST_CUTS {
        let before = text.get(..cut?)?;
        text = &before[..before.rfind(['\n', '\r']).map_or(0, |at| at + 1)];
        match yaml::parse(text) {
            Ok(root) => return root,
            Err(refusal) => cut = refusal.cut(),
        }
    }
    None
}

/// What Flink throws for it. Errors of the JVM pass through.
fn failure(error: FlinkError, at: Option<Span>) -> Failure {
    let is_exception = !matches!(error.class, "java.lang.StackOverflowError" | "java.lang.OutOfMemoryError");
    let error = if is_exception {
        FlinkError::new("java.lang.RuntimeException", "Error parsing YAML configuration.").caused_by(error)
    } else {
        error
    };
    Failure { error, at }
}

/// Bytes that keys and values may have when they are flattened: so many times those of the text, and so many that aliases may add.
const GROWTH: usize = 16;
const MOST_ADDED: usize = 4 << 20;

/// Bytes that count for an entry besides.
const ENTRY: usize = 32;

/// A tree that is being flattened.
struct Flat<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    settings: Vec<(String, Value)>,
    /// Bytes that may yet be added.
    room: usize,
    /// Collections with a number in lists.
    numbered: usize,
    /// The first key that is no text.
    wrong_key: Option<Span>,
    wrong_key_class: &'static str,
    /// The first value that is nothing.
    null: Option<Span>,
}

impl<'a> Flat<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            entries: Vec::new(),
            settings: Vec::new(),
            room: GROWTH * text.len() + MOST_ADDED,
            numbered: 0,
            wrong_key: None,
            wrong_key_class: "",
            null: None,
        }
    }

    /// Takes the entries of a map, whose keys get a prefix. If there is only one, all of `around` goes with it. Of what an alias stands for,
    /// the alias is the place, and whatever goes, goes with it.
    fn flatten(&mut self, map: &Node, prefix: &str, around: Option<Span>, alias: Option<Span>) {
        let Content::Map { entries, layout } = &map.content else { return };
        for (at, (key, value)) in entries.iter().enumerate() {
            let Some(name) = self.key_text(key) else { continue };
            let path = [prefix, &name].concat();
            self.room = self.room.saturating_sub(path.len() + ENTRY);
            if self.room == 0 {
                return;
            }
            let whole = match around {
                Some(around) if entries.len() == 1 || alias.is_some() => around,
                _ => whole(self.text, entries, at, *layout),
            };
            let alias = alias.or_else(|| value.is_alias.then_some(value.at));
            if value.kind() == yaml::Kind::Map {
                self.flatten(value, &(path + "."), Some(whole), alias);
                continue;
            }
            let is_inside_alias = alias.is_some_and(|alias| alias != value.at);
            let setting = setting(value, &mut self.numbered);
            self.room = self.room.saturating_sub(setting.as_ref().map_or(0, |setting| setting.text.len()));
            let text = match &setting {
                Some(setting) => setting.text.clone(),
                None => {
                    self.null.get_or_insert(key.at);
                    String::new()
                }
            };
            self.entries.push(Entry {
                key: path.clone(),
                value: text,
                key_at: alias.filter(|_| is_inside_alias).unwrap_or(Span::new(key.body, key.at.end)),
                value_at: alias.unwrap_or_else(|| value_at(self.text, value)),
                whole,
                syntax: match layout {
                    _ if is_inside_alias => Syntax::Fixed,
                    Layout::Block => Syntax::Yaml,
                    _ => Syntax::YamlFlow,
                },
            });
            self.settings.extend(setting.map(|setting| (path, setting)));
        }
    }

    /// What a key reads; nothing if it is no text, which Flink cannot cast it to.
    fn key_text(&mut self, key: &Node) -> Option<String> {
        match key.kind() {
            yaml::Kind::Scalar(yaml::Class::String) => key.text().map(str::to_owned),
            yaml::Kind::Scalar(yaml::Class::Null) => Some("null".to_owned()),
            kind => {
                if self.wrong_key.is_none() {
                    self.wrong_key = Some(key.at);
                    self.wrong_key_class = kind.class_name();
                }
                None
            }
        }
    }

    /// What Flink throws over a tree that is YAML.
    fn failure(&self, root: Option<&Node>) -> Option<Failure> {
        let root = root?;
        let is_map = root.kind() == yaml::Kind::Map;
        let (error, at) = match root.kind() {
            yaml::Kind::Scalar(yaml::Class::Null) => return None,
            kind if !is_map => (cannot_cast(kind.class_name(), "java.util.Map"), root.at),
            _ if self.room == 0 => (*Refusal::too_large().error, root.at),
            _ => match (self.wrong_key, self.null) {
                (Some(at), _) => (cannot_cast(self.wrong_key_class, "java.lang.String"), at),
                (None, Some(at)) => {
                    (FlinkError::new("java.lang.NullPointerException", "Value must not be null."), at)
                }
                (None, None) => return None,
            },
        };
        Some(failure(error, Some(at)))
    }
}

/// A `ClassCastException`.
fn cannot_cast(from: &str, to: &str) -> FlinkError {
    let message = [
        "class ",
        from,
        " cannot be cast to class ",
        to,
        " (",
        from,
        " and ",
        to,
        " are in module java.base of loader 'bootstrap')",
    ];
    FlinkError::new("java.lang.ClassCastException", message.concat())
}

/// What Flink has for a value; nothing for null.
fn setting(value: &Node, numbered: &mut usize) -> Option<Value> {
    let Ok(scalar) = value.scalar() else { return Some(Value::text(String::new())) };
    if value.text().is_none() {
        return Some(Value::text(yaml::dump(value, numbered)));
    }
    let class = match scalar.class {
        yaml::Class::Null => return None,
        yaml::Class::Long => Class::Long,
        yaml::Class::Double => Class::Double,
        yaml::Class::Bytes => return Some(Value::text(["!!binary |-\n  ", &scalar.text].concat())),
        _ => Class::Text,
    };
    Some(Value { text: scalar.text, class })
}

/// Where a value can be written.
fn value_at(text: &str, value: &Node) -> Span {
    let Span { end, .. } = value.at;
    let is_blank_before = value.body == end && text.get(end..).is_some_and(|rest| rest.starts_with(' '));
    if is_blank_before { Span::new(end + 1, end + 1) } else { Span::new(value.body, end) }
}

/// What to cut out to remove an entry of a map.
fn whole(text: &str, entries: &[(Node, Node)], at: usize, layout: Layout) -> Span {
    let span = |(key, value): &(Node, Node)| Span::new(key.at.start, value.at.end.max(key.at.end));
    let Span { start, end } = span(&entries[at]);
    let Span { start, end } = match (layout, at.checked_sub(1), entries.get(at + 1)) {
        (Layout::Block, ..) => return lines_of(text, start, end),
        (_, _, Some(next)) => Span::new(start, span(next).start),
        (_, Some(before), None) => Span::new(span(&entries[before]).end, end),
        (_, None, None) => {
            let rest = text.get(end..).unwrap_or_default();
            let after = rest.trim_start();
            let comma = if after.starts_with(',') { rest.len() - after.len() + 1 } else { 0 };
            Span::new(start, end + comma)
        }
    };
    Span::new(start, end.max(start))
}

/// The lines of a stretch, as far as nothing else is on them.
fn lines_of(text: &str, start: usize, end: usize) -> Span {
    let line_start = text.get(..start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let before = text.get(line_start..start).unwrap_or_default().trim_matches([' ', '\t', '\u{feff}']);
    let line_start =
        if text.starts_with('\u{feff}') && line_start == 0 { '\u{feff}'.len_utf8() } else { line_start };
    let start = if matches!(before, "" | "?") { line_start.min(start) } else { start };
    Span::new(start, end_of_line(text, end).unwrap_or(end))
}

/// Where the next line begins; `None` if more than white space and a comment follows on this one.
fn end_of_line(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let content = rest.trim_start_matches([' ', '\t']);
    let is_comment = content.starts_with('#');
    let length = content.find(['\n', '\r']).unwrap_or(content.len());
    if length > 0 && !is_comment {
        return None;
    }
    let line_break = &content[length..];
    let break_length = if line_break.starts_with("\r\n") { 2 } else { usize::from(!line_break.is_empty()) };
    Some(at + rest.len() - content.len() + length + break_length)
}

/// Where a new key goes; `None` if the text has something else than a map.
fn insertion(text: &str, root: Option<&Node>) -> Option<Insertion> {
    let between = ": ";
    let root = root.filter(|root| root.at.end > root.at.start);
    if let Some(Content::Map { entries, layout: Layout::Flow }) = root.map(|root| &root.content) {
        let at = root?.at.end - 1;
        let last = entries.last().map_or(at, |(key, value)| key.at.end.max(value.at.end));
        let before = match text.get(last..at) {
            _ if entries.is_empty() => "",
            Some(rest) if rest.contains(',') => " ",
            _ => ", ",
        };
        let before = before.to_owned();
        return Some(Insertion { at, before, between, after: String::new(), syntax: Syntax::YamlFlow });
    }
    let line_end = line_end(text);
    let (at, indentation) = match root {
        None => (text.len(), ""),
        Some(root) => {
            let first = root.entries().first()?.0.at.start;
            let lines = lines_of(text, first, root.at.end);
            (lines.end, text.get(lines.start..first)?)
        }
    };
    let is_open = !text.get(..at)?.is_empty() && !text.get(..at)?.ends_with(['\n', '\r']);
    let before = [if is_open { line_end } else { "" }, indentation].concat();
    Some(Insertion { at, before, between, after: line_end.to_owned(), syntax: Syntax::Yaml })
}

#[cfg(test)]
mod tests {
    use super::{Syntax, read};
    use crate::version::FlinkVersion;

    fn reading(text: &str) -> super::Reading {
        read(text, FlinkVersion::LATEST)
    }

    /// Each entry, what stands at its places, and the text without it.
    #[track_caller]
    fn check(text: &str, entries: &[(&str, &str, &str, &str)]) {
        let reading = reading(text);
        let found: Vec<_> = reading
            .entries
            .iter()
            .map(|entry| {
                let cut = [&text[..entry.whole.start], &text[entry.whole.end..]].concat();
                let value = [entry.key_at.of(text), "|", entry.value_at.of(text)].concat();
                (entry.key.as_str(), entry.value.as_str(), value, cut)
            })
            .collect();
        let found: Vec<_> = found.iter().map(|(key, value, at, cut)| (*key, *value, &**at, &**cut)).collect();
        assert_eq!(found, entries, "{text}");
    }

    #[test]
    fn entries_go_with_their_lines_and_empty_parents() {
        check(
            "# head\na:\n  b:\n    c: 1 # one\n  d: '2'\n\ne.f: 3\n",
            &[
                ("a.b.c", "1", "c|1", "# head\na:\n  d: '2'\n\ne.f: 3\n"),
                ("a.d", "2", "d|'2'", "# head\na:\n  b:\n    c: 1 # one\n\ne.f: 3\n"),
                ("e.f", "3", "e.f|3", "# head\na:\n  b:\n    c: 1 # one\n  d: '2'\n\n"),
            ],
        );
        check(
            "a:\n  b:\n    c: 1\nd: 2",
            &[("a.b.c", "1", "c|1", "d: 2"), ("d", "2", "d|2", "a:\n  b:\n    c: 1\n")],
        );
        check(
            "a: |\n  x\n  y\n\nb: c\r\n",
            &[("a", "x\ny\n", "a||\n  x\n  y", "\nb: c\r\n"), ("b", "c", "b|c", "a: |\n  x\n  y\n\n")],
        );
        check(
            "a:\n- x\n- y\nb: c",
            &[("a", "[x, y]", "a|- x\n- y", "b: c"), ("b", "c", "b|c", "a:\n- x\n- y\n")],
        );
        check(
            "\u{feff}a: ä\nb: c\n",
            &[("a", "ä", "a|ä", "\u{feff}b: c\n"), ("b", "c", "b|c", "\u{feff}a: ä\n")],
        );
        check("? a\n: b\nc: d\n", &[("a", "b", "a|b", "c: d\n"), ("c", "d", "c|d", "? a\n: b\n")]);
    }

    #[test]
    fn entries_between_brackets_go_with_their_commas() {
        check(
            "a: {b: 1, c: {d: 2}, e: 3} # x\n",
            &[
                ("a.b", "1", "b|1", "a: {c: {d: 2}, e: 3} # x\n"),
                ("a.c.d", "2", "d|2", "a: {b: 1, e: 3} # x\n"),
                ("a.e", "3", "e|3", "a: {b: 1, c: {d: 2}} # x\n"),
            ],
        );
        check("{a: 1,}", &[("a", "1", "a|1", "{}")]);
    }

    #[test]
    fn what_an_alias_stands_for_is_at_the_alias() {
        let text = "a: &x {b: 1}\nc: *x\nd: &y 2\ne: *y\n";
        check(
            text,
            &[
                ("a.b", "1", "b|1", "c: *x\nd: &y 2\ne: *y\n"),
                ("c.b", "1", "*x|*x", "a: &x {b: 1}\nd: &y 2\ne: *y\n"),
                ("d", "2", "d|2", "a: &x {b: 1}\nc: *x\ne: *y\n"),
                ("e", "2", "e|*y", "a: &x {b: 1}\nc: *x\nd: &y 2\n"),
            ],
        );
        let syntax: Vec<_> = reading(text).entries.iter().map(|entry| entry.syntax).collect();
        assert_eq!(syntax, [Syntax::YamlFlow, Syntax::Fixed, Syntax::Yaml, Syntax::Yaml]);
    }

    #[test]
    fn a_new_key_is_read_back() {
        for (text, expected) in [
            ("", "x.y: 1\n"),
            ("# a", "# a\nx.y: 1\n"),
            ("---\n", "---\nx.y: 1\n"),
            ("a: b", "a: b\nx.y: 1\n"),
            ("a:\n  b: c # d\n# e\n", "a:\n  b: c # d\nx.y: 1\n# e\n"),
            ("  a: b\r\n", "  a: b\r\n  x.y: 1\r\n"),
            ("a: b\n...\n", "a: b\nx.y: 1\n...\n"),
            ("{}", "{x.y: 1}"),
            ("{a: b } # c", "{a: b , x.y: 1} # c"),
            ("{a: b,}", "{a: b, x.y: 1}"),
            ("a: |\n  b", "a: |\n  b\nx.y: 1\n"),
        ] {
            let before = reading(text);
            let insertion = before.insertion.expect(text);
            let (head, tail) = text.split_at(insertion.at);
            let new =
                [head, &insertion.before, "x.y", insertion.between, "1", &insertion.after, tail].concat();
            assert_eq!(new, expected);
            let after = reading(&new);
            assert_eq!(after.failure, None, "{new}");
            assert_eq!(after.config.get("x.y"), Some("1"), "{new}");
            assert_eq!(after.config.len(), before.config.len() + 1, "{new}");
        }
        for text in ["null", "- a", "a: [", "just text"] {
            assert_eq!(reading(text).insertion, None, "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_mistake_is_told_with_its_place() {
        for (text, at, config) in [
            ("a: b\nc: 'd\ne: f\n", "'", &["a"][..]),
            ("a: b\nc: [d\n", "[", &["a"]),
            ("a: b\n\tc: d\n", "\t", &["a"]),
            ("a: b\nc: @d\n", "@", &["a"]),
            ("a: b\nc: *d\n", "*", &["a"]),
            ("a: b\nc: d: e\n", ":", &["a"]),
            ("a: b\nc\nd: e\n", "d", &["a"]),
            ("a: b\nc: \u{7}\n", "\u{7}", &["a"]),
            ("a: b\nc:\nd: e\n", "c", &["a", "d"]),
            ("a: b\na: c\n", "a", &["a"]),
            ("a: b\n1: c\n", "1", &["a"]),
            ("a: b\nc: !x d\n", "!", &["a", "c"]),
            ("- a\n", "- a", &[]),
        ] {
            let reading = reading(text);
            let failure = reading.failure.expect(text);
            assert_eq!(failure.at.map(|at| at.of(text)), Some(at), "{text}");
            let keys: Vec<_> = reading.config.iter().map(|(key, _)| key).collect();
            assert_eq!(keys, config, "{text}");
        }
    }

    #[test]
    fn nothing_takes_more_than_its_share() {
        let bomb = |first: &str, item: &str| {
            let mut text = first.to_owned();
            for level in 1..9 {
                let items: Vec<_> = (0..6)
                    .map(|at| item.replace('N', &at.to_string()) + &format!("*a{}", level - 1))
                    .collect();
                let (open, close) = if item.is_empty() { ('[', ']') } else { ('{', '}') };
                text += &format!("b{level}: &a{level} {open}{}{close}\n", items.join(", "));
            }
            text
        };
        for text in [bomb("a: &a0 [x]\n", ""), bomb("a: &a0 {x: 1}\n", "kN: ")] {
            let failure = reading(&text).failure.expect("a bomb");
            assert!(failure.error.class.contains("OutOfMemory"), "{}", failure.error);
        }
        for unit in [
            "[",
            "{a: ",
            "- ",
            "? ",
            "[a, ",
            "&a ",
            "!a ",
            "'a",
            "\"\\",
            "a:\n",
            "a: |\n ",
            "\r",
            "#",
            "&a [*a]\n",
        ] {
            drop(reading(&unit.repeat(30_000)));
        }
        let nested: String = (0..400).map(|depth| " ".repeat(depth) + "a:\n").collect();
        assert!(reading(&nested).failure.is_some());
        let long = format!("? {}\n: {{{}}}\n", "k".repeat(100_000), "x: y, ".repeat(10).replace("x", "xN"));
        drop(reading(&long));
        let text: String = (0..10_000).map(|at| format!("a{at}: [{at}, {{b: 'c'}}]\n")).collect();
        assert_eq!(reading(&text).config.len(), 10_000);
    }
}
