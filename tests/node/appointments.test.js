import assert from "node:assert/strict";
import { before, test } from "node:test";

before(() => Object.assign(globalThis, { location: new URL("https://guide.example/advice/start/#plan") }));

const { fresh, identity, sequence } = await import("../../templates/site/assets/scripts/appointments.js");

test("an appointment keeps its identity on every visit, and other sites can't have it", () => {
  assert.equal(identity("abc"), identity("abc"));
  assert.match(identity("abc"), /^abc@guide\.example\//);
});

test("two promises never share an appointment", () => {
  const ids = new Set(Array.from({ length: 1000 }, fresh));
  assert.equal(ids.size, 1000);
  assert.match([...ids][0] ?? "", /^[0-9a-f]{24}$/);
});

test("a later version of an appointment has a higher number, within what calendars support", () => {
  const [early, late] = [new Date("2026-11-22T10:00:00Z"), new Date("2026-11-22T10:00:01Z")];
  assert.ok(sequence(early) < sequence(late));
  assert.ok(sequence(new Date("2060-01-01")) < 2 ** 31);
});
