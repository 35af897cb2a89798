/** What a calculator shows, as its `change` events say it. */
export interface FlinkMemoryCalculatorChange {
  /** The query of a link: `?v=1&flink=2.3&p=tm&…`. Behind the calculator's address it shows the same; as `state` too. */
  state: string;
  /** Bytes of each component that the process has, such as `total-process`, `task-heap`, `managed`; empty while Flink does not start. */
  bytes: Record<string, number>;
  /** Why Flink does not start, at most 300 characters; `null` while it does. */
  error: string | null;
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
  readonly bytes: Record<string, number>;
  /** Why Flink does not start, as the last `change` said it. */
  readonly error: string | null;

  addEventListener(
    type: "change",
    listener: (this: FlinkMemoryCalculatorElement, event: CustomEvent<FlinkMemoryCalculatorChange>) => unknown,
    options?: boolean | AddEventListenerOptions
  ): void;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: FlinkMemoryCalculatorElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "flink-memory-calculator": FlinkMemoryCalculatorElement;
  }
}
