//! What a simulation does with buffer pools millions of times a second, and what it does once.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use pools::Release;
use pools::buffer::{
    BufferPoolRequest, GlobalPool, NetworkBufferPool, PoolId, Progress, SegmentId, Subpartition,
};

/// Bytes of a segment, which nothing depends on.
const SEGMENT_SIZE: i32 = 32 << 10;

fn global_pool(segments: i32) -> NetworkBufferPool {
    NetworkBufferPool::new(GlobalPool::new(Release::LATEST, segments, SEGMENT_SIZE)).expect("not too many")
}

/// The pool of a result partition, by default settings.
fn output(subpartitions: u16) -> BufferPoolRequest {
    BufferPoolRequest {
        min: i32::from(subpartitions) + 1,
        max: 2 * i32::from(subpartitions) + 8,
        subpartitions,
        max_buffers_per_channel: 10,
        max_overdraft_buffers: 20,
    }
}

/// Requests `held` buffers of each pool and then, round after round, takes one and gives the oldest back.
fn rotate(
    global: &mut NetworkBufferPool,
    pools: &[PoolId],
    subpartitions: u16,
    held: usize,
    rounds: usize,
) -> u64 {
    let mut held_by: Vec<_> = pools.iter().map(|_| Vec::with_capacity(held)).collect();
    let mut operations = 0;
    for round in 0..rounds {
        for (pool, segments) in pools.iter().zip(&mut held_by) {
            let at = round % held;
            if round >= held {
                let segment: SegmentId = segments[at];
                black_box(global.recycle(segment).expect("was handed out"));
                operations += 1;
            }
            let subpartition = u16::try_from(round).ok().map(|round| Subpartition(round % subpartitions));
            let segment = global.request(*pool, subpartition).expect("is alive").expect("has free ones");
            operations += 1;
            if round >= held { segments[at] = segment } else { segments.push(segment) }
        }
    }
    for segment in held_by.into_iter().flatten() {
        global.recycle(segment).expect("was handed out");
        operations += 1;
    }
    operations
}

fn flow(c: &mut Criterion) {
    let mut group = c.benchmark_group("request and recycle");
    for (name, pools, subpartitions) in [
        ("1 pool, 4 subpartitions", 1, 4),
        ("64 pools, 8 subpartitions", 64, 8),
        ("1000 pools, 32 subpartitions", 1000, 32),
    ] {
        let mut global = global_pool(1 << 20);
        let pools: Vec<_> =
            (0..pools).map(|_| global.create_buffer_pool(&output(subpartitions)).expect("enough")).collect();
        let held = usize::from(subpartitions);
        let rounds = 64_000 / pools.len();
        let operations = rotate(&mut global, &pools, subpartitions, held, rounds);
        group.throughput(Throughput::Elements(operations));
        group.bench_function(name, |b| {
            b.iter(|| rotate(black_box(&mut global), &pools, subpartitions, held, rounds));
        });
    }
    group.finish();

    let mut group = c.benchmark_group("one buffer at a time");
    group.throughput(Throughput::Elements(2));
    for (name, subpartition) in [("for nobody", None), ("for a subpartition", Some(Subpartition(3)))] {
        let mut global = global_pool(1 << 10);
        let pool = global.create_buffer_pool(&output(4)).expect("enough");
        group.bench_function(name, |b| {
            b.iter(|| {
                let segment = global.request(black_box(pool), subpartition).expect("is alive");
                global.recycle(segment.expect("has one"))
            });
        });
    }
    // Beyond the size of its pool, a buffer comes from the global pool and goes back there.
    let mut global = global_pool(1 << 10);
    let pool = global.create_buffer_pool(&output(4)).expect("enough");
    while global.pool(pool).is_some_and(|pool| pool.excess() == 0) {
        global.request(pool, None).expect("is alive");
    }
    group.bench_function("overdraft", |b| {
        b.iter(|| {
            let segment = global.request(black_box(pool), None).expect("is alive");
            global.recycle(segment.expect("has overdraft"))
        });
    });
    group.finish();
}

fn create(global: &mut NetworkBufferPool, pools: u32) -> i64 {
    let mut ids = Vec::new();
    for at in 0..pools {
        let request = if at % 2 == 0 { output(8) } else { BufferPoolRequest::of_gate(1, 8) };
        ids.push(global.create_buffer_pool(&request).expect("enough"));
    }
    ids.into_iter().map(|pool| i64::from(global.pool(pool).expect("is alive").size)).sum()
}

fn creation(c: &mut Criterion) {
    let mut group = c.benchmark_group("create over a million segments");
    group.sample_size(20);
    for pools in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(u64::from(pools)));
        group.bench_function(format!("{pools} pools"), |b| {
            b.iter_batched_ref(
                || global_pool(1_000_000),
                |global| create(global, pools),
                BatchSize::PerIteration,
            );
        });
    }
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10000 pools with 8 exclusive segments each", |b| {
        b.iter_batched_ref(
            || (global_pool(1_000_000), Vec::new()),
            |(global, segments)| {
                for _ in 0..10_000 {
                    let pool = global.create_buffer_pool(&output(8)).expect("enough");
                    global.reserve_segments(pool, 1, 0).expect("enough");
                    for _ in 0..4 {
                        let progress = global.request_unpooled(2, 0, segments).expect("enough");
                        assert_eq!(progress, Progress::Done);
                    }
                }
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("10000 pools, each of which hands out a buffer at once", |b| {
        b.iter_batched_ref(
            || global_pool(1_000_000),
            |global| {
                for _ in 0..10_000 {
                    let pool = global.create_buffer_pool(&output(8)).expect("enough");
                    global.request(pool, None).expect("is alive").expect("has one");
                }
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("10000 pools, the first of which is at its size", |b| {
        b.iter_batched_ref(
            || {
                let mut global = global_pool(1_000_000);
                let pool = global.create_buffer_pool(&output(8)).expect("enough");
                while global.request(pool, None).expect("is alive").is_some() {}
                global
            },
            |global| create(global, 10_000),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("10000 pools made and destroyed", |b| {
        b.iter_batched_ref(
            || global_pool(1_000_000),
            |global| {
                create(global, 10_000);
                global.destroy_all().expect("nothing else was taken");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, flow, creation);
criterion_main!(benches);
