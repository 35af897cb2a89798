//! Laws of a slot's memory manager, after every operation of any program.

use pools::memory::{Lease, MIN_PAGE_SIZE, MemoryError, MemoryManager, OwnerId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const OWNERS: u32 = 4;

#[derive(Clone, Debug)]
enum Operation {
    Allocate(OwnerId, i32),
    ReleasePages(OwnerId, u32),
    ReleaseAllPages(OwnerId),
    Reserve(OwnerId, i64),
    Release(OwnerId, i64),
    ReleaseAll(OwnerId),
    Share(OwnerId, f64),
    ReleaseShared(usize),
    ShutDown,
}

fn bytes() -> impl Strategy<Value = i64> {
    prop_oneof![6 => 0..300_000_i64, 1 => any::<i64>()]
}

fn operation() -> impl Strategy<Value = Operation> {
    let owner = (0..OWNERS).prop_map(OwnerId);
    // Resources have owners of their own, as they do in Flink.
    let resource = (OWNERS..OWNERS + 2).prop_map(OwnerId);
    let pages = prop_oneof![6 => 0..20, 1 => any::<i32>()];
    let fraction = prop_oneof![
        6 => select(vec![0.1, 0.3, 0.7, 1.0, 1e-9]),
        1 => any::<f64>(),
        1 => select(vec![0.0, -0.0, f64::NAN, f64::INFINITY, 1.000_1]),
    ];
    prop_oneof![
        6 => (owner.clone(), pages).prop_map(|(owner, pages)| Operation::Allocate(owner, pages)),
        3 => (owner.clone(), any::<u8>())
            .prop_map(|(owner, pages)| Operation::ReleasePages(owner, (pages % 9).into())),
        1 => owner.clone().prop_map(Operation::ReleaseAllPages),
        6 => (owner.clone(), bytes()).prop_map(|(owner, bytes)| Operation::Reserve(owner, bytes)),
        4 => (owner.clone(), bytes()).prop_map(|(owner, bytes)| Operation::Release(owner, bytes)),
        1 => owner.prop_map(Operation::ReleaseAll),
        4 => (resource, fraction).prop_map(|(resource, fraction)| Operation::Share(resource, fraction)),
        3 => any::<u8>().prop_map(|lease| Operation::ReleaseShared(lease.into())),
    ]
}

fn managers() -> impl Strategy<Value = MemoryManager> {
    let pages = select(vec![MIN_PAGE_SIZE, 8 << 10, 32 << 10]);
    (0..1_000_000_i64, pages).prop_map(|(bytes, page)| MemoryManager::new(bytes, page).expect("as in Flink"))
}

fn carry_out(
    manager: &mut MemoryManager,
    leases: &mut Vec<Lease>,
    operation: &Operation,
) -> Result<(), MemoryError> {
    match *operation {
        Operation::Allocate(owner, pages) => manager.allocate_pages(owner, pages),
        Operation::ReleasePages(owner, pages) => manager.release_pages(owner, pages).map(drop),
        Operation::ReleaseAllPages(owner) => manager.release_all_pages(owner).map(drop),
        Operation::Reserve(owner, bytes) => manager.reserve_memory(owner, bytes),
        Operation::Release(owner, bytes) => manager.release_memory(owner, bytes).map(drop),
        Operation::ReleaseAll(owner) => manager.release_all_memory(owner).map(drop),
        Operation::Share(resource, fraction) => {
            manager.share(resource, fraction).map(|lease| leases.push(lease))
        }
        Operation::ReleaseShared(lease) => match lease.checked_rem(leases.len()) {
            Some(at) => manager.release_shared(leases[at]).map(drop),
            None => Ok(()),
        },
        Operation::ShutDown => {
            manager.shut_down();
            Ok(())
        }
    }
}

fn taken(manager: &MemoryManager) -> i64 {
    (0..OWNERS + 2)
        .map(OwnerId)
        .map(|owner| {
            let pages = i64::from(manager.pages_of(owner)) * i64::from(manager.page_size());
            pages + manager.reserved_by(owner)
        })
        .sum()
}

proptest! {
    #[test]
    fn memory_is_conserved(manager in managers(), operations in vec(operation(), 0..120)) {
        let (mut manager, mut leases) = (manager, Vec::new());
        for operation in &operations {
            let before = manager.available();
            let outcome = carry_out(&mut manager, &mut leases, operation);
            prop_assert_eq!(manager.available() + taken(&manager), manager.size());
            prop_assert!(manager.available() >= 0);
            prop_assert!(outcome.is_ok() || manager.available() == before, "what is refused changes nothing");
        }
        for owner in (0..OWNERS).map(OwnerId) {
            prop_assert!(manager.release_all_pages(owner).is_ok() && manager.release_all_memory(owner).is_ok());
        }
        for lease in leases {
            prop_assert!(manager.release_shared(lease).is_ok());
        }
        prop_assert!(manager.is_empty());
    }

    #[test]
    fn nothing_panics(
        bytes in prop_oneof![any::<i64>(), 0..1_000_000_i64],
        page in prop_oneof![any::<i32>(), (0..31).prop_map(|power| 1 << power)],
        operations in vec(prop_oneof![20 => operation(), 1 => Just(Operation::ShutDown)], 0..60),
    ) {
        let Ok(mut manager) = MemoryManager::new(bytes, page) else { return Ok(()) };
        let mut leases = Vec::new();
        for operation in &operations {
            if let Err(error) = carry_out(&mut manager, &mut leases, operation) {
                prop_assert!(!error.to_string().is_empty() && error.class().contains('.'));
            }
            prop_assert!((0..=manager.size()).contains(&manager.available()));
        }
    }
}

#[test]
fn the_last_lease_gives_the_memory_back() {
    let mut manager = MemoryManager::new(100_000, MIN_PAGE_SIZE).expect("as in Flink");
    let rocksdb = OwnerId(0);
    let first = manager.share(rocksdb, 0.5).expect("enough");
    let second = manager.share(rocksdb, 1.0).expect("shares the first");
    assert_eq!((first.bytes(), second.bytes(), manager.available()), (50_000, 50_000, 50_000));
    assert_eq!(manager.release_shared(first), Ok(false));
    assert_eq!(manager.release_shared(first), Ok(false), "twice");
    assert_eq!(manager.release_shared(second), Ok(true));
    assert!(manager.is_empty());
}

#[test]
fn a_manager_that_was_shut_down_refuses_everything() {
    let mut manager = MemoryManager::new(100_000, MIN_PAGE_SIZE).expect("as in Flink");
    let owner = OwnerId(0);
    manager.allocate_pages(owner, 2).expect("enough");
    manager.reserve_memory(owner, 1_000).expect("enough");
    let lease = manager.share(OwnerId(1), 0.1).expect("enough");
    manager.shut_down();
    manager.shut_down();
    assert!(manager.is_shut_down());
    // Pages are free again; what was reserved stays missing.
    assert_eq!(manager.available(), 100_000 - 1_000 - 10_000);
    for refused in [
        manager.allocate_pages(owner, 0),
        manager.release_all_pages(owner).map(drop),
        manager.reserve_memory(owner, 0),
        manager.release_all_memory(owner).map(drop),
        manager.share(OwnerId(2), 0.1).map(drop),
        manager.release_shared(lease).map(drop),
    ] {
        assert_eq!(refused, Err(MemoryError::ShutDown));
    }
    assert_eq!(manager.allocate_pages(owner, -1), Err(MemoryError::PagesNegative(-1)));
    assert_eq!(manager.compute_number_of_pages(0.5), Ok(12));
}
