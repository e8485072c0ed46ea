// The search worker without Material: what it fetches, and when.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

const PROGRAM = readFileSync(new URL("../../templates/site/assets/search/worker.js", import.meta.url), "utf8");
const ADDRESS = "https://site.example/guide/assets/1a2b/search/worker.js";
const LOADED = [
  "https://site.example/guide/assets/1a2b/search/forgiving.js",
  "https://site.example/guide/assets/1a2b/theme/search.js",
];
const DOCS = [{ title: "Say what you saw", text: "" }];

test("opened from a disk, everything is loaded right away", () => {
  const loaded = [];
  const self = { document: { currentScript: { src: ADDRESS } } };
  runInNewContext(PROGRAM, { importScripts: (...all) => loaded.push(...all), self, URL });
  assert.deepEqual(loaded, LOADED);
  // Material asks for the files of a language where there are none.
  self.importScripts("../lunr/min/lunr.stemmer.support.min.js", "../lunr/min/lunr.es.min.js");
  assert.deepEqual(loaded.slice(LOADED.length), ["https://site.example/guide/assets/1a2b/search/language.js"]);
});

/** Start a worker like a browser does, and record what it fetches and posts. */
function deferred(fetched) {
  const happened = [];
  const heard = [];
  const hear = (data, isTrusted) => heard.forEach((listener) => listener({ data, isTrusted }));
  runInNewContext(PROGRAM, {
    addEventListener: (_, listener) => heard.push(listener),
    dispatchEvent: ({ data }) => (happened.push(["handed on", data.type, data.data.docs?.length ?? data.data]), hear(data, false)),
    fetch: async ({ href }) => (happened.push(["fetched", href]), fetched()),
    importScripts: (...all) => happened.push(["loaded", ...all]),
    location: new URL(ADDRESS),
    MessageEvent: class { constructor(_, { data }) { this.data = data; } },
    postMessage: ({ type }) => happened.push(["message", type]),
    self: {},
    setTimeout: setImmediate,
    URL,
  });
  hear({ type: 0, data: { config: { lang: ["en"], later: "search/pages.json" }, docs: [] } }, true);
  // The second round comes after the timer of the worker, which is set before the first.
  const rounds = () => new Promise((done) => setImmediate(() => setImmediate(done)));
  const ask = (query) => (hear({ type: 2, data: query }, true), rounds());
  return { ask, happened };
}

const whole = async () => ({ json: async () => ({ config: { lang: ["en"] }, docs: DOCS }) });

test("nothing is fetched until someone types, and then only once, before the query is passed on", async () => {
  const { ask, happened } = deferred(whole);
  await ask("");
  assert.deepEqual(happened.splice(0), [["message", 1], ["message", 3]]);
  await Promise.all([ask("c"), ask("coffee")]);
  assert.deepEqual(happened.splice(0), [
    ["fetched", "https://site.example/guide/search/pages.json"],
    ["loaded", ...LOADED],
    ["handed on", 0, DOCS.length],
    ["handed on", 2, "coffee"],
  ]);
  await ask("tables");
  assert.deepEqual(happened, []);
});

test("if the network fails, the next letter tries again", async () => {
  let tries = 0;
  const { ask, happened } = deferred(async () => {
    tries += 1;
    return tries === 1 ? { json: () => Promise.reject(new Error("offline")) } : whole();
  });
  await ask("coffe");
  await ask("coffee");
  assert.deepEqual(happened.at(-1), ["handed on", 2, "coffee"]);
});
