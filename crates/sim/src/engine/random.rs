//! Random numbers: the same on every machine.

use crate::math::log_of_mantissa;

/// A small generator (SplitMix64, by Steele, Lea and Flood), good enough to choose keys and service times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Random(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The generator number `stream` of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95));
        random.next();
        random
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 if that is 0.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        ((self.next() as u128 * bound as u128) >> 64) as u64
    }

    /// An exponentially distributed number of this mean, at most 44 times as much.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "53 bits are a double's; what is cut are fractions of a nanosecond"
    )]
    pub(super) fn exponential(&mut self, mean: u64) -> u64 {
        let ticket = (self.next() >> 11) + 1;
        let shift = ticket.leading_zeros();
        // ticket = m × 2^(63 − shift), with m in 1..2; the ticket's 53 bits are a fraction of 1.
        let mantissa = (ticket << shift) as f64 / (1_u64 << 63) as f64;
        let exponent = 53.0 - f64::from(63 - shift);
        let minus_log = exponent * std::f64::consts::LN_2 - log_of_mantissa(mantissa);
        (minus_log.max(0.0) * mean as f64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn exponential_times_have_their_mean_and_deviation() {
        let mut random = Random::new(1, 2);
        let times: Vec<f64> = (0..100_000).map(|_| random.exponential(1_000_000) as f64).collect();
        let mean = times.iter().sum::<f64>() / 1e5;
        let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((mean / 1e6 - 1.0).abs() < 0.02, "{mean}");
        assert!((variance.sqrt() / 1e6 - 1.0).abs() < 0.02, "{variance}");
    }
}
