// Runs before Material's search worker and makes queries more forgiving: small words are dropped, unfinished words are
// completed, unknown words become the nearest known ones, and synonyms find each other. The rest is Material's.
(() => {
  const SMALL = new Set(
    `a about after am an and any are as at be been before but by can could did do does doing for from get had
    has have he her his how i if in into is it its just know like me my no not of on or our out she should so
    some tell than that the their them there they this to too up us was we were what when where which who why
    will with would you your`.split(/\s+/),
  );
  const COMPLETIONS = 12;
  const CORRECTIONS = 6;

  /** How much an unfinished word counts as a difference, on top of its edits. */
  const UNFINISHED = 0.5;

  /** Typed words count the most, then synonyms, then guesses. */
  const AS_TYPED = 4;
  const SAME = 2;
  const GUESSED = 1;

  let language = "en";
  /** Every word on the site, shorter ones first. @type {string[]} */
  let vocabulary = [];
  /** @type {Set<string>} */
  let exact = new Set();
  /** Groups of synonyms, each a phrase split into words. @type {string[][][]} */
  let synonyms = [];

  /** @param {string} text */
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'");
  /** Words with and without accents, because the index can contain either. @param {string} text */
  const split = (text) => [text.toLowerCase(), plain(text)].flatMap((line) => line.match(/[\p{L}\p{N}]+/gu) ?? []);

  /** @param {{config: {lang: string[], synonyms?: string[][]}, docs: {title: string, text: string, alias?: string}[]}} index */
  function learn({ config, docs }) {
    language = config.lang[0] ?? language;
    synonyms = (config.synonyms ?? []).map((group) => group.map((phrase) => plain(phrase).match(/[\p{L}\p{N}]+/gu) ?? []));
    exact = new Set(docs.flatMap(({ title, alias = "", text }) => split(`${title} ${alias} ${text.replace(/<[^>]+>/g, " ")}`)));
    for (const word of synonyms.flat(2)) exact.add(word);
    vocabulary = [...exact].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }

  /** @param {number[]} row @param {number} place */
  const at = (row, place) => row[place] ?? Infinity;

  /**
   * Count the letters that are added, missing, changed, or swapped with their neighbor.
   *
   * @param {string} a
   * @param {string} b
   * @param {number} most if there are more, the result is any larger number
   * @returns {number}
   */
  function edits(a, b, most) {
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, column) => column);
    for (let row = 1; row <= a.length; row += 1) {
      const next = [row];
      for (let column = 1; column <= b.length; column += 1) {
        const changed = at(last, column - 1) + Number(a[row - 1] !== b[column - 1]);
        const crossed = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
        const exchanged = crossed ? at(before, column - 2) + 1 : Infinity;
        next[column] = Math.min(at(last, column) + 1, at(next, column - 1) + 1, changed, exchanged);
      }
      if (Math.min(...next) > most) {
        return most + 1;
      }
      [before, last] = [last, next];
    }
    return at(last, b.length);
  }

  /** @param {string} word */
  function nearest(word) {
    let fewest = word.length < 4 ? 0 : word.length < 8 ? 1.5 : 2.5;
    /** @type {string[]} */
    let found = [];
    for (const other of fewest ? vocabulary : []) {
      const most = Math.floor(fewest);
      const whole = Math.abs(other.length - word.length) > most ? Infinity : edits(word, other, most);
      // It may be misspelled and also unfinished.
      const longer = word.length > 4 && other.length > word.length;
      const count = Math.min(whole, longer ? edits(word, other.slice(0, word.length), most) + UNFINISHED : Infinity);
      if (other.length < 3 || count > fewest) {
        continue;
      }
      found = count < fewest ? [other] : [...found, other];
      fewest = count;
    }
    return found.slice(0, CORRECTIONS);
  }

  /** @param {string} word */
  function guesses(word) {
    if (exact.has(word) && word.length < 4) {
      return [];
    }
    const longer = vocabulary.filter((other) => other.startsWith(word) && other !== word).slice(0, COMPLETIONS);
    return longer.length || exact.has(word) ? longer : nearest(word);
  }

  /** Synonyms of `words`. @param {string[]} words */
  function alike(words) {
    const typed = new Set(words);
    const met = synonyms.filter((group) => group.some((phrase) => phrase.length && phrase.every((word) => typed.has(word))));
    return met.flat(2).filter((word) => !typed.has(word) && !SMALL.has(word));
  }

  /** @param {string} query */
  function forgiving(query) {
    // People who type quotes, plus, or minus know what they're doing.
    if (/"|(^|\s)[+-]\S/.test(query)) {
      return query;
    }
    const words = [...new Set(split(query))];
    const important = words.filter((word) => language !== "en" || !SMALL.has(word));
    const asked = important.length ? important : words;
    const guessed = asked.map(guesses);
    const meant = asked.flatMap((word, place) => (exact.has(word) ? [] : (guessed[place] ?? []).slice(0, 1)));
    return [
      ...asked.map((word) => `${word}^${AS_TYPED}`),
      ...alike([...words, ...meant]).map((word) => `${word}^${SAME}`),
      ...guessed.flat().map((word) => `${word}^${GUESSED}`),
    ].join(" ");
  }

  // Material sends type 0 with the index, and type 2 with a query.
  addEventListener("message", ({ data: message }) => {
    if (message.type === 0) {
      learn(message.data);
    } else if (message.type === 2) {
      message.data = forgiving(message.data);
    }
  });
})();
