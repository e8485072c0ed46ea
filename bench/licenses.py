"""Lists the licenses of all packages that are installed with the program and its tests, from PyPI and npm.

`make licenses` runs it. It tells what each package says of itself; of some that is nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
NPM = ("tests/node", "bench/node")


def main() -> None:
    """Print one line for each package: its name, its version, its license and who needs it."""
    needed = set(_names("requirements.txt"))
    print("Packages from PyPI (with * those that a guide is built with; the others are for tests)\n")
    for name in _names("requirements-test.txt"):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or another version of Python
        print(f"{'*' if name in needed else ' '} {name:32}{found.version:16}{_license(found)}")
    for folder in NPM:
        print(f"\nPackages from npm, for {folder}\n")
        lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
        for path, about in sorted(lock["packages"].items()):
            if path:
                name = path.removeprefix("node_modules/")
                print(f"  {name:32}{about['version']:16}{about.get('license', 'unknown')}")


def _names(file: str) -> Iterator[str]:
    """Yield the packages that a list of pinned versions names."""
    text = (ROOT / file).read_text("utf-8")
    return iter(dict.fromkeys(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)))


def _license(package: Distribution) -> str:
    """Return the license as an expression, or as older packages tell it."""
    about = package.metadata
    told = {name: about.get_all(name) or [""] for name in ("License-Expression", "License", "Classifier")}
    kinds = [kind.split(" :: ")[-1] for kind in told["Classifier"] if kind.startswith("License")]
    # Some write the whole text there.
    first = told["License"][0].partition("\n")[0]
    return told["License-Expression"][0] or ", ".join(kinds) or first or "unknown"


if __name__ == "__main__":
    main()
