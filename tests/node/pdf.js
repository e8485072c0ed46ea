// The programs that fill in and read PDFs, loaded as on a page from a disk; and small forms to try them on.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";

const SCRIPTS = [
  "publish/vendor/pdf-lib/pdf-lib.js",
  "site/assets/pdf/joining.js",
  "site/assets/pdf/lettering.js",
  "site/assets/pdf/forms.js",
].map((path) => fileURLToPath(new URL(`../../templates/${path}`, import.meta.url)));

Object.assign(globalThis, { self: globalThis, document: {} });
for (const path of SCRIPTS) {
  runInThisContext(readFileSync(path, "utf8"), path);
}
export const { PDFLib, Lettering, pdfForms } = globalThis;
const { PDFDocument, PDFHexString, PDFName, PDFString } = PDFLib;

/** Glyphs of the test font: 1 is “a”, 2 is “b” and so on, 27 a space, 28 “?”, and 29 “é”. */
const CHARACTERS = [...[..."abcdefghijklmnopqrstuvwxyz"].map((_, index) => 97 + index), 32, 63, 0xe9];

/** A font file with nothing but a table of characters, in which each character is a range of its own. */
function fontFile() {
  const pairs = [...CHARACTERS.map((character, index) => [character, index + 1]), [0xffff, 0]].sort(([a], [b]) => a - b);
  const length = 2 * pairs.length;
  const view = new DataView(new ArrayBuffer(12 + 16 + 12 + 16 + 4 * length));
  view.setUint16(4, 1);
  view.setUint32(12, 0x636d6170);
  view.setUint32(12 + 8, 28);
  view.setUint16(28 + 2, 1);
  view.setUint32(28 + 8, 12);
  view.setUint16(40, 4);
  view.setUint16(40 + 6, length);
  pairs.forEach(([character, glyph], index) => {
    view.setUint16(54 + 2 * index, character);
    view.setUint16(56 + length + 2 * index, character);
    view.setUint16(56 + 2 * length + 2 * index, (glyph - character) & 0xffff);
  });
  return new Uint8Array(view.buffer);
}

/** @returns a composite font in `context` whose glyphs are all half as wide as they're high */
export function font(context) {
  const file = context.register(context.flateStream(fontFile()));
  const descriptor = context.register(context.obj({ Type: "FontDescriptor", FontFile2: file, CapHeight: 700 }));
  const widths = Array.from({ length: CHARACTERS.length + 1 }, () => 500);
  const glyphs = context.obj({ Type: "Font", FontDescriptor: descriptor, W: [0, widths] });
  return context.obj({ Type: "Font", Subtype: "Type0", DescendantFonts: [context.register(glyphs)] });
}

const text = (value) => PDFHexString.fromText(value);

/**
 * Make a PDF with a form. Each field is an object with what its dictionary has: a text is a text, an array or object
 * the same in PDF, and what `PDFName.of` returned a name.
 * @param {object[]} fields
 * @param {{page?: string}} [about]
 */
export async function form(fields, { page = "worksheets/one" } = {}) {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage();
  const { context } = document;
  context.trailerInfo.Info = context.register(context.obj({ Worksheet: text(page), Title: text("One") }));
  const made = fields.map((field) => context.register(context.obj(field)));
  const resources = { Font: { Field: context.register(font(context)) } };
  document.catalog.set(PDFName.of("AcroForm"), context.obj({ Fields: made, DR: resources }));
  return document;
}

export const bytesOf = async (document) => (await document.save({ updateFieldAppearances: false })).buffer;

/** What a field for text has; `width` and `height` are in points. */
export function typed(context, name, { width = 100, height = 14, size = 10, ...more } = {}) {
  const drawing = context.register(context.stream("", { Type: "XObject", Subtype: "Form", BBox: [0, 0, width, height] }));
  return { T: text(name), FT: "Tx", V: text(""), DA: PDFString.of(`0 g /Field ${size} Tf`), AP: { N: drawing }, ...more };
}

/** What a box, or a button of a group, has. */
export function button(context, on, more = {}) {
  const drawing = () => context.register(context.stream("", { Type: "XObject", Subtype: "Form", BBox: [0, 0, 9, 9] }));
  return { AS: "Off", AP: { N: { [on]: drawing(), Off: drawing() } }, ...more };
}
