//! How the data of an edge goes from producer to consumer.

/// The type of a result partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultPartitionType {
    /// `BLOCKING`: written out whole before it is read.
    Blocking,
    /// `BLOCKING_PERSISTENT`: the same, kept until somebody drops it.
    BlockingPersistent,
    /// `PIPELINED`: read while it is written, with as many buffers as there are.
    Pipelined,
    /// `PIPELINED_BOUNDED`: read while it is written, with a limited number of buffers. What streaming jobs use.
    PipelinedBounded,
    /// `PIPELINED_APPROXIMATE`: the same, and a consumer may come back.
    PipelinedApproximate,
    /// `HYBRID_FULL`: read while it is written or after, all of it spilled (≥1.16).
    HybridFull,
    /// `HYBRID_SELECTIVE`: the same, spilled only as needed (≥1.16).
    HybridSelective,
}

impl ResultPartitionType {
    /// Every type.
    pub const ALL: [Self; 7] = [
        Self::Blocking,
        Self::BlockingPersistent,
        Self::Pipelined,
        Self::PipelinedBounded,
        Self::PipelinedApproximate,
        Self::HybridFull,
        Self::HybridSelective,
    ];

    /// Flink's name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocking => "BLOCKING",
            Self::BlockingPersistent => "BLOCKING_PERSISTENT",
            Self::Pipelined => "PIPELINED",
            Self::PipelinedBounded => "PIPELINED_BOUNDED",
            Self::PipelinedApproximate => "PIPELINED_APPROXIMATE",
            Self::HybridFull => "HYBRID_FULL",
            Self::HybridSelective => "HYBRID_SELECTIVE",
        }
    }

    /// The type of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of_all| of_all.name() == name)
    }

    /// Whether it must be written out whole first (`isBlockingOrBlockingPersistentResultPartition`).
    #[must_use]
    pub const fn is_blocking(self) -> bool {
        matches!(self, Self::Blocking | Self::BlockingPersistent)
    }

    /// Whether the number of buffers is limited by the number of channels (`isBounded`).
    #[must_use]
    pub const fn is_bounded(self) -> bool {
        matches!(self, Self::PipelinedBounded | Self::PipelinedApproximate)
    }

    /// Whether it is pipelined and consumed once (`isPipelinedOrPipelinedBoundedResultPartition`).
    #[must_use]
    pub const fn is_pipelined(self) -> bool {
        matches!(self, Self::Pipelined | Self::PipelinedBounded)
    }

    /// Whether it is a hybrid of both (`isHybridResultPartition`).
    #[must_use]
    pub const fn is_hybrid(self) -> bool {
        matches!(self, Self::HybridFull | Self::HybridSelective)
    }
}
