// What pages do with the element in TypeScript. Compiled, and never run.

import type {
  FlinkMemoryCalculatorChange, FlinkMemoryCalculatorElement, FlinkMemoryCalculatorListener, FlinkMemorySizes,
} from "./flink-memory-calculator";

const element = document.querySelector("flink-memory-calculator");
const made: FlinkMemoryCalculatorElement = document.createElement("flink-memory-calculator");
if (!element) throw new Error("there is none");

made.flink = "2.3";
made.config = "taskmanager.memory.process.size: 4g";
made.process = "jobmanager";
made.show = "bar,table";
made.controls = "process.size";
made.theme = "dark";
made.lang = "en";
made.src = "https://example.org/calculator/";
made.title = "Memory";
made.state = element.state;
made.setAttribute("sandbox", "");
document.body.append(made);

const heap: number | undefined = element.bytes["task-heap"];
const error: string | null = element.error;
const sizes: FlinkMemorySizes = element.bytes;

const listener: FlinkMemoryCalculatorListener = function (event) {
  const { state, bytes, error }: FlinkMemoryCalculatorChange = event.detail;
  this.state = state;
  const total: number = bytes["total-process"] ?? 0;
  const said: string = error ?? total.toFixed();
  console.log(said);
};
element.addEventListener("change", listener, { once: true });
element.removeEventListener("change", listener);
element.addEventListener("change", event => console.log(event.detail.bytes.managed));
element.addEventListener("click", event => console.log(event.clientX));
element.addEventListener("anything", event => console.log(event.type));

// @ts-expect-error sizes are read
element.bytes = {};
// @ts-expect-error so is the error
element.error = null;
// @ts-expect-error a text
element.flink = 2.3;
// @ts-expect-error there is no such component
element.bytes["task-heep"];
// @ts-expect-error a number, or none
const known: number = element.bytes["task-heap"];
// @ts-expect-error there is no such detail
element.addEventListener("change", event => console.log(event.detail.flink));
// @ts-expect-error nothing is left open: `any` would be everything
const open: symbol = element.state;

export { error, heap, known, open, sizes };
