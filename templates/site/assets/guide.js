// Small improvements for every page. Pages read and print the same without them.

// Turn off Material's one-letter shortcuts. They jump to the search or to another page, which surprises people who
// use speech input.
const SHORTCUTS = /^[/fspn,.]$/;
/** @param {KeyboardEvent} event */
const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
/** @param {Element} element */
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select");

addEventListener(
  "keydown",
  (event) => {
    if (SHORTCUTS.test(event.key) && plain(event) && !typing(/** @type {Element} */ (event.target))) {
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);

// From here on, the theme sets the browser's colors from the reader's choice. These tags follow the system instead.
for (const meta of document.querySelectorAll("meta[name=theme-color][media], meta[name=color-scheme][content*=' ']")) {
  meta.remove();
}

// The menu closes on Escape, which also returns the focus, and when the focus leaves it.
/** @type {HTMLDetailsElement | null} */
const menu = document.querySelector(".menu");

menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) {
    menu.open = false;
  }
});

// Tabbing into a large text box scrolls only the caret into view, so scroll to the whole box.
addEventListener("keyup", ({ key, target }) => {
  if (key === "Tab" && target instanceof HTMLTextAreaElement) {
    target.scrollIntoView({ block: "nearest" });
  }
});

// Focus a definition when it opens, so that screen readers read it. Escape returns the focus.
for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".words [popover]"))) {
  note.tabIndex = -1;
  note.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") {
      note.focus({ preventScroll: true });
    }
  });
}

// Without popover support, the definitions are at the end of the page, so turn each term into a link.
if (!("popover" in HTMLElement.prototype)) {
  for (const word of document.querySelectorAll(".term")) {
    const link = document.createElement("a");
    link.href = `#${word.getAttribute("popovertarget")}`;
    link.append(...word.childNodes);
    word.replaceWith(link);
  }
}

// On a desktop, contents are open. Where styles alone can't do that (5-long-pages.css), the reader can fold them.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 64em)").matches) {
  for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".fold"))) {
    fold.open = true;
  }
}

// Dark or light follows the device until the reader presses the button. Then the choice is saved where the page looks
// for it before it's drawn (templates/site/theme/partials/javascripts/palette.html).
const dark = matchMedia("(prefers-color-scheme: dark)");
const colors = document.querySelector("[data-colors]");
/** @type {{__md_get: (key: string) => unknown, __md_set: (key: string, value: unknown) => void}} */
const theme = /** @type {any} */ (globalThis);

/** @param {Element} button @param {string} scheme */
function putOn(button, scheme) {
  document.body.dataset.mdColorScheme = scheme;
  button.setAttribute("aria-pressed", String(scheme === "night"));
}

/** Whether the reader chose. A browser that blocks storage throws. */
function chosen() {
  try {
    return Boolean(theme.__md_get("__palette"));
  } catch {
    return false;
  }
}

if (colors) {
  putOn(colors, document.body.dataset.mdColorScheme ?? "paper");
  dark.addEventListener("change", () => chosen() || putOn(colors, dark.matches ? "night" : "paper"));
  colors.addEventListener("click", () => {
    const scheme = document.body.dataset.mdColorScheme === "night" ? "paper" : "night";
    putOn(colors, scheme);
    theme.__md_set("__palette", { color: { scheme } });
  });
}

// A link to the same page in another language leads to the same part of it.
for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("header [hreflang], .languages a"))) {
  link.addEventListener("click", () => (link.hash = location.hash));
}

// From here on: what only some pages and readers need.

const asked = /** @type {HTMLInputElement} */ (document.querySelector(".md-search__input"));
const enter = async () => (await import("./scripts/search.js")).search(asked);

// A reader can be faster than this script.
if (asked === document.activeElement) {
  enter();
} else {
  asked?.addEventListener("focus", enter, { once: true });
}

/** @type {HTMLLinkElement | null} */
const canonical = document.querySelector("link[rel=canonical]");
// A copy of the guide leads to the public one. No one else could open a page on this disk.
const address = canonical?.href ?? location.href;
const sharing = async () => (await import("./scripts/share.js")).share;

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-share]"))) {
  if (button.firstChild && "share" in navigator) {
    button.firstChild.textContent = button.dataset.system ?? "";
  }
  button.parentElement?.toggleAttribute("hidden", address.startsWith("file:"));
  // Loaded before the click, the system still sees that the reader asked for it.
  button.addEventListener("pointerenter", sharing);
  button.addEventListener("click", async () => (await sharing())(button, address));
}

const papers = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("[name=paper]")]);

if (papers.length) {
  (await import("./scripts/papers.js")).papers(papers);
}

// What the reader keeps, in a line and in the menu. From a disk, browsers load no other page that could tell.
if ("kept" in document.body.dataset && !document.querySelector("[data-week]") && location.protocol !== "file:") {
  (await import("./scripts/kept.js")).showKept();
}
