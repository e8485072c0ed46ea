// Buttons that export people to other programs and import them.

import { identity } from "./appointments.js";
import { calendar } from "./calendar.js";
import { CsvMistake, read, write } from "./csv.js";
import { today } from "./dates.js";
import { choose, save } from "./files.js";
import { appointments, plan, table } from "./people-files.js";
import { change, fresh, people } from "./people.js";
import { find, persons } from "./person-list.js";
import { ask } from "./question.js";
import { LARGEST } from "./record.js";
import { bar } from "./interface-bar.js";
import { contacts as words } from "./interface-contacts.js";
import { begun, filled, together } from "./words.js";

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
        report(await opened(file, place, keeper, rhythm));
      }
    },
  };
  for (const [kind, action] of Object.entries(actions)) {
    place.querySelector(`[data-${kind}]`)?.addEventListener("click", action);
  }
  place.hidden = false;
  return saved;
}

/**
 * @param {File} file
 * @param {HTMLElement} place
 * @param {Keeper} keeper
 * @param {import("./people.js").Rhythm} rhythm
 * @returns {Promise<string>} a message about the result
 */
async function opened(file, place, keeper, rhythm) {
  if (file.size > LARGEST) {
    return bar.files.too_large;
  }
  const text = await file.text().catch(() => null);
  if (text === null) {
    return bar.files.unreadable;
  }
  let rows;
  try {
    rows = read(text);
  } catch (error) {
    if (error instanceof CsvMistake) {
      return filled(words.no_table, { row: error.row });
    }
    throw error;
  }
  const found = plan(rows, rhythm, people(keeper.answers));
  if (!found) {
    return filled(words.no_column, { name: words.columns.name });
  }
  const { added, filled: gaining } = found;
  keeper.take(new Map(added.flatMap((fields) => [...change(new Map(), fresh("p"), fields)])));
  const completed =
    gaining.length > 0 &&
    (await ask(place, begun(persons(words.fill, gaining.length)), [words.filling, words.leaving], place.querySelector("[data-import]"))) ===
      words.filling;
  if (completed) {
    // Check again now, because the reader may have written something in the meantime.
    const empty = gaining.flatMap(({ id, fields }) =>
      [...change(keeper.answers, id, Object.fromEntries(Object.entries(fields).filter(([field]) => !keeper.answers.get(`${id}-${field}`))))],
    );
    keeper.take(new Map(empty));
  }
  return imported(found, completed);
}

/** @param {import("./people-files.js").Plan} plan @param {boolean} completed whether missing details were filled in */
function imported({ added, there, nameless, over, cut, undated }, completed) {
  const facts = [
    filled(words.imported_added, { count: added.length }),
    there && filled(completed ? words.imported_filled : words.imported_there, { count: there }),
    nameless && filled(words.imported_nameless, { count: nameless }),
    over && filled(words.imported_over, { count: over }),
    cut && filled(words.imported_cut, { count: cut }),
  ].filter((fact) => typeof fact === "string");
  const parts = new Intl.ListFormat(document.documentElement.lang, { type: "unit" }).format(facts);
  return together(filled(words.imported, { parts }), undated && filled(words.imported_undated, { count: undated }));
}

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
