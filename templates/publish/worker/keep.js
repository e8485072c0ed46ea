// Serves the guide offline from this device, for readers who asked for it.
//
// The generator adds LIST at the top: every file that pages need, with a digest of its content. A version is kept
// completely or not at all. While the server answers soon, pages come from it, and only files named for their content
// come from the device, so that no one reads outdated advice.

const ROOT = new URL("./", location.href);

/** Several projects can share one host, and so one store. */
const OURS = `guide-offline:${ROOT.pathname}:`;
const CACHE = OURS + LIST.version;

/** The address of the list of what a cache contains. No page has this address. */
const CONTENTS = new URL("offline/kept.json", ROOT).href;
const ANSWER = new URL("offline/#not-kept", ROOT).href;

const AT_ONCE = 6;

/** How many milliseconds a page that's kept waits for the server's whole answer. */
const LONGEST_WAIT = 2_500;
/** After this many milliseconds, a request ends, so that it doesn't keep one of the browser's few connections. */
const END = 30_000;

/** Whether the last page came from the device although the server was asked. Then its files come from there, too. */
let unreachable = false;

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
  } else if (request.mode === "navigate" && Object.hasOwn(LIST.files, `${address}/`)) {
    // As hosts do, but without waiting for them.
    event.respondWith(Response.redirect(new URL(`${address}/${url.search}`, ROOT)));
  } else if (Object.hasOwn(LIST.files, address) || (request.mode === "navigate" && /(^|\/)[^./]*$/.test(address))) {
    event.respondWith(newest(address, event));
  } else if (request.mode === "navigate" && !navigator.onLine) {
    // Worksheets and other downloads aren't kept, so explain that when they aren't available.
    event.respondWith(Response.redirect(ANSWER));
  }
});

/** @param {string} address @param {Request} request */
async function keptFirst(address, request) {
  return (await kept(address)) ?? fetch(request);
}

/**
 * @param {string} address @param {FetchEvent} event
 * @returns {Promise<Response>} from the server; what's kept if the server fails or isn't done in time
 */
async function newest(address, event) {
  const { request } = event;
  const page = request.mode === "navigate";
  const found = await kept(address);
  if (!found) {
    // The browser's own limits apply, because there's nothing better to show.
    return whole(request).catch((error) => (page && address !== "offline/" ? Response.redirect(ANSWER) : Promise.reject(error)));
  }
  if (!page && unreachable) {
    return found;
  }
  const answer = whole(request, AbortSignal.timeout(END)).catch(() => null);
  const late = new Promise((/** @type {(nothing: null) => void} */ done) => setTimeout(done, LONGEST_WAIT, null));
  const first = await Promise.race([answer, late]);
  const useful = first && first.status < 500;
  unreachable = page ? !useful : unreachable;
  if (!useful) {
    // Once the server answers, look for a new version, because the browser's own look may have failed before.
    event.waitUntil(answer.then((there) => void (there?.ok && worker.registration.update().catch(() => undefined))));
  }
  return useful ? first : found;
}

/** @param {Request} request @param {AbortSignal} [signal] @returns {Promise<Response>} once all of it has arrived */
async function whole(request, signal = request.signal) {
  // Ask the server even if the browser has a cached response.
  const response = await fetch(request, { cache: "no-cache", signal });
  await response.clone().arrayBuffer();
  return response;
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

/** @param {{done: number, of: number} | {failed: string}} news for the page that offers to keep the guide in this language */
async function broadcast(news) {
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    if (client.url.startsWith(new URL("offline/", ROOT).href)) {
      client.postMessage({ offline: news });
    }
  }
}
