//! What to do where network memory is short.

use super::{Needs, PlanRequest};
use crate::job::Placement;
use crate::shuffle::{BufferSettings, GateRules};

/// A change of the configuration after which every TaskManager has a buffer to spare for every pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// At least so many bytes of network memory in every TaskManager, whole mebibytes: `taskmanager.memory.network.min`, and
    /// `taskmanager.memory.network.max` where it is below.
    NetworkMemory {
        /// Bytes.
        bytes: u64,
    },
    /// A lower limit to what input gates require (≥1.17): fewer exclusive buffers, and slower for it.
    RequiredPerGate {
        /// Key of the option.
        key: &'static str,
        /// Its value: the highest that helps.
        buffers: i32,
    },
}

/// What would help; nothing where as much is available as recommended.
pub(super) fn fixes(
    request: &PlanRequest<'_>,
    placement: &Placement<'_>,
    needs: &Needs,
    available: u64,
) -> Vec<Fix> {
    const MIB: u64 = 1 << 20;
    if available >= needs.recommended {
        return Vec::new();
    }
    let bytes = needs.recommended.saturating_mul(request.segment_size.into());
    let memory = Fix::NetworkMemory { bytes: bytes.div_ceil(MIB).saturating_mul(MIB) };
    [Some(memory), limit(request, placement, available)].into_iter().flatten().collect()
}

/// The highest limit with which there is enough.
fn limit(request: &PlanRequest<'_>, placement: &Placement<'_>, available: u64) -> Option<Fix> {
    let behaviour = request.release.behaviour();
    let GateRules::Limited { streaming, .. } = behaviour.shuffle.gates else { return None };
    let key = behaviour.network.max_required_buffers_per_gate?;
    let is_enough = |limit: i32| {
        let settings = BufferSettings { max_required_per_gate: Some(limit), ..*request.settings };
        let demands = placement.demands(request.release, &settings);
        demands.is_ok_and(|demands| Needs::of(&demands).recommended <= available)
    };
    if !is_enough(1) {
        return None;
    }
    let (mut enough, mut too_high) = (1, request.settings.max_required_per_gate.unwrap_or(streaming));
    while too_high - enough > 1 {
        let middle = enough + (too_high - enough) / 2;
        if is_enough(middle) {
            enough = middle;
        } else {
            too_high = middle;
        }
    }
    Some(Fix::RequiredPerGate { key, buffers: enough })
}
