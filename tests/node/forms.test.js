// PDF forms: what's filled in is read again, and what others made can't do harm.

import assert from "node:assert/strict";
import test from "node:test";
import { button, bytesOf, form, pdfForms, PDFLib, typed } from "./pdf.js";

const { PDFArray, PDFHexString, PDFName, decodePDFRawStream } = PDFLib;
const { fill, read } = pdfForms;
const RADIO = 1 << 15;
const MULTILINE = 1 << 12;
const text = (value) => PDFHexString.fromText(value);

/** A form with a field of every type. */
async function everything() {
  const document = await form([]);
  const { context } = document;
  const add = (field) => context.register(context.obj(field));
  const group = { T: text("mood"), FT: "Btn", Ff: RADIO, V: "Off" };
  const fields = [
    typed(context, "name"),
    typed(context, "day"),
    typed(context, "notes", { height: 60, Ff: MULTILINE }),
    typed(context, "answer", { FT: "Ch", Ff: 1 << 17, Opt: [text("yes"), [text("later"), text("in May")]] }),
    { ...button(context, "Yes"), T: text("done"), FT: "Btn", V: "Off" },
    { ...group, Kids: ["choice-1", "choice-2", "choice-3"].map((name) => add(button(context, name))) },
  ];
  const list = document.catalog.lookup(PDFName.of("AcroForm")).lookup(PDFName.of("Fields"));
  fields.forEach((field) => list.push(add(field)));
  return document;
}

const ANSWERS = [
  ["name", "zoé", -1],
  ["day", "2026-12-01", -1],
  ["notes", "one\ntwo", -1],
  ["answer", "later", -1],
  ["done", "yes", -1],
  ["mood", "2", 1],
];

async function opened(bytes) {
  const document = await PDFLib.PDFDocument.load(bytes, { updateMetadata: false });
  const fields = document.catalog.lookup(PDFName.of("AcroForm")).lookup(PDFName.of("Fields"));
  const all = fields.asArray().map((one) => document.context.lookup(one));
  return new Map(all.map((field) => [field.lookup(PDFName.of("T")).decodeText(), field]));
}

const get = (dictionary, ...names) => names.reduce((found, name) => found.lookup(PDFName.of(name)), dictionary);
const drawn = (field) => new TextDecoder().decode(decodePDFRawStream(get(field, "AP", "N")).decode());

test("every type of field is filled in and read again", async () => {
  const { bytes, missing, cut, lacking } = await fill(await bytesOf(await everything()), ANSWERS);
  assert.deepEqual([missing, cut], [[], []]);
  assert.deepEqual(lacking, [..."206-1M"]);
  const found = await read(bytes.buffer);
  assert.deepEqual([found.page, found.title], ["worksheets/one", "One"]);
  assert.deepEqual(found.names, ["name", "day", "notes", "answer", "done", "mood"]);
  assert.deepEqual(Object.fromEntries(found.answers), {
    name: "zoé", day: "2026-12-01", notes: "one\ntwo", answer: "later", done: "yes", mood: "choice-2",
  });
});

test("a filled form shows its answers without the help of a viewer", async () => {
  const fields = await opened((await fill(await bytesOf(await everything()), ANSWERS)).bytes);
  assert.match(drawn(fields.get("name")), /<001a000f001d> Tj/);
  assert.match(drawn(fields.get("notes")), /<000f000e0005> Tj\n0 -12 Td <00140017000f> Tj/);
  // The label of a choice, not its ID. The font has no capital letter.
  assert.match(drawn(fields.get("answer")), /<0009000e001b001c00010019> Tj/);
  assert.equal(get(fields.get("done"), "AS").decodeText(), "Yes");
  const states = get(fields.get("mood"), "Kids").asArray().map((kid) => get(fields.get("mood").context.lookup(kid), "AS").decodeText());
  assert.deepEqual(states, ["Off", "choice-2", "Off"]);
});

test("a text that takes several lines turns its field into a box for several", async () => {
  const document = await form([]);
  const { context } = document;
  get(document.catalog, "AcroForm", "Fields").push(context.register(context.obj(typed(context, "a", { height: 40 }))));
  const { bytes, cut } = await fill(await bytesOf(document), [["a", "one\ntwo", -1]]);
  const field = (await opened(bytes)).get("a");
  assert.deepEqual([get(field, "Ff").asNumber(), get(field, "DA").decodeText(), cut], [MULTILINE, "0 g /Field 10 Tf", []]);
});

test("what has no place, is too long, or has letters that the font lacks is reported and kept", async () => {
  const long = "abc ".repeat(100);
  const answers = [["name", long, -1], ["day", "你 a", -1], ["mood", "9", -1], ["row-7", "a", -1]];
  const { bytes, missing, cut, lacking } = await fill(await bytesOf(await everything()), answers);
  assert.deepEqual([missing, cut, lacking], [["mood", "row-7"], ["name"], ["你"]]);
  assert.deepEqual((await read(bytes.buffer)).answers, [["name", long], ["day", "你 a"]]);
});

test("a choice that the form doesn't list anymore can be kept in it", async () => {
  const { bytes } = await fill(await bytesOf(await everything()), [["answer", "perhaps", -1]]);
  const field = (await opened(bytes)).get("answer");
  assert.equal(get(field, "Ff").asNumber(), (1 << 17) | (1 << 18));
  assert.deepEqual((await read(bytes.buffer)).answers, [["answer", "perhaps"]]);
});

test("the same answers make the same bytes", async () => {
  const blank = await bytesOf(await everything());
  const [one, two] = [await fill(blank, ANSWERS), await fill(blank, ANSWERS)];
  assert.deepEqual(one.bytes, two.bytes);
});

// What other programs write

const ENCODED = {
  "UTF-16, big end first": [0xfe, 0xff, 0x15, 0x7f],
  "UTF-16, small end first": [0xff, 0xfe, 0x7f, 0x15],
  "UTF-8": [0xef, 0xbb, 0xbf, 0xe1, 0x95, 0xbf],
};

for (const [encoding, bytes] of Object.entries(ENCODED)) {
  test(`a text can be in ${encoding}`, async () => {
    const document = await form([{ T: text("a"), FT: "Tx", V: PDFHexString.fromBytes(Uint8Array.from(bytes)) }]);
    assert.deepEqual((await read(await bytesOf(document))).answers, [["a", "\u157f"]]);
  });
}

test("a text can be a stream, a choice an array, and lines can end in three ways", async () => {
  const document = await form([]);
  const { context } = document;
  const fields = get(document.catalog, "AcroForm", "Fields");
  const stream = context.register(context.flateStream("a\r\nb\rc\nd"));
  fields.push(context.obj({ T: text("a"), FT: "Tx", V: stream }));
  fields.push(context.obj({ T: text("b"), FT: "Ch", V: [text("later")] }));
  assert.deepEqual((await read(await bytesOf(document))).answers, [["a", "a\nb\nc\nd"], ["b", "later"]]);
});

test("a box counts as checked if it looks checked", async () => {
  const document = await form([]);
  const { context } = document;
  const fields = get(document.catalog, "AcroForm", "Fields");
  fields.push(context.obj({ ...button(context, "On", { AS: "On" }), T: text("a"), FT: "Btn" }));
  fields.push(context.obj({ ...button(context, "On", { AS: "Off" }), T: text("b"), FT: "Btn", V: "Off" }));
  fields.push(context.obj({ T: text("print"), FT: "Btn", Ff: 1 << 16, V: "On" }));
  // As pypdf does.
  fields.push(context.obj({ T: text("c"), FT: "Btn", Ff: RADIO, V: text("/choice-2") }));
  assert.deepEqual((await read(await bytesOf(document))).answers, [["a", "yes"], ["c", "choice-2"]]);
});

test("fields in groups have the names of both, and inherit what only their group has", async () => {
  const document = await form([]);
  const { context } = document;
  const kid = context.register(context.obj({ T: text("b") }));
  get(document.catalog, "AcroForm", "Fields").push(context.obj({ T: text("a"), FT: "Tx", V: text("x"), Kids: [kid] }));
  const { names, answers } = await read(await bytesOf(document));
  assert.deepEqual([names, answers], [["a.b"], [["a.b", "x"]]]);
});

// What no program writes

test("a form that contains itself is read once", async () => {
  const document = await form([]);
  const { context } = document;
  const inner = context.obj({ T: text("b") });
  const outer = context.register(context.obj({ T: text("a"), FT: "Tx", V: text("x"), Kids: [context.register(inner)] }));
  inner.set(PDFName.of("Kids"), context.obj([outer]));
  const fields = get(document.catalog, "AcroForm", "Fields");
  const other = context.register(context.obj({ T: text("c"), FT: "Tx", V: text("x") }));
  [outer, other, other, outer].forEach((field) => fields.push(field));
  assert.deepEqual((await read(await bytesOf(document))).answers, [["c", "x"]]);
});

test("a value that contains itself is nothing", async () => {
  const document = await form([]);
  const { context } = document;
  const list = PDFArray.withContext(context);
  const itself = context.register(list);
  list.push(itself);
  get(document.catalog, "AcroForm", "Fields").push(context.obj({ T: text("a"), FT: "Tx", V: itself }));
  assert.deepEqual((await read(await bytesOf(document))).answers, []);
});

test("odd values are read as nothing", async () => {
  const odd = { T: text("a"), FT: "Tx" };
  for (const value of [7, true, null, { a: 1 }, [], [[text("x")]]]) {
    const document = await form([{ ...odd, V: value }]);
    assert.deepEqual((await read(await bytesOf(document))).answers, [], String(value));
  }
});

/** What the end of a file is for. */
const END = "\nstartxref\n0\n%%EOF\n";

const BROKEN = {
  "nothing after its first line": "%PDF-1.7\n",
  "no objects": "%PDF-1.7\nhello world",
  "no first line": "hello world",
  "a catalog that isn't there": `%PDF-1.7\ntrailer\n<< /Root 9 0 R >>${END}`,
  "a catalog that's a number": `%PDF-1.7\n9 0 obj\n7\nendobj\ntrailer\n<< /Root 9 0 R >>${END}`,
  "no end": "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n",
  "lists that never end": `%PDF-1.7\n1 0 obj\n${"[".repeat(200_000)}${END}`,
};

for (const [name, contents] of Object.entries(BROKEN)) {
  test(`a PDF with ${name} is damaged`, async () => {
    assert.deepEqual(await read(new TextEncoder().encode(contents).buffer), { trouble: "broken" });
  });
}

test("a PDF without a form has nothing to fill in", async () => {
  assert.deepEqual(await read(await bytesOf(await form([]))), { trouble: "flat" });
});

test("a PDF with a password is locked", async () => {
  const document = await form([{ T: text("a"), FT: "Tx", V: text("x") }]);
  document.encrypt({ userPassword: "secret", ownerPassword: "secret" });
  const bytes = await document.save({ updateFieldAppearances: false });
  assert.deepEqual(await read(bytes.buffer), { trouble: "locked" });
});

test("a form cut off anywhere is damaged", async () => {
  const whole = new Uint8Array((await fill(await bytesOf(await everything()), ANSWERS)).bytes);
  for (let length = 20; length < whole.length - 6; length += 97) {
    assert.deepEqual(await read(whole.slice(0, length).buffer), { trouble: "broken" }, String(length));
  }
});
