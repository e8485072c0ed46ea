import assert from "node:assert/strict";
import { test } from "node:test";

import { everything } from "../../templates/site/assets/scripts/shelf.js";

const PREFIX = "guide:/site/:";

/** @param {Record<string, string>} [entries] */
function store(entries = {}) {
  const all = new Map(Object.entries(entries));
  return { length: all.size, key: (index) => [...all.keys()][index] ?? null, getItem: (key) => all.get(key) ?? null };
}

const kept = (page, saved = "") => JSON.stringify({ format: 1, kind: "answers", page, title: page, revision: "", saved, answers: { a: "b" } });

test("everything in the current store is found, the last change first, and nothing of other sites", () => {
  const session = store({
    [`${PREFIX}page/one`]: kept("one", "2026-11-01T08:00:00Z"),
    [`${PREFIX}page/two`]: kept("two", "2026-11-02T08:00:00Z"),
    [`${PREFIX}aside/one/1`]: kept("aside"),
    [`${PREFIX}page/broken`]: "{",
    "guide:/other/:page/x": kept("other"),
  });
  const local = { [`${PREFIX}page/three`]: kept("three") };
  const pages = (/** @type {any} */ where) => everything({ prefix: PREFIX, channel: null, ...where }).map(({ page }) => page);
  assert.deepEqual(pages({ session, local: store(local) }), ["two", "one"]);
  assert.deepEqual(pages({ session, local: store({ ...local, [`${PREFIX}kept`]: "yes" }) }), ["three"]);
  assert.deepEqual(pages({ session, local: null }), ["two", "one"]);
  assert.deepEqual(pages({ session: null, local: null }), []);
});

test("a store that refuses to be read has nothing", () => {
  const refuses = { ...store({ [`${PREFIX}page/one`]: kept("one") }), getItem: () => { throw new Error("no"); } };
  assert.deepEqual(everything(/** @type {any} */ ({ session: refuses, local: refuses, prefix: PREFIX, channel: null })), []);
});
