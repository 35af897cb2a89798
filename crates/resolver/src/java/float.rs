//! Floating-point numbers as Java 17 reads them (`Float.parseFloat`, `Double.parseDouble`).
//!
//! Rust's own parser is as exact, but knows no hexadecimal numbers, no type suffix and other words for infinity, and brings a table of powers
//! that would be a tenth of the page. What is here is small instead of fast, which is enough for a few numbers at a time; the tests hold
//! it against Rust's.

use super::{NumberFormatError, for_input, trim};

/// `Float.parseFloat`.
pub(crate) fn parse_float(text: &str) -> Result<f32, NumberFormatError> {
    let number = Number::parse(text)?;
    #[expect(clippy::cast_possible_truncation, reason = "rounded to 24 bits, so nothing is lost")]
    Ok(number.round(24, -149) as f32)
}

/// `Double.parseDouble`.
pub(crate) fn parse_double(text: &str) -> Result<f64, NumberFormatError> {
    Ok(Number::parse(text)?.round(53, -1074))
}

/// What a text stands for, before it is rounded to a format.
struct Number {
    is_negative: bool,
    magnitude: Magnitude,
}

enum Magnitude {
    NotANumber,
    Infinite,
    Finite(Binary),
}

/// `mantissa × 2^exponent`, with a mark if the exact value is a little more.
#[derive(Clone, Copy, Default)]
struct Binary {
    mantissa: u64,
    exponent: i64,
    is_inexact: bool,
}

impl Number {
    /// The grammar of both formats: blanks around, a sign, `NaN`, `Infinity`, decimal or hexadecimal digits, a type suffix.
    fn parse(text: &str) -> Result<Self, NumberFormatError> {
        let text = trim(text);
        if text.is_empty() {
            return Err("empty String".to_owned());
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let magnitude = match unsigned {
            "NaN" => Some(Magnitude::NotANumber),
            "Infinity" => Some(Magnitude::Infinite),
            _ => {
                let number = unsigned.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(unsigned);
                // The suffix may be what looks like a hexadecimal digit: only after an exponent, which hexadecimals must have.
                match number.strip_prefix("0x").or_else(|| number.strip_prefix("0X")) {
                    Some(number) => {
                        Digits::parse(number, ['p', 'P'], 16).and_then(|digits| digits.hexadecimal())
                    }
                    None => Digits::parse(number, ['e', 'E'], 10).map(|digits| digits.decimal()),
                }
            }
        };
        let magnitude = magnitude.ok_or_else(|| {
            let digits = unsigned.chars().take_while(|c| c.is_ascii_digit() || *c == '.');
            let has_points = digits.filter(|c| *c == '.').count() > 1;
            if has_points { "multiple points".to_owned() } else { for_input(text) }
        })?;
        Ok(Self { is_negative: text.starts_with('-'), magnitude })
    }

    /// The nearest number of `bits` of precision whose last bit is worth 2^`smallest` at least; of two, the even one.
    fn round(&self, bits: u32, smallest: i64) -> f64 {
        let magnitude = match self.magnitude {
            Magnitude::NotANumber => f64::NAN,
            Magnitude::Infinite => f64::INFINITY,
            Magnitude::Finite(binary) => binary.round(bits, smallest),
        };
        if self.is_negative { -magnitude } else { magnitude }
    }
}

/// A number as it is written: digits around a point, and an exponent.
struct Digits<'a> {
    whole: &'a str,
    part: &'a str,
    exponent: Option<i64>,
}

impl<'a> Digits<'a> {
    fn parse(text: &'a str, exponent_marks: [char; 2], radix: u32) -> Option<Self> {
        let (mantissa, exponent) = match text.find(exponent_marks) {
            Some(at) => (&text[..at], Some(exponent(&text[at + 1..])?)),
            None => (text, None),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let are_digits = |digits: &str| digits.bytes().all(|byte| char::from(byte).is_digit(radix));
        let is_number = are_digits(whole) && are_digits(part) && !(whole.is_empty() && part.is_empty());
        is_number.then_some(Self { whole, part, exponent })
    }

    /// The digits from the first that is not zero on.
    fn significant(&self, radix: u32) -> impl Iterator<Item = u32> {
        let digits = self.whole.bytes().chain(self.part.bytes());
        digits.filter_map(move |byte| char::from(byte).to_digit(radix)).skip_while(|digit| *digit == 0)
    }

    /// A hexadecimal number; it needs an exponent.
    fn hexadecimal(&self) -> Option<Magnitude> {
        let mut binary = Binary { exponent: self.exponent? - 4 * length(self.part), ..Binary::default() };
        for digit in self.significant(16) {
            if binary.mantissa >> 60 == 0 {
                binary.mantissa = binary.mantissa << 4 | u64::from(digit);
            } else {
                binary.is_inexact |= digit != 0;
                binary.exponent += 4;
            }
        }
        Some(Magnitude::Finite(binary))
    }

    fn decimal(&self) -> Magnitude {
        /// Halfway between two doubles has 767 digits at most; what follows can only say that there is more.
        const ENOUGH: usize = 800;
        let mut digits: Vec<u32> = self.significant(10).take(ENOUGH).collect();
        let total = self.significant(10).count();
        if self.significant(10).skip(ENOUGH).any(|digit| digit != 0) {
            // One more digit behind the last kept one is enough to be above halfway.
            digits.push(1);
        }
        let cut = total as i64 - digits.len() as i64;
        let exponent = self.exponent.unwrap_or(0) - length(self.part) + cut;
        // The number is below 10^order, and at least a tenth of that.
        let order = digits.len() as i64 + exponent;
        match order {
            _ if digits.is_empty() => Magnitude::Finite(Binary::default()),
            311.. => Magnitude::Infinite,
            ..-330 => Magnitude::Finite(Binary::default()),
            _ => Magnitude::Finite(Binary::of_decimal(&digits, exponent)),
        }
    }
}

fn length(text: &str) -> i64 {
    text.len() as i64
}

/// An exponent; one beyond any float counts as the largest that cannot overflow.
fn exponent(text: &str) -> Option<i64> {
    const LARGEST: i64 = 1 << 40;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() {
        return None;
    }
    let mut value = 0;
    for byte in digits.bytes() {
        value = LARGEST.min(value * 10 + i64::from(char::from(byte).to_digit(10)?));
    }
    Some(if text.starts_with('-') { -value } else { value })
}

impl Binary {
    /// `digits × 10^exponent`, of a number that is neither zero nor beyond any float.
    fn of_decimal(digits: &[u32], exponent: i64) -> Self {
        let mut number = Big::default();
        for digit in digits {
            number.multiply_add(10, *digit);
        }
        let mut divisor = Big(vec![1]);
        let scaled = if exponent < 0 { &mut divisor } else { &mut number };
        for _ in 0..exponent.unsigned_abs() {
            scaled.multiply_add(10, 0);
        }
        // Shift either so that the quotient has 63 or 64 bits.
        let shift = divisor.bits() + 63 - number.bits();
        if shift > 0 {
            number.shift_left(shift)
        } else {
            divisor.shift_left(-shift)
        }
        let (mantissa, is_inexact) = number.divide(&divisor);
        Self { mantissa, exponent: -shift, is_inexact }
    }

    fn round(self, bits: u32, smallest: i64) -> f64 {
        let length = i64::from(64 - self.mantissa.leading_zeros());
        let drop = (length - i64::from(bits)).max(smallest - self.exponent);
        if self.mantissa == 0 || drop > 64 {
            return 0.0;
        }
        if drop <= 0 {
            return scale(self.mantissa, self.exponent);
        }
        let wide = u128::from(self.mantissa);
        let (kept, rest, half) = (wide >> drop, wide & ((1 << drop) - 1), 1 << (drop - 1));
        let is_up = rest > half || (rest == half && (self.is_inexact || kept & 1 == 1));
        // At most 2^53, which is exact in both formats.
        let value = scale(kept as u64 + u64::from(is_up), self.exponent + drop);
        // The largest exponent of a float is as far above the last bit of its smallest number as its own precision allows.
        if value >= scale(1, 3 - smallest - i64::from(bits)) { f64::INFINITY } else { value }
    }
}

/// `mantissa × 2^exponent`, exactly; infinite beyond the largest double.
fn scale(mantissa: u64, exponent: i64) -> f64 {
    let mut value = mantissa as f64;
    let mut left = exponent.clamp(-2_200, 2_200);
    while left != 0 {
        // Two steps at most lie in the range of normal numbers, and then the last is exact.
        let step = left.clamp(-1_000, 1_000);
        value *= f64::from_bits(((step + 1_023) as u64) << 52);
        left -= step;
    }
    value
}

/// A natural number of any size, least significant word first, without zeros at its end.
#[derive(Default)]
struct Big(Vec<u32>);

impl Big {
    fn bits(&self) -> i64 {
        self.0.last().map_or(0, |word| 32 * self.0.len() as i64 - i64::from(word.leading_zeros()))
    }

    fn multiply_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift_left(&mut self, bits: i64) {
        self.multiply_add(1 << (bits % 32), 0);
        self.0.splice(0..0, (0..bits / 32).map(|_| 0));
    }

    fn shift_right_by_one(&mut self) {
        let mut carry = 0;
        for word in self.0.iter_mut().rev() {
            let next = *word << 31;
            *word = *word >> 1 | carry;
            carry = next;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn is_at_least(&self, other: &Self) -> bool {
        (self.0.len(), self.0.iter().rev().collect::<Vec<_>>())
            >= (other.0.len(), other.0.iter().rev().collect())
    }

    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (at, word) in self.0.iter_mut().enumerate() {
            let (less, first) = word.overflowing_sub(other.0.get(at).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *word = less;
            borrow = first || second;
        }
        self.trim();
    }

    /// The quotient, which has 64 bits at most, and whether something is left over. Digit by digit, as on paper, in base two.
    fn divide(mut self, divisor: &Self) -> (u64, bool) {
        let mut divisor = Self(divisor.0.clone());
        divisor.shift_left(63);
        let mut quotient = 0;
        for _ in 0..64 {
            quotient <<= 1;
            if self.is_at_least(&divisor) {
                self.subtract(&divisor);
                quotient |= 1;
            }
            divisor.shift_right_by_one();
        }
        (quotient, !self.0.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{parse_double, parse_float};

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

    #[track_caller]
    fn check_as_rust(text: &str) {
        let bits = |value: f64| value.to_bits();
        assert_eq!(parse_double(text).map(bits), Ok(bits(text.parse().expect("a number"))), "{text}");
        let bits = |value: f32| value.to_bits();
        assert_eq!(parse_float(text).map(bits), Ok(bits(text.parse().expect("a number"))), "{text}");
    }

    #[test]
    fn decimals_are_as_exact_as_rusts() {
        for text in [
            "0",
            "0.1",
            "1e22",
            "1e23",
            "9007199254740993",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1.797693134862315807e308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.5e-324",
            "3.4028235e38",
            "3.4028235677973366e38",
            "3.4028235677973367e38",
            "1e39",
            "1.401298464324817e-45",
            "7.006492321624085e-46",
            "7.006492321624086e-46",
            "16777217",
            "16777219",
            "0.000000000000000000000001e30",
            "2.2250738585072011e-308",
            "8.5899345920000010e9",
            "1e310",
            "1e-330",
            "1e99999999999999999999",
            "0e99999999999",
        ] {
            check_as_rust(text);
        }
        // Exactly halfway between two doubles, then a digit more, a thousand places behind.
        let halfway = "9007199254740993.".to_owned() + &"0".repeat(1_000);
        check_as_rust(&halfway);
        check_as_rust(&(halfway + "1"));
        check_as_rust(&("1".repeat(5_000) + "e-4990"));
        check_as_rust(&("0.".to_owned() + &"0".repeat(300) + &"123456789".repeat(200)));
    }

    proptest! {
        #[test]
        fn any_decimal_is_as_exact_as_rusts(text in "[0-9]{1,25}(\\.[0-9]{0,25})?(e-?[0-9]{1,3})?") {
            check_as_rust(&text);
        }

        #[test]
        fn numbers_halfway_between_two_floats_round_to_even(bits in 0..0x7F7F_FFFF_u32) {
            let halfway = (f64::from(f32::from_bits(bits)) + f64::from(f32::from_bits(bits + 1))) / 2.0;
            check_as_rust(&format!("{halfway:.1100}"));
            check_as_rust(&format!("{halfway:e}"));
        }

        #[test]
        fn a_printed_double_reads_back(bits in 0..0x7FF0_0000_0000_0000_u64) {
            check_as_rust(&format!("{:e}", f64::from_bits(bits)));
        }
    }
}
