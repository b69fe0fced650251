// Keeps the site readable when the connection is lost. FILES, SHELL and SCOPE_NAME stand above: the paths of this build
// with a mark of their content, what is kept from the start, and the name of the cache. A copy is kept under its path
// and mark; so a new build fetches only what has changed. MIT licence.
"use strict";

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", worker.location.href);
const WHOLE = new URL("?whole", ROOT).href; // kept once a reader has asked for everything
const HASHED = /[.-][0-9a-f]{8,}\.(min\.)?(js|css)$/;
const AT_ONCE = 6;

/**
 * The path of a file of this site that an address stands for; "" for any other address.
 * @param {string} address
 */
function pathOf(address) {
  const url = new URL(address, ROOT);
  if (url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return "";
  const path = decodeURIComponent(url.pathname.slice(ROOT.pathname.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

/** @param {string} path */
const keyOf = (path) => new URL(`${encodeURI(path)}?${FILES[path]}`, ROOT).href;
/** @param {string} path */
const addressOf = (path) => new URL(encodeURI(path.replace(/(^|\/)index\.html$/, "$1")), ROOT).href;

/** @type {(cache: Cache, path: string) => Promise<void>} */
async function keep(cache, path) {
  if (await cache.match(keyOf(path))) return;
  const response = await fetch(addressOf(path), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(keyOf(path), response);
}

/**
 * Keep several files, a few at once; what cannot be had is left out. The number of files that are kept.
 * @param {Cache} cache
 * @param {string[]} paths
 * @param {(done: number, all: number) => void} tell
 */
async function keepAll(cache, paths, tell = () => {}) {
  let count = 0;
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const done = await Promise.allSettled(
      paths.slice(at, at + AT_ONCE).map((path) => keep(cache, path)),
    );
    count += done.filter((one) => one.status === "fulfilled").length;
    tell(Math.min(at + AT_ONCE, paths.length), paths.length);
  }
  return count;
}

worker.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(SCOPE_NAME);
  await Promise.all(SHELL.map((path) => keep(cache, path)));
  // What a reader has kept of the build before is fetched anew where it has changed.
  const before = (await cache.keys()).map((request) => pathOf(request.url.replace(/\?.*/, "")));
  const whole = await cache.match(WHOLE);
  await keepAll(
    cache,
    whole ? Object.keys(FILES) : [...new Set(before)].filter((path) => path in FILES),
  );
}

worker.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const cache = await caches.open(SCOPE_NAME);
  const current = new Set([WHOLE, ...Object.keys(FILES).map(keyOf)]);
  const old = (await cache.keys()).filter((request) => !current.has(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
  await worker.clients.claim();
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.method === "GET" ? pathOf(request.url) : "";
  if (path in FILES) {
    event.respondWith(HASHED.test(path) ? cacheFirst(request, path) : networkFirst(request, path));
  } else if (path) event.respondWith(fetch(request).catch(() => newer(request, path)));
});

/** The cache, or undefined once a reader has switched it off: only a visit with the switch on makes it. */
async function kept() {
  return (await caches.has(SCOPE_NAME)) ? caches.open(SCOPE_NAME) : undefined;
}

/** @type {(request: Request, path: string) => Promise<Response>} */
async function cacheFirst(request, path) {
  const cache = await kept();
  return (await cache?.match(keyOf(path))) || networkFirst(request, path);
}

/**
 * The file from the network, so that nobody reads an old page for ever; the copy when there is no connection.
 * @param {Request} request
 * @param {string} path
 */
async function networkFirst(request, path) {
  const cache = await kept();
  try {
    const response = await fetch(request);
    if (response.status === 200 && !response.redirected) {
      await cache?.put(keyOf(path), response.clone());
    }
    return response;
  } catch (error) {
    const copy = await cache?.match(keyOf(path));
    if (copy) return copy;
    if (request.mode === "navigate") return missing();
    throw error;
  }
}

/**
 * What a newer build that waits to take over has kept: a page that was opened since asks for the search of that build.
 * @param {Request} request
 * @param {string} path
 */
async function newer(request, path) {
  const copy = await (await kept())?.match(new URL(encodeURI(path), ROOT).href, {
    ignoreSearch: true,
  });
  return copy || (request.mode === "navigate" ? missing() : Response.error());
}

/** What is shown in place of a page that was never visited. */
function missing() {
  const text =
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No connection</title><h1>This page is not kept for offline reading</h1>
<p>There is no connection, and the page was not opened before. <a href="${ROOT.pathname}">Go to the start page</a>;
the search there works without a connection.</p></html>`;
  return new Response(text, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

worker.addEventListener("message", (event) => {
  const { type = "", address = "" } = event.data ?? {};
  if (type === "take-over") worker.skipWaiting();
  else if (type === "visited") event.waitUntil(visited(address));
  else if (type === "keep-everything") event.waitUntil(keepEverything(event.source));
});

/** @param {string} address */
async function visited(address) {
  if (!(await kept())) await install(); // switched off and on again
  const path = pathOf(address);
  if (path in FILES) await keepAll(await caches.open(SCOPE_NAME), [path]);
}

/** @param {Client} client */
async function keepEverything(client) {
  const cache = await caches.open(SCOPE_NAME);
  const paths = Object.keys(FILES);
  const count = await keepAll(
    cache,
    paths,
    (done, all) => client.postMessage({ type: "progress", done, all }),
  );
  if (count === paths.length) await cache.put(WHOLE, new Response(""));
  client.postMessage({ type: "kept", kept: count, all: paths.length });
}
