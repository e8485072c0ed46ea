// Which paper readers use.

import assert from "node:assert/strict";
import test from "node:test";

import { likely } from "../../templates/site/assets/scripts/papers.js";

for (const [languages, paper] of [
  [["en-US"], "letter"],
  [["fr-CA", "en-GB"], "letter"],
  [["es-MX"], "letter"],
  [["de-AT"], "a4"],
  [["en-GB", "en-US"], "a4"],
  [["fr"], "a4"],
  [["en"], "letter"],
  [["fr", "en-US"], "letter"],
  [[], "a4"],
]) {
  test(`readers with ${languages.join(" and ") || "no language"} probably use ${paper}`, () => {
    assert.equal(likely(languages), paper);
  });
}
