//! The settings of a TaskManager's network stack, as it starts with them: how network memory is cut into buffers and how those are given out.
//!
//! Follows `NettyShuffleEnvironmentConfiguration.fromConfiguration`, in the order in which it reads options, so that of several errors
//! Flink's comes first. A TaskManager makes them after its sizes are found: a configuration may be valid for [`resolve`](crate::resolve)
//! and still be refused here.
//!
//! Not here: ports, addresses, encryption and threads of the network server (`NettyConfig`), directories, and how many buffers a job needs.

mod debloating;
mod options;
mod types;

pub use debloating::BufferDebloating;
pub use types::{BlockingSubpartitionType, HybridIndex, ShuffleSettings};

use crate::behaviour::{BufferConstants, Compression, NetworkRules, Reading};
use crate::catalogue::{
    BATCH_SHUFFLE_COMPRESSION, BATCH_SHUFFLE_MODE, BLOCKING_SHUFFLE_COMPRESSION, BLOCKING_SHUFFLE_TYPE,
    DEBLOAT_ENABLED, FORCE_RELEASE_ON_CONSUMPTION, HYBRID_SHUFFLE_INDEX_GROUP_SIZE,
    HYBRID_SHUFFLE_INDEX_SEGMENT_SIZE, HYBRID_SHUFFLE_NEW_MODE, HYBRID_SHUFFLE_RETAINED_REGIONS_MAX,
    MAX_NUM_TCP_CONNECTIONS, NETWORK_BUFFERS_PER_CHANNEL, NETWORK_BUFFERS_REQUEST_TIMEOUT,
    NETWORK_EXCLUSIVE_BUFFERS_REQUEST_TIMEOUT, NETWORK_FLOATING_BUFFERS_PER_GATE,
    NETWORK_MAX_BUFFERS_PER_CHANNEL, NETWORK_MAX_OVERDRAFT_BUFFERS_PER_GATE,
    NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX, SHUFFLE_COMPRESSION_CODEC, SORT_SHUFFLE_MIN_BUFFERS,
    SORT_SHUFFLE_MIN_PARALLELISM, TM_BATCH_SHUFFLE_READ, TM_STARTING_SEGMENT_SIZE,
};
use crate::config::Configuration;
use crate::error::{FlinkError, Sentence};
use crate::memory_size::MemorySize;
use crate::reader::Reader;
use crate::task_manager::segment_size;
use crate::version::FlinkVersion;

const CODEC: &str = "org.apache.flink.configuration.NettyShuffleEnvironmentOptions$CompressionCodec";
const BATCH_SHUFFLE_MODES: &str = "org.apache.flink.api.common.BatchShuffleMode";

/// The settings that `config` and `network` bytes of network memory make in a release.
///
/// # Errors
/// Flink's own, with which the TaskManager does not start.
pub fn settings(
    version: FlinkVersion,
    config: &Configuration,
    network: MemorySize,
) -> Result<ShuffleSettings, FlinkError> {
    let mut reader = Reader::new(config, version);
    let reader = &mut reader;
    let rules = reader.behaviour().network;
    let segment_size = segment_size(reader)?;
    let starting_buffer_size = starting_buffer_size(reader)?;
    let segments = segments(network, segment_size)?;
    let partition_request_backoff_ms =
        (reader.integer(&options::REQUEST_BACKOFF_INITIAL)?, reader.integer(&options::REQUEST_BACKOFF_MAX)?);
    let partition_request_timeout_ms = listener_timeout(reader)?;
    let Buffers { per_channel, floating, max_required, max_per_channel, overdraft } =
        Buffers::read(reader, &rules)?;
    let batch_shuffle_read_memory = reader.plain_size(&TM_BATCH_SHUFFLE_READ)?.map(|read| read.size);
    let sort_shuffle_min_buffers = reader.optional_integer(&SORT_SHUFFLE_MIN_BUFFERS)?;
    let sort_shuffle_min_parallelism = match rules.constants {
        Some(constants) => Some(constants.sort_shuffle_min_parallelism),
        None => reader.optional_integer(&SORT_SHUFFLE_MIN_PARALLELISM)?,
    };
    let has_detailed_metrics = reader.boolean(&options::DETAILED_METRICS)?;
    let request_segments_timeout_ms = request_timeout(reader)?;
    let blocking_subpartition_type = blocking_subpartition_type(reader);
    let force_release_on_consumption = optional_boolean(reader, &FORCE_RELEASE_ON_CONSUMPTION)?;
    let (compresses_batch_shuffles, compression_codec) = compression(reader, &rules)?;
    let max_connections = reader.optional_integer(&MAX_NUM_TCP_CONNECTIONS)?.map(|number| number.max(1));
    let reuses_connections = optional_boolean(reader, &options::CONNECTION_REUSE)?;
    let hybrid_index = hybrid_index(reader)?;
    if rules.checks_buffers {
        check_buffers(per_channel, floating, max_required)?;
    }
    let tiered_storage_buffers = tiered_storage_buffers(reader, &rules)?;
    let debloating = match rules.debloating {
        Reading::Never => None,
        Reading::Later => BufferDebloating::read_later(reader),
        Reading::AtOnce => Some(BufferDebloating::read(reader)?),
    };
    Ok(ShuffleSettings {
        segments,
        segment_size,
        buffers_per_channel: per_channel,
        floating_buffers_per_gate: floating,
        max_required_buffers_per_gate: max_required,
        max_buffers_per_channel: max_per_channel,
        max_overdraft_buffers_per_gate: overdraft,
        batch_shuffle_read_memory,
        sort_shuffle_min_buffers,
        sort_shuffle_min_parallelism,
        request_segments_timeout_ms,
        blocking_subpartition_type,
        force_release_on_consumption,
        compresses_batch_shuffles,
        compression_codec,
        max_connections,
        reuses_connections,
        hybrid_index,
        tiered_storage_buffers,
        debloating,
        starting_buffer_size,
        partition_request_backoff_ms,
        partition_request_timeout_ms,
        has_detailed_metrics,
    })
}

/// `calculateNumberOfNetworkBuffers`: the segments that `network` bytes make; what is left over is wasted.
///
/// # Errors
/// Flink's own where they are more than `i32::MAX`.
pub(crate) fn segments(network: MemorySize, segment_size: i32) -> Result<i32, FlinkError> {
    let segments = network.bytes() / u64::from(segment_size.unsigned_abs());
    i32::try_from(segments).map_err(|_| Sentence::TooManySegments { bytes: network }.into())
}

/// The numbers of buffers, options or constants.
struct Buffers {
    per_channel: i32,
    floating: i32,
    max_required: Option<i32>,
    max_per_channel: Option<i32>,
    overdraft: Option<i32>,
}

impl Buffers {
    fn read(reader: &mut Reader<'_>, rules: &NetworkRules) -> Result<Self, FlinkError> {
        if let Some(BufferConstants {
            per_channel,
            floating_per_gate,
            max_per_channel,
            max_overdraft_per_gate,
            ..
        }) = rules.constants
        {
            return Ok(Self {
                per_channel,
                floating: floating_per_gate,
                max_required: reader.optional_integer(&NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX)?,
                max_per_channel: Some(max_per_channel),
                overdraft: Some(max_overdraft_per_gate),
            });
        }
        Ok(Self {
            per_channel: reader.integer(&NETWORK_BUFFERS_PER_CHANNEL)?,
            floating: reader.integer(&NETWORK_FLOATING_BUFFERS_PER_GATE)?,
            max_required: reader.optional_integer(&NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX)?,
            max_per_channel: reader.optional_integer(&NETWORK_MAX_BUFFERS_PER_CHANNEL)?,
            overdraft: reader.optional_integer(&NETWORK_MAX_OVERDRAFT_BUFFERS_PER_GATE)?,
        })
    }
}

fn check_buffers(per_channel: i32, floating: i32, max_required: Option<i32>) -> Result<(), FlinkError> {
    let (sentence, key) = if per_channel < 0 {
        (Sentence::NegativeBuffersPerChannel, NETWORK_BUFFERS_PER_CHANNEL.key)
    } else if max_required.is_some_and(|max| max < 1) {
        let key = NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX.key;
        (Sentence::NoRequiredBuffers { key }, key)
    } else if floating < 1 {
        let key = NETWORK_FLOATING_BUFFERS_PER_GATE.key;
        (Sentence::NoFloatingBuffers { key }, key)
    } else {
        return Ok(());
    };
    Err(FlinkError::from(sentence).about(&[key]))
}

/// Only where debloating is on; a size of more than 32 bits loses the upper ones.
fn starting_buffer_size(reader: &mut Reader<'_>) -> Result<Option<i32>, FlinkError> {
    if TM_STARTING_SEGMENT_SIZE.span(reader.version()).is_none() {
        return Ok(None);
    }
    if !reader.boolean(&DEBLOAT_ENABLED)? {
        return Ok(Some(i32::MAX));
    }
    let read = reader.plain_size(&TM_STARTING_SEGMENT_SIZE)?;
    #[expect(clippy::cast_possible_truncation, reason = "as Flink casts it")]
    Ok(read.map(|read| read.size.bytes() as i32))
}

#[expect(clippy::cast_possible_truncation, reason = "as Flink casts it")]
fn listener_timeout(reader: &mut Reader<'_>) -> Result<Option<i32>, FlinkError> {
    let read = reader.duration(&options::PARTITION_REQUEST_TIMEOUT)?;
    read.map(|timeout| Ok(timeout.millis()? as i32)).transpose()
}

/// A number of milliseconds up to 1.19, then a duration. One whose milliseconds overflow fails only when a request waits.
fn request_timeout(reader: &mut Reader<'_>) -> Result<i64, FlinkError> {
    match reader.duration(&NETWORK_BUFFERS_REQUEST_TIMEOUT)? {
        Some(timeout) => Ok(timeout.millis().unwrap_or(i64::MAX)),
        None => Ok(reader.long(&NETWORK_EXCLUSIVE_BUFFERS_REQUEST_TIMEOUT)?.unwrap_or(0)),
    }
}

fn blocking_subpartition_type(reader: &mut Reader<'_>) -> BlockingSubpartitionType {
    match reader.text(&BLOCKING_SHUFFLE_TYPE) {
        // No longer an option.
        None | Some("file") => BlockingSubpartitionType::File,
        Some("mmap") => BlockingSubpartitionType::FileMmap,
        Some(_) => BlockingSubpartitionType::Auto,
    }
}

fn compression(reader: &mut Reader<'_>, rules: &NetworkRules) -> Result<(bool, String), FlinkError> {
    if rules.compression == Compression::Switch {
        let blocking = optional_boolean(reader, &BLOCKING_SHUFFLE_COMPRESSION)?;
        let is_on = blocking.map_or_else(|| reader.boolean(&BATCH_SHUFFLE_COMPRESSION), Ok)?;
        return Ok((is_on, reader.text(&SHUFFLE_COMPRESSION_CODEC).unwrap_or_default().to_owned()));
    }
    let codec = reader.constant(&SHUFFLE_COMPRESSION_CODEC, CODEC)?.unwrap_or_default();
    let is_on = codec != "NONE"
        && (rules.compression == Compression::Codec || reader.boolean(&BATCH_SHUFFLE_COMPRESSION)?);
    Ok((is_on, codec.to_owned()))
}

fn hybrid_index(reader: &mut Reader<'_>) -> Result<Option<HybridIndex>, FlinkError> {
    let segment_size = reader.optional_integer(&HYBRID_SHUFFLE_INDEX_SEGMENT_SIZE)?;
    let group_size = reader.optional_integer(&HYBRID_SHUFFLE_INDEX_GROUP_SIZE)?;
    let regions = reader.long(&HYBRID_SHUFFLE_RETAINED_REGIONS_MAX)?;
    let index = segment_size.or(group_size).zip(regions);
    Ok(index.map(|(group_size, max_retained_regions)| HybridIndex { group_size, max_retained_regions }))
}

/// What `TieredStorageConfiguration` guarantees a partition, apart from tiers that are plug-ins.
fn tiered_storage_buffers(reader: &mut Reader<'_>, rules: &NetworkRules) -> Result<Option<i32>, FlinkError> {
    let Some(buffers) = rules.tier_buffers else { return Ok(None) };
    let mode = reader.constant(&BATCH_SHUFFLE_MODE, BATCH_SHUFFLE_MODES)?;
    let is_hybrid = matches!(mode, Some("ALL_EXCHANGES_HYBRID_FULL" | "ALL_EXCHANGES_HYBRID_SELECTIVE"));
    // Where it is no option any more, the new mode is the only one.
    if !is_hybrid || optional_boolean(reader, &HYBRID_SHUFFLE_NEW_MODE)? == Some(false) {
        return Ok(None);
    }
    let has_remote_tier = reader.text(&options::HYBRID_SHUFFLE_REMOTE_PATH).is_some();
    Ok(Some(buffers + i32::from(has_remote_tier)))
}

/// `None` where the release has no such option.
fn optional_boolean(
    reader: &mut Reader<'_>,
    option: &'static crate::catalogue::OptionDef,
) -> Result<Option<bool>, FlinkError> {
    let exists = option.span(reader.version()).is_some();
    if exists { reader.boolean(option).map(Some) } else { Ok(None) }
}
