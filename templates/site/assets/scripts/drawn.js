// Drawings on a worksheet that follow what's written: dates to come, a beam that leans, names in rings.

import { controls } from "./controls.js";
import { isDay, plus, today } from "./dates.js";
import { onAnswer } from "./grow.js";

/** More names than this would cover each other. */
const NAMES = 8;
/** Characters of a name that a ring has room for. */
const LONGEST = 14;
/** Degrees that the beam leans at most: one for each line more on a side. */
const MOST = 4;

/** @param {HTMLFormElement} form */
export function draw(form) {
  for (const table of form.querySelectorAll("table.drawn-timeline")) {
    if (table instanceof HTMLTableElement) follow(table);
  }
  const redraw = () => {
    form.querySelectorAll(".drawn-timeline tr").forEach(fillDots);
    form.querySelectorAll(".seesaw").forEach(lean);
    form.querySelectorAll(".ring").forEach((ring) => show(ring, form));
  };
  onAnswer(form, redraw);
  redraw();
}

/** @param {ParentNode} row */
const dates = (row) =>
  controls(row).filter((control) => control instanceof HTMLInputElement && control.dataset.kind === "date");

/**
 * When a row gets its first date, propose the others, and move those that are still as proposed. What the reader
 * changed stays.
 * @param {HTMLTableElement} table
 */
function follow(table) {
  /** @type {WeakMap<Element, string>} the first date of each row, before it changed */
  const before = new WeakMap();
  for (const row of table.rows) {
    before.set(row, dates(row)[0]?.value ?? "");
  }
  // What a file brings wasn't proposed for the date before it.
  table.addEventListener("answer", ({ target }) => {
    const row = target instanceof Element ? target.closest("tr") : null;
    const [first] = row ? dates(row) : [];
    if (row && target === first) before.set(row, first.value);
  });
  table.addEventListener("input", ({ target }) => {
    const row = target instanceof Element ? target.closest("tr") : null;
    const [first, ...rest] = row ? dates(row) : [];
    if (!row || target !== first || !isDay(first.value)) return;
    const former = before.get(row) ?? "";
    before.set(row, first.value);
    for (const date of rest) {
      const days = Number(date.closest("td")?.dataset.after);
      if (days && (!date.value || (isDay(former) && date.value === plus(former, days)))) {
        date.value = plus(first.value, days);
        date.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  });
}

/** Fill the dots of the days that are over. @param {Element} row */
function fillDots(row) {
  const now = today();
  for (const { value, parentElement } of dates(row)) {
    parentElement?.closest("td")?.classList.toggle("passed", isDay(value) && value <= now);
  }
}

/** @param {string} text @returns {string[]} what's on its lines, or between commas */
const entries = (text) =>
  text
    .split(/[\n,;،、，；]/)
    .map((entry) => entry.trim())
    .filter(Boolean);

/** Let the beam lean to the side with more on it. @param {Element} seesaw */
function lean(seesaw) {
  const [left = 0, right = 0] = controls(seesaw).map(({ value }) => entries(value).length);
  const pivot = seesaw.querySelector(".pivot");
  if (pivot instanceof HTMLElement) {
    pivot.style.setProperty("--lean", String(Math.max(-MOST, Math.min(MOST, right - left))));
  }
}

/** Show the names of a ring's field on it. @param {Element} ring @param {HTMLFormElement} form */
function show(ring, form) {
  const field = ring instanceof HTMLElement ? form.elements.namedItem(ring.dataset.names ?? "") : null;
  const names = field instanceof HTMLTextAreaElement ? entries(field.value).slice(0, NAMES) : [];
  ring.querySelectorAll(":scope > .placed").forEach((person) => person.remove());
  for (const [index, name] of names.entries()) {
    const person = document.createElement("span");
    person.className = "placed";
    // The whole name is in the field.
    const textContent = name.length > LONGEST ? `${[...name].slice(0, LONGEST - 1).join("")}…` : name;
    person.append(Object.assign(document.createElement("span"), { textContent }));
    // Clear of the ring's own name, which is at its top.
    const turn = -60 + ((90 + index * 137.5) % 300);
    person.style.setProperty("--turn", `${turn}deg`);
    // Names are written toward the middle, so that none is cut off.
    person.classList.toggle("inward", turn < 90);
    ring.append(person);
  }
}
