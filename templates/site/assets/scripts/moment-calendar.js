// The day of a moment's reminder, as a file for calendars.

import { fresh, here, identity, sequence } from "./appointments.js";
import { calendar } from "./calendar.js";
import { save } from "./files.js";
import { moment as words } from "./interface-moment.js";
import { filled } from "./words.js";

/**
 * @param {import("./keeper.js").About} about the moment
 * @param {string} known the ID of an earlier entry, or empty: a later file moves that, instead of adding another
 * @param {string} day
 * @param {string} say what there's to do
 * @param {string} name of the person, or empty
 * @returns {string} the ID of the entry
 */
export function saveDay({ page, title }, known, day, say, name) {
  const [id, now] = [known || fresh(), new Date()];
  const event = {
    uid: identity(id),
    day,
    summary: name ? filled(words.appointment, { name, say }) : say,
    description: title,
    url: here(),
    sequence: sequence(now),
  };
  const file = calendar({ name: title, product: document.title, now, events: [event] });
  save(`${page.replace(/.*\//, "")}-${day}.ics`, "text/calendar", file);
  return id;
}
