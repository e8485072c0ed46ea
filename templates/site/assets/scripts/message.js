// A message to fill in on its page, then copy, email, or print.

import { printAlone } from "./alone.js";
import { bar } from "./bar.js";
import { bind } from "./binding.js";
import { grow } from "./grow.js";
import { fill, fitted, mailto, remarks, tooLongForMail, words } from "./letter.js";
import { letters } from "./interface-letters.js";
import { filled, together } from "./words.js";

/** Milliseconds after the last keystroke. With every key, the word count would talk over what's typed. */
const PAUSE = 800;

/** @param {Element} line @returns {import("./letter.js").Paragraph} */
const pieces = (line) =>
  [...line.childNodes].map((piece) =>
    piece instanceof HTMLElement ? { blank: piece.dataset.shows ?? "" } : (piece.textContent ?? ""),
  );

/** @param {Element} place @param {string[]} sentences set only if they changed, so that screen readers don't repeat them */
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
  const [count, counted, remarked, said] = [part("count"), part("counted"), part("remarked"), part("said")];
  const [copy, copySubject, mail, card] = [part("copy"), part("copy-subject"), part("mail"), part("card")];
  const blanks = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-shows]")]);
  const names = new Map(blanks.map((blank) => [blank.dataset.shows ?? "", blank.lastChild?.textContent ?? ""]));
  const labels = new Map(blanks.map((blank) => [blank, [...blank.childNodes]]));
  const lines = [part("subject"), ...part("body").children];
  const [subject, body] = [[pieces(part("subject"))], [...part("body").children].map(pieces)];
  const language = document.documentElement.lang;
  const rules = JSON.parse(document.querySelector("[data-remarks]")?.textContent ?? "[]");

  grow(form);
  const keeper = bind(form);
  const typed = (/** @type {string} */ id) => keeper.answers.get(id)?.trim() ?? "";
  const open = () => [...names.keys()].filter((id) => !typed(id)).length;
  const bracketed = (/** @type {string} */ id) => `[${names.get(id)}]`;
  const text = () => fill(body, keeper.answers, bracketed, language);
  const title = () => fill(subject, keeper.answers, bracketed, language);
  const link = () => mailto(title(), text());
  const length = () => words(fill(body, keeper.answers, () => ""));
  const number = () => {
    const [written, most, blank] = [length(), Number(form.dataset.words), open()];
    return together(
      filled(written > most ? letters.enough : letters.length, { words: written, count: most }),
      blank ? filled(letters.open, { count: blank }) : letters.filled,
    );
  };
  const copied = () => together(letters.copied, open() && filled(letters.copied_open, { count: open() }));

  const show = () => {
    for (const line of lines) {
      const texts = fitted(pieces(line), keeper.answers, language);
      [...line.childNodes].forEach((blank, index) => {
        if (blank instanceof HTMLElement) {
          blank.replaceChildren(...(texts[index] ? [texts[index]] : (labels.get(blank) ?? [])));
          blank.classList.toggle("filled", Boolean(texts[index]));
        }
      });
    }
    mail.setAttribute("href", link());
    say(counted, number());
  };
  const announce = () => {
    say(count, number());
    // With a separator, so that no phrase matches across two blanks.
    const own = [...names.keys()].map(typed).join("\n|\n");
    say(remarked, ...remarks(own, rules).map((rule) => rule.say));
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const changed = () => {
    show();
    say(said);
    clearTimeout(timer);
    timer = setTimeout(announce, PAUSE);
  };
  form.addEventListener("input", changed);
  keeper.listen(changed);

  /** @param {string} copied @param {string} done @param {string} place selected if copying isn't allowed */
  const put = async (copied, done, place) => {
    try {
      await navigator.clipboard.writeText(copied);
      say(said, done);
    } catch {
      getSelection()?.selectAllChildren(part(place));
      say(said, letters.press);
    }
  };
  copy.addEventListener("click", () => put(text(), copied(), "body"));
  copySubject.addEventListener("click", () => put(title(), letters.subject, "subject"));
  mail.addEventListener("click", (event) => {
    if (tooLongForMail(link())) {
      event.preventDefault();
      say(said, letters.long);
    }
  });
  card.addEventListener("click", () => printAlone(part("letter")));

  show();
  announce();
  [copy, copySubject, mail, card].forEach((button) => (button.hidden = false));
  bar(form, keeper);
}

const form = document.querySelector("[data-answers]");

if (form instanceof HTMLFormElement) {
  live(form);
}
