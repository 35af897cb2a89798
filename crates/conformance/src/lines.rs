//! Lines of a plain or gzip file, one at a time and each of bounded length.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

/// Bytes of the longest line that is read, constant.
const LONGEST: usize = 16 << 20;

/// Reads lines into one buffer.
pub struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    number: u64,
}

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A text.
    Text(&'a str),
    /// Nothing that can be read, and why.
    Unreadable(&'static str),
}

impl<'r> Lines<Box<dyn BufRead + 'r>> {
    /// Lines of `reader`; unpacked if `is_packed`.
    pub fn new(reader: impl Read + 'r, is_packed: bool) -> Self {
        let reader = BufReader::with_capacity(1 << 16, reader);
        let reader: Box<dyn BufRead + 'r> = if is_packed {
            Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader)))
        } else {
            Box::new(reader)
        };
        Self { reader, buffer: Vec::new(), number: 0 }
    }
}

impl<R: BufRead> Lines<R> {
    /// The next line that is not blank, with its number (from 1); `None` at the end.
    ///
    /// # Errors
    /// What the reader fails with, also for a packed file that is damaged.
    pub fn next_line(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        loop {
            self.buffer.clear();
            self.number += 1;
            let mut bounded = (&mut self.reader).take(LONGEST as u64);
            if bounded.read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            if self.buffer.len() == LONGEST && self.buffer.last() != Some(&b'\n') {
                self.skip_rest()?;
                return Ok(Some((self.number, Line::Unreadable("longer than 16 MiB"))));
            }
            if !self.buffer.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        let line = match std::str::from_utf8(&self.buffer) {
            Ok(text) => Line::Text(text.trim_end_matches(['\r', '\n'])),
            Err(_) => Line::Unreadable("not UTF-8"),
        };
        Ok(Some((self.number, line)))
    }

    /// Number of the line that was read last.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let available = self.reader.fill_buf()?;
            let (used, is_end) = match available.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (available.len(), available.is_empty()),
            };
            self.reader.consume(used);
            if is_end {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::{LONGEST, Line, Lines};

    #[track_caller]
    fn check(bytes: &[u8], is_packed: bool, expected: &[(u64, Line<'_>)]) {
        let mut lines = Lines::new(bytes, is_packed);
        for expected in expected {
            assert_eq!(lines.next_line().expect("a line").as_ref(), Some(expected));
        }
        assert_eq!(lines.next_line().expect("the end"), None);
    }

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).expect("memory takes everything");
        encoder.finish().expect("memory takes everything")
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_skipped() {
        let text = b"a\r\n\n  \nb\xff\nc";
        let expected = [(1, Line::Text("a")), (4, Line::Unreadable("not UTF-8")), (5, Line::Text("c"))];
        check(text, false, &expected);
        check(&pack(text), true, &expected);
        check(b"", false, &[]);
    }

    #[test]
    fn packed_parts_follow_each_other() {
        let parts = [pack(b"a\n"), pack(b"b\n")].concat();
        check(&parts, true, &[(1, Line::Text("a")), (2, Line::Text("b"))]);
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        let packed = pack(b"a\nb\n");
        let mut lines = Lines::new(&packed[..packed.len() - 5], true);
        assert!((0..3).any(|_| lines.next_line().is_err()));
    }

    #[test]
    fn an_endless_line_is_given_up_and_the_next_is_read() {
        let mut text = vec![b'x'; LONGEST + 10];
        text.extend_from_slice(b"\nb\n");
        check(&text, false, &[(1, Line::Unreadable("longer than 16 MiB")), (2, Line::Text("b"))]);
    }
}
