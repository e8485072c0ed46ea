// How the attack tests inspect a page: elements and values that come from an author's text, and the text itself.

/** Elements that prose can become. */
const IN_PROSE = ["p", "em", "strong", "ul", "ol", "li", "a"];
const RUNS = /^[\s\0-\x1f]*(javascript|vbscript|data|livescript|feed|file|blob):/i;
const LEADS = ["href", "src", "action", "data", "poster", "srcset", "xlink:href"];
const LIVES =
  "iframe, object, embed, base, applet, frame, portal, meta[http-equiv=refresh], " +
  "article script:not([type$=json]), article style, article link";

/** Every text in a JSON value. */
const texts = (value) =>
  typeof value === "string" ? [value] : value && typeof value === "object" ? Object.entries(value).flat().flatMap(texts) : [];

const unpacked = (text) => {
  try {
    return /^\s*[[{]/.test(text) ? texts(JSON.parse(text)) : [text];
  } catch {
    return [text];
  }
};

/** A choice has a value of its own only if its label isn't its ID. */
const names = ({ attributes, localName }) =>
  [...attributes].map(({ name }) => name).filter((name) => !(localName === "option" && name === "value"));

/** The page's elements and their attribute names, without prose, and without the way back to the top of long pages. */
const shape = (root) =>
  [...root.querySelectorAll(':not(p:has(> a[href="#"]), a[href="#"])')]
    .filter((element) => !(IN_PROSE.includes(element.localName) && names(element).every((name) => /^(href|start)$/.test(name))))
    .map((element) => [element.localName, ...names(element).sort()].join(" "));

/** Every text and attribute value that contains a marker. */
const said = (root) => {
  const found = [...root.querySelectorAll("*")].flatMap((element) => [...element.attributes].map(({ value }) => value));
  const walk = root.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  while (walk.nextNode()) found.push(walk.currentNode.data);
  return found.flatMap(unpacked).filter((text) => /kx\d+z/.test(text));
};

/** Everything that runs, fetches, or links where it shouldn't. */
const alive = (root) =>
  [...root.querySelectorAll("*")].flatMap((element) => [
    ...names(element).filter((name) => /^on|^srcdoc$|^formaction$|^ping$/.test(name)),
    ...LEADS.map((name) => element.getAttribute(name) ?? "").filter((value) => RUNS.test(value)),
    ...(element.matches(LIVES) ? [element.outerHTML] : []),
  ]);

/** Pages as a browser parses them, before any script runs. */
const parsed = (addresses) =>
  Promise.all(
    addresses.map(async (address) => {
      const text = await (await fetch(address)).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      return { shape: shape(page), said: said(page), alive: alive(page) };
    }),
  );

/** This page after filling in every field and pressing every button. */
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
    // One button can remove others.
    if (button.checkVisibility()) button.click();
  }
  return { said: said(document), alive: [...before, ...alive(document)] };
};
