//! Numbers of the things of a simulation: places in its lists.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) struct $name(pub(super) u32);

        impl $name {
            /// Its place.
            #[inline]
            pub(super) const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A subtask.
    TaskId
    /// A result partition of a subtask.
    PartitionId
    /// An input gate of a subtask.
    GateId
    /// A subpartition with the channel that reads it.
    ChannelId
    /// The connection from one TaskManager to another.
    LinkId
}

/// The number of the next of a list.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a scenario has at most 2^22 channels, and less of all else"
)]
pub(super) const fn next<T>(list: &[T]) -> u32 {
    list.len() as u32
}
