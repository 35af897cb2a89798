//! Segments of a TaskManager as cells: whose they are, what they are there for, and how many a cell stands for.
//!
//! A band is what one task has on one side of it, of all its subtasks in the TaskManager; the last band is the global pool. Within a band, cells
//! are ordered by subtask and then by state: what changes moves as little as possible.

use sim::inspect::{PoolView, Segment, SegmentState, Side};

/// Cells that a band has at most.
pub const ROWS: u32 = 4;

/// What a cell kinds like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It holds data: queued, or received.
    Data,
    /// A task reads it.
    Reading,
    /// It is on its way to another TaskManager.
    Sending,
    /// A task writes into it.
    Filling,
    /// It waits for a sender to fill it.
    Credit,
    /// Nobody has it.
    Free,
}

impl Kind {
    /// All of them, in the order of cells.
    pub const ALL: [Self; 6] =
        [Self::Data, Self::Reading, Self::Sending, Self::Filling, Self::Credit, Self::Free];

    const fn of(state: SegmentState) -> Self {
        match state {
            SegmentState::Queued | SegmentState::Received => Self::Data,
            SegmentState::Reading => Self::Reading,
            SegmentState::Sending => Self::Sending,
            SegmentState::Filling => Self::Filling,
            SegmentState::Credit => Self::Credit,
            SegmentState::Free | SegmentState::Available | SegmentState::Lost => Self::Free,
        }
    }
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What most of its segments are.
    pub kind: Kind,
    /// Whether it is of a floating buffer of a gate: drawn round.
    pub is_floating: bool,
    /// Whether it was taken beyond the pool's size.
    pub is_overdraft: bool,
}

/// Different cells: kinds, floating or not, overdraft or not.
const SHADES: usize = 24;

impl Cell {
    /// Its place among all different cells: in this order they are drawn.
    const fn shade(self) -> usize {
        (self.is_floating as usize) * 12 + (self.kind as usize) * 2 + self.is_overdraft as usize
    }

    const fn of_shade(shade: usize) -> Self {
        Self { kind: Kind::ALL[shade % 12 / 2], is_floating: shade >= 12, is_overdraft: shade % 2 == 1 }
    }
}

/// A band and its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// Of each subtask, how many cells there are of each shade.
    subtasks: Vec<(u32, [u32; SHADES])>,
    /// How many are of each kind, in the order of [`Kind::ALL`].
    pub counts: [u32; 6],
    /// How many of them are exclusive.
    pub exclusive: u32,
    /// How many were taken beyond the sizes of pools.
    pub overdraft: u32,
    /// What its pools may have, and its channels' exclusive buffers.
    pub room: u32,
}

impl Band {
    /// Its segments.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Segments that are not free.
    #[must_use]
    pub fn used(&self) -> u32 {
        self.total() - self.counts[Kind::Free as usize] - self.counts[Kind::Credit as usize]
    }

    fn add(&mut self, subtask: u32, segment: Segment, is_input: bool) {
        let kind = Kind::of(segment.state);
        let is_floating = is_input && !segment.is_exclusive;
        let cell = Cell { kind, is_floating, is_overdraft: segment.is_overdraft };
        self.of_subtask(subtask)[cell.shade()] += 1;
        self.counts[kind as usize] += 1;
        self.exclusive += u32::from(segment.is_exclusive);
        self.overdraft += u32::from(segment.is_overdraft);
    }

    /// The counts of a subtask. There are few in a TaskManager, and they come one after the other.
    fn of_subtask(&mut self, subtask: u32) -> &mut [u32; SHADES] {
        let place = self.subtasks.partition_point(|(other, _)| *other < subtask);
        if self.subtasks.get(place).is_none_or(|(other, _)| *other != subtask) {
            self.subtasks.insert(place, (subtask, [0; SHADES]));
        }
        &mut self.subtasks[place].1
    }

    /// How many segments a cell stands for in a row of so many columns: a power of two, so that it seldom changes.
    #[must_use]
    pub fn bin(&self, columns: u32) -> u32 {
        let capacity = (columns * ROWS).max(1);
        self.total().div_ceil(capacity).max(1).next_power_of_two()
    }

    /// The cells, each for so many segments: it shows the last of them, which are ordered by what they are.
    pub fn cells(&self, bin: u32) -> impl Iterator<Item = Cell> {
        let shades = self.subtasks.iter().flat_map(|(_, shades)| shades.iter().enumerate());
        let mut seen = 0;
        let bin = bin.max(1);
        shades.flat_map(move |(shade, count)| {
            let before: u32 = seen;
            seen += count;
            let cells = seen.div_ceil(bin) - before.div_ceil(bin);
            std::iter::repeat_n(Cell::of_shade(shade), cells as usize)
        })
    }
}

/// Which band a pool's buffers are in: that of its vertex and side. `None` for a vertex that the job does not have.
#[must_use]
pub const fn band_of(vertex: usize, side: Side) -> usize {
    match side {
        // The source has no input, so bands are numbered from its output on.
        Side::Output => 2 * vertex,
        Side::Input => (2 * vertex).saturating_sub(1),
    }
}

/// Bands of a job of so many stages, with that of the global pool.
#[must_use]
pub const fn bands_of(stages: usize) -> usize {
    2 * stages - 1
}

/// The bands of a TaskManager, by its pools and segments.
#[must_use]
pub fn bands(stages: usize, pools: &[PoolView], segments: &[Segment]) -> Vec<Band> {
    let mut bands = vec![Band::default(); bands_of(stages)];
    let global = bands.len() - 1;
    for pool in pools {
        if let Some(band) = bands.get_mut(band_of(pool.owner.vertex, pool.owner.side)) {
            let exclusive = pool.exclusive;
            band.room += pool.size + exclusive.credit + exclusive.received + exclusive.reading;
        }
    }
    for segment in segments {
        let owner = segment.pool.and_then(|pool| pools.get(pool as usize)).map(|pool| pool.owner);
        let (place, subtask, side) = owner.map_or((global, 0, Side::Output), |owner| {
            (band_of(owner.vertex, owner.side), owner.subtask, owner.side)
        });
        if let Some(band) = bands.get_mut(place) {
            band.add(subtask, *segment, side == Side::Input);
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::inspect::Owner;

    fn owner(vertex: usize, subtask: u32, side: Side) -> Owner {
        Owner { vertex, subtask, edge: 0, side }
    }

    #[test]
    fn bands_go_with_the_flow() {
        let places = [(0, Side::Output), (1, Side::Input), (1, Side::Output), (2, Side::Input)];
        assert_eq!(places.map(|(vertex, side)| band_of(vertex, side)), [0, 1, 2, 3]);
        assert_eq!(bands_of(3), 5, "and the global pool");
        assert_eq!(owner(1, 2, Side::Input).subtask, 2);
    }

    fn band(states: &[SegmentState]) -> Band {
        let mut band = Band::default();
        for state in states {
            let segment = Segment { state: *state, pool: None, is_exclusive: false, is_overdraft: false };
            band.add(0, segment, true);
        }
        band
    }

    #[test]
    fn what_holds_data_is_used_and_comes_first() {
        let band =
            band(&[SegmentState::Credit, SegmentState::Free, SegmentState::Received, SegmentState::Reading]);
        assert_eq!((band.total(), band.used()), (4, 2));
        let kinds: Vec<Kind> = band.cells(1).map(|cell| cell.kind).collect();
        assert_eq!(kinds, [Kind::Data, Kind::Reading, Kind::Credit, Kind::Free]);
        assert!(band.cells(1).all(|cell| cell.is_floating));
    }

    #[test]
    fn cells_stand_for_several_segments_where_there_is_no_room() {
        let band = band(&[SegmentState::Available; 100]);
        assert_eq!([band.bin(25), band.bin(24), band.bin(12), band.bin(6), band.bin(0)], [1, 2, 4, 8, 128]);
        assert_eq!(band.cells(8).count(), 13);
        assert_eq!(Band::default().bin(10), 1);
        assert_eq!(Band::default().cells(1).count(), 0);
    }
}
