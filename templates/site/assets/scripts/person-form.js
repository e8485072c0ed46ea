// The forms on the contacts page: one for a person, one for something given or asked for. Only one is open at a time.

import { controls } from "./controls.js";
import { isDay, today } from "./dates.js";
import { rule, when } from "./people.js";
import { copied, find, inWords, say } from "./person-list.js";
import { ask } from "./question.js";
import { contacts as words } from "./interface-contacts.js";
import { filled } from "./words.js";

/**
 * @typedef {import("./people.js").Person} Person
 * @typedef {import("./people.js").Fields} Fields
 * @typedef {import("./people.js").Entry} Entry
 * @typedef {object} Wishes Called when the reader decides.
 * @property {(id: string, changed: Fields, gone: string[], all: Fields) => void} save `id` is empty for a new
 *   person, `changed` has the changed fields, and `gone` the entries to delete
 * @property {(id: string, entry: Omit<Entry, "id">) => void} note
 * @property {(id: string) => void} remove
 * @property {() => void} closed
 */

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
const entered = (form) =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).replaceAll("\r\n", "\n").trim()]));

export class Forms {
  /** The ID of the person the open form is about, or empty. */
  held = "";

  /** @type {{form: HTMLFormElement, before: Record<string, string>, back: () => void} | null} */
  #open = null;
  /** @type {string[]} */
  #gone = [];
  #kind = "";

  /** @param {HTMLElement} page @param {import("./people.js").Rhythm} rhythm @param {Wishes} wishes */
  constructor(page, rhythm, wishes) {
    this.rhythm = rhythm;
    this.wishes = wishes;
    this.home = find(page, "forms", HTMLElement);
    this.editor = find(page, "editor", HTMLFormElement);
    this.entry = find(page, "entry", HTMLFormElement);
    this.rest = find(page, "rest", HTMLDetailsElement);
    this.editor.addEventListener("input", () => this.#hint());
    // Browsers can't show a validation error inside a closed <details>, so nothing would explain why it isn't saved.
    this.rest.addEventListener("invalid", () => (this.rest.open = true), true);
    find(this.editor, "remove", HTMLElement).addEventListener("click", () => this.#remove());
    for (const form of [this.editor, this.entry]) {
      find(form, "cancel", HTMLElement).addEventListener("click", () => this.close());
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#save(form);
      });
    }
  }

  /** Whether there are unsaved changes. */
  get begun() {
    return this.#open !== null && (this.#gone.length > 0 || this.#changed().length > 0);
  }

  /** @returns {boolean} whether another form can open; unsaved changes aren't thrown away */
  free() {
    if (this.begun) {
      this.#open?.form.querySelector("input")?.focus();
      return false;
    }
    this.close(false);
    return true;
  }

  /** @param {Person | null} person null for a new one @param {Element} place @param {() => void} back moves the focus */
  edit(person, place, back) {
    const form = this.editor;
    form.reset();
    find(form, "title", HTMLElement).textContent = person ? filled(words.changing, { name: person.name || words.nameless }) : words.adding;
    find(form, "remove", HTMLElement).hidden = !person;
    find(form, "ask", HTMLElement).hidden = true;
    for (const box of person ? controls(form) : []) {
      const value = person?.[/** @type {keyof Fields} */ (box.name)] ?? "";
      if (box instanceof HTMLInputElement && box.type === "radio") {
        box.checked = rule({ ring: value, moment: "" }, this.rhythm)?.id === box.value;
      } else {
        box.value = value;
      }
    }
    const log = find(form, "log", HTMLElement);
    log.hidden = !person?.log.length;
    this.rest.open = !log.hidden || controls(this.rest).some(({ value }) => value);
    find(form, "entries", HTMLElement).replaceChildren(...(person?.log ?? []).map((entry) => this.#logEntry(entry)));
    this.#show(form, person?.id ?? "", place, back);
    this.#hint();
  }

  /** @param {"gave" | "asked"} kind @param {Person} person @param {Element} place @param {() => void} back */
  note(kind, person, place, back) {
    const form = this.entry;
    const question = words[kind];
    form.reset();
    form.setAttribute("aria-label", filled(words.asking, { question, name: person.name || words.nameless }));
    find(form, "question", HTMLElement).textContent = question;
    find(form, "today", HTMLInputElement).value = today();
    this.#kind = kind;
    this.#show(form, person.id, place, back);
  }

  close(back = true) {
    if (this.#open) {
      const open = this.#open;
      open.form.parentElement?.classList.remove("changing");
      this.home.append(open.form);
      this.#open = null;
      this.held = "";
      this.wishes.closed();
      back && open.back();
    }
  }

  /** @param {HTMLFormElement} form @param {string} id @param {Element} place @param {() => void} back */
  #show(form, id, place, back) {
    place.append(form);
    place.classList.toggle("changing", form === this.editor);
    this.#gone = [];
    this.#open = { form, before: entered(form), back };
    this.held = id;
    form.querySelector("input")?.focus();
  }

  /** @returns {[string, string][]} */
  #changed() {
    const open = this.#open;
    return open ? Object.entries(entered(open.form)).filter(([field, value]) => value !== open.before[field]) : [];
  }

  /** @param {HTMLFormElement} form */
  #save(form) {
    const [id, all, changed, gone] = [this.held, entered(form), Object.fromEntries(this.#changed()), this.#gone];
    if (form === this.editor) {
      this.wishes.save(id, changed, gone, all);
    } else {
      this.wishes.note(id, { kind: this.#kind, on: all.on ?? "", what: all.what ?? "" });
    }
  }

  async #remove() {
    const [id, name] = [this.held, entered(this.editor).name || words.nameless];
    const back = find(this.editor, "remove", HTMLElement);
    const answer = await ask(this.editor, filled(words.removing, { name }), [words.remove, words.leave], back);
    if (answer === words.remove && id === this.held) {
      this.close(false);
      this.wishes.remove(id);
    }
  }

  /** Show what an empty step or day defaults to. */
  #hint() {
    const { ring = "", moment = "", last = "" } = entered(this.editor);
    const span = when({ ring, moment, last, on: "" }, this.rhythm);
    find(this.editor, "suggested", HTMLElement).textContent = filled(words.suggested, { step: rule({ ring, moment }, this.rhythm)?.step ?? "" });
    find(this.editor, "proposed", HTMLElement).textContent = span ? filled(words.proposed, { days: inWords(span) }) : words.unknown;
  }

  /** @param {Entry} entry @returns {HTMLElement} with a button to delete it */
  #logEntry({ id, kind, on, what }) {
    const li = copied(find(this.editor, "log-entry", HTMLTemplateElement));
    const button = /** @type {HTMLElement} */ (li.querySelector("button"));
    const day = isDay(on) ? say(on) : words.entry_undated;
    const text = filled(kind === "gave" ? words.entry_gave : words.entry_asked, { day, what });
    li.querySelector("span")?.append(text);
    button.setAttribute("aria-label", filled(words.whose, { act: button.textContent, name: text }));
    button.addEventListener("click", () => {
      this.#gone.push(id);
      const next = li.nextElementSibling ?? li.previousElementSibling;
      li.remove();
      (next?.querySelector("button") ?? find(this.editor, "last", HTMLElement)).focus();
    });
    return li;
  }
}
