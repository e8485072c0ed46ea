// Sets text in the font that's embedded in a PDF form: its glyphs, its size, and its lines.
(() => {
  /** @type {typeof import("@cantoo/pdf-lib")} */
  const { decodePDFRawStream, PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream } = /** @type {any} */ (self).PDFLib;
  /** @type {{joined: (text: string, has: (shape: string) => boolean) => string, drawnOrder: (line: string) => string}} */
  const { joined, drawnOrder } = /** @type {any} */ (self).Joining;

  /** Points. Smaller type is hard to read in print. */
  const SMALLEST = 6;
  const STEP = 0.5;
  /** From one line to the next, for each point of the type size. */
  const LEADING = 1.2;
  /** Points that viewers leave free on the left and right of what's typed. */
  const INSET = 2;
  /** Units of a glyph's width for each point of the type size. */
  const UNITS = 1000;
  /** What's printed instead of a letter that the font lacks. */
  const INSTEAD = "?";

  /**
   * @typedef {{width: number, height: number, size: number, several: boolean, mirrored: boolean}} Room
   *   In points. `size` is the type size that the form asks for, `several` whether there's room for several lines, and
   *   `mirrored` whether they start on the right.
   * @typedef {{size: number, lines: string[], several: boolean, whole: boolean}} Setting
   *   `several` is whether it takes a box for several lines, `whole` whether everything is visible.
   */

  class Lettering {
    /** @type {Map<number, number>} The number of each character's glyph. */
    #glyphs;
    /** @type {number[]} */
    #widths;
    #capital;

    /** @param {import("@cantoo/pdf-lib").PDFDict} font a composite font whose codes are glyph numbers */
    constructor(font) {
      const glyphs = entry(entry(font, "DescendantFonts", PDFArray).lookup(0), "", PDFDict);
      const about = entry(glyphs, "FontDescriptor", PDFDict);
      const file = entry(about, "FontFile2", PDFRawStream);
      const widths = entry(glyphs, "W", PDFArray).lookup(1, PDFArray);
      this.#glyphs = characters(decodePDFRawStream(file).decode());
      this.#widths = widths.asArray().map((width) => (width instanceof PDFNumber ? width.asNumber() : 0));
      this.#capital = entry(about, "CapHeight", PDFNumber).asNumber() / UNITS;
    }

    /**
     * @param {string} text
     * @param {Set<string>} [lacking] gets the characters that the font lacks
     * @returns {string} only characters that the font has, and line breaks
     */
    printable(text, lacking = new Set()) {
      let found = "";
      for (const character of text.replace(/\r\n?/g, "\n").normalize()) {
        if (character === "\n" || this.#glyphs.has(character.codePointAt(0) ?? 0)) {
          found += character;
        } else if (/\s/u.test(character)) {
          found += " ";
        } else if (!/[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(character)) {
          lacking.add(character.toWellFormed());
          found += INSTEAD;
        }
      }
      return found;
    }

    /** @param {string} text printable, on one line @param {number} size @returns {number} points */
    width(text, size) {
      const units = [...this.#joined(text)].reduce((sum, character) => sum + (this.#widths[this.#glyph(character)] ?? 0), 0);
      return (units * size) / UNITS;
    }

    /**
     * Find the largest type in which a text fits, and where its lines end.
     * @param {string} text printable
     * @param {Room} room
     * @returns {Setting}
     */
    fitted(text, room) {
      const width = room.width - 2 * INSET;
      for (let size = room.size; size >= SMALLEST; size -= STEP) {
        if (!room.several && !text.includes("\n") && this.width(text, size) <= width) {
          return { size, lines: [text], several: false, whole: true };
        }
        const most = Math.floor(room.height / (size * LEADING));
        const lines = this.#wrapped(text, size, width, most);
        if (lines.length <= most) {
          return { size, lines, several: true, whole: true };
        }
      }
      const most = Math.max(1, Math.floor(room.height / (SMALLEST * LEADING)));
      const lines = this.#wrapped(text, SMALLEST, width, most).slice(0, most);
      return { size: SMALLEST, lines, several: true, whole: false };
    }

    /**
     * @param {Setting} setting
     * @param {Room} room
     * @param {string} typeface the operators that choose color, font and size
     * @returns {string} operators that draw the text: from the top of a box, or else in the middle of its height
     */
    drawn({ size, lines }, room, typeface) {
      const leading = size * LEADING;
      const top = room.several ? room.height : (room.height + lines.length * leading) / 2;
      const first = top - leading / 2 - (this.#capital / 2) * size;
      const left = (/** @type {string} */ line) => (room.mirrored ? room.width - INSET - this.width(line, size) : INSET);
      const moves = lines.map((line, index) => round(left(line) - (index ? left(lines[index - 1] ?? "") : 0)));
      const [start, ...others] = lines.map((line) => `<${this.#codes(room.mirrored ? drawnOrder(this.#joined(line)) : line)}> Tj`);
      return [
        "/Tx BMC q",
        `0 0 ${round(room.width)} ${round(room.height)} re W n`,
        `BT ${typeface} ${moves[0] ?? INSET} ${round(first)} Td`,
        start,
        ...others.map((line, index) => `${moves[index + 1]} ${-round(leading)} Td ${line}`),
        "ET Q EMC",
      ].join("\n");
    }

    /** @param {string} text @returns {string} it with Arabic letters as they look next to each other */
    #joined(text) {
      return joined(text, (shape) => this.#glyphs.has(shape.codePointAt(0) ?? 0));
    }

    /** @param {string} character */
    #glyph(character) {
      return this.#glyphs.get(character.codePointAt(0) ?? 0) ?? 0;
    }

    /** @param {string} line @returns {string} its glyphs in hexadecimal digits */
    #codes(line) {
      return [...line].map((character) => this.#glyph(character).toString(16).padStart(4, "0")).join("");
    }

    /**
     * @param {string} text
     * @param {number} size
     * @param {number} width
     * @param {number} most lines; if there are more, any number above that is enough
     * @returns {string[]}
     */
    #wrapped(text, size, width, most) {
      const lines = [];
      for (const paragraph of text.split("\n")) {
        let line = "";
        for (const word of paragraph.split(/(?<= )(?! )/)) {
          if (line && this.width(line + word.trimEnd(), size) > width) {
            lines.push(line.trimEnd());
            line = "";
          }
          line += word;
          // A word longer than a line breaks anywhere.
          for (let part = ""; lines.length <= most; line = line.slice(part.length)) {
            part = this.#longest(line, size, width);
            if (part.length >= line.trimEnd().length) {
              break;
            }
            lines.push(part);
          }
          if (lines.length > most) {
            return lines;
          }
        }
        lines.push(line.trimEnd());
      }
      return lines;
    }

    /** @param {string} word @param {number} size @param {number} width @returns {string} its start that fits on a line */
    #longest(word, size, width) {
      let [part, wide] = ["", 0];
      for (const character of word) {
        wide += this.width(character, size);
        if (part && wide > width) {
          break;
        }
        part += character;
      }
      return part;
    }
  }

  /** @param {number} value */
  const round = (value) => Number(value.toFixed(2));

  /**
   * @template {import("@cantoo/pdf-lib").PDFObject} Kind
   * @param {unknown} found a dictionary
   * @param {string} key empty for the dictionary itself
   * @param {{new (...parts: any[]): Kind} | Function & {prototype: Kind}} kind
   * @returns {Kind}
   */
  function entry(found, key, kind) {
    const value = key && found instanceof PDFDict ? found.lookup(PDFName.of(key)) : found;
    if (!(value instanceof kind)) {
      throw new TypeError(`the font has no ${key || "glyphs"}`);
    }
    return /** @type {Kind} */ (value);
  }

  /**
   * Read which characters a TrueType font has, from format 4 of its table “cmap.”
   * @param {Uint8Array} file
   * @returns {Map<number, number>} the number of each character's glyph
   */
  function characters(file) {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const tables = Array.from({ length: view.getUint16(4) }, (_, index) => 12 + 16 * index);
    const map = view.getUint32((tables.find((at) => view.getUint32(at) === 0x636d6170) ?? 0) + 8);
    const parts = Array.from({ length: view.getUint16(map + 2) }, (_, index) => map + view.getUint32(map + 8 + 8 * index));
    const part = parts.find((at) => view.getUint16(at) === 4);
    if (part === undefined) {
      throw new TypeError("the font has no table of characters in format 4");
    }
    const found = new Map();
    const length = view.getUint16(part + 6);
    for (let at = part + 14; at < part + 14 + length; at += 2) {
      const last = view.getUint16(at);
      const first = view.getUint16(at + 2 + length);
      const delta = view.getUint16(at + 2 + 2 * length);
      const range = at + 2 + 3 * length;
      for (let character = first; character <= last && character < 0xffff; character++) {
        const offset = view.getUint16(range);
        const listed = offset && view.getUint16(range + offset + 2 * (character - first));
        const glyph = offset ? listed && (listed + delta) & 0xffff : (character + delta) & 0xffff;
        if (glyph) {
          found.set(character, glyph);
        }
      }
    }
    return found;
  }

  Object.assign(self, { Lettering });
})();
