//! What batch operators write to disk: how much longer a record takes for it. An estimate.
//!
//! How much a sorter spills is exact ([`pools::batch::sort`]), what a hash join spills is an estimate itself
//! ([`pools::batch::hash_join`]). What is written is read once. The time is what a disk takes for both, spread evenly over all records; as
//! if nothing else were done meanwhile, although Flink writes behind (`IOManagerAsync`): with a free disk it is less.

use pools::batch::hash_join::{self, HashJoinRequest};
use pools::batch::sort::{self, SortRequest};
use pools::batch::{BatchError, Estimate};

use super::range::within;
use super::{Basis, to_nanos};
use crate::scenario::{Nanos, SECOND, ScenarioError};

/// An operator that spills, of one subtask, and its disk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spill {
    /// What it does, with which memory.
    pub operator: SpillingOperator,
    /// What the disk takes or gives of this subtask, bytes/s, 1 to 10^15.
    pub disk_bandwidth: u64,
}

/// A batch operator with its managed memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpillingOperator {
    /// A sorter.
    Sort(SortRequest),
    /// A hash join.
    HashJoin(HashJoinRequest),
}

/// What comes of it for one subtask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpillEstimate {
    /// Bytes that are written; as many are read.
    pub bytes: u64,
    /// Records among which their time is divided.
    pub records: u64,
    /// Time that a record takes longer, ns, at most 22.5 minutes.
    pub per_record: Nanos,
}

impl SpillEstimate {
    /// Where the numbers come from.
    pub const BASES: [Basis; 1] = [Basis {
        of: "spilling",
        formula: "2 x bytes written / disk bandwidth / records",
        source: "Flink: ExternalSorterBuilder, SpillingThread, MutableHashTable; not overlapped with work, as an upper bound",
    }];
}

impl Spill {
    /// What it does to a record.
    ///
    /// # Errors
    /// [`ScenarioError::OutOfRange`] for the disk, [`ScenarioError::Spill`] where the operator refuses its memory.
    #[expect(clippy::cast_precision_loss, reason = "numbers up to 2^64, of an estimate")]
    pub fn estimate(&self) -> Result<Estimate<SpillEstimate>, ScenarioError> {
        within("spill.disk_bandwidth", self.disk_bandwidth, 1.0..=1e15, "1..=10^15 bytes/s")?;
        let (bytes, records) = self.operator.spilled().map_err(ScenarioError::Spill)?;
        let time = 2.0 * bytes as f64 * SECOND as f64 / self.disk_bandwidth as f64;
        let per_record = to_nanos(time / records.max(1) as f64);
        Ok(Estimate(SpillEstimate { bytes, records, per_record }))
    }
}

impl SpillingOperator {
    /// Bytes that it writes, and records among which their time is divided.
    fn spilled(&self) -> Result<(u64, u64), BatchError> {
        Ok(match self {
            Self::Sort(request) => (sort::spilling(request)?.bytes(request.page_size), request.records),
            Self::HashJoin(request) => {
                let Estimate(spilling) = hash_join::spilling(request)?;
                let bytes = spilling.build_bytes.saturating_add(spilling.probe_bytes);
                (bytes, request.build_records.saturating_add(request.probe_records))
            }
        })
    }
}
