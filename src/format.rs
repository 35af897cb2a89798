//! Numbers and texts as the page shows them. Nothing here is read back: Flink's own spellings come from the resolver.

use std::borrow::Cow;

use crate::words::Words;

const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/// A size for people, with three or four digits: `1.66 GiB`, `128.0 MiB`, `512 B`, `0`.
#[must_use]
pub fn readable(bytes: u64) -> String {
    let (amount, unit) = amount(bytes);
    if bytes == 0 { amount } else { amount + "\u{a0}" + UNITS[unit] }
}

/// A size as a screen reader should say it: `1.66 gibibytes`.
#[must_use]
pub fn spoken(bytes: u64, words: &Words) -> String {
    let (amount, unit) = amount(bytes);
    amount + " " + words.spoken_units[unit]
}

fn amount(bytes: u64) -> (String, usize) {
    let unit = if bytes == 0 { 0 } else { bytes.ilog2() as usize / 10 };
    if unit == 0 {
        return (bytes.to_string(), 0);
    }
    // Twenty binary places are more than two decimal ones need.
    let places = 10 * unit.min(2);
    let fixed = bytes >> (10 * unit - places);
    let rounded = |scale: u64| (fixed * scale + (1 << (places - 1))) >> places;
    let amount = if rounded(100) < 1000 { decimals(rounded(100), 2) } else { decimals(rounded(10), 1) };
    (amount, unit)
}

/// `number / 10^places`, with exactly so many places.
pub(crate) fn decimals(number: u64, places: usize) -> String {
    let mut text = number.to_string();
    while text.len() <= places {
        text.insert(0, '0');
    }
    text.insert(text.len() - places, '.');
    text
}

/// The share of `part` in `whole`, in per cent with one place.
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "\u{2013}".to_owned();
    }
    // Both fit with room for the thousand once the larger is below 2^53.
    let shift = (u64::BITS - whole.leading_zeros()).saturating_sub(53);
    let (part, whole) = (part >> shift, whole >> shift);
    decimals((part * 1000 + whole / 2) / whole, 1) + "\u{202f}%"
}

/// The digits of a number in groups of three, most significant first.
#[must_use]
pub fn groups(number: u64) -> Vec<String> {
    let digits = number.to_string();
    let head = match digits.len() % 3 {
        0 => 3,
        rest => rest,
    };
    let (first, rest) = digits.split_at(head);
    let mut groups = vec![first.to_owned()];
    groups.extend(rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned()));
    groups
}

/// A size as one would type it for Flink, in the largest unit that divides it: `4g`, `1536m`, `0`.
#[must_use]
pub fn typed(bytes: u64) -> String {
    if bytes == 0 {
        return "0".to_owned();
    }
    let unit = (bytes.trailing_zeros() / 10).min(4);
    let mut text = (bytes >> (10 * unit)).to_string();
    text.push(['b', 'k', 'm', 'g', 't'][unit as usize]);
    text
}

/// A fraction given in thousandths, as one would type it: `0.35`, `1`.
#[must_use]
pub fn thousandths(number: u32) -> String {
    let mut text = decimals(u64::from(number), 3);
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

/// A text cut for display, with the number of characters that it really has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip<'a> {
    /// What to show.
    pub head: Cow<'a, str>,
    /// How many characters there are in all, if `head` is not all of them.
    pub of: Option<usize>,
}

/// Cuts `text` to `limit` characters. Values are kept whole everywhere else: ten megabytes may be pasted into a field, and Flink quotes
/// them in its message.
#[must_use]
pub fn clip(text: &str, limit: usize) -> Clip<'_> {
    match text.char_indices().nth(limit) {
        None => Clip { head: Cow::Borrowed(text), of: None },
        Some((end, _)) => Clip { head: Cow::Borrowed(&text[..end]), of: Some(text.chars().count()) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short_and_keep_their_width() {
        for (bytes, text) in [
            (0, "0"),
            (512, "512\u{a0}B"),
            (1024, "1.00\u{a0}KiB"),
            (128 << 20, "128.0\u{a0}MiB"),
            (1_784_927_985, "1.66\u{a0}GiB"),
            (4 << 30, "4.00\u{a0}GiB"),
            (10 << 30, "10.0\u{a0}GiB"),
            (3 << 40, "3.00\u{a0}TiB"),
            (i64::MAX as u64, "8.00\u{a0}EiB"),
        ] {
            assert_eq!(readable(bytes), text);
        }
        assert_eq!(spoken(1 << 30, &crate::words::ENGLISH), "1.00 gibibytes");
    }

    #[test]
    fn typed_sizes_use_the_largest_unit_that_divides() {
        for (bytes, text) in [
            (0, "0"),
            (1, "1b"),
            (1 << 15, "32k"),
            (1536 << 20, "1536m"),
            (4 << 30, "4g"),
            (1 << 50, "1024t"),
        ] {
            assert_eq!(typed(bytes), text);
            assert_eq!(resolver::MemorySize::parse(text).map(resolver::MemorySize::bytes), Ok(bytes));
        }
    }

    #[test]
    fn fractions_shares_and_groups() {
        for (number, text) in [(0, "0"), (1, "0.001"), (100, "0.1"), (350, "0.35"), (1000, "1")] {
            assert_eq!(thousandths(number), text);
        }
        assert_eq!(share(416, 1000), "41.6\u{202f}%");
        assert_eq!(share(1, 0), "\u{2013}");
        assert_eq!(groups(0), ["0"]);
        assert_eq!(groups(4_294_967_296), ["4", "294", "967", "296"]);
        assert_eq!(groups(123_456), ["123", "456"]);
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(clip("äöü", 3), Clip { head: "äöü".into(), of: None });
        assert_eq!(clip("äöü", 2), Clip { head: "äö".into(), of: Some(3) });
    }
}
