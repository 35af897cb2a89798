//! A buffer's way from a task that writes to one that receives, as a simulation takes it millions of times a second.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;
use std::num::{NonZeroU16, NonZeroU32};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pools::Release;
use pools::buffer::{BufferPoolRequest, GlobalPool, NetworkBufferPool, PoolId};
use sim::SenderCredit;
use sim::input::{GateSetup, InputGate, Received};
use sim::output::{Item, PartitionSetup, ResultPartition, Written};

/// Bytes of a segment, and of the records, which fill it exactly.
const SEGMENT_SIZE: u32 = 32 << 10;
const RECORDS: u32 = 4;

const RELEASE: Release = Release::LATEST;

/// A partition and a gate of its own TaskManager, with a channel for each subpartition.
struct Pair {
    output_pools: NetworkBufferPool,
    output: ResultPartition,
    input_pools: NetworkBufferPool,
    gate: InputGate,
    senders: Vec<SenderCredit>,
}

fn pools(request: &BufferPoolRequest) -> (NetworkBufferPool, PoolId) {
    let mut pools =
        NetworkBufferPool::new(GlobalPool::new(RELEASE, 1 << 20, 32 << 10)).expect("not too many");
    let pool = pools.create_buffer_pool(request).expect("room for it");
    (pools, pool)
}

impl Pair {
    fn new(subpartitions: u16) -> Self {
        let (output_pools, pool) = pools(&BufferPoolRequest {
            min: i32::from(subpartitions) + 1,
            max: 2 * i32::from(subpartitions) + 8,
            subpartitions,
            max_buffers_per_channel: 10,
            max_overdraft_buffers: 20,
        });
        let output = ResultPartition::new(&PartitionSetup {
            release: RELEASE,
            pool,
            subpartitions: NonZeroU16::new(subpartitions).expect("some"),
            segment_size: NonZeroU32::new(SEGMENT_SIZE).expect("some"),
            starting_buffer_size: None,
            exclusive_buffers: 2,
        });
        let (input_pools, pool) = pools(&BufferPoolRequest::of_gate(1, 8));
        let gate = InputGate::new(&GateSetup {
            release: RELEASE,
            pool,
            channels: u32::from(subpartitions),
            exclusive_buffers: 2,
        });
        let senders = vec![SenderCredit::new(2); usize::from(subpartitions)];
        Self { output_pools, output, input_pools, gate, senders }
    }

    /// A buffer is filled, read, sent, received, taken and given back, and its credit returns.
    fn pass_buffer(&mut self, subpartition: u16) {
        for stamp in 0..RECORDS {
            let bytes = SEGMENT_SIZE / RECORDS;
            let written = self.output.emit(&mut self.output_pools, subpartition, bytes, stamp.into());
            assert_eq!(written, Ok(Written::Done));
        }
        self.output.flush(subpartition).expect("it is there");
        black_box(self.output.next_notified());
        let polled = self.output.poll(&mut self.output_pools, subpartition).expect("it is there");
        let Some(Item::Data(slice)) = polled.map(|polled| polled.item) else { panic!("there is data") };
        self.output.recycle(&mut self.output_pools, slice.buffer).expect("it was read");
        let sender = &mut self.senders[usize::from(subpartition)];
        assert!(sender.spend());
        let (pools, channel) = (&mut self.input_pools, u32::from(subpartition));
        self.gate.on_data(pools, channel, slice.bytes, slice.payload, 0).expect("there is a buffer");
        let Some(Received::Data { source, .. }) = self.gate.next(channel).expect("it is there") else {
            panic!("there is data")
        };
        self.gate.recycle(pools, channel, source).expect("it was taken");
        black_box(self.gate.next_credited());
        sender.add(self.gate.take_credit(channel).expect("it is there"));
    }
}

fn flow(c: &mut Criterion) {
    let mut group = c.benchmark_group("a buffer from task to task");
    for subpartitions in [1, 100, 10_000] {
        let mut pair = Pair::new(subpartitions);
        group.throughput(Throughput::Elements(u64::from(subpartitions)));
        group.bench_function(format!("{subpartitions} channels"), |b| {
            b.iter(|| (0..subpartitions).for_each(|subpartition| pair.pass_buffer(subpartition)));
        });
    }
    group.finish();
}

criterion_group!(benches, flow);
criterion_main!(benches);
