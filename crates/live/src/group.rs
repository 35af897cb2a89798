//! Kinds of metrics.

/// What kind of metric it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Records and buffers per second.
    Throughput,
    /// Time busy, idle, backpressured.
    Shares,
    /// Records and buffers in queues.
    InFlight,
    /// Shares of pools in use.
    Usages,
    /// How old records become.
    Latency,
    /// How long checkpoints take and what they hold.
    Checkpoints,
    /// How queues fill at the start.
    Transients,
    /// Jobs and TaskManagers that do not start.
    Failures,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Throughput,
        Self::Shares,
        Self::InFlight,
        Self::Usages,
        Self::Latency,
        Self::Checkpoints,
        Self::Transients,
        Self::Failures,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Throughput => "throughput",
            Self::Shares => "shares",
            Self::InFlight => "in-flight",
            Self::Usages => "usages",
            Self::Latency => "latency",
            Self::Checkpoints => "checkpoints",
            Self::Transients => "transients",
            Self::Failures => "failures",
        }
    }
}
