//! The memory manager of a slot.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::error::MemoryError;
use super::shared::Shared;

/// Bytes of the smallest page (`MemoryManager.MIN_PAGE_SIZE`).
pub const MIN_PAGE_SIZE: i32 = 4096;

/// Who owns pages or reserved memory: a number of the caller's choice. Flink takes any object, operators mostly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerId(pub u32);

/// What an owner has.
#[derive(Clone, Copy, Debug, Default)]
struct Account {
    pages: i32,
    /// Bytes.
    reserved: i64,
}

/// A slot's managed memory (`MemoryManager`).
///
/// Pages and reservations draw on the same budget. Nothing is ever less than 0 or more than the whole.
#[derive(Clone, Debug)]
pub struct MemoryManager {
    page_size: i32,
    total_pages: i32,
    budget: Budget,
    accounts: BTreeMap<OwnerId, Account>,
    pub(super) shared: Shared,
    is_shut_down: bool,
}

impl MemoryManager {
    /// A manager of `bytes` of managed memory, in pages of `page_size` bytes where pages are asked for. What is left over behind the last
    /// whole page can be reserved.
    ///
    /// # Errors
    /// [`MemoryError::SizeNegative`], [`MemoryError::PageTooSmall`], [`MemoryError::PageNotPowerOfTwo`], [`MemoryError::TooManyPages`], in
    /// this order.
    pub fn new(bytes: i64, page_size: i32) -> Result<Self, MemoryError> {
        if bytes < 0 {
            return Err(MemoryError::SizeNegative);
        }
        if page_size < MIN_PAGE_SIZE {
            return Err(MemoryError::PageTooSmall);
        }
        if page_size.count_ones() != 1 {
            return Err(MemoryError::PageNotPowerOfTwo);
        }
        let pages = bytes / i64::from(page_size);
        let total_pages = i32::try_from(pages).map_err(|_| MemoryError::TooManyPages { bytes, pages })?;
        Ok(Self {
            page_size,
            total_pages,
            budget: Budget::new(bytes),
            accounts: BTreeMap::new(),
            shared: Shared::default(),
            is_shut_down: false,
        })
    }

    /// Bytes in all (`getMemorySize`).
    #[must_use]
    pub const fn size(&self) -> i64 {
        self.budget.total()
    }

    /// Bytes of a page.
    #[must_use]
    pub const fn page_size(&self) -> i32 {
        self.page_size
    }

    /// Whole pages in all.
    #[must_use]
    pub const fn total_pages(&self) -> i32 {
        self.total_pages
    }

    /// Bytes left (`availableMemory`).
    #[must_use]
    pub const fn available(&self) -> i64 {
        self.budget.available()
    }

    /// Whether all of it is left (`verifyEmpty`).
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.budget.available() == self.budget.total()
    }

    /// Whether it was shut down.
    #[must_use]
    pub const fn is_shut_down(&self) -> bool {
        self.is_shut_down
    }

    /// Pages that an owner has.
    #[must_use]
    pub fn pages_of(&self, owner: OwnerId) -> i32 {
        self.accounts.get(&owner).map_or(0, |account| account.pages)
    }

    /// Bytes that an owner has reserved. A shared resource reserves as the owner it is named after.
    #[must_use]
    pub fn reserved_by(&self, owner: OwnerId) -> i64 {
        self.accounts.get(&owner).map_or(0, |account| account.reserved)
    }

    /// Allocates pages, all of them or none (`allocatePages`).
    ///
    /// # Errors
    /// [`MemoryError::PagesNegative`], [`MemoryError::ShutDown`], [`MemoryError::PagesAboveTotal`] (whatever is left), or
    /// [`MemoryError::PagesShort`].
    pub fn allocate_pages(&mut self, owner: OwnerId, pages: i32) -> Result<(), MemoryError> {
        if pages < 0 {
            // Flink makes room for the pages before it looks at anything.
            return Err(MemoryError::PagesNegative(pages));
        }
        self.check_running()?;
        if pages > self.total_pages {
            return Err(MemoryError::PagesAboveTotal { pages, total: self.total_pages });
        }
        let reserved = self.budget.reserve(self.bytes_of(pages));
        reserved.map_err(|shortage| MemoryError::PagesShort { pages, shortage })?;
        self.change(owner, |account| account.pages += pages);
        Ok(())
    }

    /// Releases pages of an owner (`release`), no more than it has, and says how many.
    ///
    /// # Errors
    /// [`MemoryError::ShutDown`].
    pub fn release_pages(&mut self, owner: OwnerId, pages: u32) -> Result<i32, MemoryError> {
        self.check_running()?;
        let released = i32::try_from(pages).unwrap_or(i32::MAX).min(self.pages_of(owner));
        self.change(owner, |account| account.pages -= released);
        self.budget.release(self.bytes_of(released));
        Ok(released)
    }

    /// Releases all pages of an owner (`releaseAll`), and says how many.
    ///
    /// # Errors
    /// [`MemoryError::ShutDown`].
    pub fn release_all_pages(&mut self, owner: OwnerId) -> Result<i32, MemoryError> {
        self.release_pages(owner, u32::MAX)
    }

    /// Reserves bytes (`reserveMemory`).
    ///
    /// # Errors
    /// [`MemoryError::ShutDown`], [`MemoryError::BytesNegative`], or [`MemoryError::Short`].
    pub fn reserve_memory(&mut self, owner: OwnerId, bytes: i64) -> Result<(), MemoryError> {
        self.check_reservation(bytes)?;
        self.budget.reserve(bytes).map_err(MemoryError::Short)?;
        self.change(owner, |account| account.reserved += bytes);
        Ok(())
    }

    /// Releases reserved bytes, no more than the owner has reserved (Flink then logs a warning), and says how many (`releaseMemory`).
    ///
    /// # Errors
    /// [`MemoryError::ShutDown`], or [`MemoryError::BytesNegative`].
    pub fn release_memory(&mut self, owner: OwnerId, bytes: i64) -> Result<i64, MemoryError> {
        self.check_reservation(bytes)?;
        let released = bytes.min(self.reserved_by(owner));
        self.change(owner, |account| account.reserved -= released);
        self.budget.release(released);
        Ok(released)
    }

    /// Releases all that an owner has reserved, and says how many bytes (`releaseAllMemory`).
    ///
    /// # Errors
    /// [`MemoryError::ShutDown`].
    pub fn release_all_memory(&mut self, owner: OwnerId) -> Result<i64, MemoryError> {
        self.release_memory(owner, i64::MAX)
    }

    /// Bytes that a fraction of the whole comes to (`computeMemorySize`), rounded down.
    ///
    /// # Errors
    /// [`MemoryError::FractionZero`], or [`MemoryError::FractionOutOfRange`].
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "Flink computes with doubles"
    )]
    pub fn compute_memory_size(&self, fraction: f64) -> Result<i64, MemoryError> {
        check_fraction(fraction)?;
        Ok((self.budget.total() as f64 * fraction) as i64)
    }

    /// Whole pages that a fraction of all of them comes to (`computeNumberOfPages`), rounded down.
    ///
    /// # Errors
    /// As [`compute_memory_size`](Self::compute_memory_size).
    #[expect(clippy::cast_possible_truncation, reason = "Flink cuts the decimals off")]
    pub fn compute_number_of_pages(&self, fraction: f64) -> Result<i32, MemoryError> {
        check_fraction(fraction)?;
        Ok((f64::from(self.total_pages) * fraction) as i32)
    }

    /// Shuts the manager down (`shutdown`): pages are freed. Reservations are forgotten, and their bytes stay missing.
    pub fn shut_down(&mut self) {
        if self.is_shut_down {
            return;
        }
        self.is_shut_down = true;
        let pages: i32 = self.accounts.values().map(|account| account.pages).sum();
        self.budget.release(self.bytes_of(pages));
        self.accounts.clear();
    }

    fn bytes_of(&self, pages: i32) -> i64 {
        i64::from(pages) * i64::from(self.page_size)
    }

    const fn check_running(&self) -> Result<(), MemoryError> {
        if self.is_shut_down { Err(MemoryError::ShutDown) } else { Ok(()) }
    }

    const fn check_reservation(&self, bytes: i64) -> Result<(), MemoryError> {
        match self.check_running() {
            Ok(()) if bytes < 0 => Err(MemoryError::BytesNegative(bytes)),
            checked => checked,
        }
    }

    /// Changes an owner's account; who has nothing has none.
    fn change(&mut self, owner: OwnerId, change: impl FnOnce(&mut Account)) {
        let account = self.accounts.entry(owner).or_default();
        change(account);
        if account.pages == 0 && account.reserved == 0 {
            self.accounts.remove(&owner);
        }
    }
}

/// `validateFraction`. What is no number is out of range.
fn check_fraction(fraction: f64) -> Result<(), MemoryError> {
    if fraction == 0.0 {
        return Err(MemoryError::FractionZero);
    }
    if fraction > 0.0 && fraction <= 1.0 { Ok(()) } else { Err(MemoryError::FractionOutOfRange(fraction)) }
}
