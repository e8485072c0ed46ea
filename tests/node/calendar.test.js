import assert from "node:assert/strict";
import { test } from "node:test";
import { calendar } from "../../templates/site/assets/scripts/calendar.js";

const NOW = new Date("2026-11-22T08:30:15.250Z");
const EVENT = { uid: "one@guide.example", day: "2026-11-24", summary: "Write to Ada", sequence: 0 };

const file = (event) =>
  calendar({ name: "My plan", product: "-//Guide//EN", now: NOW, events: [{ ...EVENT, ...event }] });
const unfolded = (text) => text.replaceAll("\r\n ", "").split("\r\n").slice(0, -1);
const names = (text) => unfolded(text).map((line) => line.split(/[:;]/)[0]);
const value = (text, name) => unfolded(text).find((line) => line.startsWith(name))?.slice(name.length);

test("an event is written the way calendar programs expect", () => {
  const url = "https://guide.example/a?b=1,2";
  assert.equal(
    file({ description: "Ask; then thank, twice", url, sequence: 3 }),
    [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Guide//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
      "NAME:My plan", "X-WR-CALNAME:My plan",
      "BEGIN:VEVENT", "UID:one@guide.example", "DTSTAMP:20261122T083015Z", "SEQUENCE:3",
      "DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125", "SUMMARY:Write to Ada",
      "DESCRIPTION:Ask\\; then thank\\, twice", "URL:https://guide.example/a?b=1,2", "TRANSP:TRANSPARENT",
      "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Write to Ada", "TRIGGER:PT9H", "END:VALARM",
      "END:VEVENT", "END:VCALENDAR", "",
    ].join("\r\n"),
  );
});

test("an event of several days ends the day after its last", () => {
  assert.equal(value(file({ day: "2026-12-30", days: 3 }), "DTEND;VALUE=DATE:"), "20270102");
});

test("an event without a description or address omits them", () => {
  assert.doesNotMatch(file({ url: "" }), /URL/);
  assert.equal(names(file({ description: "" })).filter((name) => name === "DESCRIPTION").length, 1);
});

test("no line is longer than 75 bytes, and no character is split", () => {
  for (let shift = 0; shift < 8; shift += 1) {
    const summary = "x".repeat(shift) + "a\u00a0\u07ff\u0800\uffff😀".repeat(200);
    const text = file({ summary });
    for (const line of text.split("\r\n")) {
      assert.ok(Buffer.byteLength(line) <= 75);
      assert.ok(line.isWellFormed());
    }
    assert.equal(value(text, "SUMMARY:"), summary);
  }
});

test("lines are as long as allowed", () => {
  const lines = file({ summary: "a".repeat(200) }).split("\r\n");
  assert.equal(lines.find((line) => line.startsWith("SUMMARY"))?.length, 75);
});

test("everything that breaks a line in some program is kept as a line break", () => {
  for (const character of ["\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"]) {
    assert.equal(value(file({ summary: `a${character}b` }), "SUMMARY:"), "a\\nb", JSON.stringify(character));
  }
});

const HOSTILE = {
  "a new event": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine",
  "each kind of line break": ["", ..."\n\r\v\f\u0085\u2028\u2029"].join("ATTACH:1"),
  "control characters": "a\0b\u0007c\u001bd\u001cATTACH:1\u001eATTACH:2\u007f",
  "escapes": "\\\\n\\;\\,\\N\\",
  "ten kilobytes": "long; text, ".repeat(900),
  "emoji and right-to-left": "👩‍👩‍👧‍👦\u202eمرحبا\u2066 שלום 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
  "halves of letters": "a\ud83d\nb\ude00",
  "folds of its own": "a\r\n b\r\n\tATTACH:1",
};

for (const [what, text] of Object.entries(HOSTILE)) {
  test(`${what} anywhere can't make another property`, () => {
    const plain = file({ description: "Ask", url: "https://guide.example/" });
    const hostile = calendar({
      name: text, product: text, now: NOW,
      events: [{ ...EVENT, uid: text, summary: text, description: text, url: `https://a.example/${text}` }],
    });
    assert.deepEqual(names(hostile), names(plain));
    assert.doesNotMatch(hostile.replaceAll("\r\n", ""), /[\0-\u0008\n-\u001f\u007f-\u009f\u2028\u2029]/);
    assert.ok(hostile.isWellFormed());
  });
}

test("a sequence from an edited file can't make another property either", () => {
  assert.deepEqual(names(file({ sequence: "0\r\nATTACH:1" })), names(file({})));
});

test("an invalid date doesn't make a file", () => {
  assert.throws(() => file({ day: "2026-02-30" }), RangeError);
  assert.throws(() => file({ day: "2026-11-24\r\nATTACH:1" }), RangeError);
});
