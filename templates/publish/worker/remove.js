// Replaces the worker that kept the guide, once its host no longer offers that: deletes what was kept, then itself.
// Open pages keep working.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(remove()));

async function remove() {
  const ours = `guide-offline:${new URL("./", location.href).pathname}:`;
  for (const name of await caches.keys()) {
    if (name.startsWith(ours)) {
      await caches.delete(name);
    }
  }
  await worker.registration.unregister();
}
