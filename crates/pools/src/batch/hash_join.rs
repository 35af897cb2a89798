//! Hash joins with spilling: how much of both sides goes to disk. An estimate.
//!
//! Follows `MutableHashTable` (the same from 1.13 to 2.3) as it was read, for records of about the same size whose keys are spread evenly:
//! then all partitions grow alike, and as many of them are written out as are needed to make room for the others. Real keys repeat, and
//! real partitions differ. Not here: overflowing buckets, bloom filters, and the joins of SQL (`BinaryHashTable`).

use super::{BatchError, Estimate};

/// Pages that a hash join needs.
const MIN_PAGES: u32 = 33;
/// Partitions of a table at most.
const MAX_PARTITIONS: u64 = 127;
/// How often a partition that was written out is divided again at most.
const MAX_RECURSIONS: u32 = 3;
/// Bytes of a bucket.
const BUCKET_SIZE: u64 = 128;
/// Records of a bucket.
const BUCKET_ENTRIES: u64 = 9;
/// Bytes of a record's entry in a bucket: hash code and pointer.
const ENTRY_SIZE: u64 = 12;

/// A hash join and what is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashJoinRequest {
    /// Bytes of a page.
    pub page_size: u32,
    /// Pages of managed memory.
    pub pages: u32,
    /// Bytes of a serialised record of the build side, from 1.
    pub build_record_size: u64,
    /// Records of the build side.
    pub build_records: u64,
    /// Bytes of a serialised record of the probe side.
    pub probe_record_size: u64,
    /// Records of the probe side.
    pub probe_records: u64,
}

/// How a hash join divides its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TablePages {
    /// Pages to write with.
    pub write_behind: u32,
    /// Partitions, each of which has one page at first.
    pub partitions: u32,
    /// Pages of buckets.
    pub buckets: u64,
    /// Pages for records, the partitions' first ones among them.
    pub records: u64,
}

/// What goes to disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JoinSpilling {
    /// Bytes of the build side that are written, those that are written several times each time.
    pub build_bytes: u64,
    /// Bytes of the probe side that are written.
    pub probe_bytes: u64,
    /// How often the first partitions to be written are divided again: 0 where what was written fits the next time.
    pub recursions: u32,
}

/// A table, or one that a written partition is divided into.
struct Level {
    /// Pages of it: all but those to write with.
    pages: u64,
    page_size: u64,
    record_size: u64,
    partitions: u64,
}

impl Level {
    /// `getInitialTableSize`: buckets for half of the records that the pages could hold.
    fn bucket_pages(&self, free_pages: u64) -> u64 {
        let records = free_pages.saturating_mul(self.page_size) / self.record_size.saturating_add(ENTRY_SIZE);
        let buckets = records * ENTRY_SIZE / (2 * BUCKET_SIZE) + 1;
        buckets.div_ceil((self.page_size / BUCKET_SIZE).max(1))
    }

    /// Pages for records.
    fn record_pages(&self) -> u64 {
        self.pages.saturating_sub(self.bucket_pages(self.pages.saturating_sub(self.partitions)))
    }

    /// Partitions that are written out, so that all others stay in memory; each of those keeps a page.
    fn written(&self, records: u64) -> u64 {
        let bytes = u128::from(records) * u128::from(self.record_size);
        let of_each = bytes.div_ceil(u128::from(self.partitions * self.page_size)).max(1);
        let pages = u128::from(self.record_pages());
        let needed = |written: u64| u128::from(self.partitions - written) * of_each + u128::from(written);
        (0..self.partitions).find(|written| needed(*written) <= pages).unwrap_or(self.partitions)
    }
}

impl HashJoinRequest {
    const fn write_behind(&self) -> u32 {
        let pages = (self.pages.ilog2() - 3) / 2;
        if pages < 6 { pages } else { 6 }
    }

    fn check(&self) -> Result<(), BatchError> {
        if self.pages < MIN_PAGES {
            return Err(BatchError::TooFewPagesToJoin);
        }
        let has_bytes = self.page_size > 0 && self.build_record_size > 0;
        if has_bytes { Ok(()) } else { Err(BatchError::NoBytes) }
    }

    /// Pages of all but those to write with.
    fn level(&self, partitions: u64) -> Level {
        Level {
            pages: u64::from(self.pages - self.write_behind()),
            page_size: self.page_size.into(),
            record_size: self.build_record_size,
            partitions,
        }
    }

    /// `getPartitioningFanOutNoEstimates`.
    fn first_partitions(&self) -> u64 {
        (u64::from(self.pages - self.write_behind()) / 10).clamp(10, MAX_PARTITIONS)
    }
}

/// How a hash join divides its pages at first.
///
/// # Errors
/// [`BatchError::TooFewPagesToJoin`], [`BatchError::NoBytes`].
pub fn table_pages(request: &HashJoinRequest) -> Result<Estimate<TablePages>, BatchError> {
    request.check()?;
    let level = request.level(request.first_partitions());
    let records = level.record_pages();
    Ok(Estimate(TablePages {
        write_behind: request.write_behind(),
        partitions: u32::try_from(level.partitions).unwrap_or(u32::MAX),
        buckets: level.pages - records,
        records,
    }))
}

/// About what a hash join writes.
///
/// # Errors
/// [`BatchError::TooFewPagesToJoin`], [`BatchError::NoBytes`], [`BatchError::TooManyRecursions`].
pub fn spilling(request: &HashJoinRequest) -> Result<Estimate<JoinSpilling>, BatchError> {
    request.check()?;
    let mut spilling = JoinSpilling::default();
    // Of all partitions of a level together; those that are written are alike.
    let (mut build, mut probe) = (request.build_records, request.probe_records);
    let mut tables = 1_u64;
    let mut partitions = request.first_partitions();
    loop {
        let level = request.level(partitions);
        let written = level.written(build / tables);
        if written == 0 {
            return Ok(Estimate(spilling));
        }
        build = share(build, written, partitions);
        probe = share(probe, written, partitions);
        tables = tables.saturating_mul(written);
        spilling.build_bytes = add_bytes(spilling.build_bytes, build, request.build_record_size);
        spilling.probe_bytes = add_bytes(spilling.probe_bytes, probe, request.probe_record_size);
        // Looked at before it is known whether they would fit.
        if spilling.recursions == MAX_RECURSIONS {
            return Err(BatchError::TooManyRecursions);
        }
        match next_partitions(request, &level, build / tables) {
            None => return Ok(Estimate(spilling)),
            Some(next) => partitions = next,
        }
        spilling.recursions += 1;
    }
}

/// Into how many partitions one of so many records is divided (`buildTableFromSpilledPartition`); `None` if it fits.
fn next_partitions(request: &HashJoinRequest, level: &Level, records: u64) -> Option<u64> {
    let buckets = records / BUCKET_ENTRIES + 1;
    let bytes = u128::from(records) * u128::from(request.build_record_size);
    let blocks = u64::try_from(bytes.div_ceil(u128::from(level.page_size))).unwrap_or(u64::MAX);
    let needed =
        (2 * (buckets / (level.page_size / BUCKET_SIZE).max(1))).saturating_add(blocks).saturating_add(2);
    let splits = needed / level.pages + 1;
    (needed >= level.pages).then(|| splits.saturating_mul(10).min(MAX_PARTITIONS))
}

fn share(records: u64, written: u64, partitions: u64) -> u64 {
    let share = (u128::from(records) * u128::from(written)).div_ceil(u128::from(partitions));
    u64::try_from(share).unwrap_or(u64::MAX)
}

fn add_bytes(sum: u64, records: u64, size: u64) -> u64 {
    sum.saturating_add(records.saturating_mul(size))
}
