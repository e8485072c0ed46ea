import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, mailto, remarks, tooLongForMail, words } from "../../templates/site/assets/scripts/letter.js";

const PARAGRAPHS = [["Dear ", { blank: "name" }, ","], ["thank you for ", { blank: "what" }, "."]];

test("answers fill their blanks, and paragraphs are separated", () => {
  const answers = new Map([["name", " Ada "], ["what", "the book"]]);
  assert.equal(fill(PARAGRAPHS, answers, (id) => `[${id}]`), "Dear Ada,\n\nthank you for the book.");
});

test("a blank without an answer, or with only spaces, shows its name", () => {
  const filled = fill(PARAGRAPHS, new Map([["what", "  "]]), (id) => `[${id}]`);
  assert.equal(filled, "Dear [name],\n\nthank you for [what].");
});

test("an answer that looks like a placeholder stays as it is", () => {
  assert.equal(fill([[{ blank: "a" }]], new Map([["a", "$& $1 [b] <b>"]]), (id) => id), "$& $1 [b] <b>");
});

const fitted = (paragraph, answer, language = "en") =>
  fill([paragraph], new Map([["a", answer]]), (id) => `[${id}]`, language);
const A = { blank: "a" };

test("a blank at the start of a sentence starts with a capital letter", () => {
  assert.equal(fitted([A, " suits me."], "next Tuesday"), "Next Tuesday suits me.");
  assert.equal(fitted(["Thank you. ", A, " suits me."], "éclair day"), "Thank you. Éclair day suits me.");
  assert.equal(fitted(["Really?” ", A, " it is."], "“so"), "Really?” “So it is.");
  assert.equal(fitted(["I hope, ", A, "."], "you too"), "I hope, you too.");
  assert.equal(fitted([{ blank: "b" }, " ", A, "."], "you too"), "[b] you too.");
  assert.equal(fitted([A, " it is."], "istanbul", "tr"), "İstanbul it is.");
  assert.equal(fitted([A, " years"], "4 long"), "4 long years");
});

test("a duplicate period is left out", () => {
  assert.equal(fitted(["about ", A, ", and"], "the job at the clinic."), "about the job at the clinic, and");
  assert.equal(fitted(["about ", A, "."], "the job."), "about the job.");
  assert.equal(fitted(["about ", A, " now"], "the job."), "about the job now");
  assert.equal(fitted(["at ", A, " and"], "10 a.m."), "at 10 a.m. and");
  assert.equal(fitted(["at ", A, "."], "10 a.m."), "at 10 a.m.");
  assert.equal(fitted(["Hello ", A, ","], "Samir K."), "Hello Samir K.,");
  assert.equal(fitted(["so ", A, " on"], "well..."), "so well... on");
  assert.equal(fitted(["Hello. ", A, " I came."], "It was good."), "Hello. It was good I came.");
});

test("a blank that's a sentence ends with a period, but a name doesn't", () => {
  assert.equal(fitted([A], "it was good to see you"), "It was good to see you.");
  assert.equal(fitted(["Hello. ", A], "could we talk some day in 2027"), "Hello. Could we talk some day in 2027.");
  assert.equal(fitted([A], "could we talk in April?"), "Could we talk in April?");
  assert.equal(fitted([A], "Ana de la Cruz"), "Ana de la Cruz");
  assert.equal(fitted(["The work at ", A], "the old mill by the river"), "The work at the old mill by the river");
});

test("words are counted the way people count them", () => {
  for (const [text, count] of [
    ["", 0], ["  \n ", 0], ["one", 1], ["Don’t re-read it – it’s “good” .", 5],
    ["a\u00a0b\n\nc", 3],
    ["— … !", 0], ["3 x 5", 3], ["Привет, мир", 2], ["e\u0301te\u0301", 1], ["well—almost", 1],
  ]) {
    assert.equal(words(text), count, text);
  }
});

const said = (text, ...phrases) => remarks(text, [{ id: "rule", words: phrases, say: "!" }]).length === 1;

test("a phrase is found in capitals, anywhere, and across line breaks", () => {
  for (const text of [
    "Pick your brain", "may I PICK  your\n\u00a0brain?", "(pick your brain)", "“pick your brain”",
    "'pick your brain'",
  ]) {
    assert.ok(said(text, "other", "pick your brain"), text);
  }
});

test("a word inside a longer one isn't found", () => {
  for (const text of [
    "justice", "unjust", "just-in-time", "just’s", "just's", "justé", "just\u0301", "just2", "2just",
    "non-just",
  ]) {
    assert.ok(!said(text, "just"), text);
  }
  assert.ok(!said("I can’t", "can"));
  assert.ok(said("- just - now", "just"));
  assert.ok(said("--just--", "just"));
});

test("a phrase that first appears inside a longer word is found later on", () => {
  assert.ok(said("unjust, but just", "just"));
  assert.ok(said("x😀y 😀y", "😀y"));
  assert.ok(!said("x𝒜", "𝒜"));
  assert.ok(!said("𝒜'just", "just"));
  assert.ok(said("😀'just", "just"));
});

test("letters of all languages count as letters", () => {
  assert.ok(said("Ça va ÉTÉ", "été"));
  assert.ok(said("e\u0301te\u0301", "été"));
  assert.ok(said("été", "e\u0301te\u0301"));
  assert.ok(!said("étés", "été"));
  assert.ok(said("СРОЧНО!", "срочно"));
});

test("straight and curly apostrophes are the same", () => {
  assert.ok(said("I don’t know", "don't know"));
  assert.ok(said("I don't know", "don’t know"));
});

test("special characters in a phrase have no special meaning", () => {
  assert.ok(said("as soon as possible (ASAP).", "(asap)."));
  assert.ok(!said("axb", "a.b"));
  for (const phrase of ["[a", "a{2}", "a|b", "\\d", "^a$", "a/b", "c++", "-", "a-b", "a*"]) {
    assert.ok(said(`so ${phrase} it`, phrase), phrase);
  }
});

test("matching rules are returned unchanged and in order", () => {
  const rules = [
    { id: "one", words: ["hope"], say: "1" },
    { id: "two", words: ["never"], say: "2" },
    { id: "three", words: ["sorry"], say: "3" },
  ];
  assert.deepEqual(remarks("Sorry, I hope", rules), [rules[0], rules[2]]);
});

test("a long text is searched quickly", () => {
  const start = performance.now();
  assert.ok(!said(`pick ${" ".repeat(50_000)}your ${"'-".repeat(50_000)}`, "pick your brain"));
  assert.ok(performance.now() - start < 2000);
});

test("the mail program gets the subject and text unchanged", () => {
  const url = mailto("Thanks & more?", "Dear Ada,\n\n100% + “yes” #1\r\nBye\rB");
  assert.equal(
    url,
    "mailto:?subject=Thanks%20%26%20more%3F" +
      "&body=Dear%20Ada%2C%0D%0A%0D%0A100%25%20%2B%20%E2%80%9Cyes%E2%80%9D%20%231%0D%0ABye%0D%0AB",
  );
  const { searchParams } = new URL(url);
  assert.equal(searchParams.get("body"), "Dear Ada,\r\n\r\n100% + “yes” #1\r\nBye\r\nB");
});

test("no text can add a recipient or break the link", () => {
  const { pathname, searchParams } = new URL(mailto("a\r\nBcc: x@y.example", "b&bcc=x@y.example?to=z\ud83d"));
  assert.equal(pathname, "");
  assert.deepEqual([...searchParams.keys()], ["subject", "body"]);
  assert.equal(searchParams.get("subject"), "a Bcc: x@y.example");
  assert.equal(searchParams.get("body"), "b&bcc=x@y.example?to=z\ufffd");
});

test("a link of 1,901 characters or more is too long for mail", () => {
  assert.equal(tooLongForMail("x".repeat(1900)), false);
  assert.equal(tooLongForMail("x".repeat(1901)), true);
});
