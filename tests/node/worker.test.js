// The search worker without Material: what it makes of a question, given what stands on a site.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

const FILE = new URL("../../templates/assets/search/worker.js", import.meta.url);
const DOCS = [
  { title: "Say what you saw", text: "<p>A remark on the tables, while the coffee is hot.</p>" },
  { title: "Ask first", alias: "permission · résumé", text: "Patience: wait for a yes, and introduce two people." },
  { title: "Introductions", text: "How an introduction begins, and what a shy person says." },
];

/** Start a worker that is handed DOCS; what it passes on to Material is in `passed`, its answers in `told`. */
function handed({ language = "en", synonyms = [], self = {} } = {}) {
  const events = new EventTarget();
  const [loaded, passed, told] = [[], [], []];
  runInNewContext(readFileSync(FILE, "utf8"), {
    addEventListener: events.addEventListener.bind(events),
    dispatchEvent: events.dispatchEvent.bind(events),
    importScripts: (address) => {
      loaded.push(address);
      events.addEventListener("message", ({ data }) => passed.push(data.type));
    },
    location: new URL("https://site.example/guide/assets/1a2b/search/worker.js?search.1234.min.js"),
    MessageEvent,
    postMessage: (message) => told.push(structuredClone(message)),
    self,
    URL,
  });
  const send = (message) => (events.dispatchEvent(new MessageEvent("message", { data: message })), message);
  send({ type: 0, data: { config: { lang: [language] }, docs: DOCS, synonyms } });
  const ask = (query) => send({ type: 2, data: query }).data;
  return { ask, loaded, passed, told };
}

const words = (query) => query.split(" ").map((word) => word.replace(/\^.*/, ""));

test("the worker of Material is loaded from where it lies", () => {
  assert.deepEqual(handed().loaded, ["https://site.example/guide/assets/javascripts/workers/search.1234.min.js"]);
});

test("nothing is learned before somebody searches", () => {
  const { ask, passed, told } = handed();
  ask("");
  assert.deepEqual(passed, [], "Material makes an index for a page that nobody searches from");
  assert.deepEqual(told, [{ type: 1 }, { type: 3, data: { items: [] } }]);
  ask("coffee");
  ask("");
  assert.deepEqual(passed, [0, 2, 2], "what is to be found comes first, and once");
});

test("from a disk, where Material waits itself, what it hands over is learned at once", () => {
  const { ask, passed } = handed({ self: { document: {} } });
  assert.deepEqual(passed, [0]);
  assert.equal(ask("coffee"), "coffee^4");
});

test("a word of the site stays, and counts most", () => {
  assert.equal(handed().ask("coffee"), "coffee^4");
});

test("small words go, unless nothing else was typed", () => {
  const { ask } = handed();
  assert.deepEqual(words(ask("what do I say to a person?")), ["say", "person"]);
  assert.deepEqual(words(ask("what is it")).slice(0, 3), ["what", "is", "it"]);
});

test("an unfinished word is completed", () => {
  assert.ok(words(handed().ask("introd")).includes("introduction"));
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
    assert.ok(words(handed().ask(typed)).includes(meant));
  });
}

test("short words and nonsense are not made into something else", () => {
  const { ask } = handed();
  assert.deepEqual(words(ask("xhy")), ["xhy"]);
  assert.deepEqual(words(ask("qqqqqqqq")), ["qqqqqqqq"]);
});

test("accents do not matter", () => {
  assert.ok(words(handed().ask("resume")).some((word) => word === "résumé" || word === "resume"));
  assert.ok(words(handed().ask("pâtience")).includes("patience"));
});

test("words that mean the same find one another, also when one is misspelt or a phrase", () => {
  const { ask } = handed({ synonyms: [["comment", "remark"], ["first contact", "introduction"]] });
  assert.ok(words(ask("comment")).includes("remark"));
  assert.ok(words(ask("coment")).includes("remark"));
  assert.ok(words(ask("a first contact")).includes("introduction"));
  assert.ok(!words(ask("contact")).includes("introduction"));
});

test("who writes signs of the trade is left alone", () => {
  const { ask } = handed();
  for (const query of ['"first remark"', "+coffee -tables"]) {
    assert.equal(ask(query), query);
  }
});

test("in another language no word is small", () => {
  assert.ok(words(handed({ language: "de" }).ask("an coffee")).includes("an"));
});
