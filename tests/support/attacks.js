// How the tests of attacks look at a page: for elements and values that an author's text made, and for the text.

/** What prose may become. */
const IN_PROSE = ["p", "em", "strong", "ul", "ol", "li", "a"];
const RUNS = /^[\s\0-\x1f]*(javascript|vbscript|data|livescript|feed|file|blob):/i;
const LEADS = ["href", "src", "action", "data", "poster", "srcset", "xlink:href"];
const LIVES =
  "iframe, object, embed, base, applet, frame, portal, meta[http-equiv=refresh], " +
  "article script:not([type$=json]), article style, article link";

/** Every text in a value of JSON. */
const texts = (value) =>
  typeof value === "string" ? [value] : value && typeof value === "object" ? Object.entries(value).flat().flatMap(texts) : [];

const unpacked = (text) => {
  try {
    return /^\s*[[{]/.test(text) ? texts(JSON.parse(text)) : [text];
  } catch {
    return [text];
  }
};

const names = (element) => [...element.attributes].map(({ name }) => name);

/** Which elements there are and with which attributes, whatever they say; but for those of prose. */
const shape = (root) =>
  [...root.querySelectorAll("*")]
    .filter((element) => !(IN_PROSE.includes(element.localName) && names(element).every((name) => /^(href|start)$/.test(name))))
    .map((element) => [element.localName, ...names(element).sort()].join(" "));

/** Every text and every value with a mark in it. */
const said = (root) => {
  const found = [...root.querySelectorAll("*")].flatMap((element) => [...element.attributes].map(({ value }) => value));
  const walk = root.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  while (walk.nextNode()) found.push(walk.currentNode.data);
  return found.flatMap(unpacked).filter((text) => /kx\d+z/.test(text));
};

/** What runs, fetches or leads where it should not. */
const alive = (root) =>
  [...root.querySelectorAll("*")].flatMap((element) => [
    ...names(element).filter((name) => /^on|^srcdoc$|^formaction$|^ping$/.test(name)),
    ...LEADS.map((name) => element.getAttribute(name) ?? "").filter((value) => RUNS.test(value)),
    ...(element.matches(LIVES) ? [element.outerHTML] : []),
  ]);

/** Pages as a browser reads them before any script. */
const parsed = (addresses) =>
  Promise.all(
    addresses.map(async (address) => {
      const text = await (await fetch(address)).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      return { shape: shape(page), said: said(page), alive: alive(page) };
    }),
  );

/** This page once all is filled in and every button pressed. */
const used = () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  for (const box of document.querySelectorAll("input, textarea, select")) {
    if (/radio|checkbox/.test(box.type)) box.click();
    else if (box.localName === "select") box.selectedIndex = box.options.length - 1;
    else if (box.type === "date") box.value = "2026-11-20";
    else if (box.type !== "file" && !box.closest(".md-search")) box.value = "always talk";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const before = alive(document);
  for (const button of document.querySelectorAll("article button")) {
    // One may take others away.
    if (button.checkVisibility()) button.click();
  }
  return { said: said(document), alive: [...before, ...alive(document)] };
};
