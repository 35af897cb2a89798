//! A text that stands inside of another one, escaped or indented, with the way back to its places there.

use super::yaml::{Content, Node, Style};
use super::{Entry, Insertion, Reading, Span, Syntax};

/// A text taken out of another one.
#[derive(Clone, Debug, Default)]
pub(super) struct Inner {
    /// The text itself.
    pub(super) text: String,
    /// Where it comes from, in order. A piece reaches to the next one.
    pieces: Vec<Piece>,
    /// What every line of it begins with in the outer text, beyond its own characters.
    pub(super) indentation: String,
    /// Where the line of its first character begins in the outer text, if it has that line for itself.
    pub(super) first_line: Option<usize>,
    /// How a line end is written in it, if it can have one.
    line_end: LineEnd,
    /// Whether no way leads back: every place in it is the whole of it.
    is_opaque: bool,
}

/// How a line end is written inside of another text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LineEnd {
    #[default]
    Real,
    /// `\n`.
    Escaped,
    /// Not at all.
    None,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    inner: usize,
    outer: Span,
}

impl Inner {
    /// The whole of `outer`, unchanged.
    pub(super) fn verbatim(text: &str, at: Span) -> Self {
        let mut inner = Self::default();
        inner.push(at.of(text), at);
        inner
    }

    /// The text of a scalar of YAML. Where the way it is written is not understood here, without places.
    pub(super) fn of_scalar(outer: &str, node: &Node) -> Self {
        let (Some(text), at) = (node.text(), node.at) else { return Self::default() };
        let written = at.of(outer);
        let style = match &node.content {
            Content::Scalar { style, .. } if !node.is_alias => Some(*style),
            _ => None,
        };
        let inner = match style {
            // A tag or an anchor may precede it.
            Some(Style::Plain) => {
                written.ends_with(text).then(|| Self::verbatim(outer, Span::new(at.end - text.len(), at.end)))
            }
            Some(Style::Quoted) => {
                let quote = written.find(['"', '\'']).map(|start| at.start + start);
                quote.and_then(|quote| quoted_scalar(outer, quote, at.end))
            }
            Some(Style::Block) => block_scalar(outer, at, text),
            None => None,
        };
        inner.filter(|inner| inner.text == text).unwrap_or_else(|| {
            let mut inner = Self { is_opaque: true, ..Self::default() };
            inner.push(text, at);
            inner
        })
    }

    /// What is left of it behind its first bytes.
    pub(super) fn behind_first(mut self, length: usize) -> Self {
        if self.is_opaque {
            self.text.drain(..length);
            return self;
        }
        let indentation = std::mem::take(&mut self.indentation);
        let mut rest = Self { indentation, line_end: self.line_end, ..Self::default() };
        for (at, piece) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(at + 1).map_or(self.text.len(), |next| next.inner);
            let is_verbatim = piece.outer.end - piece.outer.start == end - piece.inner;
            let start = piece.inner.max(length);
            if start < end {
                let cut = if is_verbatim { start - piece.inner } else { 0 };
                rest.push(&self.text[start..end], Span::new(piece.outer.start + cut, piece.outer.end));
            }
        }
        rest
    }

    /// Appends what `at` stands for: the same characters, or what an escape means.
    pub(super) fn push(&mut self, text: &str, at: Span) {
        let is_verbatim = text.len() == at.end - at.start;
        let inner = self.text.len();
        self.text.push_str(text);
        if let Some(last) = self.pieces.last_mut() {
            let is_last_verbatim = inner - last.inner == last.outer.end - last.outer.start;
            if is_verbatim && is_last_verbatim && last.outer.end == at.start {
                last.outer.end = at.end;
                return;
            }
        }
        self.pieces.push(Piece { inner, outer: at });
    }

    /// The place in the outer text right behind the character that ends at `inner`.
    fn behind(&self, inner: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.inner < inner);
        let Some(piece) = next.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return self.before(0);
        };
        let end = self.pieces.get(next).map_or(self.text.len(), |piece| piece.inner);
        let length = piece.outer.end - piece.outer.start;
        if inner == end || length != end - piece.inner {
            piece.outer.end
        } else {
            piece.outer.start + (inner - piece.inner)
        }
    }

    /// The place in the outer text of the character that begins at `inner`.
    fn before(&self, inner: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.inner <= inner);
        let Some(piece) = next.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return 0;
        };
        let end = self.pieces.get(next).map_or(self.text.len(), |piece| piece.inner);
        let length = piece.outer.end - piece.outer.start;
        if length == end - piece.inner {
            piece.outer.start + (inner - piece.inner)
        } else {
            piece.outer.start
        }
    }

    /// Where a stretch of the inner text stands in the outer one.
    pub(super) fn outer(&self, at: Span) -> Span {
        if self.is_opaque {
            return self.pieces.first().map_or(at, |piece| piece.outer);
        }
        if at.start >= at.end {
            let place =
                if at.start < self.text.len() { self.before(at.start) } else { self.behind(at.start) };
            return Span::new(place, place);
        }
        Span::new(self.before(at.start), self.behind(at.end))
    }

    /// The same for whole lines: with what is before them in the outer text.
    fn outer_lines(&self, at: Span) -> Span {
        let start = match at.start {
            0 => self.first_line.unwrap_or_else(|| self.before(0)),
            start if self.text.as_bytes().get(start - 1) == Some(&b'\n') => self.behind(start),
            start => self.before(start),
        };
        Span::new(start, self.behind(at.end).max(start))
    }

    /// An entry of the inner text, at its places in the outer one.
    pub(super) fn outer_entry(&self, entry: Entry) -> Entry {
        Entry {
            key_at: self.outer(entry.key_at),
            value_at: self.outer(entry.value_at),
            whole: if self.is_opaque { self.outer(entry.whole) } else { self.outer_lines(entry.whole) },
            syntax: if self.is_opaque { Syntax::Fixed } else { entry.syntax },
            ..entry
        }
    }

    /// Where a new key goes, in the outer text; `None` where that has no lines.
    fn outer_insertion(&self, insertion: Insertion) -> Option<Insertion> {
        let line_end = match self.line_end {
            LineEnd::Real => "\n",
            LineEnd::Escaped => "\\n",
            LineEnd::None => return None,
        };
        let before = if insertion.before.is_empty() && !self.indentation.is_empty() {
            self.indentation.clone()
        } else {
            insertion.before.replace('\n', &[line_end, &self.indentation].concat())
        };
        let after = insertion.after.replace('\n', line_end);
        Some(Insertion { at: self.behind(insertion.at), before, after, ..insertion })
    }

    /// A reading of the inner text, as one of the outer text.
    pub(super) fn outer_reading(&self, reading: Reading) -> Reading {
        let mut reading = reading;
        reading.entries = reading.entries.into_iter().map(|entry| self.outer_entry(entry)).collect();
        for remark in &mut reading.remarks {
            remark.at = self.outer(remark.at);
        }
        if let Some(failure) = &mut reading.failure {
            failure.at = failure.at.map(|at| self.outer(at));
        }
        let insertion = reading.insertion.filter(|_| !self.is_opaque);
        reading.insertion = insertion.and_then(|insertion| self.outer_insertion(insertion));
        reading
    }
}

/// Reads a scalar in quotes.
fn quoted_scalar(outer: &str, start: usize, end: usize) -> Option<Inner> {
    let is_double = outer[start..].starts_with('"');
    let close = if is_double { '"' } else { '\'' };
    let line_end = if is_double { LineEnd::Escaped } else { LineEnd::None };
    let mut inner = Inner { line_end, ..Inner::default() };
    let mut at = start + 1;
    loop {
        let rest = outer.get(at..end)?;
        let length = rest.find(|c: char| c == close || c == '\n' || (c == '\\' && is_double))?;
        let special = at + length;
        match &outer[special..=special] {
            "\n" => {
                // A line end is folded: blanks around it go, and it becomes one blank, or as many line ends as there are empty lines.
                let line = rest[..length].trim_end_matches([' ', '\t', '\r']);
                inner.push(line, Span::new(at, at + line.len()));
                let behind = &outer[special..end];
                let next = behind.len() - behind.trim_start().len();
                let line_ends = behind[..next].bytes().filter(|byte| *byte == b'\n').count();
                let folded = if line_ends > 1 { "\n".repeat(line_ends - 1) } else { " ".to_owned() };
                inner.push(&folded, Span::new(at + line.len(), special + next));
                at = special + next;
            }
            "\\" => {
                inner.push(&rest[..length], Span::new(at, special));
                let escape = outer[special + 1..end].chars().next()?;
                let meant = match escape {
                    'n' => "\n",
                    't' => "\t",
                    'r' => "\r",
                    '0' => "\0",
                    '"' | '\\' | '/' | ' ' => &outer[special + 1..special + 2],
                    // An escaped line end is nothing at all, with the blanks behind it.
                    '\n' => "",
                    _ => return None,
                };
                at = special + 1 + escape.len_utf8();
                if meant.is_empty() {
                    at += outer[at..end].len() - outer[at..end].trim_start_matches([' ', '\t']).len();
                } else {
                    inner.push(meant, Span::new(special, at));
                }
            }
            _ => {
                inner.push(&rest[..length], Span::new(at, special));
                // Two single quotes are one.
                if is_double || !outer[special + 1..end].starts_with('\'') {
                    return Some(inner);
                }
                inner.push("'", Span::new(special, special + 2));
                at = special + 2;
            }
        }
    }
}

/// Reads a scalar on lines of its own behind `|` or `>`, given what it has to become.
fn block_scalar(outer: &str, at: Span, text: &str) -> Option<Inner> {
    let mark = at.start + at.of(outer).find(['|', '>'])?;
    let is_folded = outer[mark..].starts_with('>');
    let first_line = mark + outer[mark..].find('\n')? + 1;
    let rest = &outer[first_line..];
    let content = rest.lines().find(|line| !line.trim().is_empty())?;
    // A first line with more blanks than the others has them for content; then the number behind the mark tells.
    let header = &outer[mark..first_line];
    let deeper = text.trim_start_matches('\n');
    let own = deeper.len() - deeper.trim_start_matches(' ').len();
    let indentation = content.len() - content.trim_start_matches(' ').len();
    let indentation = indentation.checked_sub(own)?;
    if own > 0 && !header.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut inner =
        Inner { indentation: " ".repeat(indentation), first_line: Some(first_line), ..Inner::default() };
    let mut start = first_line;
    for line in rest.split_inclusive('\n') {
        let end = start + line.len();
        let content_start = start + line.bytes().take(indentation).take_while(|byte| *byte == b' ').count();
        let content = outer[content_start..end].trim_end_matches(['\n', '\r']);
        inner.push(content, Span::new(content_start, content_start + content.len()));
        // The places of line ends reach over the indentation of the next line, but for those that begin with it.
        let line_end = Span::new(content_start + content.len(), end);
        let is_last = text.len() <= inner.text.len() + 1;
        inner.push(if is_folded && !is_last { " " } else { "\n" }, line_end);
        if inner.text.len() >= text.len() {
            break;
        }
        start = end;
    }
    // The last line end may be cut off.
    if inner.text.len() == text.len() + 1 && inner.text.ends_with('\n') {
        inner.text.pop();
        let last = inner.pieces.last_mut()?;
        if last.inner == inner.text.len() {
            inner.pieces.pop();
        } else {
            last.outer.end -= 1;
        }
    }
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::Inner;
    use crate::text::Span;

    #[test]
    fn places_lead_back_through_escapes_and_indentation() {
        // "a: 1\nb: 2" with the escape of a line end, then an indented line of a block.
        let outer = "x: \"a: 1\\nb: 2\"";
        let mut inner = Inner::default();
        inner.push("a: 1", Span::new(4, 8));
        inner.push("\n", Span::new(8, 10));
        inner.push("b: 2", Span::new(10, 14));
        assert_eq!(inner.text, "a: 1\nb: 2");
        for (at, expected) in [(3..4, "1"), (5..6, "b"), (8..9, "2"), (4..5, "\\n"), (0..9, "a: 1\\nb: 2")] {
            assert_eq!(inner.outer(Span::new(at.start, at.end)).of(outer), expected);
        }
        assert_eq!(inner.outer(Span::new(9, 9)), Span::new(14, 14));
        assert_eq!(inner.outer_lines(Span::new(0, 5)).of(outer), "a: 1\\n");
        assert_eq!(inner.outer_lines(Span::new(5, 9)).of(outer), "b: 2");

        let outer = "x: |\n  a: 1\n  b: 2\n";
        let mut inner = Inner { first_line: Some(5), indentation: "  ".to_owned(), ..Inner::default() };
        inner.push("a: 1\n", Span::new(7, 12));
        inner.push("b: 2\n", Span::new(14, 19));
        assert_eq!(inner.outer_lines(Span::new(0, 5)).of(outer), "  a: 1\n");
        assert_eq!(inner.outer_lines(Span::new(5, 10)).of(outer), "  b: 2\n");
        assert_eq!(inner.outer(Span::new(8, 9)).of(outer), "2");
    }
}
