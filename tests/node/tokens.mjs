// Prints whether the scripts in each pair (as JSON) are the same except for comments and whitespace.

import { json } from "node:stream/consumers";

import typescript from "typescript";

/** @param {string} script @returns {string} its syntax tree, with the text of every leaf */
function tokens(script) {
  const source = typescript.createSourceFile("script.js", script, typescript.ScriptTarget.ESNext);
  /** @type {unknown[]} */
  const found = [];
  /** @param {import("typescript").Node} node */
  const visit = (node) => {
    const before = found.length;
    typescript.forEachChild(node, visit);
    found.push(found.length === before ? [node.kind, node.getText(source)] : node.kind);
  };
  visit(source);
  return JSON.stringify(found);
}

const pairs = /** @type {[string, string][]} */ (await json(process.stdin));
console.log(JSON.stringify(pairs.map(([one, other]) => tokens(one) === tokens(other))));
