// Remembers which field of a form was written last, and leads back to it.

import { isControl } from "./controls.js";
import { LAST, ME, own } from "./notes.js";

/** What a link to a field ends with, before the field's ID. */
const AT = "#at=";

/**
 * @param {HTMLElement} form
 * @param {import("./keeper.js").Keeper} keeper from `bind`
 * @param {(id: string) => void} [make] makes the control for an answer that has none yet
 */
export function goOn(form, keeper, make = () => {}) {
  form.addEventListener("input", ({ target }) => {
    if (isControl(target) && own(target.name) && target.name) {
      // Without answers, there's nothing to go on with.
      keeper.set(LAST, [...keeper.answers.keys()].some(own) ? target.name : "");
      // Other pages propose it.
      target.dataset.asks === "me" && keeper.set(ME, target.value);
    }
  });
  const arrive = async () => {
    if (location.hash.startsWith(AT)) {
      const id = location.hash.slice(AT.length);
      make(id);
      // Most visits don't need it.
      const { reach } = await import("./reach.js");
      reach(form, id);
    }
  };
  // Once the page is laid out, because it still grows to its answers.
  addEventListener("load", arrive, { once: true });
  addEventListener("hashchange", arrive);
  // Without anything kept, there are no names to propose.
  form.querySelector("[data-asks]") && "kept" in document.body.dataset && offerNames(form, keeper);
}

/** @param {HTMLElement} form @param {import("./keeper.js").Keeper} keeper */
async function offerNames(form, keeper) {
  // Most visits don't need it. It may not arrive.
  const { bring, propose } = await import("./names.js");
  propose(form);
  bring(form, keeper);
}
