//! Logarithms and powers: the same on every machine. What a platform's library says may differ in the last digit.

use std::f64::consts::LN_2;

/// Natural logarithm of 1 to 2, by its series.
pub(crate) fn log_of_mantissa(mantissa: f64) -> f64 {
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let mut power = ratio;
    let mut sum = 0.0;
    for odd in [1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 17.0, 19.0, 21.0, 23.0] {
        sum += power / odd;
        power *= square;
    }
    2.0 * sum
}

/// Bits of a double behind its exponent.
const MANTISSA_BITS: u32 = 52;
/// What is added to a double's exponent.
const BIAS: u64 = 1023;
/// e to the power of minus this is about the smallest double with all of its digits; what is smaller is 0 here.
const LARGEST_EXPONENT: f64 = 708.0;

/// Natural logarithm of a number from 1.
#[expect(clippy::cast_precision_loss, reason = "an exponent has eleven bits")]
fn log(number: f64) -> f64 {
    let bits = number.to_bits();
    let exponent = (bits >> MANTISSA_BITS).saturating_sub(BIAS);
    let mantissa = f64::from_bits(bits & ((1 << MANTISSA_BITS) - 1) | BIAS << MANTISSA_BITS);
    exponent as f64 * LN_2 + log_of_mantissa(mantissa)
}

/// What is missing of 1 at e to the power of minus a rest below the logarithm of 2, and the halvings that come on top of it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1021")]
fn decay(exponent: f64) -> (f64, f64) {
    let halvings = (exponent / LN_2).floor();
    let rest = exponent - halvings * LN_2;
    // The twentieth term of 0.7 is below a double's last digit.
    let (mut sum, mut term) = (0.0, -1.0);
    for number in 1..=20 {
        term *= -rest / f64::from(number);
        sum += term;
    }
    (sum, f64::from_bits((BIAS - halvings as u64) << MANTISSA_BITS))
}

/// e to the power `-exponent`, of an exponent from 0.
pub(crate) fn exp_of_minus(exponent: f64) -> f64 {
    if exponent > LARGEST_EXPONENT {
        return 0.0;
    }
    let (missing, halvings) = decay(exponent);
    (1.0 - missing) * halvings
}

/// What is missing of 1 at e to the power `-exponent`, of an exponent from 0; exact for small ones, too.
pub(crate) fn one_minus_exp_of_minus(exponent: f64) -> f64 {
    if exponent > LARGEST_EXPONENT {
        return 1.0;
    }
    let (missing, halvings) = decay(exponent);
    (1.0 - halvings) + missing * halvings
}

/// `number` to the power `-exponent`: of a number from 1, and an exponent from 0.
pub(crate) fn power_of_minus(number: f64, exponent: f64) -> f64 {
    exp_of_minus(log(number) * exponent)
}

#[cfg(test)]
mod tests {
    use super::{exp_of_minus, log, log_of_mantissa, one_minus_exp_of_minus, power_of_minus};

    #[test]
    fn logarithms_are_right() {
        for mantissa in [1.0, 1.1, 1.5, 1.9, 2.0_f64] {
            assert!((log_of_mantissa(mantissa) - mantissa.ln()).abs() < 1e-12, "{mantissa}");
        }
        for number in [1.0, 2.0, 3.0, 1e3, 123_456.789, 1e15, 1e300_f64] {
            assert!((log(number) - number.ln()).abs() < 1e-12 * number.ln().max(1.0), "{number}");
        }
    }

    #[test]
    fn exponentials_are_right() {
        for exponent in [0.0, 1e-18, 1e-9, 0.1, 0.5, 0.693, 0.694, 1.0, 5.0, 30.0, 300.0, 708.0_f64] {
            let expected = (-exponent).exp();
            assert!((exp_of_minus(exponent) - expected).abs() <= 1e-13 * expected, "{exponent}");
            let expected = -(-exponent).exp_m1();
            assert!((one_minus_exp_of_minus(exponent) - expected).abs() <= 1e-14 * expected, "{exponent}");
        }
        assert!(exp_of_minus(1e9) <= 0.0 && exp_of_minus(f64::INFINITY) <= 0.0);
    }

    #[test]
    fn powers_are_right() {
        for (number, exponent) in
            [(1.0, 3.0), (2.0, 1.0), (10.0, 0.99), (1e6, 1.2), (1e15, 0.5), (7.0_f64, 0.0)]
        {
            let expected = number.powf(-exponent);
            let found = power_of_minus(number, exponent);
            assert!((found - expected).abs() <= 1e-12 * expected, "{number}, {exponent}: {found}");
        }
    }
}
