// Where the whole site is, whatever folder a language has.

import assert from "node:assert/strict";
import { test } from "node:test";

import { TOP } from "../../templates/site/assets/scripts/top.js";

test("the home page is three folders above the scripts", () => {
  assert.equal(new URL("../../templates/site/assets/scripts/top.js", import.meta.url).pathname.startsWith(TOP), true);
  assert.match(TOP, /\/templates\/$/);
});
