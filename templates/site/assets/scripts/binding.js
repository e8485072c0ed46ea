// Connects the controls of a form to saved answers. Each answer is saved under its control's name.

import { controls, isControl } from "./controls.js";
import { Keeper } from "./keeper.js";
import { renamed } from "./record.js";
import { LAST, ME, own } from "./notes.js";

/** @typedef {import("./controls.js").Control} Control */

/** What a link to a field ends with, before the field's ID. */
const AT = "#at=";

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
      // Where to go on. Without answers, there is no such place.
      const some = [...keeper.answers.keys()].some(own);
      own(target.name) && keeper.set(LAST, some ? target.name : "");
      // Other pages propose it, as long as this one is kept.
      target.dataset.asks === "me" && keeper.set(ME, target.value);
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
  const arrive = () => {
    if (location.hash.startsWith(AT)) {
      const id = location.hash.slice(AT.length);
      make(id);
      reach(form, id);
    }
  };
  // Once the page is laid out, because it still grows to its answers.
  addEventListener("load", () => requestAnimationFrame(arrive), { once: true });
  addEventListener("hashchange", arrive);

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
  // Without anything kept, there are no names to propose.
  form.querySelector("[data-asks]") && "kept" in document.body.dataset && offerNames(form, keeper);
  return keeper;
}

/** @param {HTMLElement} form @param {Keeper} keeper */
async function offerNames(form, keeper) {
  // Most visits don't need it. It may not arrive.
  const { bring, propose } = await import("./names.js");
  propose(form);
  bring(form, keeper);
}

/** Move the focus to a field, even in a part that's folded. @param {HTMLElement} form @param {string} id */
function reach(form, id) {
  const named = controls(form).filter(({ name }) => name === id);
  const control = named.find((one) => one instanceof HTMLInputElement && one.checked) ?? named[0];
  if (!control) {
    return;
  }
  for (let part = control.closest("details"); part; part = part.parentElement?.closest("details") ?? null) {
    part.open = true;
  }
  control.closest(".spare")?.classList.remove("spare");
  control.focus();
  control.scrollIntoView({ block: "center" });
  // A reload shouldn't come back here.
  history.replaceState(history.state, "", location.pathname + location.search);
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
