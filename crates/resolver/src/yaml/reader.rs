//! The characters of a text, one after the other, as `StreamReader` hands them out: with line and column, and with a refusal as soon as
//! a character comes near that YAML does not allow.

use super::refusal::Refusal;
use crate::text::Span;

/// A place between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes before it.
    pub(super) at: usize,
    /// Line, from 0.
    pub(super) line: u32,
    /// Characters before it in its line, as far as Flink's parser counts them.
    pub(super) column: i32,
}

impl Mark {
    /// The mark of a place of `text`, at which a token begins.
    pub(super) fn of(text: &str, at: usize) -> Self {
        let mut reader = Reader { limit: usize::MAX, ..Reader::new(text) };
        while reader.mark.at < at && reader.peek() != END {
            // Inside of tokens, a byte order mark is a character like any other.
            let is_counted = reader.peek() == '\u{feff}' && reader.index > 0;
            reader.forward();
            reader.mark.column += i32::from(is_counted);
        }
        reader.mark
    }
}

/// What [`Reader::peek`] says at the end of the text. It cannot stand in it.
pub(super) const END: char = '\0';

/// A text and the place up to which it is read.
pub(super) struct Reader<'a> {
    text: &'a str,
    mark: Mark,
    /// Characters before the place.
    index: usize,
    /// From here on the text is refused.
    limit: usize,
    refusal: Option<Refusal>,
    has_hit_limit: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let unprintable = first_unprintable(text);
        // A byte order mark is not part of the text.
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            text,
            mark: Mark { at, line: 0, column: 0 },
            index: 0,
            limit: unprintable.map_or(usize::MAX, |(stretch, _)| stretch),
            refusal: unprintable.map(|(_, at)| Refusal::unprintable(at)),
            has_hit_limit: false,
        }
    }

    pub(super) const fn mark(&self) -> Mark {
        self.mark
    }

    pub(super) const fn column(&self) -> i32 {
        self.mark.column
    }

    pub(super) const fn line(&self) -> u32 {
        self.mark.line
    }

    /// Characters read.
    pub(super) const fn index(&self) -> usize {
        self.index
    }

    /// The refusal of the text itself, once one has looked that far.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        self.refusal.clone().filter(|_| self.has_hit_limit)
    }

    /// The character at a place; [`END`] behind the last one.
    fn char_at(&mut self, at: usize) -> char {
        if at >= self.limit {
            self.has_hit_limit = true;
            return END;
        }
        match self.text.as_bytes().get(at) {
            None => END,
            Some(byte) if byte.is_ascii() => char::from(*byte),
            Some(_) => self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(END),
        }
    }

    pub(super) fn peek(&mut self) -> char {
        self.char_at(self.mark.at)
    }

    /// The character after the next one.
    pub(super) fn peek_second(&mut self) -> char {
        let next = self.peek();
        self.char_at(self.mark.at + next.len_utf8())
    }

    /// Whether the next characters are three of these, `-` or `.`, and white space or the end behind them.
    pub(super) fn is_at_document_mark(&mut self, mark: char) -> bool {
        self.is_at_three(mark) && is_blank_or_end(self.char_at(self.mark.at + 3))
    }

    /// Whether the next three characters are this one.
    pub(super) fn is_at_three(&mut self, mark: char) -> bool {
        (0..3).all(|distance| self.char_at(self.mark.at + distance) == mark)
    }

    /// Goes on by one character.
    pub(super) fn forward(&mut self) {
        let c = self.peek();
        if c == END {
            return;
        }
        self.mark.at += c.len_utf8();
        self.index += 1;
        let is_break = c == '\n' || (c == '\r' && !matches!(self.peek(), '\n' | END));
        if is_break {
            self.mark.line += 1;
            self.mark.column = 0;
        } else if c != '\u{feff}' {
            self.mark.column += 1;
        }
    }

    pub(super) fn forward_by(&mut self, count: usize) {
        for _ in 0..count {
            self.forward();
        }
    }

    /// Goes on up to a character that ends what is looked for, or to the end. That has to be in the same line.
    pub(super) fn take_until(&mut self, is_end: fn(char) -> bool) -> &'a str {
        let mut at = self.mark.at;
        loop {
            let c = self.char_at(at);
            if c == END || is_end(c) {
                return self.take_to(at);
            }
            at += c.len_utf8();
        }
    }

    /// Goes on up to a place in the same line.
    pub(super) fn take_to(&mut self, at: usize) -> &'a str {
        let taken = self.text.get(self.mark.at..at).unwrap_or_default();
        let count = taken.chars().count();
        self.mark.at = at;
        self.mark.column += count as i32;
        self.index += count;
        taken
    }

    /// The character at a place further on.
    pub(super) fn peek_at(&mut self, at: usize) -> char {
        self.char_at(at)
    }

    pub(super) fn skip_spaces(&mut self) {
        self.take_until(|c| c != ' ');
    }

    /// Takes a line break, if one is next, and tells what it counts as.
    pub(super) fn take_break(&mut self) -> Option<char> {
        let c = self.peek();
        match c {
            '\r' if self.peek_second() == '\n' => {
                self.forward_by(2);
                Some('\n')
            }
            '\r' | '\n' | '\u{85}' => {
                self.forward();
                Some('\n')
            }
            '\u{2028}' | '\u{2029}' => {
                self.forward();
                Some(c)
            }
            _ => None,
        }
    }
}

/// Space, tab, line break or end.
pub(super) const fn is_blank_or_end(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | END)
}

/// Line break or end.
pub(super) const fn is_break_or_end(c: char) -> bool {
    matches!(c, '\r' | '\n' | END)
}

/// The characters a YAML text may have.
pub(crate) const fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The first character that YAML does not allow, and before it where the stretch begins in which it is: the text is read, and checked, in
/// stretches.
fn first_unprintable(text: &str) -> Option<(usize, Span)> {
    /// UTF-16 units read at once.
    const STRETCH: usize = 1023;
    let (mut start, mut units) = (0, 0);
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > STRETCH {
            (start, units) = (at, 0);
        }
        units += c.len_utf16();
        if !is_printable(c) {
            return Some((start, Span::new(at, at + c.len_utf8())));
        }
    }
    None
}
