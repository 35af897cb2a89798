//! What a buffer carries, as far as anybody asks.

/// Which records end in a piece of a buffer, summed up. A record that spans buffers counts where its last byte is, since the receiver has
/// it only then.
///
/// A record is a number of bytes, with a stamp: a number of the caller's choice that travels with it, such as when it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payload {
    /// Records that end here.
    pub records: u32,
    /// Sum of their stamps, modulo 2^64.
    pub stamps: u64,
    /// Stamp of the last of them; without records, that of the last before.
    pub newest: u64,
}

impl Payload {
    /// One record.
    #[must_use]
    pub const fn record(stamp: u64) -> Self {
        Self { records: 1, stamps: stamp, newest: stamp }
    }

    /// These records, then others.
    #[must_use]
    pub const fn then(self, later: Self) -> Self {
        Self {
            records: self.records.wrapping_add(later.records),
            stamps: self.stamps.wrapping_add(later.stamps),
            newest: if later.records == 0 { self.newest } else { later.newest },
        }
    }

    /// These records without the first ones, which are `before`.
    #[must_use]
    pub const fn since(self, before: Self) -> Self {
        Self {
            records: self.records.wrapping_sub(before.records),
            stamps: self.stamps.wrapping_sub(before.stamps),
            newest: self.newest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Payload;

    #[test]
    fn what_was_added_can_be_taken_away() {
        let first = Payload::record(u64::MAX - 2).then(Payload::record(7));
        let all = first.then(Payload::record(9)).then(Payload::default());
        assert_eq!(all, Payload { records: 3, stamps: 13, newest: 9 });
        assert_eq!(all.since(first), Payload::record(9));
        assert_eq!(all.since(all), Payload { records: 0, stamps: 0, newest: 9 });
    }
}
