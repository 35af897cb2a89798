//! Texts and numbers as Java 17 reads and prints them, where that differs from Rust.
//!
//! Flink's answers depend on these details: a fraction may be written `0x1p-2` or `.1f`, a slot count may not have a blank, and the order
//! of the dynamic configs is that of a `HashMap`.

mod case;
mod float;
mod print;

pub(crate) use case::to_lower_case;
pub(crate) use float::{parse_double, parse_float};
pub(crate) use print::{double_to_string, float_to_string, shortest_decimal, truncate_decimals};

/// `String.trim`: cuts every character up to U+0020 off both ends, and no other white space.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ')
}

/// What `Float.parseFloat` and `Double.parseDouble` say instead of a number: a `NumberFormatException` with this message.
pub(crate) type NumberFormatError = String;

fn for_input(text: &str) -> NumberFormatError {
    format!("For input string: \"{text}\"")
}

/// `Integer.parseInt`: an optional sign, then decimal digits of any script, nothing else.
pub(crate) fn parse_int(text: &str) -> Result<i32, NumberFormatError> {
    let value = parse_integer(text, i128::from(i32::MIN), i128::from(i32::MAX))?;
    i32::try_from(value).map_err(|_| for_input(text))
}

/// `Long.parseLong`, the same with 64 bits.
pub(crate) fn parse_long(text: &str) -> Result<i64, NumberFormatError> {
    let value = parse_integer(text, i128::from(i64::MIN), i128::from(i64::MAX))?;
    i64::try_from(value).map_err(|_| for_input(text))
}

fn parse_integer(text: &str, min: i128, max: i128) -> Result<i128, NumberFormatError> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() {
        return Err(for_input(text));
    }
    let mut value: i128 = 0;
    for c in digits.chars() {
        let digit = decimal_digit(c).ok_or_else(|| for_input(text))?;
        value = value * 10 + i128::from(digit);
        if value > max + 1 {
            return Err(for_input(text));
        }
    }
    let value = if negative { -value } else { value };
    if value < min || value > max { Err(for_input(text)) } else { Ok(value) }
}

/// `Character.digit(c, 10)` for a UTF-16 unit: the decimal digits of the Basic Multilingual Plane. Digits beyond it are two units in
/// Java, neither of which is a digit.
pub(crate) fn decimal_digit(c: char) -> Option<u32> {
    /// The zeros of the scripts that have digits (Unicode 13, general category Nd); nine more digits follow each.
    const ZEROS: [u16; 37] = [
        0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
        0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
        0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
        0xFF10,
    ];
    let code = u16::try_from(u32::from(c)).ok()?;
    let at = ZEROS.partition_point(|&zero| zero <= code);
    let digit = code - ZEROS.get(at.checked_sub(1)?)?;
    (digit < 10).then_some(u32::from(digit))
}

/// `Character.isWhitespace`: Unicode spaces that may break a line, and a few control characters.
pub(crate) fn is_whitespace(c: char) -> bool {
    match c {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}' => false,
        '\u{1c}'..='\u{1f}' => true,
        c => c.is_whitespace(),
    }
}

/// `String.hashCode`.
fn hash_code(text: &str) -> i32 {
    text.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

/// The entries in the order in which a `java.util.HashMap` of 16 initial buckets iterates over them, given the order in which they were
/// inserted: by bucket, and in a bucket as inserted.
pub(crate) fn hash_map_order<T>(entries: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    let mut length: usize = 16;
    // A map grows when it holds more than three quarters of its buckets.
    while entries.len() > length / 4 * 3 {
        length *= 2;
    }
    let mut buckets: Vec<Vec<T>> = (0..length).map(|_| Vec::new()).collect();
    for entry in entries {
        let hash = hash_code(key(&entry)).cast_unsigned();
        let at = (hash ^ (hash >> 16)) as usize & (length - 1);
        buckets[at].push(entry);
    }
    buckets.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::parse_int;

    #[test]
    fn integers_are_strict_but_speak_every_script() {
        for (text, value) in
            [("4", 4), ("+3", 3), ("007", 7), ("-2147483648", i32::MIN), ("٤", 4), ("１６", 16)]
        {
            assert_eq!(parse_int(text), Ok(value), "{text}");
        }
        for text in [
            "",
            "+",
            "-",
            " 4",
            "4 ",
            "4L",
            "0x4",
            "1e1",
            "2147483648",
            "-2147483649",
            "𝟒",
            "99999999999999999999",
        ] {
            assert_eq!(parse_int(text), Err(format!("For input string: \"{text}\"")), "{text}");
        }
    }
}
