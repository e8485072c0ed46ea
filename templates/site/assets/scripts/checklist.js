// A checklist that counts and saves check marks, and says what changed since they were made.

import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { followWords } from "./changed-items.js";
import { controls } from "./controls.js";
import { goOn } from "./going-on.js";
import { checklist } from "./interface-checklist.js";
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

  followWords(list, keeper);
  count?.removeAttribute("hidden");
  list.addEventListener("input", update);
  list.addEventListener("answer", update);
  bar(list, keeper);
  update();
}
