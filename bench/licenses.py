"""Lists the licenses of all packages installed with the program and its tests, from PyPI and npm.

`make licenses` runs it. It prints what each package declares; some declare nothing.
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
    """Print one line per package: whether guides need it, its name, version and license."""
    needed = set(_names("requirements.txt"))
    print("Packages from PyPI (* builds guides; the others are for tests)\n")
    for name in _names("requirements-test.txt"):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system or Python version
        print(f"{'*' if name in needed else ' '} {name:32}{found.version:16}{_license(found)}")
    for folder in NPM:
        print(f"\nPackages from npm, for {folder}\n")
        lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
        for path, about in sorted(lock["packages"].items()):
            if path:
                name = path.removeprefix("node_modules/")
                print(f"  {name:32}{about['version']:16}{about.get('license', 'unknown')}")


def _names(file: str) -> Iterator[str]:
    """Yield the packages of a list of pinned versions."""
    text = (ROOT / file).read_text("utf-8")
    return iter(dict.fromkeys(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)))


def _license(package: Distribution) -> str:
    """Return the license expression, or what older packages have instead."""
    about = package.metadata
    fields = {name: about.get_all(name) or [""] for name in ("License-Expression", "License", "Classifier")}
    kinds = [kind.split(" :: ")[-1] for kind in fields["Classifier"] if kind.startswith("License")]
    # Some have the whole license text there.
    first = fields["License"][0].partition("\n")[0]
    return fields["License-Expression"][0] or ", ".join(kinds) or first or "unknown"


if __name__ == "__main__":
    main()
