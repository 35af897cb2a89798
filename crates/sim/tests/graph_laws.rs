//! What is never lost in a running job: segments, credit and records, in random graphs at random moments.

#[allow(dead_code, reason = "each test uses some of it")]
mod graphs;

use std::collections::BTreeMap;

use graphs::{moments, scenario, start};
use proptest::prelude::*;
use sim::Simulation;
use sim::inspect::{ChannelContent, ChannelView, Piece, PoolView, Segment, SegmentState, Side};
use sim::scenario::Work;

/// Events that happen one by one after each moment.
const STEPS: u32 = 8;

/// Segments of each pool in each state, those that are exclusive apart.
type Tally = BTreeMap<(u32, bool, SegmentState), u32>;

fn tally(segments: &[Segment]) -> Tally {
    let mut tally = Tally::new();
    for segment in segments {
        if let Some(pool) = segment.pool {
            *tally.entry((pool, segment.is_exclusive, segment.state)).or_default() += 1;
        }
    }
    tally
}

/// Every segment is in one place, and owners and pools agree about how many are where.
fn check_segments(simulation: &mut Simulation, task_manager: usize) {
    let mut segments = Vec::new();
    assert!(simulation.segments(task_manager, &mut segments));
    let pools = simulation.pools(task_manager).expect("a TaskManager");
    let total = segments.len();
    assert!(segments.iter().all(|segment| segment.state != SegmentState::Lost), "{segments:?}");
    let available = segments.iter().filter(|segment| segment.state == SegmentState::Available).count();
    let used = simulation.used_memory_segments(task_manager).expect("a TaskManager");
    assert_eq!(total - available, used as usize);
    let tally = tally(&segments);
    for (number, pool) in (0..).zip(&pools) {
        let of = |is_exclusive, state| tally.get(&(number, is_exclusive, state)).copied().unwrap_or(0);
        let PoolView { free, handed_out, excess, filling, queued, sending, read_locally, .. } = *pool;
        assert_eq!(of(false, SegmentState::Free), free);
        let (floating, exclusive) = (pool.floating, pool.exclusive);
        match pool.owner.side {
            Side::Output => {
                assert_eq!(filling + queued + sending + read_locally, handed_out, "{pool:?}");
                assert_eq!(exclusive.total() + floating.total(), 0);
                for (state, buffers) in [
                    (SegmentState::Filling, filling),
                    (SegmentState::Queued, queued),
                    (SegmentState::Sending, sending),
                    (SegmentState::Reading, read_locally),
                ] {
                    assert_eq!(of(false, state), buffers, "{state:?} {pool:?}");
                }
            }
            Side::Input => {
                assert_eq!(floating.total(), handed_out, "{pool:?}");
                assert_eq!(filling + queued + sending + read_locally, 0);
                for (is_exclusive, buffers) in [(false, floating), (true, exclusive)] {
                    assert_eq!(of(is_exclusive, SegmentState::Credit), buffers.credit);
                    assert_eq!(of(is_exclusive, SegmentState::Received), buffers.received);
                    assert_eq!(of(is_exclusive, SegmentState::Reading), buffers.reading);
                }
            }
        }
        let is_over = |segment: &&Segment| segment.is_overdraft && segment.pool == Some(number);
        assert_eq!(segments.iter().filter(is_over).count(), excess as usize);
    }
    let accounted: u32 = pools.iter().map(|pool| pool.free + pool.handed_out + pool.exclusive.total()).sum();
    assert_eq!(accounted, used);
}

/// What the sender may send, will hear that it may, or has sent, is free at the receiver.
fn check_credit(channel: &ChannelView) {
    let Some(remote) = &channel.remote else { return };
    // A sender without exclusive buffers forgets its credit when it resumes; until then it sends nothing.
    if remote.exclusive_total == 0 && channel.is_blocked {
        return;
    }
    let promised = remote.credit + remote.unannounced + remote.wire;
    assert_eq!(promised, remote.exclusive + remote.floating, "{channel:?}");
}

/// Each piece has the records whose last byte is in it, and nothing is left over. Those of a source are in the order in which it wrote them.
fn check_records(content: &ChannelContent, is_of_source: bool) {
    let mut read = content.put_aside;
    let mut check = |bytes: u32, records: u32| {
        assert_eq!((read + bytes) / content.record_bytes, records, "{content:?}");
        read = (read + bytes) % content.record_bytes;
    };
    if let Some((bytes, records)) = content.reading {
        check(bytes, records);
    }
    let mut before = 0;
    for Piece { bytes, payload } in &content.pieces {
        check(*bytes, payload.records);
        let (count, sum) = (u64::from(payload.records), payload.stamps);
        if is_of_source && count > 0 {
            assert!((before * count..=payload.newest * count).contains(&sum), "{content:?}");
            before = payload.newest;
        }
    }
    assert!(read == 0 || content.is_writing, "{content:?}");
}

fn check(simulation: &mut Simulation) {
    for task_manager in 0..simulation.scenario().task_managers as usize {
        check_segments(simulation, task_manager);
    }
    for edge in 0..simulation.scenario().edges.len() {
        let channels: Vec<_> = simulation.channels(edge).collect();
        let producer = simulation.scenario().edges[edge].producer;
        let is_of_source = matches!(simulation.scenario().vertices[producer].work, Work::Source(_));
        let mut records = 0;
        for (number, channel) in channels.iter().enumerate() {
            check_credit(channel);
            let content = simulation.channel_content(edge, number).expect("a channel");
            records += content.records();
            check_records(&content, is_of_source);
        }
        let in_flight = simulation.edge_metrics(edge).expect("an edge").in_flight();
        let view = simulation.edge_view(edge).expect("an edge");
        assert_eq!(records, in_flight);
        assert_eq!(view.channels as usize, channels.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn segments_credit_and_records_are_kept(scenario in scenario(), moments in moments(1)) {
        let mut simulation = start(scenario)?;
        check(&mut simulation);
        for moment in moments {
            simulation.run_until(moment);
            check(&mut simulation);
            for _ in 0..STEPS {
                simulation.step();
                check(&mut simulation);
            }
        }
    }
}
