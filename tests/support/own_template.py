"""Templates of the program that a guide of the tests has as its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.paths import ROOT


def own_template(guide: Path, name: str) -> Path:
    """Copy the template `name`, such as “pages/home.html.j2”, into the folder `guide`; return its path there.

    At first, a guide of the tests has none of its own, because reading all of them would take longer than
    the rest of it.
    """
    path = guide / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(ROOT / "templates" / name, path))
