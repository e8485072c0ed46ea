// Boxes that grow with what is written. Browsers print only what a box shows on the screen, so each
// answer stands once more in `.typed` beside its control: there unseen, and on paper in its place.

import { isControl } from "./controls.js";

/** @typedef {import("./controls.js").Control} Control */

/**
 * Call `act` with whatever changes in `form`, by hand or by a script that sends a bubbling
 * `answer`; and with nothing when the form was emptied.
 * @param {HTMLFormElement} form
 * @param {(target?: EventTarget | null) => void} act
 */
export function onAnswer(form, act) {
  for (const name of ["input", "change", "answer"]) {
    form.addEventListener(name, (event) => act(event.target));
  }
  // The event comes before the values go.
  form.addEventListener("reset", () => setTimeout(act));
}

/** @param {HTMLFormElement} form */
export function grow(form) {
  form.classList.add("live");
  for (const date of form.querySelectorAll("[data-kind=date]")) {
    date.setAttribute("type", "date");
  }
  /** @param {EventTarget | null} [target] */
  const act = (target) => (target ? [target] : [...form.elements]).filter(isControl).forEach(refresh);
  onAnswer(form, act);
  act();
}

/**
 * Let the words for paper, a sentence and a bar follow the value of `control`.
 * @param {Control} control
 */
export function refresh(control) {
  const words = inWords(control);
  const sentence = control.form?.querySelector(`[data-shows="${control.name}"]`);
  for (const place of [control.parentElement, sentence]) {
    const typed = place?.querySelector(".typed");
    if (typed) {
      // A last line has a height only when something stands on it.
      typed.textContent = words.replace(/\n$/, "\n ");
    }
  }
  if (control instanceof HTMLInputElement && control.max) {
    const share = Math.min(1, Math.max(0, Number(words) / Number(control.max)));
    control.closest("li")?.style.setProperty("--filled", String(share));
  }
}

/** @param {Control} control */
function inWords({ type, value, parentElement }) {
  if (type !== "date" || !value) {
    return value;
  }
  // A cell has no room for the whole name of a month.
  const dateStyle = parentElement?.closest("td") ? "medium" : "long";
  return new Date(value).toLocaleDateString(document.documentElement.lang, { dateStyle, timeZone: "UTC" });
}
