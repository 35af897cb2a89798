//! A reading under construction.

use super::{Entry, Kind, Reading, Remark, Severity, Span, Syntax};

/// How much an entry counts where its key is there twice: of two ranks the higher one, in a rank the later entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// It does not count at all: another process than the one that the key is for gets it.
    Elsewhere,
    /// What everything else is put on top of.
    Beneath,
    /// As most.
    Usual,
    /// It replaces what is configured otherwise.
    Above,
}

/// What has been found so far.
pub(super) struct Draft {
    pub(super) reading: Reading,
    /// The rank of each entry.
    ranks: Vec<Rank>,
}

impl Draft {
    pub(super) const fn new(kind: Kind) -> Self {
        Self { reading: Reading::new(kind), ranks: Vec::new() }
    }

    /// Adds an entry, in the order of the text, behind those that begin at the same place.
    pub(super) fn put(&mut self, entry: Entry, rank: Rank) {
        let entries = &mut self.reading.entries;
        let later = entries.iter().rev().take_while(|other| other.key_at.start > entry.key_at.start).count();
        let at = entries.len() - later;
        entries.insert(at, entry);
        self.ranks.insert(at, rank);
    }

    /// Adds an entry that stands at one place and cannot be changed there.
    pub(super) fn put_fixed(&mut self, key: &str, value: impl Into<String>, at: Span, rank: Rank) {
        let entry = Entry {
            key: key.to_owned(),
            value: value.into(),
            key_at: at,
            value_at: at,
            whole: at,
            syntax: Syntax::Fixed,
        };
        self.put(entry, rank);
    }

    pub(super) fn remark(&mut self, at: Span, severity: Severity, message: impl Into<String>) {
        self.reading.remarks.push(Remark { at, severity, message: message.into() });
    }

    /// Entries with their ranks, in the order of the text.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Entry, Rank)> {
        self.reading.entries.iter().zip(self.ranks.iter().copied())
    }

    /// Gives entries another rank.
    pub(super) fn rank(&mut self, of: impl Fn(&Entry, Rank) -> Rank) {
        for (entry, rank) in self.reading.entries.iter().zip(&mut self.ranks) {
            *rank = of(entry, *rank);
        }
    }

    /// The reading, with the configuration that the entries make.
    pub(super) fn finish(mut self) -> Reading {
        let counted = [Rank::Beneath, Rank::Usual, Rank::Above];
        let of_rank = |wanted| self.entries().filter(move |(_, rank)| *rank == wanted);
        let entries = counted.into_iter().flat_map(of_rank);
        let config = entries.map(|(entry, _)| (entry.key.as_str(), entry.value.as_str())).collect();
        self.reading.config = config;
        self.reading
    }
}
