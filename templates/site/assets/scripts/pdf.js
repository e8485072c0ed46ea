// Fills in the PDF of a worksheet, and reads the answers in one. A worker does it with pdf-lib (assets/pdf), which is
// loaded only then.

import { controls } from "./controls.js";
import { own } from "./notes.js";
import { read, write } from "./record.js";
import { pdf as words } from "./interface-pdf.js";

/** Milliseconds after which a file counts as endless. */
const LONGEST_WAIT = 20_000;

/** On pages opened from a disk, there are no workers and no requests, only scripts. */
const ON_DISK = location.protocol === "file:";

/**
 * @typedef {import("./record.js").Answers} Answers
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, missing: string[], cut: string[], lacking: string[]}} Filled
 *   `missing` are the IDs of answers that have no place on paper, `cut` those of answers longer than their place, and
 *   `lacking` characters that the font lacks.
 * @typedef {{page: string, title: string, names: string[], answers: [string, string][]}} Found
 */

/**
 * @param {HTMLElement} form
 * @param {string} blank the file name of its blank PDF, next to the page
 * @param {Answers} answers
 * @returns {Promise<Filled>} rejects if the PDF or pdf-lib can't be loaded
 */
export async function filledIn(form, blank, answers) {
  const groups = choices(form);
  const ours = [...answers].filter(([id]) => own(id));
  const given = ours.map(([id, text]) => [id, text, groups.get(id)?.indexOf(text) ?? -1]);
  const made = /** @type {Filled | {trouble: string}} */ (await work("fill", await blankForm(blank), given));
  if ("trouble" in made) {
    throw new Error(made.trouble);
  }
  return made;
}

/**
 * @param {File} file a PDF
 * @param {HTMLElement} form
 * @param {import("./keeper.js").Keeper} keeper
 * @param {Set<string>} ids of the fields on this page
 * @returns {Promise<ReturnType<typeof read> | string>} as from a file of answers, or why it can't be read; rejects if
 *   pdf-lib can't be loaded
 */
export async function answersIn(file, form, keeper, ids) {
  /** @type {Found | {trouble: "broken" | "locked" | "flat" | "endless"}} */
  const found = /** @type {any} */ (await work("read", await file.arrayBuffer()));
  if ("trouble" in found) {
    return words[found.trouble];
  }
  const { about } = keeper;
  const now = about.now ?? ((/** @type {Answers} */ answers) => answers);
  const page = found.page || (isFrom(ids, now, found.names) ? about.page : "");
  if (!page) {
    return words.strange;
  }
  const groups = choices(form);
  const answers = new Map([...now(new Map(found.answers))].map(([id, text]) => [id, chosen(text, groups.get(id))]));
  // A PDF can contain anything, just as a file of answers can.
  return read(write({ page, title: found.title, revision: "", saved: "", answers }));
}

/**
 * Some programs drop the note of the page that a form belongs to, and older forms have none.
 * @param {Set<string>} ids
 * @param {(answers: Answers) => Answers} now
 * @param {string[]} names of the form's fields
 * @returns {boolean} whether most of them are on this page
 */
function isFrom(ids, now, names) {
  const current = [...now(new Map(names.map((name) => [name, ""]))).keys()];
  return 2 * current.filter((id) => ids.has(id)).length > current.length;
}

/** @param {HTMLElement} form @returns {Map<string, string[]>} the values of each group of choices, in order */
function choices(form) {
  const groups = new Map();
  for (const { name, type, value } of controls(form)) {
    if (type === "radio") {
      groups.set(name, [...(groups.get(name) ?? []), value]);
    }
  }
  return groups;
}

/**
 * @param {string} text in a form, such as “choice-3”; generator/paper/pdf/widgets.py makes it
 * @param {string[]} [group]
 * @returns {string} the same choice on the page
 */
function chosen(text, group = []) {
  const [, number] = /^choice-(\d+)$/.exec(text) ?? [];
  return (!group.includes(text) && group[Number(number) - 1]) || text;
}

/** @param {string} name @returns {Promise<ArrayBuffer>} the blank form; rejects if it can't be loaded */
async function blankForm(name) {
  const address = new URL(name, document.baseURI);
  if (ON_DISK) {
    await load(new URL(`${address}.js`));
    const { blankForms } = /** @type {any} */ (self);
    return Uint8Array.from(atob(blankForms[name]), (character) => character.charCodeAt(0)).buffer;
  }
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return response.arrayBuffer();
}

/**
 * @param {"fill" | "read"} act
 * @param {ArrayBuffer} bytes
 * @param {unknown[]} [answers]
 * @returns {Promise<unknown>} what assets/pdf/forms.js returns, or that it takes too long; rejects if it can't be loaded
 */
async function work(act, bytes, answers = []) {
  const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[src$='/guide.js']"));
  const address = (/** @type {string} */ name) => new URL(`pdf/${name}`, script.src);
  if (ON_DISK) {
    for (const name of ["pdf-lib.js", "joining.js", "lettering.js", "forms.js"]) {
      await load(address(name));
    }
    return /** @type {any} */ (self).pdfForms[act](bytes, answers);
  }
  const worker = new Worker(address("forms.js"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    return await new Promise((done, fail) => {
      worker.addEventListener("error", fail);
      worker.addEventListener("message", ({ data }) => {
        if (data === "ready") {
          // Loading pdf-lib can take longer than this, but reading can't.
          timer = setTimeout(done, LONGEST_WAIT, { trouble: "endless" });
          worker.postMessage({ act, bytes, answers });
        } else {
          data ? done(data) : fail(new Error(act));
        }
      });
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

/** @param {URL} address of a script @returns {Promise<unknown>} */
function load(address) {
  const script = Object.assign(document.createElement("script"), { src: address.href });
  return new Promise((done, fail) => {
    script.addEventListener("load", done);
    script.addEventListener("error", fail);
    document.head.append(script);
  }).finally(() => script.remove());
}
