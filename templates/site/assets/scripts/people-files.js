// People as a table for spreadsheets and as events for a calendar.

import { isDay } from "./dates.js";
import { FIELDS, MOST, rule, when } from "./people.js";
import { contacts } from "./interface-contacts.js";
import { filled } from "./words.js";

/**
 * @typedef {import("./people.js").Person} Person
 * @typedef {import("./people.js").Fields} Fields
 * @typedef {import("./people.js").Field} Field
 * @typedef {import("./people.js").Rhythm} Rhythm
 * @typedef {{
 *   added: Fields[], filled: {id: string, fields: Fields}[],
 *   there: number, twice: number, nameless: number, over: number, cut: number, undated: number,
 * }} Plan `there` counts rows for people already here, `twice` rows that repeat one above; `filled` lists those who get
 *   new details.
 */

/** In a table, only the number of times something was given or asked for. */
const COUNTED = /** @type {const} */ (["gave", "asked"]);

/** The longest text that can be kept (`record.js`). */
const LONGEST = 20_000;
/** The most characters in total that fit in the reader's browser. */
const ROOM = 2_000_000;

/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** @param {{name?: string, how?: string}} person */
const likeness = ({ name = "", how = "" }) => `${plain(name) || name}\n${plain(how)}`;

/** @param {Person} person @param {string} kind */
const times = ({ log }, kind) => String(log.filter((entry) => entry.kind === kind).length);

/** @param {Person[]} all @param {Rhythm} rhythm @returns {string[][]} a row of headings, and one for each person */
export function table(all, { rings, moments }) {
  const named = (/** @type {{id: string, name: string}[]} */ rules, /** @type {string} */ id) =>
    rules.find((rule) => rule.id === id)?.name ?? id;
  const rows = all.map((person) => {
    const shown = { ...person, ring: named(rings, person.ring), moment: named(moments, person.moment) };
    return [...FIELDS.map((field) => shown[field]), ...COUNTED.map((kind) => times(person, kind))];
  });
  return [[...FIELDS, ...COUNTED].map((field) => contacts.columns[field]), ...rows];
}

/** How many rows a program may write above the headings, such as its own notes. */
const ABOVE = 10;

/**
 * @param {string[][]} rows
 * @returns {string[][] | null} from the headings on, with a column of whole names first; null if no column has names
 */
export function headed(rows) {
  const { name, parts } = contacts.names;
  const [whole, ...pieces] = [`${contacts.columns.name}, ${name}`, ...Object.values(parts)].map((words) => words.split(", ").map(plain));
  const at = (/** @type {string[]} */ row, /** @type {string[] | undefined} */ words) => row.findIndex((cell) => words?.includes(plain(cell)));
  for (const [above, head] of rows.slice(0, ABOVE).entries()) {
    const found = at(head, whole);
    const columns = found < 0 ? pieces.map((words) => at(head, words)).filter((column) => column >= 0) : [found];
    if (columns.length) {
      const named = (/** @type {string[]} */ row) => [
        columns.map((column) => row[column]?.trim()).filter(Boolean).join(" "),
        ...row.filter((_, column) => !columns.includes(column)),
      ];
      return [[contacts.columns.name, ...named(head).slice(1)], ...rows.slice(above + 1).map(named)];
    }
  }
  return null;
}

/**
 * @param {string[][]} rows with headings in any order, as from `headed`; unknown columns go into the note
 * @param {Rhythm} rhythm
 * @param {Person[]} here
 * @returns {Plan}
 */
export function plan([head = [], ...rows], rhythm, here) {
  const fieldOf = new Map(Object.entries(contacts.columns).flatMap(([field, words]) => [[field, field], [plain(words), field]]));
  const columns = head.map((heading) => fieldOf.get(plain(heading)) ?? "");
  /** @type {Plan} */
  const result = { added: [], filled: [], there: 0, twice: 0, nameless: 0, over: 0, cut: 0, undated: 0 };
  const seen = new Map(here.map((person) => [likeness(person), person]));
  const above = new Set();
  const dayFirst = order(rows.flatMap((row) => row.filter((_, at) => ["last", "on"].includes(columns[at] ?? ""))));
  let room = ROOM - here.reduce((sum, person) => sum + JSON.stringify(person).length, 0);

  for (const row of rows) {
    const fields = fieldsOf(row, head, columns, rhythm, dayFirst, result);
    const same = seen.get(likeness(fields));
    // Two people in a file can share a name; someone already here is more likely the same.
    const whole = likeness(fields) + JSON.stringify({ ...fields, name: "", how: "" });
    const missing = Object.entries(fields).filter(([field, value]) => value && !same?.[/** @type {Field} */ (field)]);
    if (!fields.name) {
      result.nameless += Number(row.some((cell) => cell.trim()));
    } else if (same) {
      result.there += 1;
      if (missing.length) {
        result.filled.push({ id: same.id, fields: Object.fromEntries(missing) });
      }
    } else if (above.has(whole)) {
      result.twice += 1;
    } else if (here.length + result.added.length >= MOST || (room -= JSON.stringify(fields).length + 300) < 0) {
      result.over += 1;
    } else {
      result.added.push(fields);
      above.add(whole);
    }
  }
  return result;
}

/**
 * @param {string[]} row
 * @param {string[]} head
 * @param {string[]} columns the field of each column, empty if unknown
 * @param {Rhythm} rhythm
 * @param {boolean | null} dayFirst
 * @param {Plan} result counts the changes
 * @returns {Fields}
 */
function fieldsOf(row, head, columns, rhythm, dayFirst, result) {
  /** @type {Fields} */
  const fields = {};
  const rest = [];
  for (const [at, cell] of row.entries()) {
    const [field, text] = [columns[at] ?? "", cell.trim()];
    const value = understood(field, text, rhythm, dayFirst);
    if (value === null) {
      result.undated += Number(field === "last" || field === "on");
      rest.push(head[at]?.trim() ? `${head[at]?.trim()}: ${text}` : text);
    } else if (text && FIELDS.some((one) => one === field)) {
      fields[/** @type {Field} */ (field)] = value;
    }
  }
  const note = [fields.note, ...rest].filter(Boolean).join("\n");
  const whole = Object.entries(note ? { ...fields, note } : fields);
  result.cut += whole.filter(([, value]) => value.length > LONGEST).length;
  return Object.fromEntries(whole.map(([field, value]) => [field, value.slice(0, LONGEST)]));
}

/**
 * @param {string} field
 * @param {string} text
 * @param {Rhythm} rhythm
 * @param {boolean | null} dayFirst
 * @returns {string | null} the value of the field; null if the text belongs in the note
 */
function understood(field, text, { rings, moments }, dayFirst) {
  if (!text) {
    return "";
  }
  if (field === "ring" || field === "moment") {
    const rules = field === "ring" ? rings : moments;
    return rules.find(({ id, name }) => [id, plain(name)].includes(plain(text)) || id === text)?.id ?? null;
  }
  if (field === "last" || field === "on") {
    return dayOf(text, dayFirst);
  }
  return field ? text : null;
}

/** @param {string} text @returns {[number, number] | null} the two numbers before the year */
function pair(text) {
  const [, one, two] = /^(\d{1,2})\/(\d{1,2})\/\d{4}$/.exec(text) ?? [];
  return one && two ? [Number(one), Number(two)] : null;
}

/** @param {string[]} dates @returns {boolean | null} whether days come before months; null if it's unclear */
function order(dates) {
  const pairs = dates.map((text) => pair(text.trim())).filter((found) => found !== null);
  const [day, month] = [pairs.some(([one]) => one > 12), pairs.some(([, two]) => two > 12)];
  return day === month ? null : day;
}

/** @param {string} text as spreadsheets write dates @param {boolean | null} dayFirst @returns {string | null} */
function dayOf(text, dayFirst) {
  const [, year = "", month = "", day = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  const [, first = "", mark = "", second = "", last = ""] = /^(\d{1,2})([/.])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  const ordered = mark === "." || dayFirst ? [last, second, first] : [last, first, second];
  const parts = year ? [year, month, day] : mark === "/" && dayFirst === null ? [] : ordered;
  const written = parts.map((part) => part.padStart(2, "0")).join("-");
  return isDay(written) ? written : null;
}

/**
 * @param {Person[]} all
 * @param {Rhythm} rhythm
 * @param {string} today used for anything overdue, because a date in the past is no use
 * @param {(id: string) => string} identity
 * @param {(day: string) => string} say
 * @returns {import("./calendar.js").Event[]} for those with a date
 */
export const appointments = (all, rhythm, today, identity, say) =>
  all.flatMap((person) => {
    const span = when(person, rhythm);
    const lines = [
      person.how,
      person.promised && filled(contacts.promised, { what: person.promised }),
      span && span.latest > span.from && span.latest >= today && filled(contacts.at_latest, { day: say(span.latest) }),
    ];
    return span
      ? [{
          uid: identity(person.id),
          day: span.from > today ? span.from : today,
          summary: filled(contacts.appointment, {
            name: person.name || contacts.nameless,
            step: person.step || rule(person, rhythm)?.step || "",
          }).replace(/\.$/, ""),
          description: lines.filter(Boolean).join("\n"),
          sequence: person.changes,
        }]
      : [];
  });
