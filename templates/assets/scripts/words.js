// Every sentence that the scripts say. The texts come from templates/interface/; here their places are filled, and
// the form is chosen that belongs to a number.

import { language, texts } from "./interface.js";

/** @typedef {string | number} Value */
/** @typedef {Intl.LDMLPluralRule} Form */

const forms = new Intl.PluralRules(language);

/** @param {string} text @param {Record<string, Value>} values */
const filled = (text, values) => text.replace(/\{([a-z_]+)\}/g, (place, name) => String(values[name] ?? place));

/** @param {string | import("./interface.js").Forms} text @param {number} count @param {Record<string, Value>} [values] */
const counted = (text, count, values = {}) =>
  filled(typeof text === "string" ? text : (text[forms.select(count)] ?? text.other), { count, ...values });

/** @param {string} text @returns {string} the same where a sentence begins */
const begun = (text) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

/** @param {...(string | number | false)} sentences those that there are, one after the other */
const together = (...sentences) => sentences.filter(Boolean).join(" ");

/** @param {string} moment in ISO 8601 */
const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(moment),
  );

export const keeping = {
  ...texts.keeping,
  device: /** @param {string} moment */ (moment) => filled(texts.keeping.device, { moment: clock(moment) }),
  opened: /** @param {number} count */ (count) => counted(texts.keeping.opened, count),
};

/** @type {Record<import("./keeper.js").Notice, string>} */
export const notices = { ...texts.notices, differing: "" };

export const files = {
  ...texts.files,
  foreign: notices.foreign,
  "too-large": texts.files.too_large,
  elsewhere: /** @param {string} title */ (title) => filled(texts.files.elsewhere, { title }),
  dropped: /** @param {number} count */ (count) => counted(texts.files.dropped, count),
};

export const unknown = /** @param {number} count */ (count) => counted(texts.keeping.unknown, count);

export const asking = {
  ...texts.asking,
  differing: /** @param {number} count */ (count) => counted(texts.asking.differing, count),
  both: /** @param {string} label @param {string} here @param {string} there */ (label, here, there) =>
    filled(texts.asking.both, { label, here, there }),
  more: /** @param {number} count */ (count) => counted(texts.asking.more, count),
};

export const ticked = /** @param {number} done @param {number} of */ (done, of) =>
  counted(done === of ? texts.ticked.whole : texts.ticked.part, of, { done });

export const sheets = {
  ...texts.sheets,
  promise: /** @param {string} act @param {string} person */ (act, person) => filled(texts.sheets.promise, { act, person }),
};

const people = texts.contacts;
const NUMBERS = people.numbers.split(" ");

/** @param {import("./interface.js").Forms} text @param {number} count @returns {string} with the number as a word */
const persons = (text, count) => counted(text, count, { number: NUMBERS[count - 1] || count });

/** @param {number} count */
const times = (count) => ["", people.once, people.twice][count] ?? counted(people.times, count);

/** @param {string} text @returns {string} the same after a colon; other languages begin as before */
const within = (text) => (language === "en" ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** Facts in a row. @param {(string | false | 0)[]} facts those that there are */
const listed = (facts) =>
  new Intl.ListFormat(language, { type: "unit" }).format(facts.filter((fact) => typeof fact === "string"));

export const contacts = {
  ...people,
  /** In the order of the fields of a person. */
  columns: {
    name: people.columns.name,
    how: people.columns.how,
    ring: people.columns.ring,
    last: people.columns.last,
    moment: people.columns.moment,
    promised: people.columns.promised,
    step: people.columns.step,
    on: people.columns.own_day,
    note: people.columns.note,
    gave: people.columns.gave,
    asked: people.columns.asked,
  },

  week: /** @param {number} count */ (count) =>
    count === 0 ? people.week_free : begun(persons(count <= 3 ? people.week_enough : people.week_many, count)),
  later: /** @param {number} count */ (count) => begun(persons(people.later, count)),
  undated: /** @param {number} count */ (count) => begun(persons(people.undated, count)),
  balance: /** @param {{gave: number, asked: number}} count */ ({ gave, asked }) => {
    const text = gave && asked ? people.balance : gave ? people.balance_gave : asked ? people.balance_asked : people.balance_none;
    return filled(text, { gave: times(gave), asked: times(asked) });
  },
  all: /** @param {number} count */ (count) => counted(people.all, count),

  on: /** @param {string} day */ (day) => filled(people.on_day, { day }),
  now: /** @param {string} day */ (day) => filled(people.now, { day }),
  between: /** @param {string} from @param {string} latest */ (from, latest) => filled(people.between, { from, latest }),
  begun,
  atLatest: /** @param {string} day */ (day) => filled(people.at_latest, { day }),
  promised: /** @param {string} what */ (what) => filled(people.promised, { what }),
  appointment: /** @param {string} name @param {string} own @param {string} suggested */ (name, own, suggested) =>
    filled(people.appointment, { name, step: own || within(suggested) }).replace(/\.$/, ""),

  whose: /** @param {string} act @param {string} name */ (act, name) => filled(people.whose, { act, name }),
  asking: /** @param {string} question @param {string} name */ (question, name) => filled(people.asking, { question, name }),
  changing: /** @param {string} name */ (name) => filled(people.changing, { name }),
  suggested: /** @param {string} step */ (step) => filled(people.suggested, { step }),
  proposed: /** @param {string} days */ (days) => filled(people.proposed, { days }),
  entry: /** @param {string} kind @param {string} day @param {string} what */ (kind, day, what) =>
    filled(kind === "gave" ? people.entry_gave : people.entry_asked, { day: day || people.entry_undated, what }),

  added: /** @param {string} name @param {string} list */ (name, list) => filled(people.added, { name, list }),
  contacted: /** @param {string} name @param {string} days */ (name, days) =>
    filled(days ? people.contacted_next : people.contacted, { name, days }),
  moved: /** @param {string} name @param {string} day */ (name, day) => filled(people.moved, { name, day }),
  removed: /** @param {string} name */ (name) => filled(people.removed, { name }),
  back: /** @param {string} name */ (name) => filled(people.back, { name }),
  removing: /** @param {string} name */ (name) => filled(people.removing, { name }),

  table: /** @param {number} count */ (count) => begun(persons(people.table, count)),
  noColumn: filled(people.no_column, { name: people.columns.name }),
  noTable: /** @param {number} row */ (row) => filled(people.no_table, { row }),
  fill: /** @param {number} count */ (count) => begun(persons(people.fill, count)),
  imported: /** @param {import("./people-files.js").Plan} plan @param {boolean} kept */ (plan, kept) => {
    const { added, there, nameless, over, cut, undated } = plan;
    const parts = listed([
      counted(people.imported_added, added.length),
      there && counted(kept ? people.imported_filled : people.imported_there, there),
      nameless && counted(people.imported_nameless, nameless),
      over && counted(people.imported_over, over),
      cut && counted(people.imported_cut, cut),
    ]);
    return together(filled(people.imported, { parts }), undated && counted(people.imported_undated, undated));
  },
  calendar: /** @param {number} dated @param {number} undated */ (dated, undated) =>
    dated
      ? together(
          persons(people.calendar, dated),
          undated && begun(persons(people.calendar_undated, undated)),
          people.calendar_open,
        )
      : people.calendar_none,
};

export const letters = {
  ...texts.letters,
  count: /** @param {number} words @param {number} most @param {number} open */ (words, most, open) =>
    together(
      counted(words > most ? texts.letters.enough : texts.letters.length, most, { words }),
      open ? counted(texts.letters.open, open) : texts.letters.filled,
    ),
  copied: /** @param {number} open */ (open) =>
    together(texts.letters.copied, open && counted(texts.letters.copied_open, open)),
};

const bars = texts.start;

export const start = {
  ...bars,
  marked: /** @param {number} marked @param {number} of */ (marked, of) =>
    counted(marked === of ? bars.marked_whole : bars.marked_part, of, { marked }),
  sum: /** @param {number} sum @param {number} highest */ (sum, highest) => filled(bars.sum, { sum, highest }),
  shortest: /** @param {string} name @param {boolean} whole */ (name, whole) =>
    filled(whole ? bars.shortest : bars.shortest_so_far, { name }),
  chosen: /** @param {string} name */ (name) => filled(bars.chosen, { name }),
  begin: /** @param {string} name */ (name) => filled(bars.begin, { name }),
  instead: /** @param {string} name */ (name) => filled(bars.instead, { name }),
  step: /** @param {string} name @param {string} day @param {number} minutes */ (name, day, minutes) =>
    counted(bars.step, minutes, { name, day }),
  plan: /** @param {string} name */ (name) => filled(bars.plan, { name }),
};

export const offline = {
  ...texts.offline,
  keeping: /** @param {number} percent */ (percent) => filled(texts.offline.keeping, { percent }),
  kept: /** @param {{updated: string, pages: number, size: string}} kept */ ({ updated, pages, size }) =>
    counted(texts.offline.kept, pages, { updated, size }),
};
