//! A text that stands inside of another one, escaped or indented, with the way back to its places there.

use super::{Entry, Insertion, Reading, Span};

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
            whole: self.outer_lines(entry.whole),
            ..entry
        }
    }

    /// Where a new key goes, in the outer text.
    pub(super) fn outer_insertion(&self, insertion: Insertion) -> Insertion {
        let indented = |text: &str| text.replace('\n', &["\n", &self.indentation].concat());
        let before = if insertion.before.is_empty() && !self.indentation.is_empty() {
            self.indentation.clone()
        } else {
            indented(&insertion.before)
        };
        Insertion { at: self.behind(insertion.at), before, ..insertion }
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
        reading.insertion = reading.insertion.map(|insertion| self.outer_insertion(insertion));
        reading
    }
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
