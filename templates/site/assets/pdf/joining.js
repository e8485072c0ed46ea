// Puts letters written from right to left in the order in which a PDF draws them, from left to right, and joins Arabic
// ones. It's enough for what people type into a form: letters, numbers and brackets, on lines that start on the right.
(() => {
  /** Unicode has each letter as it looks alone, at the end, at the start and in the middle; one code after the other. */
  const SHAPES = [
    [0xfe80, 0xfefc],
    [0xfb50, 0xfbe7],
    [0xfbfc, 0xfbff],
  ];
  const [LAM, STRETCH, JOINER] = ["\u0644", "\u0640", "\u200d"];
  const MARK = /\p{Mn}/u;
  const INVISIBLE = /[\u200b-\u200f]/gu;
  const LEFTWARD = "\\p{Script=Arabic}\\p{Script=Hebrew}";
  const NEEDED = new RegExp(`[${LEFTWARD}]`, "u");
  /** What's read from left to right in such a line: words in other letters, and numbers. */
  const RIGHTWARD = new RegExp(
    `(?:(?![${LEFTWARD}])[\\p{L}\\p{N}])(?:[^${LEFTWARD}]*(?![${LEFTWARD}])[\\p{L}\\p{N}])?|.`,
    "gsu",
  );
  const ONLY_DIGITS = /^[^\p{L}]*$/u;
  const NUMBER = /\p{Nd}+(?:[.,:/-]\p{Nd}+)*|./gsu;
  const BRACKETS = "()[]{}<>«»";

  /** @type {Map<string, string[]>} The shapes of each letter, or of a pair that becomes one. */
  const shapes = new Map();
  for (const [first = 0, last = 0] of SHAPES) {
    for (let code = first; code <= last; code++) {
      const shape = String.fromCharCode(code);
      const letters = shape.normalize("NFKC");
      if (letters !== shape && (letters.length === 1 || letters.startsWith(LAM))) {
        shapes.set(letters, [...(shapes.get(letters) ?? []), shape]);
      }
    }
  }

  const stretches = (/** @type {string} */ letter) => letter === STRETCH || letter === JOINER;
  const linksBack = (/** @type {string} */ letter) => stretches(letter) || (shapes.get(letter)?.length ?? 0) > 1;
  const linksOn = (/** @type {string} */ letter) => stretches(letter) || (shapes.get(letter)?.length ?? 0) > 2;

  /**
   * @param {string} text
   * @param {(shape: string) => boolean} has whether the font has it
   * @returns {string} the text with each Arabic letter as it looks between those next to it
   */
  function joined(text, has) {
    if (!NEEDED.test(text)) {
      return text;
    }
    const letters = [...text];
    let [found, linked] = ["", false];
    for (let index = 0; index < letters.length; index++) {
      let letter = letters[index] ?? "";
      if (MARK.test(letter)) {
        found += letter;
        continue;
      }
      const pair = letter + letters[index + 1];
      if (shapes.has(pair)) {
        letter = pair;
        index += 1;
      }
      const next = letters.slice(index + 1).find((one) => !MARK.test(one)) ?? "";
      const place = (linksOn(letter) && linksBack(next) ? 2 : 0) + (linked && linksBack(letter) ? 1 : 0);
      const shape = shapes.get(letter)?.[place];
      found += shape && has(shape) ? shape : letter;
      linked = linksOn(letter);
    }
    return found.replace(INVISIBLE, "");
  }

  /** @param {string} line @returns {string} it from left to right, as it's drawn, if it starts on the right */
  function drawnOrder(line) {
    const parts = [...line.matchAll(RIGHTWARD)].flatMap(([part]) =>
      ONLY_DIGITS.test(part) ? (part.match(NUMBER) ?? []) : [part],
    );
    return parts.reverse().map(facing).join("");
  }

  /** @param {string} part @returns {string} a bracket the other way around; anything else as it is */
  function facing(part) {
    const place = BRACKETS.indexOf(part);
    return part.length === 1 && place >= 0 ? (BRACKETS[place ^ 1] ?? part) : part;
  }

  Object.assign(self, { Joining: { joined, drawnOrder } });
})();
