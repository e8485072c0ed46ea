// Stands in the place of the worker that kept the guide, once its host offers that no more: takes away what was
// kept and then itself. Open pages go on.

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
