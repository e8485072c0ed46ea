// A moment: from one date, what to do today, and a path of steps.

import { bind } from "./binding.js";
import { isDay, plus, spoken, today } from "./dates.js";
import { goOn } from "./going-on.js";
import { moment as words } from "./interface-moment.js";
import { Keeper } from "./keeper.js";
import { live } from "./live-letter.js";
import { showLine } from "./moment-line.js";
import { Name } from "./moment-name.js";
import { CALENDAR, DONE, PERSON, REMIND, REMIND_SAY } from "./notes.js";
import { Path } from "./path.js";
import { arranged, between, counts, depends, nextStep, reminder, stageAt } from "./stages.js";
import { begun, filled, together } from "./words.js";

/** @typedef {import("./stages.js").Stage} Stage @typedef {import("./path.js").Step} Step */

const language = document.documentElement.lang;

/** @param {string} name @returns {HTMLElement} */
const part = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));

/** @param {string} name @returns {HTMLElement[]} */
const all = (name) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-${name}]`)]);

/** @param {HTMLElement} place @param {HTMLElement[]} parts set only if they changed, so that screen readers don't repeat them */
function put(place, ...parts) {
  if (place.textContent !== parts.map((one) => one.textContent).join("")) {
    place.replaceChildren(...parts);
  }
}

/** @param {string} tag @param {string} textContent @returns {HTMLElement} */
const element = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });

/** @param {HTMLElement} form @param {Stage[]} stages */
function start(form, stages) {
  const keeper = bind(form);
  const path = new Path(part("path"), part("go"));
  const ids = path.steps.map(({ id }) => id);
  const [verdict, announced] = [part("now"), part("announced")];
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-line]"));
  const answer = (/** @type {string} */ id) => keeper.answers.get(id) ?? "";
  /** Set it, and show what follows from it. @param {string} id @param {string} text */
  const take = (id, text) => keeper.take(new Map([[id, text]]));

  // What the page says

  /** @type {Stage | undefined} */
  let stage;
  /** The first day of the stage, or empty. */
  let since = "";
  /** The day to put in a calendar, or empty. */
  let next = "";

  /** @param {Step} step */
  const isDone = ({ id, kind }) =>
    counts(answer(DONE + id), since, id === stage?.open || (kind === "calendar" && next !== ""));
  /** @param {(step: Step) => boolean} fits @returns {Set<string>} the IDs of the steps that fit */
  const those = (fits) => new Set(path.steps.filter(fits).map(({ id }) => id));
  const done = () => those(isDone);
  /** Done, or nothing to do there. */
  const past = () => those((step) => isDone(step) || (step.kind === "calendar" && stage !== undefined && !next));

  /** Where the reader is in the path, in the order of the day. */
  const current = () => {
    const order = stage ? arranged(ids, stage.open, done()) : ids;
    const undone = stage || !stages.length ? nextStep(order, stage?.open ?? order[0] ?? "", past()) : undefined;
    return { order, step: path.step(undone) };
  };

  /** Where the button below the verdict leads. */
  const lead = () => current().step ?? path.step(stage?.open);

  /** @param {number | null} day */
  const showVerdict = (day) => {
    const ahead = day !== null && !stage && day < 0;
    const values = {
      day: next && spoken(next, language, today()),
      days: filled(words.days, { count: Math.abs(day ?? 0) }),
    };
    const texts = stage ? [stage.title, stage.text] : ahead ? [words.ahead, words.ahead_text] : [];
    put(verdict, ...texts.map((text, index) => element(index ? "p" : "h2", begun(filled(text, values)))));
    const entry = [element("strong", begun(values.day)), element("span", stage?.remind?.say ?? "")];
    all("reminder").forEach((one) => put(one, ...(next ? entry : [element("span", stage ? words.no_reminder : words.undated)])));
    all("calendar").forEach((button) => (button.hidden = !next));
  };

  const show = () => {
    const [date, before, now] = [answer("date"), stage, today()];
    const day = isDay(date) ? between(date, now) : null;
    const question = form.querySelector("[data-question]");
    question?.toggleAttribute("hidden", day === null || !depends(stages, day));
    const choice = answer("question") || "no";
    /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[type=radio]")).forEach(
      (radio) => (radio.checked = radio.value === choice),
    );
    stage = day === null ? undefined : stageAt(stages, day, choice);
    since = stage ? plus(date, stage.day) : "";
    const entered = path.steps.filter(({ kind }) => kind === "calendar").map(({ id }) => answer(DONE + id));
    const remind = stage?.remind;
    next = stage && remind ? reminder({ ...stage, remind }, date, now, entered.find((one) => one >= since && isDay(one))) : "";
    keeper.set(REMIND, next);
    keeper.set(REMIND_SAY, remind?.say ?? "");
    line && showLine(line, date, day, stage !== undefined);
    showVerdict(day);
    path.tick(done());
    const to = stage && lead();
    part("go").hidden = !to;
    part("go").textContent = to ? path.title(to) : "";
    if (stage !== before) {
      const { order, step } = current();
      path.arrange(order);
      path.open(step);
      path.fill(undefined);
      path.say("");
    }
    name.show();
    part("again").hidden = keeper.answers.size === 0;
  };

  // Going on

  /** @param {Step} step @param {string} said @param {Node} [more] a link to follow after that */
  const finish = (step, said, more) => {
    name.settle();
    take(DONE + step.id, today());
    const order = [...path.list.children].map((li) => /** @type {HTMLElement} */ (li).dataset.step ?? "");
    const following = path.step(nextStep(order, step.id, past()));
    if (following) {
      path.enter(following);
    }
    path.say(said, following ?? step, more);
    announced.textContent = together(said, following ? filled(words.next, { step: path.title(following) }) : "");
  };

  /** @param {Step} step @param {string} said */
  const say = (step, said) => {
    path.say(said, step);
    announced.textContent = said;
  };

  // The person's name, in every message and on this page

  const letters = path.steps
    .filter(({ kind }) => kind === "words")
    .map((step) => {
      const letter = /** @type {HTMLFormElement} */ (step.li.querySelector("form"));
      return { step, letter, keeper: live(letter, (said) => finish(step, said)) };
    });
  const named = letters.filter(({ letter }) => letter.querySelector("[name=name]"));
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-name] input"));
  // Someone of another name is someone else.
  const name = new Name(keeper, named, field, all("add"), () => take(PERSON, ""));

  // The steps

  /** @param {Step} step */
  const putInCalendar = async (step) => {
    const { saveDay } = await import("./moment-calendar.js");
    keeper.set(CALENDAR, saveDay(keeper.about, answer(CALENDAR), next, stage?.remind?.say ?? "", name.value));
    finish(step, words.saved);
  };

  const [person] = path.steps.filter(({ kind }) => kind === "person");
  const { contacts = "", title = "", occasion = "" } = person?.li.dataset ?? {};
  const known = person && new Keeper({ page: contacts, title, revision: "" });

  /** @param {Step} step */
  const addPerson = async (step) => {
    if (!known || !name.value) {
      say(step, words.nameless);
      if (named[0]) {
        named[0].step.details.open = true;
      }
      name.box?.focus();
      return;
    }
    const { add } = await import("./moment-person.js");
    const copied = letters.map(({ step: { id } }) => answer(DONE + id)).sort().at(-1) ?? "";
    const done = add(known, keeper, name.value, copied, step.li.dataset);
    const text = filled(words[done], { name: name.value });
    if (done === "full" || done === "unsaved") {
      say(step, text);
    } else {
      finish(step, text, done === "updated" ? step.li.querySelector("[data-there]")?.cloneNode(true) : undefined);
    }
  };

  /** @type {[string, (step: Step) => void][]} */
  const acts = [
    ["finish", (step) => finish(step, words.done)],
    ["calendar", putInCalendar],
    ["add", addPerson],
  ];
  for (const [act, go] of acts) {
    for (const step of path.steps) {
      const button = /** @type {HTMLElement | null} */ (step.li.querySelector(`button[data-${act}]`));
      button?.addEventListener("click", () => go(step));
      button?.toggleAttribute("hidden", false);
    }
  }
  /** @param {HTMLElement} list */
  const follow = async (list) => {
    const other = bind(list);
    goOn(list, other);
    // Most moments don't need it.
    const { followWords } = await import("./changed-items.js");
    followWords(list, other);
  };
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("form.list")).forEach(follow);

  // Starting over, and coming from elsewhere

  const page = { keeper, name, form, path };
  part("again").addEventListener("click", async () => {
    const { startOver } = await import("./moment-person.js");
    startOver(page);
  });

  /** Follow the part of the address after #: a person from the page of contacts, or a step. */
  const arrive = async () => {
    const [, id] = /^#person=(p[a-z0-9]{8})$/.exec(location.hash) ?? [];
    const step = path.step(location.hash.slice(1));
    if (step) {
      path.open(step);
    }
    if (id && known) {
      history.replaceState(null, "", location.pathname + location.search);
      const { bring } = await import("./moment-person.js");
      bring(id, known, page, occasion);
    }
  };

  /** The bar below loads once it's needed: if there are answers, or as soon as the reader comes near it. */
  const showBar = async () => {
    if (!keeper.answers.size && !keeper.notice) {
      await new Promise((near) => {
        new IntersectionObserver(([end]) => end?.isIntersecting && near(true)).observe(part("end"));
        keeper.listen(() => near(true));
        form.addEventListener("input", () => near(true));
      });
    }
    const { bar } = await import("./bar.js");
    bar(form, keeper);
  };

  part("go").addEventListener("click", () => {
    const to = lead();
    to && path.enter(to);
  });
  form.addEventListener("input", () => {
    name.settle();
    show();
  });
  form.addEventListener("focusin", () => path.fill(undefined));
  // The day may have changed while the page was in the background.
  document.addEventListener("visibilitychange", () => document.hidden || show());
  addEventListener("hashchange", arrive);
  keeper.listen(show);
  document.querySelector("[data-name]")?.removeAttribute("hidden");
  // The reader may have been faster than this script.
  const date = /** @type {HTMLInputElement | null} */ (form.querySelector("[type=date]"));
  keeper.set("date", answer("date") || (date?.value ?? ""));
  show();
  if (!stage) {
    const { step } = current();
    path.open(step);
    path.fill(step);
  }
  arrive();
  showBar();
}

const form = document.querySelector("[data-answers]");
const data = document.querySelector("[data-moment]");

if (form instanceof HTMLElement && data) {
  start(form, JSON.parse(data.textContent ?? "").stages);
}
