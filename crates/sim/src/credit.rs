//! What the sending side of a remote channel knows of the receiver's buffers.

use crate::event::DataType;

/// Buffers that the receiver has free and the sender may fill (`CreditBasedSequenceNumberingViewReader`). An event needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderCredit {
    initial: u32,
    available: u32,
}

impl SenderCredit {
    /// At the start: the exclusive buffers of the channel.
    #[must_use]
    pub const fn new(exclusive_buffers: u32) -> Self {
        Self { initial: exclusive_buffers, available: exclusive_buffers }
    }

    /// Buffers that may be sent.
    #[must_use]
    pub const fn available(self) -> u32 {
        self.available
    }

    /// More credit arrived (`addCredit`).
    pub const fn add(&mut self, credit: u32) {
        self.available = self.available.saturating_add(credit);
    }

    /// Whether what would be read next may be sent (`getAvailabilityAndBacklog`): data if there is credit, an event in any case.
    #[must_use]
    pub const fn may_send(self, next: Option<DataType>) -> bool {
        match next {
            None => false,
            Some(DataType::DataBuffer) => self.available > 0,
            Some(_) => true,
        }
    }

    /// Takes the credit for one buffer; false if there is none.
    pub const fn spend(&mut self) -> bool {
        if self.available == 0 {
            return false;
        }
        self.available -= 1;
        true
    }

    /// Whether the backlog is to be sent where there is data and no credit, because nothing else would tell the receiver
    /// (`needAnnounceBacklog`, ≥1.14, where a channel may have no exclusive buffers).
    #[must_use]
    pub const fn needs_backlog_announced(self) -> bool {
        self.initial == 0 && self.available == 0
    }

    /// After a barrier that blocked the channel (`resumeConsumption`): a receiver without exclusive buffers has given all of its buffers
    /// back.
    pub const fn resume(&mut self) {
        if self.initial == 0 {
            self.available = 0;
        }
    }
}
