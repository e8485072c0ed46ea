// Fills in a PDF form with pdf.js, saves it, and reads it back:
//   node fill.mjs form.pdf filled.pdf < values.json > read.json
// Values are by field name: a text, true for a checkbox, or the value of a choice.

import { readFileSync, writeFileSync } from "node:fs";

// Only needed for drawing, which doesn't happen here, so the drawing packages aren't installed.
globalThis.DOMMatrix ??= class {};
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");

const [source, target] = process.argv.slice(2);
const values = JSON.parse(readFileSync(0, "utf8"));

const open = (data) =>
  getDocument({ data: new Uint8Array(data), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false }).promise;

async function* widgets(document) {
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    for (const annotation of await page.getAnnotations()) {
      if (annotation.fieldName) yield annotation;
    }
  }
}

const form = await open(readFileSync(source));
for await (const widget of widgets(form)) {
  const value = values[widget.fieldName];
  if (value === undefined) continue;
  form.annotationStorage.setValue(widget.id, {
    value: widget.radioButton ? widget.buttonValue === value : value,
  });
}
const saved = await form.saveDocument();
writeFileSync(target, saved);

const read = {};
for await (const widget of widgets(await open(saved))) {
  read[widget.fieldName] = Array.isArray(widget.fieldValue) ? widget.fieldValue[0] : widget.fieldValue;
}
process.stdout.write(JSON.stringify(read));
process.exit(0);
