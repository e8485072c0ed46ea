"""Which rules the program can report, according to its code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from generator.check.check import RULES
from generator.check.prose import rules
from generator.load.yaml_errors import EXPLANATIONS
from tests.support.paths import ROOT

RULE_ARGUMENT = {"Problem": 1, "invalid": 0, "_unreadable": 1, "_report": 1}
"""Calls that name a rule, and which argument does."""


def named_rules() -> set[str]:
    """Return the name of every rule that the code of the program mentions."""
    named = {
        rule.value
        for path in sorted((ROOT / "generator").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for rule in rules_in(node)
        if isinstance(rule, ast.Constant) and isinstance(rule.value, str) and rule.value
    }
    between = {rule.__name__.replace("_", "-") for rule in (*RULES, *rules.RULES, *rules.RECORD_RULES)}
    return named | between | {rule for _, rule, *_ in EXPLANATIONS}


def rules_in(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the nodes that name a rule: arguments, and variables called `rule`."""
    match node:
        case ast.Call(ast.Name(name) | ast.Attribute(ast.Name("self"), name)) if name in RULE_ARGUMENT:
            yield from node.args[RULE_ARGUMENT[name] :][:1]
        case ast.Assign([ast.Name("rule")], value):
            yield value
