// Fields that ask for a name propose those that the reader wrote elsewhere, and links can bring a person along.

import { everything } from "./shelf.js";
import { contacts, ownNames } from "./known.js";

const PERSON = "#person=";

/** @param {HTMLElement} form @returns {HTMLInputElement[]} its fields that ask for a person */
const askingForPeople = (form) => [...form.querySelectorAll("[data-asks=person]")].filter((one) => one instanceof HTMLInputElement);

/** @param {HTMLElement} form */
export function propose(form) {
  const all = everything();
  for (const [asks, names] of Object.entries({ person: contacts(all).map(({ name }) => name), me: ownNames(all) })) {
    const id = `names-${asks}`;
    if (names.length && !document.getElementById(id)) {
      const list = Object.assign(document.createElement("datalist"), { id });
      list.append(...[...new Set(names)].map((name) => new Option(name, name)));
      document.body.append(list);
    }
  }
  // Rows that are added later are copies, with this attribute.
  form.querySelectorAll("[data-asks]").forEach((one) => one.setAttribute("list", `names-${one.getAttribute("data-asks")}`));
}

/** Write the name of the person that a link brought along; if there's another one, the reader decides. @param {HTMLElement} form @param {import("./keeper.js").Keeper} keeper */
export function bring(form, keeper) {
  const id = location.hash.slice(PERSON.length);
  const person = location.hash.startsWith(PERSON) && contacts(everything()).find((one) => one.id === id);
  const [field] = askingForPeople(form);
  if (person && field) {
    keeper.offer(new Map([[field.name, person.name]]));
    history.replaceState(history.state, "", location.pathname + location.search);
  }
}
