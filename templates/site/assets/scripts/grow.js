// Text boxes that grow with their content. Browsers print only the visible part of a box, so each answer is copied to
// `.typed` next to its control. It's hidden on screen and printed instead of the control.

import { isControl, shown } from "./controls.js";

/** @typedef {import("./controls.js").Control} Control */

/**
 * Call `act` with every control that changes in `form`, whether the reader or a script (with a bubbling `answer`
 * event) changed it, and with nothing after a reset.
 * @param {HTMLFormElement} form
 * @param {(target?: EventTarget | null) => void} act
 */
export function onAnswer(form, act) {
  for (const name of ["input", "change", "answer"]) {
    form.addEventListener(name, (event) => act(event.target));
  }
  // The event fires before the values are cleared.
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
 * Update the printed copy, sentence, and bar that show the value of `control`.
 * @param {Control} control
 */
export function refresh(control) {
  const words = inWords(control);
  const sentence = control.form?.querySelector(`[data-shows="${control.name}"]`);
  for (const place of [control.parentElement, sentence]) {
    const typed = place?.querySelector(".typed");
    if (typed) {
      // An empty last line has no height.
      typed.textContent = words.replace(/\n$/, "\n ");
    }
  }
  if (control instanceof HTMLInputElement && control.max) {
    const share = Math.min(1, Math.max(0, Number(words) / Number(control.max)));
    control.closest("li")?.style.setProperty("--filled", String(share));
  }
}

/** @param {Control} control */
function inWords(control) {
  const { type, value, parentElement } = control;
  if (type !== "date" || !value) {
    return shown(control);
  }
  // The full name of a month doesn't fit in a cell.
  const dateStyle = parentElement?.closest("td") ? "medium" : "long";
  return new Date(value).toLocaleDateString(document.documentElement.lang, { dateStyle, timeZone: "UTC" });
}
