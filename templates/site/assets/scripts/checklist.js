// A checklist that counts and saves check marks, and says what changed since they were made.

import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { controls } from "./controls.js";
import { goOn } from "./going-on.js";
import { checklist } from "./interface-checklist.js";
import { own, SEEN } from "./notes.js";
import { changes, digests, seen, written } from "./reworded.js";
import { filled } from "./words.js";

const list = document.querySelector("[data-answers]");

if (list instanceof HTMLElement) {
  const keeper = bind(list);
  goOn(list, keeper);
  const count = list.querySelector(".count");
  const [output, progress, next] = ["[data-checked]", "progress", "[data-next]"].map((part) => list.querySelector(part));
  const boxes = controls(list).filter((box) => box instanceof HTMLInputElement);
  const update = () => {
    const done = boxes.filter((box) => box.checked).length;
    if (output && progress instanceof HTMLProgressElement) {
      progress.value = done;
      const of = boxes.length;
      output.textContent = filled(done === of ? checklist.whole : checklist.part, { done, count: of });
      // In the same live region, so that it's announced.
      next?.toggleAttribute("hidden", done < of);
    }
  };

  const now = new Map(boxes.map(({ name, dataset }) => [name, dataset.digest ?? ""]));
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
  const remember = (/** @type {string[]} */ former) => {
    const kept = [...keeper.answers.keys()].some(own);
    keeper.set(SEEN, kept ? written(seen(now, before, former)) : "");
  };
  remember(reworded);

  count?.removeAttribute("hidden");
  list.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) {
      // Checked or unchecked, it was read.
      notes.get(target.name)?.remove();
      notes.delete(target.name);
    }
    remember(reworded.filter((id) => notes.has(id)));
    update();
  });
  list.addEventListener("answer", update);
  bar(list, keeper);
  update();
}
