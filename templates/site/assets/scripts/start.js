// A self-assessment that shows bars, where to start, and a plan with dates.

import { printAlone } from "./alone.js";
import { identity, sequence } from "./appointments.js";
import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { calendar } from "./calendar.js";
import { isDay, plus, spoken, today } from "./dates.js";
import { save } from "./files.js";
import { goOn } from "./going-on.js";
import { band, habit as habitOf, results } from "./results.js";
import { DONE, HABIT, RATED } from "./notes.js";
import { start as say } from "./interface-start.js";
import { filled } from "./words.js";

/** @typedef {import("./results.js").Questions & {several: string, allHigh: string, sums: string}} Data */
/** @typedef {import("./results.js").Results} Results */

/** @param {number} marked @param {number} count */
const progressed = (marked, count) => filled(marked === count ? say.marked_whole : say.marked_part, { marked, count });

const tomorrow = () => plus(today(), 1);

/** @param {HTMLElement} form @param {Data} data */
function live(form, data) {
  const all = (/** @type {string} */ name) =>
    /** @type {HTMLElement[]} */ ([...form.querySelectorAll(`[data-${name}]`)]);
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));
  const [output, progress] = [form.querySelector("output"), form.querySelector("progress")];
  const firstDay = /** @type {HTMLInputElement} */ (form.querySelector("[type=date]"));
  const names = new Map(data.parts.map(({ id, name }) => [id, name]));
  const habits = all("habit").map((habit) => habit.dataset.habit ?? "");

  const keeper = bind(form);
  goOn(form, keeper);
  /** @type {string | undefined} The habit whose plan is shown. */
  let habit;

  /** @param {Results} found */
  const showBars = ({ sums, marked, of }) => {
    if (output && progress) {
      output.value = progressed(marked, of);
      progress.max = of;
      progress.value = marked;
    }
    const some = sums.some((sum) => sum.complete);
    part("bars").hidden = part("plan").hidden = !some;
    part("waiting").hidden = some;
    part("see").hidden = !(some && marked === of);
    sums.forEach(({ sum, answered, of: asked, complete }, index) => {
      const [place, { highest = 0 } = {}] = [all("part")[index], data.parts[index]];
      const length = place?.querySelector("progress");
      if (place && length) {
        length.value = complete ? sum : 0;
        put(place, "[data-sum]", complete ? filled(say.sum, { sum, highest }) : progressed(answered, asked));
        put(place, "[data-band]", complete ? (band(data.bands, sum)?.say ?? "") : "");
      }
    });
  };

  /** @param {Results} found */
  const showHabit = (found) => {
    const { shortest, marked, of, allHigh } = found;
    const [only, ...others] = shortest.filter((id) => habits.includes(id));
    const chosen = keeper.answers.get(HABIT) ?? "";
    const own = habits.includes(chosen);
    habit = habitOf(found, habits, chosen);
    const sentence = filled(marked === of ? say.shortest : say.shortest_so_far, { name: names.get(only ?? "") ?? "" });
    const message = own ? filled(say.chosen, { name: names.get(chosen) ?? "" }) : allHigh ? data.allHigh : others.length ? data.several : only ? sentence : "";
    put(form, "[data-shortest]", message);
    all("habit").forEach((place) => (place.hidden = place.dataset.habit !== habit));
    all("steps").forEach((place) => (place.hidden = place.dataset.steps !== habit));
    part("days").hidden = !habit;
    const offered = habit || allHigh || !only ? habits.filter((id) => id !== habit) : [only, ...others];
    part("choices").replaceChildren(habit ? say.elsewhere : say.here, ...offered.map(choice));
  };

  /** @param {string} id @returns {HTMLElement} */
  const choice = (id) => {
    const name = names.get(id) ?? id;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn quiet", textContent: name });
    button.setAttribute("aria-label", filled(habit ? say.instead : say.begin, { name }));
    button.addEventListener("click", () => {
      keeper.set(HABIT, id);
      show();
      /** @type {HTMLElement | null} */ (form.querySelector(`[data-habit="${id}"] h3`))?.focus();
    });
    return button;
  };

  /** @returns {{place: HTMLElement, day: string}[]} the steps of the plan that's shown */
  const steps = () => {
    const first = isDay(firstDay.value) ? firstDay.value : tomorrow();
    return all("step")
      .filter((place) => place.closest(`[data-steps="${habit}"]`))
      .map((place) => ({ place, day: plus(first, Number(place.dataset.day) - 1) }));
  };

  /** @param {HTMLElement} place @returns {HTMLInputElement} */
  const boxOf = (place) => /** @type {HTMLInputElement} */ (place.querySelector("[type=checkbox]"));

  const showDays = () => {
    for (const { place, day } of steps()) {
      put(place, "[data-date]", spoken(day, document.documentElement.lang, today()));
      const done = keeper.answers.has(DONE + place.dataset.step);
      boxOf(place).checked = done;
      place.classList.toggle("past", done);
    }
  };

  /** @param {boolean} [fresh] whether the reader just rated something */
  const show = (fresh = false) => {
    const found = results(data, keeper.answers);
    for (const { id, sum, complete } of found.sums) {
      const field = `${data.sums}-${id}`;
      if (data.sums && complete && (fresh || !keeper.answers.get(field))) {
        keeper.set(field, String(sum));
      }
    }
    if (fresh && found.marked === found.of) {
      // Until then, the plan begins tomorrow, whenever that is.
      keeper.set(RATED, today());
      keeper.answers.get(firstDay.name) || keeper.set(firstDay.name, tomorrow());
    }
    // While the reader is changing the date, it can be empty.
    if (document.activeElement !== firstDay) {
      firstDay.value ||= keeper.answers.get(firstDay.name) || tomorrow();
    }
    put(form, "[data-said]", "");
    showBars(found);
    showHabit(found);
    showDays();
  };

  for (const place of all("step")) {
    const box = boxOf(place);
    // Before the form hears of it and shows what's kept.
    box.addEventListener("input", () => {
      keeper.set(DONE + place.dataset.step, box.checked ? today() : "");
      keeper.answers.get(firstDay.name) || keeper.set(firstDay.name, firstDay.value);
      showDays();
    });
    box.parentElement?.removeAttribute("hidden");
  }
  part("calendar").addEventListener("click", () => {
    const now = new Date();
    const about = names.get(habit ?? "") ?? "";
    const page = location.href.replace(/#.*/, "");
    const events = steps().map(({ place, day }) => ({
      uid: identity(`start-${habit}-${place.dataset.step}`),
      day,
      summary: filled(say.step, { name: about, day: place.dataset.day ?? "", count: Number(place.dataset.minutes) }),
      description: place.querySelector("[data-do]")?.textContent ?? "",
      url: page,
      sequence: sequence(now),
    }));
    const name = filled(say.plan, { name: about });
    save(`${say.file}-${habit}.ics`, "text/calendar", calendar({ name, product: say.product, now, events }));
    put(form, "[data-said]", say.saved);
  });
  part("print-plan").addEventListener("click", () => printAlone(part("plan")));

  form.addEventListener("input", ({ target }) => show(target instanceof HTMLInputElement && target.type === "radio"));
  firstDay.addEventListener("blur", () => show());
  keeper.listen(() => show());
  part("by-hand").hidden = true;
  // These parts are hidden in the page because they need this script.
  form.querySelector(".count")?.removeAttribute("hidden");
  ["shortest", "choices", "from", "print-plan", "calendar", "same"].forEach((name) => (part(name).hidden = false));
  show();
  // The answers belong to the worksheet, which has more questions than this page.
  bar(form, keeper, () => new Set(keeper.answers.keys()));
}

/** @param {Element} place @param {string} name @param {string} words set only if they changed */
function put(place, name, words) {
  const part = place.querySelector(name);
  if (part && part.textContent !== words) {
    part.textContent = words;
  }
}

const form = document.querySelector("[data-answers]");
const data = document.querySelector("[data-start]");

if (form instanceof HTMLElement && data) {
  live(form, JSON.parse(data.textContent ?? ""));
}
