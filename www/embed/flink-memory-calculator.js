// <flink-memory-calculator>: the calculator in another page, docs/EMBEDDING.md. It makes a frame when it comes near the window, and says to it
// and hears from it what is documented there. A classic script that needs nothing else; published beside the page as it is named here.
"use strict";

(() => {
  const NAME = "flink-memory-calculator";
  if (customElements.get(NAME)) return;

  // The page lies beside this script, unless `src` says otherwise.
  const HOME = document.currentScript?.src.replace(/[^/]*$/, "") || "./";
  const VERSION = 1;
  const LONGEST = 16384;
  const TALLEST = 20000;
  // About how many pixels a block is high: the page around should not move when the frame says it.
  const HEIGHTS = { bar: 100, table: 330, controls: 90, pools: 420, graph: 520, flags: 150 };
  const DEFAULT = "bar,table,controls";

  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(`
    :host { display: block; position: relative; min-width: 0; }
    :host([hidden]) { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    div { position: absolute; inset: 48px 14px auto; height: 56px; opacity: .6; background: linear-gradient(90deg, #8ea5ec 5%, #4467d4 0 45%, #dd9d1f 0 78%, #066b63 0 84%, #c0c8d2 0 90%, #98a2b1 0); }
    div[hidden] { display: none; }
  `);

  // Properties that are attributes, and what the frame is told when one is another.
  const REFLECTED = ["config", "flink", "process", "show", "controls", "theme", "src"];

  class FlinkMemoryCalculator extends HTMLElement {
    static observedAttributes = [...REFLECTED, "state", "lang", "sandbox"];

    #root = this.attachShadow({ mode: "open" });
    #picture = document.createElement("div");
    #frame;
    // Whom the frame's messages come from, and whom it is spoken to as.
    #origin;
    #isReady = false;
    // What the frame last said, or was last told.
    #state;
    #bytes = {};
    #error = null;
    // What came from the frame since the last animation frame.
    #news;
    #told = {};
    #near;
    #around;
    #system = matchMedia("(prefers-color-scheme: dark)");
    #hear = event => this.#take(event);
    #follow = () => this.#tell("theme", { theme: this.#colours() });

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [STYLE];
      this.#picture.setAttribute("aria-hidden", "true");
      this.#root.append(this.#picture);
      // Set before this script was there.
      for (const name of [...REFLECTED, "state"]) {
        if (Object.hasOwn(this, name)) {
          const value = this[name];
          delete this[name];
          queueMicrotask(() => (this[name] = value));
        }
      }
    }

    // What is shown, as the query of a link.
    get state() {
      return this.#state ?? this.#link();
    }

    set state(state) {
      const text = String(state);
      if (text.length > LONGEST) throw new RangeError("a state has at most " + LONGEST + " characters");
      this.#state = text;
      this.#tell("state", { state: text });
    }

    // Bytes of each component; none while Flink does not start.
    get bytes() {
      return { ...this.#bytes };
    }

    // Why Flink does not start.
    get error() {
      return this.#error;
    }

    connectedCallback() {
      this.style.height ||= this.#guess() + "px";
      addEventListener("message", this.#hear);
      this.#system.addEventListener("change", this.#follow);
      this.#around = new MutationObserver(() => {
        this.#follow();
        this.#tell("lang", { lang: this.#language() });
      });
      const attributeFilter = ["class", "style", "lang", "data-theme", "data-md-color-scheme"];
      // Colours are those of the root and the body; a language may be that of any element around.
      for (let place = this.parentNode; place; place = place.parentNode ?? place.host) {
        const isTop = place === document.documentElement || place === document.body;
        if (place.nodeType === Node.ELEMENT_NODE) this.#around.observe(place, { attributeFilter: isTop ? attributeFilter : ["lang"] });
      }
      this.#near = new IntersectionObserver(
        entries => entries.some(entry => entry.isIntersecting) && this.#open(),
        { rootMargin: "200px" }
      );
      this.#near.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
      this.#system.removeEventListener("change", this.#follow);
      this.#around.disconnect();
      this.#close();
    }

    attributeChangedCallback(name, before, now) {
      if (before === now || !this.isConnected) return;
      if (name === "show" || name === "controls") this.#tell("show", this.#choices());
      else if (name === "theme") this.#follow();
      else if (name === "lang") this.#tell("lang", { lang: this.#language() });
      else if (name === "src" || name === "sandbox") {
        const isOpen = Boolean(this.#frame);
        this.#close();
        if (isOpen) this.#open();
      } else {
        this.#state = undefined;
        this.#tell("state", { state: this.#link() });
      }
    }

    #open() {
      this.#near.disconnect();
      if (this.#frame) return;
      const address = new URL(this.src || HOME, document.baseURI);
      const query = new URLSearchParams({ embed: 1, ...this.#choices(), theme: this.#colours(), lang: this.#language() });
      const state = this.state;
      address.search = "?" + query + (state.startsWith("?") && state.length > 1 ? "&" + state.slice(1) : "");
      address.hash = state.startsWith("#") ? state : "";
      const frame = document.createElement("iframe");
      frame.title = this.title || "Flink Memory Calculator";
      frame.allow = "clipboard-write";
      this.#origin = address.origin;
      if (this.hasAttribute("sandbox")) {
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        this.#origin = "null";
      }
      this.#told = {};
      this.#isReady = false;
      frame.src = address;
      this.#frame = frame;
      this.#root.append(frame);
    }

    #close() {
      this.#near?.disconnect();
      this.#frame?.remove();
      this.#frame = undefined;
      this.#isReady = false;
      this.#picture.hidden = false;
    }

    #take({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#origin) return;
      if (typeof data !== "object" || data === null || data[NAME] !== VERSION) return;
      const { type, height, state, bytes, error } = data;
      const isHeight = type === "height" && typeof height === "number" && height >= 0 && height <= TALLEST;
      const isChange = type === "change" && isText(state) && typeof bytes === "object" && (error === null || isText(error));
      const isReady = type === "ready";
      if (!isHeight && !isChange && !isReady) return;
      // However many come, a frame of the page takes one.
      if (!this.#news) {
        this.#news = {};
        requestAnimationFrame(() => this.#hearNews());
      }
      if (isReady) this.#news.isReady = true;
      else if (isHeight) this.#news.height = height;
      else this.#news.change = data;
    }

    #hearNews() {
      const { isReady, height, change } = this.#news;
      this.#news = undefined;
      if (!this.#frame) return;
      this.#picture.hidden = true;
      if (isReady) this.#greet();
      if (height !== undefined && Math.abs(height - parseFloat(this.style.height)) >= 1) this.style.height = height + "px";
      if (!change) return;
      const { state, bytes, error } = change;
      const sizes = Object.entries(bytes ?? {}).filter(([, size]) => typeof size === "number");
      this.#state = state;
      this.#told.state = JSON.stringify({ state });
      this.#bytes = Object.fromEntries(sizes.slice(0, 64));
      this.#error = error;
      this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { state, bytes: this.bytes, error } }));
    }

    // A frame that was loaded, or loaded again, learns what changed meanwhile.
    #greet() {
      this.#isReady = true;
      this.#told = {};
      this.#tell("hello", {});
      this.#tell("show", this.#choices());
      this.#tell("theme", { theme: this.#colours() });
      this.#tell("lang", { lang: this.#language() });
      this.#tell("state", { state: this.state });
    }

    #tell(type, content) {
      const text = JSON.stringify(content);
      if (!this.#isReady || this.#told[type] === text) return;
      this.#told[type] = text;
      // A frame without an origin has no other name.
      const target = this.#origin === "null" ? "*" : this.#origin;
      this.#frame.contentWindow.postMessage({ [NAME]: VERSION, type, ...content }, target);
    }

    // An empty list names no block, as in an address.
    #blocks() {
      return this.getAttribute("show") ?? DEFAULT;
    }

    #choices() {
      const controls = this.controls;
      return { show: this.#blocks(), ...(controls ? { controls } : {}) };
    }

    // The link to what the attributes say. Lines of a configuration are parameters of a link.
    #link() {
      const state = this.getAttribute("state");
      if (state) return state;
      const { config, flink, process } = this;
      if (!config && !flink && !process) return "?";
      const query = new URLSearchParams({ v: 1 });
      if (flink) query.set("flink", flink);
      query.set("p", process === "jobmanager" ? "jm" : "tm");
      for (const line of config.split("\n")) {
        const found = /^\s*([\w.-]+)\s*[:=]\s*(.*?)(\s+#.*)?\s*$/.exec(line);
        if (found) query.set(found[1], found[2]);
      }
      return "?" + query;
    }

    #language() {
      let place = this;
      for (let root; !place.closest("[lang]") && (root = place.getRootNode()).host; ) place = root.host;
      return place.closest("[lang]")?.lang || "en";
    }

    // Light or dark as the page around is; `auto` where it is as the system says.
    #colours() {
      const theme = this.theme;
      if (theme === "light" || theme === "dark") return theme;
      const { documentElement: html, body } = document;
      const names = [html.dataset.theme, body?.dataset.theme, body?.dataset.mdColorScheme, html.dataset.mdColorScheme, html.className];
      for (const name of names) {
        if (/\b(dark|slate)\b/.test(name)) return "dark";
        if (/\b(light|default)\b/.test(name)) return "light";
      }
      const scheme = getComputedStyle(this).colorScheme;
      return scheme === "dark" || scheme === "light" ? scheme : "auto";
    }

    #guess() {
      return this.#blocks().split(",").reduce((sum, name) => sum + (HEIGHTS[name.trim()] ?? 0), 100);
    }
  }

  for (const name of REFLECTED) {
    Object.defineProperty(FlinkMemoryCalculator.prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(name) ?? "";
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  }

  function isText(text) {
    return typeof text === "string" && text.length <= LONGEST;
  }

  customElements.define(NAME, FlinkMemoryCalculator);
})();
