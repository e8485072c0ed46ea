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

const CARE = { words: ["hopeless", "can't cope", "hot"], nothing: "Nothing.", help: "Talk with someone." };
const SMALL = "a an do i is it to what".split(" ");

/** What Lunr has for a language: its small words, and a stemmer that cuts a plural. */
const tools = {
  stopWordFilter: (word) => (SMALL.includes(word) ? undefined : word),
  stemmer: ({ word }) => word.replace(/s$/, ""),
};
const lunr = { ...tools, es: tools, Token: class { constructor(word) { this.word = word; } } };

/** Start a search that knows `docs`, and return functions that send it queries. */
function started({ language = "en", pipeline = ["stemmer"], synonyms = [], docs = DOCS, page = "" } = {}) {
  const heard = [];
  const said = [];
  class BroadcastChannel {
    postMessage(message) {
      said.push(message);
    }
  }
  runInNewContext(PROGRAM, { addEventListener: (_, listener) => heard.push(listener), BroadcastChannel, lunr });
  const send = (message) => (heard.forEach((listener) => listener({ data: message })), message);
  const instead = "No “{typed}”, but “{meant}”.";
  const config = { lang: [language], pipeline, synonyms, instead, care: { ...CARE, ...(page && { page }) } };
  const given = structuredClone({ config, docs });
  send({ type: 0, data: given });
  const ask = (query) => send({ type: 2, data: query }).data;
  const say = (query) => (ask(query), said.at(-1));
  return { ask, say, given };
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
  assert.ok(words(started().ask("resume")).includes("résumé"));
  assert.ok(words(started().ask("pâtience")).includes("patience"));
});

test("the reader learns which word was taken for another, and of nothing else", () => {
  const { say } = started();
  assert.deepEqual({ ...say("a pateince") }, { query: "a pateince", say: "No “pateince”, but “patience”.", exact: '"a" "pateince"', alone: false });
  for (const query of ["patience", "introd", "remarks", "qqqqqqqq", "shy", ""]) {
    assert.equal(say(query).say, "", query);
  }
});

test("a word with another ending is no mistake", () => {
  assert.deepEqual(words(started().ask("remarks")), ["remarks"]);
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

test("small words are those of the language, if it has any", () => {
  assert.ok(!words(started({ language: "es" }).ask("an coffee")).includes("an"));
  assert.ok(words(started({ pipeline: [] }).ask("an coffee")).includes("an"));
});

test("a word of distress never becomes another word", () => {
  const { ask, say } = started({ docs: [...DOCS, { title: "Homes", text: "Homeless people hope. They can copy." }] });
  for (const query of ["hopeless", "Hopeless!", "hopelss", "hopele", "I feel hopeless today", "can't cope", "I cant cope", "can’t cope"]) {
    assert.equal(ask(query), "", query);
    assert.deepEqual({ ...say(query) }, { query, say: "Nothing. Talk with someone.", exact: "", alone: true });
  }
});

test("if the site has the very word, it's found, and help is offered too", () => {
  const { ask, say } = started();
  assert.deepEqual(ask("hot coffee"), "+hot hot^4 coffee^4");
  assert.deepEqual({ ...say("hot coffee") }, { query: "hot coffee", say: "Talk with someone.", exact: "", alone: false });
});

test("the page for people in distress is all that's found", () => {
  const docs = [...DOCS, { location: "low-days/", title: "Low days", alias: "hopeless", text: "" }];
  const { ask, say, given } = started({ docs, page: "low-days/" });
  for (const query of ["hopeless", "hopelss", "I feel hopeless today", "hot coffee", "can’t cope"]) {
    const found = ask(query);
    assert.match(found, /^\+\w+$/, query);
    assert.ok(given.docs.find(({ location }) => location).alias.includes(found.slice(1)), query);
    assert.equal(say(query).say, "Talk with someone.", query);
  }
  assert.deepEqual(words(ask("coffee")), ["coffee"]);
});

test("a page whose title or other name is the word answers instead", () => {
  const { ask, say } = started({ docs: [...DOCS, { title: "Low days", alias: "hopeless", text: "" }] });
  assert.equal(ask("hopeless"), "hopeless^4");
  assert.equal(say("hopeless").say, "");
});

test("scripts without spaces are cut into words", () => {
  const { ask, given } = started({ pipeline: [], docs: [{ title: "会話", text: "<p>面接の準備をする。</p>" }] });
  assert.match(given.docs[0].text, /面接\u200bの\u200b準備/);
  assert.match(ask("面接の準備"), /^面\\接\^4 の\^4 準\\備\^4/);
});

test("words are whole in scripts that write vowels as marks", () => {
  const { ask } = started({ pipeline: [], docs: [{ title: "बातचीत", text: "" }] });
  assert.deepEqual(words(ask("बातचीत")), ["बातचीत"]);
});
