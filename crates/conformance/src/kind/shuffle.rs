//! The settings of a TaskManager's network stack.

use resolver::shuffle::{BufferDebloating, HybridIndex, ShuffleSettings, settings};
use resolver::{Configuration, FlinkVersion, MemorySize};

use crate::answer::Answer;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// Network memory and a configuration.
pub(crate) struct ShuffleRequest {
    network: MemorySize,
    config: Configuration,
}

/// A field of the answer, named after the method of `NettyShuffleEnvironmentConfiguration` that returns it.
type Field = (&'static str, Json<'static>);

impl ShuffleRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let network = MemorySize::new(fields.integer("network_bytes")?);
        Ok(Self {
            network: network.ok_or("field `network_bytes` is too large")?,
            config: fields.config("config")?,
        })
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        let settings = settings(version, &self.config, self.network);
        let fields = settings.map(|settings| {
            let tiers = ("tieredStorageBuffers", optional(settings.tiered_storage_buffers));
            Json::object(settings_fields(version, &settings).into_iter().chain([tiers]))
        });
        Answer::of(fields, Vec::new())
    }
}

/// Every setting that the release has.
pub(crate) fn settings_fields(version: FlinkVersion, settings: &ShuffleSettings) -> Vec<Field> {
    let (initial_backoff, max_backoff) = settings.partition_request_backoff_ms;
    let compression = if version >= FlinkVersion::V1_16 {
        "isBatchShuffleCompressionEnabled"
    } else {
        "isBlockingShuffleCompressionEnabled"
    };
    let mut fields = vec![
        ("blockingSubpartitionType", Json::text(settings.blocking_subpartition_type.name())),
        ("compressionCodec", Json::text(settings.compression_codec.clone())),
        ("floatingNetworkBuffersPerGate", Json::integer(settings.floating_buffers_per_gate)),
        (compression, Json::Bool(settings.compresses_batch_shuffles)),
        ("isNetworkDetailedMetrics", Json::Bool(settings.has_detailed_metrics)),
        ("networkBufferSize", Json::integer(settings.segment_size)),
        ("networkBuffersPerChannel", Json::integer(settings.buffers_per_channel)),
        ("numNetworkBuffers", Json::integer(settings.segments)),
        ("partitionRequestInitialBackoff", Json::integer(initial_backoff)),
        ("partitionRequestMaxBackoff", Json::integer(max_backoff)),
        ("requestSegmentsTimeoutMs", Json::integer(settings.request_segments_timeout_ms)),
    ];
    // Where the release has the limit, it may still not be set.
    if version >= FlinkVersion::V1_17 {
        fields.push(("maxRequiredBuffersPerGate", optional(settings.max_required_buffers_per_gate)));
    }
    fields.extend(later_fields(settings));
    fields.extend(settings.hybrid_index.iter().flat_map(|index| hybrid_fields(version, index)));
    // What tasks of 1.14 read later is not part of what was recorded.
    let debloating = settings.debloating.as_ref().filter(|_| version >= FlinkVersion::V1_15);
    fields.extend(debloating.map(|settings| ("debloat", debloating_fields(settings))));
    fields
}

fn optional(number: Option<i32>) -> Json<'static> {
    number.map_or(Json::Null, Json::integer)
}

/// What not every release has.
fn later_fields(settings: &ShuffleSettings) -> impl Iterator<Item = Field> + use<> {
    let number = |name, number: Option<i32>| number.map(|number| (name, Json::integer(number)));
    let truth = |name, is_on: Option<bool>| is_on.map(|is_on| (name, Json::Bool(is_on)));
    let read_memory = settings.batch_shuffle_read_memory;
    [
        number("maxBuffersPerChannel", settings.max_buffers_per_channel),
        number("maxOverdraftBuffersPerGate", settings.max_overdraft_buffers_per_gate),
        read_memory.map(|size| ("batchShuffleReadMemoryBytes", Json::integer(size.bytes()))),
        number("sortShuffleMinBuffers", settings.sort_shuffle_min_buffers),
        number("sortShuffleMinParallelism", settings.sort_shuffle_min_parallelism),
        truth("isForcePartitionReleaseOnConsumption", settings.force_release_on_consumption),
        number("maxNumberOfConnections", settings.max_connections),
        truth("isConnectionReuseEnabled", settings.reuses_connections),
        number("partitionRequestListenerTimeout", settings.partition_request_timeout_ms),
        number("startingBufferSize", settings.starting_buffer_size),
    ]
    .into_iter()
    .flatten()
}

fn hybrid_fields(version: FlinkVersion, index: &HybridIndex) -> [Field; 2] {
    let group_size = if version == FlinkVersion::V1_17 {
        "hybridShuffleSpilledIndexSegmentSize"
    } else {
        "hybridShuffleSpilledIndexRegionGroupSize"
    };
    [
        (group_size, Json::integer(index.group_size)),
        ("hybridShuffleNumRetainedInMemoryRegionsMax", Json::integer(index.max_retained_regions)),
    ]
}

fn debloating_fields(settings: &BufferDebloating) -> Json<'static> {
    // The same time under two names.
    let target = match settings.starting_buffer_size {
        Some(_) => "targetTotalTimeMs",
        None => "targetTotalBufferSizeMs",
    };
    let fields = [
        ("bufferDebloatThresholdPercentages", Json::integer(settings.threshold_percentages)),
        ("isEnabled", Json::Bool(settings.is_enabled)),
        ("maxBufferSize", Json::integer(settings.max_buffer_size)),
        ("minBufferSize", Json::integer(settings.min_buffer_size)),
        ("numberOfSamples", Json::integer(settings.samples)),
        (target, Json::integer(settings.target_ms)),
    ];
    let starting = settings.starting_buffer_size.map(|size| ("startingBufferSize", Json::integer(size)));
    Json::object(fields.into_iter().chain(starting))
}
