// Runs before Material's search worker and makes queries more forgiving: small words are dropped, unfinished words are
// completed, unknown words become the nearest known ones, and synonyms find each other. The rest is Material's. Some pages
// are then put first: help for readers in distress, and the sheet of a principle for its name and “sheet.” The best are
// shown, and more on request. What readers should know about their query goes to their page (scripts/search.js).
(() => {
  /** How many pages are shown at once. The theme would draw at most ten. */
  const SHOWN = 8;
  /** How many paragraphs or items of a text are shown with it. */
  const PARTS = 2;
  /** After a query, this asks for more of what it found. scripts/search.js knows it, too, and no one types it. */
  const MORE = "\u2063";

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

  /** What separates words, in every language. Material's own words would contain “shy.” with the period. */
  const SEPARATOR =
    "[\\s!-/:-@[-`{-\\u00bf\\u055a-\\u055f\\u0589\\u05be\\u060c\\u061b\\u061f\\u06d4\\u0964\\u0965\\u104a\\u104b\\u17d4\\u17d5" +
    "\\u2000-\\u206f\\u3000-\\u303f\\uff00-\\uff0f\\uff1a-\\uff20]+";
  /** Scripts that have no spaces between words. */
  const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]+/gu;
  /** Accents, the points of Hebrew and Arabic, and the line that stretches Arabic words; not vowels of other scripts. */
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
  /** Letters that people type another way, or have no key for; some of the Arabic ones look the same. @type {Record<string, string>} */
  const SAME_LETTER = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ى: "ي", ی: "ي", ة: "ه", ک: "ك" };
  const LETTERS = new RegExp(`[${Object.keys(SAME_LETTER).join("")}]`, "g");
  const APOSTROPHES = /['’]/g;

  /**
   * @typedef {{location: string, title: string, text: string, alias?: string}} Doc
   * @typedef {Doc & {score: number, terms: Record<string, boolean>}} Found
   * @typedef {{words: string[], alone: string[], harmless: string[], page: string, nothing: string, help: string}} Care
   *   Words of distress, words that are some only if nothing else is typed, words that look like one; the page that comes
   *   first, if there is one, or what to say.
   * @typedef {{words: string[], list: string, pages: [string[], string[]][]}} Kind Words for a kind of page; the address of
   *   their list; names of a principle, and the addresses of its pages of that kind.
   * @typedef {{instead: string, nearest: string, none: string, page: string, pages: string, shown: string}} Said
   * @typedef {{lang: string[], pipeline: string[], separator: string, synonyms?: string[][], small?: string[], said: Said,
   *   care: Care, kinds: Kind[], topics: string[]}} Config
   * @typedef {{query: string, say: string, first?: string[], named?: string[], alone?: boolean, exact?: string, partly?: boolean}} Meant
   *   What to search for and what to say about it; addresses that come first, those called by these very words, whether
   *   what's said is all, how to search for what was typed, and whether no page can have every word.
   */

  const channel = new BroadcastChannel("search");
  const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : undefined;

  /** @type {Config} */
  let settings;
  /** Every word on the site without its accents, and how it's written there. @type {Map<string, Set<string>>} */
  let written = new Map();
  /** The same words, shorter ones first. @type {string[]} */
  let vocabulary = [];
  /** By what their endings are cut to, without and with accents, a word of each kind; only from the first query on.
   * @type {Map<string, Map<string, string>> | undefined} */
  let stems;
  /** Words that don't count, besides those that Lunr knows. @type {Set<string>} */
  let small = new Set();
  /** Groups of synonyms, each a phrase split into words. @type {string[][][]} */
  let synonyms = [];
  /** Phrases of distress, and where the site has them. @type {Map<string, "name" | "text" | "">} */
  let heavy = new Map();
  /** The words in them. @type {string[]} */
  let dark = [];
  /** Everything that can be found, by its address. @type {Map<string, Doc>} */
  let entries = new Map();
  /** What has these very words as its title or another name; only from the first query on. @type {Map<string, string[]> | undefined} */
  let named;
  /** The last query, and what it meant. @type {Meant & {typed: string}} */
  let latest;
  /** What it found, in order; what to say about it, and whether that's all there is to say.
   * @type {{items: Found[][], say: string, alone: boolean}} */
  let all;
  /** How many of them the page has. */
  let shown = 0;

  /** @param {Doc} doc @returns {string} where it is on the site; the offline edition has files instead */
  const addressOf = ({ location }) => location.replace(/index\.html(?=#|$)/, "");
  /** Separate words with spaces of no width. @param {string} text */
  const spaced = (text) =>
    segmenter
      ? text.replace(UNSPACED, (run) => `\u200b${[...segmenter.segment(run)].map(({ segment }) => segment).join("\u200b")}\u200b`)
      : text;
  /** @param {string} text */
  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(ACCENTS, "").normalize("NFC").replace(LETTERS, (letter) => SAME_LETTER[letter] ?? "");
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

  /** @param {string} word @returns {Map<string, string>} words of the site that may have only another ending, by their stems */
  function kin(word) {
    if (!stems) {
      stems = new Map();
      for (const form of [...written.values()].flatMap((forms) => [...forms])) {
        const cut = stem(form);
        stems.set(plain(cut), (stems.get(plain(cut)) ?? new Map()).set(cut, form));
      }
    }
    return stems.get(plain(stem(word))) ?? new Map();
  }

  /** @param {string} word @returns {string[]} how the site writes it, if need be with another ending and other accents */
  const forms = (word) => [...(written.get(plain(word)) ?? (kin(word).has(stem(word)) ? [] : kin(word).values()))];

  /** @param {string} word maybe without its accents */
  function isSmall(word) {
    const { own } = tools();
    return small.has(plain(word)) || Boolean(own && [word, ...forms(word)].some((form) => !own.stopWordFilter(form)));
  }

  /** @param {string} word @returns {boolean} whether the site has the word, or the same with another ending */
  const isHere = (word) => written.has(plain(word)) || kin(word).size > 0;

  /** @param {{config: Config, docs: Doc[]}} index changed where a script has no spaces */
  function learn({ config, docs }) {
    settings = config;
    config.separator = SEPARATOR;
    stems = named = undefined;
    written = new Map();
    entries = new Map(docs.map((doc) => [addressOf(doc), doc]));
    const help = entries.get(config.care.page);
    const own = help?.alias?.split(" · ") ?? [];
    // One by one, these words would find it for “hope.”
    delete help?.alias;
    for (const doc of docs) {
      Object.assign(doc, { title: spaced(doc.title), text: spaced(doc.text), ...(doc.alias && { alias: spaced(doc.alias) }) });
      const text = `${doc.title} ${doc.alias ?? ""} ${doc.text.replace(/<[^>]+>/g, " ")}`;
      for (const word of split(text)) {
        written.set(plain(word), (written.get(plain(word)) ?? new Set()).add(word));
      }
      // On phones, people type “didnt.”
      for (const [, start = "", end = ""] of text.matchAll(/(\p{L}{2,})['’](\p{L}+)/gu)) {
        const joined = plain(start + end);
        written.set(joined, (written.get(joined) ?? new Set()).add(start.toLowerCase()));
      }
    }
    const others = docs.filter(({ location }) => !config.care.page || !location.startsWith(config.care.page));
    const names = others.map(({ title, alias = "" }) => line(`${title} ${alias}`)).join("|");
    const texts = others.map(({ text }) => line(text.replace(/<[^>]+>/g, " "))).join("|");
    const place = (/** @type {string} */ phrase) =>
      names.includes(phrase) && !own.some((name) => line(name) === phrase) ? "name" : `${names}|${texts}`.includes(phrase) ? "text" : "";
    heavy = new Map(
      [...config.care.words, ...config.care.alone, ...own].flatMap((phrase) =>
        [phrase, phrase.replace(APOSTROPHES, "")].map((form) => [line(form), place(line(phrase))]),
      ),
    );
    dark = [...new Set([...heavy.keys()].flatMap(split))];
    small = new Set((config.small ?? []).flatMap((word) => split(plain(word))));
    synonyms = (config.synonyms ?? []).map((group) => group.map((phrase) => split(plain(phrase))));
    for (const word of (config.synonyms ?? []).flat().flatMap(split)) {
      written.set(plain(word), written.get(plain(word)) ?? new Set([word]));
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

  /** @param {string} typed @returns {{words: string[], corrected?: boolean}} what the reader may mean */
  function guess(typed) {
    const word = plain(typed);
    if (written.has(word) && word.length < 4) {
      return { words: [] };
    }
    const longer = completions(word, vocabulary);
    if (longer.length || isHere(typed)) {
      return { words: longer };
    }
    const { found } = nearest(word, vocabulary.filter((other) => !heavy.has(` ${other} `)));
    return { words: found, corrected: found.length > 0 };
  }

  /**
   * A slip in a word of distress, or its missing end, must not turn it into another word.
   *
   * @param {string} typed
   * @returns {string} the word of distress that it's likely to be, or the same word without accents
   */
  function fixed(typed) {
    const word = plain(typed);
    const longer = completions(word, vocabulary);
    if (written.has(word) || settings.care.harmless.includes(word) || longer.some((other) => !dark.includes(other))) {
      return word;
    }
    // “Hotel” must not become “hopeless,” and “prying” not “crying.”
    const [whole] = word.length > 4 ? completions(word, dark) : [];
    const slip = dark.find((other) => Math.min(other.length, word.length) > 5 && other[0] === word[0] && edits(word, other, 1) < 2);
    return whole ?? (nearest(word, vocabulary, 1).count < 1 ? undefined : slip) ?? word;
  }

  /** @param {string} text @returns {string} its words, except small ones, without their order and endings */
  function gist(text) {
    const words = split(text);
    const important = words.filter((word) => !isSmall(word));
    return [...new Set((important.length ? important : words).map((word) => stem(plain(word))))].sort().join(" ");
  }

  /** @param {string} query @returns {string[]} what has these very words as its title or another name */
  function calledThat(query) {
    if (!named) {
      named = new Map();
      for (const [address, { title, alias = "" }] of entries) {
        for (const name of new Set([title, ...alias.split("·")].map(gist))) {
          named.set(name, [...(named.get(name) ?? []), address]);
        }
      }
    }
    return named.get(gist(query)) ?? [];
  }

  /**
   * @param {string[]} asked
   * @param {{words: string[]}[]} guessed what each may mean
   * @returns {string[]} if only a kind of page was asked for, their list; if also a principle, the pages about it
   */
  function ofKind(asked, guessed) {
    const meant = asked.map((word, place) => new Set([word, ...(guessed[place]?.words ?? [])].map((one) => stem(plain(one)))));
    return settings.kinds.flatMap(({ words, list, pages }) => {
      const kind = words.flatMap(split).map((word) => stem(plain(word)));
      const rest = meant.filter((one) => !kind.some((word) => one.has(word)));
      const isCalled = (/** @type {string} */ name) => {
        const parts = split(name).map((word) => stem(plain(word)));
        return parts.length === rest.length && parts.every((part) => rest.some((one) => one.has(part)));
      };
      if (rest.length === meant.length) {
        return [];
      }
      return rest.length ? pages.flatMap(([names, found]) => (names.some(isCalled) ? found : [])) : [list];
    });
  }

  /** Synonyms of `words`. @param {string[]} words without accents */
  function alike(words) {
    const typed = new Set(words);
    const met = synonyms.filter((group) => group.some((phrase) => phrase.length && phrase.every((word) => typed.has(word))));
    return met.flat(2).filter((word) => !typed.has(word) && !isSmall(word));
  }

  /** @param {string[]} words @param {number} weight @returns {string[]} as terms of a query */
  const terms = (words, weight) =>
    // Material cuts Chinese words, and leaves out the last part. It finds no two letters with a backslash between them.
    [...new Set(words)].map((word) => `${word.replace(/(?<=\p{sc=Han})(?=\p{sc=Han})/gu, "\\")}^${weight}`);

  /** @param {string} query @returns {Meant} */
  function forgiving(query) {
    const { said, care } = settings;
    const lines = [query, query.replace(APOSTROPHES, "")].map((text) => ` ${split(text).map(fixed).join(" ")} `);
    const whole = new Set(care.alone.map(line));
    const met = [...heavy].filter(
      ([phrase, place]) =>
        place !== "name" && lines.some((one) => (whole.has(phrase) ? one === phrase : one.includes(phrase))),
    );
    const first = met.length && care.page ? [care.page] : [];
    const words = [...new Set(split(query))];
    const important = words.filter((word) => !isSmall(word));
    const asked = important.length ? important : words;
    if (met.some(([, place]) => !place)) {
      return first.length ? { query: "", say: care.help, first } : { query: "", say: `${care.nothing} ${care.help}`, alone: true };
    }
    const say = met.length ? care.help : "";
    const exact = /^"[^"]*"$/.test(query) && !asked.every(isHere);
    // People who type quotes, plus, or minus know what they're doing. No page would have a word that isn't here.
    if (!exact && /"|(^|\s)[+-]\S/.test(query)) {
      return { query, say, first };
    }
    const typed = terms(asked.flatMap((word) => [word, ...forms(word)]), AS_TYPED);
    if (met.length) {
      const needed = met.flatMap(([phrase]) => split(phrase)).map((word) => `+${forms(word)[0] ?? word}`);
      return { query: [...needed, ...typed].join(" "), say, first };
    }
    const guessed = asked.map((word) => (exact ? { words: [] } : guess(word)));
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
        ? said.instead.replace("{typed}", () => wrong.join("”, “")).replace("{meant}", () => right.flatMap((word) => forms(word)[0] ?? []).join("”, “"))
        : "",
      first: ofKind(asked, guessed),
      named: calledThat(asked.map((word, place) => (guessed[place]?.corrected ? guessed[place].words[0] : word)).join(" ")),
      partly: asked.some((word, place) => !isHere(word) && !guessed[place]?.words.length),
      // In quotes, words are searched for as they are.
      ...(wrong.length && { exact: `"${query.trim()}"` }),
    };
  }

  /**
   * Put some pages first, and offer all topics if there's nothing else.
   *
   * @param {Found[][]} items what Material found, page by page
   * @returns {{items: Found[][], say: string, alone: boolean}} what to show, what to say, and whether that replaces the count
   */
  function arranged(items) {
    const { said, topics } = settings;
    const { typed, say, first = [], named = [], alone = false, partly } = latest;
    const best = Math.max(0, ...items.flat().map(({ score }) => score));
    // The pages that come first, then what's called that, in Material's order.
    const order = new Set([...first, ...items.flat().map(addressOf).filter((one) => named.includes(one))]);
    /** @type {Found[][]} */
    const leading = [];
    let rest = items;
    for (const address of order) {
      const group = rest.find((one) => one.some((found) => addressOf(found) === address));
      const doc = group?.find((found) => addressOf(found) === address) ?? entries.get(address);
      if (doc && (group || first.includes(address))) {
        const others = (group ?? []).filter((one) => one !== doc);
        leading.push([{ terms: {}, ...doc, score: best + order.size - leading.length }, ...others]);
        rest = rest.filter((one) => one !== group);
      }
    }
    const found = [...leading, ...rest];
    const [nearest] = found[0] ?? [];
    if (!nearest && !alone && typed.trim()) {
      const lists = topics.flatMap((address) => entries.get(address) ?? []);
      return { items: lists.map((doc) => [{ ...doc, text: "", score: 0, terms: {} }]), say: said.none, alone: true };
    }
    const title = nearest && partly && entries.get(addressOf(nearest))?.title;
    const words = title && title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const closest = words ? said.nearest.replace("{title}", () => words) : "";
    return { items: found, say: [say, closest].filter(Boolean).join(" "), alone };
  }

  const post = globalThis.postMessage.bind(globalThis);

  /** Material shows a list whole, which can be all of a page. @param {string} text of a result
   * @returns {string} the first of its paragraphs and items that have what was found, or else the first of all */
  const brief = (text) => {
    const parts = text.split(/<\/?(?:li|ol|p|pre|ul)>/).filter((part) => part.trim());
    const found = parts.filter((part) => part.includes("<mark"));
    return (found.length ? found : parts).slice(0, PARTS).map((part) => `<p>${part}</p>`).join("");
  };

  /** Send the next pages, and say how many there are. */
  function next() {
    const { items, say, alone } = all;
    const { said } = settings;
    const more = items.slice(shown, shown + SHOWN);
    shown += more.length;
    const some = shown < items.length || shown > SHOWN;
    const count = some ? said.shown.replace("{shown}", String(shown)) : items.length === 1 ? said.page : said.pages;
    channel.postMessage({
      query: latest.typed,
      say,
      count: alone || !items.length ? "" : count.replace(/#|\{count\}/, String(items.length)),
      more: shown < items.length,
      exact: latest.exact,
    });
    post({ type: 3, data: { items: more.map((page) => page.map((part) => ({ ...part, text: brief(part.text) }))) } });
  }

  // Material answers with type 3.
  globalThis.postMessage = (/** @type {{type: number, data: {items: Found[][]}}} */ message) => {
    if (message.type === 3) {
      all = arranged(message.data.items);
      shown = 0;
      next();
    } else {
      post(message);
    }
  };

  // Material sends type 0 with the index, and type 2 with a query.
  addEventListener("message", (event) => {
    const { data: message } = event;
    if (message.type === 0) {
      learn(message.data);
    } else if (message.type === 2 && message.data === latest?.typed) {
      event.stopImmediatePropagation();
    } else if (message.type === 2 && message.data === latest?.typed + MORE) {
      event.stopImmediatePropagation();
      next();
    } else if (message.type === 2) {
      latest = { typed: message.data, ...forgiving(message.data) };
      message.data = latest.query;
    }
  });
})();
