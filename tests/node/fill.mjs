// Fills in PDF forms with pdf.js, saves them, and reads them back. Each line of the input asks for one,
//   {"source": "form.pdf", "target": "filled.pdf", "values": {…}}
// and each line of the output has the values that were then in the file. Values are by field name: a text, true for a
// checkbox, or the value of a choice.

import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

// Only needed for drawing, which doesn't happen here, so the drawing packages aren't installed.
globalThis.DOMMatrix ??= class {};
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");

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

async function fill({ source, target, values }) {
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
  return read;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await fill(JSON.parse(line)))}\n`);
}
process.exit(0);
