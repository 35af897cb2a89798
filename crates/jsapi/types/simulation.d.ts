/** A job, the load it gets, and the cluster it runs in. Times are nanoseconds of virtual time, sizes bytes. */
export interface Scenario {
  /** What TaskManagers are like: what `clusterSettings` answers, or your own. */
  readonly cluster: ClusterSettings;
  /** TaskManagers, 1 to 1,024. */
  readonly taskManagers: number;
  /** The tasks of the job, producers before consumers, 1 to 1,024. */
  readonly vertices: readonly ScenarioVertex[];
  /** How they are connected; at most 4,096, and 4,194,304 channels in all. */
  readonly edges: readonly ScenarioEdge[];
  /** What connects TaskManagers, in each direction; 1 GiB/s and 50 µs by default. */
  readonly network?: {
    /** Bytes per second, from 1. */
    readonly bandwidth?: Whole;
    /** ns, at most a day. */
    readonly latency?: Whole;
  };
  /** What the host adds to the work of a task: an estimate. Nothing by default. */
  readonly host?: Host;
  /** The heap of each TaskManager: how much of the time garbage collections take. An estimate. No collections by default. */
  readonly heap?: Heap;
  /** Tasks start at random moments from 0 to this, ns; 0, all at once, by default. */
  readonly startSkew?: Whole;
  /** Of all random choices, 0 to 2^64 - 1; 0 by default. The same scenario always takes the same course. */
  readonly seed?: Whole;
}

/** A task of a job: either a `source`, which has no inputs, or an `operator`, which has some. */
export type ScenarioVertex = VertexBase & ({ readonly source: Source } | { readonly operator: Operator });

/** What all tasks have. */
export interface VertexBase extends VertexMemory {
  /** Subtasks, 1 to 32,768; at most 65,536 of all vertices. */
  readonly parallelism: number;
  /** With whom it shares slots; 0 by default, so that all do. */
  readonly slotSharingGroup?: number;
  /** Bytes of a record that it writes, with the length before it, 1 to 2^30; 100 by default. */
  readonly recordBytes?: Whole;
}

/** What a task does with memory, which is estimated to make its work longer. Nothing by default. */
export interface VertexMemory {
  /** State in RocksDB, of an operator: what it takes makes the work on a record longer. */
  readonly state?: RocksDbState;
  /** What each subtask does with the heap; counts with the `heap` of the scenario. */
  readonly heap?: HeapUse;
}

/** What tasks and TaskManagers do with memory. */
export interface JobMemory {
  /** Of the vertices, in their order; nothing of those behind the end of the list. */
  readonly vertices?: readonly VertexMemory[];
  /** The heap of each TaskManager. */
  readonly heap?: Heap;
}

/**
 * State in RocksDB, or in its fork ForSt, of each subtask. Reads find their block in the cache as Che's approximation says (Che, Tung, Wang:
 * Hierarchical Web caching systems, 2002), else in the operating system's page cache, else on disk; a task that writes faster than its disk
 * takes the merging is slowed down to that (RocksDB's wiki: Write Stalls).
 */
export interface RocksDbState {
  /**
   * Memory of the subtask's store, bytes, at most 2^50 each; several states in a slot share it. Of what a slot gives RocksDB, Flink makes
   * `(3 - ratio) / 3` the cache, and `2 * ratio / 3` the part of it for write buffers (`RocksDBMemoryControllerUtils`); the ratio is
   * `state.backend.rocksdb.memory.write-buffer-ratio`, 0.5 by default.
   */
  readonly memory: {
    /** The block cache, write buffers included. */
    readonly cache: Whole;
    /** What write buffers may take of it. */
    readonly writeBuffers: Whole;
    /** One write buffer, from 1; 64 MiB by default, as Flink has it. */
    readonly writeBuffer?: Whole;
    /** What a write buffer grows by, from 1; an eighth of it by default, in pages of 4 KiB. */
    readonly arenaBlock?: Whole;
    /** What the operating system has for its files; 0 by default. */
    readonly pageCache?: Whole;
  };
  /** All entries of a subtask, bytes, at most 2^50. */
  readonly bytes: Whole;
  /** An entry: key group, key, namespace and value, bytes, 1 to 2^30. */
  readonly entryBytes: Whole;
  /** A block, bytes, 1 KiB to 1 MiB; 4 KiB by default (`state.backend.rocksdb.block.blocksize`). */
  readonly blockBytes?: Whole;
  /** What a block adds to its file's index, bytes, at most 2^20; 40 by default. */
  readonly indexEntryBytes?: Whole;
  /** Bits of a Bloom filter for each entry, at most 64; 0, none, by default (`state.backend.rocksdb.use-bloom-filter` has 10). */
  readonly filterBits?: Whole;
  /** How reads are spread; `"uniform"` by default. */
  readonly skew?: Skew;
  /** Reads for each record, 0 to 1,000; 1 by default. */
  readonly reads?: number;
  /** Writes for each record, 0 to 1,000; 1 by default. */
  readonly writes?: number;
  /** How long the store takes; a local solid-state disk by default. Orders of magnitude: measure your own. */
  readonly costs?: StoreCosts;
}

/**
 * How reads are spread over the entries of a state: all alike; the entry of rank `i` as often as `i` to the power `-zipf` says, 0 to 4; or a
 * `fraction` of the entries, 10^-9 to 1, gets a `share` of the reads, 0 to 1.
 */
export type Skew = "uniform" | { readonly zipf: number } | { readonly fraction: number; readonly share: number };

/** How long a store takes, ns, at most 0.1 s each. */
export interface StoreCosts {
  /** A read that finds its block in the cache; 8 µs by default. */
  readonly hit?: Whole;
  /** What a read takes longer whose block comes from the page cache; 11 µs by default. */
  readonly pageCacheRead?: Whole;
  /** What a read takes longer than that from disk; 100 µs by default. */
  readonly diskRead?: Whole;
  /** A write to memory; 5 µs by default. */
  readonly write?: Whole;
  /** What the disk takes of a subtask's flushes and merges, bytes/s, 1 to 10^15; 200 MB/s by default. */
  readonly diskBandwidth?: Whole;
}

/** What a subtask does with the heap, bytes; 0 by default. */
export interface HeapUse {
  /** Allocated for each record that it takes (a source: makes), and garbage then; at most 2^40. */
  readonly shortLived?: Whole;
  /** Copies that chained operators hand on, for each record, unless objects are reused; at most 2^40. */
  readonly copied?: Whole;
  /** State on the heap that a record replaces; at most 2^40. */
  readonly replaced?: Whole;
  /** State on the heap, at most 2^50. */
  readonly live?: Whole;
}

/**
 * The heap of each TaskManager, collected by G1. Collections take the part `k / (1 + k)` of the time, where `k` is the allocation rate times
 * the pause for each byte of eden (Jones, Hosking, Moss: The Garbage Collection Handbook); work takes so much longer.
 */
export interface Heap {
  /** Framework and task heap, bytes, 1 MiB to 2^50: `jvmHeap` of `resolve`. */
  readonly size: Whole;
  /** What lives on it without any task, bytes, at most 2^50; 64 MiB by default. */
  readonly baseLive?: Whole;
  /** Whether records are handed on without a copy (`pipeline.object-reuse`); `false` by default. */
  readonly objectReuse?: boolean;
  /** What collections take. */
  readonly collector?: {
    /** The longest pause that it aims at, ns, 1 ms to 1 minute; 200 ms by default. */
    readonly pauseGoal?: Whole;
    /** A collection in which nothing survives, ns, at most 1 s; 2 ms by default. */
    readonly fixedPause?: Whole;
    /** How fast survivors are copied, bytes/s, 10^6 to 10^15; 2 GB/s by default. */
    readonly copyRate?: Whole;
    /** How fast a full heap is compacted, bytes/s, 10^6 to 10^15; 1.3 GB/s by default. */
    readonly compactRate?: Whole;
  };
  /** With what pauses are compared. */
  readonly heartbeat?: {
    /** Between two questions, ns, 1 ms to a day; 10 s by default (`heartbeat.interval`). */
    readonly interval?: Whole;
    /** How long a TaskManager may be silent, ns, the interval to a day; 50 s by default (`heartbeat.timeout`). */
    readonly timeout?: Whole;
  };
}

/** When a source has a record: always, which takes a host that needs time to write (`host.perRecordOut`), or at a rate. */
export type Source = "unlimited" | SourceRate;

/** A source with a rate. */
export interface SourceRate {
  /** Records per second of each subtask, 0.0001 to 10^9. */
  readonly perSecond: number;
  /** Records that are due at once, from 1; 1 by default. */
  readonly burst?: number;
  /** The shortest time that it sleeps, ns, at most a day; 0 by default. */
  readonly tick?: Whole;
  /** What it makes up for after it had to wait, ns, at most a day; 20 ms by default. */
  readonly catchUp?: Whole;
}

/** What an operator does with a record. */
export interface Operator {
  /** How long it takes, ns, 0 to 22.5 minutes. */
  readonly service: Whole;
  /** Whether it always takes as long, or that is the mean; `"constant"` by default. */
  readonly distribution?: "constant" | "exponential";
  /** Time is owed until it comes to this, and then spent at once, ns, at most a day; 0 by default. */
  readonly quantum?: Whole;
  /** Records that it writes for each that it reads, on every output, 0 to 10^6; 1 by default. */
  readonly selectivity?: number;
}

/** An edge of a job. */
export interface ScenarioEdge {
  /** Number of the vertex that writes, from 0. */
  readonly producer: number;
  /** Number of the vertex that reads, behind the producer's. */
  readonly consumer: number;
  /** To which subtask a record goes. */
  readonly partitioning: Partitioning;
  /** For `"HASH"`: the shares of the consumer's subtasks, each 0 to 10^9; equal ones by default. */
  readonly shares?: readonly number[];
}

/** Flink's ways to partition. */
export type Partitioning = "FORWARD" | "RESCALE" | "REBALANCE" | "HASH" | "BROADCAST";

/** What a host adds to the work of a task, ns, at most a day each; 0 by default. Estimates. */
export interface Host {
  /** For every buffer read. */
  readonly perBufferIn?: Whole;
  /** For every record read. */
  readonly perRecordIn?: Whole;
  /** For every time that an operator spends what it owes. */
  readonly perService?: Whole;
  /** For every record written. */
  readonly perRecordOut?: Whole;
  /** For waking a thread that waited. */
  readonly wakeUp?: Whole;
  /** And thousandths of the time it waited, */
  readonly wakeUpShare?: number;
  /** but no more than this in all. */
  readonly wakeUpMost?: Whole;
  /** The mean time that a thread runs before it gets no processor for a while, exponentially distributed; 0 if that never happens. */
  readonly stallEvery?: Whole;
  /** How long it gets none: the mean, exponentially distributed. */
  readonly stall?: Whole;
}

/** A metric with what it says. */
export interface MetricReading {
  /** Its name with its group, as Flink's REST interface has it, such as `Shuffle.Netty.Input.Buffers.inPoolUsage`. */
  readonly name: string;
  /** What it is about. */
  readonly scope: "TaskManager" | "Task" | "Job";
  readonly kind: "Counter" | "Meter" | "Gauge";
  /** In what it counts, such as `bytes/s`; empty for shares (1 is all of it) and flags. */
  readonly unit: string;
  /** Whether Flink has this metric, or only the simulation does. */
  readonly origin: "flink" | "simulation";
  /** A `bigint` of whole numbers, a `number` of others. */
  readonly value: bigint | number | boolean;
}

/** A subtask at a moment. */
export interface TaskMetrics {
  /** Number of its vertex, from 0. */
  readonly vertex: number;
  /** Its number, from 0. */
  readonly subtask: number;
  /** The TaskManager it runs on, from 0. */
  readonly taskManager: number;
  /** Its slot there, from 0. */
  readonly slot: number;
  /** What its thread does. */
  readonly activity: "not-started" | "busy" | "idle" | "soft-backpressured" | "hard-backpressured";
  /** Flink's metrics; rates and shares as Flink brought them up to date last: every five seconds. */
  readonly readings: readonly MetricReading[];
}

/** Records of an edge since the start. */
export interface EdgeMetrics {
  /** Written by its producers, once for each consumer that gets it. */
  readonly written: bigint;
  /** On which a consumer has begun to work. */
  readonly begun: bigint;
  /** The difference: on their way. */
  readonly inFlight: bigint;
}

/** A TaskManager's network memory at a moment. */
export interface TaskManagerMetrics {
  readonly readings: readonly MetricReading[];
}

/** All of a simulation at a moment. */
export interface SimulationMetrics {
  /** When, ns since the start. */
  readonly now: bigint;
  /** Of all subtasks, vertex after vertex. */
  readonly tasks: readonly TaskMetrics[];
  readonly taskManagers: readonly TaskManagerMetrics[];
  readonly edges: readonly EdgeMetrics[];
  /** Of the job: its checkpoints, records on their way, latency. */
  readonly job: readonly MetricReading[];
}

/** What memory does to a job. All of it estimates. */
export interface MemoryEstimates {
  /** Of a subtask of each vertex; `null` without `state`. */
  readonly vertices: readonly (VertexEstimate | null)[];
  /** Of each TaskManager; empty without a `heap`. */
  readonly taskManagers: readonly TaskManagerEstimate[];
}

/** What state does to a subtask. */
export interface VertexEstimate {
  /** Of its state. */
  readonly state: StateEstimate | null;
  /** A record takes so much longer, ns, at most 22.5 minutes. */
  readonly perRecord: bigint;
}

/** What comes of a state and the memory of its store. */
export interface StateEstimate {
  /** Blocks of data in which the state is stored, and for how many of them the cache has room. */
  readonly blocks: bigint;
  readonly cachedBlocks: bigint;
  /** Bytes of the cache for blocks of data: what write buffers, index and filters leave. */
  readonly cache: bigint;
  /** Part of index and filters for which the cache has room, 0 to 1. */
  readonly indexCached: number;
  /** Part of the reads that find their block in the cache, 0 to 1; and if the blocks read most were always cached. */
  readonly hitRate: number;
  readonly bestHitRate: number;
  /** Part of the reads that go to disk, 0 to 1. */
  readonly diskShare: number;
  /** Mean time of a read, ns. */
  readonly read: bigint;
  /** Whether write buffers are too small for a single arena block, so that RocksDB flushes all the time. */
  readonly flushesConstantly: boolean;
  /** Bytes of a flush. */
  readonly flush: bigint;
  /** Bytes written to disk for each byte of an update. */
  readonly writeAmplification: number;
  /** How long a record waits because the disk does not keep up with merging, ns. */
  readonly stall: bigint;
  /** A record takes so much longer in all, ns. */
  readonly perRecord: bigint;
}

/** What collections do to a TaskManager, as of the last full second. */
export interface TaskManagerEstimate {
  readonly collections: GcEstimate;
  readonly heartbeat: HeartbeatEstimate | null;
}

/** What collections take. */
export interface GcEstimate {
  /** `"fits"`: there is room for a young generation; `"tight"`: there is not, and all is collected time and again; or the JVM gives up. */
  readonly verdict: "fits" | "tight" | "out-of-memory";
  /** Bytes that live for long. */
  readonly live: bigint;
  /** Bytes allocated per second. */
  readonly allocationRate: number;
  /** Bytes that are allocated between two collections of the young generation, and how many of these there are per second. */
  readonly eden: bigint;
  readonly collectionsPerSecond: number;
  /** Part of the time that all collections take, 0 to 0.98. */
  readonly share: number;
  /** A collection of the young generation, and of the whole heap, ns. */
  readonly youngPause: bigint;
  readonly fullPause: bigint;
}

/** What comes of the longest pause for heartbeats. */
export interface HeartbeatEstimate {
  /** How likely a timeout is: `"high"` depends on the moment. */
  readonly risk: "none" | "low" | "high" | "certain";
  /** The longest pause, how long nothing is heard at worst, and how long that may be, ns. */
  readonly pause: bigint;
  readonly silence: bigint;
  readonly timeout: bigint;
  /** Part of the moments, 0 to 1, at which a pause that begins there ends in a timeout. */
  readonly probability: number;
  /** The same in words. */
  readonly message: string;
}

/** A job as its graph. */
export interface Job {
  /** At most 1,024. */
  readonly vertices: readonly JobVertex[];
  /** At most 4,096. */
  readonly edges: readonly JobEdge[];
}

/** A task of a job. */
export interface JobVertex {
  /** Subtasks, 1 to 32,768. */
  readonly parallelism: number;
  /** With whom it shares slots; 0 by default, so that all do. */
  readonly slotSharingGroup?: number;
}

/** An edge of a job. */
export interface JobEdge {
  /** Number of the vertex that writes, from 0. */
  readonly producer: number;
  /** Number of the vertex that reads. */
  readonly consumer: number;
  /** `"all-to-all"` (hash, rebalance, broadcast) or `"pointwise"` (forward, rescale). */
  readonly pattern: "all-to-all" | "pointwise";
  /** How data is exchanged; `"PIPELINED_BOUNDED"` by default, as in streaming jobs. */
  readonly exchange?:
    | "BLOCKING" | "BLOCKING_PERSISTENT" | "PIPELINED" | "PIPELINED_BOUNDED" | "PIPELINED_APPROXIMATE"
    | "HYBRID_FULL" | "HYBRID_SELECTIVE";
}

/** A job that is to run on TaskManagers. */
export interface BuffersRequest {
  /** What TaskManagers are like: what `clusterSettings` answers, or your own. Times do not matter here. */
  readonly cluster: ClusterSettings;
  readonly job: Job;
  /** TaskManagers, 1 to 65,536; as many as the job needs by default. */
  readonly taskManagers?: number;
}

/** Whether network memory is enough, or why the job does not fit at all. */
export type BuffersAnswer =
  | RequiredBuffers
  | {
      readonly ok: false;
      /** `flinkClass` is `null` where the words are ours. */
      readonly error: { readonly flinkClass: string | null; readonly message: string };
    };

/** A number of segments, and their bytes. */
export interface NetworkMemory {
  readonly segments: bigint;
  readonly bytes: bigint;
}

/** What a job needs of network buffers, for the placement that Flink is taken to choose. */
export interface RequiredBuffers {
  readonly ok: true;
  /** TaskManagers it was computed for. */
  readonly taskManagers: number;
  /** Slots that the job takes. */
  readonly slots: number;
  /** Channels within a TaskManager, and between two. */
  readonly channels: { readonly local: bigint; readonly remote: bigint };
  /** What each TaskManager has. */
  readonly available: NetworkMemory;
  /** With less, the job does not start. */
  readonly required: NetworkMemory;
  /** The same with a buffer to spare for every pool: the least to be recommended. */
  readonly recommended: NetworkMemory;
  /** More than this no TaskManager can use; `null` where a pool has no limit. */
  readonly optimum: NetworkMemory | null;
  /** What is often said to be enough: slots × most channels of a task × segment. */
  readonly ruleOfThumb: NetworkMemory;
  /** Number of the TaskManager that needs most, from 0. */
  readonly busiest: number;
  /** What Flink throws where it is not enough; `null` where the job starts. */
  readonly failure: { readonly taskManager: number; readonly flinkClass: string | null; readonly message: string } | null;
  /** What would help where there is less than recommended: options with a value. */
  readonly fixes: readonly { readonly key: string; readonly value: string }[];
}
