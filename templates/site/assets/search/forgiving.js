// Runs before Material's search worker and makes queries more forgiving: small words are dropped, unfinished words are
// completed, unknown words become the nearest known ones, and synonyms find each other. The rest is Material's. What
// readers should know about their query goes to their page (guide.js).
(() => {
  const COMPLETIONS = 12;
  const CORRECTIONS = 6;
  /** How many of them are named to the reader. */
  const NAMED = 3;

  /** How much an unfinished word counts as a difference, on top of its edits. */
  const UNFINISHED = 0.5;

  /** Typed words count the most, then synonyms, then guesses. */
  const AS_TYPED = 4;
  const SAME = 2;
  const GUESSED = 1;

  /** A word that only the page for readers in distress has, so that searching for it finds nothing else. */
  const CARE_PAGE = "carepagecarepage";

  /** What separates words, in every language. Material's own words would contain “shy.” with the period. */
  const SEPARATOR =
    "[\\s!-/:-@[-`{-\\u00bf\\u055a-\\u055f\\u0589\\u05be\\u060c\\u061b\\u061f\\u06d4\\u0964\\u0965\\u104a\\u104b\\u17d4\\u17d5" +
    "\\u2000-\\u206f\\u3000-\\u303f\\uff00-\\uff0f\\uff1a-\\uff20]+";
  /** Scripts that have no spaces between words. */
  const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]+/gu;
  /** Accents and the points of Hebrew and Arabic, but not the vowels that other scripts write as marks. */
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const APOSTROPHES = /['’]/g;

  /**
   * @typedef {{location?: string, title: string, text: string, alias?: string}} Doc
   * @typedef {{words: string[], nothing: string, help: string, page?: string}} Care What to say about words of distress,
   * and the address of the page for readers who type them.
   * @typedef {{lang: string[], pipeline: string[], separator: string, synonyms?: string[][], instead: string, care: Care}} Config
   */

  const channel = new BroadcastChannel("search");
  const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : undefined;

  /** @type {Config} */
  let settings;
  /** Every word on the site without its accents, and how it's written there. @type {Map<string, Set<string>>} */
  let written = new Map();
  /** The same words, shorter ones first. @type {string[]} */
  let vocabulary = [];
  /** What their endings are cut to, from the first query on. @type {Set<string> | undefined} */
  let stems;
  /** Groups of synonyms, each a phrase split into words. @type {string[][][]} */
  let synonyms = [];
  /** Phrases of distress, and where the site has them. @type {Map<string, "name" | "text" | "">} */
  let heavy = new Map();

  /** Separate words with spaces of no width. @param {string} text */
  const spaced = (text) =>
    segmenter
      ? text.replace(UNSPACED, (run) => `\u200b${[...segmenter.segment(run)].map(({ segment }) => segment).join("\u200b")}\u200b`)
      : text;
  /** @param {string} text */
  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(ACCENTS, "").normalize("NFC").replaceAll("ß", "ss");
  /** @param {string} text @returns {string[]} its words, as in the index */
  const split = (text) => spaced(text).toLowerCase().split(new RegExp(SEPARATOR)).filter(Boolean);
  /** @param {string} text @returns {string} its words between spaces, so that a phrase can be found in it */
  const line = (text) => ` ${split(plain(text)).join(" ")} `;

  /** Lunr, and what it has for the language, once Material has loaded them. */
  function tools() {
    const { lunr } = /** @type {any} */ (globalThis);
    const [language = ""] = settings.pipeline.length ? settings.lang : [];
    return { lunr, own: language === "en" ? lunr : lunr?.[language] };
  }

  /** @param {string} word */
  function stem(word) {
    const { lunr, own } = tools();
    return own ? String(own.stemmer(new lunr.Token(word))) : word;
  }

  /** @param {string} word */
  const isSmall = (word) => Boolean(tools().own && !tools().own.stopWordFilter(word));

  /** @param {string} word @returns {boolean} whether the site has the word, or the same with another ending */
  function isHere(word) {
    stems ??= new Set([...written.values()].flatMap((forms) => [...forms].map(stem)));
    return written.has(plain(word)) || stems.has(stem(word));
  }

  /** @param {{config: Config, docs: Doc[]}} index changed where a script has no spaces */
  function learn({ config, docs }) {
    settings = config;
    config.separator = SEPARATOR;
    stems = undefined;
    written = new Map();
    for (const doc of docs) {
      Object.assign(doc, { title: spaced(doc.title), text: spaced(doc.text), ...(doc.alias && { alias: spaced(doc.alias) }) });
      for (const word of split(`${doc.title} ${doc.alias ?? ""} ${doc.text.replace(/<[^>]+>/g, " ")}`)) {
        written.set(plain(word), (written.get(plain(word)) ?? new Set()).add(word));
      }
    }
    const isCare = ({ location = "" }) => Boolean(config.care.page) && location.startsWith(String(config.care.page));
    const others = docs.filter((doc) => !isCare(doc));
    const names = others.map(({ title, alias = "" }) => line(`${title} ${alias}`)).join("|");
    const texts = others.map(({ text }) => line(text.replace(/<[^>]+>/g, " "))).join("|");
    for (const doc of docs.filter(({ location }) => location === config.care.page)) {
      doc.alias = `${doc.alias ?? ""} ${CARE_PAGE}`;
    }
    const place = (/** @type {string} */ phrase) => (names.includes(phrase) ? "name" : texts.includes(phrase) ? "text" : "");
    heavy = new Map(
      config.care.words.flatMap((phrase) => [phrase, phrase.replace(APOSTROPHES, "")].map((form) => [line(form), place(line(phrase))])),
    );
    synonyms = (config.synonyms ?? []).map((group) => group.map((phrase) => split(plain(phrase))));
    for (const word of synonyms.flat(2)) {
      written.set(word, written.get(word) ?? new Set([word]));
    }
    vocabulary = [...written.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
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

  /** @param {string} word without accents @param {string[]} others @param {number} [limit] @returns {{count: number, found: string[]}} */
  function nearest(word, others, limit = Infinity) {
    let fewest = Math.min(limit, word.length < 4 ? 0 : word.length < 8 ? 1.5 : 2.5);
    /** @type {string[]} */
    let found = [];
    for (const other of fewest ? others : []) {
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
    return { count: found.length ? fewest : Infinity, found: found.slice(0, CORRECTIONS) };
  }

  /** @param {string} word without accents @param {string[]} others @returns {string[]} longer words that begin with it */
  const completions = (word, others) => others.filter((other) => other.startsWith(word) && other !== word).slice(0, COMPLETIONS);

  /** @param {string} typed @returns {{words: string[], corrected?: boolean, heavy?: boolean}} what the reader may mean */
  function guess(typed) {
    const word = plain(typed);
    if (written.has(word) && word.length < 4) {
      return { words: [] };
    }
    const longer = completions(word, vocabulary);
    if (longer.length || isHere(typed)) {
      return { words: longer };
    }
    // A slip in a word of distress must not turn it into another word.
    const dark = [...heavy].filter(([, place]) => place !== "name").map(([phrase]) => phrase.trim());
    const single = dark.filter((phrase) => !phrase.includes(" ") && (settings.care.page || !written.has(phrase)));
    const meant = nearest(word, single, 1.5);
    const { count, found } = nearest(word, vocabulary);
    return (word.length > 3 && completions(word, single).length) || meant.count <= Math.min(count, 1.5)
      ? { words: [], heavy: true }
      : { words: found, corrected: found.length > 0 };
  }

  /** Synonyms of `words`. @param {string[]} words without accents */
  function alike(words) {
    const typed = new Set(words);
    const met = synonyms.filter((group) => group.some((phrase) => phrase.length && phrase.every((word) => typed.has(word))));
    return met.flat(2).filter((word) => !typed.has(word) && !isSmall(word));
  }

  /** @param {string} word @returns {string[]} how the site writes it */
  const forms = (word) => [...(written.get(plain(word)) ?? [])];

  /** @param {string[]} words @param {number} weight @returns {string[]} as terms of a query */
  const terms = (words, weight) =>
    // Material cuts Chinese words, and leaves out the last part. It finds no two letters with a backslash between them.
    [...new Set(words)].map((word) => `${word.replace(/(?<=\p{sc=Han})(?=\p{sc=Han})/gu, "\\")}^${weight}`);

  /** @param {string} query @returns {{query: string, say: string, exact: string, alone: boolean}} what to search for, what to say, what finds only what was typed if this doesn't, and whether that's all */
  function forgiving(query) {
    const { instead, care } = settings;
    const lines = [query, query.replace(APOSTROPHES, "")].map(line);
    const met = [...heavy].filter(([phrase, place]) => place !== "name" && lines.some((one) => one.includes(phrase)));
    const words = [...new Set(split(query))];
    const important = words.filter((word) => !isSmall(word));
    const asked = important.length ? important : words;
    const guessed = asked.map(guess);
    const isHeavy = guessed.some(({ heavy }) => heavy);
    if (care.page && (met.length || isHeavy)) {
      return { query: `+${CARE_PAGE}`, say: care.help, exact: "", alone: false };
    }
    if (met.some(([, place]) => !place) || isHeavy) {
      return { query: "", say: `${care.nothing} ${care.help}`, exact: "", alone: true };
    }
    // People who type quotes, plus, or minus know what they're doing.
    if (/"|(^|\s)[+-]\S/.test(query)) {
      return { query, say: met.length ? care.help : "", exact: "", alone: false };
    }
    const typed = terms(asked.flatMap((word) => [word, ...forms(word)]), AS_TYPED);
    if (met.length) {
      const needed = met.flatMap(([phrase]) => split(phrase)).map((word) => `+${forms(word)[0] ?? word}`);
      return { query: [...needed, ...typed].join(" "), say: care.help, exact: "", alone: false };
    }
    const meant = asked.flatMap((word, place) => (isHere(word) ? [] : (guessed[place]?.words ?? []).slice(0, 1)));
    const wrong = asked.filter((_, place) => guessed[place]?.corrected);
    const right = guessed.flatMap(({ words, corrected }) => (corrected ? words.slice(0, NAMED) : []));
    return {
      query: [
        ...typed,
        ...terms(alike([...words.map(plain), ...meant]).flatMap(forms), SAME),
        ...terms(guessed.flatMap(({ words }) => words).flatMap(forms), GUESSED),
      ].join(" "),
      say: wrong.length
        ? instead.replace("{typed}", () => wrong.join("”, “")).replace("{meant}", () => right.flatMap((word) => forms(word)[0] ?? []).join("”, “"))
        : "",
      // In quotes, words are searched for as they are.
      exact: wrong.length ? words.map((word) => `"${word}"`).join(" ") : "",
      alone: false,
    };
  }

  // Material sends type 0 with the index, and type 2 with a query.
  addEventListener("message", ({ data: message }) => {
    if (message.type === 0) {
      learn(message.data);
    } else if (message.type === 2) {
      const { query, ...said } = forgiving(message.data);
      channel.postMessage({ query: message.data, ...said });
      message.data = query;
    }
  });
})();
