//! Places in a text.

/// A stretch of a text, in bytes; both ends lie between characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// From `start` up to before `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Its first character, for what is about all of a long stretch.
    #[must_use]
    pub(crate) fn head(self, text: &str) -> Self {
        let first = self.of(text).chars().next().map_or(0, char::len_utf8);
        Self::new(self.start, self.start + first)
    }

    /// The same stretch with the characters that it cuts through.
    #[must_use]
    pub(crate) fn with_whole_characters(self, text: &str) -> Self {
        Self::new(text.floor_char_boundary(self.start), text.ceil_char_boundary(self.end))
    }

    /// The stretch itself; empty if it is not one of this text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A place as editors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte of `text`; the end of the text for a byte beyond it.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}
