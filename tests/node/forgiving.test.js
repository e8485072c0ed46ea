// How the search changes a query, given the words on a site.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

const PROGRAM = readFileSync(new URL("../../templates/site/assets/search/forgiving.js", import.meta.url), "utf8");
const DOCS = [
  { title: "Say what you saw", text: "<p>A remark on the tables, while the coffee is hot.</p>" },
  { title: "Ask first", alias: "permission · résumé", text: "Patience: wait for a yes, and introduce two people." },
  { title: "Introductions", text: "How an introduction begins, and what a shy person says." },
];

/** Start a search that knows DOCS, and return a function that sends it queries. */
function started({ language = "en", synonyms = [] } = {}) {
  const heard = [];
  runInNewContext(PROGRAM, { addEventListener: (_, listener) => heard.push(listener) });
  const send = (message) => (heard.forEach((listener) => listener({ data: message })), message);
  send({ type: 0, data: { config: { lang: [language], synonyms }, docs: DOCS } });
  const ask = (query) => send({ type: 2, data: query }).data;
  return { ask };
}

const words = (query) => query.split(" ").map((word) => word.replace(/\^.*/, ""));

test("a word from the site stays and counts the most", () => {
  assert.equal(started().ask("coffee"), "coffee^4");
});

test("small words are dropped unless nothing else was typed", () => {
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

test("short words and nonsense aren't changed", () => {
  const { ask } = started();
  assert.deepEqual(words(ask("xhy")), ["xhy"]);
  assert.deepEqual(words(ask("qqqqqqqq")), ["qqqqqqqq"]);
});

test("accents don't matter", () => {
  assert.ok(words(started().ask("resume")).some((word) => word === "résumé" || word === "resume"));
  assert.ok(words(started().ask("pâtience")).includes("patience"));
});

test("synonyms find each other, even if one is misspelled or a phrase", () => {
  const { ask } = started({ synonyms: [["comment", "remark"], ["first contact", "introduction"]] });
  assert.ok(words(ask("comment")).includes("remark"));
  assert.ok(words(ask("coment")).includes("remark"));
  assert.ok(words(ask("a first contact")).includes("introduction"));
  assert.ok(!words(ask("contact")).includes("introduction"));
});

test("queries with search operators aren't changed", () => {
  const { ask } = started();
  for (const query of ['"first remark"', "+coffee -tables"]) {
    assert.equal(ask(query), query);
  }
});

test("in other languages, no words are dropped", () => {
  assert.ok(words(started({ language: "de" }).ask("an coffee")).includes("an"));
});
