// The person of a moment goes to the page of contacts, comes from there, or makes room for another.

import { isDay, today } from "./dates.js";
import { moment as words } from "./interface-moment.js";
import { PERSON, REMIND, REMIND_SAY } from "./notes.js";
import { same, someone, welcome } from "./newcomer.js";
import { ask } from "./question.js";

/** @typedef {import("./keeper.js").Keeper} Keeper */
/** @typedef {{keeper: Keeper, name: import("./moment-name.js").Name, form: HTMLElement, path: import("./path.js").Path}} Page */

/**
 * Add the person, or bring them up to date.
 * @param {Keeper} contacts
 * @param {Keeper} moment
 * @param {string} name
 * @param {string} copied the day on which the reader copied words for them, or empty
 * @param {DOMStringMap} about the step: the ring for someone new, and the occasion, with which the date is about them
 * @returns {"full" | "unsaved" | "updated" | "added"} what came of it
 */
export function add(contacts, moment, name, copied, { ring = "", occasion = "" }) {
  contacts.refresh();
  const answer = (/** @type {string} */ id) => moment.answers.get(id) ?? "";
  const last = copied || (occasion && isDay(answer("date")) ? answer("date") : "");
  // The next day isn't about them either, if the date isn't.
  const [on = "", step = ""] = occasion ? [answer(REMIND), answer(REMIND_SAY)] : [];
  const person = { name, last, ring, occasion, on, step };
  const found = welcome(contacts.answers, answer(PERSON), person, today());
  if (!found) {
    return "full";
  }
  contacts.take(found.news);
  if (!contacts.written) {
    return "unsaved";
  }
  moment.set(PERSON, found.id);
  return found.there ? "updated" : "added";
}

/** Clear the moment, unless the reader would rather not. @param {Page} page @returns {Promise<boolean>} whether it's clear */
export async function startOver({ keeper, name, form, path }) {
  const { over, over_yes, over_no } = words;
  const [place, again] = ["[data-over]", "[data-again]"].map((part) => document.querySelector(part));
  if (!place || (await ask(place, over, [over_yes, over_no], again)) !== over_yes) {
    return false;
  }
  keeper.clear(false);
  name.rename("");
  path.say("");
  const [field, first] = [form.querySelector("input"), path.steps[0]];
  field || path.open(first);
  (field ?? first?.details.querySelector("summary"))?.focus();
  scrollTo({ top: 0 });
  return true;
}

/**
 * Bring someone from the contacts along; if the page is about another person, only if the reader starts over.
 * @param {string} id
 * @param {Keeper} contacts
 * @param {Page} page
 * @param {string} occasion with which the date is about the person, or empty
 */
export async function bring(id, contacts, page, occasion) {
  const { keeper, name } = page;
  const person = someone(contacts.answers, id);
  if (!person) {
    return;
  }
  const theirs = keeper.answers.get(PERSON) === id || same(name.value, person.name);
  if (theirs || (!name.value && !keeper.answers.size) || (await startOver(page))) {
    name.rename(person.name);
    const date = keeper.answers.get("date") || (occasion && isDay(person.last) ? person.last : "");
    keeper.take(new Map([[PERSON, id], ["date", date]]));
  }
}
