//! Sliders for what may be one or a million: twelve stops for each power of ten.

/// The first stop of each of twelve parts of a power of ten.
const STOPS: [u32; 12] = [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82];
/// Powers of ten.
const DECADES: usize = 6;

/// The place behind the last number, which stands for more than any.
pub const END: usize = STOPS.len() * DECADES;

/// The largest number that can be typed where a slider stands beside the field.
pub const MOST: u32 = 10_000_000;

/// The number at a place, from 1; `None` at the end.
#[must_use]
pub fn value(place: usize) -> Option<u32> {
    let decade = place / STOPS.len();
    let scale = 10_u32.checked_pow(u32::try_from(decade).ok()?)?;
    (place < END).then(|| (STOPS[place % STOPS.len()] * scale) / 10)
}

/// The place that is nearest to a number from below.
#[must_use]
pub fn place(number: u32) -> usize {
    (0..END).rev().find(|place| value(*place).is_some_and(|at| at <= number)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_of_their_numbers() {
        assert_eq!(
            [value(0), value(12), value(36), value(END - 1), value(END)],
            [Some(1), Some(10), Some(1000), Some(820_000), None]
        );
        for number in [10, 15, 47, 100, 820, 1_000, 56_000] {
            assert_eq!(value(place(number)), Some(number));
        }
        assert_eq!((place(0), place(MOST)), (0, END - 1));
    }

    #[test]
    fn numbers_grow_with_their_places() {
        let numbers: Vec<u32> = (0..END).filter_map(value).collect();
        assert!(numbers.is_sorted());
    }
}
