// The search, for the page. Most readers of a page never search, so the index, what makes questions
// forgiving, and Material's worker are fetched with the first letter that somebody types.
(() => {
  // Opened from a disk, a frame stands in for the worker, and the script has an element.
  const script = /** @type {HTMLScriptElement | undefined} */ (self.document?.currentScript);
  const here = script?.src ?? location.href;
  const others = ["forgiving.js", `../../javascripts/workers/${here.split("?")[1]}`];
  const start = () => importScripts(...others.map((path) => new URL(path, here).href));

  if (script) {
    return start();
  }

  /** What the page handed over: the index, or where on the site it lies. @type {{config: {later?: string}}} */
  let given;
  /** @type {Promise<void> | undefined} */
  let loading;
  let loaded = false;
  let latest = "";

  // Material says 0 when it hands over the index, and 2 when somebody searches; it is told 1 when all is
  // ready, and 3 with what was found.
  /** @param {number} type @param {unknown} data */
  const handOn = (type, data) => dispatchEvent(new MessageEvent("message", { data: { type, data } }));

  async function load() {
    const { later } = given.config;
    const whole = later ? await (await fetch(new URL(`../../../${later}`, here))).json() : {};
    start();
    handOn(0, { ...given, ...whole });
    // What Material does then waits for nothing from outside, so it is done before any timer.
    await new Promise((done) => setTimeout(done));
    loaded = true;
  }

  /** @param {string} query */
  async function search(query) {
    latest = query;
    if (!query) {
      return postMessage({ type: 3, data: { items: [] } });
    }
    try {
      await (loading ??= load());
    } catch {
      // Where fetching failed, the next letter tries again.
      loading = undefined;
      return;
    }
    if (query === latest) {
      handOn(2, query);
    }
  }

  addEventListener("message", ({ data: message, isTrusted }) => {
    if (!isTrusted || loaded) {
      return;
    }
    if (message.type === 0) {
      given = message.data;
      postMessage({ type: 1 });
    } else {
      search(message.data);
    }
  });
})();
