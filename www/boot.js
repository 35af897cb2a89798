// Starts the page. A file of its own because the page's content security policy forbids inline scripts, and a classic script
// because it must be able to say what is wrong in a browser that is too old for the rest.
"use strict";

(async function () {
  const isFile = Boolean(document.currentScript.src);
  const given = new URLSearchParams(location.search);
  const isWidget = given.getAll("embed").at(-1) === "1";
  // Before anything is painted: a widget's outline is another than the page's.
  if (isWidget) {
    document.documentElement.dataset.embed = "";
    colour(given.get("theme"));
  }
  const isChinese = /^zh/i.test(language());
  if (isChinese) document.documentElement.lang = "zh-Hans";
  // By then deferred scripts have run, too.
  if (document.readyState === "loading") {
    await new Promise(done => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
  // WebKit lets a frame without an origin load no file of its host's: no origin is 'self' there. It runs this script, which the policy names by
  // its sum, and no other. The page as one file needs none.
  if (isFile && origin === "null" && !window.flinkMemoryCalculator && !document.getElementById("page-script")) {
    location.replace("calculator.html" + location.search + location.hash);
    return;
  }
  if (isChinese) document.getElementById("skeleton-message").textContent = "正在加载…";
  const seen = isWidget && startWidget();
  // What ends a program ends it for good: a trap, or a stack without room. It has said nothing, and can say nothing.
  addEventListener("error", ({ error }) => {
    // The last is Firefox's name for a full stack.
    const isEnd = ["RuntimeError", "RangeError", "InternalError"].includes(error?.name);
    if (isEnd && !document.getElementById("crashed")) showCrash(String(error));
  });
  try {
    if (typeof WebAssembly !== "object") {
      throw new Error(
        "WebAssembly is off in this browser. Allow it and reload; a policy may block it."
      );
    }
    // The build writes a link to the program into the page, see Trunk.toml, and its script either as another or as an element before this one.
    // Addresses are relative, so that the page can lie in any folder.
    // Of many widgets in a page few are looked at.
    await seen;
    const script = document.getElementById("page-script");
    const wasm = document.getElementById("page-wasm");
    const program = script ? await import(script.href) : window.flinkMemoryCalculator;
    if (!program) {
      throw new Error("Its program could not be loaded. Reload, or try another browser.");
    }
    const init = program.default;
    await init({ module_or_path: fetch(wasm.href, { integrity: wasm.integrity }) });
    keep();
  } catch (error) {
    fail(error);
  }

  // A box over the page: what happened, what was set, and a way to begin again.
  function showCrash(what) {
    const isChinese = document.documentElement.lang.startsWith("zh");
    const [title, text, again] = isChinese
      ? ["计算器崩溃了", "这是计算器的错误，不是您的配置的错误。重新加载后可以继续；错误信息：", "重新加载"]
      : [
          "The calculator crashed",
          "This is a mistake of the calculator, not of your configuration. Reload to go on; what went wrong:",
          "Reload"
        ];
    const element = (name, content) => Object.assign(document.createElement(name), { textContent: content });
    const around = element("div", "");
    around.id = "crashed";
    around.setAttribute("role", "alert");
    // The address says what was set; to be opened elsewhere, or copied by hand.
    const link = Object.assign(element("a", location.href), { href: location.href, target: "_blank", rel: "noopener" });
    const line = element("p", "");
    line.append(link);
    // A link to the page itself needs no program to work.
    const reload = Object.assign(element("a", again), { href: "", className: "btn primary" });
    const inside = element("div", "");
    inside.append(element("h2", title), element("p", text), element("pre", what), line, reload);
    around.append(inside);
    document.body.append(around);
  }

  // What is asked for; or else, on the page itself, what was chosen there before, or what its reader prefers. What the page's address asks for is a
  // choice, too, and no business of the link in it.
  function language() {
    const KEPT = "flink-memory-calculator.language";
    const isKnown = name => /^(zh|en)(?![a-z\d])/i.test(name);
    const names = [given.get("lang")];
    if (!isWidget) {
      try {
        if (isKnown(names[0])) localStorage.setItem(KEPT, names[0]);
        names.push(localStorage.getItem(KEPT));
        const address = new URL(location);
        address.search = address.search.replace(/([?&])lang=[^&]*&?/g, "$1").replace(/&$/, "");
        if (names[0] !== null) history.replaceState(history.state, "", address);
      } catch {
        // A frame without an origin has no storage.
      }
      names.push(...navigator.languages);
    }
    return names.find(isKnown);
  }

  // For when there is no connection. The published site names the worker that does it; a frame in another page keeps nothing.
  function keep() {
    const worker = document.querySelector('meta[name="service-worker"]');
    if (worker && navigator.serviceWorker && window === window.top && !isWidget) {
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
        ? "Browsers load it only from a web server, not from a file."
        : String((error && error.message) || error);
    document.getElementById("skeleton-message").textContent = "The calculator could not start.\n" + reason;
    skeleton.dataset.failed = "";
  }

  // A widget in another page; what the two say to each other is in docs/EMBEDDING.md. The program shows what it has to say in attributes of
  // its markup, and is told by an event of the document. Returns a promise for when somebody sees or touches it.
  function startWidget() {
    const root = document.documentElement;
    const content = document.getElementById("page");
    // The page around can be another document in another frame: only an observer is told of all of them.
    const seen = new Promise(resolve => {
      new IntersectionObserver(entries => {
        const isSeen = entries.at(-1).isIntersecting;
        root.toggleAttribute("data-away", !isSeen);
        if (isSeen) resolve();
      }).observe(content);
      for (const touch of ["pointerdown", "keydown", "focusin"]) addEventListener(touch, resolve, { once: true });
    });
    const wanted = Object.fromEntries(["show", "controls", "theme", "lang"].map(name => [name, given.get(name)]));
    if (window.parent !== window) converse(content, wanted);
    return seen;
  }

  // Until the program is there.
  function colour(theme) {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  }

  function converse(content, wanted) {
    const PROTOCOL = "flink-memory-calculator";
    // The texts of each type of message, and the most characters of one.
    const TEXTS = { hello: [], state: ["state"], theme: ["theme"], lang: ["lang"], show: ["show", "controls"] };
    const LONGEST = 16384;
    // Milliseconds in which messages are gathered, so that many cost no more than one.
    const GATHER = 30;

    // Where the page around is from, once it has spoken: nobody else learns what is configured.
    let origin;
    let isGreeted = false;
    let pending;
    let height = 0;
    let told;

    addEventListener("message", ({ source, data, origin: from }) => {
      if (source !== window.parent || typeof data !== "object" || data === null || data[PROTOCOL] !== 1) return;
      const texts = isShort(data.type) && Object.hasOwn(TEXTS, data.type) ? TEXTS[data.type] : undefined;
      if (!texts || texts.some(name => data[name] !== undefined && !isShort(data[name]))) return;
      // Frames and files without an origin can be named by no other word.
      origin = from === "null" ? "*" : from;
      isGreeted ||= data.type === "hello";
      for (const name of texts) wanted[name] = data[name] ?? wanted[name];
      pending ??= setTimeout(pass, GATHER);
    });

    const program = () => content.querySelector("[data-link]");
    new MutationObserver(() => {
      // What came before it was there.
      if (program() && told === undefined && origin) pending ??= setTimeout(pass);
      tell();
    }).observe(content, { subtree: true, childList: true, attributeFilter: ["data-link", "data-sizes", "data-error"] });

    new ResizeObserver(() => {
      const now = Math.ceil(content.getBoundingClientRect().height);
      if (now === height) return;
      height = now;
      send("height", { height });
    }).observe(content);
    send("ready", {});

    function pass() {
      pending = undefined;
      // Its height is the other page's business now.
      document.documentElement.dataset.embed = "fit";
      if (isGreeted) {
        isGreeted = false;
        told = undefined;
        send("height", { height });
      }
      if (program()) {
        const { state, ...choices } = wanted;
        delete wanted.state;
        const query = new URLSearchParams({ embed: 1 });
        for (const name in choices) if (choices[name] !== null) query.set(name, choices[name]);
        const link = state === undefined || state.startsWith("#") ? state ?? "" : "&" + state.replace(/^\?/, "");
        document.dispatchEvent(new CustomEvent("embed", { detail: "?" + query + link }));
      } else {
        colour(wanted.theme);
      }
      tell();
    }

    function tell() {
      const { link, sizes, error = null } = program()?.dataset ?? {};
      const now = [link, sizes, error].join();
      if (link === undefined || !origin || now === told) return;
      told = now;
      const bytes = Object.fromEntries(sizes.split(",").map(size => size.split(" ")).filter(size => size[1]).map(([name, size]) => [name, Number(size)]));
      send("change", { state: link, bytes, error });
    }

    function isShort(text) {
      return typeof text === "string" && text.length <= LONGEST;
    }

    // Before the page around has spoken this says nothing of what is configured.
    function send(type, content) {
      window.parent.postMessage({ [PROTOCOL]: 1, type, ...content }, origin ?? "*");
    }
  }
})();
