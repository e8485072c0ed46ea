// The name of a moment's person. It's typed once: in a message, or in a field of the page if no message asks for it.

import { isControl } from "./controls.js";
import { moment as words } from "./interface-moment.js";
import { NAME } from "./notes.js";
import { filled } from "./words.js";

/** @typedef {import("./keeper.js").Keeper} Keeper */

export class Name {
  /**
   * @param {Keeper} keeper of the moment
   * @param {{letter: HTMLFormElement, keeper: Keeper}[]} letters whose messages ask for the name
   * @param {HTMLInputElement | null} field
   * @param {HTMLElement[]} buttons that add the person, and are named after them
   * @param {() => void} typed called when the reader writes another name
   */
  constructor(keeper, letters, field, buttons, typed) {
    this.keeper = keeper;
    this.letters = letters;
    this.field = field;
    this.buttons = buttons;
    const take = (/** @type {string} */ value) => {
      this.rename(value);
      typed();
    };
    for (const { letter, keeper: other } of letters) {
      letter.addEventListener("input", ({ target }) => {
        if (isControl(target) && target.name === "name") {
          take(target.value);
        }
      });
      // Another page may have the same message, for someone else, so only show it.
      other.listen((changed) => changed.has("name") && this.show());
    }
    field?.addEventListener("input", () => take(field.value));
  }

  /** What the messages say, because that's what the reader sees; without any, what's kept here. */
  get value() {
    const written = this.letters.map(({ keeper }) => keeper.answers.get("name")?.trim()).find(Boolean);
    return written ?? this.keeper.answers.get(NAME)?.trim() ?? "";
  }

  /** @returns {HTMLElement | null} where to write it */
  get box() {
    return this.letters[0]?.letter.querySelector("[name=name]") ?? this.field;
  }

  /** @param {string} value goes everywhere */
  rename(value) {
    this.keeper.set(NAME, value);
    for (const { keeper } of this.letters) {
      if ((keeper.answers.get("name") ?? "") !== value) {
        keeper.take(new Map([["name", value]]));
      }
    }
    this.show();
  }

  /** Keep the name that's shown, now that the reader does something here; it also goes where none is yet. */
  settle() {
    const { value } = this;
    this.keeper.set(NAME, value);
    for (const { keeper } of value ? this.letters : []) {
      keeper.answers.get("name") || keeper.take(new Map([["name", value]]));
    }
  }

  show() {
    const { field, value } = this;
    if (field && field !== document.activeElement) {
      field.value = value;
    }
    for (const button of this.buttons) {
      button.dataset.label ??= button.textContent ?? "";
      button.textContent = value ? filled(words.add, { name: value }) : button.dataset.label;
    }
  }
}
