// The search worker. Most readers never search, so the index, forgiving.js, and Material's worker are fetched when
// someone types the first letter.
(() => {
  // If the page was opened from a disk, this runs in a frame instead of a worker, and the script has an element.
  const script = /** @type {HTMLScriptElement | undefined} */ (self.document?.currentScript);
  const here = script?.src ?? location.href;
  const others = ["forgiving.js", "../theme/search.js"];
  const load = importScripts;
  // Material then looks for the files of a language in a folder that we don't have. Ours are in one file.
  self.importScripts = () => load(new URL("language.js", here).href);
  const start = () => load(...others.map((path) => new URL(path, here).href));

  if (script) {
    return start();
  }

  /** What the page sent: the index, or its address on the site. @type {{config: {later?: string}}} */
  let given;
  /** @type {Promise<void> | undefined} */
  let loading;
  let loaded = false;
  let latest = "";

  // Material sends type 0 with the index and type 2 with a query. It expects type 1 when everything is ready and type 3
  // with the results.
  /** @param {number} type @param {unknown} data */
  const handOn = (type, data) => dispatchEvent(new MessageEvent("message", { data: { type, data } }));

  async function prepare() {
    const { later } = given.config;
    const whole = later ? await (await fetch(new URL(`../../../${later}`, here))).json() : {};
    start();
    handOn(0, { ...given, ...whole });
    // Material's setup doesn't wait for anything, so it's finished before this timer.
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
      await (loading ??= prepare());
    } catch {
      // If fetching failed, the next letter tries again.
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
