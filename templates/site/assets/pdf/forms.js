// Fills in PDF forms, and reads them. It's a worker, so that a page can give up on a file that never ends. Pages opened
// from a disk can't start workers, so they load it as a script, after those it needs.
(() => {
  const apart = !("document" in self);
  if (apart) {
    importScripts(...["pdf-lib.js", "joining.js", "lettering.js"].map((name) => new URL(name, location.href).href));
  }
  const loaded = /** @type {{PDFLib: typeof import("@cantoo/pdf-lib"), Lettering: any}} */ (/** @type {any} */ (self));
  const { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFRawStream, PDFRef, PDFString } = loaded.PDFLib;
  const { decodePDFRawStream, EncryptedPDFError } = loaded.PDFLib;

  /** Flags of ISO 32000-1, tables 226, 228 and 230. */
  const [MULTILINE, RADIO, PUSHED, EDITABLE] = [1 << 12, 1 << 15, 1 << 16, 1 << 18];
  /** Where lines start, in table 222. */
  const FROM_THE_RIGHT = 2;
  /** No form of ours has nearly as many fields. */
  const MOST = 40_000;
  /** Near its end, every complete PDF has this. */
  const [END, NEAR] = ["%%EOF", 2048];
  /** How the program names the page that a form belongs to (generator/paper/pdf/form.py). */
  const PAGE = "Worksheet";

  /**
   * @typedef {import("@cantoo/pdf-lib").PDFDict} Dictionary
   * @typedef {{name: string, parts: Dictionary[], widgets: Dictionary[]}} Field
   *   `parts` is the field and what contains it, from the inside out; `widgets` are its places on the pages.
   * @typedef {{page: string, title: string, names: string[], answers: [string, string][]}} Found
   *   `page` is the address of the page that the form belongs to, or empty. Answers are by the names of their fields: a
   *   text, “yes” for a checked box, or the name of a choice.
   * @typedef {[id: string, text: string, place: number]} Answer
   *   `place` is the number of the choice in its group, starting at zero; otherwise, it doesn't matter.
   * @typedef {{bytes: Uint8Array, missing: string[], cut: string[], lacking: string[]}} Filled
   *   `missing` are the IDs of answers that have no field, `cut` those of answers longer than their place, and `lacking`
   *   characters that the font lacks.
   */

  const key = (/** @type {string} */ name) => PDFName.of(name);

  /** @param {Dictionary} dictionary @param {string} name */
  const get = (dictionary, name) => dictionary.lookup(key(name));

  /** @param {import("@cantoo/pdf-lib").PDFDocument} document @returns {Dictionary | undefined} */
  function formOf(document) {
    const form = get(document.catalog, "AcroForm");
    return form instanceof PDFDict ? form : undefined;
  }

  /**
   * @param {Dictionary | undefined} form
   * @returns {Field[]} every field, in order; each once, however often the file refers to it
   */
  function fieldsOf(form) {
    /** @type {Field[]} */
    const fields = [];
    /** @type {{dictionary: Dictionary, parents: Dictionary[], name: string}[]} */
    const waiting = form ? kids(form, "Fields").map((dictionary) => ({ dictionary, parents: [], name: "" })) : [];
    const seen = new Set();
    waiting.reverse();
    for (let next = waiting.pop(); next && seen.size < MOST; next = waiting.pop()) {
      const { dictionary, parents } = next;
      if (seen.has(dictionary)) {
        continue;
      }
      seen.add(dictionary);
      const name = [next.name, textOf(get(dictionary, "T"))].filter(Boolean).join(".");
      const [inner, parts] = [kids(dictionary, "Kids"), [dictionary, ...parents.slice(0, 20)]];
      const named = inner.filter((kid) => kid.has(key("T")));
      if (named.length) {
        waiting.push(...named.reverse().map((kid) => ({ dictionary: kid, parents: parts, name })));
      } else {
        fields.push({ name, parts, widgets: inner.length ? inner : [dictionary] });
      }
    }
    return fields;
  }

  /** @param {Dictionary} dictionary @param {string} name @returns {Dictionary[]} the dictionaries in a list */
  function kids(dictionary, name) {
    const list = get(dictionary, name);
    const found = list instanceof PDFArray ? list.asArray().slice(0, MOST) : [];
    return found.map((one) => dictionary.context.lookup(one)).filter((one) => one instanceof PDFDict);
  }

  /** @param {Field} field @param {string} name @returns a value that the field has, or that it inherits */
  const value = (field, name) => field.parts.map((part) => get(part, name)).find((found) => found !== undefined);

  /** @param {Field} field */
  function flags(field) {
    const found = value(field, "Ff");
    return found instanceof PDFNumber ? found.asNumber() : 0;
  }

  /** @param {unknown} object @returns {string} a text, or the name of a choice; empty for anything else */
  function textOf(object) {
    if (object instanceof PDFArray) {
      object = object.lookup(0);
    }
    if (object instanceof PDFName) {
      return object.decodeText();
    }
    if (object instanceof PDFRawStream) {
      object = PDFHexString.fromBytes(decodePDFRawStream(object).decode());
    }
    if (!(object instanceof PDFString || object instanceof PDFHexString)) {
      return "";
    }
    const bytes = object.asBytes();
    const [first, second, third] = bytes;
    // pdf-lib knows only the first two.
    const encoding = first === 0xfe && second === 0xff ? "utf-16be" : first === 0xff && second === 0xfe ? "utf-16le" : "utf-8";
    const marked = encoding !== "utf-8" || (first === 0xef && second === 0xbb && third === 0xbf);
    const text = marked ? new TextDecoder(encoding).decode(bytes) : object.decodeText();
    return text.replace(/\r\n?/g, "\n");
  }

  /** @param {Dictionary} widget @returns {string} the name of its state when it's on */
  function onState(widget) {
    const drawings = get(widget, "AP");
    const states = drawings instanceof PDFDict ? get(drawings, "N") : undefined;
    const names = states instanceof PDFDict ? states.keys().map((name) => name.decodeText()) : [];
    return names.find((name) => name !== "Off") ?? "";
  }

  // Reading

  /**
   * @param {ArrayBuffer} bytes
   * @returns {Promise<Found | {trouble: "locked" | "broken" | "flat"}>} `flat` if there's nothing to fill in
   */
  async function read(bytes) {
    try {
      const document = await opened(bytes);
      if (!(document.catalog instanceof PDFDict && new TextDecoder().decode(bytes.slice(-NEAR)).includes(END))) {
        return { trouble: "broken" };
      }
      const info = document.context.lookup(document.context.trailerInfo.Info);
      const about = (/** @type {string} */ name) => (info instanceof PDFDict ? textOf(get(info, name)) : "");
      const fields = fieldsOf(formOf(document));
      const answers = fields.map((field) => /** @type {[string, string]} */ ([field.name, answerOf(field)]));
      const found = { page: about(PAGE), title: about("Title"), names: fields.map(({ name }) => name) };
      return fields.length ? { ...found, answers: answers.filter(([, text]) => text) } : { trouble: "flat" };
    } catch (error) {
      return { trouble: error instanceof EncryptedPDFError ? "locked" : "broken" };
    }
  }

  /** @param {ArrayBuffer} bytes @returns {Promise<import("@cantoo/pdf-lib").PDFDocument>} */
  async function opened(bytes) {
    const settings = { updateMetadata: false, parseSpeed: Infinity };
    try {
      return await PDFDocument.load(bytes, settings);
    } catch (error) {
      if (!(error instanceof EncryptedPDFError)) {
        throw error;
      }
      // Many are protected against changes, but everyone can read them.
      return PDFDocument.load(bytes, { ...settings, password: "" }).catch(() => Promise.reject(error));
    }
  }

  /** @param {Field} field @returns {string} */
  function answerOf(field) {
    const given = value(field, "V");
    if (value(field, "FT") !== key("Btn")) {
      return textOf(given);
    }
    // Some programs write a name as a text, and some only what shows.
    const shown = field.widgets.map((widget) => get(widget, "AS"));
    const states = [given, ...shown].filter((state) => state instanceof PDFName).map(textOf);
    const on = [...states, textOf(given).replace("/", "")].find((state) => state && state !== "Off") ?? "";
    if (flags(field) & PUSHED || !on) {
      return "";
    }
    return flags(field) & RADIO ? on : "yes";
  }

  // Filling in

  /**
   * @param {ArrayBuffer} bytes a blank form that the program made
   * @param {Answer[]} answers
   * @returns {Promise<Filled>}
   */
  async function fill(bytes, answers) {
    const document = await opened(bytes);
    const form = formOf(document);
    const fields = new Map(fieldsOf(form).map((field) => [field.name, field]));
    const typist = form && new Typist(form);
    /** @type {string[]} */
    const missing = [];
    for (const answer of answers) {
      const field = fields.get(answer[0]);
      if (!field || !typist?.put(field, answer)) {
        missing.push(answer[0]);
      }
    }
    const made = await document.save({ addDefaultPage: false, updateFieldAppearances: false, objectsPerTick: Infinity });
    return { bytes: made, missing, cut: typist?.cut ?? [], lacking: [...(typist?.lacking ?? [])] };
  }

  class Typist {
    /** @type {string[]} IDs of answers that are longer than their place. */
    cut = [];
    /** @type {Set<string>} */
    lacking = new Set();
    #letterings = new Map();

    /** @param {Dictionary} form */
    constructor(form) {
      this.form = form;
    }

    /** @param {Field} field @param {Answer} answer @returns {boolean} whether the field can hold the answer */
    put(field, [id, text, place]) {
      const kind = value(field, "FT");
      const [own] = field.parts;
      if (!own) {
        return false;
      }
      if (kind === key("Btn")) {
        const widget = field.widgets[flags(field) & RADIO ? place : 0];
        const state = widget && onState(widget);
        if (!state) {
          return false;
        }
        own.set(key("V"), key(state));
        widget.set(key("AS"), key(state));
        return true;
      }
      own.set(key("V"), PDFHexString.fromText(text.toWellFormed()));
      const options = kind === key("Ch") ? get(own, "Opt") : undefined;
      const label = options instanceof PDFArray ? this.#label(options, text) : text;
      if (label === undefined) {
        // An answer from an older version of the sheet.
        own.set(key("Ff"), PDFNumber.of(flags(field) | EDITABLE));
      }
      this.#type(own, id, label ?? text, flags(field));
      return true;
    }

    /** @param {import("@cantoo/pdf-lib").PDFArray} options @param {string} text @returns {string | undefined} */
    #label(options, text) {
      for (let index = 0; index < options.size(); index++) {
        const option = options.lookup(index);
        const pair = option instanceof PDFArray ? [option.lookup(0), option.lookup(1)] : [option, option];
        if (textOf(pair[0]) === text) {
          return textOf(pair[1]);
        }
      }
      return undefined;
    }

    /** @param {Dictionary} field with one place on a page @param {string} id @param {string} text @param {number} flags */
    #type(field, id, text, flags) {
      const asked = textOf(get(field, "DA"));
      const [, font = "", size = ""] = /\/(\S+) ([\d.]+) Tf/.exec(asked) ?? [];
      const drawings = get(field, "AP");
      const empty = drawings instanceof PDFDict ? get(drawings, "N") : undefined;
      const box = empty instanceof PDFRawStream ? get(empty.dict, "BBox") : undefined;
      if (!(drawings instanceof PDFDict && empty instanceof PDFRawStream && box instanceof PDFArray)) {
        throw new TypeError(`${id} has no drawing`);
      }
      const { width, height } = box.asRectangle();
      const side = get(field, "Q") ?? get(this.form, "Q");
      const mirrored = side instanceof PDFNumber && side.asNumber() === FROM_THE_RIGHT;
      const room = { width, height, size: Number(size), several: Boolean(flags & MULTILINE), mirrored };
      const lettering = this.#lettering(font);
      const setting = lettering.fitted(lettering.printable(text, this.lacking), room);
      if (!setting.whole) {
        this.cut.push(id);
      }
      const typeface = asked.replace(/[\d.]+(?= Tf)/, String(setting.size));
      field.set(key("DA"), PDFString.of(typeface));
      if (setting.several && get(field, "FT") === key("Tx")) {
        field.set(key("Ff"), PDFNumber.of(flags | MULTILINE));
      }
      const about = Object.fromEntries(["Type", "Subtype", "BBox", "Resources"].map((name) => [name, empty.dict.get(key(name))]));
      const drawn = lettering.drawn(setting, room, typeface);
      const { context } = field;
      const made = context.flateStream(drawn, /** @type {any} */ (about));
      const place = drawings.get(key("N"));
      if (place instanceof PDFRef) {
        context.assign(place, made);
      } else {
        drawings.set(key("N"), context.register(made));
      }
    }

    /** @param {string} font its name among the resources of the form */
    #lettering(font) {
      if (!this.#letterings.has(font)) {
        const resources = get(this.form, "DR");
        const fonts = resources instanceof PDFDict ? get(resources, "Font") : undefined;
        this.#letterings.set(font, new loaded.Lettering(fonts instanceof PDFDict ? get(fonts, font) : undefined));
      }
      return this.#letterings.get(font);
    }
  }

  /** @type {Record<string, (bytes: ArrayBuffer, answers: Answer[]) => Promise<unknown>>} */
  const acts = { fill, read };
  Object.assign(self, { pdfForms: acts });
  if (apart) {
    addEventListener("message", async ({ data: { act, bytes, answers } }) => {
      postMessage(await acts[act]?.(bytes, answers).catch(() => null));
    });
    postMessage("ready");
  }
})();
