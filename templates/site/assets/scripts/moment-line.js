// The line of a moment: a dot for each station, and a flag where today is.

import { plus, short, today } from "./dates.js";
import { moment as words } from "./interface-moment.js";
import { place } from "./stages.js";
import { filled } from "./words.js";

/**
 * @param {HTMLElement} line
 * @param {string} date the one it counts from
 * @param {number | null} day days since then; null without a date
 * @param {boolean} staged whether the moment has something to say about the day
 */
export function showLine(line, date, day, staged) {
  const stations = [...line.querySelectorAll("li")];
  const days = stations.map(({ dataset }) => Number(dataset.day));
  stations.forEach((station, index) => {
    const label = /** @type {HTMLElement} */ (station.firstElementChild);
    label.dataset.label ??= label.textContent ?? "";
    label.textContent = day === null ? label.dataset.label : short(plus(date, days[index] ?? 0), document.documentElement.lang, today());
    station.classList.toggle("passed", day !== null && (days[index] ?? 0) <= day);
  });
  const said = day === null ? "" : day > 0 ? words.today_day : day < 0 ? words.today_ahead : words.today;
  const flag = /** @type {HTMLElement} */ (line.querySelector("[data-today]"));
  flag.textContent = filled(said, { number: day ?? 0, days: filled(words.days, { count: -(day ?? 0) }) });
  // A day ahead that the moment has nothing to say about isn't on the line.
  const shown = day !== null && (staged || day >= 0);
  flag.hidden = !shown;
  line.classList.toggle("dated", shown);
  line.style.setProperty("--here", String(place(days, day ?? days[0] ?? 0)));
}
