// Files of everything that's kept, and clearing it. “My week” loads this when it's needed.

import { fresh, identity, sequence } from "./appointments.js";
import { calendar } from "./calendar.js";
import { readAll, writeAll } from "./copy.js";
import { today } from "./dates.js";
import { choose, fileName, save } from "./files.js";
import { bar } from "./interface-bar.js";
import { week as words } from "./interface-week.js";
import { PAPER } from "./notes.js";
import { ask } from "./question.js";
import { LARGEST } from "./record.js";
import { everything } from "./shelf.js";
import { filled, together } from "./words.js";

/** @typedef {import("./keeper.js").Keeper} Keeper */
/** @typedef {(address: string, stored?: import("./record.js").Kept) => Keeper} Of returns the keeper of a page */

/** A file of everything can be as large as this many of a single page. */
const PAGES = 10;
/** How many pages a question names. */
const NAMED = 4;

/** @param {(import("./week.js").Due & {summary: string})[]} dated @param {Of} of */
export function saveCalendar(dated, of) {
  const now = new Date();
  const events = dated.map(({ page, day, summary, person, uid, calendar: note }) => {
    const id = uid || fresh();
    if (note && !uid) {
      // Its own page should move this entry, not add another.
      of(page).take(new Map([[note, id]]));
    }
    return {
      uid: identity(id),
      day: day < today() ? today() : day,
      summary,
      url: location.href.replace(/#.*/, ""),
      // As on the page with people, or calendars would keep an older entry.
      sequence: person ? person.changes : sequence(now),
    };
  });
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
 * @param {Of} of
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
    const choice = await ask(page, question(differing), [here, there], page.querySelector("[data-open]"));
    if (!choice) {
      return words.undecided;
    }
    differing.forEach((keeper) => keeper.decide(choice === there));
  }
  if (keepers.some(({ written }) => !written)) {
    return words.refused;
  }
  const count = keepers.filter(({ about }) => about.page !== PAPER).length;
  return keepers.length ? filled(words.opened, { count }) : bar.files.empty;
}

/** @param {Keeper[]} differing @returns {string} how many answers differ, and on which pages */
function question(differing) {
  const count = differing.reduce((sum, keeper) => sum + keeper.differing.size, 0);
  const titles = differing.slice(0, NAMED).map(({ about }) => about.title || about.page);
  const pages = new Intl.ListFormat(document.documentElement.lang, { type: "unit" }).format(titles);
  const rest = differing.length - titles.length;
  return together(
    filled(bar.asking.differing, { count }),
    filled(words.differing, { pages }),
    rest > 0 && filled(bar.asking.more, { count: rest }),
  );
}

/** @param {HTMLElement} page @param {Keeper} keeper @returns {Promise<boolean>} whether the reader wanted it */
export async function clearAll(page, keeper) {
  const choice = await ask(page, words.clear, [words.clear_all, bar.asking.cancel], page.querySelector("[data-clear]"));
  if (choice === words.clear_all) {
    keeper.clear(true);
  }
  return choice === words.clear_all;
}
