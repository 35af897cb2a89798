//! Managed memory of one slot: pages, reservations and shared resources out of one budget.
//!
//! Follows `MemoryManager`, `UnsafeMemoryBudget` and `SharedResources`, which do the same in Flink 1.13 to 2.3. Every slot has a manager of its
//! own. Which fraction of it an operator or a state backend gets is decided elsewhere; here it is turned into pages or bytes and accounted for.

mod budget;
mod error;
mod manager;
mod shared;

pub use budget::slot_share;
pub use error::{MemoryError, Shortage};
pub use manager::{MIN_PAGE_SIZE, MemoryManager, OwnerId};
pub use shared::Lease;
