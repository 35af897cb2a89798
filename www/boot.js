// Starts the page. A file of its own because the page's content security policy forbids inline scripts, and a classic script
// because it must be able to say what is wrong in a browser that is too old for the rest.
"use strict";

(async function () {
  try {
    if (typeof WebAssembly !== "object") {
      throw new Error(
        "WebAssembly is off in this browser, and the calculator runs in the browser by it. " +
          "Allow it (it may be blocked by a policy or by the browser's strictest security level) and reload."
      );
    }
    // The build writes a link to the program into the page, see Trunk.toml, and its script either as another or as an element before this one.
    // Addresses are relative, so that the page can lie in any folder.
    const script = document.getElementById("page-script");
    const wasm = document.getElementById("page-wasm");
    const program = script ? await import(script.href) : window.flinkMemoryCalculator;
    if (!program) {
      throw new Error("Its program could not be loaded, or this browser is too old for it. Reload, or try another browser.");
    }
    const init = program.default;
    await init({ module_or_path: fetch(wasm.href, { integrity: wasm.integrity }) });
    keep();
  } catch (error) {
    fail(error);
  }

  // For when there is no connection. The published site names the worker that does it; a frame in another page keeps nothing.
  function keep() {
    const worker = document.querySelector('meta[name="service-worker"]');
    if (worker && navigator.serviceWorker && window === window.top) {
      // A visit of a page that is kept looks whether there is a newer one.
      navigator.serviceWorker
        .register(worker.content)
        .then(registration => navigator.serviceWorker.controller && registration.update())
        .catch(() => {});
    }
  }

  function fail(error) {
    const skeleton = document.getElementById("skeleton");
    // Once the page has taken over, it shows its own failures.
    if (!skeleton) throw error;
    const reason =
      location.protocol === "file:"
        ? "It was opened as a file, and browsers load WebAssembly only from a web server."
        : String((error && error.message) || error);
    document.getElementById("skeleton-message").textContent = "The calculator could not start.\n" + reason;
    skeleton.dataset.failed = "";
  }
})();
