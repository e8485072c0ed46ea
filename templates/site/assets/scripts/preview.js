// Shows who was found in a file, so that readers see the names before any are added.

import { distinctive } from "./encodings.js";
import { find, persons } from "./person-list.js";
import { contacts as words } from "./interface-contacts.js";
import { begun, filled } from "./words.js";

/**
 * @typedef {import("./people-files.js").Plan} Plan
 * @typedef {import("./encodings.js").Reading & {rows: string[][]}} Table
 */

/** How many names are shown, those first that a wrong reading would damage. */
const SHOWN = 10;
/** How many words are shown of each reading, of those that the readings don't share. */
const COMPARED = 3;

/** Closes the preview that's open. */
let close = () => {};

/**
 * @param {HTMLElement} place has an element with data-preview
 * @param {[Table, ...Table[]]} tables the file, read in every way that makes sense
 * @param {(rows: string[][]) => Plan} planned
 * @param {(found: Plan) => string} facts what else there is to say
 * @returns {Promise<{rows: string[][], fill: boolean} | null>} null if the reader cancels
 */
export function preview(place, tables, planned, facts) {
  close();
  const box = find(place, "preview", HTMLElement);
  const [reading, fill, names] = [find(box, "reading", HTMLSelectElement), find(box, "fill", HTMLInputElement), find(box, "names", HTMLElement)];
  const part = (/** @type {string} */ name, text = "") => {
    const element = find(box, name, HTMLElement);
    element.textContent = text;
    return element;
  };
  const table = () => tables[reading.selectedIndex] ?? tables[0];

  const show = () => {
    const found = planned(table().rows);
    const all = found.added.map(({ name = "" }) => name);
    const first = [...all.filter((name) => distinctive(name).length), ...all.filter((name) => !distinctive(name).length)].slice(0, SHOWN);
    part("found", filled(words.to_add, { count: all.length }));
    part("facts", facts(found));
    names.replaceChildren(...first.map((name) => Object.assign(document.createElement("li"), { textContent: name, dir: "auto" })));
    part("others", all.length > first.length ? filled(words.more_names, { count: all.length - first.length }) : "");
    part("filling", begun(persons(words.fill, found.filled.length)));
    fill.closest("p")?.toggleAttribute("hidden", found.filled.length === 0);
  };

  const all = tables.map(({ text }) => distinctive(text));
  const options = tables.map(({ encoding }, which) => {
    const differing = all[which]?.filter((word, at) => all.some((others) => others[at] !== word));
    return new Option(`${[...new Set(differing)].slice(0, COMPARED).join(", ")} (${encoding})`);
  });
  reading.replaceChildren(...options);
  find(box, "doubt", HTMLElement).hidden = tables.length < 2;
  fill.checked = true;
  show();
  box.hidden = false;
  find(box, "found", HTMLElement).focus();
  return new Promise((done) => {
    const end = (/** @type {boolean} */ taken) => {
      close = () => {};
      box.hidden = true;
      /** @type {HTMLElement | null} */ (place.querySelector("[data-import]"))?.focus();
      done(taken ? { rows: table().rows, fill: fill.checked } : null);
    };
    close = () => end(false);
    reading.onchange = show;
    find(box, "take", HTMLElement).onclick = () => end(true);
    find(box, "leave", HTMLElement).onclick = close;
    box.onkeydown = (event) => {
      if (event.key === "Escape") {
        close();
      }
    };
  });
}
