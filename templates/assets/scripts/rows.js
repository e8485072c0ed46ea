// Tables: a few empty rows at a time, and in a log as many as are wanted.

import { isControl, onAnswer, refresh } from "./grow.js";

/** @typedef {import("./grow.js").Control} Control */

/** More rows than this are no answer of a person, but a damaged or a hostile file. */
const MOST = 500;

const narrow = matchMedia("(max-width: 47.99em)");

class Table {
  /** @param {HTMLTableElement} element @param {HTMLFormElement} form */
  constructor(element, form) {
    this.element = element;
    this.start = `${element.dataset.rows}-`;
    this.endless = "endless" in element.dataset;
    this.asked = 0;
    /** @type {HTMLButtonElement | null} */
    this.button = form.querySelector(`[data-add="${element.dataset.rows}"]`);
    this.button?.addEventListener("click", () => this.add());
  }

  get rows() {
    return [.../** @type {NodeListOf<HTMLTableRowElement>} */ (this.element.querySelectorAll("[data-row]"))];
  }

  /** Hide the rows that are not needed yet, and the button where there is no further row. */
  tidy() {
    const { rows } = this;
    const filled = rows.map((row) => controls(row).some(isFilled));
    const shown = Math.max(narrow.matches ? 1 : 3, this.asked, filled.lastIndexOf(true) + 2);
    rows.forEach((row, index) => {
      row.classList.toggle("spare", index >= shown && !row.contains(document.activeElement));
      row.classList.toggle("empty", !filled[index]);
    });
    if (this.button) {
      this.button.hidden = !this.endless && shown >= rows.length;
    }
  }

  /** Show one more row, and lead the reader to it. */
  add() {
    this.asked = this.rows.filter((row) => !row.classList.contains("spare")).length + 1;
    this.lengthen(this.asked);
    this.tidy();
    this.rows.slice(this.asked - 1).flatMap(controls)[0]?.focus();
  }

  /** Make the row in which a field of this log lies. @param {string} id */
  reach(id) {
    const [, number, column] = (id.startsWith(this.start) && /^(\d+)-(.+)/.exec(id.slice(this.start.length))) || [];
    if (number && controls(this.element).some((control) => control.name === `${this.start}1-${column}`)) {
      this.lengthen(Number(number));
    }
  }

  /** @param {number} length */
  lengthen(length) {
    for (let { rows } = this; this.endless && length <= MOST && rows.length < length; { rows } = this) {
      const last = rows.at(-1);
      last?.after(copy(last, this.start, rows.length));
    }
  }
}

/** @type {WeakMap<HTMLFormElement, Table[]>} */
const known = new WeakMap();

/** @param {HTMLFormElement} form */
function tables(form) {
  const made =
    known.get(form) ??
    [.../** @type {NodeListOf<HTMLTableElement>} */ (form.querySelectorAll("[data-rows]"))].map(
      (element) => new Table(element, form),
    );
  known.set(form, made);
  return made;
}

/**
 * Show as many rows as are needed.
 * @param {HTMLFormElement} form
 */
export function rows(form) {
  const tidy = () => tables(form).forEach((table) => table.tidy());
  onAnswer(form, tidy);
  narrow.addEventListener("change", tidy);
  tidy();
}

/**
 * Return the control with the id of a field; in a log, make the rows that lead to it.
 * @param {HTMLFormElement} form
 * @param {string} id
 * @returns {Control | null}
 */
export function ensure(form, id) {
  tables(form).forEach((table) => table.reach(id));
  const found = form.elements.namedItem(id);
  const control = found instanceof RadioNodeList ? found[0] : found;
  return isControl(control) ? control : null;
}

/** @param {Element} place */
const controls = (place) => [...place.querySelectorAll("input, textarea, select")].filter(isControl);

/** @param {Control} control */
const isFilled = (control) =>
  control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : control.value;

/**
 * Return an empty copy of the row with this number, with the next number in every name.
 * @param {HTMLTableRowElement} row
 * @param {string} start What the ids of its fields begin with.
 * @param {number} number
 */
function copy(row, start, number) {
  const next = /** @type {HTMLTableRowElement} */ (row.cloneNode(true));
  const old = new RegExp(`(${start}|row )${number}(?=-|:|$)`, "i");
  next.dataset.row = String(number + 1);
  next.classList.add("more");
  for (const element of [next, ...next.querySelectorAll("*")]) {
    element.removeAttribute("data-was");
    for (const name of ["id", "name", "aria-label", "data-field", "data-heading"]) {
      const value = element.getAttribute(name);
      if (value) {
        element.setAttribute(name, value.replace(old, `$1${number + 1}`));
      }
    }
  }
  for (const control of controls(next)) {
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      control.checked = false;
    } else {
      control.value = "";
    }
    refresh(control);
  }
  return next;
}
