// The lists of people: due this week, due later, and no date yet.

import { spoken, today } from "./dates.js";
import { rule, sorted, when } from "./people.js";
import { contacts as words } from "./interface-contacts.js";
import { begun, filled } from "./words.js";

/**
 * @typedef {import("./people.js").Person} Person
 * @typedef {import("./people.js").Rhythm} Rhythm
 * @typedef {{li: HTMLElement, list: Element | null, at: number}} Instead What to show in a removed person's place.
 */

/** How many people a list shows before the reader asks for all. 7-contacts.css has the same number. */
const SHOWN = 25;

/** @template {Element} T @param {ParentNode} part @param {string} name @param {{new(): T}} kind @returns {T} */
export function find(part, name, kind) {
  const found = part.querySelector(`[data-${name}]`);
  if (found instanceof kind) {
    return found;
  }
  throw new TypeError(name);
}

/** @param {HTMLTemplateElement} template */
export const copied = (template) => /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));

/** @type {Map<string, string>} Dates in words, because formatting is slow. */
const said = new Map();

/** @param {string} day @returns {string} */
export function say(day) {
  const now = today();
  const text = said.get(now + day) ?? spoken(day, document.documentElement.lang, now);
  said.set(now + day, text);
  return text;
}

/** @param {import("./cadence.js").Window | null} span @returns {string} for use inside a sentence */
export function inWords(span) {
  const now = today();
  if (!span) {
    return "";
  }
  if (span.latest < now) {
    return words.any_day;
  }
  if (span.from > now) {
    return span.from === span.latest ? filled(words.on_day, { day: say(span.from) }) : filled(words.between, { from: say(span.from), latest: say(span.latest) });
  }
  return span.from === span.latest ? words.today : span.latest === now ? words.last_day : filled(words.now, { day: say(span.latest) });
}

const NUMBERS = words.numbers.split(", ");

/** @param {string | import("./interface-bar.js").Forms} text @param {number} count @returns {string} with the number as a word */
export const persons = (text, count) => filled(text, { count, number: NUMBERS[count - 1] || count });

/** Enough people for one week. */
const ENOUGH = 3;

/** @param {"week" | "later" | "undated"} list @param {number} count of people in it @returns {string} */
function summary(list, count) {
  if (list === "week") {
    return count ? begun(persons(count <= ENOUGH ? words.week_enough : words.week_many, count)) : words.week_free;
  }
  return begun(persons(words[list], count));
}

export class Lists {
  /** @type {Map<string, {li: HTMLElement, shown: string}>} */
  #rows = new Map();

  /** @param {HTMLElement} page @param {Rhythm} rhythm */
  constructor(page, rhythm) {
    this.page = page;
    this.rhythm = rhythm;
    this.template = find(page, "row", HTMLTemplateElement);
    for (const section of page.querySelectorAll("[data-section]")) {
      const list = find(section, "list", HTMLElement);
      const button = find(section, "all", HTMLButtonElement);
      button.addEventListener("click", () => {
        list.classList.add("all");
        button.hidden = true;
        list.children[SHOWN]?.querySelector("button")?.focus();
      });
    }
  }

  /** @param {string} id @returns {HTMLElement | undefined} the person's row */
  at = (id) => this.#rows.get(id)?.li;

  /**
   * @param {Person[]} all
   * @param {string} held the person whose form is open; this row doesn't change or move
   * @param {Instead | null} instead
   */
  show(all, held, instead) {
    const remaining = new Set([held, ...all.map(({ id }) => id)]);
    this.#rows = new Map([...this.#rows].filter(([id]) => remaining.has(id)));
    const stays = this.at(held);
    const groups = sorted(all, this.rhythm, today());
    for (const section of this.page.querySelectorAll("[data-section]")) {
      const id = /** @type {keyof typeof groups} */ (section.getAttribute("data-section"));
      const group = groups[id];
      const list = find(section, "list", HTMLElement);
      const items = group.map((person) => this.#row(person, held)).filter((li) => li !== stays);
      if (stays?.parentElement === list) {
        items.splice([...list.children].indexOf(stays), 0, stays);
      }
      if (instead?.list === list) {
        items.splice(instead.at, 0, instead.li);
      }
      arrange(list, items, stays);
      const button = find(section, "all", HTMLButtonElement);
      button.hidden = items.length <= SHOWN || list.classList.contains("all");
      button.textContent = filled(words.all, { count: items.length });
      find(section, "count", HTMLElement).textContent = summary(id, group.length);
      section.toggleAttribute("hidden", items.length === 0 && (id !== "week" || all.length === 0));
    }
  }

  /** @param {Person} person @param {string} held @returns {HTMLElement} the same as before, unless its text changed */
  #row(person, held) {
    const span = when(person, this.rhythm);
    const name = person.name || words.nameless;
    const { how, promised } = person;
    // There is at least one ring.
    const { id, step } = /** @type {import("./people.js").Rule} */ (rule(person, this.rhythm));
    const to = person.step ? "" : document.querySelector(`[data-way="${id}"]`)?.getAttribute("href");
    const facts = { name, how, step: person.step || step, when: begun(inWords(span)), promised };
    const now = span !== null && span.from <= today();
    const shown = JSON.stringify([facts, now, to]);
    const former = this.#rows.get(person.id);
    if (former && (former.shown === shown || person.id === held)) {
      return former.li;
    }
    const li = copied(this.template);
    li.dataset.person = person.id;
    to && find(li, "step", HTMLElement).setAttribute("href", to);
    li.classList.toggle("now", now);
    for (const [part, text] of Object.entries(facts)) {
      const place = find(li, part, HTMLElement);
      place.textContent = text;
      (place.closest("dl > div") ?? place).toggleAttribute("hidden", !text);
    }
    li.querySelectorAll("button").forEach((button) => button.setAttribute("aria-label", filled(words.whose, { act: button.textContent, name })));
    li.querySelectorAll("[data-act=snooze], [data-act=calendar]").forEach((button) => button.toggleAttribute("hidden", !span));
    if (former && !find(former.li, "more", HTMLElement).hidden) {
      unfold(li);
    }
    this.#rows.set(person.id, { li, shown });
    return li;
  }
}

/** @param {HTMLElement} li show or hide its other buttons */
export function unfold(li) {
  const more = find(li, "more", HTMLElement);
  more.hidden = !more.hidden;
  li.querySelector("[data-act=more]")?.setAttribute("aria-expanded", String(!more.hidden));
}

/** @param {Element | null | undefined} element gets the focus, even in the hidden end of a long list */
export function reach(element) {
  if (element instanceof HTMLElement) {
    if (element.closest("li")?.offsetParent === null) {
      element.closest("ol")?.classList.add("all");
    }
    element.focus();
  }
}

/**
 * Give the list exactly these children, without moving the one with the open form.
 * @param {Element} list @param {Element[]} items @param {Element | undefined} stays
 */
function arrange(list, items, stays) {
  const kept = new Set(items);
  [...list.children].forEach((child) => kept.has(child) || child.remove());
  let at = list.firstElementChild;
  for (const child of items) {
    while (child === stays && at && at !== child) {
      const next = at.nextElementSibling;
      at.remove();
      at = next;
    }
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      list.insertBefore(child, at);
    }
  }
}
