/** One of Flink's two kinds of processes. */
export type Process = "taskmanager" | "jobmanager";

/**
 * Who starts Flink. Only the heap keys of releases up to 1.20 are read differently: `"standalone"` are the start scripts, `"containerized"`
 * YARN and Kubernetes.
 */
export type Deployment = "standalone" | "containerized";

/** A configuration, as keys and values. Values are what would stand in the file; numbers and booleans are taken as JavaScript prints them. */
export type Config = Readonly<Record<string, string | number | bigint | boolean>>;

/** What a text is. Only the first three are read without the subpath `/texts`. */
export type TextKind =
  /** `flink-conf.yaml`: lines of `key: value`, read by Flink up to 1.20. */
  | "flink-conf"
  /** `config.yaml`: YAML 1.2, read by Flink from 1.19 on. */
  | "config-yaml"
  /** `-Dkey=value` arguments of a command. */
  | "arguments"
  /** `FLINK_PROPERTIES` of Flink's image. */
  | "properties"
  /** Resources of Flink's Kubernetes operator, a `ConfigMap`, and other manifests. */
  | "manifest"
  /** Values of a Helm chart. */
  | "values"
  /** The "Final … Memory configuration" block of a log. */
  | "log-block"
  /** What `/taskmanagers/:id` or `/jobmanager/config` of Flink's REST interface answers. */
  | "rest-answer"
  /** An error message, or the log lines around one. */
  | "error-message";

/** A configuration to look at: as `config`, or as `text`, or neither, which is one in which nothing is set. */
export interface ConfigRequest {
  /** The release that reads it; `"2.3"` by default. */
  readonly flink?: FlinkVersion;
  /** Keys and values. At most 100,000. */
  readonly config?: Config;
  /** A text: at most 4,194,304 UTF-16 code units (what `length` says). What it names (release, deployment) does not count here. */
  readonly text?: string;
  /**
   * What the text is. By default `"arguments"` if it begins with `-D`, or else the file that the release reads by itself: `"flink-conf"` up to
   * 1.18, `"config-yaml"` from 1.19 on. With the subpath `/texts`, it is told from the text.
   */
  readonly kind?: TextKind;
}

/** A configuration with what else decides over memory. */
export interface ResolveRequest extends ConfigRequest {
  /** The process; `"taskmanager"` by default. */
  readonly process?: Process;
  /** Who starts it; `"standalone"` by default. */
  readonly deployment?: Deployment;
}

/** What Flink makes of a configuration. */
export type Resolution = Resolved | Refused;

/** What both answers have. */
export interface ResolutionBase {
  /** The line of releases that answered. */
  readonly flink: FlinkLine;
  /** The patch release that the numbers were checked against, such as `1.20.5`. */
  readonly release: string;
  /** The process. */
  readonly process: Process;
  /** Lines that Flink logs on the way, `LEVEL Class: message`. */
  readonly log: readonly string[];
  /** The "Final … Memory configuration" block of the log, `LEVEL message`; `null` where the release has none or does not come so far. */
  readonly logBlock: readonly string[] | null;
  /** Where the sizes come from, in Flink's order; up to the error if there is one. */
  readonly derivation: readonly DerivationStep[];
}

/** Flink starts. */
export interface Resolved extends ResolutionBase {
  readonly ok: true;
  /** The sizes. */
  readonly memory: Memory;
  /** What the start script passes to the JVM, such as `-Xmx536870902 -Xms536870902 …`. */
  readonly jvmParameters: string;
  /** Options that the start script passes on, with their values, in Flink's order; `null` where the release has none. */
  readonly dynamicOptions: readonly (readonly [key: string, value: string])[] | null;
  /** The same as the one string that Flink prints: `-D key=value -D …`. */
  readonly dynamicConfigs: string | null;
  /** CPU cores as the resource manager counts them; `null` for a JobManager. */
  readonly cpuCores: number | null;
  /** Slots of the TaskManager; `null` for a JobManager, and before 1.13. */
  readonly numSlots: number | null;
}

/** Flink does not start. */
export interface Refused extends ResolutionBase {
  readonly ok: false;
  /** What it throws. */
  readonly error: FlinkError;
}

/** Parts of a process's memory, and sums of them. */
export type Component =
  | "totalProcess" | "totalFlink" | "jvmHeap" | "frameworkHeap" | "taskHeap" | "offHeap" | "managed" | "jvmDirect"
  | "frameworkOffHeap" | "taskOffHeap" | "network" | "jvmMetaspace" | "jvmOverhead";

/** Bytes of each, 0 to 2^63 - 1; `null` where the process has no such thing (a JobManager has no managed memory). */
export type Memory = { readonly [component in Component]: bigint | null };

/** A component with the size it had when it was used, bytes. */
export interface Term {
  readonly component: Component;
  readonly bytes: bigint;
}

/** The sizes between which a component has to lie, both included, bytes. The keys are empty for managed memory, which has no limits. */
export interface SizeRange {
  readonly minKey: string;
  readonly min: bigint;
  readonly maxKey: string;
  /** 2^63 - 1 is no limit. */
  readonly max: bigint;
}

/** A fraction as read. */
export interface Fraction {
  readonly key: string;
  /** What Flink computes with: a 32-bit float, widened. 0.4 is 0.4000000059604645. */
  readonly value: number;
  /** Whether it is set, or the default. */
  readonly configured: boolean;
}

/** Which end of a range decided; `null` if none did. */
export type Clamp = "to-min" | "to-max" | null;

/** How a component got its size. */
export type Rule =
  /** It is set, under `spelled`, which may be an old spelling of `key`. */
  | { readonly kind: "configured"; readonly key: string; readonly spelled: string }
  /** It is not set; the default of this release. */
  | { readonly kind: "default"; readonly key: string }
  /** The sum of others. */
  | { readonly kind: "sum"; readonly terms: readonly Term[] }
  /** What others leave of a total. */
  | { readonly kind: "remainder"; readonly of: Term; readonly minus: readonly Term[]; readonly within: SizeRange | null }
  /** A fraction of a total: `exact` bytes, brought into the range. */
  | {
      readonly kind: "fraction"; readonly of: Term; readonly fraction: Fraction; readonly exact: bigint;
      readonly range: SizeRange; readonly clamp: Clamp;
    }
  /** A fraction of a total that is not known yet: `factor` is `fraction / (1 - fraction)`, of `base` bytes, the sum of `of`. */
  | {
      readonly kind: "inverse-fraction"; readonly of: readonly Term[]; readonly base: bigint; readonly fraction: Fraction;
      readonly factor: number; readonly exact: bigint; readonly range: SizeRange; readonly clamp: Clamp;
    }
  /** A number of buffers of so many bytes each (up to 1.20). */
  | { readonly kind: "number-of-buffers"; readonly buffers: number; readonly segmentSize: bigint };

/** How one component got its size. A later step of the same component replaces an earlier one. */
export interface DerivationStep {
  readonly component: Component;
  /** The size it has from here on, bytes. */
  readonly bytes: bigint;
  readonly rule: Rule;
  /** Simple name of the Flink class that does this in the release. */
  readonly flinkClass: string;
  /** The step in words. */
  readonly lines: readonly DerivationLine[];
}

/** A line of a derivation in words. */
export interface DerivationLine {
  /** What it settles. */
  readonly what: string;
  /** How, with the numbers: `Total Process Memory 1811939328 × 0.10000000149011612`. */
  readonly formula: string;
  /** What came of it, bytes. */
  readonly bytes: bigint;
  /** Whether the next line replaces it. */
  readonly superseded: boolean;
}

/** An exception in Flink's words. */
export interface FlinkError {
  /** Full name of the exception's class; empty where the message is ours, about what only we do not resolve. */
  readonly flinkClass: string;
  /** Its message; empty where Flink throws it without one. */
  readonly message: string;
  /** What it was caused by, outermost first. */
  readonly causes: readonly { readonly flinkClass: string; readonly message: string }[];
  /** Keys of the options that took part, the one to look at first in front. */
  readonly keys: readonly string[];
  /** Where the first of them stands in the text; `null` where there is no text, or it does not stand in it. */
  readonly at: TextRange | null;
}

/** A stretch of a text. */
export interface TextRange {
  /** Its line, from 1. */
  readonly line: number;
  /** Its first character in the line, from 1. */
  readonly column: number;
  /** The line of its end, from 1. */
  readonly endLine: number;
  /** The character behind its end, from 1. */
  readonly endColumn: number;
  /** `text.slice(start, end)` is the stretch. */
  readonly start: number;
  readonly end: number;
}

/** A text to read. */
export interface ParseRequest {
  /** At most 4,194,304 UTF-16 code units. */
  readonly text: string;
  /** What it is; by default as in `ConfigRequest`. */
  readonly kind?: TextKind;
  /** The release that reads it; `"2.3"` by default. */
  readonly flink?: FlinkVersion;
}

/** What a text says. */
export interface Reading {
  /** What it was read as. */
  readonly kind: TextKind;
  /** What Flink's configuration then holds; where Flink refuses the text, what could be read of it. */
  readonly config: Readonly<Record<string, string>>;
  /** Every key in the order of the text; of one that stands there twice, both. */
  readonly entries: readonly Entry[];
  /** What Flink's loader throws at the text; `null` if it reads it. */
  readonly error: FlinkError | null;
  /** What Flink's loader logs, `LEVEL Class: message`. `CONF_DIR` stands for the folder of the file. */
  readonly log: readonly string[];
  /** What else there is to say about places in it. */
  readonly problems: readonly Problem[];
  /** The release that the text names, if it does. */
  readonly flink: FlinkLine | null;
  /** Who starts Flink, where the text tells. */
  readonly deployment: Deployment | null;
  /** The one process that it is about, where it is about one. */
  readonly process: Process | null;
}

/** A key in a text. */
export interface Entry {
  /** The whole key, whatever it is nested in. */
  readonly key: string;
  /** The text that Flink takes for its value. */
  readonly value: string;
  /** Where the key stands; of a nested one, its last part. */
  readonly keyAt: TextRange;
  /** Where the value stands, quotes included. */
  readonly valueAt: TextRange;
}

/** Something to say about a place in a text. */
export interface Problem {
  /** `"error"`: it does not work. `"warning"`: it may not do what was meant. `"hint"`: it can be ignored. */
  readonly severity: "hint" | "warning" | "error";
  /** What is the matter, and what to do. */
  readonly message: string;
  /** The key it is about, if it is about one. */
  readonly key: string | null;
  readonly at: TextRange;
  /** A change that settles it; `null` if there is none. Always `null` from `parse`. */
  readonly fix: Fix | null;
}

/** A change of a text. */
export interface Fix {
  /** What it does, such as `Remove`. */
  readonly label: string;
  /** What to replace, in the order of the text, without overlap. */
  readonly edits: readonly Edit[];
  /** What the text is afterwards, where that changes. */
  readonly kind: TextKind | null;
}

/** What takes the place of `text.slice(start, end)`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An option in one release. */
export type Option = OptionBase & OptionValue;

/** What all options have. */
export interface OptionBase {
  /** Flink's key. */
  readonly key: string;
  /** Who reads it. */
  readonly scope: "taskmanager" | "jobmanager" | "network" | "state-backend" | "cluster";
  /** A short name; `null` for options that no form has. */
  readonly label: string | null;
  /** What it does and when to touch it, in our words; `null` for options that no form has. */
  readonly description: string | null;
  /** The first and the last release with this option, as it is or otherwise. */
  readonly since: FlinkLine;
  readonly until: FlinkLine;
  /** Old keys that Flink still reads, with a warning. */
  readonly deprecatedKeys: readonly string[];
  /** Other keys that Flink falls back to in silence. */
  readonly fallbackKeys: readonly string[];
  /** Whether Flink marks the option itself as deprecated. */
  readonly deprecated: boolean;
  /** Simple name of the Flink class that declares it. */
  readonly flinkClass: string;
}

/** How an option is read, and what holds when it is not set; `null` is none. */
export type OptionValue =
  /** Bytes. */
  | { readonly type: "memory-size"; readonly default: bigint | null }
  | { readonly type: "float" | "double" | "integer"; readonly default: number | null }
  | { readonly type: "long"; readonly default: bigint | null }
  /** Milliseconds. */
  | { readonly type: "duration"; readonly default: bigint | null }
  | { readonly type: "boolean"; readonly default: boolean | null }
  | { readonly type: "string" | "map"; readonly default: string | null }
  | { readonly type: "enum"; readonly values: readonly string[]; readonly default: string | null };

/** What a configuration gives a job, or what Flink throws. */
export type ClusterAnswer =
  | { readonly ok: true; readonly cluster: ClusterSettings }
  | { readonly ok: false; readonly error: FlinkError };
