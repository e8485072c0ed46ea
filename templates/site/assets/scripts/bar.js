// The bar below a form: keep, save, open, print, and clear answers.

import { controls, shown } from "./controls.js";
import { ask } from "./question.js";
import { today } from "./dates.js";
import { choose, fileName, save } from "./files.js";
import { own } from "./notes.js";
import { LARGEST, read, write } from "./record.js";
import { bar as texts } from "./interface-bar.js";
import { filled, together } from "./words.js";

const { asking, files, keeping } = texts;

/** @typedef {import("./keeper.js").Keeper} Keeper */

/** @type {Record<Exclude<import("./keeper.js").Notice, "differing">, string>} */
const notices = texts.notices;

/** @type {Record<import("./record.js").Trouble, string>} */
const troubles = { ...files, foreign: notices.foreign, "too-large": files.too_large };

/**
 * Set up the bar.
 * @param {HTMLElement} form what gets printed, blank or filled in
 * @param {Keeper} keeper
 * @param {() => Set<string>} [ids] returns the IDs this page asks for
 * @returns {(words?: string) => void} shows a message in the bar
 */
export function bar(form, keeper, ids = () => new Set(controls(form).map((control) => control.name))) {
  const place = document.querySelector("[data-bar]");
  if (!(place instanceof HTMLElement)) {
    return () => {};
  }
  const keep = /** @type {HTMLInputElement} */ (place.querySelector("[data-keep]"));
  const status = place.querySelector("[data-status]");
  const note = place.querySelector("[data-note]");
  const damaged = place.querySelector("[data-damaged]");
  const opening = place.querySelector("[data-open]");
  const clearing = place.querySelector("[data-clear]");
  let said = "";
  /** @type {unknown} The answers the current question is about, or the last one if it was dismissed. */
  let asked;

  const announce = (words = "") => {
    said = words;
    show();
  };

  const show = () => {
    const strays = keeper.unknown(ids()).size;
    keep.checked = keeper.kept;
    if (keeper.written || keeper.notice) {
      put(status, statusOf(keeper));
    }
    const notice = keeper.notice && keeper.notice !== "differing" && notices[keeper.notice];
    put(note, together(said, notice, strays && filled(keeping.unknown, { count: strays })));
    damaged?.toggleAttribute("hidden", keeper.damaged === null);
    if (keeper.differing.size && asked !== keeper.differing) {
      asked = keeper.differing;
      settle();
    }
  };

  const settle = async () => {
    const { here, there } = asking;
    const choice = await ask(place, differences(form, keeper), [here, there], opening);
    if (choice) {
      keeper.decide(choice === there);
      announce();
    }
  };

  const open = async () => {
    const file = await choose(".json,.pdf,application/json");
    if (file) {
      announce(files.opening);
      announce(await opened(file, form, keeper, ids()));
    }
  };

  const clear = async () => {
    const { page, everything, cancel } = asking;
    const choice = await ask(place, asking.clear, [page, everything, cancel], clearing);
    if (choice === page || choice === everything) {
      keeper.clear(choice === everything);
      announce(keeping.cleared);
    } else {
      // An earlier question may still need an answer.
      asked = undefined;
      show();
    }
  };

  const print = (/** @type {boolean} */ blank) => {
    form.toggleAttribute("data-blank", blank);
    // In some browsers, print() returns before printing.
    addEventListener("afterprint", () => form.removeAttribute("data-blank"), { once: true });
    window.print();
  };

  /** @type {Record<string, () => void>} */
  const actions = {
    save: () => {
      const { page, title, revision } = keeper.about;
      const kept = { page, title, revision, saved: new Date().toISOString(), answers: keeper.answers };
      save(fileName(`${title} ${today()}.json`), "application/json", write(kept));
      announce(keeping.saved);
    },
    open,
    "print-filled": () => print(false),
    blank: () => print(true),
    clear,
    damaged: () => save(`${keeping.unreadable_file}.txt`, "text/plain", keeper.damaged ?? ""),
  };
  for (const [name, action] of Object.entries(actions)) {
    place.querySelector(`[data-${name}]`)?.addEventListener("click", action);
  }
  keep.addEventListener("change", () => {
    keeper.keep(keep.checked);
    announce();
  });
  // Clear the last message once the reader keeps writing, but not one about what comes after that.
  form.addEventListener("input", () => {
    said = "";
    setTimeout(show, 400);
  });
  keeper.listen(() => show());
  place.hidden = false;
  document.querySelector("[data-pointer]")?.removeAttribute("hidden");
  show();
  return announce;
}

/** @param {Element | null} element @param {string} words set only if they changed, so that screen readers don't repeat them */
function put(element, words) {
  if (element && element.textContent !== words) {
    element.textContent = words;
  }
}

/** @param {HTMLElement} form @param {string} id */
const named = (form, id) => controls(form).find(({ name }) => name === id);

/** @param {HTMLElement} form @param {string} id @returns {string} what readers see as a field's name; its ID if it's gone */
export function labelOf(form, id) {
  const box = named(form, id);
  return box?.ariaLabel || box?.labels?.[0]?.innerText || id;
}

/** How many differences are listed one by one. */
const LISTED = 4;

/** @param {HTMLElement} form @param {Keeper} keeper @returns {string} which answers differ, and how */
function differences(form, keeper) {
  const all = [...keeper.differing];
  const listed = all.slice(0, LISTED).map(([id, there]) => {
    const control = named(form, id);
    const said = (value = "") => (control ? shown(control, value) : value);
    return filled(asking.both, { label: labelOf(form, id), here: said(keeper.answers.get(id)), there: said(there) });
  });
  const rest = all.length - listed.length;
  return together(filled(asking.differing, { count: all.length }), ...listed, rest > 0 && filled(asking.more, { count: rest }));
}

/** @param {Keeper} keeper @returns {string} where the answers are now */
function statusOf(keeper) {
  if (keeper.answers.size === 0) {
    return keeping.nothing;
  }
  if (!keeper.written) {
    return keeping.unsaved;
  }
  return keeper.kept && keeper.saved ? filled(keeping.device, { time: clock(keeper.saved) }) : keeping.tab;
}

/** @param {string} moment in ISO 8601 */
const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(moment),
  );

/**
 * @param {File} file
 * @param {HTMLElement} form
 * @param {Keeper} keeper
 * @param {Set<string>} ids of the fields on this page
 * @returns {Promise<string>} a message about the result
 */
async function opened(file, form, keeper, ids) {
  // The limit is in UTF-16 units, and each takes up at most three bytes in UTF-8.
  if (file.size > 3 * LARGEST) {
    return files.too_large;
  }
  let found;
  try {
    const text = await file.text();
    // Some programs write something before that.
    if (text.slice(0, 1024).includes("%PDF")) {
      // Most visits don't need it. It may not arrive.
      const { answersIn } = await import("./pdf.js");
      found = await answersIn(file, form, keeper, ids);
    } else {
      found = read(text);
    }
  } catch {
    return files.unreadable;
  }
  if (typeof found === "string") {
    return found;
  }
  if ("trouble" in found) {
    return troubles[found.trouble];
  }
  const { kept, dropped } = found;
  if (kept.page !== keeper.about.page && !keeper.about.formerly?.includes(kept.page)) {
    return filled(files.elsewhere, { title: kept.title || kept.page });
  }
  if (kept.answers.size === 0) {
    return files.empty;
  }
  keeper.offer(kept.answers);
  // A moment without a date keeps only notes, such as which steps are done.
  const count = [...kept.answers.keys()].filter(own).length;
  return together(
    count ? filled(keeping.opened, { count }) : keeping.opened_notes,
    dropped && filled(files.dropped, { count: dropped }),
  );
}
