// What a page says after saving a PDF, and when it can't. The worker and the page are stand-ins.

import assert from "node:assert/strict";
import test from "node:test";

const FORM = {
  querySelectorAll: () => [],
};
let answer;
let given;

class Worker {
  #listeners = {};

  constructor(address) {
    assert.equal(String(address), "https://site.example/assets/1a2b/pdf/forms.js");
    queueMicrotask(() => (answer === "error" ? this.#tell("error", {}) : this.#tell("message", { data: "ready" })));
  }

  addEventListener(name, listener) {
    this.#listeners[name] = listener;
  }

  #tell(name, event) {
    this.#listeners[name](event);
  }

  postMessage(job) {
    given = job;
    this.#tell("message", { data: answer });
  }

  terminate() {}
}

const saved = [];
Object.assign(globalThis, {
  location: { protocol: "https:" },
  document: {
    baseURI: "https://site.example/worksheets/one/",
    documentElement: { lang: "en" },
    querySelector: () => ({ src: "https://site.example/assets/1a2b/guide.js" }),
    createElement: () => ({ click() { saved.push(this.download); } }),
  },
  HTMLInputElement: class {},
  HTMLTextAreaElement: class {},
  HTMLSelectElement: class {},
  Worker,
  fetch: async (address) => {
    assert.equal(String(address), "https://site.example/worksheets/one/one-a4-fillable.pdf");
    return new Response("%PDF", { status: answer === 404 ? 404 : 200 });
  },
});
test.mock.method(globalThis, "setTimeout", () => 0);
URL.createObjectURL = () => "blob:";

const { saveFilled } = await import(`${process.env.SCRIPTS}/filling.js`);
const keeper = { about: { title: "One: talk?" }, answers: new Map([["name", "Ada"], ["~paper", "a4"]]) };
const save = () => saveFilled(FORM, keeper, "one-a4-fillable.pdf");
const made = (more) => ({ bytes: new Uint8Array(), missing: [], cut: [], lacking: [], ...more });

test("a PDF is saved under the title of its page, without the notes of scripts", async () => {
  answer = made();
  assert.equal(await save(), "The PDF is saved. Check your Downloads folder.");
  assert.match(saved.pop(), /^One +talk +\d{4}-\d\d-\d\d\.pdf$/);
  assert.deepEqual([given.act, given.answers], ["fill", [["name", "Ada", -1]]]);
});

test("what paper can't show is named, up to three of each", async () => {
  answer = made({ missing: ["a"], cut: ["b", "c", "d", "e", "f"], lacking: ["你", "好"] });
  assert.equal(
    await save(),
    "The PDF is saved. Check your Downloads folder. " +
      "1 answer has no place on paper, so it’s only on this page (“a”). " +
      "5 answers are longer than their place on paper (“b”; “c”; “d”; and 2 more), so you can see only the beginning. " +
      "To print everything, print this page instead. " +
      "The sheet’s typeface doesn’t have every character you used (“你”; “好”). " +
      "On paper you’ll see “?” there. Open the PDF here, and they’re back.",
  );
});

for (const trouble of ["error", 404, null, { trouble: "endless" }]) {
  test(`nothing is saved if a part is missing or fails: ${JSON.stringify(trouble)}`, async () => {
    answer = trouble;
    const before = saved.length;
    await assert.rejects(save());
    assert.equal(saved.length, before);
  });
}
