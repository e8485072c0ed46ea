// Says on other pages, in a line and in the menu, what a reader keeps. guide.js loads it only if there's something.

import { today } from "./dates.js";
import { showCount } from "./due-count.js";
import { everything } from "./shelf.js";
import { week } from "./week.js";
import { week as words } from "./interface-week.js";
import { filled } from "./words.js";

/** From which share of its parts a sheet is half filled, and from which it's almost done. */
const [HALF, MOST] = [0.35, 0.75];

const HOME = new URL("../../../my-week/", import.meta.url);

/** @returns {Promise<{data: import("./week.js").Data, links: DocumentFragment}>} what “My week” knows about the guide */
async function guide() {
  const answer = await fetch(HOME);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const links = found.querySelector("[data-pages]");
  const data = JSON.parse(found.querySelector("[data-guide]")?.textContent ?? "");
  return { data, links: links instanceof HTMLTemplateElement ? links.content : new DocumentFragment() };
}

/** @param {import("./week.js").Open} one @returns {string} how far it is, after its title */
function far({ count, of }) {
  const share = count / of;
  return share < HALF ? words.line_started : share < MOST ? words.line_half : words.line_most;
}

/** @param {import("./week.js").Due[]} due @returns {string} */
function dueToday(due) {
  const [one] = due;
  if (due.length === 1 && one?.name) {
    return filled(words.line_due, { name: one.name });
  }
  return due.length ? filled(words.line_dues, { count: due.length }) : "";
}

/** @param {Element} line @param {import("./week.js").Week} now @param {DocumentFragment} links */
function show(line, now, links) {
  const left = now.open.filter(({ done }) => !done);
  const open = left.find(({ page }) => location.pathname.includes(`/${page}/`)) ?? left[0];
  const found = links.querySelector(`[data-page="${open?.page}"]`);
  const [week, to, mark] = [line.querySelector("a"), found?.querySelector("a"), found?.querySelector("svg")];
  const due = dueToday(now.today);
  const text = document.createElement("span");
  if (open && to) {
    const link = Object.assign(document.createElement("a"), { textContent: open.title });
    link.href = new URL(to.getAttribute("href") + (open.last && `#at=${open.last}`), HOME).href;
    text.append(Object.assign(document.createElement("strong"), { textContent: words.line_begin }), " ", link, `${far(open)} `);
  }
  if (week && (text.firstChild || due)) {
    text.append(due && `${due} `, week);
    line.replaceChildren(...(mark ? [document.importNode(mark, true)] : []), text);
  }
}

/** Show it. Without a connection, the page stays as it is. */
export async function showKept() {
  const found = await guide().catch(() => null);
  if (found) {
    const line = document.querySelector("[data-go-on]");
    const now = week(everything(), found.data, today());
    showCount(now.today.length);
    line && show(line, now, found.links);
  }
}
