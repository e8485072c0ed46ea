import assert from "node:assert/strict";
import { test } from "node:test";

import { contacts, ownNames } from "../../templates/site/assets/scripts/known.js";

const kept = (page, answers) => ({ page, title: "", revision: "", saved: "", answers: new Map(Object.entries(answers)) });

test("people come from the contacts alone, by name, and only with one", () => {
  const all = [
    kept("messages/hello", { "p00000009-name": "Elsewhere" }),
    kept("tools/contacts", { "p00000001-name": "Mei", "p00000002-name": "Ana", "p00000003-name": " ", "p00000004-how": "Choir" }),
  ];
  assert.deepEqual(contacts(all).map(({ id, name }) => [id, name]), [["p00000002", "Ana"], ["p00000001", "Mei"]]);
  assert.deepEqual(contacts([]), []);
});

test("the reader's own names are those that a field for them was given, the latest first", () => {
  const all = [kept("a", { "~me": "Kofi M. " }), kept("b", { me: "No" }), kept("c", { "~me": "Kofi" }), kept("d", { "~me": "Kofi M." })];
  assert.deepEqual(ownNames(all), ["Kofi M.", "Kofi"]);
});
