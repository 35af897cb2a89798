//! What memory does to a simulated job: how it comes in, and what is estimated of it. Ranges are the engine's to check.

use sim::Simulation;
use sim::coupling::gc::{Collector, GcEstimate, Heap, HeapUse, HeapVerdict};
use sim::coupling::heartbeat::{Heartbeat, HeartbeatEstimate, Risk};
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateEstimate, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;
use sim::coupling::{Couplings, Estimate, TaskManagerEstimate, VertexCouplings, VertexEstimate};
use wasm_bindgen::JsValue;

use super::scenario::{nanos_or as whole_or, u32_or};
use crate::border::{Built, Code, Names, Object, Refusal, Value, list, name_of, or_null};

/// What lives on a TaskManager's heap without any task, bytes: Flink itself with its caches, as seen after a full collection.
const BASE_LIVE: u64 = 64 << 20;
/// Bytes of an operating system page, to which RocksDB rounds up what a write buffer grows by, an eighth of it.
const PAGE: u64 = 4096;

const VERDICTS: &Names<HeapVerdict> = &[
    ("fits", HeapVerdict::Fits),
    ("tight", HeapVerdict::Tight),
    ("out-of-memory", HeapVerdict::OutOfMemory),
];

const RISKS: &Names<Risk> =
    &[("none", Risk::None), ("low", Risk::Low), ("high", Risk::High), ("certain", Risk::Certain)];

/// The part of `Scenario` in TypeScript that is about memory.
pub(super) fn read(scenario: &Object<'_>, vertices: Vec<VertexCouplings>) -> Result<Couplings, Refusal> {
    let Some(value) = scenario.find("heap")? else {
        return Ok(Couplings { vertices, heap: None, heartbeat: None });
    };
    let object = value.object(&["size", "baseLive", "objectReuse", "collector", "heartbeat"])?;
    let heap = Heap {
        size: object.get("size")?.whole(0, u64::MAX)?,
        base_live: whole_or(&object, "baseLive", BASE_LIVE)?,
        object_reuse: object.find("objectReuse")?.map_or(Ok(false), |value| value.flag())?,
        collector: object.find("collector")?.map_or(Ok(Collector::G1), |value| collector(&value))?,
    };
    let heartbeat = object.find("heartbeat")?.map_or(Ok(Heartbeat::default()), |value| heartbeat(&value))?;
    Ok(Couplings { vertices, heap: Some(heap), heartbeat: Some(heartbeat) })
}

/// `JobMemory` in TypeScript.
pub(super) fn change(value: &Value<'_>) -> Result<Couplings, Refusal> {
    let object = value.object(&["vertices", "heap"])?;
    let of_vertex = |value: Value<'_>| vertex(&value.object(&["state", "heap"])?);
    let vertices = object.find("vertices")?.map(|value| value.list(1 << 10, of_vertex)).transpose()?;
    read(&object, vertices.unwrap_or_default())
}

/// The part of `ScenarioVertex` that is about memory.
pub(super) fn vertex(vertex: &Object<'_>) -> Result<VertexCouplings, Refusal> {
    Ok(VertexCouplings {
        state: vertex.find("state")?.map(|value| state(&value)).transpose()?,
        spill: None,
        heap: vertex.find("heap")?.map(|value| heap_use(&value)).transpose()?,
    })
}

/// `RocksDbState` in TypeScript.
fn state(value: &Value<'_>) -> Result<RocksDb, Refusal> {
    let object = value.object(&[
        "memory",
        "bytes",
        "entryBytes",
        "blockBytes",
        "indexEntryBytes",
        "filterBits",
        "skew",
        "reads",
        "writes",
        "costs",
    ])?;
    let per_record = |name| object.find(name)?.map_or(Ok(1.0), |value| value.number(0.0, f64::MAX));
    Ok(RocksDb {
        memory: memory(&object.get("memory")?)?,
        state: StateShape {
            bytes: object.get("bytes")?.whole(0, u64::MAX)?,
            entry: object.get("entryBytes")?.whole_u32(0, u32::MAX)?,
            block: u32_or(&object, "blockBytes", 4096)?,
            index_entry: u32_or(&object, "indexEntryBytes", 40)?,
            filter_bits: u32_or(&object, "filterBits", 0)?,
        },
        access: StateAccess {
            skew: object.find("skew")?.map_or(Ok(Skew::Uniform), |value| skew(&value))?,
            reads: per_record("reads")?,
            writes: per_record("writes")?,
        },
        costs: object.find("costs")?.map_or(Ok(StoreCosts::SSD), |value| costs(&value))?,
    })
}

fn memory(value: &Value<'_>) -> Result<StoreMemory, Refusal> {
    let object = value.object(&["cache", "writeBuffers", "writeBuffer", "arenaBlock", "pageCache"])?;
    let write_buffer = whole_or(&object, "writeBuffer", 64 << 20)?;
    Ok(StoreMemory {
        cache: object.get("cache")?.whole(0, u64::MAX)?,
        write_buffers: object.get("writeBuffers")?.whole(0, u64::MAX)?,
        write_buffer,
        arena_block: whole_or(&object, "arenaBlock", (write_buffer / 8).div_ceil(PAGE) * PAGE)?,
        page_cache: whole_or(&object, "pageCache", 0)?,
    })
}

/// `Skew` in TypeScript.
fn skew(value: &Value<'_>) -> Result<Skew, Refusal> {
    if value.is_text() {
        return value.one_of(&[("uniform", Skew::Uniform)]);
    }
    let object = value.object(&["zipf", "fraction", "share"])?;
    let number = |name| object.get(name)?.number(0.0, f64::MAX);
    match object.find("zipf")? {
        None => Ok(Skew::HotSet { fraction: number("fraction")?, share: number("share")? }),
        Some(_) if object.find("fraction")?.is_some() || object.find("share")?.is_some() => {
            Err(value.refuse(Code::UnknownProperty, "it is either zipf, or fraction and share"))
        }
        Some(exponent) => Ok(Skew::Zipf { exponent: exponent.number(0.0, f64::MAX)? }),
    }
}

fn costs(value: &Value<'_>) -> Result<StoreCosts, Refusal> {
    let object = value.object(&["hit", "pageCacheRead", "diskRead", "write", "diskBandwidth"])?;
    let ssd = StoreCosts::SSD;
    Ok(StoreCosts {
        hit: whole_or(&object, "hit", ssd.hit)?,
        page_cache_read: whole_or(&object, "pageCacheRead", ssd.page_cache_read)?,
        disk_read: whole_or(&object, "diskRead", ssd.disk_read)?,
        write: whole_or(&object, "write", ssd.write)?,
        disk_bandwidth: whole_or(&object, "diskBandwidth", ssd.disk_bandwidth)?,
    })
}

/// `HeapUse` in TypeScript.
fn heap_use(value: &Value<'_>) -> Result<HeapUse, Refusal> {
    let object = value.object(&["shortLived", "copied", "replaced", "live"])?;
    let bytes = |name| whole_or(&object, name, 0);
    Ok(HeapUse {
        short_lived: bytes("shortLived")?,
        copied: bytes("copied")?,
        replaced: bytes("replaced")?,
        live: bytes("live")?,
    })
}

fn collector(value: &Value<'_>) -> Result<Collector, Refusal> {
    let object = value.object(&["pauseGoal", "fixedPause", "copyRate", "compactRate"])?;
    let g1 = Collector::G1;
    Ok(Collector {
        pause_goal: whole_or(&object, "pauseGoal", g1.pause_goal)?,
        fixed_pause: whole_or(&object, "fixedPause", g1.fixed_pause)?,
        copy_rate: whole_or(&object, "copyRate", g1.copy_rate)?,
        compact_rate: whole_or(&object, "compactRate", g1.compact_rate)?,
    })
}

fn heartbeat(value: &Value<'_>) -> Result<Heartbeat, Refusal> {
    let object = value.object(&["interval", "timeout"])?;
    let flinks = Heartbeat::default();
    Ok(Heartbeat {
        interval: whole_or(&object, "interval", flinks.interval)?,
        timeout: whole_or(&object, "timeout", flinks.timeout)?,
    })
}

/// `MemoryEstimates` in TypeScript.
pub(super) fn estimates(simulation: &Simulation) -> JsValue {
    let vertices = 0..simulation.scenario().vertices.len();
    let vertices = vertices.map(|number| or_null(simulation.vertex_estimate(number).map(of_vertex)));
    let task_managers = (0..).map_while(|number| simulation.task_manager_estimate(number));
    Built::new()
        .with("vertices", list(vertices))
        .with("taskManagers", list(task_managers.map(of_task_manager)))
        .done()
}

fn of_vertex(Estimate(estimate): Estimate<VertexEstimate>) -> Built {
    Built::new().with("state", or_null(estimate.state.map(of_state))).with("perRecord", estimate.per_record)
}

fn of_state(estimate: StateEstimate) -> Built {
    Built::new()
        .with("blocks", estimate.blocks)
        .with("cachedBlocks", estimate.cached_blocks)
        .with("cache", estimate.cache)
        .with("indexCached", estimate.index_cached)
        .with("hitRate", estimate.hit_rate)
        .with("bestHitRate", estimate.best_hit_rate)
        .with("diskShare", estimate.disk_share)
        .with("read", estimate.read)
        .with("flushesConstantly", estimate.flushes_constantly)
        .with("flush", estimate.flush)
        .with("writeAmplification", estimate.write_amplification)
        .with("stall", estimate.stall)
        .with("perRecord", estimate.per_record)
}

fn of_task_manager(Estimate(estimate): Estimate<TaskManagerEstimate>) -> Built {
    Built::new()
        .with("collections", of_collections(&estimate.collections))
        .with("heartbeat", or_null(estimate.heartbeat.as_ref().map(of_heartbeat)))
}

fn of_collections(estimate: &GcEstimate) -> Built {
    Built::new()
        .with("verdict", name_of(VERDICTS, estimate.verdict))
        .with("live", estimate.live)
        .with("allocationRate", estimate.allocation_rate)
        .with("eden", estimate.eden)
        .with("collectionsPerSecond", estimate.collections_per_second)
        .with("share", estimate.share)
        .with("youngPause", estimate.young_pause)
        .with("fullPause", estimate.full_pause)
}

fn of_heartbeat(estimate: &HeartbeatEstimate) -> Built {
    Built::new()
        .with("risk", name_of(RISKS, estimate.risk))
        .with("pause", estimate.pause)
        .with("silence", estimate.silence)
        .with("timeout", estimate.timeout)
        .with("probability", estimate.probability)
        .with("message", estimate.to_string())
}
