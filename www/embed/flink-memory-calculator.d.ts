/** Parts of a process's memory, and sums of them. */
export type FlinkMemoryComponent =
  | "total-process" | "total-flink" | "jvm-heap" | "framework-heap" | "task-heap" | "off-heap" | "managed" | "jvm-direct"
  | "framework-off-heap" | "task-off-heap" | "network" | "jvm-metaspace" | "jvm-overhead";

/** Bytes of each component that the process has; empty while Flink does not start. */
export type FlinkMemorySizes = { readonly [component in FlinkMemoryComponent]?: number };

/** What a calculator shows, as its `change` events say it. */
export interface FlinkMemoryCalculatorChange {
  /** The query of a link: `?v=1&flink=2.3&p=tm&…`. Behind the calculator's address it shows the same; as `state` too. */
  readonly state: string;
  /** Bytes of each component, such as `task-heap`. */
  readonly bytes: FlinkMemorySizes;
  /** Why Flink does not start, at most 300 characters; `null` while it does. */
  readonly error: string | null;
}

/** The attributes, for typed markup; how React is told of them is in `docs/EMBEDDING.md`. */
export interface FlinkMemoryCalculatorAttributes {
  /** Lines as in `flink-conf.yaml`: `taskmanager.memory.process.size: 4g`. */
  config?: string;
  /** The release, such as `2.3`. */
  flink?: string;
  /** Whose memory. */
  process?: "taskmanager" | "jobmanager";
  /** Blocks in their order: `bar,table,controls,pools,graph,flags`. */
  show?: string;
  /** Keys of the options that have a control, with or without `taskmanager.memory.`. */
  controls?: string;
  /** `auto`: as the page around. */
  theme?: "light" | "dark" | "auto";
  /** The language, such as `zh`; without it that of the nearest element around. */
  lang?: string;
  /** Address of the calculator, if it does not lie beside the script. */
  src?: string;
  /** The query of a link, in place of `config`, `flink` and `process`. */
  state?: string;
  /** There, with any value: the frame has no origin. */
  sandbox?: string;
  /** What the frame is called, for screen readers. */
  title?: string;
}

/** The element `<flink-memory-calculator>`. Properties without a word of their own are attributes; one that is not there is `""`. */
export interface FlinkMemoryCalculatorElement extends HTMLElement {
  /** Lines as in `flink-conf.yaml`: `taskmanager.memory.process.size: 4g`. */
  config: string;
  /** The release, such as `2.3`. Without one a note asks for it. */
  flink: string;
  /** Whose memory: `taskmanager`, or `jobmanager`. */
  process: string;
  /** Blocks in their order: `bar,table,controls,pools,graph,flags`. */
  show: string;
  /** Keys of the options that have a control, with or without `taskmanager.memory.`. */
  controls: string;
  /** `light`, `dark`, or `auto`: as the page around. */
  theme: string;
  /** Address of the calculator, if it does not lie beside the script. */
  src: string;
  /**
   * What is shown, as the query of a link. Setting it shows something else; attributes stay as they are.
   * @throws RangeError for more than 16384 characters.
   */
  state: string;
  /** Bytes of each component, as the last `change` said them. */
  readonly bytes: FlinkMemorySizes;
  /** Why Flink does not start, as the last `change` said it. */
  readonly error: string | null;

  /** Has a listener told of changes. */
  addEventListener(type: "change", listener: FlinkMemoryCalculatorListener, options?: boolean | AddEventListenerOptions): void;
  /** As for any element. */
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: FlinkMemoryCalculatorElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions
  ): void;
  /** As for any element. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions
  ): void;
  /** Has a listener told no more. */
  removeEventListener(type: "change", listener: FlinkMemoryCalculatorListener, options?: boolean | EventListenerOptions): void;
  /** As for any element. */
  removeEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: FlinkMemoryCalculatorElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions
  ): void;
  /** As for any element. */
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions
  ): void;
}

/** Who is told of changes. */
export type FlinkMemoryCalculatorListener = (
  this: FlinkMemoryCalculatorElement,
  event: CustomEvent<FlinkMemoryCalculatorChange>
) => unknown;

declare global {
  interface HTMLElementTagNameMap {
    "flink-memory-calculator": FlinkMemoryCalculatorElement;
  }
}
