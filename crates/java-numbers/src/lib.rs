//! Doubles as Java 17 prints them (`Double.toString`), which Flink's messages and configurations contain.
//!
//! The engines that repeat those share this crate, and nothing else of ours.

#![forbid(unsafe_code)]

/// The decimal that `Double.toString` prints: digits and the power of ten of the last one. `value` is finite and not negative.
///
/// That is the shortest decimal that reads back as `value`, the closest of several. Of two equally close ones, Java takes the even one and
/// others may not.
#[must_use]
pub fn shortest_decimal(value: f64) -> (u64, i32) {
    // The two smallest numbers, for which Java prints two digits although one would do.
    match value.to_bits() {
        1 => return (49, -325),
        2 => return (99, -325),
        _ => {}
    }
    let (digits, exponent) = read_decimal(ryu::Buffer::new().format_finite(value));
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

/// Reads a printed number such as `0.25`, `100.0` or `1.5e-10`.
fn read_decimal(text: &str) -> (u64, i32) {
    let (mut digits, mut exponent, mut after_point) = (0_u64, 0_i32, 0_i32);
    let (mut seen_point, mut in_exponent, mut is_negative) = (false, false, false);
    // Zeros count only once another digit follows: `100.0` is 1 and two zeros.
    let mut zeros = 0_u32;
    for byte in text.bytes() {
        match byte {
            b'.' => seen_point = true,
            b'e' => in_exponent = true,
            b'-' => is_negative = true,
            digit if in_exponent => exponent = exponent * 10 + i32::from(digit - b'0'),
            digit => {
                after_point += i32::from(seen_point);
                if digit == b'0' {
                    zeros += 1;
                } else {
                    digits = digits * 10_u64.pow(zeros + 1) + u64::from(digit - b'0');
                    zeros = 0;
                }
            }
        }
    }
    if digits == 0 {
        return (0, 0);
    }
    (digits, if is_negative { -exponent } else { exponent } - after_point + zeros.cast_signed())
}

/// `Double.toString`.
#[must_use]
pub fn double_to_string(value: f64) -> String {
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

#[cfg(test)]
mod tests {
    use super::{double_to_string, shortest_decimal};

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
