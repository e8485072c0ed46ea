"""The catalog of a guide: a PO file with its texts in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.engine.memo import digest
from generator.load.po_file import PoEntry, PoFile, read_po_file
from generator.model.source_text import SourceText
from generator.model.units import Key


@dataclass(frozen=True)
class Catalog:
    """A catalog that was read."""

    file: PoFile
    digest: bytes
    """Of the file's bytes."""

    @cached_property
    def _by_key(self) -> Mapping[Key, PoEntry]:
        return {key_of(entry): entry for entry in self.file.entries}

    def entry(self, key: Key) -> PoEntry | None:
        """Return the entry with a `key`, if there's one."""
        return self._by_key.get(key)

    def answer(self, key: Key) -> SourceText | None:
        """Return what readers see instead of the text with a `key`; None if it's not translated."""
        entry = self._by_key.get(key)
        return entry.said[0] if entry and entry.is_usable else None


def key_of(entry: PoEntry) -> Key:
    """Return the key of the unit that an `entry` is for."""
    return entry.context, entry.english[0]


def read_catalog(data: bytes, name: str, language: str) -> Catalog:
    """Return the catalog in `data`, the bytes of the file called `name`; raises as `read_po_file` does."""
    return Catalog(read_po_file(data, name, language), digest(data))
