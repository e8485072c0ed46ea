// The search worker without Material: what it makes of a question, given what stands on a site, and when it loads.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

const FOLDER = new URL("../../templates/assets/search/", import.meta.url);
const program = (name) => readFileSync(new URL(name, FOLDER), "utf8");
const ADDRESS = "https://site.example/guide/assets/1a2b/search/worker.js?search.1234.min.js";
const LOADED = [
  "https://site.example/guide/assets/1a2b/search/forgiving.js",
  "https://site.example/guide/assets/javascripts/workers/search.1234.min.js",
];
const DOCS = [
  { title: "Say what you saw", text: "<p>A remark on the tables, while the coffee is hot.</p>" },
  { title: "Ask first", alias: "permission · résumé", text: "Patience: wait for a yes, and introduce two people." },
  { title: "Introductions", text: "How an introduction begins, and what a shy person says." },
];

/** Start a worker that knows DOCS, and return a function that asks it. */
function started({ language = "en", synonyms = [] } = {}) {
  const heard = [];
  runInNewContext(program("forgiving.js"), { addEventListener: (_, listener) => heard.push(listener) });
  const send = (message) => (heard.forEach((listener) => listener({ data: message })), message);
  send({ type: 0, data: { config: { lang: [language], synonyms }, docs: DOCS } });
  const ask = (query) => send({ type: 2, data: query }).data;
  return { ask };
}

const words = (query) => query.split(" ").map((word) => word.replace(/\^.*/, ""));

test("opened from a disk, everything is loaded from where it lies at once", () => {
  const loaded = [];
  const self = { document: { currentScript: { src: ADDRESS } } };
  runInNewContext(program("worker.js"), { importScripts: (...all) => loaded.push(...all), self, URL });
  assert.deepEqual(loaded, LOADED);
});

test("a word of the site stays, and counts most", () => {
  assert.equal(started().ask("coffee"), "coffee^4");
});

test("small words go, unless nothing else was typed", () => {
  const { ask } = started();
  assert.deepEqual(words(ask("what do I say to a person?")), ["say", "person"]);
  assert.deepEqual(words(ask("what is it")).slice(0, 3), ["what", "is", "it"]);
});

test("an unfinished word is completed", () => {
  assert.ok(words(started().ask("introd")).includes("introduction"));
});

for (const [typed, meant] of [
  ["pateince", "patience"],
  ["introdution", "introduction"],
  ["remrk", "remark"],
  ["cofffee", "coffee"],
  ["permision", "permission"],
  ["intrdouct", "introduction"],
]) {
  test(`${typed} finds ${meant}`, () => {
    assert.ok(words(started().ask(typed)).includes(meant));
  });
}

test("short words and nonsense are not made into something else", () => {
  const { ask } = started();
  assert.deepEqual(words(ask("xhy")), ["xhy"]);
  assert.deepEqual(words(ask("qqqqqqqq")), ["qqqqqqqq"]);
});

test("accents do not matter", () => {
  assert.ok(words(started().ask("resume")).some((word) => word === "résumé" || word === "resume"));
  assert.ok(words(started().ask("pâtience")).includes("patience"));
});

test("words that mean the same find one another, also when one is misspelt or a phrase", () => {
  const { ask } = started({ synonyms: [["comment", "remark"], ["first contact", "introduction"]] });
  assert.ok(words(ask("comment")).includes("remark"));
  assert.ok(words(ask("coment")).includes("remark"));
  assert.ok(words(ask("a first contact")).includes("introduction"));
  assert.ok(!words(ask("contact")).includes("introduction"));
});

test("who writes signs of the trade is left alone", () => {
  const { ask } = started();
  for (const query of ['"first remark"', "+coffee -tables"]) {
    assert.equal(ask(query), query);
  }
});

test("in another language no word is small", () => {
  assert.ok(words(started({ language: "de" }).ask("an coffee")).includes("an"));
});

/** Start a worker as a browser does, and note what it fetches and tells. */
function deferred(fetched) {
  const happened = [];
  const heard = [];
  const hear = (data, isTrusted) => heard.forEach((listener) => listener({ data, isTrusted }));
  runInNewContext(program("worker.js"), {
    addEventListener: (_, listener) => heard.push(listener),
    dispatchEvent: ({ data }) => (happened.push(["handed on", data.type, data.data.docs?.length ?? data.data]), hear(data, false)),
    fetch: async ({ href }) => (happened.push(["fetched", href]), fetched()),
    importScripts: (...all) => happened.push(["loaded", ...all]),
    location: new URL(ADDRESS),
    MessageEvent: class { constructor(_, { data }) { this.data = data; } },
    postMessage: ({ type }) => happened.push(["told", type]),
    self: {},
    setTimeout,
    URL,
  });
  hear({ type: 0, data: { config: { lang: ["en"], later: "search/pages.json" }, docs: [] } }, true);
  const ask = (query) => (hear({ type: 2, data: query }, true), new Promise((done) => setTimeout(done, 5)));
  return { ask, happened };
}

const whole = async () => ({ json: async () => ({ config: { lang: ["en"] }, docs: DOCS }) });

test("nothing is fetched before somebody types, and then once, before the question is passed on", async () => {
  const { ask, happened } = deferred(whole);
  await ask("");
  assert.deepEqual(happened.splice(0), [["told", 1], ["told", 3]]);
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

test("where the network failed, the next letter tries again", async () => {
  let tries = 0;
  const { ask, happened } = deferred(async () => {
    tries += 1;
    return tries === 1 ? { json: () => Promise.reject(new Error("offline")) } : whole();
  });
  await ask("coffe");
  await ask("coffee");
  assert.deepEqual(happened.at(-1), ["handed on", 2, "coffee"]);
});
