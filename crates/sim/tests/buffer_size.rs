//! How announced sizes limit buffers where the recordings do not show it. The numbers follow from `BufferWritingResultPartition` of each
//! release; 1.15 and 1.19 changed it (FLINK-24190, FLINK-33077).

use std::num::{NonZeroU16, NonZeroU32};

use pools::Release;
use pools::buffer::{BufferPoolRequest, GlobalPool, NetworkBufferPool};
use sim::output::{Item, PartitionSetup, ResultPartition, Written};

const SEGMENT_SIZE: u32 = 100;

/// A partition with a pool of so many buffers, and no overdraft.
fn partition(release: Release, subpartitions: u16, buffers: i32) -> (NetworkBufferPool, ResultPartition) {
    let mut pools = NetworkBufferPool::new(GlobalPool::new(release, 20, 100)).expect("few segments");
    let pool = pools
        .create_buffer_pool(&BufferPoolRequest {
            min: buffers,
            max: buffers,
            subpartitions,
            max_buffers_per_channel: 10,
            max_overdraft_buffers: 0,
        })
        .expect("room for it");
    let partition = ResultPartition::new(&PartitionSetup {
        release,
        pool,
        subpartitions: NonZeroU16::new(subpartitions).expect("some"),
        segment_size: NonZeroU32::new(SEGMENT_SIZE).expect("some"),
        starting_buffer_size: None,
        exclusive_buffers: 2,
    });
    (pools, partition)
}

/// Bytes of everything that can be read from the first subpartition.
fn read(pools: &mut NetworkBufferPool, partition: &mut ResultPartition) -> Vec<u32> {
    partition.flush_all();
    let mut bytes = Vec::new();
    while let Some(polled) = partition.poll(pools, 0).expect("it is there") {
        let Item::Data(slice) = polled.item else { panic!("there are no events") };
        bytes.push(slice.bytes);
    }
    bytes
}

#[track_caller]
fn check_broadcast(release: Release, expected: &[u32]) {
    let (mut pools, mut partition) = partition(release, 2, 8);
    partition.set_buffer_size(0, 60).expect("it is there");
    partition.set_buffer_size(1, 30).expect("it is there");
    for stamp in 0..12 {
        let written = partition.broadcast(&mut pools, 10, stamp);
        assert_eq!(written, Ok(Written::Done));
    }
    assert_eq!(read(&mut pools, &mut partition), expected, "{release}");
}

#[test]
fn a_buffer_for_all_is_limited_to_the_smallest_size() {
    check_broadcast(Release::V1_13, &[100, 20]);
    check_broadcast(Release::V1_14, &[100, 20]);
    check_broadcast(Release::V1_15, &[30; 4]);
    check_broadcast(Release::V2_3, &[30; 4]);
}

#[track_caller]
fn check_first_record(release: Release, expected: &[u32]) {
    let (mut pools, mut partition) = partition(release, 1, 8);
    partition.set_buffer_size(0, 30).expect("it is there");
    for bytes in [45, 15, 15] {
        assert_eq!(partition.emit(&mut pools, 0, bytes, 0), Ok(Written::Done));
    }
    assert_eq!(read(&mut pools, &mut partition), expected, "{release}");
}

#[test]
fn the_first_record_of_a_buffer_makes_room_for_itself() {
    check_first_record(Release::V1_13, &[75]);
    check_first_record(Release::V1_14, &[30, 30, 15]);
    check_first_record(Release::V1_15, &[45, 30]);
    check_first_record(Release::V2_3, &[45, 30]);
}

#[test]
fn the_last_buffer_of_a_pool_makes_room_for_more() {
    for (release, written) in [(Release::V1_18, Written::Blocked), (Release::V1_19, Written::Done)] {
        let (mut pools, mut partition) = partition(release, 1, 2);
        partition.set_buffer_size(0, 30).expect("it is there");
        for bytes in [10, 20, 10] {
            assert_eq!(partition.emit(&mut pools, 0, bytes, 0), Ok(Written::Done));
        }
        assert!(!partition.is_available(&pools));
        assert_eq!(partition.emit(&mut pools, 0, 25, 0), Ok(written), "{release}");
        let expected = if written == Written::Done { [30, 35] } else { [30, 30] };
        assert_eq!(read(&mut pools, &mut partition), expected, "{release}");
    }
}

#[test]
fn the_room_that_is_made_ends_with_the_segment() {
    let (mut pools, mut partition) = partition(Release::LATEST, 1, 2);
    partition.set_buffer_size(0, 30).expect("it is there");
    for bytes in [30, 29, 30] {
        assert_eq!(partition.emit(&mut pools, 0, bytes, 0), Ok(Written::Done));
    }
    // One byte more than it needs each time, so that the buffer stays open.
    for _ in 59..99 {
        assert_eq!(partition.emit(&mut pools, 0, 1, 0), Ok(Written::Done));
    }
    assert_eq!(partition.buffers_out(), 1);
    assert_eq!(partition.emit(&mut pools, 0, 1, 0), Ok(Written::Done));
    assert_eq!(partition.buffers_out(), 2);
    assert_eq!(read(&mut pools, &mut partition), [30, 100]);
}
