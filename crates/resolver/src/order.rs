//! Sorting for everything that is not on the way of every key press: the sorts of the standard library are faster, and several kilobytes
//! each for every type that is sorted.

/// The numbers below `length` in order: none `is_before` one to its left, and where neither of two is before the other, the smaller comes
/// first. Compares about `length * log2(length)` times.
pub(crate) fn sorted(length: usize, is_before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..length).collect();
    let mut width = 1;
    while width < length {
        let mut merged = Vec::with_capacity(length);
        for pair in sorted.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([first, others @ ..], [second, rest @ ..]) = (left, right) {
                if is_before(*second, *first) {
                    merged.push(*second);
                    right = rest;
                } else {
                    merged.push(*first);
                    left = others;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        sorted = merged;
        width *= 2;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn equal_ones_stay_in_order() {
        for (texts, order) in [
            (&[][..], &[][..]),
            (&["a"], &[0]),
            (&["b", "a"], &[1, 0]),
            (&["b", "a", "b", "a", "b"], &[1, 3, 0, 2, 4]),
            (&["c", "c", "b", "a", "b", "a", "c"], &[3, 5, 2, 4, 0, 1, 6]),
        ] {
            assert_eq!(sorted(texts.len(), &|one, other| texts[one] < texts[other]), order, "{texts:?}");
        }
    }

    #[test]
    fn any_length_is_sorted_as_the_standard_library_does() {
        for length in 0..70_usize {
            let keys: Vec<usize> = (0..length).map(|at| at * 7919 % 31).collect();
            let mut expected: Vec<usize> = (0..length).collect();
            expected.sort_by_key(|at| keys[*at]);
            assert_eq!(sorted(length, &|one, other| keys[one] < keys[other]), expected, "{keys:?}");
        }
    }
}
