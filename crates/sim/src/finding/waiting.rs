//! Why a subtask waits.

use super::watch::Shares;
use super::{BlockedBy, Place, Waiting};
use crate::Simulation;
use crate::inspect::{Activity, PoolView, Side};

impl Waiting {
    /// Looks at a subtask that has waited for a time.
    pub(super) fn look(simulation: &mut Simulation, place: Place, shares: Shares) -> Self {
        let gauges = simulation.task_gauges(place.vertex, place.subtask).unwrap_or_default();
        Self {
            place,
            share: shares.waiting,
            hard: shares.hard,
            out_pool_usage: gauges.out_pool_usage,
            blocked_by: blocked_by(simulation, place),
        }
    }
}

fn blocked_by(simulation: &mut Simulation, place: Place) -> Option<BlockedBy> {
    let view = simulation.task_view(place.vertex, place.subtask)?;
    if !matches!(view.activity, Activity::SoftBackPressured | Activity::HardBackPressured) {
        return None;
    }
    let pools = simulation.pools(view.task_manager)?;
    let is_its = |pool: &&PoolView| {
        let owner = pool.owner;
        owner.side == Side::Output && (owner.vertex, owner.subtask) == (place.vertex, place.subtask)
    };
    pools.iter().filter(is_its).find_map(|pool| {
        if pool.excess > 0 {
            Some(BlockedBy::Overdraft { buffers: pool.excess })
        } else if pool.free == 0 {
            Some(BlockedBy::Pool { size: pool.size })
        } else {
            subpartition(simulation, place, pool.owner.edge)
        }
    })
}

/// With buffers left in the pool, an output waits because of one subpartition: that with the longest queue.
fn subpartition(simulation: &Simulation, place: Place, edge: usize) -> Option<BlockedBy> {
    let limit = u32::try_from(simulation.scenario().settings.max_per_channel).ok()?;
    let own = simulation.channels(edge).filter(|channel| channel.producer == place.subtask);
    let fullest = own.max_by_key(|channel| channel.queued)?;
    // One more may be with a consumer that reads it where it is.
    (fullest.queued + 2 >= limit).then_some(BlockedBy::Subpartition { consumer: fullest.consumer, limit })
}
