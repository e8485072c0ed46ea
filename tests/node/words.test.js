import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = /** @type {any} */ ({ documentElement: { lang: "pt" } });
const { filled } = await import("../../templates/site/assets/scripts/words.js");

test("a sentence that ends with a shortened word has one dot", () => {
  const day = new Intl.DateTimeFormat("pt", { day: "numeric", month: "short" }).format(new Date(2026, 10, 30));
  assert.equal(day, "30 de nov.");
  assert.equal(filled("Feito em {day}.", { day }), "Feito em 30 de nov.");
  assert.equal(filled("{day}. {name}.", { day, name: "Ana" }), "30 de nov. Ana.");
});

test("a placeholder without a value stays", () => {
  assert.equal(filled("{name}. {count}.", { count: 0 }), "{name}. 0.");
});
