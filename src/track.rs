//! Scales of sliders: from a value to a place on the track, from a place to a round value, and from key to key.
//!
//! Sizes lie on a logarithmic track whose stops are quarters of an octave (`1g`, `1280m`, `1536m`, `1792m`, `2g`): evenly apart, because the
//! scale is linear inside an octave, and all of them numbers that people write into a configuration. Fractions lie on a linear one.

use resolver::MemorySize;
use resolver::catalogue::{DefaultValue, OptionType, Span};

use crate::format;

/// Places on a track: 0 is the left end, this is the right one.
pub const PLACES: u32 = 10_000;

const QUARTERS: u64 = 4;

/// A scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// Sizes from `2^from` to `2^to` bytes; `zero` puts 0 one octave before the start. `coarse` tracks know powers of two only.
    Size {
        /// Whether 0 is on the track.
        zero: bool,
        /// Exponent of the first size.
        from: u32,
        /// Exponent of the last size.
        to: u32,
        /// Whether only powers of two are allowed.
        coarse: bool,
    },
    /// Fractions from 0 to so many thousandths.
    Fraction {
        /// The right end.
        end: u32,
    },
}

/// A mark under the track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its place.
    pub at: u32,
    /// What stands there; may be empty.
    pub label: String,
}

/// A key press on a slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// One stop up or down.
    Stop(i32),
    /// The smallest step up or down.
    Fine(i32),
    /// An octave or a tenth up or down.
    Page(i32),
    /// To the left end.
    First,
    /// To the right end.
    Last,
}

impl Track {
    /// The track that suits an option, if it is one to slide at all.
    #[must_use]
    pub fn of(key: &str, span: &Span) -> Option<Self> {
        match (span.kind, span.default) {
            (OptionType::Float, _) => {
                Some(Self::Fraction { end: if key.ends_with("managed.fraction") { 1000 } else { 500 } })
            }
            // Segments and pages: powers of two, from Flink's smallest.
            (OptionType::MemorySize, DefaultValue::Bytes(bytes)) if (1..=1 << 20).contains(&bytes) => {
                Some(Self::Size {
                    zero: false,
                    from: if bytes < 4096 { 8 } else { 12 },
                    to: 22,
                    coarse: true,
                })
            }
            (OptionType::MemorySize, _) if is_total(key) => {
                Some(Self::Size { zero: false, from: 28, to: 37, coarse: false })
            }
            (OptionType::MemorySize, _) => Some(Self::Size { zero: true, from: 24, to: 36, coarse: false }),
            _ => None,
        }
    }

    /// Where a size lies. Sizes beyond an end lie at that end.
    #[must_use]
    pub fn place_of_size(self, bytes: u64) -> u32 {
        let Self::Size { zero, from, to, .. } = self else { return 0 };
        let octave = u64::from(PLACES) / u64::from(to - from + u32::from(zero));
        let before = if zero { octave } else { 0 };
        let exponent = if bytes == 0 { 0 } else { bytes.ilog2() };
        let place = if bytes >= 1 << to {
            return PLACES;
        } else if exponent >= from {
            let inside = (u128::from(bytes - (1 << exponent)) * u128::from(octave)) >> exponent;
            before + u64::from(exponent - from) * octave + inside as u64
        } else if zero {
            ((u128::from(bytes) * u128::from(octave)) >> from) as u64
        } else {
            0
        };
        place as u32
    }

    /// Where a fraction lies. Fractions beyond an end lie at that end.
    #[must_use]
    pub fn place_of_fraction(self, value: f64) -> u32 {
        let Self::Fraction { end } = self else { return 0 };
        let place = value * 1000.0 * f64::from(PLACES) / f64::from(end);
        // A cast saturates and makes NaN 0, which is what is wanted.
        (place.round() as u32).min(PLACES)
    }

    /// Where a text lies, if it can be read as a value of this track.
    #[must_use]
    pub fn place_of(self, text: &str) -> Option<u32> {
        match self {
            Self::Size { .. } => {
                let bytes = MemorySize::parse(text).ok().map(MemorySize::bytes).or_else(|| meant(text));
                bytes.map(|bytes| self.place_of_size(bytes))
            }
            Self::Fraction { end } => {
                let place =
                    millionths(text.trim())?.0.saturating_mul(u64::from(PLACES)) / (u64::from(end) * 1000);
                Some(u32::try_from(place).map_or(PLACES, |place| place.min(PLACES)))
            }
        }
    }

    /// The round value nearest to a place, as text.
    #[must_use]
    pub fn text_at(self, place: u32) -> String {
        match self {
            Self::Size { .. } => {
                let stops = self.stops();
                format::typed(
                    self.stop(
                        (u64::from(place.min(PLACES)) * stops + u64::from(PLACES) / 2) / u64::from(PLACES),
                    ),
                )
            }
            Self::Fraction { end } => {
                let hundredths = (u64::from(place.min(PLACES)) * u64::from(end) / 10 + u64::from(PLACES) / 2)
                    / u64::from(PLACES);
                format::thousandths(hundredths as u32 * 10)
            }
        }
    }

    /// The value after a key press, as text; `place` is where the thumb is, `text` what the field says.
    #[must_use]
    pub fn after(self, text: Option<&str>, place: u32, pressed: Move) -> String {
        match pressed {
            Move::First => return self.text_at(0),
            Move::Last => return self.text_at(PLACES),
            _ => {}
        }
        match self {
            Self::Size { coarse, to, .. } => {
                let now = text
                    .and_then(|text| MemorySize::parse(text).ok())
                    .map_or_else(|| self.size_at(place), MemorySize::bytes)
                    .min(1 << to);
                let below = (0..=self.stops()).rev().find(|stop| self.stop(*stop) <= now).unwrap_or(0);
                let is_on_stop = self.stop(below) == now;
                let steps = match pressed {
                    Move::Fine(steps) if !coarse => {
                        let grain = 1_u64 << now.max(1).ilog2().saturating_sub(6).max(20);
                        let next =
                            if steps > 0 { now / grain + 1 } else { now.div_ceil(grain).saturating_sub(1) };
                        return format::typed((next * grain).clamp(self.stop(0), 1 << to));
                    }
                    Move::Page(steps) => steps * if coarse { 1 } else { QUARTERS as i32 },
                    Move::Stop(steps) | Move::Fine(steps) => steps,
                    Move::First | Move::Last => 0,
                };
                // From between two stops, the first step down leads to the stop below.
                let steps = if is_on_stop || steps > 0 { steps } else { steps + 1 };
                format::typed(self.stop(below.saturating_add_signed(i64::from(steps)).min(self.stops())))
            }
            Self::Fraction { end } => {
                let typed = text.and_then(|text| millionths(text.trim()));
                let typed = typed.map(|(value, _)| u32::try_from(value / 1000).unwrap_or(end).min(end));
                let now = typed.unwrap_or(place * end / PLACES);
                let (steps, grain) = match pressed {
                    Move::Fine(steps) => (steps, 1),
                    Move::Page(steps) => (steps * 10, 10),
                    Move::Stop(steps) => (steps, 10),
                    Move::First | Move::Last => (0, 10),
                };
                let base = if steps > 0 { now / grain } else { now.div_ceil(grain) };
                format::thousandths((base.saturating_add_signed(steps) * grain).min(end))
            }
        }
    }

    /// Marks to print under the track.
    #[must_use]
    pub fn ticks(self) -> Vec<Tick> {
        match self {
            Self::Size { zero, from, to, .. } => {
                let mut ticks = Vec::new();
                if zero {
                    ticks.push(Tick { at: 0, label: "0".to_owned() });
                }
                for exponent in from..=to {
                    // A label needs the room of two octaves.
                    let is_labelled = (to - exponent).is_multiple_of(2) && !(zero && exponent == from);
                    let label = if is_labelled { format::typed(1 << exponent) } else { String::new() };
                    ticks.push(Tick { at: self.place_of_size(1 << exponent), label });
                }
                ticks
            }
            Self::Fraction { end } => (0..=4)
                .map(|quarter| Tick {
                    at: quarter * PLACES / 4,
                    label: format::thousandths(quarter * end / 4),
                })
                .filter(|tick| tick.label.len() <= 4)
                .collect(),
        }
    }

    /// Number of the last stop.
    fn stops(self) -> u64 {
        let Self::Size { zero, from, to, coarse } = self else { return 0 };
        u64::from(to - from + u32::from(zero)) * if coarse { 1 } else { QUARTERS }
    }

    /// Bytes of a stop.
    fn stop(self, number: u64) -> u64 {
        let Self::Size { zero, from, coarse, .. } = self else { return 0 };
        let per_octave = if coarse { 1 } else { QUARTERS };
        let (octave, part) = (number / per_octave, number % per_octave);
        match (zero, octave) {
            (true, 0) => (part << from) / per_octave,
            (true, octave) => ((per_octave + part) << (u64::from(from) + octave - 1)) / per_octave,
            (false, octave) => ((per_octave + part) << (u64::from(from) + octave)) / per_octave,
        }
    }

    /// The stop nearest to a place.
    fn size_at(self, place: u32) -> u64 {
        self.stop((u64::from(place) * self.stops() + u64::from(PLACES) / 2) / u64::from(PLACES))
    }
}

/// What somebody means who types a size that Flink does not read, such as `1.5g`: good enough to leave the thumb there.
fn meant(text: &str) -> Option<u64> {
    let (number, unit) = millionths(text.trim())?;
    let unit = unit.bytes().find(|byte| *byte != b' ').map_or(b'b', |byte| byte.to_ascii_lowercase());
    let exponent = b"bkmgt".iter().position(|known| *known == unit)?;
    Some((number >> 10).saturating_mul(1 << (10 * exponent)) / (1_000_000 >> 10))
}

/// A decimal at the start of a text, in millionths, with what follows it. Only for places on a track, where the sixth decimal does not
/// matter: Flink's own reading of a number is the resolver's.
fn millionths(text: &str) -> Option<(u64, &str)> {
    let (mut value, mut places, mut end) = (0_u64, None::<u32>, 0);
    for byte in text.bytes() {
        match (byte, places) {
            (b'.', None) => places = Some(0),
            (b'0'..=b'9', Some(6..)) => {}
            (b'0'..=b'9', _) => {
                value = value.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                places = places.map(|places| places + 1);
            }
            _ => break,
        }
        end += 1;
    }
    let is_number = text.bytes().take(end).any(|byte| byte.is_ascii_digit());
    let value = value.saturating_mul(10_u64.pow(6 - places.unwrap_or(0)));
    is_number.then(|| (value, text.get(end..).unwrap_or_default()))
}

fn is_total(key: &str) -> bool {
    key.ends_with("process.size") || key.ends_with("flink.size") || key.ends_with("manager.heap.size")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOTAL: Track = Track::Size { zero: false, from: 28, to: 37, coarse: false };
    const PART: Track = Track::Size { zero: true, from: 24, to: 36, coarse: false };
    const PAGE: Track = Track::Size { zero: false, from: 12, to: 22, coarse: true };
    const HALF: Track = Track::Fraction { end: 500 };

    #[test]
    fn every_place_gives_a_value_that_lies_next_to_it() {
        for track in [TOTAL, PART, PAGE, HALF, Track::Fraction { end: 1000 }] {
            for place in 0..=PLACES {
                let text = track.text_at(place);
                let back = track.place_of(&text).expect("the track reads what it writes");
                let reach = match track {
                    Track::Size { coarse: true, .. } => 501,
                    Track::Size { .. } => 150,
                    Track::Fraction { .. } => 101,
                };
                assert!(back.abs_diff(place) <= reach, "{track:?} {place} {text} {back}");
                assert_eq!(track.text_at(back), text, "{track:?} {place}");
            }
        }
    }

    #[test]
    fn ends_are_reached() {
        assert_eq!((TOTAL.text_at(0), TOTAL.text_at(PLACES)), ("256m".to_owned(), "128g".to_owned()));
        assert_eq!((PART.text_at(0), PART.text_at(PLACES)), ("0".to_owned(), "64g".to_owned()));
        assert_eq!((HALF.text_at(0), HALF.text_at(PLACES)), ("0".to_owned(), "0.5".to_owned()));
        assert_eq!(TOTAL.place_of("8192t"), Some(PLACES));
        assert_eq!(HALF.place_of("7"), Some(PLACES));
        assert_eq!(HALF.place_of("0.1f"), HALF.place_of("0.1"));
        assert_eq!(TOTAL.place_of("1.5g"), TOTAL.place_of("1536m"));
        assert_eq!(TOTAL.place_of("g"), None);
        assert_eq!(TOTAL.place_of("4 gigs"), TOTAL.place_of("4g"));
        assert_eq!(HALF.place_of("NaN"), None);
    }

    #[test]
    fn keys_lead_from_stop_to_stop() {
        let press = |track: Track, text: &str, pressed| track.after(Some(text), 0, pressed);
        assert_eq!(press(TOTAL, "1728m", Move::Stop(1)), "1792m");
        assert_eq!(press(TOTAL, "1728m", Move::Stop(-1)), "1536m");
        assert_eq!(press(TOTAL, "1g", Move::Stop(1)), "1280m");
        assert_eq!(press(TOTAL, "4g", Move::Fine(1)), "4160m");
        assert_eq!(press(TOTAL, "4g", Move::Page(1)), "8g");
        assert_eq!(press(TOTAL, "4g", Move::First), "256m");
        assert_eq!(press(TOTAL, "900t", Move::Stop(1)), "128g");
        assert_eq!(press(PART, "4m", Move::Stop(-1)), "0");
        assert_eq!(press(PART, "0", Move::Stop(-1)), "0");
        assert_eq!(press(PAGE, "32k", Move::Stop(1)), "64k");
        assert_eq!(press(HALF, "0.1", Move::Stop(1)), "0.11");
        assert_eq!(press(HALF, "0.105", Move::Stop(-1)), "0.1");
        assert_eq!(press(HALF, "0.1", Move::Fine(-1)), "0.099");
        assert_eq!(press(HALF, "0.1", Move::Page(1)), "0.2");
        assert_eq!(press(HALF, "0", Move::Stop(-1)), "0");
        assert_eq!(HALF.after(None, 2000, Move::Stop(1)), "0.11");
    }

    #[test]
    fn ticks_are_in_order_and_on_the_track() {
        for track in [TOTAL, PART, PAGE, HALF] {
            let places: Vec<u32> = track.ticks().iter().map(|tick| tick.at).collect();
            assert!(places.is_sorted() && places.iter().all(|place| *place <= PLACES), "{places:?}");
        }
    }
}
