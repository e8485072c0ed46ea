// A checklist that counts and saves check marks.

import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { controls } from "./controls.js";
import { checklist } from "./interface-checklist.js";
import { filled } from "./words.js";

const list = document.querySelector("[data-answers]");

if (list instanceof HTMLElement) {
  const keeper = bind(list);
  const count = list.querySelector(".count");
  const [output, progress] = ["output", "progress"].map((part) => list.querySelector(part));
  const boxes = controls(list).filter((box) => box instanceof HTMLInputElement);
  const update = () => {
    const done = boxes.filter((box) => box.checked).length;
    if (output instanceof HTMLOutputElement && progress instanceof HTMLProgressElement) {
      progress.value = done;
      const of = boxes.length;
      output.value = filled(done === of ? checklist.whole : checklist.part, { done, count: of });
    }
  };
  count?.removeAttribute("hidden");
  list.addEventListener("input", update);
  list.addEventListener("answer", update);
  bar(list, keeper);
  update();
}
