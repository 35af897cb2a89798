//! Laws of what is between two tasks, after every operation of any program.

mod lanes;

use lanes::{Lane, Message, World, operations, sizes};
use pools::buffer::{GlobalPool, NetworkBufferPool};
use proptest::prelude::*;
use sim::input::{ChannelState, Source};
use sim::output::Item;

/// What the sender may send, was told or will be told of, or has sent, is free: never more, so that there is a buffer for all of it.
fn check_credit(world: &World) {
    for (number, lane) in (0..).zip(&world.lanes) {
        let ChannelState { exclusive, floating, credit, .. } =
            world.gate.channel(number).expect("it is there");
        let is_data = |message: &&Message| matches!(message, Message::Item { item: Item::Data(_), .. });
        let on_their_way = lane.wire.iter().filter(is_data).count();
        let announced: u32 = lane.credits.iter().sum();
        let promised =
            lane.sender.available() + announced + credit + u32::try_from(on_their_way).expect("few");
        // A sender without exclusive buffers forgets its credit when it resumes; until then it sends nothing.
        if world.exclusive_buffers() > 0 || !lane.is_blocked {
            assert_eq!(promised, exclusive + floating, "channel {number}");
        }
        assert!(exclusive <= world.exclusive_buffers());
    }
}

/// Every buffer is in one place, and the sums say how many are in each.
fn check_buffers(world: &mut World) {
    let channels: Vec<_> = (0..).map_while(|number| world.gate.channel(number)).zip(&world.lanes).collect();
    let taken = |source| move |lane: &Lane| lane.taken.iter().filter(|taken| **taken == source).count();
    let free_exclusive: u32 = channels.iter().map(|(channel, _)| channel.exclusive).sum();
    let free_floating: u32 = channels.iter().map(|(channel, _)| channel.floating).sum();
    let floating_taken: usize = channels.iter().map(|(_, lane)| taken(Source::Floating)(lane)).sum();
    let exclusive_taken: usize = channels.iter().map(|(_, lane)| taken(Source::Exclusive)(lane)).sum();
    for (number, lane) in (0..).zip(&world.lanes) {
        assert_eq!(world.gate.received_bytes(number), lane.delivered_bytes - lane.received_bytes);
    }
    let received: u32 = channels.iter().map(|(channel, _)| channel.received).sum();
    let wanted: i64 = channels
        .iter()
        .map(|(channel, _)| (i64::from(channel.need) - i64::from(world.exclusive_buffers())).max(0))
        .sum();
    assert_eq!(i64::from(world.gate.buffers_in_use()), i64::from(received) + wanted);

    let usage = world.gate.usage(&mut world.input_pools);
    let pool = world.input_pools.pool(world.gate.pool()).expect("it is alive");
    let all = world.exclusive_buffers() * u32::try_from(channels.len()).expect("few");
    let exclusive_used = i64::from(all) - i64::from(free_exclusive);
    assert_eq!(i64::from(usage.exclusive_used), exclusive_used);
    let in_use = i64::from(pool.used()) - i64::from(free_floating);
    assert_eq!(i64::from(usage.floating_used), in_use.max(0));
    // What was handed out and is not free or taken was received, or else an exclusive buffer was; events have none.
    let queued_floating = i64::from(pool.handed_out) - i64::from(free_floating) - floating_taken as i64;
    let queued_exclusive = exclusive_used - exclusive_taken as i64;
    assert!(queued_floating >= 0 && queued_exclusive >= 0);
    assert!(queued_floating + queued_exclusive <= i64::from(received));

    let queued: u32 = (0..)
        .map_while(|number| world.output.subpartition(number))
        .map(|subpartition| subpartition.queued)
        .sum();
    assert_eq!(world.output.queued(), queued);
}

proptest! {
    #[test]
    fn credit_and_buffers_are_kept(sizes in sizes(), operations in operations()) {
        let mut world = World::new(sizes);
        for operation in &operations {
            world.carry_out(operation);
            check_credit(&world);
            check_buffers(&mut world);
            world.check_notifications();
        }
    }

    /// In the end every record was received, in order, with every byte, and every buffer is back.
    #[test]
    fn everything_arrives(sizes in sizes(), operations in operations()) {
        let mut world = World::new(sizes);
        for operation in &operations {
            world.carry_out(operation);
        }
        world.drain();
        prop_assert_eq!(world.expected_records(), 0);
        for lane in &world.lanes {
            prop_assert_eq!(lane.received_bytes, lane.written_bytes);
        }
        prop_assert_eq!(world.output.held(), 0);
        prop_assert_eq!(world.output.queued_bytes(), 0);
        let pool = world.output_pools.pool(world.output.pool()).expect("it is alive");
        prop_assert_eq!(pool.handed_out, 0);
        check_credit(&world);
        check_buffers(&mut world);
    }

    /// Whoever asks for what is not there is refused, and nothing else happens.
    #[test]
    fn what_is_not_there_is_refused(sizes in sizes(), operations in operations(), number in 5_u16..) {
        let mut world = World::new(sizes);
        for operation in &operations {
            world.carry_out(operation);
        }
        let before = format!("{world:?}");
        let mut pools = NetworkBufferPool::new(GlobalPool::new(pools::Release::LATEST, 1, 1)).expect("a pool");
        let channel = u32::from(number);
        prop_assert!(world.output.emit(&mut pools, number, 1, 0).is_err());
        prop_assert!(world.output.poll(&mut pools, number).is_err());
        prop_assert!(world.output.flush(number).is_err());
        prop_assert!(world.output.set_buffer_size(number, 1).is_err());
        prop_assert!(world.output.resume_consumption(number).is_err());
        prop_assert!(world.output.subpartition(number).is_none() && !world.output.is_readable(number));
        prop_assert!(world.gate.on_data(&mut pools, channel, 1, sim::Payload::default(), 1).is_err());
        prop_assert!(world.gate.on_backlog(&mut pools, channel, 1).is_err());
        prop_assert!(world.gate.next(channel).is_err() && world.gate.take_credit(channel).is_err());
        prop_assert!(world.gate.recycle(&mut pools, channel, Source::Exclusive).is_err());
        prop_assert!(world.gate.recycle(&mut pools, channel, Source::Floating).is_err());
        prop_assert_eq!(before, format!("{world:?}"));
    }
}
