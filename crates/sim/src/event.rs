//! What is sent that is not data.

/// What kind of thing is sent (`Buffer.DataType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataType {
    /// `DATA_BUFFER`.
    DataBuffer,
    /// `EVENT_BUFFER`: an event that only has its place among the data.
    EventBuffer,
    /// `ALIGNED_CHECKPOINT_BARRIER`: of a checkpoint that is exactly once. Whoever reads it gets nothing more until the consumer resumes.
    AlignedCheckpointBarrier,
    /// `TIMEOUTABLE_ALIGNED_CHECKPOINT_BARRIER`: likewise, of a checkpoint that may turn unaligned on its way (≥1.13; before 1.16 with another
    /// name). Its receiver hears of it as soon as it arrives.
    TimeoutableAlignedCheckpointBarrier,
    /// `PRIORITIZED_EVENT_BUFFER`: overtakes all data and all other events, as the barrier of an unaligned checkpoint does.
    PrioritizedEventBuffer,
}

impl DataType {
    /// Flink's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DataBuffer => "DATA_BUFFER",
            Self::EventBuffer => "EVENT_BUFFER",
            Self::AlignedCheckpointBarrier => "ALIGNED_CHECKPOINT_BARRIER",
            Self::TimeoutableAlignedCheckpointBarrier => "TIMEOUTABLE_ALIGNED_CHECKPOINT_BARRIER",
            Self::PrioritizedEventBuffer => "PRIORITIZED_EVENT_BUFFER",
        }
    }

    /// Whether it overtakes what has no priority (`hasPriority`).
    #[must_use]
    pub const fn has_priority(self) -> bool {
        matches!(self, Self::PrioritizedEventBuffer)
    }

    /// Whether nothing more is sent after it (`isBlockingUpstream`).
    #[must_use]
    pub const fn is_blocking(self) -> bool {
        matches!(self, Self::AlignedCheckpointBarrier | Self::TimeoutableAlignedCheckpointBarrier)
    }
}

/// An event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is; not [`DataType::DataBuffer`], or it is treated as [`DataType::EventBuffer`].
    pub data_type: DataType,
    /// Its length, bytes.
    pub bytes: u32,
    /// A number of the caller's choice.
    pub tag: u64,
}
