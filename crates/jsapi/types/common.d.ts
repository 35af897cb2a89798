/**
 * A line of Flink releases, such as `"1.20"`. Patch releases of a line resolve memory alike, and are accepted too: `"1.20.5"`.
 */
export type FlinkVersion = FlinkLine | `${FlinkLine}.${number}`;

/** The lines of Flink releases that are known. */
export type FlinkLine =
  | "1.10" | "1.11" | "1.12" | "1.13" | "1.14" | "1.15" | "1.16" | "1.17" | "1.18" | "1.19" | "1.20"
  | "2.0" | "2.1" | "2.2" | "2.3";

/**
 * A whole number to pass in: a `bigint`, or a `number` without a fraction of at most 2^53 - 1. Larger numbers are refused, since they may
 * have been rounded before they got here. What is returned of 64 bits (bytes, nanoseconds, counters) always is a `bigint`.
 */
export type Whole = bigint | number;

/** Why an argument was refused. */
export type RefusalCode =
  /** It is of another type: a text where a number should be, `null`, a symbol. */
  | "wrong-type"
  /** It is a number or a list out of its range; `NaN`, an infinity, a fraction where only whole numbers are. */
  | "out-of-range"
  /** It is none of the names there are. */
  | "unknown-name"
  /** An object has a property that is not known: a slip of the pen, most often. */
  | "unknown-property"
  /** A property that has to be there is not. */
  | "missing"
  /** A text or a list is longer than what is read. */
  | "too-large"
  /** A getter or a proxy threw when the argument was read. */
  | "unreadable"
  /** The job cannot run, as our own words say. */
  | "scenario"
  /** The job cannot run, as Flink's words say; `flinkClass` is its exception. */
  | "flink";

/**
 * What is thrown when an argument cannot be used: an `Error` that says which one and why. A configuration that Flink refuses is no such error:
 * it is an answer, see `FlinkError`.
 */
export interface CalculatorError extends Error {
  readonly name: "CalculatorError";
  /** Why it was refused. */
  readonly code: RefusalCode;
  /** Which argument, such as `scenario.vertices[2].parallelism`. */
  readonly path: string;
  /** Full name of Flink's exception where the message is Flink's own; otherwise `null`. */
  readonly flinkClass: string | null;
}

/** What a configuration gives a job: what TaskManagers are like, how they exchange data, when checkpoints are taken. Times are ns. */
export interface ClusterSettings {
  /** The release, from `"1.13"` on; `"2.3"` by default. */
  readonly flink?: FlinkVersion;
  /** Network memory of each TaskManager, bytes. */
  readonly networkMemory: Whole;
  /** Bytes of a segment, 1 to 2^30; 32,768 by default. */
  readonly segmentSize?: Whole;
  /** Slots of each TaskManager, 1 to 65,536; 1 by default. */
  readonly slotsEach?: number;
  /** Which TaskManagers are used first (`taskmanager.load-balance.mode`); `"NONE"` by default. */
  readonly loadBalanceMode?: "NONE" | "SLOTS" | "MIN_RESOURCES" | "TASKS";
  /** How many buffers partitions and gates get; what is not there is the release's default. */
  readonly buffers?: BufferSettings;
  /** How often open buffers are flushed, ns, 1 ms to a day; or after every record, or only when they are full. 100 ms by default. */
  readonly bufferTimeout?: Whole | "every-record" | "never";
  /** Whether the sizes of buffers follow the throughput (from 1.14 on); not by default. */
  readonly debloating?: Debloating;
  /** Checkpoints; none by default. */
  readonly checkpointing?: Checkpointing;
}

/** Numbers of buffers, 0 to 2^31 - 1. */
export interface BufferSettings {
  /** Exclusive buffers of a channel. */
  readonly perChannel?: number;
  /** Floating buffers of an input gate. */
  readonly floatingPerGate?: number;
  /** Limit to what a gate requires (from 1.17 on). */
  readonly maxRequiredPerGate?: number;
  /** Buffers of a subpartition beyond which its pool is not available. */
  readonly maxPerChannel?: number;
  /** Overdraft buffers of a result partition (from 1.16 on). */
  readonly maxOverdraftPerGate?: number;
  /** Subpartitions from which on a blocking partition sorts. */
  readonly sortMinParallelism?: number;
  /** Buffers of a sorting partition. */
  readonly sortMinBuffers?: number;
  /** Buffers that tiered storage guarantees a partition (from 1.18 on); no tiered storage by default. */
  readonly tieredStorage?: number;
}

/** Buffer debloating; what is not there is the release's default. */
export interface Debloating {
  /** How long the buffers on their way should last, ns, from 1 ms. */
  readonly target?: Whole;
  /** How often it is asked, ns, 1 ms to a day. */
  readonly period?: Whole;
  /** The smallest size of a buffer, bytes. */
  readonly minBufferSize?: number;
  /** Bytes of a buffer at first (from 2.0 on). */
  readonly startingBufferSize?: number;
  /** A change of so many percent is announced. */
  readonly thresholdPercentages?: number;
  /** Samples of the moving average. */
  readonly samples?: number;
}

/** Checkpoints, exactly once, one at a time. */
export interface Checkpointing {
  /** Time between two of them, ns, 10 ms to a day. */
  readonly interval: Whole;
  /** How long one may take, ns, 10 ms to a day; 10 minutes by default. */
  readonly timeout?: Whole;
  /** Whether barriers wait behind data, or overtake it, or do so when a checkpoint is as old as this, ns. They wait by default. */
  readonly barriers?: "aligned" | "unaligned" | Whole;
}
