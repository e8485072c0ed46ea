// Every sentence that the scripts say, in one place.

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {string} moment in ISO 8601 */
const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(moment),
  );

export const keeping = {
  nothing: "Nothing is written here yet.",
  tab: "Kept in this tab until you close it.",
  device: /** @param {string} moment */ (moment) => `Kept on this device, ${clock(moment)}.`,
  unsaved: "Not kept yet.",
  cleared: "Cleared.",
  opened: /** @param {number} count */ (count) => `Opened: ${counted(count, "answer", "answers")} from the file.`,
  saved: "Saved to a file. Look in your downloads.",
};

/** @type {Record<import("./keeper.js").Notice, string>} */
export const notices = {
  cleared: "Another tab cleared these answers, so they are gone here too.",
  damaged: "What was kept of this page cannot be read. It is set aside and not deleted. You can save it to a file and start anew.",
  differing: "This page holds other answers to some of the same questions.",
  foreign: "This file was not made by a page of this guide, so nothing was changed.",
  full: "There is no room left in this browser to keep your answers. They still stand on this page. Please save them to a file.",
  newer: "These answers were kept by a newer version of this page, which this one cannot read. They are left as they are. What you write now stays only until you leave; reload the page to try again.",
  refused: "This browser does not let the page keep anything. What you write stays only until you leave, so save it to a file.",
};

export const files = {
  damaged: "This file cannot be read: it is damaged, or no file of answers. Nothing was changed.",
  foreign: notices.foreign,
  newer: "This file was made by a newer version of this guide. Reload the page and try again. Nothing was changed.",
  "too-large": "This file is too large to be one of ours. Nothing was changed.",
  unreadable: "The file could not be opened. Nothing was changed.",
  empty: "There is no answer in this file. Nothing was changed.",
  other: /** @param {string} title */ (title) => `This file belongs to the page “${title}”. Please open it there. Nothing was changed.`,
  dropped: /** @param {number} count */ (count) => `${counted(count, "entry was", "entries were")} no answer of this guide and left out.`,
};

export const unknown = /** @param {number} count */ (count) =>
  `${counted(count, "answer belongs to a question that is", "answers belong to questions that are")} not on this page any more. Nothing is lost: they are saved to the file with the rest.`;

export const asking = {
  differing: /** @param {number} count */ (count) =>
    `${counted(count, "question has", "questions have")} another answer here than there. Which shall stand on this page?`,
  here: "Those on this page",
  there: "The other ones",
  clear: "Clear what is kept? This cannot be undone.",
  page: "Clear this page",
  everything: "Clear every page of this guide",
  cancel: "Leave it",
};

export const ticked = /** @param {number} done @param {number} of */ (done, of) =>
  done === of ? `All ${done} ticked` : `${done} of ${of} ticked`;

export const sheets = {
  table: "The table is saved. Look in your downloads.",
  undated: "Please write what you will do and by which date. Then it can go into your calendar.",
  calendar: "Saved for your calendar. Open the file from your downloads.",
  promise: /** @param {string} act @param {string} person */ (act, person) => `${act} (with ${person})`,
};

const blanks = /** @param {number} count */ (count) => counted(count, "blank", "blanks");

export const letters = {
  count: /** @param {number} words @param {number} most @param {number} open */ (words, most, open) =>
    [
      words > most
        ? `${words} words; ${most} are enough. Which sentence can go?`
        : `${words} of at most ${most} words.`,
      open ? `${blanks(open)} to fill.` : "Every blank is filled.",
    ].join(" "),
  copied: /** @param {number} open */ (open) =>
    open ? `Copied. ${blanks(open)} ${open === 1 ? "is" : "are"} still open; look for the [brackets].` : "Copied.",
  press: "The message is selected. Press Ctrl+C (or ⌘C) to copy it.",
  long: "This message is too long for some mail programs. Copy it instead, and paste it into a new mail.",
};

export const start = {
  marked: /** @param {number} marked @param {number} of */ (marked, of) =>
    marked === of ? `All ${of} marked` : `${marked} of ${of} marked`,
  sum: /** @param {number} sum @param {number} highest */ (sum, highest) => `${sum} of ${highest}`,
  shortest: /** @param {string} name @param {boolean} whole */ (name, whole) =>
    whole ? `Your shortest bar is ${name}.` : `So far your shortest bar is ${name}.`,
  here: "Begin with",
  elsewhere: "Or begin with",
  begin: /** @param {string} name */ (name) => `Begin with ${name}`,
  instead: /** @param {string} name */ (name) => `Begin with ${name} instead`,
  minutes: /** @param {number} minutes */ (minutes) => `About ${counted(minutes, "minute", "minutes")}.`,
  plan: /** @param {string} name */ (name) => `A plan for two weeks: ${name}`,
  product: "Plan for two weeks",
  saved: "The plan is saved as a calendar file. Open it, and your calendar offers to take the days in. If you change the first day later, save and open it again.",
};
