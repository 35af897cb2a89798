//! Lists and maps written in one text: parts between delimiters, quotes around parts that contain one (`StructuredOptionsSplitter`),
//! or YAML where the release reads that (`ConfigurationUtils.convertToList`, `convertToProperties`).

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use crate::behaviour::Behaviour;
use crate::config::ReadCollection;
use crate::error::{FlinkError, Sentence};
use crate::java;
use crate::yaml::{self, Kind as YamlKind, Node};

/// Keys already seen, with their texts. One type for all uses: each further kind of map is as much code again.
pub(crate) type Seen = BTreeMap<String, String>;

/// A list or a map of texts.
pub(crate) enum Collection {
    List(Vec<String>),
    /// Each key once, in the order of the text.
    Map(Vec<(String, String)>),
}

/// Reads a text that is a list or a map in YAML, if all that is in it can be read as texts.
pub(crate) fn yaml_collection(text: &str) -> Option<Collection> {
    let node = yaml::read_collection(text)?;
    if node.kind() == YamlKind::List {
        return node.items().iter().map(Node::value_text).collect::<Option<_>>().map(Collection::List);
    }
    if node.kind() != YamlKind::Map {
        return None;
    }
    let texts = |(key, value): &(Node, Node)| key.value_text().zip(value.value_text());
    let entries: Vec<_> = node.entries().iter().map(texts).collect::<Option<_>>()?;
    // Keys that differ in type only, such as 1 and "1", collide as texts.
    let mut seen = Seen::new();
    let is_new = |(key, value): &(String, String)| seen.insert(key.clone(), value.clone()).is_none();
    entries.iter().all(is_new).then_some(Collection::Map(entries))
}

/// Reads a list: YAML, or parts between semicolons.
///
/// # Errors
/// As [`split_escaped`].
pub(crate) fn read_list(
    text: &str,
    collection: ReadCollection,
    behaviour: &Behaviour,
) -> Result<Vec<String>, FlinkError> {
    match behaviour.reads_yaml_values.then(|| collection(text)).flatten() {
        Some(Collection::List(items)) => Ok(items),
        _ => split_escaped(text, ';'),
    }
}

/// Reads a map: YAML, or pairs between commas, each with a colon between key and value. In the order of the text.
///
/// # Errors
/// Flink's own, for a quote as in [`split_escaped`], a part that is no pair and a key that stands there twice.
pub(crate) fn read_map(
    text: &str,
    collection: ReadCollection,
    behaviour: &Behaviour,
) -> Result<Vec<(String, String)>, FlinkError> {
    if let Some(Collection::Map(entries)) = behaviour.reads_yaml_values.then(|| collection(text)).flatten() {
        return Ok(entries);
    }
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut seen = Seen::new();
    for part in split_escaped(text, ',')? {
        let pair = split_escaped(&part, ':')?;
        let [key, value] = <[String; 2]>::try_from(pair)
            .map_err(|parts| Sentence::NotAPair { parts: behaviour.shows_map_parts.then_some(parts) })?;
        if let Some(first) = seen.insert(key.clone(), value.clone()) {
            return Err(Sentence::DuplicateKey { key, first, second: value }.into());
        }
        entries.push((key, value));
    }
    Ok(entries)
}

/// One token of a structured text, with the place where it begins (in UTF-16 units, as Java counts).
struct Token {
    kind: Kind,
    position: usize,
}

enum Kind {
    /// A part without quotes, blanks around it cut.
    Plain(String),
    /// A part in quotes.
    Quoted(String),
    Delimiter,
}

/// Splits at `delimiter`. Quotes of either kind protect it; a doubled quote stands for itself. Empty parts between two delimiters count,
/// empty ends do not.
///
/// # Errors
/// Flink's own, for a quote that is not closed or is followed by something else than a delimiter.
pub(crate) fn split_escaped(text: &str, delimiter: char) -> Result<Vec<String>, FlinkError> {
    let mut parts = Vec::new();
    let mut tokens = tokenize(text, delimiter)?.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (token.kind, tokens.peek()) {
            (Kind::Plain(part), _) => parts.push(part),
            (Kind::Quoted(part), None | Some(Token { kind: Kind::Delimiter, .. })) => parts.push(part),
            (Kind::Quoted(_), Some(next)) => {
                // Flink names the place before the offending part.
                return Err(Sentence::IllegalQuoting { position: next.position - 1 }.into());
            }
            (Kind::Delimiter, Some(Token { kind: Kind::Delimiter, .. })) => parts.push(String::new()),
            (Kind::Delimiter, _) => {}
        }
    }
    Ok(parts)
}

fn tokenize(text: &str, delimiter: char) -> Result<Vec<Token>, FlinkError> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    let mut position = 0;
    while let Some(c) = chars.next() {
        let start = position;
        position += c.len_utf16();
        let kind = if c == '\'' || c == '"' {
            Kind::Quoted(quoted(&mut chars, c, &mut position)?)
        } else if c == delimiter {
            Kind::Delimiter
        } else if java::is_whitespace(c) {
            continue;
        } else {
            let mut part = String::from(c);
            while let Some(c) = chars.next_if(|c| *c != delimiter) {
                position += c.len_utf16();
                part.push(c);
            }
            Kind::Plain(java::trim(&part).to_owned())
        };
        tokens.push(Token { kind, position: start });
    }
    Ok(tokens)
}

/// What stands before the closing quote.
fn quoted(chars: &mut Peekable<Chars<'_>>, quote: char, position: &mut usize) -> Result<String, FlinkError> {
    let mut part = String::new();
    while let Some(c) = chars.next() {
        *position += c.len_utf16();
        if c == quote {
            if chars.next_if_eq(&quote).is_none() {
                return Ok(part);
            }
            *position += 1;
        }
        part.push(c);
    }
    Err(Sentence::UnclosedQuote.into())
}

#[cfg(test)]
mod tests {
    use super::{read_map, split_escaped, yaml_collection};
    use crate::behaviour::behaviour;
    use crate::error::class;
    use crate::version::FlinkVersion;

    #[test]
    fn parts_are_split_trimmed_and_unquoted() {
        for (text, parts) in [
            ("a;b", vec!["a", "b"]),
            (" a b ; 'c;d' ", vec!["a b", "c;d"]),
            ("a;;b;", vec!["a", "", "b"]),
            ("'it''s';\"say \"\"x\"\"\"", vec!["it's", "say \"x\""]),
            ("", vec![]),
        ] {
            assert_eq!(split_escaped(text, ';').as_deref(), Ok(parts.map_to_owned().as_slice()), "{text}");
        }
        assert_eq!(
            split_escaped("'a' b;c", ';').map_err(|error| error.message),
            Err("Could not split string. Illegal quoting at position: 3".to_owned())
        );
        assert_eq!(
            split_escaped("'a", ';').map_err(|error| error.message),
            Err("Could not split string. Quoting was not closed properly.".to_owned())
        );
    }

    #[test]
    fn maps_are_read_as_the_release_does() {
        let read = |text, version| {
            read_map(text, yaml_collection, behaviour(version))
                .map_err(|error| (error.class, error.message))
                .map(|entries| {
                    entries
                        .into_iter()
                        .map(|(key, value)| format!("{key}={value}"))
                        .collect::<Vec<_>>()
                        .join(" ")
                })
        };
        let (old, new) = (FlinkVersion::V1_18, FlinkVersion::V1_19);
        for (text, in_old, in_new) in [
            ("b:2,a:1", "b=2 a=1", "b=2 a=1"),
            (" b : 2 , a : 'x:y' ", "b=2 a=x:y", "b=2 a=x:y"),
            ("{a: 1}", "{a=1}", "a=1"),
            ("a: 1,b:2", "a=1 b=2", "a=1,b:2"),
            ("{a: ~}", "{a=~}", "{a=~}"),
            ("", "", ""),
        ] {
            assert_eq!(read(text, old), Ok(in_old.to_owned()), "{text}");
            assert_eq!(read(text, new), Ok(in_new.to_owned()), "{text}");
        }
        let illegal = |message: &str| Err((class::ILLEGAL_ARGUMENT, message.to_owned()));
        assert_eq!(read("a:1:2", FlinkVersion::V1_16), illegal("Could not parse pair in the map [a, 1, 2]"));
        assert_eq!(read("a", new), illegal("Map item is not a key-value pair (missing ':'?)"));
        let twice = "Duplicate key a (attempted merging values 1 and 2)".to_owned();
        assert_eq!(read("b:0,a:1,a:2,c", new), Err((class::ILLEGAL_STATE, twice)));
    }

    #[test]
    fn long_maps_are_read_in_time() {
        let pairs: Vec<String> = (0..200_000).map(|at| format!("k{at}: {at}")).collect();
        for text in [pairs.join(","), format!("{{{}}}", pairs.join(","))] {
            let entries = read_map(&text, yaml_collection, behaviour(FlinkVersion::LATEST))
                .map(|entries| entries.len());
            assert_eq!(entries, Ok(200_000));
        }
    }

    trait MapToOwned {
        fn map_to_owned(&self) -> Vec<String>;
    }

    impl MapToOwned for Vec<&str> {
        fn map_to_owned(&self) -> Vec<String> {
            self.iter().map(|part| (*part).to_owned()).collect()
        }
    }
}
