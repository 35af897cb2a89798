// Keeps the page for when there is no connection. The build writes the files' names here, and a name for this very set of them.
"use strict";

const SET = "@SET@";
const FILES = ["@FILES@"];
/* Other pages of the same host may keep things, too: ours begin with the folder. */
const OURS = "flink-memory-calculator " + registration.scope + " ";

addEventListener("install", event => {
  event.waitUntil(
    caches.open(OURS + SET).then(cache =>
      // Past the browser's own cache, whose files may be of another set.
      cache.addAll(FILES.map(file => new Request(file, { cache: "no-cache" })))
    )
  );
});

// A new set takes over when no page of the old one is open: such a page may still ask for its parts.
addEventListener("activate", event => {
  event.waitUntil(
    caches
      .keys()
      .then(names => names.filter(name => name.startsWith(OURS) && name !== OURS + SET))
      .then(old => Promise.all(old.map(name => caches.delete(name))))
  );
});

addEventListener("fetch", event => {
  const request = event.request;
  const isPage = request.mode === "navigate";
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  const file = new URL(request.url).pathname.slice(new URL(registration.scope).pathname.length);
  if (isPage && (file === "" || file === "index.html")) {
    // The newest where there is a connection, whatever the query: it is read by the page itself.
    event.respondWith(fetch(request).catch(() => kept("./")));
  } else if (FILES.includes("./" + file)) {
    event.respondWith(kept("./" + file).then(response => response || fetch(request)));
  }
});

function kept(file) {
  return caches.open(OURS + SET).then(cache => cache.match(file));
}
