//! A task that writes, a task that receives, and what is on its way between them: each subpartition is read by one remote channel.

mod world;

use pools::Release;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sim::DataType;

pub(crate) use world::{Lane, Message, World};

/// An operation. A lane is a subpartition with its channel; what there are fewer of is chosen by a number that is cut down.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Emit {
        lane: u16,
        bytes: u32,
    },
    Broadcast {
        bytes: u32,
    },
    Barrier {
        data_type: DataType,
    },
    ResumeWriter,
    Flush {
        lane: u16,
    },
    FlushAll,
    BufferSize {
        lane: u16,
        bytes: u32,
    },
    /// What may be sent is read and put on the wire.
    Send {
        lane: u16,
    },
    /// What was sent was copied to the wire.
    Recycle {
        slices: usize,
    },
    Deliver {
        lane: u16,
    },
    Next {
        lane: u16,
    },
    GiveBack {
        lane: u16,
    },
    AnnounceCredit {
        lane: u16,
    },
    DeliverCredit {
        lane: u16,
    },
    ResumeLane {
        lane: u16,
    },
    ResizeOutput {
        buffers: i32,
    },
    ResizeInput {
        buffers: i32,
    },
}

/// All kinds of events.
const EVENTS: [DataType; 3] =
    [DataType::EventBuffer, DataType::AlignedCheckpointBarrier, DataType::PrioritizedEventBuffer];

/// Sizes of everything.
#[derive(Clone, Debug)]
pub(crate) struct Sizes {
    release: Release,
    segment: u32,
    lanes: u16,
    output: i32,
    exclusive: u32,
    floating: i32,
}

pub(crate) fn sizes() -> impl Strategy<Value = Sizes> {
    let release = select(Release::ALL.to_vec());
    (release, 1_u32..200, 1_u16..5, 1_i32..20, 0_u32..4, 1_i32..9).prop_map(
        |(release, segment, lanes, output, exclusive, floating)| Sizes {
            release,
            segment,
            lanes,
            output,
            exclusive: exclusive.max(u32::from(release == Release::V1_13)),
            floating,
        },
    )
}

pub(crate) fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let lane = || 0_u16..4;
    let operation = prop_oneof![
        12 => (lane(), 1_u32..500).prop_map(|(lane, bytes)| Operation::Emit { lane, bytes }),
        3 => (1_u32..500).prop_map(|bytes| Operation::Broadcast { bytes }),
        2 => select(EVENTS.to_vec()).prop_map(|data_type| Operation::Barrier { data_type }),
        6 => Just(Operation::ResumeWriter),
        3 => lane().prop_map(|lane| Operation::Flush { lane }),
        2 => Just(Operation::FlushAll),
        1 => (lane(), 0_u32..300).prop_map(|(lane, bytes)| Operation::BufferSize { lane, bytes }),
        12 => lane().prop_map(|lane| Operation::Send { lane }),
        6 => (0_usize..4).prop_map(|slices| Operation::Recycle { slices }),
        12 => lane().prop_map(|lane| Operation::Deliver { lane }),
        10 => lane().prop_map(|lane| Operation::Next { lane }),
        10 => lane().prop_map(|lane| Operation::GiveBack { lane }),
        8 => lane().prop_map(|lane| Operation::AnnounceCredit { lane }),
        8 => lane().prop_map(|lane| Operation::DeliverCredit { lane }),
        4 => lane().prop_map(|lane| Operation::ResumeLane { lane }),
        1 => (1_i32..20).prop_map(|buffers| Operation::ResizeOutput { buffers }),
        1 => (1_i32..9).prop_map(|buffers| Operation::ResizeInput { buffers }),
    ];
    vec(operation, 1..300)
}
