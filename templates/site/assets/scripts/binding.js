// Ties the controls of a form to the answers that are kept: each stands under its control's name.

import { controls, isControl } from "./controls.js";
import { Keeper } from "./keeper.js";

/** @typedef {import("./controls.js").Control} Control */

/**
 * Fill in what was kept, and keep what is filled in.
 * @param {HTMLElement} form with data-answers (the page's address), data-title and data-revision;
 *   data-formerly holds the addresses that it had before
 * @param {(id: string) => void} [make] makes room for an answer that has no control yet
 * @returns {Keeper}
 */
export function bind(form, make = () => {}) {
  const { answers: page = "", title = "", revision = "", formerly = "" } = form.dataset;
  const pages = formerly.split(" ").filter(Boolean);
  const keeper = new Keeper({ page, title, revision, now: former(form), formerly: pages });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    // What is no number yet leaves the last one as it was.
    if (isControl(target) && target.name && !target.validity.badInput) {
      keeper.set(target.name, written(target));
    }
  });

  const show = (/** @type {Iterable<string>} */ ids) => {
    // An iterator gives its values but once.
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
  // A page that the browser had put away hears of nothing meanwhile.
  addEventListener("pageshow", (event) => event.persisted && keeper.refresh());
  addEventListener("beforeunload", (event) => {
    keeper.flush();
    if (!keeper.written) {
      event.preventDefault();
    }
  });
  return keeper;
}

/** @param {Control} control @returns {string} what stands in it */
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
 * Show what a control does not take, such as a day in words from an older file.
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

/** @param {HTMLElement} form @returns {Map<string, string>} today's id of each former one */
function former(form) {
  const parts = [...form.querySelectorAll("[data-was]")].filter((part) => part instanceof HTMLElement);
  return new Map(
    parts.flatMap((part) => (part.dataset.was ?? "").split(" ").map((was) => [was, part.dataset.field ?? ""])),
  );
}
