//! Carries operations out, and looks at what arrives.

use std::collections::VecDeque;
use std::num::{NonZeroU16, NonZeroU32};

use pools::buffer::{BufferPoolRequest, GlobalPool, NetworkBufferPool, PoolId};
use sim::input::{GateSetup, InputError, InputGate, Received, Source};
use sim::output::{BufferId, Item, OutputError, PartitionSetup, ResultPartition, Written};
use sim::{DataType, Event, SenderCredit};

use super::{Operation, Sizes};

/// Bytes of a barrier.
const BARRIER_BYTES: u32 = 38;

/// What is on its way to a channel.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Message {
    Item { item: Item, backlog: u32 },
    Backlog(u32),
}

/// A subpartition, its channel, and what is between them.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) sender: SenderCredit,
    pub(crate) wire: VecDeque<Message>,
    pub(crate) credits: VecDeque<u32>,
    /// Buffers that the receiving task has.
    pub(crate) taken: VecDeque<Source>,
    /// Whether a barrier left the sender, and the receiver has not resumed it.
    pub(crate) is_blocked: bool,
    /// Whether the receiving task has it.
    has_barrier: bool,
    /// Stamps of records that were written in full and not received, in order.
    expected: VecDeque<u64>,
    /// Bytes of all records, those that are not written in full too.
    pub(crate) written_bytes: u64,
    /// Bytes that arrived at the channel, and those that the receiving task took.
    pub(crate) delivered_bytes: u64,
    pub(crate) received_bytes: u64,
    was_readable: bool,
    events_queued: u64,
    /// Events that overtake others, which are in the subpartition's queue and in the channel's.
    priority_queued: u32,
    priority_received: u32,
}

#[derive(Debug)]
pub(crate) struct World {
    sizes: Sizes,
    pub(crate) output_pools: NetworkBufferPool,
    pub(crate) output: ResultPartition,
    output_pool: PoolId,
    pub(crate) input_pools: NetworkBufferPool,
    pub(crate) gate: InputGate,
    input_pool: PoolId,
    pub(crate) lanes: Vec<Lane>,
    held: VecDeque<BufferId>,
    next_stamp: u64,
    /// What the writer that waits is at: its lane, or all.
    writing: Option<(Option<u16>, u64)>,
}

impl World {
    pub(crate) fn new(sizes: Sizes) -> Self {
        let lanes = sizes.lanes;
        let mut output_pools =
            NetworkBufferPool::new(GlobalPool::new(sizes.release, 64, 32)).expect("few segments");
        let min = i32::from(lanes) + 1;
        let output_pool = output_pools
            .create_buffer_pool(&BufferPoolRequest {
                min,
                max: min + sizes.output,
                subpartitions: lanes,
                max_buffers_per_channel: 4,
                max_overdraft_buffers: 2,
            })
            .expect("room for it");
        let mut input_pools =
            NetworkBufferPool::new(GlobalPool::new(sizes.release, 64, 32)).expect("few segments");
        let input_pool = input_pools
            .create_buffer_pool(&BufferPoolRequest::of_gate(1, sizes.floating))
            .expect("room for it");
        let output = ResultPartition::new(&PartitionSetup {
            release: sizes.release,
            pool: output_pool,
            subpartitions: NonZeroU16::new(lanes).expect("some"),
            segment_size: NonZeroU32::new(sizes.segment).expect("some"),
            starting_buffer_size: None,
            exclusive_buffers: sizes.exclusive,
        });
        let gate = InputGate::new(&GateSetup {
            release: sizes.release,
            pool: input_pool,
            channels: u32::from(lanes),
            exclusive_buffers: sizes.exclusive,
        });
        let lane = |_| Lane {
            sender: SenderCredit::new(sizes.exclusive),
            wire: VecDeque::new(),
            credits: VecDeque::new(),
            taken: VecDeque::new(),
            is_blocked: false,
            has_barrier: false,
            expected: VecDeque::new(),
            written_bytes: 0,
            delivered_bytes: 0,
            received_bytes: 0,
            was_readable: false,
            events_queued: 0,
            priority_queued: 0,
            priority_received: 0,
        };
        Self {
            lanes: (0..lanes).map(lane).collect(),
            sizes,
            output_pools,
            output,
            output_pool,
            input_pools,
            gate,
            input_pool,
            held: VecDeque::new(),
            next_stamp: 1,
            writing: None,
        }
    }

    fn cut(&self, lane: u16) -> u16 {
        lane % self.sizes.lanes
    }

    pub(crate) fn carry_out(&mut self, operation: &Operation) {
        match *operation {
            Operation::Emit { lane, bytes } => self.write(Some(self.cut(lane)), bytes),
            Operation::Broadcast { bytes } => self.write(None, bytes),
            Operation::Barrier { data_type } => self.write_barrier(data_type),
            Operation::ResumeWriter => {
                let written = self.output.resume(&mut self.output_pools).expect("the pool is alive");
                self.finish_writing(written);
            }
            Operation::Flush { lane } => self.output.flush(self.cut(lane)).expect("it is there"),
            Operation::FlushAll => self.output.flush_all(),
            Operation::BufferSize { lane, bytes } => {
                self.output.set_buffer_size(self.cut(lane), bytes).expect("it is there");
            }
            Operation::Send { lane } => self.send(self.cut(lane)),
            Operation::Recycle { slices } => self.recycle(slices),
            Operation::Deliver { lane } => self.deliver(self.cut(lane)),
            Operation::Next { lane } => self.next(self.cut(lane)),
            Operation::GiveBack { lane } => self.give_back(self.cut(lane)),
            Operation::AnnounceCredit { lane } => self.announce_credit(self.cut(lane)),
            Operation::DeliverCredit { lane } => {
                let lane = &mut self.lanes[usize::from(lane % self.sizes.lanes)];
                lane.credits.pop_front().into_iter().for_each(|credit| lane.sender.add(credit));
            }
            Operation::ResumeLane { lane } => self.resume_lane(self.cut(lane)),
            // Sizes below the guarantee are refused.
            Operation::ResizeOutput { buffers } => {
                let _ = self.output_pools.set_num_buffers(self.output_pool, buffers);
            }
            Operation::ResizeInput { buffers } => {
                let _ = self.input_pools.set_num_buffers(self.input_pool, buffers);
            }
        }
    }

    fn write(&mut self, lane: Option<u16>, bytes: u32) {
        let stamp = self.next_stamp;
        let written = match lane {
            Some(lane) => self.output.emit(&mut self.output_pools, lane, bytes, stamp),
            None => self.output.broadcast(&mut self.output_pools, bytes, stamp),
        };
        if self.writing.is_some() {
            assert_eq!(written, Err(OutputError::WriterBlocked));
            return;
        }
        self.next_stamp += 1;
        self.writing = Some((lane, stamp));
        for at in self.targets(lane) {
            self.lanes[at].written_bytes += u64::from(bytes);
        }
        self.finish_writing(written.expect("the pool is alive"));
    }

    fn targets(&self, lane: Option<u16>) -> std::ops::Range<usize> {
        lane.map_or(0..self.lanes.len(), |lane| usize::from(lane)..usize::from(lane) + 1)
    }

    fn finish_writing(&mut self, written: Written) {
        assert_eq!(written == Written::Blocked, self.output.is_writer_blocked());
        if written == Written::Blocked {
            return;
        }
        if let Some((lane, stamp)) = self.writing.take() {
            for at in self.targets(lane) {
                self.lanes[at].expected.push_back(stamp);
            }
        }
    }

    fn write_barrier(&mut self, data_type: DataType) {
        let unread = self.output.queued_bytes();
        let written = self.output.broadcast_event(Event { data_type, bytes: BARRIER_BYTES, tag: 7 });
        assert_eq!(written.is_err(), self.writing.is_some());
        let Ok(overtaken) = written else { return };
        if data_type.has_priority() {
            let events: u64 = self.lanes.iter().map(|lane| lane.events_queued).sum();
            assert_eq!(overtaken.bytes + events * u64::from(BARRIER_BYTES), unread);
        }
        for lane in &mut self.lanes {
            lane.events_queued += 1;
            lane.priority_queued += u32::from(data_type.has_priority());
        }
    }

    fn send(&mut self, number: u16) {
        let lane = &mut self.lanes[usize::from(number)];
        let next = self.output.next_type(number);
        if !lane.sender.may_send(next) {
            if next.is_some() && lane.sender.needs_backlog_announced() {
                let backlog = self.output.subpartition(number).expect("it is there").backlog;
                lane.wire.push_back(Message::Backlog(backlog));
            }
            return;
        }
        let polled = self.output.poll(&mut self.output_pools, number).expect("it is there");
        // There may have been nothing but an empty buffer.
        let Some(polled) = polled else { return };
        match polled.item {
            Item::Data(slice) => {
                assert!(lane.sender.spend());
                self.held.push_back(slice.buffer);
            }
            Item::Event(event) => {
                lane.is_blocked = event.data_type.is_blocking();
                lane.events_queued -= 1;
            }
        }
        let is_first = matches!(polled.item, Item::Event(event) if event.data_type.has_priority());
        assert_eq!(is_first, lane.priority_queued > 0);
        lane.priority_queued -= u32::from(is_first);
        lane.wire.push_back(Message::Item { item: polled.item, backlog: polled.backlog });
    }

    fn recycle(&mut self, slices: usize) {
        for buffer in self.held.drain(..slices.min(self.held.len())) {
            self.output.recycle(&mut self.output_pools, buffer).expect("it was read");
        }
    }

    fn deliver(&mut self, number: u16) {
        let Some(message) = self.lanes[usize::from(number)].wire.pop_front() else { return };
        let (channel, pools) = (u32::from(number), &mut self.input_pools);
        let delivered: Result<(), InputError> = match message {
            Message::Backlog(backlog) => self.gate.on_backlog(pools, channel, backlog),
            Message::Item { item: Item::Data(slice), backlog } => {
                self.lanes[usize::from(number)].delivered_bytes += u64::from(slice.bytes);
                self.gate.on_data(pools, channel, slice.bytes, slice.payload, backlog).map(drop)
            }
            Message::Item { item: Item::Event(event), backlog } => {
                self.lanes[usize::from(number)].priority_received +=
                    u32::from(event.data_type.has_priority());
                self.gate.on_event(pools, channel, event, backlog).map(drop)
            }
        };
        delivered.expect("whatever is sent there is a buffer for");
    }

    /// Nothing is lost, comes twice or overtakes.
    fn next(&mut self, number: u16) {
        let lane = &mut self.lanes[usize::from(number)];
        if lane.has_barrier {
            return;
        }
        let received = self.gate.next(u32::from(number)).expect("it is there");
        let is_first = matches!(received, Some(Received::Event(event)) if event.data_type.has_priority());
        assert_eq!(is_first, lane.priority_received > 0);
        lane.priority_received -= u32::from(is_first);
        match received {
            None => {}
            Some(Received::Event(event)) => {
                assert_eq!((event.bytes, event.tag), (BARRIER_BYTES, 7));
                lane.has_barrier = event.data_type.is_blocking();
            }
            Some(Received::Data { bytes, payload, source }) => {
                lane.taken.push_back(source);
                lane.received_bytes += u64::from(bytes);
                let count = usize::try_from(payload.records).expect("few");
                assert!(count <= lane.expected.len(), "records that nobody wrote");
                let stamps: Vec<_> = lane.expected.drain(..count).collect();
                assert_eq!(payload.stamps, stamps.iter().sum());
                assert!(stamps.last().is_none_or(|newest| *newest == payload.newest));
            }
        }
    }

    fn give_back(&mut self, number: u16) {
        let Some(source) = self.lanes[usize::from(number)].taken.pop_front() else { return };
        self.gate.recycle(&mut self.input_pools, u32::from(number), source).expect("it was taken");
    }

    fn announce_credit(&mut self, number: u16) {
        let credit = self.gate.take_credit(u32::from(number)).expect("it is there");
        self.lanes[usize::from(number)].credits.push_back(credit);
    }

    fn resume_lane(&mut self, number: u16) {
        let lane = &mut self.lanes[usize::from(number)];
        if !std::mem::take(&mut lane.has_barrier) {
            return;
        }
        // It travels behind the credit that was sent before.
        lane.credits.drain(..).for_each(|credit| lane.sender.add(credit));
        lane.sender.resume();
        lane.is_blocked = false;
        self.output.resume_consumption(number).expect("a barrier was read");
        lane.was_readable = self.output.is_readable(number);
    }

    /// Whether every reader for which there is something new was called; blocked ones look by themselves when they are resumed.
    pub(crate) fn check_notifications(&mut self) {
        let notified: Vec<_> = std::iter::from_fn(|| self.output.next_notified()).collect();
        for (number, lane) in (0..).zip(&mut self.lanes) {
            let is_readable = self.output.is_readable(number);
            assert!(lane.was_readable || !is_readable || notified.contains(&number), "lane {number}");
            lane.was_readable = is_readable;
        }
    }

    /// Everything moves on until nothing is left, and what is open is closed by a barrier.
    pub(crate) fn drain(&mut self) {
        for _ in 0..10_000 {
            let is_last = !self.output.is_writer_blocked();
            self.carry_out(&Operation::ResumeWriter);
            self.carry_out(&Operation::Barrier { data_type: DataType::AlignedCheckpointBarrier });
            // As the task's flusher does now and then: a closed buffer that is alone is not seen before.
            self.carry_out(&Operation::FlushAll);
            for _ in 0..3 {
                self.move_on();
            }
            if is_last && self.is_still() {
                return;
            }
        }
        panic!("it never ends");
    }

    fn move_on(&mut self) {
        for lane in 0..self.sizes.lanes {
            for operation in [
                Operation::Send { lane },
                Operation::Recycle { slices: usize::MAX },
                Operation::Deliver { lane },
                Operation::Next { lane },
                Operation::GiveBack { lane },
                Operation::AnnounceCredit { lane },
                Operation::DeliverCredit { lane },
                Operation::ResumeLane { lane },
            ] {
                self.carry_out(&operation);
            }
        }
    }

    fn is_still(&self) -> bool {
        let has_nothing = |lane: &Lane| lane.wire.is_empty() && lane.taken.is_empty() && !lane.has_barrier;
        self.output.queued() == 0 && self.gate.queued() == 0 && self.lanes.iter().all(has_nothing)
    }

    pub(crate) fn expected_records(&self) -> usize {
        self.lanes.iter().map(|lane| lane.expected.len()).sum()
    }

    pub(crate) const fn exclusive_buffers(&self) -> u32 {
        self.sizes.exclusive
    }
}
