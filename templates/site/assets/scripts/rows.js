// Tables show a few empty rows at a time. Logs can grow.

import { controls, isControl } from "./controls.js";
import { onAnswer, refresh } from "./grow.js";

/** No one fills in more rows than this. A file that has more is damaged or hostile. */
const MOST = 500;

const narrow = matchMedia("(max-width: 47.99em)");

/** @param {HTMLTableElement} table */
const rowsOf = (table) => [...table.rows].filter((row) => row.dataset.row);

/** @param {HTMLFormElement} form */
const tables = (form) => [...form.querySelectorAll("table")].filter((table) => table.dataset.rows);

/** @param {HTMLTableRowElement} row */
const isFilled = (row) =>
  controls(row).some((control) => (control.type === "checkbox" ? control.matches(":checked") : control.value));

/** Show as many rows as needed. @param {HTMLFormElement} form */
export function rows(form) {
  const tidiers = tables(form).map((table) => {
    const button = [...form.querySelectorAll("button")].find(({ dataset }) => dataset.add === table.dataset.rows);
    let asked = 0;

    const tidy = () => {
      const all = rowsOf(table);
      const last = all.findLastIndex(isFilled);
      const shown = Math.max(narrow.matches ? 1 : 3, asked, last + 2);
      all.forEach((row, index) => {
        row.classList.toggle("spare", index >= shown && !row.contains(document.activeElement));
        row.classList.toggle("empty", !isFilled(row));
      });
      if (button) {
        button.hidden = !("endless" in table.dataset) && shown >= all.length;
      }
    };

    button?.addEventListener("click", () => {
      asked = rowsOf(table).filter((row) => !row.matches(".spare")).length + 1;
      lengthen(table, asked);
      tidy();
      rowsOf(table).slice(asked - 1).flatMap(controls)[0]?.focus();
    });
    return tidy;
  });
  const tidyAll = () => tidiers.forEach((tidy) => tidy());
  let waiting = false;
  // If many answers change at once, tidy up once.
  onAnswer(form, () => {
    if (!waiting) {
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        tidyAll();
      });
    }
  });
  narrow.addEventListener("change", tidyAll);
  tidyAll();
}

/**
 * Return the control with a field's ID. In a log, add the rows it needs.
 * @param {HTMLFormElement} form
 * @param {string} id
 */
export function ensure(form, id) {
  for (const table of tables(form)) {
    const start = `${table.dataset.rows}-`;
    const [, number, column] = /^(\d+)-(.+)/.exec(id.startsWith(start) ? id.slice(start.length) : "") ?? [];
    const beyond = Number(number) > rowsOf(table).length;
    if (beyond && controls(table).some(({ name }) => name === `${start}1-${column}`)) {
      lengthen(table, Number(number));
    }
  }
  const found = form.elements.namedItem(id);
  const control = found instanceof RadioNodeList ? found[0] : found;
  return isControl(control) ? control : null;
}

/**
 * Give a log at least this many rows.
 * @param {HTMLTableElement} table
 * @param {number} length
 */
function lengthen(table, length) {
  if (!("endless" in table.dataset) || length > MOST) {
    return;
  }
  for (let last = rowsOf(table).at(-1); last && Number(last.dataset.row) < length; ) {
    const next = copy(last, `${table.dataset.rows}-`, rowsOf(table).at(-2));
    last.after(next);
    last = next;
  }
}

/** @param {HTMLTableRowElement} row @returns {Element[]} */
const within = (row) => [row, ...row.querySelectorAll("*")];

/**
 * Return an empty copy of `row`, with the next number in every name.
 * @param {HTMLTableRowElement} row
 * @param {string} start The start of its field IDs.
 * @param {HTMLTableRowElement} [former] The row before it.
 */
function copy(row, start, former) {
  const number = Number(row.dataset.row);
  const next = document.importNode(row, true);
  const before = former ? within(former) : [];
  next.dataset.row = `${number + 1}`;
  next.classList.add("more");
  for (const [index, element] of within(next).entries()) {
    element.removeAttribute("data-was");
    for (const name of ["id", "name", "data-field"]) {
      const value = element.getAttribute(name);
      if (value) {
        element.setAttribute(name, value.replace(`${start}${number}`, `${start}${number + 1}`));
      }
    }
    for (const name of ["aria-label", "data-heading"]) {
      const value = element.getAttribute(name);
      if (value) {
        element.setAttribute(name, raised(value, number, before[index]?.getAttribute(name)));
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

/**
 * A label with the next number. Titles can contain numbers too, and every language puts the row number somewhere
 * else, so compare with the row before to find it.
 * @param {string} label
 * @param {number} number
 * @param {string | null} [former] The label of the row before. Without it, the last number is used.
 */
function raised(label, number, former) {
  const places = [...label.matchAll(new RegExp(`\\b${number}\\b`, "g"))].map(({ index }) => index);
  const put = (/** @type {number} */ at, /** @type {number} */ other) =>
    `${label.slice(0, at)}${other}${label.slice(at + String(number).length)}`;
  const place = places.find((at) => put(at, number - 1) === former) ?? places.at(-1);
  return place === undefined ? label : put(place, number + 1);
}
