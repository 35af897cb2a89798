//! Memory that several lease together, as RocksDB's caches of one slot are (`SharedResources`).

use std::collections::BTreeMap;

use super::error::MemoryError;
use super::manager::{MemoryManager, OwnerId};

/// A share in a resource. Give it back to [`MemoryManager::release_shared`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lease {
    resource: OwnerId,
    number: u64,
    bytes: i64,
}

impl Lease {
    /// The resource, and the owner that it reserves memory as.
    #[must_use]
    pub const fn resource(&self) -> OwnerId {
        self.resource
    }

    /// Bytes of the whole resource.
    #[must_use]
    pub const fn bytes(&self) -> i64 {
        self.bytes
    }
}

/// The resources that there are, with the numbers of their leases.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    resources: BTreeMap<OwnerId, Resource>,
    next_lease: u64,
}

#[derive(Clone, Debug, Default)]
struct Resource {
    bytes: i64,
    /// Held by few, and looked through when one is released.
    leases: Vec<u64>,
}

impl MemoryManager {
    /// Leases a resource (`getSharedMemoryResourceForManagedMemory`). The first lease reserves the fraction of the whole; later ones share that,
    /// whatever fraction they name, though it must be a valid one.
    ///
    /// # Errors
    /// [`MemoryError::FractionZero`], [`MemoryError::FractionOutOfRange`]; for the first lease also [`MemoryError::ShutDown`] and
    /// [`MemoryError::SharedShort`].
    pub fn share(&mut self, resource: OwnerId, fraction: f64) -> Result<Lease, MemoryError> {
        let bytes = self.compute_memory_size(fraction)?;
        let bytes = match self.shared.resources.get(&resource) {
            Some(resource) => resource.bytes,
            None => {
                self.reserve_memory(resource, bytes).map_err(|error| match error {
                    MemoryError::Short(shortage) => MemoryError::SharedShort(shortage),
                    other => other,
                })?;
                bytes
            }
        };
        let number = self.shared.next_lease;
        self.shared.next_lease += 1;
        let held = self.shared.resources.entry(resource).or_default();
        held.bytes = bytes;
        held.leases.push(number);
        Ok(Lease { resource, number, bytes })
    }

    /// Gives a lease back (`OpaqueMemoryResource.close`); with the last one, the resource's memory is released. True if it was the last. A
    /// lease that was given back before changes nothing.
    ///
    /// # Errors
    /// [`MemoryError::ShutDown`] if it was the last; the resource is gone all the same.
    pub fn release_shared(&mut self, lease: Lease) -> Result<bool, MemoryError> {
        let Some(held) = self.shared.resources.get_mut(&lease.resource) else { return Ok(false) };
        held.leases.retain(|number| *number != lease.number);
        if !held.leases.is_empty() {
            return Ok(false);
        }
        let bytes = held.bytes;
        self.shared.resources.remove(&lease.resource);
        self.release_memory(lease.resource, bytes)?;
        Ok(true)
    }
}
