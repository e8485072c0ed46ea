// Prints the tokens of a script given on standard input, without comments and white space.

import { text } from "node:stream/consumers";

import typescript from "typescript";

const source = typescript.createSourceFile("script.js", await text(process.stdin), typescript.ScriptTarget.ESNext);
const tokens = [];

/** @param {import("typescript").Node} node */
function visit(node) {
  const before = tokens.length;
  typescript.forEachChild(node, visit);
  const leaf = tokens.length === before;
  tokens.push(leaf ? [node.kind, node.getText(source)] : [node.kind]);
}

visit(source);
console.log(JSON.stringify(tokens));
