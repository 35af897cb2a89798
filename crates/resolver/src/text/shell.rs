//! Words of shell commands, as POSIX shells and bash split and unquote them. Nothing is expanded: `$NAME` stays what it is.

use std::borrow::Cow;

use super::Span;
use super::inner::Inner;

/// A word of a command.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// What the command gets.
    pub(super) text: Cow<'a, str>,
    /// Where it stands, quotes included.
    pub(super) at: Span,
    /// The way back from its characters, if it is not the one of a shell.
    pub(super) inner: Option<Box<Inner>>,
}

/// The commands of a text, one after the other; none is empty.
pub(super) struct Commands<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

/// The commands in a part of `text`.
pub(super) const fn commands(text: &str, part: Span) -> Commands<'_> {
    Commands { text, at: part.start, end: part.end }
}

impl<'a> Iterator for Commands<'a> {
    type Item = Vec<Word<'a>>;

    fn next(&mut self) -> Option<Vec<Word<'a>>> {
        let text = self.text.get(..self.end)?;
        let bytes = text.as_bytes();
        let mut words = Vec::new();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\\' if line_end(bytes, self.at + 1) > 0 => self.at += 1 + line_end(bytes, self.at + 1),
                b'#' => {
                    self.at = text[self.at..].find('\n').map_or(self.end, |length| self.at + length);
                }
                b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' => {
                    self.at += 1;
                    if !words.is_empty() {
                        return Some(words);
                    }
                }
                _ => {
                    let start = self.at;
                    self.at = end_of_plain(bytes, start);
                    let is_plain = bytes.get(self.at).is_none_or(|byte| ends_word(*byte));
                    let text = if is_plain {
                        Cow::Borrowed(&text[start..self.at])
                    } else {
                        let mut inner = Inner::default();
                        self.at = unquote(text, start, &mut inner);
                        Cow::Owned(inner.text)
                    };
                    words.push(Word { text, at: Span::new(start, self.at), inner: None });
                }
            }
        }
        (!words.is_empty()).then_some(words)
    }
}

/// The word, with the way back from each of its characters to the text.
pub(super) fn with_places(text: &str, word: &Word<'_>) -> Inner {
    word.inner.as_deref().cloned().unwrap_or_else(|| {
        let mut inner = Inner::default();
        unquote(&text[..word.at.end], word.at.start, &mut inner);
        inner
    })
}

/// Bytes of a line end at a place; 0 if there is none.
fn line_end(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\n'), _) => 1,
        (Some(b'\r'), Some(b'\n')) => 2,
        _ => 0,
    }
}

const fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}

/// Where a stretch without quotes, escapes and ends ends.
fn end_of_plain(bytes: &[u8], start: usize) -> usize {
    let is_special = |byte: &u8| ends_word(*byte) || matches!(byte, b'\'' | b'"' | b'\\' | b'$');
    bytes[start..].iter().position(is_special).map_or(bytes.len(), |length| start + length)
}

/// Unquotes the word that begins at `start` and gives the place behind it. A quote that is not closed reaches to the end.
fn unquote(text: &str, start: usize, into: &mut Inner) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let end = end_of_plain(bytes, at);
        if end > at {
            into.push(&text[at..end], Span::new(at, end));
            at = end;
        }
        match bytes.get(at) {
            Some(b'\'') => at = quoted(text, at + 1, '\'', into),
            Some(b'"') => at = quoted(text, at + 1, '"', into),
            Some(b'$') if bytes.get(at + 1) == Some(&b'\'') => at = quoted(text, at + 2, '$', into),
            Some(b'$') => {
                into.push("$", Span::new(at, at + 1));
                at += 1;
            }
            Some(b'\\') => {
                let length = line_end(bytes, at + 1);
                if length > 0 {
                    at += 1 + length;
                } else {
                    let next = text[at + 1..].chars().next().map_or(0, char::len_utf8);
                    let escaped = Span::new(at + 1, at + 1 + next);
                    into.push(escaped.of(text), escaped);
                    at = escaped.end;
                }
            }
            _ => return at,
        }
    }
}

/// Reads up to the closing quote and gives the place behind it. `$` stands for the quotes of `$'…'`.
fn quoted(text: &str, start: usize, quote: char, into: &mut Inner) -> usize {
    let close = if quote == '$' { '\'' } else { quote };
    let mut at = start;
    loop {
        let rest = &text[at..];
        let is_special = |c: char| c == close || (c == '\\' && quote != '\'');
        let Some(length) = rest.find(is_special) else {
            into.push(rest, Span::new(at, text.len()));
            return text.len();
        };
        into.push(&rest[..length], Span::new(at, at + length));
        at += length;
        if !rest[length..].starts_with('\\') {
            return at + 1;
        }
        let next = text[at + 1..].chars().next();
        let end = at + 1 + next.map_or(0, char::len_utf8);
        let meant = match (quote, next) {
            ('"', Some('\n')) => "",
            ('"', Some('$' | '`' | '"' | '\\')) => Span::new(at + 1, end).of(text),
            ('$', Some('n')) => "\n",
            ('$', Some('t')) => "\t",
            ('$', Some('r')) => "\r",
            ('$', Some('\'' | '"' | '\\' | '?')) => Span::new(at + 1, end).of(text),
            _ => Span::new(at, end).of(text),
        };
        if !meant.is_empty() {
            into.push(meant, Span::new(at, end));
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::{commands, with_places};
    use crate::text::Span;

    fn split(text: &str) -> Vec<Vec<String>> {
        let words = commands(text, Span::new(0, text.len()));
        words.map(|command| command.into_iter().map(|word| word.text.into_owned()).collect()).collect()
    }

    #[test]
    fn words_are_split_and_unquoted_as_a_shell_does() {
        for (text, expected) in [
            ("a  b\tc", &[&["a", "b", "c"][..]][..]),
            ("a \\\n  b\\\r\nc", &[&["a", "bc"]]),
            ("a; b && c\nd", &[&["a"], &["b"], &["c"], &["d"]]),
            ("-Da='b c' \"-Dd=e f\" -D\\ g", &[&["-Da=b c", "-Dd=e f", "-D g"]]),
            ("\"a\\\"b\\n\" '\\n' $'x\\ny\\'z'", &[&["a\"b\\n", "\\n", "x\ny'z"]]),
            ("a # comment 'b\nc", &[&["a"], &["c"]]),
            ("a#b $x \"$y\"", &[&["a#b", "$x", "$y"]]),
            ("'open", &[&["open"]]),
            ("'' x", &[&["", "x"]]),
            ("\\", &[&[""]]),
        ] {
            assert_eq!(split(text), expected, "{text:?}");
        }
        assert!(split(" \r\n # only a comment").is_empty());
    }

    #[test]
    fn every_character_of_a_word_has_its_place() {
        let text = "x -Dk=\"a \\\"b\\\" c\"";
        let command = commands(text, Span::new(0, text.len())).next().expect("a command");
        let inner = with_places(text, &command[1]);
        assert_eq!(inner.text, "-Dk=a \"b\" c");
        assert_eq!(inner.outer(Span::new(4, 5)).of(text), "a");
        assert_eq!(inner.outer(Span::new(6, 9)).of(text), "\\\"b\\\"");
        assert_eq!(inner.outer(Span::new(10, 11)).of(text), "c");
    }
}
