"""Changes a module in one small place after another, to see whether a test notices (see try_mutants.py)."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

SWAPPED: list[tuple[type[ast.AST], type[ast.AST]]] = [
    *((ast.Eq, ast.NotEq), (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Is, ast.IsNot), (ast.In, ast.NotIn)),
    *((ast.And, ast.Or), (ast.Add, ast.Sub), (ast.BitAnd, ast.BitOr)),
]
OTHER = {one: other for pair in SWAPPED for one, other in (pair, pair[::-1])}
"""The operator that replaces another."""
IGNORED = ("annotation", "returns", "decorator_list")
"""Parts of the code that say nothing about what it does."""


@dataclass(frozen=True)
class Mutant:
    """The text of a module with one change."""

    line: int
    change: str
    """The function, and the code before and after; different for each mutant of a module."""
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield `source` with each possible change."""
    tree, seen = ast.parse(source), Counter[str]()
    for owner, parent, field, part, put in _parts(tree, ""):
        whole = part if isinstance(part, ast.stmt | ast.expr | ast.ExceptHandler) else parent
        before, line = _first_line(whole), getattr(whole, "lineno", 0)
        for new in _replacements(part, parent, field):
            put(new)
            change = f"{owner}: {before} → {_first_line(new if whole is part else parent)}"
            seen[change] += 1
            number = f" ({seen[change]})" if seen[change] > 1 else ""
            yield Mutant(line, change + number, ast.unparse(tree))
        put(part)


def _parts(
    node: ast.AST, owner: str
) -> Iterator[tuple[str, ast.AST, str, ast.AST, Callable[[ast.AST], None]]]:
    """Yield each part of the code in `node`: its function, parent and field, itself, and what replaces it."""
    for field, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        for index, part in enumerate(parts):
            docstring = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
            if isinstance(part, ast.AST) and field not in IGNORED and not docstring:
                put = partial(parts.__setitem__, index) if parts is value else partial(setattr, node, field)
                yield owner, node, field, part, put
                yield from _parts(part, getattr(part, "name", None) or owner)


def _replacements(part: ast.AST, parent: ast.AST, field: str) -> Iterator[ast.AST]:
    """Yield what replaces `part`, which is in `field` of `parent`."""
    if (field == "test" and not isinstance(parent, ast.Assert)) or field == "ifs":
        yield ast.Constant(False)
        if not isinstance(parent, ast.While):
            yield ast.Constant(True)
    match part:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(str(value)):
            yield ast.Constant("" if value else "x")
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Return(value) if value and ast.unparse(value) != "None":
            yield ast.Return()
        case ast.Expr(ast.Yield() | ast.YieldFrom()):
            yield ast.Expr(ast.YieldFrom(ast.Tuple([])))
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break() | ast.AugAssign() | ast.For():
            yield ast.Pass()
        case ast.Call(ast.Name("suppress") as name):
            yield ast.Call(name, [], [])
        case ast.ExceptHandler(kind, name):
            yield ast.ExceptHandler(kind, name, [ast.Raise()])
        case _ if other := OTHER.get(type(part)):
            yield other()


def _first_line(node: ast.AST) -> str:
    lines = ast.unparse(node).strip().split("\n")
    return " ".join(line.strip() for line in lines[: 2 if isinstance(node, ast.ExceptHandler) else 1])
