//! Which consumer reads what of which producer (`VertexInputInfoComputationUtils`, before 1.17 `EdgeManagerBuildUtil`).

use std::ops::Range;

/// How the subtasks of an edge are connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DistributionPattern {
    /// `ALL_TO_ALL`: every consumer reads of every producer.
    AllToAll,
    /// `POINTWISE`: as few connections as reach every subtask.
    Pointwise,
}

/// What a consumer reads: the same subpartition of some producers. Its channels are the producers' number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumedRange {
    /// The producers, by subtask.
    pub producers: Range<u32>,
    /// The subpartition of each of them.
    pub subpartition: u32,
}

impl DistributionPattern {
    /// Flink's name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AllToAll => "ALL_TO_ALL",
            Self::Pointwise => "POINTWISE",
        }
    }

    /// What subtask `consumer` of `consumers` reads of `producers` subtasks. All numbers are meant to be parallelisms, up to 32,768;
    /// up to 2^31 they are right. Without producers or consumers, or beyond them, there is nothing to read.
    #[must_use]
    pub fn consumed(self, producers: u32, consumers: u32, consumer: u32) -> ConsumedRange {
        if producers == 0 || consumer >= consumers {
            return ConsumedRange { producers: 0..0, subpartition: 0 };
        }
        match self {
            Self::AllToAll => ConsumedRange { producers: 0..producers, subpartition: consumer },
            Self::Pointwise if producers >= consumers => {
                let start = |consumer| share(consumer, producers, consumers);
                ConsumedRange { producers: start(consumer)..start(consumer + 1), subpartition: 0 }
            }
            Self::Pointwise => {
                let producer = share(consumer, producers, consumers);
                let readers = self.consumers_of(producers, consumers, producer);
                // Not the place among the producer's readers, but by turns; over all of them it comes to the same.
                let subpartition = consumer % (readers.end - readers.start).max(1);
                ConsumedRange { producers: producer..producer + 1, subpartition }
            }
        }
    }

    /// Channels of the consumer that has most (`EdgeManagerBuildUtil.computeMaxEdgesToTargetExecutionVertex`); 0 without subtasks.
    #[must_use]
    pub fn most_channels(self, producers: u32, consumers: u32) -> u32 {
        match self {
            _ if consumers == 0 => 0,
            Self::AllToAll => producers,
            Self::Pointwise => producers.div_ceil(consumers),
        }
    }

    /// The consumers that read of subtask `producer`; as many are its subpartitions.
    #[must_use]
    pub fn consumers_of(self, producers: u32, consumers: u32, producer: u32) -> Range<u32> {
        if consumers == 0 || producer >= producers {
            return 0..0;
        }
        match self {
            Self::AllToAll => 0..consumers,
            Self::Pointwise if producers >= consumers => {
                let reader = share_up(producer + 1, consumers, producers) - 1;
                reader..reader + 1
            }
            Self::Pointwise => {
                let start = |producer| share_up(producer, consumers, producers);
                start(producer)..start(producer + 1)
            }
        }
    }
}

/// `number × of / among`, rounded down; at most `of` for a number up to `among`.
fn share(number: u32, of: u32, among: u32) -> u32 {
    u32::try_from(u64::from(number) * u64::from(of) / u64::from(among)).unwrap_or(u32::MAX)
}

/// The same, rounded up.
fn share_up(number: u32, of: u32, among: u32) -> u32 {
    u32::try_from((u64::from(number) * u64::from(of)).div_ceil(u64::from(among))).unwrap_or(u32::MAX)
}
