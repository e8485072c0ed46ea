"""The program's texts in a language that a test makes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.layers import Layers
from generator.load.interface_catalog import interface_catalog
from generator.load.po_file import PoEntry, po_bytes, read_po_file
from generator.model.source_text import SourceText

Said = str | tuple[str, ...]


def say(templates: Path, language: str, texts: Mapping[str, Said] | Callable[[PoEntry], Said | None]) -> None:
    """Write the PO file of `language` next to the English texts in the folder `templates`.

    `texts` are the translations by what leads to each text, such as `frame/menu`, or a function that returns
    them; a text with plural forms has one for each.
    """
    catalog = interface_catalog(Layers(templates), language)
    assert catalog
    file = read_po_file(catalog, "it.po", language)
    say = texts if callable(texts) else lambda entry: texts.get(entry.context)

    def translated(entry: PoEntry) -> PoEntry:
        said = say(entry)
        forms = (said,) if isinstance(said, str) else said or ()
        return PoEntry(entry.context, entry.english, tuple(map(SourceText, forms)), notes=entry.notes)

    entries = tuple(map(translated, file.entries))
    if not callable(texts):
        assert texts.keys() <= {entry.context for entry in entries}
    path = templates / f"strings/{language}.po"
    path.write_bytes(po_bytes(type(file)(file.header, entries)))
