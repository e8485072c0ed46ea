"""Material's style sheet without the rules for what no page of ours has, which are almost half of it."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.layers import Layers
from generator.site.material_files import material_file

ADDRESS = "assets/material.css"
_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
_SELECTORS = re.compile(r",(?![^(]*\))")
_OPTIONAL = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
"""Part of a selector that can match without the classes in it."""
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_WORD = re.compile(r"[\w-]+")
_EMPTY = re.compile(r"@[^{};]+\{\}")


def theme_style(templates: Layers) -> bytes:
    """Return the style sheet for the pages made with `templates`."""
    return trimmed(material_file("stylesheets/main.*.css").decode(), mentioned(templates)).encode()


def mentioned(templates: Layers) -> frozenset[str]:
    """Return the words that can be a class on a page: in `templates` and in what we use of the theme."""
    names = (f"{folder}/{name}" for folder in ("pages", "site") for name in templates.files(folder))
    ours = (name for name in names if name.endswith((".html", ".j2", ".js")))
    paths = (path for name in ours for path in templates.versions(name))
    texts = (*(path.read_text("utf-8") for path in paths), material_file("javascripts/bundle.*.js").decode())
    return frozenset().union(*map(_words, texts))


@lru_cache(maxsize=512)  # the site in each language has the same templates
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


# Remembered, because a preview stages its project again after every edit.
@lru_cache(maxsize=2)
def trimmed(style: str, words: frozenset[str]) -> str:
    """Return the minified `style` without the selectors that need a class that isn't one of the `words`."""
    unused = {*_CLASS.findall(style)} - words

    def used(rule: re.Match[str]) -> str:
        selectors = _SELECTORS.split(rule[1])
        kept = [one for one in selectors if unused.isdisjoint(_CLASS.findall(_OPTIONAL.sub("", one)))]
        return rule[0].replace(rule[1], ",".join(kept), 1) if kept else ""

    return _EMPTY.sub("", _RULE.sub(used, style))
