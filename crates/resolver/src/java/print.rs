//! Numbers as Java prints them and cuts them off.

pub(crate) use java_numbers::{double_to_string, shortest_decimal};

use super::parse_double;

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
    parse_double(&format!("{kept}e-{decimals}")).unwrap_or(value)
}
