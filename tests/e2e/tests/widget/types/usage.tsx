// The element in React, with the lines of docs/EMBEDDING.md in react.d.ts. Compiled, and never run.

export const page = (
  <main>
    <flink-memory-calculator flink="2.3" config="taskmanager.memory.process.size: 4g" show="bar,table" theme="auto" className="wide">
      <a href="https://example.org/calculator/">Flink Memory Calculator</a>
    </flink-memory-calculator>
    <flink-memory-calculator sandbox="" state="?v=1&amp;flink=2.3" ref={element => console.log(element?.bytes.managed)} />
  </main>
);

// @ts-expect-error there is no such attribute
export const slip = <flink-memory-calculator flnk="2.3" />;
// @ts-expect-error none of the colours
export const purple = <flink-memory-calculator theme="purple" />;
