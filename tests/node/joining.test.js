// Arabic letters in the boxes of a PDF form: how they look next to each other, and in which order they're drawn.

import assert from "node:assert/strict";
import test from "node:test";
import "./pdf.js";

const { joined, drawnOrder } = globalThis.Joining;
const every = () => true;
const codes = (text) => [...text].map((letter) => letter.codePointAt(0).toString(16)).join(" ");

test("letters join those next to them, except after one that doesn't reach the next", () => {
  // Beh, alef, beh: at the start, at the end, alone.
  assert.equal(codes(joined("باب", every)), "fe91 fe8e fe8f");
  assert.equal(codes(joined("ببب", every)), "fe91 fe92 fe90");
  assert.equal(codes(joined("پچگ", every)), "fb58 fb7d fb93"); // Persian
});

test("marks don't get between letters, and lam and alef become one", () => {
  assert.equal(codes(joined("بَب", every)), "fe91 64e fe90");
  assert.equal(codes(joined("لا", every)), "fefb");
  assert.equal(codes(joined("بلا", every)), "fe91 fefc");
});

test("an invisible sign keeps two letters apart", () => {
  assert.equal(codes(joined("می\u200cب", every)), "fee3 fbfd fe8f");
});

test("a shape that the font lacks stays the letter, and other letters stay as they are", () => {
  assert.equal(joined("بب", () => false), "بب");
  assert.equal(joined("Ann (12)", every), "Ann (12)");
});

test("a line is drawn from its end, but numbers and words in other letters from their start", () => {
  assert.equal(drawnOrder("אבג"), "גבא");
  assert.equal(drawnOrder("א 30 ב"), "ב 30 א");
  assert.equal(drawnOrder("א Ann Lee 12 ב"), "ב Ann Lee 12 א");
  assert.equal(drawnOrder("א 10/12 - 15.5"), "15.5 - 10/12 א");
  assert.equal(drawnOrder("א (ב)!"), "!(ב) א");
  assert.equal(drawnOrder("Ann"), "Ann");
});
