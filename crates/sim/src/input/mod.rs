//! The receiving side: a gate's remote channels, their exclusive and floating buffers, and the credit they give their senders.
//!
//! ```text
//!   on_data: a free buffer of the channel ──→ received ──→ next: the task has it ──→ recycle
//!                floating first, else exclusive                                       │ exclusive: free again, credit for the sender
//!                        ↑ as many as the sender's backlog asks for                   │ floating: to the pool, or to a channel that waits
//!                     pool of floating buffers ←─────────────────────────────────────┘
//! ```
//!
//! Follows `RemoteInputChannel` and `BufferManager` of Flink 1.13 to 2.3, seen by one thread at a time. Where Flink asks its network thread
//! to send credit, [`InputGate::next_credited`] names the channel.
//!
//! Not here: local channels, which read a [`ResultPartition`](crate::output::ResultPartition) directly and have no buffers; and which
//! channel a task reads next.

mod channel;
mod error;
mod gate;
mod receive;
mod recycle;
mod view;

pub use channel::{ChannelState, Received, Source};
pub use error::InputError;
pub use gate::{GateSetup, InputGate};
pub use view::BufferUse;
