//! Sorting with spilling: how much of a sorter's input goes to disk, and how often it is merged.
//!
//! Follows `ExternalSorterBuilder`, `SorterInputGateway`, `NormalizedKeySorter` and `SpillingThread` (the same from 1.13 to 2.3), for records
//! that all have the same size, without a combiner and without a handler of large records.
//!
//! Two slips of Flink are repeated. How many merges a pass takes is found from a quotient of logarithms: where the number of runs is a
//! power of the fan-in, that may come out a hair above a whole number, and a pass of no merges then divides by zero. And with a limit of
//! files near the number of pages, there may be fewer pages to read with than files.

use super::BatchError;

/// Runs beyond which none are counted: with the usual limit of 128 files, 64 times what two passes can merge.
pub const MAX_RUNS: u64 = 1 << 20;

/// Pages that a sorter needs: two to write with and ten to sort in.
const MIN_PAGES: u32 = 12;
/// Sort memory from which on there are two sort buffers, bytes.
const TWO_BUFFERS_ABOVE: u64 = 100 << 20;
/// What a page on disk has for records, apart from this header, bytes.
const BLOCK_HEADER: u64 = 8;

/// A sorter and what is sorted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SortRequest {
    /// Bytes of a page.
    pub page_size: u32,
    /// Pages of managed memory.
    pub pages: u32,
    /// Files that are merged at once (`taskmanager.runtime.max-fan`).
    pub max_fan: u32,
    /// Part of the sort memory, 0 to 1, that is filled before anything is spilled (`taskmanager.runtime.sort-spilling-threshold`).
    pub spilling_threshold: f64,
    /// Bytes of a serialised record, from 1.
    pub record_size: u64,
    /// Bytes of a normalised key, 0 to 16; of an `int`, 4.
    pub key_size: u8,
    /// Records.
    pub records: u64,
}

/// How a sorter divides its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortMemory {
    /// Pages to write with.
    pub write_pages: u32,
    /// Pages to sort in, and to read with when runs are merged.
    pub sort_pages: u32,
    /// Sort buffers: 1 or 2.
    pub buffers: u32,
    /// Files that are merged at once: as asked for, or what the pages allow.
    pub max_fan: u32,
}

/// A merge of some runs into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Runs that are merged.
    pub runs: u32,
    /// Blocks of the new run.
    pub blocks: u64,
}

/// What goes to disk. A block is a page on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spilling {
    /// Blocks of each run, in the order in which they are written; none where all is sorted in memory.
    pub runs: Vec<u64>,
    /// Merges that write, in order; the last merge does not, it hands records on.
    pub merges: Vec<Merge>,
    /// How often the runs are gone through by such merges.
    pub passes: u32,
    /// Runs of the last merge; 0 where nothing was spilled.
    pub final_fan_in: u32,
    /// Blocks written by runs and merges; as many are read.
    pub blocks: u64,
}

impl Spilling {
    /// Bytes written to disk, with what is left empty in the last block of each run; as many are read.
    #[must_use]
    pub const fn bytes(&self, page_size: u32) -> u64 {
        self.blocks.saturating_mul(page_size as u64)
    }
}

impl SortMemory {
    /// How a sorter divides `pages` pages of `page_size` bytes.
    ///
    /// # Errors
    /// [`BatchError::TooFewFiles`], [`BatchError::TooFewPagesToSort`].
    pub const fn divide(page_size: u32, pages: u32, max_fan: u32) -> Result<Self, BatchError> {
        if max_fan < 2 {
            return Err(BatchError::TooFewFiles);
        }
        if pages < MIN_PAGES {
            return Err(BatchError::TooFewPagesToSort { page_size });
        }
        let (write_pages, max_fan) = match pages / 100 {
            _ if max_fan > pages - 2 => (2, pages - 2),
            0..=2 => (2, max_fan),
            3 => (3, max_fan),
            _ => (4, max_fan),
        };
        let sort_pages = pages - write_pages;
        let is_large = sort_pages as u64 * page_size as u64 > TWO_BUFFERS_ABOVE;
        Ok(Self { write_pages, sort_pages, buffers: if is_large { 2 } else { 1 }, max_fan })
    }

    /// Pages of each sort buffer; of two, the second has the odd one. The same twice where there is one.
    const fn buffer_pages(&self) -> [u64; 2] {
        let first = self.sort_pages / self.buffers;
        [first as u64, (self.sort_pages - first * (self.buffers - 1)) as u64]
    }
}

/// What a sorter spills.
///
/// # Errors
/// Those of [`SortMemory::divide`]; [`BatchError::RecordTooLarge`], [`BatchError::DivisionByZero`], [`BatchError::NoPageToRead`];
/// [`BatchError::TooManyRuns`], [`BatchError::NoBytes`].
pub fn spilling(request: &SortRequest) -> Result<Spilling, BatchError> {
    let memory = SortMemory::divide(request.page_size, request.pages, request.max_fan)?;
    if request.page_size == 0 || request.record_size == 0 {
        return Err(BatchError::NoBytes);
    }
    let buffers = memory.buffer_pages().map(|pages| SortBuffer { request, pages });
    let capacities = [buffers[0].records(), buffers[1].records()];
    if request.records > 0 && capacities[0] == 0 {
        return Err(BatchError::RecordTooLarge { capacity: buffers[0].bytes() });
    }
    if !starts_spilling(request, &memory, &buffers, capacities) {
        return Ok(Spilling::default());
    }
    let mut runs = runs(request.records, capacities)?;
    let of_runs: Vec<u64> = runs.iter().map(|records| blocks(request, *records)).collect();
    let mut spilling = Spilling { blocks: of_runs.iter().sum(), runs: of_runs, ..Spilling::default() };
    while runs.len() > memory.max_fan as usize {
        runs = merge_pass(request, &memory, &runs, &mut spilling)?;
        spilling.passes += 1;
    }
    if runs.len() > memory.sort_pages as usize {
        return Err(BatchError::NoPageToRead);
    }
    spilling.final_fan_in = u32::try_from(runs.len()).unwrap_or(u32::MAX);
    Ok(spilling)
}

/// A buffer that takes records until it has no page left (`NormalizedKeySorter`).
struct SortBuffer<'a> {
    request: &'a SortRequest,
    pages: u64,
}

impl SortBuffer<'_> {
    const fn bytes(&self) -> u64 {
        self.pages.saturating_mul(self.request.page_size as u64)
    }

    /// Entries of an index page: a key and an offset of eight bytes each.
    fn entries(&self) -> u64 {
        (u64::from(self.request.page_size) / (u64::from(self.request.key_size) + 8)).max(1)
    }

    /// Index pages of so many records; the first is there from the beginning.
    fn index_pages(&self, records: u64) -> u64 {
        records.div_ceil(self.entries()).max(1)
    }

    fn fits(&self, records: u64) -> bool {
        let bytes = u128::from(records) * u128::from(self.request.record_size);
        let data_pages = bytes.div_ceil(u128::from(self.request.page_size)).max(1);
        u128::from(self.index_pages(records)) + data_pages <= u128::from(self.pages)
    }

    /// Records that fit.
    fn records(&self) -> u64 {
        let (mut most, mut too_many) = (0, self.bytes() + 1);
        while too_many - most > 1 {
            let middle = most + (too_many - most) / 2;
            if self.fits(middle) {
                most = middle;
            } else {
                too_many = middle;
            }
        }
        most
    }

    /// Bytes that it says it holds (`getOccupancy`): the first index page is not counted.
    fn occupancy(&self, records: u64) -> u64 {
        let data = records.saturating_mul(self.request.record_size);
        let index = (self.index_pages(records) - 1).saturating_mul(self.request.page_size.into());
        data.saturating_add(index)
    }
}

/// Whether so much comes in that all of it is spilled (`SorterInputGateway`). A refused record counts as what its buffer had left.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "as Flink computes it"
)]
fn starts_spilling(
    request: &SortRequest,
    memory: &SortMemory,
    buffers: &[SortBuffer<'_>; 2],
    capacities: [u64; 2],
) -> bool {
    let sort_memory = u64::from(memory.sort_pages) * u64::from(request.page_size);
    let threshold = (request.spilling_threshold * sort_memory as f64) as u64;
    let [first, second] = buffers;
    let records = request.records;
    let seen = if records <= capacities[0] {
        first.occupancy(records)
    } else if memory.buffers == 2 && records <= capacities[0].saturating_add(capacities[1]) {
        first.bytes() + second.occupancy(records - capacities[0])
    } else {
        // Every buffer was filled once, after which Flink waits for one that was spilled.
        return true;
    };
    records > 0 && seen >= threshold
}

/// Records of each run: the buffers are filled by turns.
fn runs(records: u64, capacities: [u64; 2]) -> Result<Vec<u64>, BatchError> {
    let both = capacities[0].saturating_add(capacities[1]).max(1);
    if records / both > MAX_RUNS / 2 {
        return Err(BatchError::TooManyRuns);
    }
    let mut left = records;
    let mut runs = Vec::new();
    for capacity in capacities.into_iter().cycle() {
        if left == 0 {
            break;
        }
        let run = left.min(capacity.max(1));
        runs.push(run);
        left -= run;
    }
    Ok(runs)
}

/// Blocks of a run of so many records.
fn blocks(request: &SortRequest, records: u64) -> u64 {
    let bytes = u128::from(records) * u128::from(request.record_size);
    let in_block = u128::from(u64::from(request.page_size).saturating_sub(BLOCK_HEADER).max(1));
    u64::try_from(bytes.div_ceil(in_block)).unwrap_or(u64::MAX)
}

/// One pass over the runs (`SpillingThread.mergeChannelList`): the first ones stay as they are, so that a power of the fan-in is left.
fn merge_pass(
    request: &SortRequest,
    memory: &SortMemory,
    runs: &[u64],
    spilling: &mut Spilling,
) -> Result<Vec<u64>, BatchError> {
    let (start, fan) = (runs.len() as u64, u64::from(memory.max_fan));
    let end = power_below(start, fan);
    let merges = (start - end).div_ceil(fan - 1);
    if merges == 0 {
        return Err(BatchError::DivisionByZero);
    }
    // Not below 0: the runs are more than the fan-in, so that there are no more merges than runs left in the end.
    let not_merged = end.saturating_sub(merges);
    let at_once = (start - not_merged).div_ceil(merges);
    if at_once > u64::from(memory.sort_pages) {
        return Err(BatchError::NoPageToRead);
    }
    let split = usize::try_from(not_merged).unwrap_or(usize::MAX).min(runs.len());
    let (kept, merged) = runs.split_at(split);
    let mut left = kept.to_vec();
    for group in merged.chunks(usize::try_from(at_once).unwrap_or(usize::MAX)) {
        let records = group.iter().sum();
        let blocks = blocks(request, records);
        spilling.merges.push(Merge { runs: u32::try_from(group.len()).unwrap_or(u32::MAX), blocks });
        spilling.blocks = spilling.blocks.saturating_add(blocks);
        left.push(records);
    }
    Ok(left)
}

/// Powers `base` to the `exponent` below [`MAX_RUNS`] of which Java, on the usual processors, takes the logarithm to that base for a hair
/// more than the exponent.
const POWERS_TAKEN_FOR_MORE: [(u64, u32); 14] = [
    (5, 3),
    (6, 3),
    (18, 3),
    (25, 3),
    (5, 6),
    (7, 5),
    (36, 3),
    (6, 6),
    (39, 3),
    (47, 3),
    (66, 3),
    (75, 3),
    (80, 3),
    (86, 3),
];

/// `fan` to the power `ceil(log(runs) / log(fan)) - 1`: the largest power below `runs`, but for what Java's logarithms make of powers.
fn power_below(runs: u64, fan: u64) -> u64 {
    let (mut power, mut exponent) = (1_u64, 0);
    while power.saturating_mul(fan) < runs {
        power *= fan;
        exponent += 1;
    }
    let is_power = power.saturating_mul(fan) == runs;
    if is_power && POWERS_TAKEN_FOR_MORE.contains(&(fan, exponent + 1)) { runs } else { power }
}
