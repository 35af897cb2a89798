//! The lines of a text as the editor shows them behind its field: which part of a line is a key that is known, one that is not, a value,
//! a comment, and what is marked. Only the lines that are asked for are looked at, so that a long text costs no more than a short one.

use std::ops::Range;

use resolver::text::{Entry, Severity, Span};

/// Bytes of a line that are shown with colours; the rest of a longer one is shown without.
const LONGEST: usize = 2000;

/// Where the lines of a text begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    /// Characters of the longest line, a tab counting as eight.
    pub columns: usize,
}

/// Where the stretches of an earlier text are in a later one, of which one part was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first byte that differs.
    from: usize,
    /// Bytes that came before what follows, or went.
    by: isize,
}

impl Shift {
    /// Nothing was changed.
    pub const NONE: Self = Self { from: usize::MAX, by: 0 };

    /// From one text to another.
    #[must_use]
    pub fn between(earlier: &str, later: &str) -> Self {
        let (earlier, later) = (earlier.as_bytes(), later.as_bytes());
        let from = earlier.iter().zip(later).position(|(one, other)| one != other);
        let from = from.unwrap_or(earlier.len().min(later.len()));
        Self { from, by: later.len().wrapping_sub(earlier.len()).cast_signed() }
    }

    fn of(self, at: Span) -> Span {
        let moved = |offset: usize| {
            if offset <= self.from { offset } else { offset.saturating_add_signed(self.by).max(self.from) }
        };
        Span::new(moved(at.start), moved(at.end))
    }
}

/// A line in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// The worst that is said about it.
    pub severity: Option<Severity>,
    /// Its pieces from left to right.
    pub pieces: Vec<Piece>,
}

/// A stretch of a line that looks the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The stretch.
    pub at: Span,
    /// What it is.
    pub role: Role,
    /// What is said about it.
    pub severity: Option<Severity>,
}

/// What a stretch of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A key of an option that matters here.
    Key,
    /// Its value.
    Value,
    /// A key, or a value, of something else: kept and left alone.
    Unrelated,
    /// A comment.
    Comment,
    /// Everything else.
    Plain,
}

impl Role {
    /// The class that colours it.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Key => "k",
            Self::Value => "v",
            Self::Unrelated => "u",
            Self::Comment => "c",
            Self::Plain => "",
        }
    }
}

impl Lines {
    /// Finds the lines of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        let mut columns = 0;
        let mut column = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'\n' => {
                    starts.push(at + 1);
                    columns = columns.max(column);
                    column = 0;
                }
                b'\t' => column += 8,
                // Continues a character.
                0x80..0xc0 => {}
                // A wide character may take two columns.
                0xe0.. => column += 2,
                _ => column += 1,
            }
        }
        Self { starts, columns: columns.max(column) }
    }

    /// How many there are, at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that a byte of the text is in.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// A line, from 0, without its end.
    fn span(&self, text: &str, line: usize) -> Span {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(text.len(), |next| next - 1);
        let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
        Span::new(start, end)
    }

    /// The lines in `range`, from 0, in pieces. Entries and marks are those of an earlier text, from which `shift` leads to this one;
    /// `is_known` tells which keys matter.
    pub fn show(
        &self,
        text: &str,
        range: Range<usize>,
        entries: &[Entry],
        marks: &[(Span, Severity)],
        shift: Shift,
        is_known: impl Fn(&str) -> bool,
    ) -> Vec<Line> {
        let range = range.start.min(self.count())..range.end.min(self.count());
        if range.is_empty() {
            return Vec::new();
        }
        let all = Span::new(self.starts[range.start], self.span(text, range.end - 1).end);
        let mut roles = Vec::new();
        for entry in entries {
            let (key_at, value_at) = (shift.of(entry.key_at), shift.of(entry.value_at));
            if meets(key_at, all) || meets(value_at, all) {
                let is_known = is_known(&entry.key);
                roles.push((key_at, if is_known { Role::Key } else { Role::Unrelated }));
                roles.push((value_at, if is_known { Role::Value } else { Role::Unrelated }));
            }
        }
        let is_near = |at: Span| at.start <= all.end && all.start <= at.end;
        let marks = marks.iter().map(|(at, severity)| (shift.of(*at), *severity));
        let marks: Vec<_> = marks.filter(|(at, _)| is_near(*at)).collect();
        range.map(|line| self.line(text, line, &roles, &marks)).collect()
    }

    fn line(&self, text: &str, line: usize, roles: &[(Span, Role)], marks: &[(Span, Severity)]) -> Line {
        let here = self.span(text, line);
        let is_here = |at: Span| meets(at, here) || (at.start == at.end && at.start == here.end);
        let roles: Vec<_> = roles.iter().copied().filter(|(at, _)| is_here(*at)).collect();
        let marks: Vec<_> = marks.iter().copied().filter(|(at, _)| is_here(*at)).collect();
        let severity = marks.iter().map(|(_, severity)| *severity).max();
        let comment = comment(text, here, &roles);
        let mut cuts = vec![here.start, comment];
        let spans = roles.iter().map(|(at, _)| *at).chain(marks.iter().map(|(at, _)| *at));
        cuts.extend(spans.flat_map(|at| [at.start, at.end]));
        cuts.retain(|cut| (here.start..here.end.min(here.start + LONGEST)).contains(cut));
        cuts.retain(|cut| text.is_char_boundary(*cut));
        cuts.sort_unstable();
        cuts.dedup();
        cuts.push(here.end);
        let piece = |ends: &[usize]| {
            let at = Span::new(ends[0], ends[1]);
            let role = roles.iter().find(|(role, _)| meets(*role, at)).map(|(_, role)| *role);
            let plain = if at.start >= comment { Role::Comment } else { Role::Plain };
            Piece {
                at,
                role: role.unwrap_or(plain),
                severity: marks.iter().filter(|(mark, _)| meets(*mark, at)).map(|(_, mark)| *mark).max(),
            }
        };
        let pieces = cuts.windows(2).map(piece).filter(|piece| piece.at.start < piece.at.end).collect();
        Line { number: line + 1, severity, pieces }
    }
}

/// Where a line's comment begins: a `#` at its start or after a blank, outside of keys and values. The line's end if there is none.
fn comment(text: &str, line: Span, roles: &[(Span, Role)]) -> usize {
    let bytes = text.as_bytes();
    let is_start = |at: usize| at == line.start || matches!(bytes[at - 1], b' ' | b'\t');
    let is_inside = |at: usize| roles.iter().any(|(role, _)| (role.start..role.end).contains(&at));
    (line.start..line.end.min(line.start + LONGEST))
        .find(|at| bytes[*at] == b'#' && is_start(*at) && !is_inside(*at))
        .unwrap_or(line.end)
}

/// Whether two stretches have a character in common.
const fn meets(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// The place of a byte as JavaScript counts: in UTF-16 units.
#[must_use]
pub fn utf16(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or(text);
    u32::try_from(before.chars().map(char::len_utf16).sum::<usize>()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use resolver::FlinkVersion;
    use resolver::text::{Kind, read};

    use super::*;

    const TEXT: &str = "# mine\ntaskmanager.memory.process.size: 4g # big\ns3.secret-key: x\r\n\nlast";

    fn shown(range: Range<usize>, marks: &[(Span, Severity)]) -> Vec<Vec<(&'static str, Role)>> {
        let entries = read(TEXT, Kind::FlinkConf, FlinkVersion::V1_18).entries;
        let is_known = |key: &str| key.starts_with("taskmanager");
        let lines = Lines::of(TEXT).show(TEXT, range, &entries, marks, Shift::NONE, is_known);
        let piece = |piece: Piece| (piece.at.of(TEXT), piece.role);
        lines.into_iter().map(|line| line.pieces.into_iter().map(piece).collect()).collect()
    }

    #[test]
    fn keys_values_and_comments_are_told_apart() {
        assert_eq!(
            shown(0..9, &[]),
            [
                vec![("# mine", Role::Comment)],
                vec![
                    ("taskmanager.memory.process.size", Role::Key),
                    (": ", Role::Plain),
                    ("4g", Role::Value),
                    (" ", Role::Plain),
                    ("# big", Role::Comment)
                ],
                vec![("s3.secret-key", Role::Unrelated), (": ", Role::Plain), ("x", Role::Unrelated)],
                vec![],
                vec![("last", Role::Plain)],
            ]
        );
    }

    #[test]
    fn only_the_lines_asked_for_are_shown() {
        assert_eq!(shown(4..5, &[]), [[("last", Role::Plain)]]);
        assert!(shown(7..9, &[]).is_empty());
    }

    #[test]
    fn a_line_has_the_worst_mark_of_its_own() {
        let marks = [(Span::new(40, 42), Severity::Hint), (Span::new(41, 42), Severity::Error)];
        let lines = Lines::of(TEXT).show(TEXT, 0..3, &[], &marks, Shift::NONE, |_| true);
        let severities: Vec<_> = lines.iter().map(|line| line.severity).collect();
        assert_eq!(severities, [None, Some(Severity::Error), None]);
        let marked: Vec<_> =
            lines[1].pieces.iter().map(|piece| (piece.at.of(TEXT), piece.severity)).collect();
        assert_eq!(marked[1..3], [("4", Some(Severity::Hint)), ("g", Some(Severity::Error))]);
    }

    #[test]
    fn a_mark_at_a_lines_end_is_seen() {
        let marks = [(Span::new(6, 6), Severity::Error)];
        assert_eq!(
            Lines::of(TEXT).show(TEXT, 0..1, &[], &marks, Shift::NONE, |_| true)[0].severity,
            Some(Severity::Error)
        );
    }

    #[test]
    fn stretches_move_with_what_is_typed_before_them() {
        let shift = Shift::between("ab: 1\ncd: 2\n", "abx: 1\ncd: 2\n");
        assert_eq!(shift.of(Span::new(0, 2)), Span::new(0, 2));
        assert_eq!(shift.of(Span::new(6, 8)), Span::new(7, 9));
        let shift = Shift::between("ab: 1\ncd: 2\n", "cd: 2\n");
        assert_eq!(shift.of(Span::new(6, 8)), Span::new(0, 2));
        assert_eq!(Shift::between("a", "a").of(Span::new(0, 1)), Span::new(0, 1));
    }

    #[test]
    fn lines_know_their_numbers_and_widths() {
        let lines = Lines::of("a\n\tb\nü");
        assert_eq!((lines.count(), lines.columns), (3, 9));
        assert_eq!([0, 1, 2, 4, 5, 99].map(|at| lines.line_of(at)), [0, 0, 1, 1, 2, 2]);
        assert_eq!(Lines::of("").count(), 1);
    }

    #[test]
    fn places_are_counted_as_javascript_does() {
        assert_eq!(utf16("a😀b", 5), 3);
        assert_eq!(utf16("ab", 9), 2);
    }
}
