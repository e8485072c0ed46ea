"""How long test files take, so that processes and the jobs of CI end at about the same time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.paths import TESTS

SECONDS = {
    "browser/test_access.py": 37,
    "browser/test_contacts.py": 16,
    "browser/test_embed.py": 14,
    "browser/test_keeping.py": 23,
    "browser/test_languages.py": 14,
    "browser/test_layout.py": 23,
    "browser/test_letters.py": 11,
    "browser/test_moments.py": 19,
    "browser/test_my_week.py": 16,
    "browser/test_offline.py": 16,
    "browser/test_pdf.py": 26,
    "browser/test_reading.py": 17,
    "browser/test_search_languages.py": 10,
    "browser/test_start.py": 9,
    "browser/test_worksheet.py": 10,
    "check/test_stories.py": 8,
    "cli/test_app.py": 10,
    "cli/test_build.py": 8,
    "cli/test_editor.py": 15,
    "cli/test_init.py": 8,
    "cli/test_output.py": 8,
    "cli/test_serve.py": 16,
    "cli/test_session.py": 11,
    "cli/test_share.py": 8,
    "content/test_mistakes.py": 12,
    "content/test_search.py": 16,
    "downloads/test_sheets.py": 13,
    "downloads/test_translations.py": 10,
    "downloads/test_zip_files.py": 11,
    "pages/test_foreign_text.py": 12,
    "paper/pdf/test_form.py": 9,
    "paper/test_right_to_left.py": 8,
    "paper/test_worksheet.py": 15,
    "publish/test_servers.py": 8,
    "site/test_scripts.py": 13,
    "test_address.py": 8,
    "test_attacks.py": 26,
    "test_faults.py": 19,
    "test_languages.py": 11,
    "test_no_network.py": 12,
    "test_own_kinds.py": 8,
    "test_rebuild.py": 36,
    "test_reproducible.py": 16,
    "test_wheel.py": 8,
}
"""Seconds of processor time, browsers included, of the files that take eight or more."""
SHORT = 1
"""What we count for any other file."""


def seconds(file: Path) -> int:
    """Return about how many seconds of processor time the tests in `file` take."""
    return SECONDS.get(file.relative_to(TESTS).as_posix(), SHORT)


@dataclass(frozen=True)
class Part:
    """One of several parts of the tests, such as 2/3."""

    number: int
    parts: int

    @classmethod
    def parse(cls, text: str) -> Part:
        """Return the part that `text` names; raises `pytest.UsageError` if there's no such part."""
        if found := re.fullmatch(r"([0-9]+)/([0-9]+)", text):
            part = cls(int(found[1]), int(found[2]))
            if 1 <= part.number <= part.parts:
                return part
        raise pytest.UsageError(f"There's no part “{text}”; the second of three is 2/3.")

    def of(self, files: Iterable[Path]) -> set[Path]:
        """Return the files of this part; all parts take about equally long, and have every file once."""
        parts = [set[Path]() for _ in range(self.parts)]
        taken = [0] * self.parts
        for file in sorted(files, key=lambda file: (-seconds(file), file)):
            least = taken.index(min(taken))
            parts[least].add(file)
            taken[least] += seconds(file)
        return parts[self.number - 1]
