// A question in the page with a button for each answer. It appears where the reader is and doesn't block anything.

/** @type {WeakMap<Element, (answer: string) => void>} How to close the question in a box. */
const waiting = new WeakMap();

/**
 * @param {ParentNode} place has an element with data-ask where the question appears
 * @param {string} words
 * @param {string[]} answers
 * @param {Element | null} [back] gets the focus afterward
 * @returns {Promise<string>} the chosen answer; empty after Escape or if another question replaces it
 */
export function ask(place, words, answers, back = null) {
  const box = place.querySelector("[data-ask]");
  if (!(box instanceof HTMLElement)) {
    return Promise.resolve("");
  }
  waiting.get(box)?.("");
  const text = Object.assign(document.createElement("p"), { textContent: words, id: "question" });
  const row = Object.assign(document.createElement("p"), { className: "row" });
  const buttons = answers.map((answer) =>
    Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: answer }),
  );
  row.append(...buttons);
  box.replaceChildren(text, row);
  box.setAttribute("aria-labelledby", text.id);
  box.hidden = false;
  buttons[0]?.focus();
  return new Promise((done) => {
    const end = (/** @type {string} */ answer) => {
      waiting.delete(box);
      box.hidden = true;
      box.replaceChildren();
      if (back instanceof HTMLElement) {
        back.focus();
      }
      done(answer);
    };
    buttons.forEach((button) => button.addEventListener("click", () => end(button.textContent ?? "")));
    box.onkeydown = (event) => {
      // The result of an expression, false, would stop all other keys.
      if (event.key === "Escape") {
        end("");
      }
    };
    waiting.set(box, end);
  });
}
