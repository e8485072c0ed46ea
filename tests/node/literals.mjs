// Given scripts as JSON, prints for each the texts that it holds: literals, and the pieces of templates between their
// places. What only a program reads is left out: imports, and what is asked of the page by a selector.

import { json } from "node:stream/consumers";

import typescript from "typescript";

const { SyntaxKind } = typescript;

/** Functions whose texts are selectors, parts of a page, codes or formats, or that tell a programmer of a mistake. */
const TECHNICAL = new Set(`querySelector querySelectorAll closest matches matchMedia part all find property RegExp
  createElement Error TypeError RangeError super getAttribute setAttribute`.split(/\s+/));

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
