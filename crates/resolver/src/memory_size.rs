//! `MemorySize`: bytes as Flink reads, prints and computes with them (`org.apache.flink.configuration.MemorySize`).

use std::fmt;

use crate::error::{FlinkError, Sentence};
use crate::java;
use crate::version::FlinkVersion;

/// An amount of memory, 0 to 2^63-1 bytes (Flink's `MemorySize`, a non-negative Java `long`).
///
/// Displays as Flink's `toString`, which reads back to the same size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemorySize(u64);

/// A unit of `MemorySize`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemoryUnit {
    /// 1 byte.
    Bytes,
    /// 1024 bytes.
    KiloBytes,
    /// 1024² bytes.
    MegaBytes,
    /// 1024³ bytes.
    GigaBytes,
    /// 1024⁴ bytes.
    TeraBytes,
}

impl MemoryUnit {
    /// Every unit, smallest first.
    pub const ALL: [Self; 5] =
        [Self::Bytes, Self::KiloBytes, Self::MegaBytes, Self::GigaBytes, Self::TeraBytes];

    /// Bytes in one of this unit.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        1 << (10 * self as u32)
    }

    /// Flink's spelling of the unit in printed sizes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::KiloBytes => "kb",
            Self::MegaBytes => "mb",
            Self::GigaBytes => "gb",
            Self::TeraBytes => "tb",
        }
    }

    /// The shortest spelling.
    const fn letter(self) -> char {
        match self {
            Self::Bytes => 'b',
            Self::KiloBytes => 'k',
            Self::MegaBytes => 'm',
            Self::GigaBytes => 'g',
            Self::TeraBytes => 't',
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "b" | "bytes" => Self::Bytes,
            "k" | "kb" | "kibibytes" => Self::KiloBytes,
            "m" | "mb" | "mebibytes" => Self::MegaBytes,
            "g" | "gb" | "gibibytes" => Self::GigaBytes,
            "t" | "tb" | "tebibytes" => Self::TeraBytes,
            _ => return None,
        })
    }
}

impl MemorySize {
    /// No memory.
    pub const ZERO: Self = Self(0);
    /// 2^63-1 bytes, Flink's "no limit".
    pub const MAX: Self = Self(i64::MAX as u64);

    /// `bytes` as a size; `None` above 2^63-1.
    #[must_use]
    pub const fn new(bytes: u64) -> Option<Self> {
        if bytes <= Self::MAX.0 { Some(Self(bytes)) } else { None }
    }

    /// `mebibytes` × 1024² bytes.
    #[must_use]
    pub const fn from_mebibytes(mebibytes: u32) -> Self {
        Self((mebibytes as u64) << 20)
    }

    /// Bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// The constructor's own check: a Java `long`, which must not be negative.
    pub(crate) fn from_long(bytes: i64) -> Result<Self, FlinkError> {
        u64::try_from(bytes).map(Self).map_err(|_| Sentence::NegativeBytes.into())
    }

    /// Reads a size such as `4g`, `128 mb` or `1024` (bytes).
    ///
    /// # Errors
    /// Flink's own, for a text that is empty, does not start with a digit, has an unknown unit or stands for more than 2^63-1 bytes.
    pub fn parse(text: &str) -> Result<Self, FlinkError> {
        let (value, unit) = Self::split(text)?;
        let bytes = value.checked_mul(unit.unwrap_or(MemoryUnit::Bytes).bytes()).and_then(Self::new);
        bytes.ok_or_else(|| Sentence::SizeOverflow { text: text.to_owned() }.into())
    }

    /// Reads a size in which a bare number counts `default_unit`s.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_with_default_unit(text: &str, default_unit: MemoryUnit) -> Result<Self, FlinkError> {
        match Self::split(text)? {
            (_, Some(_)) => Self::parse(text),
            // Flink puts the unit behind the text, and that is the text it complains about.
            (_, None) => Self::parse(&format!("{text}{}", default_unit.letter())),
        }
    }

    /// The number and the unit, if there is one.
    fn split(text: &str) -> Result<(u64, Option<MemoryUnit>), FlinkError> {
        let trimmed = java::trim(text);
        if trimmed.is_empty() {
            return Err(Sentence::BlankSize.into());
        }
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = trimmed.split_at(digits);
        if number.is_empty() {
            return Err(Sentence::SizeWithoutNumber.into());
        }
        let value = number
            .parse::<u64>()
            .ok()
            .filter(|value| *value <= Self::MAX.0)
            .ok_or_else(|| Sentence::SizeNumberOverflow { number: number.to_owned() })?;
        let unit = java::trim(unit);
        if unit.is_empty() {
            return Ok((value, None));
        }
        let unit = java::to_lower_case(unit);
        let known = MemoryUnit::parse(&unit).ok_or(Sentence::UnknownSizeUnit { unit })?;
        Ok((value, Some(known)))
    }

    /// Sum, as `MemorySize.add`.
    pub(crate) fn add(self, other: Self) -> Result<Self, FlinkError> {
        Self::new(self.0 + other.0).ok_or_else(|| Sentence::LongOverflow.into())
    }

    /// Difference, as `MemorySize.subtract`.
    pub(crate) fn subtract(self, other: Self) -> Result<Self, FlinkError> {
        self.0.checked_sub(other.0).map(Self).ok_or_else(|| Sentence::NegativeBytes.into())
    }

    /// Product with a number, as `MemorySize.multiply`: the shortest decimal of the double times the bytes, exactly, then truncated.
    ///
    /// # Errors
    /// Flink's own, for a negative or non-finite factor and for a product above 2^63-1.
    pub fn multiply(self, factor: f64) -> Result<Self, FlinkError> {
        if factor.is_nan() || factor < 0.0 {
            return Err(Sentence::NegativeMultiplier.into());
        }
        if factor.is_infinite() {
            return Err(Sentence::NotADecimal { first: 'I' }.into());
        }
        let (digits, exponent) = java::shortest_decimal(factor);
        // At most 17 digits times 63 bits: 120 bits.
        let product = u128::from(digits) * u128::from(self.0);
        if product == 0 {
            return Ok(Self::ZERO);
        }
        let (whole, rest) = match 10_u128.checked_pow(exponent.unsigned_abs()) {
            Some(power) if exponent >= 0 => (product.checked_mul(power), 0),
            Some(power) => (Some(product / power), product % power),
            None if exponent >= 0 => (None, 0),
            None => (Some(0), product),
        };
        let limit = u128::from(Self::MAX.0);
        match whole {
            Some(whole) if whole < limit || (whole == limit && rest == 0) => {
                Ok(Self(u64::try_from(whole).unwrap_or(Self::MAX.0)))
            }
            _ => Err(Sentence::LongOverflow.into()),
        }
    }

    /// Quotient, truncated, as `MemorySize.divide`.
    ///
    /// # Errors
    /// Flink's own, for a negative divisor (the words differ from 1.20 on) and for zero.
    pub fn divide(self, by: i64, version: FlinkVersion) -> Result<Self, FlinkError> {
        if by == 0 {
            return Err(Sentence::DivisionByZero.into());
        }
        let by = u64::try_from(by).map_err(|_| Sentence::NegativeDivisor { version })?;
        Ok(Self(self.0 / by))
    }

    /// Flink's `toHumanReadableString`: three decimals of the largest unit that is strictly smaller, and the bytes.
    #[must_use]
    pub const fn human(self) -> Human {
        Human(self)
    }
}

/// The constructor of a Java `long`, which must not be negative.
impl TryFrom<i64> for MemorySize {
    type Error = FlinkError;

    fn try_from(bytes: i64) -> Result<Self, FlinkError> {
        Self::from_long(bytes)
    }
}

impl fmt::Display for MemorySize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The largest unit that divides the bytes; Flink falls back to bytes where even terabytes divide them (0 included).
        let divides = |unit: &MemoryUnit| self.0.is_multiple_of(unit.bytes());
        let unit = if divides(&MemoryUnit::TeraBytes) {
            MemoryUnit::Bytes
        } else {
            MemoryUnit::ALL.into_iter().take_while(divides).last().unwrap_or(MemoryUnit::Bytes)
        };
        write!(f, "{} {}", self.0 / unit.bytes(), unit.name())
    }
}

/// A size in Flink's readable form; see [`MemorySize::human`].
#[derive(Clone, Copy, Debug)]
pub struct Human(MemorySize);

impl fmt::Display for Human {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.0;
        let unit = MemoryUnit::ALL.into_iter().rev().find(|unit| bytes > unit.bytes());
        let Some(unit) = unit.filter(|unit| *unit != MemoryUnit::Bytes) else {
            return write!(f, "{bytes} bytes");
        };
        #[expect(clippy::cast_precision_loss, reason = "Flink divides as doubles, too")]
        let value = 1.0 * bytes as f64 / unit.bytes() as f64;
        // Java rounds the shortest decimal half up; Rust would round the exact binary value half to even.
        let (digits, exponent) = java::shortest_decimal(value);
        let thousandths = match exponent + 3 {
            // The value is between 1 and 2^23, so neither leaves 64 bits.
            up @ 0.. => digits * 10_u64.pow(up.unsigned_abs()),
            down => (digits * 10 / 10_u64.pow(down.unsigned_abs()) + 5) / 10,
        };
        write!(f, "{}.{:03}{} ({bytes} bytes)", thousandths / 1000, thousandths % 1000, unit.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_parse(text: &str, expected: Result<u64, &str>) {
        let found = MemorySize::parse(text);
        assert_eq!(
            found.as_ref().map(|size| size.bytes()).map_err(|error| error.message.as_str()),
            expected,
            "{text}"
        );
    }

    #[test]
    fn sizes_parse_like_flink() {
        for (text, bytes) in [
            ("10", 10),
            ("64m", 64 << 20),
            ("1 gb", 1 << 30),
            ("\t2 G \n", 2 << 30),
            ("1TeBiBytes", 1 << 40),
            ("0", 0),
        ] {
            check_parse(text, Ok(bytes));
        }
        check_parse("", Err("argument is an empty- or whitespace-only string"));
        check_parse("g", Err("text does not start with a number"));
        check_parse(
            "1.5g",
            Err(
                "Memory size unit '.5g' does not match any of the recognized units: (b | bytes) / (k | kb | kibibytes) / \
             (m | mb | mebibytes) / (g | gb | gibibytes) / (t | tb | tebibytes)",
            ),
        );
        check_parse(
            "9223372036854775808",
            Err(
                "The value '9223372036854775808' cannot be re represented as 64bit number (numeric overflow).",
            ),
        );
        check_parse(
            "8388608t",
            Err("The value '8388608t' cannot be re represented as 64bit number of bytes (numeric overflow)."),
        );
    }

    #[test]
    fn a_default_unit_stands_behind_the_text() {
        let parse = |text| MemorySize::parse_with_default_unit(text, MemoryUnit::TeraBytes);
        assert_eq!(parse(" 2 "), Ok(MemorySize(2 << 40)));
        assert_eq!(parse("2k"), Ok(MemorySize(2 << 10)));
        assert_eq!(
            parse("8388608 ").map_err(|error| error.message),
            Err(
                "The value '8388608 t' cannot be re represented as 64bit number of bytes (numeric overflow)."
                    .to_owned()
            )
        );
    }

    #[test]
    fn sizes_print_like_flink() {
        for (bytes, text, human) in [
            (0, "0 bytes", "0 bytes"),
            (1024, "1 kb", "1024 bytes"),
            (1025, "1025 bytes", "1.001kb (1025 bytes)"),
            (1 << 30, "1 gb", "1024.000mb (1073741824 bytes)"),
            (1 << 40, "1099511627776 bytes", "1024.000gb (1099511627776 bytes)"),
            (i64::MAX as u64, "9223372036854775807 bytes", "8388608.000tb (9223372036854775807 bytes)"),
        ] {
            let size = MemorySize::new(bytes).expect("in range");
            assert_eq!(size.to_string(), text);
            assert_eq!(size.human().to_string(), human);
        }
    }
}
