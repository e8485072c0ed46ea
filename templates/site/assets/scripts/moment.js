// A moment: from one date, what to do today, and a path of steps.

import { bind } from "./binding.js";
import { isDay, plus, spoken, today } from "./dates.js";
import { moment as words } from "./interface-moment.js";
import { Keeper } from "./keeper.js";
import { live } from "./live-letter.js";
import { Path } from "./path.js";
import { arranged, between, counts, depends, nextStep, place, reminder, stageAt } from "./stages.js";
import { begun, filled, together } from "./words.js";

/** @typedef {import("./stages.js").Stage} Stage @typedef {import("./path.js").Step} Step */

/** What this page keeps besides the answers; the page of the week reads it, too. */
const [NAME, PERSON, CALENDAR, REMIND, SAY] = ["~name", "~person", "~calendar", "~remind", "~remind-say"];

const language = document.documentElement.lang;

/** @param {string} name @returns {HTMLElement} */
const part = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));

/** @param {string} name @returns {HTMLElement[]} */
const all = (name) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-${name}]`)]);

/** @param {string} day @returns {string} short enough for a label on the line */
const short = (day) =>
  new Date(day).toLocaleDateString(language, {
    month: "short",
    day: "numeric",
    timeZone: "UTC",
    ...(day.slice(0, 4) !== today().slice(0, 4) && { year: "numeric" }),
  });

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
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-name] input"));
  const answer = (/** @type {string} */ id) => keeper.answers.get(id) ?? "";
  const set = (/** @type {string} */ id, /** @type {string} */ value) => keeper.set(id, value);

  // What the page says

  /** @type {Stage | undefined} */
  let stage;
  /** The first day of the stage, or empty. */
  let since = "";
  /** The day to put in a calendar, or empty. */
  let next = "";

  /** @param {Step} step */
  const isDone = ({ id, kind }) =>
    counts(answer(`~done-${id}`), since, id === stage?.open || (kind === "calendar" && next !== ""));
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

  /** @param {string} date @param {number | null} day */
  const showLine = (date, day) => {
    const stations = /** @type {HTMLElement[]} */ ([...(line?.querySelectorAll("li") ?? [])]);
    const days = stations.map(({ dataset }) => Number(dataset.day));
    stations.forEach((station, index) => {
      const label = /** @type {HTMLElement} */ (station.firstElementChild);
      label.dataset.label ??= label.textContent ?? "";
      label.textContent = day === null ? label.dataset.label : short(plus(date, days[index] ?? 0));
      station.classList.toggle("passed", day !== null && (days[index] ?? 0) <= day);
    });
    const said = day === null ? "" : day > 0 ? words.today_day : day < 0 ? words.today_ahead : words.today;
    const flag = line?.querySelector("[data-today]");
    if (line && flag) {
      flag.textContent = filled(said, { number: day ?? 0, days: filled(words.days, { count: -(day ?? 0) }) });
      // A day ahead that the moment has nothing to say about isn't on the line.
      const shown = day !== null && (stage !== undefined || day >= 0);
      flag.toggleAttribute("hidden", !shown);
      line.classList.toggle("dated", shown);
      line.style.setProperty("--here", String(place(days, day ?? days[0] ?? 0)));
    }
  };

  /** @param {number | null} day */
  const showVerdict = (day) => {
    const ahead = day !== null && !stage && day < 0;
    const values = {
      day: next && spoken(next, language, today()),
      days: filled(words.days, { count: Math.abs(day ?? 0) }),
    };
    const texts = stage ? [stage.title, stage.text] : ahead ? [words.ahead, words.ahead_text] : [];
    put(verdict, ...texts.map((text, index) => element(index ? "p" : "h2", begun(filled(text, values)))));
    const step = path.step(stage?.open);
    part("go").hidden = !step;
    part("go").textContent = step ? path.title(step) : "";
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
    const entered = path.steps.filter(({ kind }) => kind === "calendar").map(({ id }) => answer(`~done-${id}`));
    const remind = stage?.remind;
    next = stage && remind ? reminder({ ...stage, remind }, date, now, entered.find((one) => one >= since && isDay(one))) : "";
    set(REMIND, next);
    set(SAY, remind?.say ?? "");
    showLine(date, day);
    showVerdict(day);
    path.tick(done());
    if (stage !== before) {
      const { order, step } = current();
      path.arrange(order);
      path.open(step);
      path.fill(undefined);
      path.say("");
    }
    showName();
    part("again").hidden = keeper.answers.size === 0;
  };

  // Going on

  /** @param {Step} step @param {string} said */
  const finish = (step, said) => {
    set(`~done-${step.id}`, today());
    const order = [...path.list.children].map((li) => /** @type {HTMLElement} */ (li).dataset.step ?? "");
    const following = path.step(nextStep(order, step.id, past()));
    show();
    if (following) {
      path.enter(following);
    }
    path.say(said, following ?? step);
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
  const written = () => named.map((one) => one.keeper.answers.get("name") ?? "").find(Boolean) ?? "";
  const name = () => (answer(NAME) || written()).trim();

  /** @param {string} value */
  const rename = (value) => {
    set(NAME, value);
    for (const other of named) {
      if ((other.keeper.answers.get("name") ?? "") !== value) {
        other.keeper.take(new Map([["name", value]]));
      }
    }
    showName();
  };

  const showName = () => {
    if (field && field !== document.activeElement) {
      field.value = answer(NAME);
    }
    for (const button of all("add")) {
      button.dataset.label ??= button.textContent ?? "";
      button.textContent = name() ? filled(words.add, { name: name() }) : button.dataset.label;
    }
  };

  // The steps

  /** @param {Step} step */
  const putInCalendar = async (step) => {
    const { fresh, identity, sequence } = await import("./appointments.js");
    const { calendar } = await import("./calendar.js");
    const { save } = await import("./files.js");
    const id = answer(CALENDAR) || fresh();
    // A later file for the same person should move the entry in the calendar, not add another.
    set(CALENDAR, id);
    const [now, say] = [new Date(), stage?.remind?.say ?? ""];
    const event = {
      uid: identity(id),
      day: next,
      summary: name() ? filled(words.appointment, { name: name(), say }) : say,
      description: keeper.about.title,
      url: location.href.replace(/#.*/, ""),
      sequence: sequence(now),
    };
    const file = calendar({ name: keeper.about.title, product: document.title, now, events: [event] });
    save(`${keeper.about.page.replace(/.*\//, "")}-${next}.ics`, "text/calendar", file);
    finish(step, words.saved);
  };

  const [person] = path.steps.filter(({ kind }) => kind === "person");
  const { contacts = "", title = "", ring = "", occasion = "" } = person?.li.dataset ?? {};
  const known = person && new Keeper({ page: contacts, title, revision: "" });

  /** @param {Step} step */
  const addPerson = async (step) => {
    const box = named[0]?.letter.querySelector("[name=name]") ?? field;
    if (!known || !name()) {
      say(step, words.nameless);
      if (named[0]) {
        named[0].step.details.open = true;
      }
      /** @type {HTMLElement | null} */ (box)?.focus();
      return;
    }
    const { welcome } = await import("./newcomer.js");
    known.refresh();
    const date = isDay(answer("date")) ? answer("date") : "";
    const person = { name: name(), date, ring, occasion, on: answer(REMIND), step: answer(SAY) };
    const found = welcome(known.answers, answer(PERSON), person, today());
    if (!found) {
      say(step, words.full);
      return;
    }
    known.take(found.news);
    if (!known.written) {
      say(step, words.unsaved);
      return;
    }
    set(PERSON, found.id);
    finish(step, filled(found.there ? words.updated : words.added, { name: name() }));
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
  for (const list of document.querySelectorAll("form.list")) {
    bind(/** @type {HTMLElement} */ (list));
  }

  // Starting over, and coming from elsewhere

  const clear = () => {
    keeper.clear(false);
    rename("");
  };

  part("again").addEventListener("click", async () => {
    const { over, over_yes, over_no } = words;
    const { ask } = await import("./question.js");
    if ((await ask(part("over"), over, [over_yes, over_no], part("again"))) === over_yes) {
      clear();
      path.say("");
      (form.querySelector("input") ?? path.steps[0]?.details.querySelector("summary"))?.focus();
      scrollTo({ top: 0 });
    }
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
      const { someone } = await import("./newcomer.js");
      const person = someone(known.answers, id);
      if (person) {
        if (answer(PERSON) !== id && name() !== person.name) {
          clear();
        }
        rename(person.name);
        const date = isDay(person.last) ? person.last : answer("date");
        keeper.take(new Map([[PERSON, id], ["date", date]]));
      }
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

  for (const { letter, keeper: other } of named) {
    const take = () => rename(other.answers.get("name") ?? "");
    letter.addEventListener("input", ({ target }) => /** @type {HTMLInputElement} */ (target).name === "name" && take());
    other.listen((changed) => changed.has("name") && take());
  }
  field?.addEventListener("input", () => rename(field.value));
  part("go").addEventListener("click", () => {
    const { step } = current();
    const there = step ?? path.step(stage?.open);
    there && path.enter(there);
  });
  form.addEventListener("input", show);
  form.addEventListener("focusin", () => path.fill(undefined));
  // The day may have changed while the page was in the background.
  document.addEventListener("visibilitychange", () => document.hidden || show());
  addEventListener("hashchange", arrive);
  keeper.listen(show);
  document.querySelector("[data-name]")?.removeAttribute("hidden");
  // The reader may have been faster than this script.
  const date = /** @type {HTMLInputElement | null} */ (form.querySelector("[type=date]"));
  set("date", answer("date") || (date?.value ?? ""));
  rename(written() || answer(NAME));
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
