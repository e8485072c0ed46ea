// Serves the guide offline from this device, for readers who asked for it.
//
// The generator adds LIST at the top: every file that pages need, with a digest of its content. A version is kept
// completely or not at all. Online, pages come from the server, and only files named for their content come from the
// device, so that no one reads outdated advice.

const ROOT = new URL("./", location.href);

/** Several projects can share one host, and so one store. */
const OURS = `guide-offline:${ROOT.pathname}:`;
const CACHE = OURS + LIST.version;

/** The address of the list of what a cache contains. No page has this address. */
const CONTENTS = new URL("offline/kept.json", ROOT).href;
const ANSWER = new URL("offline/#not-kept", ROOT).href;

const AT_ONCE = 6;
const HEADERS = ["content-type", "content-security-policy", "referrer-policy", "x-content-type-options"];

/** A file differs from what was published: a new edition is on its way, or someone in between changes pages. */
class Differing extends Error {}

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => event.waitUntil(keep()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if (event.data === "keep") {
    event.waitUntil(keep().catch(() => undefined));
  }
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) {
    return;
  }
  const address = url.pathname.slice(ROOT.pathname.length).replace(/(^|\/)index\.html$/, "$1");
  if (address.startsWith("assets/")) {
    event.respondWith(keptFirst(address, request));
  } else if (Object.hasOwn(LIST.files, address) || (request.mode === "navigate" && /(^|\/)[^./]*$/.test(address))) {
    event.respondWith(newest(address, request));
  } else if (request.mode === "navigate" && !navigator.onLine) {
    // Worksheets and other downloads aren't kept, so explain that when they aren't available.
    event.respondWith(Response.redirect(ANSWER));
  }
});

/** @param {string} address @param {Request} request */
async function keptFirst(address, request) {
  return (await kept(address)) ?? fetch(request);
}

/** @param {string} address @param {Request} request @returns {Promise<Response>} */
async function newest(address, request) {
  try {
    // Ask the server even if the browser has a cached response.
    return await fetch(request, { cache: "no-cache" });
  } catch (error) {
    const found = await kept(address);
    if (found || request.mode !== "navigate" || address === "offline/") {
      return found ?? Promise.reject(error);
    }
    const folder = `${address}/`;
    return Response.redirect(Object.hasOwn(LIST.files, folder) ? new URL(folder, ROOT).href : ANSWER);
  }
}

/** @param {string} address */
async function kept(address) {
  // caches.open() would create an empty cache.
  return caches.match(new URL(address, ROOT).href, { cacheName: CACHE });
}

/** Fetch what's new in this version, and copy the rest from the last one. */
async function keep() {
  const last = await before();
  const cache = await caches.open(CACHE);
  const waiting = Object.entries(LIST.files);
  const of = waiting.length;
  let done = 0;

  /** @param {string} address @param {string} digest */
  const fill = async (address, digest) => {
    const url = new URL(address, ROOT).href;
    const same = last?.files[address] === digest ? await last.cache.match(url) : undefined;
    await cache.put(url, same ?? (await published(url, digest)));
    done += 1;
    await broadcast({ done, of });
  };
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await fill(...next);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // A page that's still open may need its old files, which the server no longer has.
    for (const address of Object.keys(last?.files ?? {})) {
      const url = new URL(address, ROOT).href;
      const old = address.startsWith("assets/") && !Object.hasOwn(LIST.files, address) && (await last?.cache.match(url));
      if (old) {
        await cache.put(url, old);
      }
    }
    await cache.put(CONTENTS, new Response(JSON.stringify(LIST), { headers: { "content-type": "application/json" } }));
  } catch (error) {
    waiting.length = 0;
    await caches.delete(CACHE);
    const full = error instanceof DOMException && error.name === "QuotaExceededError";
    await broadcast({ failed: full ? "full" : error instanceof Differing ? "differing" : "broken" });
    throw error;
  }
  await broadcast({ done: of, of });
  await worker.skipWaiting();
}

/** @param {string} url @param {string} digest @returns {Promise<Response>} what the server has there now */
async function published(url, digest) {
  const response = await fetch(url, { cache: "reload" });
  const bytes = await response.arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!hex.startsWith(digest)) {
    throw new Differing(url);
  }
  // Make a new response, because browsers don't accept a redirected one for a page.
  const headers = HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [/** @type {[string, string]} */ ([name, value])];
  });
  return new Response(bytes, { headers });
}

/** @returns {Promise<{cache: Cache, files: Record<string, string>} | null>} the version kept last */
async function before() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) {
      const cache = await caches.open(name);
      const contents = await cache.match(CONTENTS);
      if (contents) {
        return { cache, files: (await contents.json()).files };
      }
    }
  }
  return null;
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {{done: number, of: number} | {failed: string}} news for the open pages of this guide */
async function broadcast(news) {
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    if (client.url.startsWith(ROOT.href)) {
      client.postMessage({ offline: news });
    }
  }
}
