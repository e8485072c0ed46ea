// Says in a list what changed since the reader last saw it, and keeps what they saw.

import { controls } from "./controls.js";
import { checklist } from "./interface-checklist.js";
import { own, SEEN } from "./notes.js";
import { changes, digests, seen, written } from "./reworded.js";

/**
 * @param {HTMLElement} form with checkboxes whose data-digest is that of their words; data-others has those of the
 *   items that another page shows
 * @param {import("./keeper.js").Keeper} keeper from `bind`
 */
export function followWords(form, keeper) {
  const boxes = controls(form).filter((box) => box instanceof HTMLInputElement);
  const others = digests(form.dataset.others ?? "");
  const now = new Map([...boxes.map(({ name, dataset }) => /** @type {const} */ ([name, dataset.digest ?? ""])), ...others]);
  const before = digests(keeper.answers.get(SEEN) ?? "");
  const checked = new Set(boxes.filter((box) => box.checked).map(({ name }) => name));
  const { added, reworded } = changes(now, before, checked);
  /** @type {Map<string, Element>} */
  const notes = new Map();
  for (const box of boxes.filter(({ name }) => added.includes(name) || reworded.includes(name))) {
    const note = Object.assign(document.createElement("small"), { className: "changed-item" });
    note.textContent = added.includes(box.name) ? checklist.added : checklist.reworded;
    box.nextElementSibling?.append(" ", note);
    notes.set(box.name, note);
  }
  // On a first visit, nothing is new anywhere.
  const unseen = before.size ? [...others.keys()] : [];
  const remember = (/** @type {string[]} */ former) => {
    const kept = [...keeper.answers.keys()].some(own);
    keeper.set(SEEN, kept ? written(seen(now, before, [...former, ...unseen])) : "");
  };
  remember(reworded);
  form.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) {
      // Checked or unchecked, it was read.
      notes.get(target.name)?.remove();
      notes.delete(target.name);
    }
    remember(reworded.filter((id) => notes.has(id)));
  });
}
