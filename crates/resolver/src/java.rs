//! Texts and numbers as Java 17 reads and prints them, where that differs from Rust.
//!
//! Flink's answers depend on these details: a fraction may be written `0x1p-2` or `.1f`, a slot count may not have a blank, and the order
//! of the dynamic configs is that of a `HashMap`.

use std::fmt::Write as _;

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
fn decimal_digit(c: char) -> Option<u32> {
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

/// `Float.parseFloat`.
pub(crate) fn parse_float(text: &str) -> Result<f32, NumberFormatError> {
    parse_floating(text, |decimal| decimal.parse::<f32>().ok(), |hex| hex.to_f32())
}

/// `Double.parseDouble`.
pub(crate) fn parse_double(text: &str) -> Result<f64, NumberFormatError> {
    parse_floating(text, |decimal| decimal.parse::<f64>().ok(), |hex| hex.to_f64())
}

/// The grammar both share: blanks around, a sign, `NaN`, `Infinity`, decimal or hexadecimal digits, a type suffix.
fn parse_floating<F: std::ops::Neg<Output = F>>(
    text: &str,
    decimal: impl FnOnce(&str) -> Option<F>,
    hexadecimal: impl FnOnce(&HexFloat) -> F,
) -> Result<F, NumberFormatError> {
    let text = trim(text);
    if text.is_empty() {
        return Err("empty String".to_owned());
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let value = if unsigned == "NaN" || unsigned == "Infinity" {
        // Rust reads both words, in these spellings too.
        decimal(unsigned)
    } else if let Some(digits) = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        HexFloat::parse(without_suffix(digits)).map(|hex| hexadecimal(&hex))
    } else {
        let number = without_suffix(unsigned);
        if is_decimal_number(number) { decimal(number) } else { None }
    };
    let value = value.ok_or_else(|| for_input(text))?;
    Ok(if text.starts_with('-') { -value } else { value })
}

fn without_suffix(number: &str) -> &str {
    number.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(number)
}

/// Digits with at most one point, at least one digit, and an exponent with digits if any.
fn is_decimal_number(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    are_digits(whole)
        && are_digits(part)
        && !(whole.is_empty() && part.is_empty())
        && exponent.is_none_or(|exponent| {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !digits.is_empty() && are_digits(digits)
        })
}

/// A hexadecimal floating-point literal: `mantissa × 2^exponent`, with a sticky bit for digits that did not fit.
struct HexFloat {
    mantissa: u64,
    exponent: i64,
    inexact: bool,
}

impl HexFloat {
    /// Reads `1.8p3` (what follows `0x`); the exponent is required.
    fn parse(text: &str) -> Option<Self> {
        let at = text.find(['p', 'P'])?;
        let (mantissa_text, exponent_text) = (&text[..at], &text[at + 1..]);
        let (whole, part) = match mantissa_text.split_once('.') {
            // `0x1.p0` is a number, `0x.p0` is not.
            Some((whole, part)) => (whole, part),
            None => (mantissa_text, ""),
        };
        if whole.is_empty() && part.is_empty() {
            return None;
        }
        let mut value = Self { mantissa: 0, exponent: 0, inexact: false };
        for (digit, is_part) in whole.chars().map(|c| (c, false)).chain(part.chars().map(|c| (c, true))) {
            let digit = u64::from(digit.to_digit(16)?);
            if value.mantissa >> 59 == 0 {
                value.mantissa = (value.mantissa << 4) | digit;
                value.exponent -= if is_part { 4 } else { 0 };
            } else {
                value.inexact |= digit != 0;
                value.exponent += if is_part { 0 } else { 4 };
            }
        }
        let digits = exponent_text.strip_prefix(['+', '-']).unwrap_or(exponent_text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // An exponent beyond any float is as good as a million.
        let exponent = digits
            .trim_start_matches('0')
            .get(..7)
            .map_or_else(|| digits.trim_start_matches('0').parse().unwrap_or(0), |_| 1_000_000_i64);
        value.exponent += if exponent_text.starts_with('-') { -exponent } else { exponent };
        Some(value)
    }

    /// Rounds to `bits` of precision, half to even, given the smallest exponent of the format's last bit.
    fn round(&self, bits: u32, smallest: i64) -> (u64, i64) {
        if self.mantissa == 0 {
            return (0, 0);
        }
        let length = i64::from(64 - self.mantissa.leading_zeros());
        let drop = (length - i64::from(bits)).max(smallest - self.exponent);
        if drop <= 0 {
            return (self.mantissa, self.exponent);
        }
        if drop > 64 {
            return (0, 0);
        }
        let wide = u128::from(self.mantissa);
        let kept = wide >> drop;
        let rest = wide & ((1 << drop) - 1);
        let half = 1_u128 << (drop - 1);
        let up = rest > half || (rest == half && (self.inexact || kept & 1 == 1));
        // At most 2^53, which is exact in both formats.
        (u64::try_from(kept).unwrap_or(u64::MAX) + u64::from(up), self.exponent + drop)
    }

    fn to_f64(&self) -> f64 {
        let (mantissa, exponent) = self.round(53, -1074);
        scale(mantissa, exponent)
    }

    fn to_f32(&self) -> f32 {
        let (mantissa, exponent) = self.round(24, -149);
        #[expect(clippy::cast_possible_truncation, reason = "rounded to 24 bits above, so nothing is lost")]
        let value = scale(mantissa, exponent) as f32;
        value
    }
}

/// `mantissa × 2^exponent` where the result is exact or infinite.
fn scale(mantissa: u64, exponent: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 53 bits are set")]
    let mut value = mantissa as f64;
    let mut left = exponent.clamp(-2_200, 2_200);
    while left != 0 && value != 0.0 && value.is_finite() {
        // Steps small enough that each intermediate product is exact until the last.
        let step = left.clamp(-1_000, 1_000);
        let step = if step < 0 && value < 1.0 { step.max(-1) } else { step };
        value *= power_of_two(step);
        left -= step;
    }
    value
}

fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1_023) as u64) << 52)
}

/// The decimal that `Double.toString` prints: digits and the power of ten of the last one. `value` is finite and not negative.
///
/// That is the shortest decimal that reads back as `value`, the closest of several. Of two equally close ones, Java takes the even one and
/// Rust may take the other.
pub(crate) fn shortest_decimal(value: f64) -> (u64, i32) {
    /// Below, not even two digits tell neighbours apart, but Java prints two at least.
    const TWO_DIGITS: f64 = 1e-321;
    if value == 0.0 {
        return (0, 0);
    }
    if value < TWO_DIGITS {
        return read_decimal(format_args!("{value:.1e}"));
    }
    let (digits, exponent) = read_decimal(format_args!("{value:e}"));
    if digits.is_multiple_of(2) {
        return (digits, exponent);
    }
    let even = [digits - 1, digits + 1].into_iter().find(|other| is_halfway(value, digits + other, exponent));
    (even.unwrap_or(digits), exponent)
}

/// Whether `value` is exactly `sum / 2 × 10^exponent`, and so halfway between two decimals that add up to `sum`, an odd number.
fn is_halfway(value: f64, sum: u64, exponent: i32) -> bool {
    let bits = value.to_bits();
    let (biased, fraction) = ((bits >> 52).cast_signed(), bits & ((1 << 52) - 1));
    let mantissa = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let zeros = mantissa.trailing_zeros();
    // value × 2 = odd × 2^power = sum × 2^exponent × 5^exponent; both sides are odd but for the powers of two.
    let odd = u128::from(mantissa >> zeros);
    let power = biased.max(1) - 1074 + i64::from(zeros);
    let fives = 5_u128.checked_pow(exponent.unsigned_abs());
    let (left, right) = if exponent < 0 { (odd, u128::from(sum)) } else { (u128::from(sum), odd) };
    power == i64::from(exponent) && fives.and_then(|fives| left.checked_mul(fives)) == Some(right)
}

/// Reads what `{:e}` prints: `d.ddde±x`.
fn read_decimal(printed: std::fmt::Arguments<'_>) -> (u64, i32) {
    let mut text = StackText::default();
    let _ = text.write_fmt(printed);
    let (mut digits, mut exponent, mut after_point) = (0_u64, 0_i32, 0_i32);
    let (mut seen_point, mut in_exponent, mut is_negative) = (false, false, false);
    for byte in text.bytes() {
        match byte {
            b'.' => seen_point = true,
            b'e' => in_exponent = true,
            b'-' => is_negative = true,
            digit if in_exponent => exponent = exponent * 10 + i32::from(digit - b'0'),
            digit => {
                digits = digits * 10 + u64::from(digit - b'0');
                after_point += i32::from(seen_point);
            }
        }
    }
    (digits, if is_negative { -exponent } else { exponent } - after_point)
}

/// Room for a printed float without an allocation.
#[derive(Default)]
struct StackText {
    bytes: [u8; 32],
    length: usize,
}

impl StackText {
    fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        self.bytes[..self.length].iter().copied()
    }
}

impl std::fmt::Write for StackText {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// `Double.toString`.
pub(crate) fn double_to_string(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let magnitude = value.abs();
    if magnitude.is_infinite() {
        return format!("{sign}Infinity");
    }
    if magnitude == 0.0 {
        return format!("{sign}0.0");
    }
    let (digits, exponent) = shortest_decimal(magnitude);
    let digits = digits.to_string();
    // Digits before the point in plain notation; not positive where zeros follow the point.
    let whole = digits.len().cast_signed() + exponent as isize;
    if (1e-3..1e7).contains(&magnitude) {
        let (whole, part) = match usize::try_from(whole) {
            Ok(0) | Err(_) => ("0".to_owned(), "0".repeat(whole.unsigned_abs()) + &digits),
            Ok(whole) if whole >= digits.len() => {
                (digits.clone() + &"0".repeat(whole - digits.len()), "0".to_owned())
            }
            Ok(whole) => (digits[..whole].to_owned(), digits[whole..].to_owned()),
        };
        return format!("{sign}{whole}.{part}");
    }
    let part = if digits.len() > 1 { &digits[1..] } else { "0" };
    format!("{sign}{}.{part}E{}", &digits[..1], whole - 1)
}

/// `Float.toString`, for the few digits that options have as defaults.
pub(crate) fn float_to_string(value: f32) -> String {
    // A 32-bit float has seven digits to speak of; rounded to them, it prints the same as a 64-bit one.
    double_to_string((f64::from(value) * 1e7).round() / 1e7)
}

/// `value` without the decimals after the first `decimals` (`BigDecimal.setScale` with `RoundingMode.DOWN`). Finite and not negative.
pub(crate) fn truncate_decimals(value: f64, decimals: u32) -> f64 {
    let (digits, exponent) = shortest_decimal(value);
    let drop = -exponent - decimals.cast_signed();
    if drop <= 0 {
        return value;
    }
    let kept = 10_u64.checked_pow(drop.unsigned_abs()).map_or(0, |power| digits / power);
    // Text is the one exact way from decimal digits to the nearest double.
    format!("{kept}e-{decimals}").parse().unwrap_or(value)
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
    use super::*;

    #[test]
    fn floats_follow_javas_grammar() {
        for (text, value) in [
            ("0.1", 0.1),
            (" .5 ", 0.5),
            ("5.", 5.0),
            ("1e-3f", 1e-3),
            ("0.1D", 0.1),
            ("0x1p-2", 0.25),
            ("0X.8P0", 0.5),
            ("0x1.8p1f", 3.0),
            ("-0", -0.0),
            ("+Infinity", f32::INFINITY),
            ("1e99", f32::INFINITY),
            ("1e-99", 0.0),
        ] {
            assert_eq!(parse_float(text), Ok(value), "{text}");
        }
        assert!(parse_float("-NaN").is_ok_and(f32::is_nan));
        for text in [
            "abc", "0.1ff", "0,1", ".", "e5", "1e", "1e+", "inf", "nan", "infinity", "0x1", "0x.p0", "1_0",
            "NaNf", "٠.١", "--1",
        ] {
            assert_eq!(parse_float(text), Err(format!("For input string: \"{text}\"")), "{text}");
        }
        assert_eq!(parse_float(" \t"), Err("empty String".to_owned()));
    }

    #[test]
    fn hexadecimal_floats_round_half_to_even() {
        assert_eq!(parse_float("0x1.000001p0"), Ok(1.0));
        assert_eq!(parse_float("0x1.0000010000000000000001p0"), Ok(1.000_000_1));
        assert_eq!(parse_float("0x1.000003p0"), Ok(1.000_000_2));
        assert_eq!(parse_double("0x1.fffffffffffff8p1023"), Ok(f64::INFINITY));
        assert_eq!(parse_double("0x1p-1074"), Ok(f64::from_bits(1)));
        assert_eq!(parse_double("0x1p-1075"), Ok(0.0));
        assert_eq!(parse_double("0x1.8p-1075"), Ok(f64::from_bits(1)));
        assert_eq!(parse_double("0x1p99999999999999999999"), Ok(f64::INFINITY));
        assert_eq!(parse_double("0x0p99999999999999999999"), Ok(0.0));
    }

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

    #[test]
    fn doubles_print_as_in_java() {
        for (value, text) in [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (-1.5, "-1.5"),
            (100.0, "100.0"),
            (0.001, "0.001"),
            (9.99e-4, "9.99E-4"),
            (1e7, "1.0E7"),
            (1.5e-10, "1.5E-10"),
            (9_999_999.0, "9999999.0"),
            (12.5, "12.5"),
            (0.05, "0.05"),
            (1234.0, "1234.0"),
            // 0.65271759033203125 exactly: halfway between two shorter decimals.
            (f64::from_bits(0x3FE4_E310_0000_0000), "0.6527175903320312"),
            (5e-324, "4.9E-324"),
            (1e-323, "9.9E-324"),
            (1e23, "1.0E23"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::from(0.1_f32), "0.10000000149011612"),
        ] {
            assert_eq!(double_to_string(value), text);
        }
    }

    #[test]
    fn shortest_decimals_are_digits_and_a_power_of_ten() {
        for (value, decimal) in
            [(0.5, (5, -1)), (100.0, (1, 2)), (0.25, (25, -2)), (1e-300, (1, -300)), (12.5, (125, -1))]
        {
            assert_eq!(shortest_decimal(value), decimal, "{value}");
        }
    }
}
