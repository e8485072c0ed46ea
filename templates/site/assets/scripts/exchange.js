// Buttons that export people to other programs and import them.

import { identity } from "./appointments.js";
import { calendar } from "./calendar.js";
import { write } from "./csv.js";
import { today } from "./dates.js";
import { choose, save } from "./files.js";
import { appointments, table } from "./people-files.js";
import { people } from "./people.js";
import { find, persons } from "./person-list.js";
import { bar } from "./interface-bar.js";
import { contacts as words } from "./interface-contacts.js";
import { begun, together } from "./words.js";

/**
 * @typedef {import("./people.js").Person} Person
 * @typedef {import("./keeper.js").Keeper} Keeper
 */

/**
 * @param {HTMLElement} place
 * @param {Keeper} keeper
 * @param {import("./people.js").Rhythm} rhythm
 * @param {(day: string) => string} say
 * @param {(text: string, place: HTMLElement) => void} announce
 * @returns {(some: Person[]) => string} saves a calendar file and returns a message about the result
 */
export function exchange(place, keeper, rhythm, say, announce) {
  const filed = find(place, "filed", HTMLElement);
  const name = keeper.about.page.replaceAll("/", "-");

  const report = (/** @type {string} */ text) => announce(text, filed);

  const saved = (/** @type {Person[]} */ some) => {
    const events = appointments(some, rhythm, today(), identity, say);
    if (events.length) {
      const contents = { name: keeper.about.title, product: document.title, now: new Date(), events };
      save(`${name}.ics`, "text/calendar", calendar(contents));
    }
    return scheduled(events.length, some.length - events.length);
  };

  /** @type {Record<string, () => void>} */
  const actions = {
    table: () => {
      const all = people(keeper.answers);
      if (all.length) {
        // Without the byte order mark, spreadsheets guess the wrong encoding.
        save(`${name}.csv`, "text/csv", `\uFEFF${write(table(all, rhythm))}`);
      }
      report(all.length ? begun(persons(words.table, all.length)) : words.nobody);
    },
    calendar: () => {
      const all = people(keeper.answers);
      report(all.length ? saved(all) : words.nobody);
    },
    import: async () => {
      const file = await choose(".csv,.tsv,.txt,text/csv");
      if (file) {
        report("");
        // Most visits don't need it. It may not arrive.
        const opened = await opening().catch(() => null);
        report(opened ? await opened(file, place, keeper, rhythm) : bar.files.unreadable);
      }
    },
  };
  for (const [kind, action] of Object.entries(actions)) {
    place.querySelector(`[data-${kind}]`)?.addEventListener("click", action);
  }
  place.hidden = false;
  return saved;
}

const opening = async () => {
  const { opened } = await import("./opening.js");
  return opened;
};

/** @param {number} dated @param {number} undated people */
function scheduled(dated, undated) {
  return dated
    ? together(
        persons(words.calendar, dated),
        undated && begun(persons(words.calendar_undated, undated)),
        words.calendar_open,
      )
    : words.calendar_none;
}
