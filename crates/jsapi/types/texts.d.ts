/** What is the matter with a text. */
export interface Checked {
  /** What it was read as. */
  readonly kind: TextKind;
  /** Whether nothing in it is an error: Flink reads it, and both processes start with it (or it sizes only one, and that does). */
  readonly ok: boolean;
  /** In the order of the text. At most about 1,000. */
  readonly problems: readonly Problem[];
  /** What the TaskManager makes of it. */
  readonly taskManager: Resolution;
  /** What the JobManager makes of it. */
  readonly jobManager: Resolution;
  /** Problems that the text tells of, such as those in a log, with what helps. */
  readonly advice: readonly Advice[];
}

/** A text to check. */
export interface CheckRequest extends ParseRequest {
  /** Who starts Flink; what the text tells, or `"standalone"`, by default. */
  readonly deployment?: Deployment;
}

/** A problem that a log or an error message tells of. */
export interface Advice {
  /** A stable name, such as `network-buffers`. */
  readonly id: string;
  /** The words that tell it. */
  readonly at: TextRange;
  readonly title: string;
  /** What it comes from. */
  readonly cause: string;
  /** The process that has it, where the text tells. */
  readonly process: Process | null;
  /** What helps, what to try first in front. */
  readonly remedies: readonly Remedy[];
}

/** A change of the configuration that helps. */
export interface Remedy {
  readonly key: string;
  /** `"set"`: to `value`. `"raise"`, `"lower"`: from what it is. `"unset"`: do not set it. */
  readonly change: "set" | "raise" | "lower" | "unset";
  /** For `"set"`. */
  readonly value: string | null;
  /** When it is the right thing to do, and what it costs. */
  readonly why: string;
}

/** A format to write. */
export type ExportFormat =
  | "flink-conf" | "config-yaml" | "arguments" | "properties" | "deployment" | "markdown" | "csv" | "json";

/** What to write. */
export interface ExportRequest extends ConfigRequest {
  readonly format: ExportFormat;
  /** Who starts the processes; `"standalone"` by default. */
  readonly deployment?: Deployment;
  /** Whether every component is written with its size, so that nothing is left to be derived; `false` by default. */
  readonly explicit?: boolean;
  /**
   * Whether options that are not about memory, network buffers, state backends or parallelism are written too; `false` by default, so that
   * secrets do not travel along. What looks like a secret is never written.
   */
  readonly withOthers?: boolean;
  /** A link for the first lines; none by default. At most 65,536 UTF-16 code units. */
  readonly link?: string;
}

/** A written text. */
export interface Exported {
  /** Ends with a line end. */
  readonly text: string;
  /** A name for its file, such as `config.yaml`. */
  readonly fileName: string;
  /** Its media type. */
  readonly mediaType: string;
  /** Options that should be in it and are not. */
  readonly leftOut: readonly { readonly key: string; readonly why: string }[];
  /** How many options about something else were not asked for. */
  readonly others: number;
  /** What else to know about it. */
  readonly notes: readonly string[];
}
