// The page where readers keep track of people.

import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { today } from "./dates.js";
import { exchange } from "./exchange.js";
import { balance, change, done, fresh, MOST, noted, ours, people, snoozed, undone, when, without } from "./people.js";
import { Forms } from "./person-form.js";
import { copied, find, inWords, Lists, reach, say, unfold } from "./person-list.js";
import { contacts as words } from "./interface-contacts.js";
import { filled } from "./words.js";

/** @typedef {import("./people.js").Person} Person @typedef {import("./record.js").Answers} Answers */

/** @param {number} count */
const times = (count) => ["", words.once, words.twice][count] ?? filled(words.times, { count });

/** @param {{gave: number, asked: number}} count @returns {string} */
function balanced({ gave, asked }) {
  const text = gave && asked ? words.balance : gave ? words.balance_gave : asked ? words.balance_asked : words.balance_none;
  return filled(text, { gave: times(gave), asked: times(asked) });
}

/** @param {HTMLElement} page @param {HTMLElement} data saved answers, and the rhythm @param {HTMLElement} files */
function start(page, data, files) {
  const keeper = bind(data);
  /** @type {import("./people.js").Rhythm} */
  const rhythm = JSON.parse(data.textContent ?? "");
  const lists = new Lists(page, rhythm);
  const add = find(page, "add", HTMLButtonElement);
  const status = find(page, "said", HTMLElement);

  /** @type {Person[]} */
  let all = [];
  /** @type {{id: string, before: Answers, after: Answers, instead: import("./person-list.js").Instead} | null} */
  let undoable = null;

  /** Where the last message is. */
  let messagePlace = status;
  /** Show a message, and remove the last one. @param {string} text @param {HTMLElement} place */
  const announce = (text, place = status) => {
    messagePlace.replaceChildren();
    messagePlace = place;
    messagePlace.replaceChildren(text);
  };
  const saved = exchange(files, keeper, rhythm, say, announce);
  const personWith = (/** @type {string} */ id) => all.find((person) => person.id === id);
  /** @param {string} id @returns {HTMLElement} the place for messages about one person */
  const resultOf = (id) => find(lists.at(id) ?? page, "result", HTMLElement);
  /** @param {string} id @param {string} act */
  const button = (id, act) => lists.at(id)?.querySelector(`[data-act=${act}]`) ?? add;

  const show = () => {
    const active = document.activeElement;
    const id = active?.closest("[data-person]")?.getAttribute("data-person");
    all = people(keeper.answers);
    lists.show(all, forms.held, undoable?.instead ?? null);
    find(page, "empty", HTMLElement).hidden = all.length > 0 || undoable !== null;
    find(page, "balances", HTMLElement).hidden = all.length === 0;
    find(page, "balance", HTMLElement).textContent = balanced(balance(all, today()));
    document.body.toggleAttribute("data-people", all.length > 0);
    if (id && active && !active.isConnected) {
      // Another tab changed the person, so the row was replaced.
      reach(button(id, active.getAttribute("data-act") ?? "done"));
    }
  };

  /** @param {Answers} news */
  const take = (news) => {
    undoable = null;
    keeper.take(news);
  };

  /** Change a person, and offer to undo it in the same place. @param {string} id @param {Answers} after @param {string} said */
  const act = (id, after, said) => {
    const before = new Map([...after.keys()].map((key) => [key, keeper.answers.get(key) ?? ""]));
    const list = lists.at(id)?.parentElement ?? null;
    const at = [...(list?.querySelectorAll(":scope > [data-person]") ?? [])].findIndex((li) => li === lists.at(id));
    const li = copied(find(page, "undo", HTMLTemplateElement));
    find(li, "words", HTMLElement).textContent = said;
    take(after);
    undoable = { id, before, after, instead: { li, list, at } };
    show();
    reach(li.querySelector("button"));
  };

  const forms = new Forms(page, rhythm, {
    save: (id, changed, gone, whole) => {
      const key = id || fresh("p");
      // Another tab may have removed the person in the meantime. Then everything has to be saved again.
      const news = change(keeper.answers, key, personWith(id) ? changed : whole);
      gone.flatMap((entry) => ["kind", "on", "what"].map((part) => `${key}-${entry}-${part}`)).forEach((one) => news.set(one, ""));
      take(news);
      forms.close();
      const list = lists.at(key)?.closest("section")?.querySelector("h2")?.textContent ?? "";
      announce(id ? words.changed : filled(words.added, { name: whole.name ?? "", list }));
    },
    note: (id, entry) => {
      take(noted(id, entry));
      forms.close();
      announce(words.noted, resultOf(id));
    },
    remove: (id) => act(id, without(keeper.answers, id), filled(words.removed, { name: personWith(id)?.name || words.nameless })),
    closed: show,
  });

  /** @type {Record<string, (person: Person) => void>} */
  const acts = {
    done: (person) => {
      const next = inWords(when({ ...person, last: today(), moment: "", on: "" }, rhythm));
      const fields = done(person, today());
      const said = filled(next ? words.contacted_next : words.contacted, { name: person.name || words.nameless, days: next });
      act(person.id, change(keeper.answers, person.id, fields), said);
    },
    snooze: (person) => {
      const span = when(person, rhythm);
      if (span) {
        const fields = snoozed(span, today());
        const said = filled(words.moved, { name: person.name || words.nameless, day: say(fields.on) });
        act(person.id, change(keeper.answers, person.id, fields), said);
      }
    },
    change: (person) => forms.edit(person, lists.at(person.id) ?? page, () => reach(button(person.id, "change"))),
    gave: (person) => note("gave", person),
    asked: (person) => note("asked", person),
    calendar: (person) => announce(saved([person]), resultOf(person.id)),
  };

  /** @param {"gave" | "asked"} kind @param {Person} person */
  const note = (kind, person) => forms.note(kind, person, lists.at(person.id) ?? page, () => reach(button(person.id, kind)));

  const undo = () => {
    if (undoable) {
      const { id, before, after } = undoable;
      take(undone(keeper.answers, id, before, after));
      announce(filled(words.back, { name: personWith(id)?.name || words.nameless }));
      reach(button(id, "done"));
    }
  };

  page.addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest("[data-act]") : null;
    const kind = pressed?.getAttribute("data-act") ?? "";
    const li = pressed?.closest("li");
    const person = personWith(li?.dataset.person ?? "");
    if (kind === "undo") {
      undo();
    } else if (kind === "more" && li) {
      unfold(li);
    } else if (person && acts[kind]) {
      const free = forms.free();
      announce(free ? "" : words.open);
      free && acts[kind]?.(person);
    }
  });
  add.addEventListener("click", () => {
    const free = forms.free();
    const full = all.length >= MOST;
    announce(full ? words.full : free ? "" : words.open);
    if (free && !full) {
      forms.edit(null, find(page, "adding", HTMLElement), () => add.focus());
    }
  });
  addEventListener("beforeunload", (event) => forms.begun && event.preventDefault());
  // The date may have changed while the page was in the background.
  document.addEventListener("visibilitychange", () => document.hidden || show());
  keeper.listen(show);
  bar(data, keeper, () => new Set([...keeper.answers.keys()].filter(ours)));
  document.querySelector("[data-still]")?.remove();
  page.hidden = false;
  show();
}

const page = document.querySelector("[data-contacts]");
const data = document.querySelector("[data-rhythm]");
const files = document.querySelector("[data-files]");

if (page instanceof HTMLElement && data instanceof HTMLElement && files instanceof HTMLElement) {
  start(page, data, files);
}
