// The steps of a moment: which one is open, which are done, and where the one filled button is.

/** @typedef {{id: string, kind: string, li: HTMLElement, details: HTMLDetailsElement}} Step */

/** The button of a step that does it. */
const MAIN = "[data-copy], [data-finish], [data-calendar], [data-add]";

export class Path {
  /** @param {HTMLElement} list @param {HTMLElement} lead the button that leads to the step of the day */
  constructor(list, lead) {
    this.list = list;
    this.lead = lead;
    const items = /** @type {HTMLElement[]} */ ([...list.children]);
    /** @type {Step[]} */
    this.steps = items.map((li) => {
      const { step = "", kind = "" } = li.dataset;
      return { id: step, kind, li, details: /** @type {HTMLDetailsElement} */ (li.querySelector("details")) };
    });
    // The filled button moves along with the reader.
    for (const type of ["focusin", "click"]) {
      list.addEventListener(type, ({ target }) => {
        const li = target instanceof Element ? target.closest("[data-step]") : null;
        this.fill(this.steps.find((step) => step.li === li));
      });
    }
    // Print every step open, whatever was open.
    /** @type {HTMLDetailsElement[]} */
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = this.steps.map(({ details }) => details).filter(({ open }) => !open);
      closed.forEach((details) => (details.open = true));
    });
    addEventListener("afterprint", () => closed.forEach((details) => (details.open = false)));
  }

  /** @param {string | undefined} id @returns {Step | undefined} */
  step = (id) => this.steps.find((step) => step.id === id);

  /** @param {Step} step @returns {HTMLElement | null} */
  main = ({ li }) => li.querySelector(MAIN);

  /** @param {Step} step @returns {string} */
  title = ({ li }) => li.querySelector("h3")?.textContent ?? "";

  /** Put the steps in this order. @param {string[]} ids */
  arrange(ids) {
    const items = ids.map((id) => this.step(id)?.li).filter((li) => li !== undefined);
    if (items.some((li, index) => li !== this.list.children[index])) {
      this.list.append(...items);
    }
  }

  /** Open one step and close the others. @param {Step | undefined} one */
  open(one) {
    this.steps.forEach((step) => (step.details.open = step === one));
  }

  /** Mark the steps that are done. @param {Set<string>} done */
  tick(done) {
    for (const { id, li } of this.steps) {
      li.classList.toggle("done", done.has(id));
      li.querySelector("[data-ticked]")?.toggleAttribute("hidden", !done.has(id));
    }
  }

  /** Fill the button of this step; without one, that which leads to it. @param {Step | undefined} one */
  fill(one) {
    const filled = (one && this.main(one)) ?? this.lead;
    const all = this.steps.map((step) => this.main(step));
    [this.lead, ...all].forEach((button) => button?.classList.toggle("quiet", button !== filled));
  }

  /** Open a step, and go to what can be done there. @param {Step} step */
  enter(step) {
    this.open(step);
    const body = step.li.querySelector(".body");
    const field = body?.querySelector("textarea, input");
    const main = this.main(step);
    const target = field ?? (main?.hidden ? null : main) ?? body?.querySelector("a") ?? step.details.firstElementChild;
    if (target instanceof HTMLElement) {
      step.li.scrollIntoView({ block: "nearest" });
      target.focus();
    }
    this.fill(step);
  }

  /** Say something at the top of a step, and nothing anywhere else. @param {string} words @param {Step} [step] @param {Node} [more] */
  say(words, step, more) {
    for (const { li } of this.steps) {
      const place = /** @type {HTMLElement} */ (li.querySelector("[data-result]"));
      place.textContent = li === step?.li ? words : "";
      place.hidden = !place.textContent;
      li === step?.li && more && place.append(" ", more);
    }
  }
}
