import React, { useEffect } from "react";
import useBaseUrl from "@docusaurus/useBaseUrl";

/** The calculator, with the element's attributes as properties. The site of `cargo xtask dist` is in static/calculator/. */
export default function FlinkMemoryCalculator(properties) {
  const script = useBaseUrl("/calculator/flink-memory-calculator.js");
  const home = useBaseUrl("/calculator/");
  useEffect(() => {
    // Once a page, whoever asks.
    if (!document.querySelector(`script[src="${script}"]`)) {
      document.head.append(Object.assign(document.createElement("script"), { src: script, defer: true }));
    }
  }, [script]);
  return (
    <flink-memory-calculator {...properties}>
      <a href={home}>Flink Memory Calculator</a>
    </flink-memory-calculator>
  );
}
