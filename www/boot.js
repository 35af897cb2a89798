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
    // Written into the page by the build, see Trunk.toml. Relative, so that the page can lie in any folder.
    const script = document.getElementById("page-script");
    const wasm = document.getElementById("page-wasm");
    const { default: init } = await import(script.href);
    await init({ module_or_path: wasm.href });
  } catch (error) {
    fail(error);
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
