//! Text made shorter for long links: the zlib format (RFC 1950 and 1951), which every language can read and write.
//!
//! A general library would weigh five times as much as these two functions in a page that is downloaded, and its speed is of no use for a
//! few kilobytes. What is written here uses the one code that the format itself defines, which costs a fifth in length. All of the format
//! is read, but for preset dictionaries.

/// Code lengths of the lengths' code come in this order.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// The shortest and the longest repetition.
const REPEATS: (usize, usize) = (3, 258);
/// How far back a repetition may lie.
const REACH: usize = 1 << 15;
/// Symbol that ends a block.
const END: u16 = 256;
/// Window of 32 KiB; and a check that makes the two bytes a multiple of 31.
const HEADER: [u8; 2] = [0x78, 0xda];

/// The least value and the number of further bits of a symbol for lengths (0 to 28) or distances (0 to 29): of each size there are
/// `alike` symbols.
const fn range(symbol: u16, alike: u16, least: u32) -> (u32, u32) {
    let bits = (symbol / alike).saturating_sub(1) as u32;
    let first = if symbol < alike { symbol as u32 } else { ((alike + symbol % alike) as u32) << bits };
    (least + first, bits)
}

const fn length_range(symbol: u16) -> (u32, u32) {
    // The longest length has a symbol of its own.
    if symbol == 28 { (258, 0) } else { range(symbol, 4, 3) }
}

const fn distance_range(symbol: u16) -> (u32, u32) {
    range(symbol, 2, 1)
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

/// Writes `bytes` in the zlib format.
#[must_use]
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut writer = Writer { bytes: HEADER.to_vec(), bits: 0, count: 0 };
    // One last block, in the code that needs no description.
    writer.put(0b011, 3);
    // Where three bytes with this hash were last seen, and where before that; both one more, so that 0 is nowhere.
    let mut last = vec![0_usize; 1 << 12];
    let mut before = vec![0_usize; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let (mut length, mut distance) = (0, 0);
        let mut seen = hash(bytes, at).map_or(0, |hash| last[hash]);
        for _ in 0..64 {
            if seen == 0 || at - (seen - 1) > REACH {
                break;
            }
            let earlier = &bytes[seen - 1..];
            let same = bytes[at..].iter().zip(earlier).take(REPEATS.1).take_while(|(a, b)| a == b).count();
            if same > length {
                (length, distance) = (same, at - (seen - 1));
            }
            seen = before[seen - 1];
        }
        if length >= REPEATS.0 {
            writer.put_symbol(257, 29, length as u32, length_range);
            writer.put_symbol(u16::MAX, 30, distance as u32, distance_range);
        } else {
            length = 1;
            writer.put_code(u16::from(bytes[at]));
        }
        for (place, before) in (at..).zip(&mut before[at..at + length]) {
            if let Some(hash) = hash(bytes, place) {
                *before = std::mem::replace(&mut last[hash], place + 1);
            }
        }
        at += length;
    }
    writer.put_code(END);
    writer.put(0, 7);
    let mut written = writer.bytes;
    written.extend(adler32(bytes).to_be_bytes());
    written
}

fn hash(bytes: &[u8], at: usize) -> Option<usize> {
    let [a, b, c] = *bytes.get(at..at + REPEATS.0)?.first_chunk()?;
    let number = u32::from_le_bytes([a, b, c, 0]);
    Some((number.wrapping_mul(0x9e37_79b1) >> 20) as usize)
}

/// Bits, the lowest of each byte first. What does not fill a byte yet is in `bits`.
struct Writer {
    bytes: Vec<u8>,
    bits: u32,
    count: u32,
}

impl Writer {
    /// The lowest `count` bits, lowest first; at most 15.
    fn put(&mut self, bits: u32, count: u32) {
        self.bits |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.bits as u8);
            self.bits >>= 8;
            self.count -= 8;
        }
    }

    /// A word of a code, whose highest bit comes first.
    fn put_word(&mut self, word: u32, count: u32) {
        self.put(word.reverse_bits() >> (32 - count), count);
    }

    /// A literal or length in the format's own code.
    fn put_code(&mut self, symbol: u16) {
        let symbol = u32::from(symbol);
        match symbol {
            0..144 => self.put_word(0x30 + symbol, 8),
            144..256 => self.put_word(0x190 + symbol - 144, 9),
            256..280 => self.put_word(symbol - 256, 7),
            _ => self.put_word(0xc0 + symbol - 280, 8),
        }
    }

    /// A length or a distance: the last of the `count` symbols that begins at or below it, and the rest in bits. Symbols of lengths
    /// follow `base`; those of distances have a code of their own, five bits each.
    fn put_symbol(&mut self, base: u16, count: u16, value: u32, range: fn(u16) -> (u32, u32)) {
        let symbol = (0..count).rev().find(|symbol| range(*symbol).0 <= value).unwrap_or(0);
        let (least, bits) = range(symbol);
        if base == u16::MAX {
            self.put_word(u32::from(symbol), 5);
        } else {
            self.put_code(base + symbol);
        }
        self.put(value - least, bits);
    }
}

/// Reads the zlib format; `None` if `bytes` is damaged, or stands for more than `limit` bytes. What follows its end is ignored.
#[must_use]
pub fn inflate(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    let [method, flags, rest @ ..] = bytes else { return None };
    let is_zlib = method & 0xf == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31);
    if !is_zlib || flags & 0x20 != 0 {
        return None;
    }
    let mut reader = Reader { bytes: rest, at: 0, bits: 0, count: 0 };
    let mut output = Vec::new();
    loop {
        let is_last = reader.take(1)? == 1;
        match reader.take(2)? {
            0 => reader.stored(&mut output, limit)?,
            1 => {
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                reader.block(&mut output, limit, &Code::of(&lengths)?, &Code::of(&[5; 30])?)?;
            }
            2 => {
                let (literals, distances) = reader.codes()?;
                reader.block(&mut output, limit, &literals, &distances)?;
            }
            _ => return None,
        }
        if is_last {
            break;
        }
    }
    let check = reader.rest().first_chunk()?;
    (u32::from_be_bytes(*check) == adler32(&output)).then_some(output)
}

/// A code in which words of the same length are numbered in the order of their symbols.
struct Code {
    /// How many words have each length.
    counts: [u16; 16],
    /// The symbols in the order of their words.
    symbols: Vec<u16>,
}

impl Code {
    /// The code in which symbol `i` has `lengths[i]` bits, 0 for none; `None` if there are not so many words.
    fn of(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0_u16; 16];
        let mut symbols = Vec::new();
        // Words of each length that are not the beginning of shorter ones and still free.
        let mut free = 1_u16;
        for length in 1..16_u8 {
            for (symbol, _) in (0_u16..).zip(lengths).filter(|(_, other)| **other == length) {
                symbols.push(symbol);
                counts[usize::from(length)] += 1;
            }
            free = (2 * free).checked_sub(counts[usize::from(length)])?;
        }
        Some(Self { counts, symbols })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    bits: u32,
    count: u32,
}

impl<'a> Reader<'a> {
    /// The next `count` bits, at most 15.
    fn take(&mut self, count: u32) -> Option<u32> {
        while self.count < count {
            self.bits |= u32::from(*self.bytes.get(self.at)?) << self.count;
            self.at += 1;
            self.count += 8;
        }
        let taken = self.bits & ((1 << count) - 1);
        self.bits >>= count;
        self.count -= count;
        Some(taken)
    }

    /// What follows the present byte, all bits of which are done with. Never more than seven are left.
    fn rest(&mut self) -> &'a [u8] {
        (self.bits, self.count) = (0, 0);
        &self.bytes[self.at..]
    }

    fn symbol(&mut self, code: &Code) -> Option<u16> {
        // The first word of a length, and the place of its symbol.
        let (mut word, mut first, mut place) = (0, 0, 0);
        for count in &code.counts[1..] {
            let count = u32::from(*count);
            word |= self.take(1)?;
            if word < first + count {
                return code.symbols.get((place + word - first) as usize).copied();
            }
            place += count;
            first = (first + count) << 1;
            word <<= 1;
        }
        None
    }

    /// The codes of a block that describes them.
    fn codes(&mut self) -> Option<(Code, Code)> {
        let literals = self.take(5)? as usize + 257;
        let distances = self.take(5)? as usize + 1;
        let described = self.take(4)? as usize + 4;
        let mut lengths = [0; 19];
        for place in &ORDER[..described] {
            lengths[*place] = self.take(3)? as u8;
        }
        let code = Code::of(&lengths)?;
        let mut lengths = Vec::new();
        while lengths.len() < literals + distances {
            let (length, times) = match self.symbol(&code)? {
                16 => (*lengths.last()?, 3 + self.take(2)?),
                17 => (0, 3 + self.take(3)?),
                18 => (0, 11 + self.take(7)?),
                length => (length as u8, 1),
            };
            lengths.extend(std::iter::repeat_n(length, times as usize));
        }
        if lengths.len() > literals + distances {
            return None;
        }
        Some((Code::of(&lengths[..literals])?, Code::of(&lengths[literals..])?))
    }

    fn stored(&mut self, output: &mut Vec<u8>, limit: usize) -> Option<()> {
        let [a, b, c, d, rest @ ..] = self.rest() else { return None };
        let length = u16::from_le_bytes([*a, *b]);
        if length != !u16::from_le_bytes([*c, *d]) || output.len() + usize::from(length) > limit {
            return None;
        }
        output.extend(rest.get(..usize::from(length))?);
        self.at += 4 + usize::from(length);
        Some(())
    }

    fn block(&mut self, output: &mut Vec<u8>, limit: usize, literals: &Code, distances: &Code) -> Option<()> {
        loop {
            let symbol = self.symbol(literals)?;
            if symbol == END {
                return Some(());
            }
            let (length, distance) = if symbol < END {
                (1, 0)
            } else {
                let length = self.number(symbol - END - 1, 29, length_range)?;
                let symbol = self.symbol(distances)?;
                (length, self.number(symbol, 30, distance_range)?)
            };
            if output.len() + length > limit {
                return None;
            }
            if distance == 0 {
                output.push(symbol as u8);
                continue;
            }
            let from = output.len().checked_sub(distance)?;
            // It may reach into what it writes.
            for at in from..from + length {
                output.push(output[at]);
            }
        }
    }

    fn number(&mut self, symbol: u16, count: u16, range: fn(u16) -> (u32, u32)) -> Option<usize> {
        if symbol >= count {
            return None;
        }
        let (least, bits) = range(symbol);
        Some((least + self.take(bits)?) as usize)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::io::{Read as _, Write as _};

    use flate2::Compression;
    use flate2::read::ZlibDecoder;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::*;

    const LIMIT: usize = 1 << 20;

    /// As another program reads it.
    fn read_elsewhere(bytes: &[u8]) -> Vec<u8> {
        let mut read = Vec::new();
        ZlibDecoder::new(bytes).read_to_end(&mut read).expect("is in the zlib format");
        read
    }

    /// As another program writes it; level 0 stores, the others describe codes.
    fn written_elsewhere(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(bytes).expect("a vector takes all");
        encoder.finish().expect("a vector takes all")
    }

    /// Bytes that repeat, nearly.
    fn repetitive() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof!["[a-c]{1,9}", "taskmanager.memory.[a-z]{3}=4g&", "(?s).{0,20}"];
        proptest::collection::vec((piece, 1..60_usize), 0..20)
            .prop_map(|pieces| pieces.iter().map(|(text, times)| text.repeat(*times)).collect::<String>())
            .prop_map(String::into_bytes)
    }

    #[test]
    fn symbols_stand_for_the_ranges_of_the_standard() {
        // RFC 1951, 3.2.5.
        for (symbol, range) in [(0, (3, 0)), (7, (10, 0)), (8, (11, 1)), (27, (227, 5)), (28, (258, 0))] {
            assert_eq!(length_range(symbol), range);
        }
        for (symbol, range) in [(0, (1, 0)), (3, (4, 0)), (4, (5, 1)), (17, (385, 7)), (29, (24577, 13))] {
            assert_eq!(distance_range(symbol), range);
        }
    }

    #[test]
    fn a_known_text_is_read() {
        // `printf a | pigz -z`, and Python's `zlib.compress(b"", 9)`.
        let a = [0x78, 0x5e, 0x4b, 0x04, 0x00, 0x00, 0x62, 0x00, 0x62];
        assert_eq!(inflate(&a, 1).as_deref(), Some(&b"a"[..]));
        assert_eq!(inflate(&a, 0), None, "more than allowed");
        let nothing = [0x78, 0xda, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
        assert_eq!(inflate(&nothing, 0).as_deref(), Some(&b""[..]));
        for end in 0..a.len() {
            assert_eq!(inflate(&a[..end], 1), None);
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = written_elsewhere(&vec![0; 16 << 20], 9);
        assert!(bomb.len() < 1 << 15);
        assert_eq!(inflate(&bomb, LIMIT), None);
    }

    #[test]
    fn far_repetitions_are_found_up_to_the_reach() {
        let filler = |length: usize| {
            // No three bytes occur twice.
            (0..).flat_map(|number: u32| number.to_be_bytes()).take(length).collect::<Vec<u8>>()
        };
        for length in [REACH - 20, REACH - 9, REACH - 8, REACH, REACH + 9] {
            let text = [b"wxyzwxyz!", &*filler(length), b"wxyzwxyz!"].concat();
            assert_eq!(read_elsewhere(&deflate(&text)), text);
        }
    }

    proptest! {
        #[test]
        fn others_read_what_is_written(bytes in repetitive()) {
            let written = deflate(&bytes);
            prop_assert_eq!(&read_elsewhere(&written), &bytes);
            prop_assert_eq!(inflate(&written, bytes.len()), Some(bytes));
        }

        #[test]
        fn what_others_write_is_read(
            bytes in prop_oneof![repetitive(), proptest::collection::vec(any::<u8>(), 0..9_000)],
            level in 0..=9_u32,
        ) {
            let written = written_elsewhere(&bytes, level);
            let read = inflate(&written, bytes.len());
            prop_assert_eq!(read.as_ref(), Some(&bytes));
            if !bytes.is_empty() {
                prop_assert_eq!(inflate(&written, bytes.len() - 1), None);
            }
        }

        #[test]
        fn nothing_makes_it_panic(
            mut bytes in proptest::collection::vec(any::<u8>(), 0..400),
            text in repetitive(),
            level in 0..=9_u32,
            at in any::<prop::sample::Index>(),
            bit in 0..8_u8,
        ) {
            let _ = inflate(&bytes, LIMIT);
            bytes.splice(..bytes.len().min(2), HEADER);
            let _ = inflate(&bytes, LIMIT);
            // One bit is wrong: either it does not matter, or it is found out.
            let mut damaged = written_elsewhere(&text, level);
            let at = at.index(damaged.len());
            damaged[at] ^= 1 << bit;
            let read = inflate(&damaged, LIMIT);
            prop_assert!(read.is_none() || read.as_ref() == Some(&text));
        }
    }
}
