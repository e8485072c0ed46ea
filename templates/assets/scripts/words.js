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
  differing: "",
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
    `${counted(count, "question has two answers", "questions have two answers each")}, one on this page and another one.`,
  both: /** @param {string} label @param {string} here @param {string} there */ (label, here, there) =>
    `${label}: here “${here}”, the other “${there}”.`,
  more: /** @param {number} count */ (count) => `And ${counted(count, "more", "more")}.`,
  here: "Leave what is here",
  there: "Take the other",
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
  calendar: "Saved for your calendar. Open the file from your downloads with it.",
  promise: /** @param {string} act @param {string} person */ (act, person) => `${act} (with ${person})`,
};

const NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split(" ");

/** @param {number} count */
const persons = (count) => (count === 1 ? "One person" : `${NUMBERS[count] ?? count} people`);

/** @param {number} count */
const times = (count) => ["", "once", "twice"][count] ?? `${count} times`;

/** @param {string} text @returns {string} the same within a sentence */
const within = (text) => text.charAt(0).toLowerCase() + text.slice(1);

export const contacts = {
  nameless: "No name yet",
  hello: "Write a line or two.",
  columns: {
    name: "Name",
    how: "How we know each other",
    ring: "How close",
    last: "Last contact",
    moment: "What happened last",
    promised: "What I promised",
    step: "Next small step",
    on: "On a day of my own",
    note: "Note",
    gave: "Gave",
    asked: "Asked",
  },

  week: /** @param {number} count */ (count) => {
    if (count === 0) {
      return "Nobody this week. Rest, or say hello to somebody you miss.";
    }
    const enough = count <= 3 ? "That is enough for one week." : "Choose three; the others will not mind.";
    return `${persons(count)}. ${enough}`;
  },
  later: /** @param {number} count */ (count) => `${persons(count)}. Nothing to do here yet.`,
  undated: /** @param {number} count */ (count) =>
    `${persons(count)}. Write down when you were last in touch, and the days follow from it.`,
  balance: /** @param {{gave: number, asked: number}} count */ ({ gave, asked }) =>
    gave || asked
      ? `In the last eight weeks you ${[gave && "gave " + times(gave), asked && "asked " + times(asked)].filter(Boolean).join(" and ")}.`
      : "Nothing is noted for the last eight weeks. Open “More” beside a person to note what you gave or asked for.",
  all: /** @param {number} count */ (count) => `Show all ${count}`,

  on: /** @param {string} day */ (day) => `On ${day}`,
  today: "Today",
  anyDay: "You could write any day now",
  now: /** @param {string} day */ (day) => `Now, by ${day}, at the latest`,
  lastDay: "Today at the latest",
  between: /** @param {string} from @param {string} latest */ (from, latest) => `From ${from}, by ${latest}, at the latest`,
  atLatest: /** @param {string} day */ (day) => `By ${day}, at the latest.`,
  promised: /** @param {string} what */ (what) => `I promised: ${what}`,
  appointment: /** @param {string} name @param {string} own @param {string} suggested */ (name, own, suggested) =>
    `${name}: ${own || within(suggested)}`.replace(/\.$/, ""),

  whose: /** @param {string} act @param {string} name */ (act, name) => `${act}, ${name}`,
  adding: "Add a person",
  changing: /** @param {string} name */ (name) => `Change what is noted about ${name}`,
  suggested: /** @param {string} step */ (step) => `If you leave this empty: ${step}`,
  proposed: /** @param {string} days */ (days) => `If you leave this empty, the rhythm says: ${within(days)}.`,
  unknown: "If you leave this empty, the rhythm counts from the last contact.",
  gave: "What did you give?",
  asked: "What did you ask for?",
  entry: /** @param {string} kind @param {string} day @param {string} what */ (kind, day, what) =>
    `${kind === "gave" ? "Gave" : "Asked"}, ${day}: ${what}`,
  undatedEntry: "no date",

  added: /** @param {string} name @param {string} list */ (name, list) => `${name} is added under “${list}”.`,
  changed: "Changed.",
  noted: "Noted.",
  open: "Please save or cancel first what you began to write here.",
  full: "This page holds 2,000 people. Remove somebody first.",
  contacted: /** @param {string} name @param {string} days */ (name, days) =>
    `${name}: last contact today.${days && " Next: " + within(days) + "."}`,
  moved: /** @param {string} name @param {string} day */ (name, day) => `${name}: moved to ${day}.`,
  removed: /** @param {string} name */ (name) => `${name}: removed.`,
  back: /** @param {string} name */ (name) => `${name} is back as before.`,
  removing: /** @param {string} name */ (name) => `Remove ${name} and all that is noted about this person?`,
  remove: "Remove",
  leave: "Leave it",

  nobody: "Nobody is noted here yet, so there is nothing to save.",
  table: /** @param {number} count */ (count) => `${persons(count)} saved as a table. Look in your downloads.`,
  noColumn: "The first row of this file has no column “Name”. Nothing was changed.",
  noTable: /** @param {number} row */ (row) => `This file is no table: in row ${row} a quotation mark opens and does not close. Nothing was changed.`,
  fill: /** @param {number} count */ (count) =>
    `${persons(count)} of this file ${count === 1 ? "is" : "are"} here already. Shall what is still empty here be filled in from the file?`,
  filling: "Fill it in",
  leaving: "Leave them as they are",
  imported: /** @param {import("./people-files.js").Plan} plan @param {boolean} filled */ (plan, filled) => {
    const { added, there, nameless, over, cut, undated } = plan;
    const parts = [
      `${counted(added.length, "person", "people")} added`,
      there && `${there} ${there === 1 ? "was" : "were"} there already${filled ? " and took over what was missing" : ""}`,
      nameless && `${counted(nameless, "row", "rows")} without a name left out`,
      over && `${counted(over, "person", "people")} left out for lack of room`,
      cut && `${counted(cut, "text", "texts")} cut at 20,000 letters`,
    ];
    const dates = undated
      ? ` ${counted(undated, "date", "dates")} could not be understood and ${undated === 1 ? "stands" : "stand"} in the note.`
      : "";
    return `${parts.filter(Boolean).join(", ")}.${dates}`;
  },
  calendar: /** @param {number} dated @param {number} undated */ (dated, undated) => {
    const left = undated ? ` ${persons(undated)} without a date ${undated === 1 ? "is" : "are"} not in it.` : "";
    return dated
      ? `Saved for your calendar: ${within(persons(dated))}.${left} Open the file from your downloads. Save it again after changes, and your calendar is brought up to date.`
      : "Nobody here has a date yet. Write down when you were last in touch.";
  },
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
    open
      ? `Copied, without the subject line. ${blanks(open)} ${open === 1 ? "is" : "are"} still open; look for the [brackets].`
      : "Copied, without the subject line.",
  subject: "The subject is copied.",
  press: "It is selected. Press Ctrl+C (or ⌘C) to copy it.",
  long: "This message is too long for some mail programs. Copy it instead, and paste it into a new mail.",
};

export const start = {
  marked: /** @param {number} marked @param {number} of */ (marked, of) =>
    marked === of ? `All ${of} marked` : `${marked} of ${of} marked`,
  sum: /** @param {number} sum @param {number} highest */ (sum, highest) => `${sum} of ${highest}`,
  shortest: /** @param {string} name @param {boolean} whole */ (name, whole) =>
    whole ? `Your shortest bar is ${name}.` : `So far your shortest bar is ${name}.`,
  chosen: /** @param {string} name */ (name) => `You chose ${name}.`,
  here: "Begin with",
  elsewhere: "Or begin with",
  begin: /** @param {string} name */ (name) => `Begin with ${name}`,
  instead: /** @param {string} name */ (name) => `Begin with ${name} instead`,
  step: /** @param {string} name @param {string} day @param {number} minutes */ (name, day, minutes) =>
    `${name}: day ${day} of your plan, ${counted(minutes, "minute", "minutes")}`,
  plan: /** @param {string} name */ (name) => `A plan for two weeks: ${name}`,
  product: "Plan for two weeks",
  saved: "The plan is saved as a calendar file. Open it, and your calendar offers to take the days in. If you change the first day later, save and open it again.",
};

export const offline = {
  nothing: "Nothing is kept on this device yet.",
  keeping: /** @param {number} percent */ (percent) => `Keeping the guide: ${percent} percent done.`,
  kept: /** @param {{updated: string, pages: number, size: string}} kept */ ({ updated, pages, size }) =>
    `Kept. As of ${updated}. ${counted(pages, "page", "pages")}, ${size}.`,
  removed: "Removed. Nothing of the guide is kept on this device.",
  older: "The newest could not be kept, so this one stays.",
  broken: "The connection broke off, so nothing new was kept. Please try again.",
  differing: "A page did not arrive as it was published. Perhaps a new edition is on its way. Please try again in ten minutes.",
  full: "There is not enough room in this browser. Nothing new was kept.",
  refused: "This browser does not let the page keep anything. A private window often does not; an ordinary one may.",
  unable: "This browser cannot keep a site. Another or a newer one may. The offline edition below works here too.",
  insecure: "This address does not begin with https, and browsers keep a site only from one that does. The offline edition below works here too.",
};
