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
  /** Tasks start at random moments from 0 to this, ns; 0, all at once, by default. */
  readonly startSkew?: Whole;
  /** Of all random choices, 0 to 2^64 - 1; 0 by default. The same scenario always takes the same course. */
  readonly seed?: Whole;
}

/** A task of a job: either a `source`, which has no inputs, or an `operator`, which has some. */
export type ScenarioVertex = VertexBase & ({ readonly source: Source } | { readonly operator: Operator });

/** What all tasks have. */
export interface VertexBase {
  /** Subtasks, 1 to 32,768; at most 65,536 of all vertices. */
  readonly parallelism: number;
  /** With whom it shares slots; 0 by default, so that all do. */
  readonly slotSharingGroup?: number;
  /** Bytes of a record that it writes, with the length before it, 1 to 2^30; 100 by default. */
  readonly recordBytes?: Whole;
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
