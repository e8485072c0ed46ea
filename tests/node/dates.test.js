import assert from "node:assert/strict";
import { test } from "node:test";
import { isDay, plus, short, spoken, today, weekEnd } from "../../templates/site/assets/scripts/dates.js";

/** Runs something in another time zone. */
function within(zone, act) {
  const own = process.env.TZ;
  process.env.TZ = zone;
  try {
    act();
  } finally {
    if (own === undefined) delete process.env.TZ;
    else process.env.TZ = own;
  }
}

test("today follows the reader's clock, even a minute before and after midnight", () => {
  assert.equal(today(new Date(2026, 10, 22, 0, 1)), "2026-11-22");
  assert.equal(today(new Date(2026, 10, 22, 23, 59)), "2026-11-22");
  assert.match(today(), /^\d{4}-\d\d-\d\d$/);
});

test("a clock far in the future still gives a day", () => {
  assert.equal(today(new Date(10_000, 0, 5)), "2199-01-05");
});

test("today is right in the most distant time zones", () => {
  const noon = new Date("2026-11-22T12:00:00Z");
  within("Pacific/Kiritimati", () => assert.equal(today(noon), "2026-11-23"));
  within("Pacific/Pago_Pago", () => assert.equal(today(noon), "2026-11-22"));
});

test("real dates are recognized, and lookalikes aren't", () => {
  for (const day of ["1980-01-01", "2026-11-22", "2024-02-29", "2000-02-29", "2199-12-31"]) {
    assert.equal(isDay(day), true, day);
  }
  for (const other of [
    "", "2026-02-29", "2100-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1",
    "1979-12-31", "2200-01-01", "0026-11-22", "20266-11-22", " 2026-11-22", "2026-11-22\n",
    "2026-11-22T08:00", "２０２６-11-22", "November 22", null, undefined, 20261122, ["2026-11-22"], {},
  ]) {
    assert.equal(isDay(other), false, JSON.stringify(other));
  }
});

test("days are added across months, years, and leap days", () => {
  assert.equal(plus("2026-12-31", 1), "2027-01-01");
  assert.equal(plus("2028-02-28", 1), "2028-02-29");
  assert.equal(plus("2026-03-01", -1), "2026-02-28");
  assert.equal(plus("2026-11-22", 0), "2026-11-22");
});

test("no day is lost or doubled when the clocks change", () => {
  // Samoa skipped December 30, 2011. In Beirut, the clocks change at midnight.
  for (const zone of ["America/New_York", "Asia/Beirut", "Pacific/Apia"]) {
    within(zone, () => {
      let day = "2011-01-01";
      for (let count = 1; count <= 730; count += 1) {
        day = plus(day, 1);
      }
      assert.equal(day, "2012-12-31");
    });
  }
});

test("a week ends six days after it starts", () => {
  assert.equal(weekEnd("2026-12-28"), "2027-01-03");
});

test("dates are in the reader's language, with the year only if it isn't this year", () => {
  assert.equal(spoken("2026-11-24", "en-US", "2026-11-22"), "Tuesday, November 24");
  assert.equal(spoken("2027-01-05", "en", "2026-12-30"), "Tuesday, January 5, 2027");
  assert.equal(spoken("2026-11-24", "de", "2026-01-01"), "Dienstag, 24. November");
  assert.equal(short("2026-11-24", "en-US", "2026-01-01"), "Nov 24");
  assert.equal(short("2024-11-24", "en-US", "2026-01-01"), "Nov 24, 2024");
});

test("dates are the same in every time zone", () => {
  for (const zone of ["America/Los_Angeles", "Pacific/Kiritimati"]) {
    within(zone, () => assert.equal(spoken("2026-11-24", "en", "2026-11-22"), "Tuesday, November 24"));
  }
});

test("an invalid date is an error, never a wrong date", () => {
  for (const wrong of ["", "2026-02-30", "soon", "2026-11-22\nEND:VEVENT"]) {
    assert.throws(() => plus(wrong, 1), RangeError);
    assert.throws(() => spoken(wrong, "en", "2026-11-22"), RangeError);
  }
});
