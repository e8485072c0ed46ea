// The page with everything that a reader keeps, once there is something. It begins in my-week.js.

import { short, spoken, today } from "./dates.js";
import { showCount } from "./due-count.js";
import { Keeper } from "./keeper.js";
import { change, done, people, rule, undone } from "./people.js";
import { everything } from "./shelf.js";
import { week } from "./week.js";
import { CONTACTS, DONE, REMINDED } from "./notes.js";
import { week as words } from "./interface-week.js";
import { begun, filled, together } from "./words.js";

/**
 * @typedef {import("./record.js").Answers} Answers
 * @typedef {import("./week.js").Due} Due
 * @typedef {import("./week.js").Open} Open
 */

const language = document.documentElement.lang;

/** @param {string} day @returns {string} such as "Nov 18" */
const brief = (day) => short(day, language, today());

/** @param {ParentNode} place @param {string} name @returns {HTMLElement} */
const find = (place, name) => /** @type {HTMLElement} */ (place.querySelector(`[data-${name}]`));

/** @param {HTMLElement} page @param {import("./week.js").Data} data what the guide has */
export function start(page, data) {
  const part = (/** @type {string} */ name) => find(page, name);
  const template = (/** @type {string} */ name) => /** @type {HTMLTemplateElement} */ (find(page, name)).content;
  const copied = (/** @type {string} */ name) => /** @type {HTMLElement} */ (template(name).firstElementChild?.cloneNode(true));
  const links = template("pages");
  const [keep, note, said] = [/** @type {HTMLInputElement} */ (part("keep")), part("note"), part("said")];
  // Only for what concerns every page. It writes nothing of its own.
  const keeper = new Keeper({ page: "my-week", title: document.title, revision: "" });
  /** The titles of pages. Those that are kept can be in another language. */
  const titles = new Map([...data.sheets, ...data.lists, ...data.messages, ...data.moments].map((one) => [one.page, one.title]));
  /** @type {Map<string, Keeper>} */
  const keepers = new Map();
  /** @type {import("./week.js").Week} */
  let now;
  /** What the page shows, to draw it again only if that's different. */
  let drawn = "";

  /** @param {string} address @param {import("./record.js").Kept} [stored] @returns {Keeper} of another page */
  const of = (address, stored = everything().find((one) => one.page === address)) => {
    const other = keepers.get(address) ?? new Keeper({ page: address, title: titles.get(address) ?? stored?.title ?? "", revision: stored?.revision ?? "" });
    keepers.set(address, other);
    other.refresh();
    return other;
  };

  /** @param {string} address @param {string} [anchor] @returns {HTMLAnchorElement | null} the link to a page */
  const link = (address, anchor = "") => {
    const found = links.querySelector(`[data-page="${address}"] a`)?.cloneNode(true);
    if (!(found instanceof HTMLAnchorElement)) return null;
    const href = found.getAttribute("href") ?? "";
    // The page may have led to a part of it.
    found.setAttribute("href", anchor ? href.replace(/#.*/, "") + anchor : href);
    return found;
  };

  /** @param {Due} one @returns {HTMLAnchorElement | null} the link to where it's done; for a person, to the words */
  const way = ({ kind, page: address, id, person }) => {
    if (person && data.rhythm && !person.step) {
      return link(`way-${rule(person, data.rhythm)?.id}`, `#person=${id}`);
    }
    return link(kind === "step" ? "start" : address, kind === "date" ? `#at=${id}` : "");
  };

  /** @param {HTMLElement} li @param {HTMLAnchorElement | null} to @param {string} act @param {string} about */
  const act = (li, to, act, about) => {
    if (to) {
      to.textContent = act;
      to.setAttribute("aria-label", filled(words.whose, { act, name: about }));
      find(li, "act").append(to);
    }
  };

  /** @param {Due} one @returns {[string, string]} who or what it's about, and what to do */
  const about = ({ kind, name, say, plan }) =>
    kind === "person" ? [name || words.nameless, say] : plan ? [filled(words.step, plan), say] : [name, say];

  /** @param {Due} one @param {boolean} later @returns {string} */
  const hint = ({ plan, day, person }, later) =>
    together(
      later && `${begun(spoken(day, language, today()))}.`,
      plan !== undefined && `${filled(words.step_hint, { count: plan.minutes })}.`,
      plan !== undefined && day < today() && filled(words.earlier, { day: brief(day) }),
      person !== undefined && person.last !== "" && filled(words.last, { day: brief(person.last) }),
    );

  /**
   * Change answers of a page.
   * @param {string} address
   * @param {Answers} after
   * @param {string} [id] of the person they're about
   * @returns {{written: boolean, back: () => void}} whether the browser saved it, and how to undo it
   */
  const put = (address, after, id = "") => {
    const other = of(address);
    const before = new Map([...after.keys()].map((key) => [key, other.answers.get(key) ?? ""]));
    other.take(after);
    return { written: other.written, back: () => of(address).take(undone(of(address).answers, id, before, after)) };
  };

  /** Check something off, also for the person of a moment. @param {Due} one @returns {(() => void) | null} how to undo it; null if it can't be saved */
  const check = ({ kind, page: address, id, person, who }) => {
    const contact = person?.id || who;
    const known = contact && people(of(CONTACTS).answers).find((one) => one.id === contact);
    const all = [
      ...(kind === "person" ? [] : [put(address, new Map([[kind === "moment" ? REMINDED : DONE + id, today()]]))]),
      ...(known ? [put(CONTACTS, change(of(CONTACTS).answers, known.id, done(known, today())), known.id)] : []),
    ];
    const back = () => all.forEach((one) => one.back());
    if (all.every(({ written }) => written)) return back;
    back();
    return null;
  };

  /** @param {Due} one @param {"today" | "later" | "done"} list */
  const due = (one, list) => {
    const li = copied("row");
    li.dataset.of = `${one.kind} ${one.page} ${one.id}`;
    const [name, say] = about(one);
    const text = together(name, say);
    find(li, "name").textContent = name;
    find(li, "say").textContent = list === "done" && one.kind === "person" ? words.contacted : say;
    find(li, "hint").textContent = list === "done" ? begun(spoken(one.day, language, today())) : hint(one, list === "later");
    li.classList.toggle("past", list === "done");
    if (list === "done") {
      return li;
    }
    act(li, way(one), words.open, text);
    if (list === "today" || one.kind === "person" || one.kind === "step") {
      const box = Object.assign(document.createElement("input"), { type: "checkbox" });
      const label = Object.assign(document.createElement("label"), { className: "pick" });
      box.setAttribute("aria-label", filled(words.check, { name: text }));
      label.append(box);
      find(li, "lead").replaceWith(label);
      /** @type {(() => void) | null} */
      let back = null;
      box.addEventListener("change", () => {
        // It stays where it is, so that it can be unchecked again.
        const failed = box.checked && !(back = check(one));
        box.checked &&= !failed;
        box.checked || back?.();
        said.textContent = failed ? words.unsaved : "";
        li.classList.toggle("past", box.checked);
        read();
        showDays();
      });
    }
    return li;
  };

  /** @param {Open} one */
  const open = (one) => {
    const li = copied("row");
    li.dataset.of = one.page;
    const mark = links.querySelector(`[data-page="${one.page}"] svg`);
    mark && find(li, "lead").append(mark.cloneNode(true));
    find(li, "name").textContent = one.title;
    const far = find(li, "far");
    far.hidden = one.done || one.filled.length === 0;
    far.append(...one.filled.map((full) => Object.assign(document.createElement("span"), { className: full ? "full" : "" })));
    const steps = one.filled.length ? words.filled : words.fields;
    const sum = filled(steps, { count: one.count, of: one.of });
    far.setAttribute("aria-label", sum);
    const seen = one.again && one.again <= today();
    find(li, "hint").textContent = one.done
      ? together(one.saved && filled(words.finished, { day: brief(one.saved) }), one.again && (seen ? words.again_now : filled(words.again, { day: brief(one.again) })))
      : together(far.hidden && `${sum}.`, one.next && filled(words.next, { title: one.next }), one.saved && filled(words.changed, { day: brief(one.saved) }));
    const rated = data.plan?.page === one.page && one.done;
    act(li, rated ? link("start") : link(one.page, one.done || !one.last ? "" : `#at=${one.last}`), one.done ? words.look : words.go_on, one.title);
    return li;
  };

  /** @returns {boolean} whether something changed */
  const read = () => {
    now = week(everything(), data, today());
    const before = drawn;
    drawn = JSON.stringify([today(), keeper.kept, now]);
    return drawn !== before;
  };

  const showDays = () => {
    const days = now.days.map(({ day, due, done }) => {
      const li = copied("day");
      const date = new Date(day);
      const is = day === today();
      find(li, "weekday").textContent = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(date);
      find(li, "number").textContent = String(date.getUTCDate());
      li.classList.toggle("today", is);
      li.querySelector("i")?.classList.add(due ? "due" : done ? "full" : "none");
      find(li, "count").textContent = [is && words.is_today, due && filled(words.due, { count: due }), done && filled(words.done, { count: done })].filter(Boolean).join(", ");
      return li;
    });
    part("days").replaceChildren(...days);
    showCount(now.today.length);
  };

  /** @param {string} name @param {HTMLElement[]} items @param {string} [none] @param {string} [more] */
  const list = (name, items, none = "", more = "") => {
    const place = /** @type {HTMLElement} */ (page.querySelector(`[data-part="${name}"]`));
    place.hidden = items.length === 0 && !none;
    find(place, "list").replaceChildren(...items);
    Object.assign(find(place, "none"), { textContent: none, hidden: items.length > 0 });
    Object.assign(find(place, "more"), { textContent: more, hidden: !more });
  };

  /** Draw what changed elsewhere, and keep the focus where it was. */
  const show = () => {
    keep.checked = keeper.kept;
    if (!read()) return;
    const active = document.activeElement;
    const row = active?.closest("[data-of]")?.getAttribute("data-of");
    part("full").hidden = !now.kept;
    part("empty").hidden = now.kept;
    document.body.toggleAttribute("data-kept", now.kept);
    part("keeping").hidden = !now.kept && !keeper.kept;
    part("calendar").hidden = now.dated.length === 0;
    part("status").textContent = keeper.kept ? words.device : words.tab;
    showDays();
    list("today", now.today.map((one) => due(one, "today")), words.quiet, now.more ? words.more : "");
    list("go-on", now.open.map(open));
    list("later", now.later.map((one) => due(one, "later")));
    list("done", now.past.map((one) => due(one, "done")));
    page.querySelector("[data-part=today] .btn")?.classList.remove("quiet");
    if (row && !active?.isConnected) {
      /** @type {HTMLElement | null} */ (page.querySelector(`[data-of="${row}"] ${active?.tagName}`))?.focus();
    }
  };

  /** @param {string} text */
  const announce = (text) => {
    note.textContent = text;
  };

  /** @type {Record<string, () => void>} */
  const actions = {
    print: () => window.print(),
    calendar: async () => {
      const { saveCalendar } = await import("./week-files.js");
      saveCalendar(now.dated.map((one) => ({ ...one, summary: about(one).filter(Boolean).join(": ") })), of);
      read();
      said.textContent = words.calendar;
    },
    save: async () => {
      const { saveAll } = await import("./week-files.js");
      announce(saveAll());
    },
    open: async () => {
      const { openAll } = await import("./week-files.js");
      announce(await openAll(page, of));
      show();
    },
    clear: async () => {
      const { clearAll } = await import("./week-files.js");
      if (await clearAll(page, keeper)) {
        announce("");
        show();
        find(part("empty"), "empty-title").focus();
      }
    },
  };
  for (const [name, action] of Object.entries(actions)) {
    page.querySelector(`button[data-${name}]`)?.addEventListener("click", action);
  }
  keep.addEventListener("change", () => {
    announce(keeper.keep(keep.checked) ? "" : words.refused);
    show();
  });
  keeper.listen(() => keeper.notice === "cleared" && show());
  addEventListener("storage", ({ key }) => (key === null || key.startsWith(keeper.where.prefix)) && show());
  addEventListener("pageshow", (event) => event.persisted && show());
  // The date may have changed while the page was in the background.
  document.addEventListener("visibilitychange", () => document.hidden || show());
  show();
}
