// What a page can do with the element: hear what is shown.
"use strict";

document.querySelector("flink-memory-calculator").addEventListener("change", event => {
  const bytes = event.detail.bytes["task-heap"];
  document.getElementById("heap").textContent = bytes === undefined ? "…" : bytes.toLocaleString("en") + " bytes";
});
