// A worksheet to fill in on its page.

import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { chosen } from "./choices.js";
import { controls, shown } from "./controls.js";
import { draw } from "./drawn.js";
import { isDay } from "./dates.js";
import { save } from "./files.js";
import { goOn } from "./going-on.js";
import { CALENDAR } from "./notes.js";
import { grow } from "./grow.js";
import { paper } from "./paper.js";
import { ensure, rows } from "./rows.js";
import { sheets } from "./interface-sheets.js";
import { filled } from "./words.js";

/** Shows spreadsheets that the text is UTF-8. */
const MARK = "\uFEFF";

const form = document.querySelector("form[data-answers]");

if (form instanceof HTMLFormElement) {
  grow(form);
  rows(form);
  const keeper = bind(form, (id) => ensure(form, id), chosen(form));
  goOn(form, keeper, (id) => ensure(form, id));
  draw(form);
  const announce = bar(form, keeper);
  paper(form, keeper, announce);
  const name = (/** @type {string} */ part) => `${keeper.about.page.replaceAll("/", "-")}-${part}`;

  for (const [button, part] of buttons(form, "csv")) {
    button.addEventListener("click", async () => {
      const { write } = await import("./csv.js");
      save(`${name(part)}.csv`, "text/csv", MARK + write(cells(button)));
      announce(sheets.table);
    });
  }

  for (const [button, part] of buttons(form, "calendar")) {
    button.addEventListener("click", async () => {
      const [act, person, day] = ["act", "with", "by"].map((field) => keeper.answers.get(`${part}-${field}`) ?? "");
      if (!act || !isDay(day)) {
        announce(sheets.undated);
        return;
      }
      const { fresh, here, identity, sequence } = await import("./appointments.js");
      // A second file for the same promise should move it in the calendar, not add another.
      const id = keeper.answers.get(`${CALENDAR}-${part}`) ?? fresh();
      keeper.set(`${CALENDAR}-${part}`, id);
      const now = new Date();
      const event = {
        uid: identity(id),
        day,
        summary: person ? filled(sheets.promise, { act, person }) : act,
        description: keeper.about.title,
        url: here(),
        sequence: sequence(now),
      };
      const { calendar } = await import("./calendar.js");
      const file = calendar({ name: keeper.about.title, product: document.title, now, events: [event] });
      save(`${name(part)}.ics`, "text/calendar", file);
      announce(sheets.calendar);
    });
  }
}

/**
 * @param {HTMLElement} form
 * @param {string} kind
 * @returns {[HTMLElement, string][]} the buttons of this kind, now visible, and what each is for
 */
function buttons(form, kind) {
  const found = [...form.querySelectorAll(`button[data-${kind}]`)].filter((button) => button instanceof HTMLElement);
  return found.map((button) => {
    button.hidden = false;
    return [button, button.dataset[kind] ?? ""];
  });
}

/** @param {HTMLElement} button of a table @returns {string[][]} its header and every row that isn't empty */
function cells(button) {
  const table = button.closest("section")?.querySelector("table");
  const head = [...(table?.querySelectorAll("thead th") ?? [])].map((cell) => cell.firstChild?.textContent ?? "");
  const filled = [...(table?.querySelectorAll("tbody tr") ?? [])]
    .map((row) => controls(row).map((box) => (box instanceof HTMLInputElement && box.type === "checkbox" && !box.checked ? "" : shown(box))))
    .filter((row) => row.some(Boolean));
  return [head.map((label) => label.trim()), ...filled];
}
