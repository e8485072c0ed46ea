// How the search changes a query, given the words on a site.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

const PROGRAM = readFileSync(new URL("../../templates/site/assets/search/forgiving.js", import.meta.url), "utf8");
const DOCS = [
  { location: "saw/", title: "Say what you saw", text: "<p>A remark on the tables, while the coffee is hot.</p>" },
  { location: "ask/", title: "Ask first", alias: "permission · résumé", text: "Patience: wait for a yes, and introduce two people." },
  { location: "introductions/", title: "Introductions", text: "How an introduction begins, and what a shy person says." },
];

const CARE = { words: ["hopeless", "can't cope", "hot"], alone: ["give up"], harmless: ["homeless"], page: "", nothing: "Nothing.", help: "Talk with someone." };
const LOW = { location: "low/", title: "Low days", alias: "no hope · tired", text: "Rest." };
const KINDS = [
  { words: ["sheet", "PDF"], list: "sheets/", pages: [[["Ask first", "asking"], ["sheets/ask/"]], [["Seeing", "see"], []]] },
  { words: ["workshop", "PDF"], list: "workshops/", pages: [[["Ask first", "asking"], ["workshops/ask/"]]] },
];
const LISTS = ["sheets", "sheets/ask", "workshops", "workshops/ask"].map((name) => (
  { location: `${name}/`, title: name, alias: "asking sheet", text: "" }
));
const SMALL = "a an do i is it to what qué más".split(" ");

/** What Lunr has for a language: its small words, and a stemmer that cuts a plural. */
const tools = {
  stopWordFilter: (word) => (SMALL.includes(word) ? undefined : word),
  stemmer: ({ word }) => word.replace(/s$/, ""),
};
const lunr = { ...tools, es: tools, Token: class { constructor(word) { this.word = word; } } };

/** Start a search that knows `docs`, and return functions that send it queries. Material would find `marked` in them. */
function started({ language = "en", pipeline = ["stemmer"], synonyms = [], small, docs = DOCS, page = "", marked = {} } = {}) {
  const heard = [];
  const said = [];
  const shown = [];
  class BroadcastChannel {
    postMessage(message) {
      said.push(message);
    }
  }
  const worker = { addEventListener: (_, listener) => heard.push(listener), BroadcastChannel, lunr, postMessage: (message) => shown.push(message) };
  runInNewContext(PROGRAM, worker);
  let stopped = false;
  const send = (message) => {
    stopped = false;
    heard.forEach((listener) => listener({ data: message, stopImmediatePropagation: () => (stopped = true) }));
    return message;
  };
  const texts = {
    instead: "No “{typed}”, but “{meant}”.", nearest: "Nearest: {title}.", none: "Nothing at all.",
    page: "1 page", pages: "# pages", shown: "{shown} of {count}",
  };
  const config = { lang: [language], pipeline, synonyms, small, said: texts, care: { ...CARE, page }, kinds: KINDS, topics: ["ask/", "sheets/"] };
  const given = structuredClone({ config, docs });
  send({ type: 0, data: given });
  // The same query twice is one.
  const ask = (query) => (send({ type: 2, data: "" }), send({ type: 2, data: query }).data);
  const answer = (query, ...found) => {
    ask(query);
    worker.postMessage({ type: 3, data: { items: found.map((group, place) => group.map((location) => ({ location, text: marked[location] ?? "", score: 9 - place }))) } });
    return last();
  };
  const last = () => ({ ...said.at(-1), pages: [...shown.at(-1).data.items].map((group) => [...group].map(({ location }) => location).join(" ")), texts: [...shown.at(-1).data.items].flat().map(({ text }) => text) });
  /** Send more of the same query; return what Material hears of it, and the latest answer. */
  const again = (query) => {
    const answers = shown.length;
    send({ type: 2, data: query });
    return { heard: !stopped, answered: shown.length > answers, ...last() };
  };
  const say = (query) => answer(query, ["saw/"]);
  return { ask, say, answer, again, given };
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

test("small words are dropped without their accents, too, and with inverted marks", () => {
  const docs = [{ location: "a/", title: "Pedir ayuda", text: "Qué decir, cómo y más. ¿Para qué?" }];
  const { ask } = started({ language: "es", docs, small: ["cómo", "por favor"] });
  assert.deepEqual(words(ask("¿Como pedir mas ayuda?")), ["pedir", "ayuda"]);
  assert.deepEqual(words(ask("¡ayuda, por favor!")), ["ayuda"]);
  assert.deepEqual(words(ask("¿que?")).slice(0, 1), ["que"]);
});

test("a word without its accents and with another ending is the same", () => {
  const docs = [{ location: "a/", title: "Año", text: "Una compañera" }];
  const { ask, say } = started({ language: "es", docs, synonyms: [["colega", "niña"]] });
  for (const [typed, found] of [["companeras", "compañera"], ["anos", "año"], ["ninas", "niña"]]) {
    assert.ok(words(ask(typed)).includes(found), typed);
    assert.equal(say(typed).say, "");
  }
  assert.deepEqual(words(ask("compañeras")), ["compañeras"]);
});

test("letters that look the same or are hard to type find each other", () => {
  const docs = [{ location: "a/", title: "Œuvre", text: "Łódź, söyleşi, yıl, مُقابَلة في المدرســة، مصطفى، کتاب ایران" }];
  const { ask } = started({ language: "xx", pipeline: [], docs });
  for (const [typed, found] of [
    ["oeuvre", "œuvre"], ["lodz", "łódź"], ["yil", "yıl"], ["soylesi", "söyleşi"], ["مقابله", "مُقابَلة"], ["المدرسة", "المدرســة"],
    ["مصطفي", "مصطفى"], ["كتاب", "کتاب"],
  ]) {
    assert.ok(words(ask(typed)).includes(found), typed);
  }
});

test("the reader learns which word was taken for another, and of nothing else", () => {
  const { say } = started();
  assert.deepEqual(say("a pateince"), {
    query: "a pateince", say: "No “pateince”, but “patience”.", exact: '"a pateince"', count: "1 page", more: false, pages: ["saw/"], texts: [""],
  });
  for (const query of ["patience", "introd", "remarks", "shy", ""]) {
    assert.equal(say(query).say, "", query);
    assert.equal(say(query).exact, undefined, query);
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
  const { ask, say } = started({ docs: [...DOCS, { location: "homes/", title: "Homes", text: "Homeless people hope. They can copy." }] });
  for (const query of ["hopeless", "Hopeless!", "hopelss", "hopele", "I feel hopeless today", "can't cope", "I cant cope", "can’t cope"]) {
    assert.equal(ask(query), "", query);
    assert.equal(say(query).say, "Nothing. Talk with someone.");
    assert.equal(say(query).count, "");
  }
});

test("if the site has the very word, it's found, and help is offered too", () => {
  const { ask, say } = started();
  assert.deepEqual(ask("hot coffee"), "+hot hot^4 coffee^4");
  assert.equal(say("hot coffee").say, "Talk with someone.");
  assert.equal(say("hot coffee").count, "1 page");
});

test("a page whose title or other name is the word answers instead", () => {
  const { ask, say } = started({ docs: [...DOCS, { ...LOW, alias: "hopeless" }] });
  assert.equal(ask("hopeless"), "hopeless^4");
  assert.equal(say("hopeless").say, "");
});

test("the page for readers in distress comes first, for its other names too, and for nothing harmless", () => {
  const { ask, answer } = started({ docs: [...DOCS, LOW, { location: "hope/", title: "Hotels", text: "Less hope." }], page: "low/" });
  for (const query of ["hopeless", "so hopless!", "hopel", "no hope left", "I can’t cope", "give up", "Tired.", '"hopeless"']) {
    const found = answer(query);
    assert.deepEqual([found.pages, found.say, found.count], [["low/"], "Talk with someone.", "1 page"], query);
  }
  assert.deepEqual(answer("hot coffee", ["saw/", "saw/#x"], ["low/"]).pages, ["low/", "saw/ saw/#x"]);
  for (const query of ["hope", "less", "hotel", "homeless", "give up my seat", "cope", "tire"]) {
    assert.deepEqual(answer(query, ["hope/"], ["low/"]).pages, ["hope/", "low/"], query);
    assert.ok(!words(ask(query)).includes("hopeless"), query);
  }
});

test("a principle and a word for a kind of page find that page first, whatever else has these words", () => {
  const { answer } = started({ docs: [...DOCS, ...LISTS] });
  const found = (query) => answer(query, ["saw/"], ["sheets/ask/", "sheets/ask/#x"]).pages;
  for (const query of ["asking sheet", "Sheets: asking", "ask first sheets", "ask firs sheets", "asking sheet PDF"]) {
    assert.deepEqual(found(query), ["sheets/ask/ sheets/ask/#x", "saw/"], query);
  }
  assert.deepEqual(found("asking pdf"), ["sheets/ask/ sheets/ask/#x", "workshops/ask/", "saw/"]);
  assert.deepEqual(found("a sheet"), ["sheets/", "saw/", "sheets/ask/ sheets/ask/#x"]);
  for (const query of ["asking", "asking coffee sheet", "seeing sheet", "coffee"]) {
    assert.equal(found(query)[0], "saw/", query);
  }
});

test("what is called by the very words of a query comes first", () => {
  const { answer } = started();
  const found = (query) => answer(query, ["saw/"], ["introductions/", "ask/#x"], ["ask/"]).pages;
  assert.deepEqual(found("permissions"), ["ask/", "saw/", "introductions/ ask/#x"]);
  assert.deepEqual(found("an introductoin"), ["introductions/ ask/#x", "saw/", "ask/"]);
  assert.equal(found("permission coffee")[0], "saw/");
});

test("if no page has every word, the nearest one is named, and if there is none, all lists are offered", () => {
  const { answer } = started({ docs: [...DOCS, ...LISTS, { location: "&/", title: "You &amp; me", text: "" }] });
  assert.equal(answer("coffee qqqqqqqq", ["&/"]).say, "Nearest: You & me.");
  const { say, count, pages } = answer("qqqqqqqq");
  assert.deepEqual([say, count, pages], ["Nothing at all.", "", ["ask/", "sheets/"]]);
  assert.deepEqual(answer("").pages, []);
});

test("the best eight pages are shown first, and eight more each time the reader asks for them", () => {
  const { answer, again } = started();
  const found = Array.from({ length: 20 }, (_, place) => [`page-${place}/`]);
  const first = answer("coffee", ...found);
  assert.deepEqual([first.pages.length, first.count, first.more], [8, "8 of 20", true]);
  const second = again("coffee\u2063");
  assert.deepEqual([second.heard, second.pages[0], second.pages.length, second.count, second.more], [false, "page-8/", 8, "16 of 20", true]);
  // The theme hears what's in the field, and then nothing happens.
  const { heard, answered } = again("coffee");
  assert.deepEqual([heard, answered], [false, false]);
  const third = again("coffee\u2063");
  assert.deepEqual([third.pages, third.count, third.more], [found.slice(16).flat(), "20 of 20", false]);
  const few = answer("remark", ...found.slice(0, 8));
  assert.deepEqual([few.pages.length, few.count, few.more], [8, "8 pages", false]);
  assert.deepEqual(again("coffee\u2063").heard, true, "more of another query is a new one");
});

test("of a long list, the first two items with what was found are shown, or else the first two", () => {
  const long = "<p>Today.</p><ol><li>Sit.<ul><li>A <mark>hot</mark> cup</li><li>A cold one</li></ul></li><li><p>A <mark>hot</mark> bath</p></li><li>So <mark>hot</mark></li></ol>";
  const { answer } = started({ marked: { "saw/": long, "ask/": long.replaceAll(/<.?mark>/g, ""), "introductions/": "Only <code>this</code>" } });
  assert.deepEqual(answer("coffee", ["saw/"], ["ask/", "introductions/"]).texts, [
    "<p>A <mark>hot</mark> cup</p><p>A <mark>hot</mark> bath</p>",
    "<p>Today.</p><p>Sit.</p>",
    "<p>Only <code>this</code></p>",
  ]);
});

test("what was corrected can be searched as typed", () => {
  const { ask, say } = started();
  const { exact } = say("pateince to tables");
  assert.equal(ask(exact), "pateince^4 tables^4");
  assert.equal(say(exact).say, "Nearest: Say what you saw.");
  assert.equal(ask('"coffee tables"'), '"coffee tables"');
});

test("an apostrophe can be left out", () => {
  const { ask } = started({ docs: [{ location: "a/", title: "They didn’t write", text: "" }] });
  assert.deepEqual(words(ask("didnt")), ["didnt", "didn"]);
});

test("scripts without spaces are cut into words", () => {
  const { ask, given } = started({ pipeline: [], docs: [{ location: "a/", title: "会話", text: "<p>面接の準備をする。</p>" }] });
  assert.match(given.docs[0].text, /面接\u200bの\u200b準備/);
  assert.match(ask("面接の準備"), /^面\\接\^4 の\^4 準\\備\^4/);
});

test("words are whole in scripts that write vowels as marks", () => {
  const { ask } = started({ pipeline: [], docs: [{ location: "a/", title: "बातचीत", text: "" }] });
  assert.deepEqual(words(ask("बातचीत")), ["बातचीत"]);
});
