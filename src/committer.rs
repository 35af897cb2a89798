//! What becomes an entry of the browser's history, and when. Pure: the browser's part is in [`history`](crate::history).
//!
//! While a slider is dragged, the address follows; when it is let go, one entry has come to the history. The entry before it keeps the
//! address of what was committed before: so the first movement adds an entry, and the others replace its address.

/// What to do to the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Add an entry.
    Push,
    /// Change the present one.
    Replace,
}

/// Decides between adding an entry and changing the present one.
#[derive(Clone, Debug)]
pub struct Committer {
    /// Link of the last change that was committed.
    committed: String,
    /// Link of the present entry.
    shown: String,
    /// Whether the present entry is of a change that is still going on.
    is_open: bool,
}

impl Committer {
    /// Begins with the link of what a visit begins with.
    #[must_use]
    pub fn new(link: impl Into<String>) -> Self {
        let link = link.into();
        Self { committed: link.clone(), shown: link, is_open: false }
    }

    /// Something is being changed, and may go on: a slider is dragged, a key is held down, a text is typed.
    pub fn input(&mut self, link: &str) -> Option<Move> {
        if link == self.shown {
            return None;
        }
        link.clone_into(&mut self.shown);
        if self.is_open {
            Some(Move::Replace)
        } else {
            self.is_open = true;
            Some(Move::Push)
        }
    }

    /// A change is done: a pointer or key went up, an entry was confirmed, a button was pressed.
    pub fn commit(&mut self, link: &str) -> Option<Move> {
        let step = self.input(link);
        // What was taken back leaves its entry to the next change.
        if self.shown != self.committed {
            self.committed.clone_from(&self.shown);
            self.is_open = false;
        }
        step
    }

    /// Something that nobody did belongs to the present entry.
    pub fn amend(&mut self, link: &str) -> Option<Move> {
        let step = (link != self.shown).then_some(Move::Replace);
        link.clone_into(&mut self.shown);
        if !self.is_open {
            link.clone_into(&mut self.committed);
        }
        step
    }

    /// The user went to another entry.
    pub fn restore(&mut self, link: &str) {
        *self = Self::new(link);
    }
}

/// Keeps the calls to the browser apart. Safari throws at more than 100 in 30 seconds, others ignore them at about 200.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    /// When all calls so far are paid for, in milliseconds.
    even: u64,
}

impl Pace {
    /// Milliseconds that a call costs.
    const COST: u64 = 400;
    /// How many calls new entries may come too early: who presses buttons fast should not wait.
    const AHEAD: u64 = 20;

    /// How long to wait at `now` before an address is replaced or, if it is urgent, an entry added. Both in milliseconds.
    #[must_use]
    pub const fn wait(self, now: u64, is_urgent: bool) -> u64 {
        let ahead = if is_urgent { Self::AHEAD * Self::COST } else { 0 };
        self.even.saturating_sub(now + ahead)
    }

    /// A call was made at `now`.
    pub const fn called(&mut self, now: u64) {
        self.even = if self.even > now { self.even } else { now } + Self::COST;
    }
}

/// What was shown at each entry of this visit. The browser keeps only their numbers: it stores what it is given, and a text may hold secrets.
#[derive(Clone, Debug)]
pub struct Trail<T> {
    /// Snapshots with their weights, by the number of their entry; none where it was too much.
    entries: Vec<Option<(T, usize)>>,
    limit: usize,
}

impl<T> Trail<T> {
    /// Keeps snapshots of `limit` bytes together.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { entries: Vec::new(), limit }
    }

    /// Notes what an entry shows, and how many bytes that takes. What came after it is forgotten if the entry is new, as by the browser.
    pub fn note(&mut self, number: usize, is_new: bool, snapshot: T, weight: usize) {
        if is_new {
            self.entries.truncate(number);
        }
        while self.entries.len() <= number {
            self.entries.push(None);
        }
        self.entries[number] = Some((snapshot, weight));
        // The nearest entries are worth most.
        let mut left = self.limit;
        for entry in self.entries.iter_mut().rev() {
            let weight = entry.as_ref().map_or(0, |(_, weight)| *weight);
            if weight > left {
                *entry = None;
                left = 0;
            } else {
                left -= weight;
            }
        }
    }

    /// What an entry showed, if it is still known.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&T> {
        self.entries.get(number)?.as_ref().map(|(snapshot, _)| snapshot)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A browser's history: links of entries up to the present one.
    struct Entries(Vec<String>);

    impl Entries {
        fn apply(&mut self, step: Option<Move>, link: &str) {
            match step {
                Some(Move::Push) => self.0.push(link.to_owned()),
                Some(Move::Replace) => *self.0.last_mut().expect("begins with one") = link.to_owned(),
                None => {}
            }
        }
    }

    #[test]
    fn a_drag_is_one_entry_and_the_one_before_keeps_its_address() {
        let mut committer = Committer::new("a");
        assert_eq!(committer.input("b"), Some(Move::Push));
        assert_eq!(committer.input("c"), Some(Move::Replace));
        assert_eq!(committer.input("c"), None);
        assert_eq!(committer.commit("d"), Some(Move::Replace));
        assert_eq!(committer.commit("d"), None, "pointer up, and then change");
        assert_eq!(committer.input("e"), Some(Move::Push));
        assert_eq!(committer.commit("e"), None);
        assert_eq!(committer.commit("f"), Some(Move::Push), "a button");
        assert_eq!(committer.commit("f"), None);
    }

    #[test]
    fn what_is_taken_back_leaves_its_entry_to_the_next_change() {
        let mut committer = Committer::new("a");
        assert_eq!(committer.input("b"), Some(Move::Push));
        assert_eq!(committer.commit("a"), Some(Move::Replace));
        assert_eq!(committer.commit("c"), Some(Move::Replace));
        assert_eq!(committer.commit("d"), Some(Move::Push));
    }

    #[test]
    fn what_nobody_did_is_no_entry() {
        let mut committer = Committer::new("a");
        assert_eq!(committer.amend("a"), None);
        assert_eq!(committer.amend("a1"), Some(Move::Replace));
        assert_eq!(committer.commit("a1"), None);
        assert_eq!(committer.input("b"), Some(Move::Push));
        assert_eq!(committer.amend("b1"), Some(Move::Replace), "while something is dragged");
        assert_eq!(committer.commit("c1"), Some(Move::Replace));
        assert_eq!(committer.commit("d"), Some(Move::Push));
    }

    #[test]
    fn after_going_back_the_next_change_is_an_entry() {
        let mut committer = Committer::new("a");
        assert_eq!(committer.commit("b"), Some(Move::Push));
        assert_eq!(committer.input("c"), Some(Move::Push));
        committer.restore("b");
        assert_eq!(committer.commit("b"), None);
        assert_eq!(committer.commit("c"), Some(Move::Push));
    }

    proptest! {
        #[test]
        fn every_committed_change_is_an_entry_and_no_other(
            changes in prop::collection::vec((prop::collection::vec("[a-c]", 0..4), "[a-c]"), 0..20),
        ) {
            let mut committer = Committer::new("a");
            let mut entries = Entries(vec!["a".to_owned()]);
            let mut expected = vec!["a".to_owned()];
            for (inputs, last) in changes {
                for link in inputs {
                    entries.apply(committer.input(&link), &link);
                    prop_assert_eq!(entries.0.last(), Some(&link), "the address follows");
                }
                entries.apply(committer.commit(&last), &last);
                prop_assert_eq!(entries.0.last(), Some(&last));
                if expected.last() != Some(&last) {
                    expected.push(last);
                }
            }
            // At the end may be an entry that was opened and taken back.
            entries.0.dedup();
            prop_assert_eq!(entries.0, expected);
        }

        #[test]
        fn never_more_calls_than_browsers_take(asks in prop::collection::vec((0..100_u64, any::<bool>()), 0..3000)) {
            let (mut pace, mut now, mut calls) = (Pace::default(), 0, Vec::new());
            for (later, is_urgent) in asks {
                now += later;
                if pace.wait(now, is_urgent) == 0 {
                    pace.called(now);
                    calls.push(now);
                    let recent = calls.iter().filter(|call| now - **call < 30_000).count();
                    prop_assert!(recent <= 100, "{recent} calls in 30 s");
                }
            }
        }
    }

    #[test]
    fn replacing_waits_and_adding_does_not() {
        let mut pace = Pace::default();
        assert_eq!(pace.wait(5, false), 0);
        pace.called(5);
        assert_eq!(pace.wait(10, false), 395);
        assert_eq!(pace.wait(10, true), 0);
        assert_eq!(pace.wait(405, false), 0);
    }

    #[test]
    fn snapshots_are_known_until_they_are_too_much() {
        let mut trail = Trail::new(10);
        trail.note(0, true, "a", 4);
        trail.note(1, true, "b", 4);
        trail.note(1, false, "c", 5);
        assert_eq!([trail.get(0), trail.get(1), trail.get(2)], [Some(&"a"), Some(&"c"), None]);
        trail.note(2, true, "d", 2);
        assert_eq!([trail.get(0), trail.get(1), trail.get(2)], [None, Some(&"c"), Some(&"d")]);
        trail.note(1, true, "e", 11);
        assert_eq!([trail.get(0), trail.get(1), trail.get(2)], [None, None, None]);
        trail.note(5, true, "f", 0);
        assert_eq!(trail.get(5), Some(&"f"));
    }
}
