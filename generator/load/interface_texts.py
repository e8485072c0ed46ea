"""The program's texts in English, one by one, with what translators should know about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.engine.memo import Memo, digest
from generator.load.yaml_nodes import Node, YamlMapping, parse
from generator.model.guide import KINDS
from generator.model.page import Page
from generator.model.source_text import SourceText
from generator.model.words import capital
from generator.problems import Location

ENGLISH = "en"
ENGLISH_FILE = "strings/en.yml"
"""The file that has every text; other languages can leave some out."""
FORMS = frozenset(["zero", "one", "two", "few", "many", "other"])
COUNT = "count"
PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}")
NAMED = tuple(name for kind in KINDS if kind is not Page for name in (kind.word, kind.folder))
WITH_ARTICLE = frozenset(f"a_{name}" for name in NAMED)
"""Placeholders that only an English text can have."""
KIND_NAMES = WITH_ARTICLE.union(*((name, capital(name)) for name in NAMED))
"""Placeholders that every English text can have: the names of the program's own kinds."""
Key = tuple[str, tuple[str, ...]]
"""The context of a text, and what it says in English."""
COMMENT = re.compile(r":?[ \t]+#[ \t]+(.+)")


@dataclass(frozen=True, slots=True)
class InterfaceText:
    """A text of the program to translate."""

    context: str
    """The names that lead to it, such as `frame/search/none`."""
    english: tuple[str, ...]
    """The text, or its forms for one and for several."""
    path: tuple[tuple[SourceText, Node], ...]
    """The names that lead to it, each with what it's the name of."""

    @property
    def key(self) -> Key:
        return self.context, self.english

    def notes(self) -> tuple[str, ...]:
        """Return what translators should know: the comments of the sections around it, then its own."""
        return tuple(note for key, node in self.path if (note := _comment(key, node)))


def english_texts(data: bytes, name: str) -> YamlMapping:
    """Return the texts in `data`, the bytes of the English file `name`; raises as `parse` does."""
    return _memo.get_or_compute((name, digest(data)), lambda: parse(data, name))


_memo: Memo[YamlMapping] = Memo()


def is_plural(block: YamlMapping) -> bool:
    """Return whether `block` is a text that depends on a number, and not a section."""
    return FORMS.issuperset(block)


def interface_texts(
    block: YamlMapping, above: tuple[tuple[SourceText, Node], ...] = ()
) -> Iterator[InterfaceText]:
    """Yield every text of a file of English strings, or of the section of it that `above` leads to."""
    for key, node in block.items():
        path = (*above, (key, node))
        if isinstance(node, YamlMapping) and not is_plural(node):
            yield from interface_texts(node, path)
            continue
        english: tuple[str, ...] = (str(node),)
        if isinstance(node, YamlMapping):
            forms = {str(form): str(text) for form, text in node.items()}
            english = (forms.get("one", forms["other"]), forms["other"])
        yield InterfaceText("/".join(one for one, _ in path), english, path)


def placeholders(texts: Iterable[str]) -> set[str]:
    """Return the placeholders in `texts`, without those for names of kinds."""
    return {name for text in texts for name in PLACEHOLDER.findall(text)} - KIND_NAMES


def _comment(key: SourceText, node: Node) -> str:
    """Return the comment on the lines above `key`, and the one after what it's the name of."""
    source = key.source
    if isinstance(source, Location):
        return ""
    line = key.where.line - 1
    above = line
    while above and source.lines[above - 1].lstrip().startswith("#"):
        above -= 1
    lines = [text.strip().removeprefix("#").strip() for text in source.lines[above:line]]
    last = node if isinstance(node, SourceText) else key
    if after := COMMENT.match(source.text, last.start + last.length):
        lines.append(after[1].strip())
    return " ".join(lines)
