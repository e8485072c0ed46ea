// Prints the texts in each of the given scripts (as JSON): string literals, and the pieces of template literals. Leaves
// out what only programs read, such as imports and selectors.

import { json } from "node:stream/consumers";

import typescript from "typescript";

const { SyntaxKind } = typescript;

/** Functions whose texts are selectors, parts of a page or a PDF, codes, formats, or errors for programmers. */
const TECHNICAL = new Set(`querySelector querySelectorAll closest matches matchMedia part all find property RegExp
  createElement Error TypeError RangeError super getAttribute setAttribute get key kids entry value about
  `.split(/\s+/).filter(Boolean));

/** @param {string} script @returns {string[]} */
function literals(script) {
  const source = typescript.createSourceFile("script.js", script, typescript.ScriptTarget.ESNext, true);
  /** @type {string[]} */
  const found = [];
  /** @param {import("typescript").Node} node */
  const visit = (node) => {
    if (typescript.isImportDeclaration(node) || typescript.isJSDoc(node)) {
      return;
    }
    if (typescript.isCallExpression(node) || typescript.isNewExpression(node)) {
      const called = node.expression;
      const name = typescript.isPropertyAccessExpression(called) ? called.name.text : called.getText(source);
      if (TECHNICAL.has(name)) {
        return node.arguments?.forEach((one) => typescript.isStringLiteralLike(one) || typescript.isTemplateExpression(one) || visit(one));
      }
    }
    if (typescript.isStringLiteralLike(node) || node.kind === SyntaxKind.TemplateHead
      || node.kind === SyntaxKind.TemplateMiddle || node.kind === SyntaxKind.TemplateTail) {
      found.push(/** @type {import("typescript").LiteralLikeNode} */ (node).text);
    }
    typescript.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const scripts = /** @type {string[]} */ (await json(process.stdin));
console.log(JSON.stringify(scripts.map(literals)));
