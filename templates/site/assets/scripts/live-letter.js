// The blanks of a message and the letter they fill in, to copy or email.

import { bind } from "./binding.js";
import { goOn } from "./going-on.js";
import { grow } from "./grow.js";
import { fill, fitted, mailto, remarks, tooLongForMail, words } from "./letter.js";
import { letters } from "./interface-letters.js";
import { filled, together } from "./words.js";

/** Milliseconds after the last keystroke. With every key, the word count would talk over what's typed. */
const PAUSE = 800;

/** @param {Element} line @returns {Element} what its pieces are in: if it isn't translated, an element with its language */
function inside(line) {
  const [only, ...others] = line.childNodes;
  return only instanceof HTMLElement && only.lang && !others.length ? only : line;
}

/** @param {Element} line @returns {import("./letter.js").Paragraph} */
const pieces = (line) =>
  [...inside(line).childNodes].map((piece) =>
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

/**
 * Fill in the letter as the reader types.
 * @param {HTMLFormElement} form
 * @param {(said: string) => void} [copied] called after the whole letter was copied, to say it instead of this form
 * @returns {import("./keeper.js").Keeper}
 */
export function live(form, copied) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));
  const [count, counted, remarked, said] = [part("count"), part("counted"), part("remarked"), part("said")];
  const copy = part("copy");
  // A note on a site has no subject, and isn't mailed.
  const mailed = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-subject], [data-copy-subject], [data-mail]")]);
  const [, copySubject, mail] = mailed;
  const blanks = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-shows]")]);
  const names = new Map(blanks.map((blank) => [blank.dataset.shows ?? "", blank.lastChild?.textContent ?? ""]));
  const labels = new Map(blanks.map((blank) => [blank, [...blank.childNodes]]));
  const forms = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-form]")]);
  const lines = [...mailed.slice(0, 1), ...part("body").children, ...form.querySelectorAll("[data-line]")].map(inside);
  const [subject, body] = [mailed.slice(0, 1).map(pieces), [...part("body").children].map(pieces)];
  const language = document.documentElement.lang;
  const rules = JSON.parse(document.querySelector("[data-remarks]")?.textContent ?? "[]");

  grow(form);
  const keeper = bind(form);
  goOn(form, keeper);
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
  const result = (/** @type {string} */ done, count = open()) =>
    together(done, count ? filled(letters.copied_open, { count }) : "");

  /** @param {HTMLElement} other @param {string} name @returns {HTMLElement} a part of another form of the message */
  const of = (other, name) => /** @type {HTMLElement} */ (other.querySelector(`[data-${name}]`));
  const whole = new Map(forms.map((other) => [other, [pieces(of(other, "line"))]]));
  const short = (/** @type {HTMLElement} */ other) => fill(whole.get(other) ?? [], keeper.answers, bracketed, language);

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
    mail?.setAttribute("href", link());
    say(counted, number());
    for (const other of forms) {
      say(of(other, "size"), filled(letters.size, { count: [...short(other)].length }));
    }
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
    [said, ...forms.map((other) => of(other, "form-said"))].forEach((place) => say(place));
    clearTimeout(timer);
    timer = setTimeout(announce, PAUSE);
  };
  form.addEventListener("input", changed);
  keeper.listen(changed);

  const onward = document.querySelector(".onward");
  /**
   * @param {string} words @param {string} done @param {HTMLElement} place selected if copying isn't allowed
   * @param {HTMLElement} [where]
   * @returns {Promise<boolean>} whether it was allowed
   */
  const put = async (words, done, place, where = said) => {
    // An insecure connection has no clipboard.
    const allowed = (await navigator.clipboard?.writeText(words).then(() => true, () => false)) ?? false;
    if (!allowed) {
      getSelection()?.selectAllChildren(place);
    }
    say(where, ...(allowed ? [done].filter(Boolean) : [letters.press]));
    // A subject alone isn't a message yet.
    done === letters.subject || where.append(onward?.cloneNode(true) ?? "");
    return allowed;
  };
  /** What to say once the reader has pressed the keys, and the browser has copied. */
  let awaited = "";
  copy.addEventListener("click", async () => {
    const done = result(mailed.length ? letters.copied : letters.copied_short);
    awaited = (await put(text(), copied ? "" : done, part("body"))) ? "" : done;
    awaited || copied?.(done);
  });
  part("body").addEventListener("copy", () => {
    awaited && copied && setTimeout(copied, 0, awaited);
    awaited = "";
  });
  copySubject?.addEventListener("click", () => put(title(), letters.subject, part("subject")));
  for (const other of forms) {
    const button = of(other, "copy-form");
    const open = () => pieces(of(other, "line")).filter((piece) => typeof piece !== "string" && !typed(piece.blank)).length;
    button.addEventListener("click", () =>
      put(short(other), result(letters.copied_short, open()), of(other, "line"), of(other, "form-said")),
    );
    button.hidden = false;
  }
  mail?.addEventListener("click", (event) => {
    if (tooLongForMail(link())) {
      event.preventDefault();
      say(said, letters.long);
    }
  });

  show();
  announce();
  [copy, ...mailed.slice(1)].forEach((button) => (button.hidden = false));
  return keeper;
}
