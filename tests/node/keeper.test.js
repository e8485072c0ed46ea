import assert from "node:assert/strict";
import { test } from "node:test";

import { Keeper } from "../../templates/site/assets/scripts/keeper.js";
import { renamed } from "../../templates/site/assets/scripts/record.js";

const ABOUT = { page: "worksheets/one-talk", title: "One talk", revision: "3f2a91bc" };
const PREFIX = "guide:/site/:";
const PAGE = `${PREFIX}page/worksheets/one-talk`;

/** A browser's store, which can be made to refuse. */
class Store {
  /** @type {Map<string, string>} */
  entries = new Map();
  full = false;

  get length() {
    return this.entries.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.entries.keys()][index] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.entries.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    if (this.full) {
      throw new DOMException("no room", "QuotaExceededError");
    }
    this.entries.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.entries.delete(key);
  }
}

/** A browser whose tabs share what's kept on the device. */
class Device {
  local = new Store();
  /** @type {((event: {data: unknown}) => void)[]} */
  listeners = [];

  /** @param {Partial<typeof ABOUT> & {now?: (answers: Map<string, string>) => Map<string, string>, formerly?: string[]}} [about] @param {Store} [session] */
  tab(about = {}, session = new Store()) {
    /** @type {((event: {data: unknown}) => void) | undefined} */
    let own;
    const channel = {
      addEventListener: (/** @type {string} */ _, /** @type {(event: {data: unknown}) => void} */ listener) => {
        own = listener;
        this.listeners.push(listener);
      },
      postMessage: (/** @type {unknown} */ data) =>
        this.listeners.filter((listener) => listener !== own).forEach((listener) => listener({ data })),
    };
    const where = { session, local: this.local, prefix: PREFIX, channel };
    return new Keeper({ ...ABOUT, ...about }, /** @type {any} */ (where));
  }
}

/** @param {Keeper} keeper @param {Record<string, string>} answers */
function type(keeper, answers) {
  Object.entries(answers).forEach(([id, value]) => keeper.set(id, value));
  keeper.flush();
}

const shown = (/** @type {Keeper} */ keeper) => Object.fromEntries(keeper.answers);

test("nothing is kept on the device until the reader chooses it", () => {
  const device = new Device();
  type(device.tab(), { name: "Ada" });
  assert.equal(device.local.length, 0);
});

test("answers survive a reload of the tab", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({}, session), { name: "Ada" });
  assert.deepEqual(shown(device.tab({}, session)), { name: "Ada" });
  assert.deepEqual(shown(device.tab()), {});
});

test("kept answers are available in the next tab and no longer stored only in this one", () => {
  const device = new Device();
  const session = new Store();
  const keeper = device.tab({}, session);
  type(keeper, { name: "Ada" });
  assert.equal(keeper.keep(true), true);
  assert.equal(session.length, 0);
  assert.deepEqual(shown(device.tab()), { name: "Ada" });
});

test("the choice applies to every page filled in before", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({ page: "checklists/before" }, session), { asked: "yes" });
  device.tab({}, session).keep(true);
  assert.deepEqual(shown(device.tab({ page: "checklists/before" })), { asked: "yes" });
});

test("turning off keeping removes answers from the device but leaves them in the tab", () => {
  const device = new Device();
  const keeper = device.tab();
  type(keeper, { name: "Ada" });
  keeper.keep(true);
  keeper.keep(false);
  assert.equal(device.local.length, 0);
  assert.deepEqual(shown(keeper), { name: "Ada" });
});

test("two tabs that fill in different questions both keep their answers", () => {
  const device = new Device();
  const [one, two] = [device.tab(), device.tab()];
  one.keep(true);
  type(one, { a: "from one" });
  type(two, { b: "from two" });
  assert.deepEqual(shown(device.tab()), { a: "from one", b: "from two" });
});

test("another tab's answers appear here, but don't replace what's being typed", () => {
  const device = new Device();
  const [one, two] = [device.tab(), device.tab()];
  one.keep(true);
  two.stored(`${PREFIX}kept`);
  two.set("a", "half a sen");
  type(one, { a: "one", b: "one" });
  two.stored(PAGE);
  assert.deepEqual(shown(two), { a: "half a sen", b: "one" });
});

test("a tab filled in before another tab turned on keeping asks about differences", () => {
  const device = new Device();
  const [one, two] = [device.tab(), device.tab()];
  type(one, { a: "one", b: "only one" });
  type(two, { a: "two", c: "only two" });
  one.keep(true);
  two.stored(`${PREFIX}kept`);
  assert.equal(two.notice, "differing");
  assert.deepEqual(shown(two), { a: "one", b: "only one", c: "only two" });
  assert.deepEqual(two.differing, new Map([["a", "two"]]));
  two.decide(true);
  assert.deepEqual(shown(device.tab()), { a: "two", b: "only one", c: "only two" });
});

test("an undecided difference is asked about again after a reload", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({}, session), { a: "tab" });
  type(device.tab(), { a: "other" });
  const other = device.tab();
  type(other, { a: "device" });
  other.keep(true);
  assert.deepEqual(device.tab({}, session).differing, new Map([["a", "tab"]]));
  assert.deepEqual(device.tab({}, session).differing, new Map([["a", "tab"]]));
});

test("when another tab turns off keeping, this one continues with its answers", () => {
  const device = new Device();
  const [one, two] = [device.tab(), device.tab()];
  one.keep(true);
  type(one, { a: "one" });
  two.stored(`${PREFIX}kept`);
  one.keep(false);
  two.stored(`${PREFIX}kept`);
  assert.deepEqual(shown(two), { a: "one" });
  assert.equal(two.written, true);
});

test("clearing a page leaves the other pages and the choice", () => {
  const device = new Device();
  const keeper = device.tab();
  keeper.keep(true);
  type(keeper, { a: "x" });
  type(device.tab({ page: "checklists/before" }), { asked: "yes" });
  keeper.clear(false);
  assert.deepEqual(shown(device.tab()), {});
  assert.deepEqual(shown(device.tab({ page: "checklists/before" })), { asked: "yes" });
  assert.equal(keeper.kept, true);
});

test("clearing everything leaves nothing on the device, in this tab, or in any other", () => {
  const device = new Device();
  const sessions = [new Store(), new Store()];
  const [one, two] = sessions.map((session) => device.tab({}, session));
  assert.ok(one && two);
  type(two, { a: "two" });
  type(one, { a: "one" });
  device.local.setItem("someone:else", "stays");
  one.clear(true);
  assert.deepEqual([...device.local.entries.keys()], ["someone:else"]);
  assert.deepEqual(sessions.map((session) => session.length), [0, 0]);
  assert.deepEqual([shown(one), shown(two)], [{}, {}]);
  assert.equal(two.notice, "cleared");
});

test("a browser that refuses storage gets a notice once something is written, and nothing breaks", () => {
  const keeper = new Keeper(ABOUT, { session: null, local: null, prefix: PREFIX, channel: null });
  assert.equal(keeper.notice, null);
  type(keeper, { a: "x" });
  assert.deepEqual([keeper.notice, keeper.written, shown(keeper)], ["refused", false, { a: "x" }]);
  assert.equal(keeper.keep(true), false);
});

test("when storage is full, typed answers stay and are written once there's room", () => {
  const device = new Device();
  const session = new Store();
  const keeper = device.tab({}, session);
  session.full = true;
  type(keeper, { a: "x" });
  assert.deepEqual([keeper.notice, keeper.written, shown(keeper)], ["full", false, { a: "x" }]);
  session.full = false;
  type(keeper, { b: "y" });
  assert.deepEqual([keeper.notice, keeper.written], [null, true]);
  assert.deepEqual(shown(device.tab({}, session)), { a: "x", b: "y" });
});

test("when the device is full, answers stay in the tab", () => {
  const device = new Device();
  const session = new Store();
  const keeper = device.tab({}, session);
  type(keeper, { a: "x" });
  device.local.full = true;
  assert.equal(keeper.keep(true), false);
  assert.deepEqual([keeper.kept, keeper.notice], [false, "full"]);
  assert.deepEqual(shown(device.tab({}, session)), { a: "x" });
});

for (const text of ["{broken", '{"kind": "something else"}', "undefined"]) {
  test(`stored data that can't be read is set aside, not deleted: ${text}`, () => {
    const session = new Store();
    session.setItem(PAGE, text);
    const keeper = new Device().tab({}, session);
    assert.deepEqual([keeper.notice, keeper.damaged], ["damaged", text]);
    type(keeper, { a: "anew" });
    assert.ok([...session.entries].some(([key, value]) => key.includes("aside/") && value === text));
    assert.ok(session.getItem(PAGE)?.includes("anew"));
  });
}

test("answers from a newer version are left alone and not overwritten", () => {
  const session = new Store();
  const newer = '{"format": 2, "kind": "answers", "answers": {"a": "b"}}';
  session.setItem(PAGE, newer);
  const keeper = new Device().tab({}, session);
  type(keeper, { a: "x" });
  assert.deepEqual([keeper.notice, keeper.written, session.getItem(PAGE)], ["newer", false, newer]);
});

test("answers to former questions are kept, even after other answers are written", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({}, session), { gone: "still here", name: "Ada" });
  const keeper = device.tab({}, session);
  type(keeper, { name: "Ada L." });
  assert.deepEqual(keeper.unknown(new Set(["name"])), new Map([["gone", "still here"]]));
  assert.deepEqual(shown(device.tab({}, session)), { gone: "still here", name: "Ada L." });
});

test("an answer to a question with a new ID is found under that ID", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({}, session), { "camera-saw": "a coat" });
  const now = (/** @type {Map<string, string>} */ answers) => renamed(answers, new Map([["camera-saw", "camera-seen"]]));
  const keeper = device.tab({ now }, session);
  assert.deepEqual(shown(keeper), { "camera-seen": "a coat" });
  type(keeper, { "camera-seen": "a red coat" });
  assert.deepEqual(shown(device.tab({ now }, session)), { "camera-seen": "a red coat" });
});

test("an answer that's too long is cut, and nothing else is lost", () => {
  const device = new Device();
  const session = new Store();
  const keeper = device.tab({}, session);
  type(keeper, { a: "x".repeat(100_001) });
  type(keeper, { b: "y" });
  assert.deepEqual(shown(device.tab({}, session)), { a: "x".repeat(100_000), b: "y" });
});

test("answers on the page are written again if the store was damaged in the meantime", () => {
  const session = new Store();
  const keeper = new Device().tab({}, session);
  type(keeper, { a: "one", b: "two" });
  session.setItem(PAGE, "{broken");
  type(keeper, { c: "three" });
  assert.deepEqual(shown(keeper), { a: "one", b: "two", c: "three" });
  assert.deepEqual(shown(new Device().tab({}, session)), { a: "one", b: "two", c: "three" });
});

test("the tab keeps its answers while the device has no room for them", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({}, session), { a: "only here" });
  device.tab().keep(true);
  device.local.full = true;
  const keeper = device.tab({}, session);
  assert.deepEqual([keeper.written, keeper.notice, shown(keeper)], [false, "full", { a: "only here" }]);
  assert.ok(session.getItem(PAGE)?.includes("only here"));
});

test("turning off keeping doesn't throw away a tab's different answers", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({}, session), { a: "tab" });
  const other = device.tab({}, new Store());
  device.local.setItem(`${PREFIX}kept`, "yes");
  type(other, { a: "device" });
  device.tab({ page: "worksheets/another" }, session).keep(false);
  const keeper = device.tab({}, session);
  assert.deepEqual([shown(keeper), keeper.differing], [{ a: "device" }, new Map([["a", "tab"]])]);
  keeper.decide(true);
  assert.deepEqual(shown(device.tab({}, session)), { a: "tab" });
  assert.equal(device.tab({}, session).differing.size, 0);
});

test("if the device has no room for every page, none is moved", () => {
  const device = new Device();
  const session = new Store();
  type(device.tab({ page: "worksheets/another" }, session), { a: "x" });
  const keeper = device.tab({}, session);
  type(keeper, { a: "y" });
  let written = 0;
  const set = device.local.setItem.bind(device.local);
  device.local.setItem = (key, value) => {
    if (++written === 2) {
      throw new DOMException("no room", "QuotaExceededError");
    }
    set(key, value);
  };
  assert.equal(keeper.keep(true), false);
  assert.equal(device.local.length, 0);
  assert.equal(session.length, 2);
});

test("an invalid time does no harm", () => {
  const session = new Store();
  session.setItem(PAGE, '{"format": 1, "kind": "answers", "saved": "soon", "answers": {"a": "b"}}');
  assert.equal(new Device().tab({}, session).saved, "");
});

test("a page from the back-forward cache gets other tabs' answers and keeps its own", () => {
  const device = new Device();
  const [one, two] = [device.tab(), device.tab()];
  one.keep(true);
  type(one, { a: "old" });
  two.stored(`${PREFIX}kept`);
  type(one, { a: "new" });
  two.refresh();
  assert.deepEqual(shown(two), { a: "new" });
  one.keep(false);
  two.refresh();
  assert.deepEqual(shown(two), { a: "new" });
});

test("a page with a new address finds its answers", () => {
  const session = new Store();
  type(new Device().tab({ page: "worksheets/old-talk" }, session), { name: "Ada" });
  const keeper = new Device().tab({ formerly: ["worksheets/older-talk", "worksheets/old-talk"] }, session);
  assert.deepEqual(shown(keeper), { name: "Ada" });
  assert.deepEqual([...session.entries.keys()], [PAGE]);
});

test("opening a file fills in what's empty and asks about differences", () => {
  const keeper = new Device().tab();
  type(keeper, { a: "here" });
  keeper.offer(new Map([["a", "file"], ["b", "file"]]));
  assert.deepEqual(shown(keeper), { a: "here", b: "file" });
  assert.deepEqual(keeper.differing, new Map([["a", "file"]]));
  keeper.decide(false);
  assert.deepEqual([shown(keeper), keeper.notice], [{ a: "here", b: "file" }, null]);
});

test("another guide on the same host is never read or cleared", () => {
  const device = new Device();
  device.local.setItem("guide:/other/:kept", "yes");
  device.local.setItem("guide:/other/:page/worksheets/one-talk", "{}");
  const keeper = device.tab();
  keeper.clear(true);
  assert.equal(device.local.length, 2);
  assert.equal(keeper.kept, false);
});

/** What a store might have under our page's key: damage of every kind, and other programs' data. */
const FOUND = [
  "", "null", "[]", "{}", "x", '{"format": 1', "\0", '"answers"', "[".repeat(50_000),
  '{"format": 2, "kind": "answers", "answers": {"a": "newer"}}',
  '{"format": 1, "kind": "answers", "answers": {"__proto__": {"x": 1}, "constructor": "c", "a": 5, "b": "kept"}}',
  '{"format": 1, "kind": "answers", "answers": {"__proto__": "x"}, "__proto__": {"x": 1}}',
  '{"format": 1, "kind": "answers", "page": {"toString": 1}, "answers": {"b": "kept"}}',
];

for (const [number, text] of FOUND.entries()) {
  for (const kept of [false, true]) {
    test(`whatever is in the ${kept ? "device" : "tab"}, nothing is lost and the page keeps working (${number})`, () => {
      const [device, session] = [new Device(), new Store()];
      if (kept) device.local.setItem(`${PREFIX}kept`, "yes");
      (kept ? device.local : session).setItem(PAGE, text);
      const keeper = device.tab({}, session);
      type(keeper, { name: "Ada" });
      keeper.keep(!kept);
      keeper.refresh();
      assert.equal(keeper.answers.get("name"), "Ada");
      const stored = [...device.local.entries.values(), ...session.entries.values()];
      // The text itself, or the answer that could be read from it.
      assert.ok(text.includes('"kept"') ? stored.some((one) => one.includes('"kept"')) : !text || text.includes("proto") || stored.includes(text), String(stored));
      assert.equal(/** @type {Record<string, unknown>} */ ({}).x, undefined);
    });
  }
}
