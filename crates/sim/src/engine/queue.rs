//! Events in the order of their time; those of the same time in the order in which they were planned.
//!
//! A hierarchical timing wheel (Varghese and Lauck): the time of an event is a number of eleven digits, of six bits each. An event stands
//! at the first digit in which it differs from the present, in the slot of what it has there. When the first slot that is not empty is
//! reached, its events move to where they differ from the earliest of them. Each event moves a few times at most, however many there are,
//! and those of the same time are always together, in their order.

use super::ids::{ChannelId, LinkId, TaskId};
use crate::scenario::Nanos;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Planned {
    /// A task's thread goes on.
    Resume(TaskId),
    /// The flusher of a task's outputs runs.
    Flush(TaskId),
    /// Something was written to the socket.
    Written(LinkId),
    /// What was sent arrives at its consumer.
    Arrive(ChannelId),
    /// Credit arrives at the producer.
    Credit(ChannelId),
    /// A checkpoint is due.
    Checkpoint,
    /// A checkpoint may have taken too long.
    GiveUp,
    /// Barriers at a task may have waited long enough.
    Timeout(TaskId),
    /// A producer learns that its consumer goes on after a barrier.
    Resumed(ChannelId),
    /// A task is to reconsider the size of buffers.
    Debloat(TaskId),
    /// A producer learns the size of its buffers.
    BufferSize(ChannelId),
    /// What garbage collections take is estimated anew.
    Heap,
    /// Gauges of rates and shares are brought up to date.
    UpdateViews,
}

/// Bits of a digit.
const BITS: u32 = 6;
/// Digits of a time.
const DIGITS: usize = Nanos::BITS.div_ceil(BITS) as usize;
/// Slots of a digit.
const SLOTS: usize = 1 << BITS;

#[derive(Clone, Copy, Debug)]
struct Entry {
    time: Nanos,
    event: Planned,
}

/// Events that have the same digits up to one in which they differ from the present.
#[derive(Clone, Debug)]
struct Slot {
    entries: Vec<Entry>,
    /// Time of the earliest; meaningless without any.
    earliest: Nanos,
}

/// What is planned.
#[derive(Clone, Debug)]
pub(super) struct EventQueue {
    slots: Vec<Slot>,
    /// For each digit, which of its slots are not empty.
    occupied: [u64; DIGITS],
    /// For which digits there are any.
    digits: u32,
    /// What times are compared with: no event is earlier.
    present: Nanos,
    /// When the next one is; [`Nanos::MAX`] if there is none.
    next: Nanos,
    /// How many of the first slot of the last digit were taken.
    taken: usize,
}

impl Default for EventQueue {
    fn default() -> Self {
        Self {
            slots: vec![Slot { entries: Vec::new(), earliest: 0 }; DIGITS * SLOTS],
            occupied: [0; DIGITS],
            digits: 0,
            present: 0,
            next: Nanos::MAX,
            taken: 0,
        }
    }
}

impl EventQueue {
    /// Plans an event; one that would be past happens as soon as possible.
    #[inline]
    pub(super) fn plan(&mut self, time: Nanos, event: Planned) {
        let time = time.max(self.present);
        self.next = self.next.min(time);
        self.put(Entry { time, event });
    }

    /// When the next one is; [`Nanos::MAX`] if there is none.
    #[inline]
    pub(super) const fn next_time(&self) -> Nanos {
        self.next
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<(Nanos, Planned)> {
        loop {
            let (digit, at) = self.first()?;
            let slot = &mut self.slots[digit * SLOTS + at];
            if digit > 0 && slot.entries.len() > 1 {
                self.spread(digit, at);
                continue;
            }
            let Entry { time, event } = *slot.entries.get(self.taken)?;
            self.taken += 1;
            if self.taken == slot.entries.len() {
                self.taken = 0;
                slot.entries.clear();
                self.vacate(digit, at);
                self.next =
                    self.first().map_or(Nanos::MAX, |(digit, at)| self.slots[digit * SLOTS + at].earliest);
            }
            self.present = time;
            return Some((time, event));
        }
    }

    /// The digit and slot of the earliest events.
    #[inline]
    const fn first(&self) -> Option<(usize, usize)> {
        if self.digits == 0 {
            return None;
        }
        let digit = self.digits.trailing_zeros() as usize;
        Some((digit, self.occupied[digit].trailing_zeros() as usize))
    }

    #[inline]
    fn put(&mut self, entry: Entry) {
        // The last digit also has what does not differ.
        let digit = (((entry.time ^ self.present) | 1).ilog2() / BITS) as usize;
        let at = (entry.time >> (digit as u32 * BITS)) as usize % SLOTS;
        let slot = &mut self.slots[digit * SLOTS + at];
        if slot.entries.is_empty() || entry.time < slot.earliest {
            slot.earliest = entry.time;
        }
        slot.entries.push(entry);
        self.occupied[digit] |= 1 << at;
        self.digits |= 1 << digit;
    }

    /// Moves the events of the first slot to where they differ from the earliest of them, which is the present then.
    fn spread(&mut self, digit: usize, at: usize) {
        let slot = &mut self.slots[digit * SLOTS + at];
        let mut entries = std::mem::take(&mut slot.entries);
        self.present = slot.earliest;
        self.vacate(digit, at);
        for entry in entries.drain(..) {
            self.put(entry);
        }
        // Its room is used again.
        self.slots[digit * SLOTS + at].entries = entries;
    }

    #[inline]
    const fn vacate(&mut self, digit: usize, at: usize) {
        self.occupied[digit] &= !(1 << at);
        if self.occupied[digit] == 0 {
            self.digits &= !(1 << digit);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{EventQueue, Planned};
    use crate::engine::ids::TaskId;

    #[test]
    fn ties_are_first_in_first_out() {
        let mut queue = EventQueue::default();
        for (time, task) in [(5, 0), (3, 1), (5, 2), (3, 3)] {
            queue.plan(time, Planned::Resume(TaskId(task)));
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        let expected = [(3, 1), (3, 3), (5, 0), (5, 2)];
        assert_eq!(order, expected.map(|(time, task)| (time, Planned::Resume(TaskId(task)))));
    }

    proptest! {
        #[test]
        fn events_come_in_the_order_of_a_sorted_list(
            rounds in prop::collection::vec((prop::collection::vec((0_u32..64, any::<u64>()), 0..6), 0..6), 0..40),
        ) {
            let (mut queue, mut sorted) = (EventQueue::default(), BTreeMap::new());
            let (mut now, mut planned) = (0_u64, 0);
            for (plans, pops) in rounds {
                for (bits, random) in plans {
                    // Near and far, up to the end of time, and some at the present.
                    let time = now.saturating_add(random >> bits);
                    queue.plan(time, Planned::Resume(TaskId(planned)));
                    sorted.insert((time, planned), ());
                    planned += 1;
                }
                for _ in 0..pops {
                    let expected = sorted.pop_first().map(|((time, task), ())| (time, Planned::Resume(TaskId(task))));
                    prop_assert_eq!(queue.next_time(), expected.map_or(u64::MAX, |(time, _)| time));
                    prop_assert_eq!(queue.pop(), expected);
                    now = expected.map_or(now, |(time, _)| time);
                }
            }
        }
    }
}
