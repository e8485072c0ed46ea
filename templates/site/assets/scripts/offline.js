// Keeps the guide on this device for offline reading, and removes it when the reader asks.

import { offline as words } from "./interface-offline.js";
import { filled } from "./words.js";

const ROOT = new URL("../../../", import.meta.url);

/** The start of the worker's cache names. */
const OURS = `guide-offline:${ROOT.pathname}:`;

/**
 * @typedef {{updated: string, pages: number, size: string}} Kept
 * @typedef {{done: number, of: number} | {failed: "full" | "differing" | "broken"}} News
 */

/** @param {HTMLElement} place */
async function live(place) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-${name}]`));
  const [status, keep, remove] = [part("status"), part("keep"), part("remove")];
  let [busy, renewing] = [false, false];
  /** @type {"full" | "differing" | "broken" | null} */
  let failed = null;

  /** @param {string} text set only if it changed, so that screen readers don't repeat it */
  const say = (text) => {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  /** @param {string} [also] what else the reader should know */
  const show = async (also = "") => {
    const kept = await keptVersion();
    say([kept ? filled(words.kept, { ...kept, count: kept.pages }) : also ? "" : words.nothing, also].filter(Boolean).join(" "));
    const [gone, there] = kept ? [keep, remove] : [remove, keep];
    const focused = document.activeElement === gone;
    there.hidden = false;
    if (focused) {
      there.focus();
    }
    gone.hidden = true;
  };

  const trouble = () => [renewing ? words.older : "", words[failed ?? "broken"]].filter(Boolean).join(" ");

  /** @param {ServiceWorker} worker @param {boolean} hasOlder whether an older version is kept */
  const follow = (worker, hasOlder) => {
    busy = true;
    renewing = hasOlder;
    failed = null;
    return new Promise((done) => {
      const look = () => {
        if (worker.state === "activated" || worker.state === "redundant") {
          worker.removeEventListener("statechange", look);
          busy = false;
          done(show(worker.state === "redundant" ? trouble() : ""));
        }
      };
      worker.addEventListener("statechange", look);
      look();
    });
  };

  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    /** @type {News | undefined} */
    const news = data?.offline;
    if (news && "failed" in news) {
      failed = news.failed;
      // The reason may arrive after the worker has stopped.
      if (!busy) {
        show(trouble());
      }
    } else if (news && busy) {
      say(filled(words.keeping, { percent: Math.floor((news.done / news.of) * 4) * 25 }));
    }
  });
  navigator.serviceWorker.startMessages();

  keep.addEventListener("click", async () => {
    if (busy) {
      return;
    }
    busy = true;
    say(filled(words.keeping, { percent: 0 }));
    try {
      const settings = { scope: ROOT.pathname, updateViaCache: /** @type {const} */ ("none") };
      const registration = await navigator.serviceWorker.register(new URL("sw.js", ROOT), settings);
      const worker = registration.installing ?? registration.waiting;
      if (worker) {
        await follow(worker, false);
      } else {
        await again(registration);
      }
      // Ask the browser not to delete it when space runs low. It may refuse.
      navigator.storage?.persist?.().catch(() => false);
    } catch (error) {
      busy = false;
      await show(error instanceof TypeError ? words.broken : words.refused);
    }
  });

  /** @param {ServiceWorkerRegistration} registration whose worker is there, but whose cache is gone */
  const again = async (registration) => {
    failed = null;
    registration.active?.postMessage("keep");
    while (!failed && !(await keptVersion())) {
      await new Promise((done) => setTimeout(done, 200));
    }
    busy = false;
    await show(failed ? words[failed] : "");
  };

  remove.addEventListener("click", async () => {
    const registration = await own();
    await registration?.unregister();
    for (const name of await caches.keys()) {
      if (name.startsWith(OURS)) {
        await caches.delete(name);
      }
    }
    await show();
    say(words.removed);
  });

  const registration = await own();
  registration?.addEventListener("updatefound", () => {
    if (registration.installing && registration.active) {
      follow(registration.installing, true);
    }
  });
  registration?.update().catch(() => undefined);
  await show();
  part("live").hidden = false;
}

/** @returns {Promise<ServiceWorkerRegistration | undefined>} ours, not that of a site in a parent folder */
async function own() {
  const found = await navigator.serviceWorker.getRegistration(ROOT.href);
  return found?.scope === ROOT.href ? found : undefined;
}

/** @returns {Promise<Kept | null>} the complete version that's kept and served */
async function keptVersion() {
  const registration = await own();
  const names = registration?.active ? (await caches.keys()).filter((name) => name.startsWith(OURS)) : [];
  for (const name of names) {
    const found = await caches.match(new URL("offline/kept.json", ROOT).href, { cacheName: name });
    if (found) {
      return found.json();
    }
  }
  return null;
}

const place = document.querySelector("[data-offline]");
if (place instanceof HTMLElement) {
  const still = place.querySelector("[data-still]");
  if (!isSecureContext) {
    still?.replaceChildren(words.insecure);
  } else if (!("serviceWorker" in navigator) || !("caches" in window)) {
    still?.replaceChildren(words.unable);
  } else {
    live(place).then(
      () => still?.remove(),
      () => still?.replaceChildren(words.refused),
    );
  }
}
