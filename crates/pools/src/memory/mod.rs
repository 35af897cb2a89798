//! Managed memory of one slot: pages, reservations and shared resources out of one budget.
//!
//! Follows `MemoryManager`, `UnsafeMemoryBudget` and `SharedResources`, which do the same in Flink 1.13 to 2.3. Every slot has a manager of its
//! own. Which fraction of it an operator or a state backend gets is decided elsewhere; here it is turned into pages or bytes and accounted for.
//!
//! ```
//! use pools::memory::{MemoryManager, OwnerId};
//!
//! // 64 MiB in pages of 32 KiB. A sort takes its fraction as pages, RocksDB as bytes.
//! let mut manager = MemoryManager::new(64 << 20, 32 << 10)?;
//! let (sort, rocksdb) = (OwnerId(0), OwnerId(1));
//! let pages = manager.compute_number_of_pages(0.25)?;
//! manager.allocate_pages(sort, pages)?;
//! let lease = manager.share(rocksdb, 0.5)?;
//! assert_eq!((pages, lease.bytes(), manager.available()), (512, 32 << 20, 16 << 20));
//! # Ok::<(), pools::memory::MemoryError>(())
//! ```

mod budget;
mod error;
mod manager;
mod shared;

pub use budget::slot_share;
pub use error::{MemoryError, Shortage};
pub use manager::{MIN_PAGE_SIZE, MemoryManager, OwnerId};
pub use shared::Lease;
