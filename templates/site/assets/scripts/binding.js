// Connects the controls of a form to saved answers. Each answer is saved under its control's name.

import { controls, isControl } from "./controls.js";
import { Keeper } from "./keeper.js";
import { renamed } from "./record.js";

/** @typedef {import("./controls.js").Control} Control */

/**
 * Fill in saved answers, and save what is filled in.
 * @param {HTMLElement} form with data-answers (the page's address), data-title and data-revision;
 *   data-formerly lists its previous addresses
 * @param {(id: string) => void} [make] makes the control for an answer that has none yet
 * @param {(id: string, value: string) => string} [chosen] returns the current value of an answer
 * @returns {Keeper}
 */
export function bind(form, make = () => {}, chosen) {
  const { answers: page = "", title = "", revision = "", formerly = "" } = form.dataset;
  const now = former(form);
  const pages = formerly.split(" ").filter(Boolean);
  const keeper = new Keeper({ page, title, revision, now: (answers) => renamed(answers, now, chosen), formerly: pages });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    // While the input isn't a valid number yet, keep the last one.
    if (isControl(target) && target.name && !target.validity.badInput) {
      keeper.set(target.name, written(target));
    }
  });

  const show = (/** @type {Iterable<string>} */ ids) => {
    // An iterator can only be read once.
    const changed = new Set(ids);
    changed.forEach((id) => make(id));
    for (const control of controls(form)) {
      if (changed.has(control.name)) {
        fill(control, keeper.answers.get(control.name) ?? "");
      }
    }
  };
  show(keeper.answers.keys());
  keeper.listen(show);

  addEventListener("storage", (event) => keeper.stored(event.key));
  document.addEventListener("visibilitychange", () => document.hidden && keeper.flush());
  addEventListener("pagehide", () => keeper.flush());
  // A page in the back-forward cache misses all events.
  addEventListener("pageshow", (event) => event.persisted && keeper.refresh());
  addEventListener("beforeunload", (event) => {
    keeper.flush();
    if (!keeper.written) {
      event.preventDefault();
    }
  });
  return keeper;
}

/** @param {Control} control @returns {string} its value */
function written(control) {
  return control instanceof HTMLInputElement && control.type === "checkbox" && !control.checked
    ? ""
    : control.value;
}

/** @param {Control} control @param {string} value */
function fill(control, value) {
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    control.checked = control.value === value;
  } else if (control.value !== value) {
    control.value = value;
    if (value && control.value !== value) {
      force(control, value);
    }
  }
  control.dispatchEvent(new CustomEvent("answer", { bubbles: true }));
}

/**
 * Show a value the control doesn't accept, such as a date in words from an older file.
 * @param {Control} control
 * @param {string} value
 */
function force(control, value) {
  if (control instanceof HTMLSelectElement) {
    control.add(new Option(value));
  } else if (control instanceof HTMLInputElement) {
    control.type = "text";
  }
  control.value = value;
}

/** @param {HTMLElement} form @returns {Map<string, string>} the current ID for each former one */
function former(form) {
  const parts = [...form.querySelectorAll("[data-was]")].filter((part) => part instanceof HTMLElement);
  return new Map(
    parts.flatMap((part) => (part.dataset.was ?? "").split(" ").map((was) => [was, part.dataset.field ?? ""])),
  );
}
