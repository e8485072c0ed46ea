// Stores answers in this tab or, if the reader chooses, on this device.
//
// Every write reads first and changes only the fields that were changed here, so that two tabs don't overwrite each
// other. Data that can't be read is set aside, never deleted.

import { own } from "./notes.js";
import { compare, LARGEST, LONGEST, read, write } from "./record.js";
import { TOP } from "./top.js";

/** Milliseconds after the last keystroke. Leaving the page saves right away. */
const PAUSE = 300;

/**
 * @typedef {import("./record.js").Answers} Answers
 * @typedef {"damaged" | "foreign" | "newer" | "refused" | "full" | "differing" | "cleared"} Notice
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Store
 * @typedef {{session: Store | null, local: Store | null, prefix: string, channel: BroadcastChannel | null}} Place
 *   A store the browser blocks is null. `prefix` keeps this guide separate from other sites on the same host.
 * @typedef {{page: string, title: string, revision: string, now?: (answers: Answers) => Answers, formerly?: string[]}} About
 *   `now` returns answers under their current IDs. `formerly` lists the page's previous addresses.
 */

/** @returns {Place} the browser's stores; if they're blocked, even accessing them can throw */
export function place() {
  const prefix = `guide:${TOP}:`;
  return {
    session: allowed(() => sessionStorage),
    local: allowed(() => localStorage),
    prefix,
    channel: allowed(() => new BroadcastChannel(prefix)),
  };
}

/** @template T @param {() => T} ask @returns {T | null} */
export function allowed(ask) {
  try {
    return ask();
  } catch {
    return null;
  }
}

export class Keeper {
  /** @type {Answers} The answers on the page now. */
  answers = new Map();
  /** @type {Answers} Other answers to the same questions. The reader has to choose. */
  differing = new Map();
  /** @type {Notice | null} What the reader should know. */
  notice = null;
  /** @type {string | null} Stored text that can't be read. */
  damaged = null;
  /** When the last change was written, in ISO 8601, or empty. */
  saved = "";
  /** Whether everything typed is in a store. */
  written = true;

  /** @type {Set<string>} */
  #changed = new Set();
  /** @type {Set<(ids: Set<string>) => void>} */
  #listeners = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #blocked = false;

  /** @param {About} about @param {Place} [where] */
  constructor(about, where = place()) {
    this.about = about;
    this.where = where;
    this.#open();
    where.channel?.addEventListener("message", (event) => this.#hear(event.data));
  }

  /** Whether answers outlive this tab. */
  get kept() {
    return this.#ask(this.where.local, "kept") === "yes";
  }

  /**
   * @param {Set<string>} ids IDs of the fields on this page
   * @returns {Answers} to other questions, such as those of an older version
   */
  unknown(ids) {
    return new Map([...this.answers].filter(([id]) => !ids.has(id) && own(id)));
  }

  /** @param {(ids: Set<string>) => void} listener gets the IDs of answers that changed other than by `set` */
  listen(listener) {
    this.#listeners.add(listener);
  }

  /** @param {string} id @param {string} text empty to delete the answer */
  set(id, text) {
    // A longer text could be written but not read again.
    const value = text.slice(0, LONGEST);
    if (value === (this.answers.get(id) ?? "")) {
      return;
    }
    this.#put(id, value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** @param {Answers} answers all go on the page and are saved */
  take(answers) {
    for (const [id, value] of answers) {
      this.#put(id, value);
    }
    this.flush();
    this.#emit(new Set(answers.keys()));
  }

  /**
   * Add answers that are missing here. The reader decides about those that differ.
   * @param {Answers} others
   */
  offer(others) {
    const { added, differing } = compare(this.answers, this.about.now?.(others) ?? others);
    this.take(added);
    this.differing = differing;
    if (differing.size) {
      this.#notify("differing");
    }
  }

  /** Resolve the differences. @param {boolean} others whether to use the other answers */
  decide(others) {
    if (others) {
      this.take(this.differing);
    }
    this.differing = new Map();
    this.#leaveTab();
    this.#notify(null);
  }

  /** Write changes. If that fails, they stay on the page, and the next change tries again. */
  flush() {
    clearTimeout(this.#timer);
    if (this.#changed.size === 0 || this.#blocked) {
      this.written = this.#changed.size === 0;
      return;
    }
    const store = this.#store();
    const stored = store && this.#stored(store);
    if (!store || this.#blocked) {
      this.#notify("refused");
      return;
    }
    // If nothing can be read, the answers here are all there is.
    const answers = new Map(stored ? stored.answers : this.answers);
    for (const id of this.#changed) {
      const value = this.answers.get(id);
      value ? answers.set(id, value) : answers.delete(id);
    }
    const { page, title, revision } = this.about;
    const saved = new Date().toISOString();
    const text = write({ page, title, revision, saved, answers });
    try {
      if (text.length > LARGEST) {
        throw new RangeError("more than could be read again");
      }
      this.#write(store, `page/${page}`, answers.size ? text : null);
    } catch {
      this.#notify("full");
      return;
    }
    this.saved = saved;
    this.#changed.clear();
    this.written = true;
    if (this.notice === "full" || this.notice === "refused") {
      this.notice = null;
    }
    this.#adopt(answers);
  }

  /**
   * Start or stop keeping answers on this device, for every page of the guide.
   * @param {boolean} enabled
   * @returns {boolean} whether the browser allowed it
   */
  keep(enabled) {
    const { session, local } = this.where;
    this.flush();
    const [from, to] = enabled ? [session, local] : [local, session];
    const moved = this.#keys(from);
    if (!local || !to) {
      this.#notify("refused");
      return false;
    }
    const before = new Map(moved.map((key) => [key, this.#ask(to, key)]));
    try {
      for (const key of moved) {
        const [text, there] = [this.#ask(from, key) ?? "", before.get(key)];
        // If two differ, set the other one aside under its own key.
        const [here, other] = there ? together(text, there) : [text, null];
        this.#write(to, key, here);
        if (other) {
          this.#write(to, `aside/${key.slice(key.indexOf("/") + 1)}/${Date.now()}`, other);
        }
      }
      this.#write(local, "kept", enabled ? "yes" : null);
    } catch {
      // Undo everything. Half moved would be worse than nothing moved.
      before.forEach((text, key) => this.#write(to, key, text));
      this.#notify("full");
      return false;
    }
    moved.forEach((key) => this.#write(from, key, null));
    this.#stay();
    if (enabled) {
      // Ask the browser not to delete our answers when space runs low. It may refuse.
      allowed(() => navigator.storage.persist().catch(() => false));
    }
    return true;
  }

  /** Delete the answers of this page, or of every page of the guide, in every tab. @param {boolean} everywhere */
  clear(everywhere) {
    this.#forget(everywhere);
    this.where.channel?.postMessage(everywhere ? "" : this.about.page);
  }

  /** Another tab stored something. @param {string | null} key null if it cleared everything */
  stored(key) {
    const { prefix, local } = this.where;
    const kept = key === null || key === `${prefix}kept`;
    if (kept && this.kept) {
      this.flush();
      this.#open();
    } else if (kept) {
      this.#stay();
    } else if (key === `${prefix}page/${this.about.page}` && this.kept && local) {
      this.#adopt(this.#stored(local)?.answers ?? new Map());
    }
  }

  /** Read the store again after a time without events. */
  refresh() {
    this.flush();
    const store = this.#store();
    const stored = store && this.#stored(store);
    if (stored) {
      this.#adopt(stored.answers);
    }
  }

  #open() {
    this.#moveIn();
    const [store, mine] = [this.#store(), this.answers];
    this.answers = new Map();
    this.#adopt((store && this.#stored(store)?.answers) ?? new Map());
    const others = this.#leftovers().flatMap(({ answers }) => [...answers]);
    this.offer(new Map([...others, ...mine]));
    if (this.differing.size === 0) {
      this.#leaveTab();
    }
  }

  /**
   * Find other answers to the same questions: those written in this tab before another tab turned on keeping, and
   * those set aside because they differed.
   * @returns {{store: Store | null, key: string, answers: Answers}[]}
   */
  #leftovers() {
    const { session, local } = this.where;
    const own = `page/${this.about.page}`;
    const places = [session, local].flatMap((store) =>
      this.#keys(store)
        .filter((key) => key.startsWith(`aside/${this.about.page}/`) || (key === own && store === session && this.kept))
        .map((key) => ({ store, key, found: read(this.#ask(store, key) ?? "") })),
    );
    return places.flatMap(({ store, key, found }) => ("kept" in found ? [{ store, key, answers: found.kept.answers }] : []));
  }

  /** Move answers saved under a former address of the page. */
  #moveIn() {
    for (const store of [this.where.session, this.where.local]) {
      for (const former of this.about.formerly ?? []) {
        const text = this.#ask(store, `page/${former}`);
        if (text !== null && this.#ask(store, `page/${this.about.page}`) === null) {
          // Delete first, because there may not be room for both.
          this.#write(store, `page/${former}`, null);
          this.#write(store, `page/${this.about.page}`, text);
        }
      }
    }
  }

  /** Write all answers, including other tabs' changes, to the current store. */
  #stay() {
    this.answers.forEach((_, id) => this.#changed.add(id));
    this.flush();
    this.#emit(new Set());
  }

  /** Delete leftover answers once everything that matters is written to the current store. */
  #leaveTab() {
    if (this.written && !this.#blocked) {
      this.#leftovers().forEach(({ store, key }) => this.#write(store, key, null));
    }
  }

  /** @param {unknown} message from another tab: the page it cleared, or empty for all */
  #hear(message) {
    if (message === "" || (message === this.about.page && this.kept)) {
      this.#forget(message === "");
      this.#notify("cleared");
    }
  }

  /** @returns {Store | null} */
  #store() {
    return this.kept ? this.where.local : this.where.session;
  }

  /** @param {Store} store @returns {import("./record.js").Kept | null} */
  #stored(store) {
    const key = `page/${this.about.page}`;
    const text = this.#ask(store, key);
    const found = text === null ? null : read(text);
    if (found && "kept" in found) {
      this.saved = found.kept.saved;
      return { ...found.kept, answers: this.about.now?.(found.kept.answers) ?? found.kept.answers };
    }
    if (found && text) {
      this.#setAside(store, key, text, found.trouble);
    }
    return null;
  }

  /**
   * Make room for new answers, or block writing if a newer version can still read the old ones.
   * @param {Store} store @param {string} key @param {string} text @param {import("./record.js").Trouble} trouble
   */
  #setAside(store, key, text, trouble) {
    this.damaged = text;
    this.#blocked = trouble === "newer";
    this.notice = this.#blocked ? "newer" : "damaged";
    if (!this.#blocked) {
      try {
        this.#write(store, `aside/${this.about.page}/${Date.now()}`, text);
        this.#write(store, key, null);
      } catch {
        this.#blocked = true;
      }
    }
  }

  /** @param {Answers} stored changes from elsewhere; answers changed here stay */
  #adopt(stored) {
    const ids = new Set([...stored.keys(), ...this.answers.keys()]);
    const news = [...ids].filter((id) => !this.#changed.has(id) && stored.get(id) !== this.answers.get(id));
    for (const id of news) {
      const value = stored.get(id);
      value ? this.answers.set(id, value) : this.answers.delete(id);
    }
    if (news.length) {
      this.#emit(new Set(news));
    }
  }

  /** @param {string} id @param {string} value */
  #put(id, value) {
    value ? this.answers.set(id, value) : this.answers.delete(id);
    this.#changed.add(id);
    this.written = false;
  }

  /** @param {boolean} everywhere */
  #forget(everywhere) {
    clearTimeout(this.#timer);
    const ids = new Set(this.answers.keys());
    for (const store of [this.where.session, this.where.local]) {
      for (const key of this.#keys(store)) {
        if (everywhere || key === `page/${this.about.page}` || key.startsWith(`aside/${this.about.page}/`)) {
          this.#write(store, key, null);
        }
      }
    }
    if (everywhere) {
      this.#write(this.where.local, "kept", null);
    }
    this.answers = new Map();
    this.differing = new Map();
    this.#changed.clear();
    this.#blocked = false;
    this.written = true;
    this.saved = "";
    this.damaged = null;
    this.notice = null;
    this.#emit(ids);
  }

  /** @param {Notice | null} notice */
  #notify(notice) {
    this.notice = notice;
    this.#emit(new Set());
  }

  /** @param {Set<string>} ids */
  #emit(ids) {
    this.#listeners.forEach((listener) => listener(ids));
  }

  /** @param {Store | null} store @returns {string[]} keys of pages in `store`, without the prefix */
  #keys(store) {
    const { prefix } = this.where;
    const keys = store ? Array.from({ length: store.length }, (_, index) => store.key(index) ?? "") : [];
    return keys
      .filter((key) => key.startsWith(`${prefix}page/`) || key.startsWith(`${prefix}aside/`))
      .map((key) => key.slice(prefix.length));
  }

  /** @param {Store | null} store @param {string} key @returns {string | null} */
  #ask(store, key) {
    return store && allowed(() => store.getItem(this.where.prefix + key));
  }

  /** @param {Store | null} store @param {string} key @param {string | null} text null to delete it */
  #write(store, key, text) {
    text === null ? store?.removeItem(this.where.prefix + key) : store?.setItem(this.where.prefix + key, text);
  }
}

/**
 * @param {string} ours @param {string} theirs
 * @returns {[string, string | null]} both combined, with ours where they differ; and theirs if they differ
 */
function together(ours, theirs) {
  const [here, there] = [read(ours), read(theirs)];
  if (!("kept" in here) || !("kept" in there)) {
    return [ours, theirs];
  }
  const answers = new Map([...there.kept.answers, ...here.kept.answers]);
  const differ = compare(here.kept.answers, there.kept.answers).differing.size > 0;
  return [write({ ...here.kept, answers }), differ ? theirs : null];
}
