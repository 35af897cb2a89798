//! Numbers of the simulation as people read them: few digits, the same width from moment to moment.

use sim::scenario::Nanos;

use crate::format::decimals;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "too large or too small a number is as good as its limit"
)]
fn rounded(number: f64) -> u64 {
    (number + 0.5) as u64
}

/// A number with so many decimals.
#[must_use]
pub fn fixed(number: f64, places: u32) -> String {
    let scaled = rounded(number * 10_f64.powi(places.cast_signed()));
    if places == 0 { scaled.to_string() } else { decimals(scaled, places as usize) }
}

/// How many, with three digits: `0`, `7.00`, `8.00 k`, `1.25 M`.
#[must_use]
pub fn count(number: f64) -> String {
    let (number, unit) = match number {
        _ if number < 999.5 => (number, ""),
        _ if number < 999.5e3 => (number / 1e3, "\u{a0}k"),
        _ if number < 999.5e6 => (number / 1e6, "\u{a0}M"),
        _ => (number / 1e9, "\u{a0}G"),
    };
    let places = match number {
        _ if number < 9.995 => 2,
        _ if number < 99.95 => 1,
        _ => 0,
    };
    fixed(number, places) + unit
}

/// Time, with three digits: `850 µs`, `12.4 ms`, `1.50 s`.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
pub fn time(nanos: Nanos) -> String {
    let nanos = nanos as f64;
    let (number, unit) = match nanos {
        _ if nanos < 999.5e3 => (nanos / 1e3, "\u{a0}µs"),
        _ if nanos < 999.5e6 => (nanos / 1e6, "\u{a0}ms"),
        _ => (nanos / 1e9, "\u{a0}s"),
    };
    count(number) + unit
}

/// Simulated time since the start: `12.4 s`.
#[must_use]
pub fn clock(nanos: Nanos) -> String {
    decimals(nanos / 100_000_000, 1) + "\u{a0}s"
}

/// A share of a second as Flink's web interface has it: `87%`.
#[must_use]
pub fn percent(millis: f64) -> String {
    rounded(millis / 10.0).min(100).to_string() + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_three_digits() {
        for (number, text) in [
            (0.0, "0.00"),
            (0.004, "0.00"),
            (9.994, "9.99"),
            (9.996, "10.0"),
            (99.96, "100"),
            (999.4, "999"),
            (999.6, "1.00\u{a0}k"),
            (8_000.0, "8.00\u{a0}k"),
            (120_900.0, "121\u{a0}k"),
            (1_250_000.0, "1.25\u{a0}M"),
            (3e9, "3.00\u{a0}G"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn times_have_a_unit_that_fits() {
        assert_eq!(
            [850_000, 12_400_000, 1_500_000_000].map(time),
            ["850\u{a0}µs", "12.4\u{a0}ms", "1.50\u{a0}s"]
        );
        assert_eq!([0, 12_449_999_999].map(clock), ["0.0\u{a0}s", "12.4\u{a0}s"]);
    }

    #[test]
    fn percents_are_whole_and_at_most_a_hundred() {
        assert_eq!([0.0, 4.9, 874.9, 1004.0].map(percent), ["0%", "0%", "87%", "100%"]);
    }

    #[test]
    fn decimals_are_fixed() {
        assert_eq!(
            (fixed(0.8125, 2), fixed(17.4, 0), fixed(0.0, 2)),
            ("0.81".into(), "17".into(), "0.00".into())
        );
    }
}
