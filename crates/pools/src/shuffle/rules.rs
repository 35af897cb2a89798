//! What the releases do differently about the buffers of partitions and gates.

/// How many buffers result partitions and input gates ask for (`NettyShuffleUtils`, `InputGateSpecUtils`, before that
/// `ResultPartitionFactory` and `SingleInputGateFactory`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShuffleRules {
    /// Whether the limit of a partition is raised to what it requires (≥1.14). Before, a limit below is refused when the pool is made.
    pub raises_limits: bool,
    /// Whether a sorting partition has a limit (≥1.15).
    pub limits_sorting: bool,
    /// What a gate requires.
    pub gates: GateRules,
    /// Whether hybrid shuffles may use tiered storage (≥1.18).
    pub has_tiered_storage: bool,
    /// Whether what a task needs is announced to the scheduler (≥1.14).
    pub announces: bool,
    /// Whether a result that is consumed several times is announced so often (≥1.17).
    pub announces_reuse: bool,
}

/// What an input gate requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateRules {
    /// All exclusive buffers, and one floating one (up to 1.16).
    AllExclusive,
    /// So many of all buffers; what that leaves exclusive is the same for every channel (from 1.17 on).
    Limited {
        /// The limit for pipelined exchanges, unless configured.
        streaming: i32,
        /// The limit for all others.
        batch: i32,
    },
}
