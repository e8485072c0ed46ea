// Files of everything that's kept, and clearing it. “My week” loads this when it's needed.

import { identity, sequence } from "./appointments.js";
import { calendar } from "./calendar.js";
import { readAll, writeAll } from "./copy.js";
import { today } from "./dates.js";
import { choose, fileName, save } from "./files.js";
import { bar } from "./interface-bar.js";
import { week as words } from "./interface-week.js";
import { ask } from "./question.js";
import { LARGEST } from "./record.js";
import { everything } from "./shelf.js";
import { filled } from "./words.js";

/** @typedef {import("./keeper.js").Keeper} Keeper */

/** A file of everything can be as large as this many of a single page. */
const PAGES = 10;

/** @param {(import("./week.js").Due & {summary: string})[]} dated */
export function saveCalendar(dated) {
  const now = new Date();
  const events = dated.map(({ kind, page, id, day, summary }) => ({
    // The page of contacts gives the same person the same one.
    uid: identity(kind === "person" ? id : `week-${page.replaceAll("/", "-")}-${id}`),
    day: day < today() ? today() : day,
    summary,
    url: location.href.replace(/#.*/, ""),
    sequence: sequence(now),
  }));
  const file = calendar({ name: words.calendar_name, product: document.title, now, events });
  save(`${words.file}.ics`, "text/calendar", file);
}

/** @returns {string} a message about the result */
export function saveAll() {
  save(fileName(`${words.calendar_name} ${today()}.json`), "application/json", writeAll(everything()));
  return bar.keeping.saved;
}

/**
 * @param {HTMLElement} page
 * @param {(address: string, stored: import("./record.js").Kept) => Keeper} of returns the keeper of a page
 * @returns {Promise<string>} a message about the result
 */
export async function openAll(page, of) {
  const file = await choose(".json,application/json");
  if (!file) {
    return "";
  }
  if (file.size > PAGES * LARGEST) {
    return bar.files.too_large;
  }
  const text = await file.text().catch(() => null);
  if (text === null) {
    return bar.files.unreadable;
  }
  const found = readAll(text);
  if ("trouble" in found) {
    return { ...bar.files, foreign: bar.notices.foreign, "too-large": bar.files.too_large }[found.trouble];
  }
  const keepers = found.all.map((kept) => {
    const keeper = of(kept.page, kept);
    keeper.offer(kept.answers);
    return keeper;
  });
  const differing = keepers.filter((keeper) => keeper.differing.size);
  if (differing.length) {
    const { here, there } = bar.asking;
    const count = differing.reduce((sum, keeper) => sum + keeper.differing.size, 0);
    const choice = await ask(page, filled(bar.asking.differing, { count }), [here, there], page.querySelector("[data-open]"));
    differing.forEach((keeper) => keeper.decide(choice === there));
  }
  return keepers.length ? filled(words.opened, { count: keepers.length }) : bar.files.empty;
}

/** @param {HTMLElement} page @param {Keeper} keeper @returns {Promise<boolean>} whether the reader wanted it */
export async function clearAll(page, keeper) {
  const choice = await ask(page, words.clear, [words.clear_all, bar.asking.cancel], page.querySelector("[data-clear]"));
  if (choice === words.clear_all) {
    keeper.clear(true);
  }
  return choice === words.clear_all;
}
