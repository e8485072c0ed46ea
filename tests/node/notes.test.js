import assert from "node:assert/strict";
import { test } from "node:test";

import * as notes from "../../templates/site/assets/scripts/notes.js";
import { read, write } from "../../templates/site/assets/scripts/record.js";

test("notes can be kept, and aren't taken for answers", () => {
  const ids = [notes.LAST, `${notes.DONE}one-step`, notes.REMINDED, notes.ME, notes.SEEN, notes.RATED];
  const about = { page: "p", title: "", revision: "", saved: "", answers: new Map(ids.map((id) => [id, "x"])) };
  assert.deepEqual([...read(write(about)).kept.answers.keys()].sort(), [...ids].sort());
  assert.deepEqual(ids.filter(notes.own), []);
  assert.equal(notes.own("name"), true);
});
