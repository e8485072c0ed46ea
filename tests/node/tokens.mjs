// Given pairs of scripts as JSON, prints for each whether both are the same but for comments and white space.

import { json } from "node:stream/consumers";

import typescript from "typescript";

/** @param {string} script @returns {string} its syntax, with the text of every leaf */
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
