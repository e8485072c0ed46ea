// What the search found: with more of it on request, put right where the theme gets it wrong, and with what the search
// worker says about the query (search/forgiving.js). guide.js starts this when the reader enters the field.

/** After a query, this asks for more of what it found. The worker knows it, too, and no one types it. */
const MORE = "\u2063";

/**
 * @typedef {{query: string, say: string, count: string, more: boolean, exact?: string}} Said
 *   What to say about a query, how many pages it found, whether there are more than are shown, and how to search for what
 *   was typed.
 */

/** @param {HTMLInputElement} field */
export function search(field) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.querySelector(name));
  const [meta, list] = [part(".md-search-result__meta"), part(".md-search-result__list")];
  const [said, count] = [part(".search-said"), part(".search-count")];
  const [exact, more] = [part(".search-exact"), part(".search-more")];

  const notify = () => field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  const ask = (/** @type {string} */ query) => {
    field.value = query;
    notify();
  };
  // The theme waits for a key, and what's pasted or spoken comes without one, perhaps while this script was loading.
  field.addEventListener("input", notify);
  if (field.value) {
    notify();
  }

  new BroadcastChannel("search").onmessage = (/** @type {MessageEvent<Said>} */ { data }) => {
    // Another tab may be searching, too.
    if (data.query === field.value) {
      said.textContent = data.say;
      count.textContent = data.count;
      meta.hidden = Boolean(data.say || data.count);
      more.hidden = !data.more;
      exact.hidden = !data.exact;
      exact.dataset.query = data.exact;
    }
  };

  exact.addEventListener("click", () => {
    field.focus();
    ask(exact.dataset.query ?? "");
  });

  /** @type {Element[]} Results to which more are being added. The theme replaces its list. */
  let earlier = [];

  more.addEventListener("click", () => {
    earlier = [...list.children];
    const query = field.value;
    ask(query + MORE);
    // The worker doesn't answer the same query twice, but the theme should know what's in the field.
    ask(query);
  });

  new MutationObserver(() => {
    [...list.children].forEach(arrange);
    if (earlier.length) {
      const [first] = list.children;
      list.prepend(...earlier);
      earlier = [];
      first?.querySelector("a")?.focus();
    }
  }).observe(list, { childList: true });

  /** @param {KeyboardEvent} event @returns {boolean} whether the theme would get it wrong */
  const misread = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const stops = [field, exact, more].filter((stop) => !stop.hidden);
    const inList = list.contains(target);
    const inside = inList || stops.includes(target);
    if (event.key === "Tab") {
      // It closes the search, even if there's something left to press.
      const edge = event.shiftKey ? field : inList && more.hidden ? target : stops.at(-1);
      return inside && target !== edge;
    }
    // Its arrow keys don't know the button below the results.
    const last = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(":not(details) > a, summary, details[open] a")]).at(-1);
    const next = target === last ? event.key === "ArrowDown" && !more.hidden && more : target === more && event.key === "ArrowUp" && last;
    if (next) {
      next.focus();
      event.preventDefault();
    }
    // Every other key goes to the field, even those that press a button, or Shift before Tab.
    const pressed = inside && !inList && (event.key === " " || event.key === "Enter");
    return Boolean(next) || (target !== field && (pressed || (inside && event.key === "Shift")));
  };
  addEventListener("keydown", (event) => misread(event) && event.stopImmediatePropagation(), { capture: true });
}

/** @param {Element | undefined} link to a page or a part of one @returns {number} how well it matches the query */
const score = (link) => Number(link?.querySelector("article")?.dataset.mdScore);

/** Put a part of a page above the page's title if the part is what was found. @param {Element} item a page */
function arrange(item) {
  // The theme makes each result's page kind a landmark. That many landmarks would hide the useful ones.
  item.querySelectorAll(".md-tags").forEach((kind) => kind.setAttribute("role", "none"));
  const [page, ...parts] = item.querySelectorAll(":scope > a");
  if (page && score(parts[0]) > score(page)) {
    parts.at(-1)?.after(page);
  }
}
