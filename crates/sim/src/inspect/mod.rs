//! A simulation at a moment, for those who draw it: where every segment is, what is in every channel, what every task does.
//!
//! Nothing here is kept up to date; it is found out when somebody asks, and changes nothing.

mod flow;
mod segment;

pub use flow::{Activity, BarrierPlace, ChannelContent, ChannelView, EdgeView, Piece, RemoteView, TaskView};
pub use segment::{Owner, PoolView, Segment, SegmentState, Side};
