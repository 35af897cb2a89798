//! What the settings are.

use super::BufferDebloating;
use crate::memory_size::MemorySize;

/// Every effective setting; `None` where the release has no such setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShuffleSettings {
    /// Segments of the global pool (`numNetworkBuffers`), from 0.
    pub segments: i32,
    /// Bytes of a segment (`networkBufferSize`): a power of two, at least 4096.
    pub segment_size: i32,
    /// Exclusive buffers of a channel. May be negative up to 1.16, where nothing checks it.
    pub buffers_per_channel: i32,
    /// Floating buffers of an input gate. May be less than 1 up to 1.16.
    pub floating_buffers_per_gate: i32,
    /// Limit to the buffers that an input gate requires; `None` also where it is not set, then it depends on the exchange. Since 1.17.
    pub max_required_buffers_per_gate: Option<i32>,
    /// Buffers of a subpartition beyond which its pool is not available. Since 1.11.
    pub max_buffers_per_channel: Option<i32>,
    /// Overdraft buffers of a result partition. Since 1.16; may be negative.
    pub max_overdraft_buffers_per_gate: Option<i32>,
    /// Bytes for reading blocking shuffles. Since 1.13.
    pub batch_shuffle_read_memory: Option<MemorySize>,
    /// Buffers of a sorting result partition. Since 1.12.
    pub sort_shuffle_min_buffers: Option<i32>,
    /// Subpartitions from which on a blocking result partition sorts; `i32::MAX` is never. Since 1.12.
    pub sort_shuffle_min_parallelism: Option<i32>,
    /// How long a blocking request of segments waits, ms; `i64::MAX` for longer.
    pub request_segments_timeout_ms: i64,
    /// How unsorted blocking results are read.
    pub blocking_subpartition_type: BlockingSubpartitionType,
    /// Whether blocking results are dropped when they were read. Up to 1.11.
    pub force_release_on_consumption: Option<bool>,
    /// Whether batch shuffles are compressed.
    pub compresses_batch_shuffles: bool,
    /// The codec for that, as configured.
    pub compression_codec: String,
    /// TCP connections to another TaskManager, from 1. Since 1.15, up to 1.20.
    pub max_connections: Option<i32>,
    /// Whether connections outlive a job. Since 1.15.
    pub reuses_connections: Option<bool>,
    /// What the first version of the hybrid shuffle keeps on the heap and on disk. Since 1.17, up to 1.20.
    pub hybrid_index: Option<HybridIndex>,
    /// Buffers that tiered storage guarantees a result partition; `None` without tiered storage, which is for hybrid shuffles since 1.18.
    pub tiered_storage_buffers: Option<i32>,
    /// Buffer debloating (≥1.14).
    pub debloating: Option<BufferDebloating>,
    /// Bytes of a buffer at first, `i32::MAX` without debloating: then it is the segment's. Since 2.0.
    pub starting_buffer_size: Option<i32>,
    /// Pause before a channel asks again for a partition that is not there yet: the first and the longest, ms.
    pub partition_request_backoff_ms: (i32, i32),
    /// How long a channel's request waits for the partition, ms. Since 1.19.
    pub partition_request_timeout_ms: Option<i32>,
    /// Whether there are metrics of every queue.
    pub has_detailed_metrics: bool,
}

/// How unsorted blocking results are read (`BoundedBlockingSubpartitionType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockingSubpartitionType {
    /// `FILE`: as files.
    File,
    /// `FILE_MMAP`: mapped into memory.
    FileMmap,
    /// `AUTO`: mapped where the process has 64 bits.
    Auto,
}

impl BlockingSubpartitionType {
    /// Flink's name of the constant.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "FILE",
            Self::FileMmap => "FILE_MMAP",
            Self::Auto => "AUTO",
        }
    }
}

/// The index of spilled data in the first version of the hybrid shuffle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HybridIndex {
    /// Bytes of a group of regions (of a segment in 1.17).
    pub group_size: i32,
    /// Regions kept on the heap.
    pub max_retained_regions: i64,
}
