//! Durations as Flink reads them (`TimeUtils.parseDuration`): digits, optional blanks, optional unit; from 2.1 on also ISO 8601.

use crate::behaviour::DurationRules;
use crate::error::{FlinkError, Sentence, class};
use crate::java;
use crate::reader::number_format;

/// A `java.time.Duration` that is not negative; Flink reads no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duration {
    /// Whole seconds, from 0.
    pub(crate) seconds: i64,
    /// The rest, less than a second.
    pub(crate) nanos: u32,
}

const NANOS_PER_SECOND: i128 = 1_000_000_000;
const NANOS_PER_MILLI: i128 = 1_000_000;

/// A unit's nanoseconds and its labels, one with a blank on each side.
const UNITS: [(i128, &str); 7] = [
    (86_400 * NANOS_PER_SECOND, " d day days "),
    (3_600 * NANOS_PER_SECOND, " h hour hours "),
    (60 * NANOS_PER_SECOND, " min m minute minutes "),
    (NANOS_PER_SECOND, " s sec secs second seconds "),
    (NANOS_PER_MILLI, " ms milli millis millisecond milliseconds "),
    (1_000, " µs micro micros microsecond microseconds "),
    (1, " ns nano nanos nanosecond nanoseconds "),
];

impl Duration {
    /// So many milliseconds.
    pub(crate) const fn from_millis(millis: u64) -> Self {
        // A thousandth of 64 bits fits, and so does the rest.
        Self { seconds: (millis / 1000).cast_signed(), nanos: (millis % 1000) as u32 * 1_000_000 }
    }

    /// `Duration.toMillis`: whole milliseconds, the rest is cut off.
    ///
    /// # Errors
    /// `ArithmeticException: long overflow`
    pub(crate) fn millis(self) -> Result<i64, FlinkError> {
        let millis = i128::from(self.seconds) * 1000 + i128::from(self.nanos) / NANOS_PER_MILLI;
        i64::try_from(millis).map_err(|_| Sentence::LongOverflow.into())
    }

    /// The duration that `text` says under a release's rules.
    ///
    /// # Errors
    /// Flink's own, not yet wrapped in that about the option.
    pub(crate) fn parse(text: &str, rules: &DurationRules) -> Result<Self, FlinkError> {
        let text = java::trim(text);
        if text.is_empty() {
            return Err(Sentence::BlankSize.into());
        }
        let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
        let (number, label) = text.split_at(end);
        if number.is_empty() {
            return without_number(text, rules);
        }
        let Some(value) = value(number, rules) else {
            return Err(Sentence::SizeNumberOverflow { number: number.to_owned() }.into());
        };
        let label = java::to_lower_case(java::trim(label));
        let Some(unit) = unit_nanos(&label, rules) else {
            return Err(Sentence::UnknownTimeUnit { unit: label, minute_is_m: rules.minute_is_m }.into());
        };
        of_nanos(value.saturating_mul(unit)).ok_or_else(|| {
            if rules.is_long {
                return Sentence::LongOverflow.into();
            }
            let error = FlinkError::from(Sentence::DurationOverflow { number: number.to_owned() });
            error.caused_by(FlinkError::new(class::ARITHMETIC, "BigInteger out of long range"))
        })
    }
}

/// The number, as far as it can matter: what is larger than any duration stays so. `None` where it must be a `long` and is none.
fn value(number: &str, rules: &DurationRules) -> Option<i128> {
    /// More nanoseconds than the longest duration has.
    const ENOUGH: i128 = 1_000_000_000_000_000_000_000_000_000_000;
    let digit = |byte: u8| i128::from(byte - b'0');
    let value = number.bytes().fold(0, |value: i128, byte| (value * 10 + digit(byte)).min(ENOUGH));
    (!rules.is_long || value <= i128::from(i64::MAX)).then_some(value.min(ENOUGH))
}

fn unit_nanos(label: &str, rules: &DurationRules) -> Option<i128> {
    if label.is_empty() {
        return Some(NANOS_PER_MILLI);
    }
    if label.contains(' ') || (label == "m" && !rules.minute_is_m) {
        return None;
    }
    let label = [" ", label, " "].concat();
    UNITS.iter().find(|(_, labels)| labels.contains(&label)).map(|(nanos, _)| *nanos)
}

/// `None` where the seconds do not fit.
fn of_nanos(nanos: i128) -> Option<Duration> {
    let seconds = i64::try_from(nanos.div_euclid(NANOS_PER_SECOND)).ok()?;
    Some(Duration { seconds, nanos: u32::try_from(nanos.rem_euclid(NANOS_PER_SECOND)).ok()? })
}

fn without_number(text: &str, rules: &DurationRules) -> Result<Duration, FlinkError> {
    if !rules.reads_iso {
        return Err(number_format("text does not start with a number".to_owned()));
    }
    match parse_iso(text) {
        Some(duration) if duration.seconds < 0 => {
            Err(number_format("negative duration is not supported".to_owned()))
        }
        Some(duration) => Ok(duration),
        None => Err(number_format(format!(
            "text does not start with a number, and is not a valid ISO-8601 duration format: {text}"
        ))),
    }
}

/// `java.time.Duration.parse`: `[+-]P[nD][T[nH][nM][n[.f]S]]`, each n with a sign of its own.
fn parse_iso(text: &str) -> Option<Duration> {
    let (is_negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let mut rest = Parts(rest.strip_prefix(['P', 'p'])?);
    let days = rest.section('D')?;
    let (mut hours, mut minutes, mut seconds, mut fraction) = (None, None, None, 0);
    if let Some(after) = rest.0.strip_prefix(['T', 't']) {
        // The check for a `T` with nothing behind it does not see a small one.
        if rest.0 == "T" {
            return None;
        }
        rest = Parts(after);
        hours = rest.section('H')?;
        minutes = rest.section('M')?;
        (seconds, fraction) = rest.seconds()?;
    }
    if !rest.0.is_empty() || [days, hours, minutes, seconds].iter().all(Option::is_none) {
        return None;
    }
    let in_seconds = |amount: Option<i64>, length: i64| amount.unwrap_or(0).checked_mul(length);
    let (days, hours, minutes) =
        (in_seconds(days, 86_400)?, in_seconds(hours, 3_600)?, in_seconds(minutes, 60)?);
    let total = minutes.checked_add(seconds.unwrap_or(0))?;
    let total = days.checked_add(hours.checked_add(total)?)?;
    let nanos = i128::from(total) * NANOS_PER_SECOND + fraction;
    of_nanos(nanos)?;
    of_nanos(if is_negative { -nanos } else { nanos })
}

/// What is left of an ISO duration.
struct Parts<'a>(&'a str);

impl<'a> Parts<'a> {
    /// Takes a number with `unit` behind it, if that is next; the outer `None` is a number that is too large.
    fn section(&mut self, unit: char) -> Option<Option<i64>> {
        match self.number().and_then(|(number, after)| {
            Some((number, after.strip_prefix([unit, unit.to_ascii_lowercase()])?))
        }) {
            Some((number, after)) => {
                self.0 = after;
                java::parse_long(number).ok().map(Some)
            }
            None => Some(None),
        }
    }

    /// The same for seconds, with nanoseconds of a fraction, which has the sign of the seconds.
    fn seconds(&mut self) -> Option<(Option<i64>, i128)> {
        let Some((number, after)) = self.number() else { return Some((None, 0)) };
        let (fraction, after) = match after.strip_prefix(['.', ',']) {
            Some(after) => after.split_at(digits(after).min(9)),
            None => ("", after),
        };
        let Some(after) = after.strip_prefix(['S', 's']) else { return Some((None, 0)) };
        self.0 = after;
        let seconds = java::parse_long(number).ok()?;
        let nanos = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        let nanos = nanos.fold(0, |nanos: i128, byte| nanos * 10 + i128::from(byte - b'0'));
        Some((Some(seconds), if number.starts_with('-') { -nanos } else { nanos }))
    }

    /// An optional sign and digits, and what follows them.
    fn number(&self) -> Option<(&'a str, &'a str)> {
        let signs = usize::from(self.0.starts_with(['+', '-']));
        let digits = digits(&self.0[signs..]);
        (digits > 0).then(|| self.0.split_at(signs + digits))
    }
}

fn digits(text: &str) -> usize {
    text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::Duration;
    use crate::behaviour::DurationRules;

    const FIRST: DurationRules = DurationRules { minute_is_m: false, is_long: true, reads_iso: false };
    const LATEST: DurationRules = DurationRules { minute_is_m: true, is_long: false, reads_iso: true };

    #[track_caller]
    fn check(text: &str, rules: DurationRules, expected: Result<(i64, u32), &str>) {
        let found = Duration::parse(text, &rules).map(|Duration { seconds, nanos }| (seconds, nanos));
        assert_eq!(found.map_err(|error| error.message), expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn a_number_has_a_unit_or_counts_milliseconds() {
        for (text, seconds, nanos) in [
            ("5", 0, 5_000_000),
            (" 12  Hours ", 43_200, 0),
            ("3 µs", 0, 3_000),
            ("999999999 ns", 0, 999_999_999),
            ("9223372036854775807 s", i64::MAX, 0),
            ("9223372036854775807", 9_223_372_036_854_775, 807_000_000),
        ] {
            check(text, FIRST, Ok((seconds, nanos)));
            check(text, LATEST, Ok((seconds, nanos)));
        }
        check("5 M", LATEST, Ok((300, 0)));
        check("99999999999999999999 ns", LATEST, Ok((99_999_999_999, 999_999_999)));
    }

    #[test]
    fn iso_durations_are_javas() {
        for (text, seconds, nanos) in [
            ("PT1S", 1, 0),
            ("p1dt2h", 93_600, 0),
            ("-PT-1.5S", 1, 500_000_000),
            ("P1DT-1H2M3,004S", 82_923, 4_000_000),
            ("PT-0.5S", -1, 500_000_000),
            // Java looks for a capital here.
            ("P1Dt", 86_400, 0),
        ] {
            match seconds {
                0.. => check(text, LATEST, Ok((seconds, nanos))),
                _ => check(text, LATEST, Err("negative duration is not supported")),
            }
            check(text, FIRST, Err("text does not start with a number"));
        }
        for text in
            ["P", "PT", "P1DT", "P1Y", "PT1.5", "PT1S2M", "P9223372036854775807D", "PT.5S", "x", "P1H", "é"]
        {
            let message = format!(
                "text does not start with a number, and is not a valid ISO-8601 duration format: {text}"
            );
            check(text, LATEST, Err(&message));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_in_each_releases_words() {
        check("", LATEST, Err("argument is an empty- or whitespace-only string"));
        check("9223372036854775807 d", FIRST, Err("long overflow"));
        let number = "9223372036854775808";
        let message =
            format!("The value '{number}' cannot be re represented as 64bit number (numeric overflow).");
        check(&format!("{number} s"), FIRST, Err(&message));
        let message = format!("The value '{number}' cannot be represented as Duration (numeric overflow).");
        check(&format!("{number} s"), LATEST, Err(&message));
        let number = "9".repeat(5000);
        let message = format!("The value '{number}' cannot be represented as Duration (numeric overflow).");
        check(&number, LATEST, Err(&message));
        check(&format!("{number} days"), LATEST, Err(&message));
    }
}
