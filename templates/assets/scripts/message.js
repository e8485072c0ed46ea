// A message that is filled in on its page, and then copied, mailed or printed.

import { printAlone } from "./alone.js";
import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { grow } from "./grow.js";
import { fill, mailto, remarks, tooLongForMail, words } from "./letter.js";
import { letters } from "./words.js";

/** Milliseconds after the last keystroke; said at each key, the count would drown what is typed. */
const PAUSE = 800;

/** @param {Element} line @returns {import("./letter.js").Paragraph} */
const pieces = (line) =>
  [...line.childNodes].map((piece) =>
    piece instanceof HTMLElement ? { blank: piece.dataset.shows ?? "" } : (piece.textContent ?? ""),
  );

/** @param {Element} place @param {string[]} sentences said again only when they differ, for those who listen */
function say(place, ...sentences) {
  if (place.textContent !== sentences.join("")) {
    place.replaceChildren(
      ...sentences.map((words) => Object.assign(document.createElement("p"), { textContent: words })),
    );
  }
}

/** @param {HTMLFormElement} form */
function live(form) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));
  const [count, remarked, said] = [part("count"), part("remarked"), part("said")];
  const [copy, mail, card] = [part("copy"), part("mail"), part("card")];
  const blanks = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-shows]")]);
  const names = new Map(blanks.map((blank) => [blank.dataset.shows ?? "", blank.textContent ?? ""]));
  const [subject, body] = [[pieces(part("subject"))], [...part("body").children].map(pieces)];
  const rules = JSON.parse(document.querySelector("[data-remarks]")?.textContent ?? "[]");

  grow(form);
  const keeper = bind(form);
  const typed = (/** @type {string} */ id) => keeper.answers.get(id)?.trim() ?? "";
  const open = () => [...names.keys()].filter((id) => !typed(id)).length;
  const bracketed = (/** @type {string} */ id) => `[${names.get(id)}]`;
  const text = () => fill(body, keeper.answers, bracketed);
  const link = () => mailto(fill(subject, keeper.answers, bracketed), text());

  const show = () => {
    for (const blank of blanks) {
      const id = blank.dataset.shows ?? "";
      blank.textContent = typed(id) || (names.get(id) ?? "");
      blank.classList.toggle("filled", typed(id) !== "");
    }
    mail.setAttribute("href", link());
  };
  const tell = () => {
    const length = words(fill(body, keeper.answers, () => ""));
    say(count, letters.count(length, Number(form.dataset.words), open()));
    // A sign between them, so that no phrase begins in one blank and ends in another.
    const own = [...names.keys()].map(typed).join("\n|\n");
    say(remarked, ...remarks(own, rules).map((rule) => rule.say));
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const changed = () => {
    show();
    say(said);
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };
  form.addEventListener("input", changed);
  keeper.listen(changed);

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      say(said, letters.copied(open()));
    } catch {
      getSelection()?.selectAllChildren(part("body"));
      say(said, letters.press);
    }
  });
  mail.addEventListener("click", (event) => {
    if (tooLongForMail(link())) {
      event.preventDefault();
      say(said, letters.long);
    }
  });
  card.addEventListener("click", () => printAlone(part("letter")));

  show();
  tell();
  [copy, mail, card].forEach((button) => (button.hidden = false));
  bar(form, keeper);
}

const form = document.querySelector("[data-answers]");

if (form instanceof HTMLFormElement) {
  live(form);
}
