"""A copy of a guide to translate, and what its translation says."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.load.catalog import Catalog, read_catalog
from generator.load.loader import load
from generator.load.progress import Translated
from generator.load.translation import translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.project import Project
from tests.support.paths import GUIDE


def copy_of(guide: Path, folder: Path) -> Path:
    """Copy the content and the settings of a `guide` into a new `folder`, and return that."""
    folder.mkdir()
    shutil.copytree(guide / "content", folder / "content")
    shutil.copy(guide / "site_config.yml", folder)
    return folder


def small_copy(folder: Path) -> Path:
    """Copy the small guide into a folder in `folder`."""
    return copy_of(GUIDE, folder / "small")


def original(root: Path) -> Guide:
    """Return the guide in the folder `root`, which has no problems."""
    draft = load(Project.at(root))
    assert draft.guide
    assert draft.problems == ()
    return draft.guide


def translation(root: Path, language: str = "es") -> Translated:
    """Return the guide in the folder `root` in a `language`."""
    return translated(original(root), Project.at(root), Language(language))


def spanish(root: Path) -> Guide:
    """Return the Spanish guide in the folder `root`, which has no problems."""
    found = translation(root)
    assert found.problems == ()
    assert found.guide
    return found.guide


def catalog_of(root: Path) -> Catalog:
    """Return the Spanish catalog of the guide in the folder `root`."""
    return read_catalog(path_of(root).read_bytes(), "es.po", "es")


def path_of(root: Path) -> Path:
    """Return where the Spanish catalog of the guide in the folder `root` is."""
    return root / "content/languages/es.po"


def begin(root: Path, *answers: tuple[str, str, str]) -> None:
    """Write a Spanish catalog with `answers`: each the context, the original and the translation."""
    entries = (
        "".join(
            f"{word} {_quoted(text)}\n"
            for word, text in zip(("msgctxt", "msgid", "msgstr"), one, strict=True)
        )
        for one in answers
    )
    path = path_of(root)
    path.parent.mkdir(exist_ok=True)
    path.with_suffix(".yml").write_text("name: Español\n", "utf-8")
    path.write_text("\n".join(entries), "utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def edit(path: Path, old: str, new: str) -> None:
    """Replace the text `old`, which is in the file `path` once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path.name, old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")
