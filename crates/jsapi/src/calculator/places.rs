//! Places in a text, as JavaScript and editors count them.

use resolver::text::Span;
use wasm_bindgen::JsValue;

use crate::border::Built;

/// Bytes between two places of which all is known.
const STRIDE: usize = 256;

/// A place as it is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    /// UTF-16 code units before it.
    units: u32,
    /// Characters before it.
    characters: u32,
    /// Line ends before it.
    lines: u32,
    /// Characters before its line.
    line_start: u32,
}

impl Count {
    const fn after(mut self, character: char) -> Self {
        self.units += character.len_utf16() as u32;
        self.characters += 1;
        if character == '\n' {
            self.lines += 1;
            self.line_start = self.characters;
        }
        self
    }
}

/// Counts places of one text, in a time that does not depend on where they are: a text may have very many.
pub(super) struct Places<'a> {
    text: &'a str,
    /// Bytes, not more than [`STRIDE`] and a character apart.
    known: Vec<(usize, Count)>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut known = vec![(0, Count::default())];
        let (mut last, mut count) = (0, Count::default());
        for (at, character) in text.char_indices() {
            if at >= last + STRIDE {
                known.push((at, count));
                last = at;
            }
            count = count.after(character);
        }
        Self { text, known }
    }

    /// The count of a byte; of the end of the text for one behind it.
    fn count(&self, byte: usize) -> Count {
        let byte = self.text.floor_char_boundary(byte);
        let next = self.known.partition_point(|(at, _)| *at <= byte);
        let (at, count) = self.known[next.saturating_sub(1)];
        self.text[at..byte].chars().fold(count, Count::after)
    }

    /// `TextRange` in TypeScript.
    pub(super) fn range(&self, span: Span) -> JsValue {
        let (start, end) = (self.count(span.start), self.count(span.end.max(span.start)));
        Built::new()
            .with("line", start.lines + 1)
            .with("column", start.characters - start.line_start + 1)
            .with("endLine", end.lines + 1)
            .with("endColumn", end.characters - end.line_start + 1)
            .with("start", start.units)
            .with("end", end.units)
            .done()
    }

    /// `Edit` in TypeScript.
    #[cfg(feature = "texts")]
    pub(super) fn edit(&self, span: Span, text: &str) -> JsValue {
        let (start, end) = (self.count(span.start).units, self.count(span.end.max(span.start)).units);
        Built::new().with("start", start).with("end", end).with("text", text).done()
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Places, STRIDE};

    #[test]
    fn places_are_counted_as_editors_and_javascript_do() {
        let text = "a\u{e9}\u{1f600}b\r\nc: d\n";
        let places = Places::of(text);
        let of = |units, characters, lines, line_start| Count { units, characters, lines, line_start };
        assert_eq!(places.count(0), of(0, 0, 0, 0));
        assert_eq!(places.count(text.find('b').expect("b")), of(4, 3, 0, 0));
        assert_eq!(places.count(text.find('c').expect("c")), of(7, 6, 1, 6));
        assert_eq!(places.count(text.len()), places.count(usize::MAX));
    }

    #[test]
    fn places_far_away_are_counted_alike() {
        let text = "k\u{e9}y: \u{1f600}\n".repeat(2 * STRIDE);
        let places = Places::of(&text);
        let mut count = Count::default();
        for (at, character) in text.char_indices() {
            assert_eq!(places.count(at), count, "{at}");
            count = count.after(character);
        }
    }
}
