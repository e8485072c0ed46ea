// What a week holds, from everything that's kept: what's due, what's done, and what to go on with.

import { isDay, plus, today as dayOf } from "./dates.js";
import { people, rule, when } from "./people.js";
import { habit, results } from "./results.js";
import { CALENDAR, CONTACTS, DONE, FIRST_DAY, HABIT, LAST, NAME, own, PERSON, RATED, REMIND, REMIND_SAY, REMINDED } from "./notes.js";

/**
 * @typedef {import("./record.js").Kept} Kept
 * @typedef {import("./people.js").Person} Person
 * @typedef {{id: string, title: string, need: number}} Step A section, and how many of its fields make it filled.
 * @typedef {{section: string, rows?: boolean, name: string, what?: string, days: [string, string][]}} Dated
 *   Dates in a section: the ID of the field with the name, of the one with the words if there is one, and of each date
 *   with its label. In a table, each row has them.
 * @typedef {{page: string, title: string, steps: Step[], dates: Dated[]}} Sheet
 * @typedef {{page: string, title: string, fields: string[][]}} Form A list or message, and the IDs of each field, now and
 *   formerly.
 * @typedef {import("./scores.js").Step} PlanStep
 * @typedef {import("./results.js").Questions & {page: string, again: number, habits: {part: string, steps: PlanStep[]}[]}} Plan
 * @typedef {object} Data What the guide has.
 * @property {Sheet[]} sheets
 * @property {Form[]} lists
 * @property {Form[]} messages
 * @property {{page: string, title: string}[]} moments
 * @property {Plan | null} plan
 * @property {import("./people.js").Rhythm | null} rhythm
 *
 * @typedef {object} Due Something with a day.
 * @property {"person" | "step" | "moment" | "date"} kind
 * @property {string} page where it was written
 * @property {string} id of the person, the step or the field; unique on its page
 * @property {string} day
 * @property {string} name who or what it's about; can be empty
 * @property {string} say what to do, as the reader or the author wrote it; can be empty
 * @property {Person} [person]
 * @property {string} [who] for a moment, the ID of its person, if they were added to the contacts
 * @property {{day: number, last: number, minutes: number}} [plan] a step's number, that of the last day, and its minutes
 * @property {string} uid what identifies it in a calendar, as its own page does; empty if it was never in one
 * @property {string} [calendar] the ID of the note that keeps the `uid`, if one does
 *
 * @typedef {object} Open A sheet, list or message with something in it.
 * @property {string} page
 * @property {string} title
 * @property {boolean[]} filled each part, for a sheet
 * @property {number} count how many fields of a list or message are filled
 * @property {number} of how many it has
 * @property {boolean} done
 * @property {string} last ID of the field that was written last; empty if that isn't known
 * @property {string} next the title of the first part that isn't filled; empty if all are
 * @property {string} saved the day of the last change; empty if that isn't known
 * @property {string} again the day from which to look again; empty if there's none
 *
 * @typedef {{day: string, due: number, done: number}} Day
 * @typedef {{days: Day[], today: Due[], later: Due[], past: Due[], open: Open[], dated: Due[], more: boolean, kept: boolean}} Week
 *   `later` is due this week, `past` was done in it, and `dated` is everything with a day from now on. `more` says
 *   whether people were left out, and `kept` whether there's anything at all.
 */

/** How many people are enough for one day. */
const ENOUGH = 3;
/** So many days after the last day of a plan, steps that are still open aren't due anymore. */
const GONE = 28;

/** @param {string} today @returns {string[]} the days of its week, from Monday */
export function daysAround(today) {
  const monday = plus(today, -((new Date(today).getUTCDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, index) => plus(monday, index));
}

/**
 * @param {Kept[]} all what's kept
 * @param {Data} data
 * @param {string} today
 * @returns {Week}
 */
export function week(all, data, today) {
  const days = daysAround(today);
  const [start = today, end = today] = [days[0], days[6]];
  const found = all.map((kept) => of(kept, data, today));
  const every = found.flatMap((one) => one.due);
  const reminders = found.flatMap((one) => one.reminders);
  const dated = every.filter((one) => !twice(one, reminders)).sort((a, b) => (a.day + a.name < b.day + b.name ? -1 : 1));
  const done = found.flatMap((one) => one.done).filter(({ day }) => day >= start && day <= end);
  const past = done.filter((one) => !twice(one, done));
  const open = found.flatMap((one) => one.open);
  const now = dated.filter(({ day }) => day <= today);
  const extra = now.filter(({ kind }) => kind === "person").slice(ENOUGH);
  const due = now.filter((one) => !extra.includes(one));
  const later = dated.filter(({ day }) => day > today);
  return {
    days: days.map((day) => ({
      day,
      due: day === today ? due.length : later.filter((one) => one.day === day).length,
      done: past.filter((one) => one.day === day).length,
    })),
    today: due,
    later: later.filter(({ day }) => day <= end),
    past: past.sort((a, b) => (a.day < b.day ? -1 : 1)),
    open: [...open.filter(({ done }) => !done), ...open.filter(({ done }) => done)],
    dated: [...due, ...later],
    more: extra.length > 0,
    kept: found.some((one) => one.kept),
  };
}

/**
 * @param {Due} one
 * @param {Due[]} all
 * @returns {boolean} whether a moment says the same about this person, who was added from there
 */
const twice = ({ kind, id, day }, all) => kind === "person" && all.some((one) => one.who === id && one.day === day);

/**
 * @param {Kept} kept
 * @param {Data} data
 * @param {string} today
 * @returns {{due: Due[], done: Due[], reminders: Due[], open: Open[], kept: boolean}} `reminders` are those of a moment,
 *   even if they were checked off
 */
function of(kept, data, today) {
  const { page, answers } = kept;
  const named = (/** @type {{page: string}} */ one) => one.page === page;
  const some = [...answers.keys()].some((id) => own(id));
  const [sheet, moment, plan] = [data.sheets.find(named), data.moments.find(named), data.plan?.page === page && data.plan];
  const form = [...data.lists, ...data.messages].find(named);
  const reminded = moment ? reminder(kept, moment.title, today) : null;
  const parts = [
    page === CONTACTS && data.rhythm ? contacts(answers, data.rhythm, today) : null,
    reminded,
    plan ? steps(answers, plan, today) : null,
    sheet ? dates(answers, sheet, today) : null,
  ];
  return {
    due: parts.flatMap((one) => one?.due ?? []),
    done: parts.flatMap((one) => one?.done ?? []),
    reminders: reminded?.reminders ?? [],
    open: some && sheet ? [sheetOf(kept, sheet, plan || null)] : some && form ? [formOf(kept, form)] : [],
    kept: some || Boolean(moment),
  };
}

/** @param {Kept} kept @returns {{page: string, last: string, saved: string}} */
const lastOf = ({ page, saved, answers }) => ({
  page,
  last: answers.get(LAST) ?? "",
  saved: saved && dayOf(new Date(saved)),
});

/** @param {Kept} kept @param {Sheet} sheet @param {Plan | null} plan @returns {Open} */
function sheetOf(kept, { title, steps }, plan) {
  const ids = [...kept.answers.keys()].filter(own);
  // The ID of a field begins with that of its section, and one section's can begin with another's.
  const sections = steps.map(({ id }) => id).sort((a, b) => b.length - a.length);
  const place = ids.map((id) => sections.find((section) => id.startsWith(`${section}-`)));
  const filled = steps.map(({ id, need }) => place.filter((section) => section === id).length >= need);
  const rated = kept.answers.get(RATED) ?? "";
  const again = plan?.again && isDay(rated) ? plus(rated, plan.again) : "";
  const [count, next] = [filled.filter(Boolean).length, steps[filled.indexOf(false)]?.title ?? ""];
  const about = lastOf(kept);
  // Once all is rated, the sheet has said what it can say. Its other parts are for paper.
  const done = count === steps.length || isDay(rated);
  return { ...about, title, filled, count, of: steps.length, done, next, again, saved: isDay(rated) ? rated : about.saved };
}

/** @param {Kept} kept @param {Form} form @returns {Open} */
function formOf(kept, form) {
  const of = form.fields.length;
  const count = form.fields.filter((ids) => ids.some((id) => kept.answers.has(id))).length;
  return { ...lastOf(kept), title: form.title, filled: [], count, of, done: count >= of, next: "", again: "" };
}

/** @param {Kept["answers"]} answers @param {import("./people.js").Rhythm} rhythm @param {string} today */
function contacts(answers, rhythm, today) {
  const say = (/** @type {Person} */ person) => person.step || rule(person, rhythm)?.step || "";
  const all = people(answers).map((person) => ({ person, span: when(person, rhythm) }));
  /** @param {Person} person @param {string} day @returns {Due} */
  const about = (person, day) => ({ kind: "person", page: CONTACTS, id: person.id, day, name: person.name, say: say(person), person, uid: person.id });
  return {
    due: all.flatMap(({ person, span }) => (span ? [about(person, span.from)] : [])),
    done: all.flatMap(({ person }) => (isDay(person.last) && person.last <= today ? [about(person, person.last)] : [])),
  };
}

/** @param {Kept} kept @param {string} title @param {string} today */
function reminder({ page, answers }, title, today) {
  const note = (/** @type {string} */ id) => answers.get(id) ?? "";
  const [day, checked] = [note(REMIND), note(REMINDED)];
  /** @type {Due} */
  const about = {
    kind: "moment", page, id: "", day, name: note(NAME), say: note(REMIND_SAY) || title,
    who: note(PERSON), uid: note(CALENDAR), calendar: CALENDAR,
  };
  const days = new Set([...answers].flatMap(([id, on]) => (id.startsWith(DONE) ? [on] : [])));
  const steps = [...days].map((on) => ({ ...about, id: DONE, day: on, say: title }));
  const reminders = isDay(day) ? [about] : [];
  return {
    reminders,
    due: isDay(checked) && checked >= day ? [] : reminders,
    done: [...steps, { ...about, id: REMINDED, day: checked }].filter((one) => isDay(one.day) && one.day <= today),
  };
}

/** @param {Kept["answers"]} answers @param {Plan} plan @param {string} today */
function steps(answers, plan, today) {
  const [parts, first] = [plan.habits.map(({ part }) => part), answers.get(FIRST_DAY)];
  const chosen = habit(results(plan, answers), parts, answers.get(HABIT) ?? "");
  const all = plan.habits.find(({ part }) => part === chosen)?.steps;
  if (!all || !isDay(first)) {
    return { due: [], done: [] };
  }
  const last = all.at(-1)?.day ?? 0;
  /** @param {PlanStep} step @param {string} day @returns {Due} */
  const about = ({ id, day: number, minutes, do: say }, day) => ({
    kind: "step", page: plan.page, id, day, name: "", say, plan: { day: number, last, minutes }, uid: `start-${chosen}-${id}`,
  });
  const checked = (/** @type {PlanStep} */ step) => answers.get(DONE + step.id) ?? "";
  const left = all.filter((step) => !checked(step)).map((step) => about(step, plus(first, step.day - 1)));
  // One step at a time: whoever missed a day goes on with the first that's open, and the next ones wait for it.
  const [now, ...others] = left;
  const waiting = now && now.day < today ? others.filter(({ day }) => day > today) : others;
  return {
    due: now && today <= plus(first, last + GONE) ? [now, ...waiting] : [],
    done: all.filter((step) => isDay(checked(step))).map((step) => about(step, checked(step))),
  };
}

/**
 * @param {Kept["answers"]} answers
 * @param {Sheet} sheet
 * @param {string} today
 * @returns {{due: Due[], done: Due[]}} due from today on; what's past is past
 */
function dates(answers, { page, title, dates }, today) {
  const every = dates.flatMap(({ section, rows, name, what, days }) => {
    const start = `${section}-`;
    const numbers = [...answers.keys()].map((id) => (id.startsWith(start) ? /^\d+(?=-)/.exec(id.slice(start.length))?.[0] : undefined));
    const heads = rows ? [...new Set(numbers)].filter((one) => one !== undefined).map((number) => `${start}${number}-`) : [start];
    return heads.flatMap((head) =>
      days.flatMap(([id, label]) => {
        const day = answers.get(head + id) ?? "";
        const words = (what && answers.get(head + what)) || label || title;
        const who = (name && answers.get(head + name)) || "";
        const calendar = `${CALENDAR}-${section}`;
        // A date in a table is in no other file for a calendar.
        const named = rows ? { uid: `week-${page.replaceAll("/", "-")}-${head}${id}` } : { uid: answers.get(calendar) ?? "", calendar };
        /** @type {Due} */
        const about = { kind: "date", page, id: head + id, day, name: who, say: words, ...named };
        return [about];
      }),
    );
  });
  const checked = (/** @type {Due} */ { id }) => answers.get(DONE + id) ?? "";
  return {
    due: every.filter((one) => isDay(one.day) && one.day >= today && checked(one) < one.day),
    done: every.map((one) => ({ ...one, day: checked(one) })).filter(({ day }) => isDay(day) && day <= today),
  };
}
