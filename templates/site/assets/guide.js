// What pages gain from a script; without it they read and print the same.

// Single letters stay what the reader typed: Material would jump to the search or to another page,
// which surprises people who speak to their computer.
const SHORTCUTS = new Set(["/", "f", "s", "p", "n", ",", "."]);
/** @param {KeyboardEvent} event */
const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
/** @param {Element} element */
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select");

addEventListener(
  "keydown",
  (event) => {
    if (SHORTCUTS.has(event.key) && plain(event) && !typing(/** @type {Element} */ (event.target))) {
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);

// From here on the theme tells the browser which colors the reader chose; until now it went by the system.
for (const told of document.querySelectorAll("meta[name=theme-color][media], meta[name=color-scheme][content*=' ']")) {
  told.remove();
}

// The menu: Escape closes it and gives the focus back; leaving it closes it too.
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

// Browsers bring only the caret of a large box into the window, and leave the rest of the box below its edge.
addEventListener("keyup", ({ key, target }) => {
  if (key === "Tab" && target instanceof HTMLTextAreaElement) {
    target.scrollIntoView({ block: "nearest" });
  }
});

// The meaning of a word takes the focus when it opens, so that it is read aloud; Escape gives it back.
for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".words [popover]"))) {
  note.tabIndex = -1;
  note.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") {
      note.focus({ preventScroll: true });
    }
  });
}

// Where a browser knows no popovers, the meanings stand at the end of the page, and a word leads there.
if (!("popover" in HTMLElement.prototype)) {
  for (const word of document.querySelectorAll(".term")) {
    const link = document.createElement("a");
    link.href = `#${word.getAttribute("popovertarget")}`;
    link.append(...word.childNodes);
    word.replaceWith(link);
  }
}

// Dark or light: as the device asks, until the reader presses the button; then the choice is remembered, in the
// place where the page looks for it before it is drawn (templates/site/theme/partials/javascripts/palette.html).
const dark = matchMedia("(prefers-color-scheme: dark)");
const colors = document.querySelector("[data-colors]");
/** @type {{__md_get: (key: string) => unknown, __md_set: (key: string, value: unknown) => void}} */
const theme = /** @type {any} */ (globalThis);

/** @param {Element} button @param {string} scheme */
function putOn(button, scheme) {
  document.body.dataset.mdColorScheme = scheme;
  button.setAttribute("aria-pressed", String(scheme === "night"));
}

/** Whether the reader chose; a browser that keeps nothing may refuse to say. */
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

// The theme makes a landmark of the kind of each result, and so many landmarks would hide the few that help.
const results = document.querySelector(".md-search-result__list");

if (results) {
  new MutationObserver(() => {
    for (const kind of results.querySelectorAll(".md-tags:not([role])")) {
      kind.setAttribute("role", "none");
    }
  }).observe(results, { childList: true, subtree: true });
}

// Copies: mark the paper that readers of this language and country are likely to have.
const LETTER = new Set("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split(" "));

function likelyPaper() {
  const locales = navigator.languages.map((language) => new Intl.Locale(language));
  const told = locales.find((locale) => locale.region) ?? locales[0]?.maximize();
  return LETTER.has(told?.region ?? "") ? "letter" : "a4";
}

if (document.querySelector("[data-likely]")) {
  const paper = likelyPaper();
  const likely = /** @type {HTMLElement} */ (document.querySelector(`[data-likely=${paper}]`));
  likely.hidden = false;
  for (const copy of document.querySelectorAll(`[data-paper=${paper}]`)) {
    copy.classList.add("likely");
  }
}
