//! What memory does to the speed of tasks: state in RocksDB, garbage collections, spilling. All of it estimates.
//!
//! Nobody can compute exactly what a cache holds or how long a collection takes; so every number here says by which formula it is found and
//! from where that is ([`Basis`]), and comes as an [`Estimate`]. Each coupling is an `Option` of [`Couplings`], and does nothing where it is
//! `None`. Network buffers know nothing of them: the engine only makes the work on a record longer.
//!
//! Memory comes as plain numbers; where they are from is up to the caller.

pub mod gc;
pub mod heartbeat;
mod lru;
mod range;
pub mod rocksdb;
pub mod skew;
pub mod spill;

pub use pools::batch::Estimate;

use self::gc::{GcEstimate, Heap, HeapUse};
use self::heartbeat::{Heartbeat, HeartbeatEstimate};
use self::range::within;
use self::rocksdb::{RocksDb, StateEstimate};
use self::spill::SpillEstimate;
use crate::scenario::{Nanos, SECOND, ScenarioError};

/// Where an estimate comes from, in words to be shown beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// What is estimated.
    pub of: &'static str,
    /// How.
    pub formula: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// What memory does in a scenario; nothing by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Couplings {
    /// Of each vertex, in their order; none of those behind the end of the list.
    pub vertices: Vec<VertexCouplings>,
    /// The heap of each TaskManager.
    pub heap: Option<Heap>,
    /// Whether pauses are compared with heartbeats; only with a heap.
    pub heartbeat: Option<Heartbeat>,
}

/// What memory does to the subtasks of a vertex.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VertexCouplings {
    /// State outside of the heap; of an operator.
    pub state: Option<RocksDb>,
    /// What is spilled, of an operator, as [`Spill::estimate`](spill::Spill::estimate) says: a program without batch operators need not contain
    /// that.
    pub spill: Option<Estimate<SpillEstimate>>,
    /// What is allocated on the heap; counts with [`Couplings::heap`].
    pub heap: Option<HeapUse>,
}

/// What is estimated of each subtask of a vertex.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VertexEstimate {
    /// Of its state.
    pub state: Option<StateEstimate>,
    /// Of its spilling.
    pub spill: Option<SpillEstimate>,
    /// Time that a record takes longer for both, ns, without collections.
    pub per_record: Nanos,
}

/// What is estimated of a TaskManager.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskManagerEstimate {
    /// Of its heap.
    pub collections: GcEstimate,
    /// Of its heartbeats.
    pub heartbeat: Option<HeartbeatEstimate>,
}

/// A record takes at most so much longer, ns: as long as an operator may take for one.
const LONGEST: f64 = (86_400 / 64 * SECOND) as f64;

/// A time that is no longer than [`LONGEST`].
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1.4 x 10^12")]
fn to_nanos(time: f64) -> Nanos {
    time.clamp(0.0, LONGEST) as Nanos
}

impl Couplings {
    /// Looks for parameters that are out of range, for a job of so many vertices.
    ///
    /// # Errors
    /// [`ScenarioError`] names the parameter and its range.
    pub(crate) fn check(&self, vertices: usize) -> Result<(), ScenarioError> {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let most = f64::from(u32::try_from(vertices).unwrap_or(u32::MAX));
        within("couplings.vertices", count(self.vertices.len()), 0.0..=most, "0..=number of vertices")?;
        for vertex in &self.vertices {
            vertex.check()?;
        }
        self.heap.map_or(Ok(()), |heap| heap.check())?;
        self.heartbeat.map_or(Ok(()), |heartbeat| heartbeat.check())
    }
}

impl VertexCouplings {
    fn check(&self) -> Result<(), ScenarioError> {
        self.state.map_or(Ok(()), |state| state.check())?;
        let longer = self.spill.map_or(0, |Estimate(spill)| spill.per_record);
        within("spill.per_record", longer, 0.0..=LONGEST, "0 ns..=22.5 minutes")?;
        self.heap.map_or(Ok(()), |heap| heap.check())
    }

    /// What is estimated for a subtask whose other work on a record takes `service` ns.
    pub(crate) fn estimate(&self, service: Nanos) -> VertexEstimate {
        let state = self.state.map(|state| state.estimate(service).0);
        let spill = self.spill.map(|Estimate(spill)| spill);
        let of_state = state.map_or(0, |state| state.per_record);
        VertexEstimate { state, spill, per_record: of_state + spill.map_or(0, |spill| spill.per_record) }
    }
}
