//! Laws of buffer pools, after every operation of any program.

mod programs;

use std::collections::BTreeMap;

use pools::Release;
use pools::buffer::{
    BufferPoolRequest, GlobalPool, Holder, ListenerId, NetworkBufferPool, PoolId, PoolState, Progress,
    Recycled, SegmentId, Subpartition,
};
use programs::pair::Pair;
use programs::{Numbers, Operation, TIMEOUT_MS, programs};
use proptest::prelude::*;

/// Every segment is in one place, and there are as many in each as is said.
fn check_segments(pair: &mut Pair) {
    let (mut global, mut collected, mut gone) = (0, 0, 0);
    let mut free: BTreeMap<PoolId, i32> = BTreeMap::new();
    let (mut handed_out, mut unpooled) = (Vec::new(), Vec::new());
    let total = u32::try_from(pair.real.made_with().segments).unwrap_or(0);
    for segment in (0..total).map(SegmentId::new) {
        match pair.real.holder(segment) {
            Holder::Global => global += 1,
            Holder::Free(pool) => *free.entry(pool).or_default() += 1,
            Holder::HandedOut(pool, subpartition) => handed_out.push((segment, pool, subpartition)),
            Holder::Unpooled => unpooled.push(segment),
            Holder::Collected => collected += 1,
            Holder::Gone => gone += 1,
        }
    }
    assert_eq!(pair.real.available(), global);
    assert_eq!(pair.real.collected(), collected);
    assert!(gone == 0 || pair.real.is_destroyed());
    let mut held: Vec<_> = pair
        .held
        .iter()
        .map(|held| (held.segment, pair.pools[held.pool], held.subpartition.map(Subpartition)))
        .collect();
    held.sort_unstable();
    assert_eq!(held, handed_out);
    let mut taken = pair.unpooled.clone();
    taken.sort_unstable();
    assert_eq!(taken, unpooled);
    for pool in pair.pools.clone() {
        let of_pool = handed_out.iter().filter(|(_, holder, _)| *holder == pool).count();
        let state = pair.real.pool(pool);
        let (free, of_pool) = (free.get(&pool).copied().unwrap_or(0), u32::try_from(of_pool).expect("few"));
        assert_eq!(state.map_or((0, 0), |state| (state.free, state.handed_out)), (free, of_pool));
    }
    assert_eq!(pair.real.holder(SegmentId::new(total)), Holder::Gone);
}

fn states(pair: &mut Pair) -> Vec<Option<PoolState>> {
    pair.pools.clone().into_iter().map(|pool| pair.real.pool(pool)).collect()
}

proptest! {
    #[test]
    fn segments_are_conserved(program in programs(Numbers::Any, 60)) {
        let mut pair = Pair::new(&program);
        for operation in &program.operations {
            pair.carry_out(operation);
            check_segments(&mut pair);
        }
    }

    /// In Flink's own counts, as long as nothing is reserved, which those do not notice.
    #[test]
    fn counts_add_up(program in programs(Numbers::Ordinary, 80)) {
        let mut pair = Pair::new(&program);
        let operations = program.operations.iter();
        for operation in operations.filter(|operation| !matches!(operation, Operation::Reserve { .. })) {
            pair.carry_out(operation);
            let requested: i32 = states(&mut pair).iter().flatten().map(|state| state.requested).sum();
            let elsewhere = pair.real.available() + pair.real.collected();
            let elsewhere = i32::try_from(elsewhere as usize + pair.unpooled.len()).expect("few");
            prop_assert_eq!(requested + elsewhere, program.global.segments);
        }
    }

    #[test]
    fn pools_keep_within_their_limits(program in programs(Numbers::Ordinary, 120)) {
        let mut pair = Pair::new(&program);
        for operation in &program.operations {
            pair.carry_out(operation);
            let states = states(&mut pair);
            for (state, made_with) in states.iter().zip(&pair.made_with) {
                let Some(state) = state else { continue };
                prop_assert!((made_with.min..=made_with.max).contains(&state.size), "{state:?}");
                let most = made_with.max.saturating_add(made_with.max_overdraft_buffers);
                prop_assert!(state.requested <= most, "{state:?}");
            }
        }
    }

    #[test]
    fn destroying_everything_returns_everything(program in programs(Numbers::Ordinary, 120)) {
        let mut pair = Pair::new(&program);
        program.operations.iter().for_each(|operation| pair.carry_out(operation));
        pair.carry_out(&Operation::DestroyAll);
        while !pair.held.is_empty() {
            pair.recycle(0);
        }
        pair.carry_out(&Operation::UnpooledBack { number: usize::MAX });
        for _ in 0..pair.requests.len() {
            pair.carry_out(&Operation::Resume { request: 0, after_ms: TIMEOUT_MS });
        }
        pair.carry_out(&Operation::UnpooledBack { number: usize::MAX });
        prop_assert_eq!(i32::try_from(pair.real.available()), Ok(program.global.segments));
        prop_assert_eq!(pair.real.required(), 0);
    }

    #[test]
    fn the_same_program_ends_the_same_and_looking_changes_nothing(program in programs(Numbers::Any, 100)) {
        let (mut looked_at, mut left_alone) = (Pair::new(&program), Pair::new(&program));
        for operation in &program.operations {
            looked_at.carry_out(operation);
            looked_at.look();
            if !matches!(operation, Operation::Look) {
                left_alone.carry_out(operation);
            }
        }
        prop_assert_eq!(states(&mut looked_at), states(&mut left_alone));
    }

    /// Whoever watches a pool is told once when it becomes available.
    #[test]
    fn watched_pools_are_told_of(program in programs(Numbers::Any, 100)) {
        let mut pair = Pair::new(&program);
        for operation in &program.operations {
            let mut watched = Vec::new();
            for pool in &pair.pools {
                if pair.real.watch(*pool) {
                    prop_assert!(!pair.real.is_available(*pool));
                    watched.push(*pool);
                }
            }
            pair.carry_out(operation);
            let told: Vec<_> = std::iter::from_fn(|| pair.real.next_notified()).collect();
            for pool in &told {
                prop_assert!(watched.contains(pool));
                prop_assert_eq!(told.iter().filter(|other| *other == pool).count(), 1);
            }
            for pool in watched {
                prop_assert!(!pair.real.is_available(pool) || told.contains(&pool));
            }
        }
    }

    /// Names of what is not there, or not so.
    #[test]
    fn nothing_panics(program in programs(Numbers::Any, 60), odd in any::<u32>(), many in any::<usize>()) {
        let mut pair = Pair::new(&program);
        for operation in &program.operations {
            pair.carry_out(operation);
            let mut global = pair.real.clone();
            misuse(&mut global, odd, many);
        }
    }
}

fn misuse(global: &mut NetworkBufferPool, odd: u32, many: usize) {
    let missing = global.next_pool();
    let segment = SegmentId::new(odd % 200);
    assert!(global.request(missing, None).is_err());
    assert!(global.destroy(missing).is_err());
    assert!(global.set_num_buffers(missing, 1).is_err());
    assert!(global.set_max_overdraft(missing, 1).is_err());
    assert!(global.add_listener(missing, ListenerId(odd)).is_err());
    assert!(global.keep_listener(missing, ListenerId(odd)).is_err());
    assert!(global.reserve_segments(missing, 1, u64::MAX).is_err());
    assert!(global.pool(missing).is_none() && !global.is_available(missing) && !global.watch(missing));
    assert!(global.recycle(SegmentId::new(u32::MAX)).is_err());
    assert!(global.recycle_unpooled(&[segment, segment]).is_err());
    if global.recycle(segment).is_ok() && !matches!(global.holder(segment), Holder::HandedOut(..)) {
        assert!(global.recycle(segment).is_err(), "twice");
    }
    let order: Vec<_> = global.visited().chain([missing]).collect();
    global.visit_in_order(&order.into_iter().rev().collect::<Vec<_>>());
    let made = global.create_buffer_pool_at(&pools::buffer::BufferPoolRequest::of_gate(1, 5), many);
    if let Ok(pool) = made {
        assert!(global.request(pool, Some(Subpartition(0))).is_err());
        while global.request(pool, None).is_ok_and(|segment| segment.is_some()) {}
        assert_eq!(global.keep_listener(pool, ListenerId(odd)), Ok(true));
    }
    let mut segments = Vec::new();
    if let Ok(Progress::Waiting { request, .. }) = global.request_unpooled(1, u64::MAX, &mut segments) {
        assert!(!global.is_notified(request));
        assert!(global.resume(request, u64::MAX, &mut segments).is_err());
        assert!(global.resume(request, u64::MAX, &mut segments).is_err(), "ended");
    }
}

#[test]
fn a_listener_of_a_partition_may_find_its_availability_wrong() {
    let made_with = GlobalPool::new(Release::LATEST, 10, 32 << 10);
    let mut global = NetworkBufferPool::new(made_with).expect("not too many segments");
    let request = BufferPoolRequest {
        subpartitions: 1,
        max_buffers_per_channel: 1,
        ..BufferPoolRequest::of_gate(2, 2)
    };
    let pool = global.create_buffer_pool(&request).expect("enough");
    let full = global.request(pool, Some(Subpartition(0))).expect("is alive").expect("has one");
    let last = global.request(pool, None).expect("is alive").expect("has another");
    assert_eq!(global.recycle(last), Ok(Recycled::ToPool));
    assert_eq!(global.keep_listener(pool, ListenerId(3)), Ok(true));
    let error = global.recycle(full).expect_err("free, and no subpartition is full any more");
    assert_eq!(error.to_string(), "Inconsistent availability: expected true");
    assert_eq!(error.class(), Some("java.lang.IllegalStateException"));
    assert_eq!(global.holder(full), Holder::Gone);
    assert_eq!(global.pool(pool).map(|pool| (pool.requested, pool.handed_out)), Some((2, 0)));
}
