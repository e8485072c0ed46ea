"""Runs the Nu HTML Checker over a built site; see `make validate`.

What the theme writes and no template of ours can change is known and left out; anything else fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

CHECKER = Path("build/validator/node_modules/vnu-jar/build/dist/vnu.jar")

KNOWN = (
    "Attribute “autocomplete” is only allowed when the input type is",
    "Resource violates Content Security Policy (meta tag)",
    "Inline script violates Content Security Policy (meta tag)",
)
"""The theme's own page puts the attribute on two hidden boxes to tick; browsers ignore it there.

The checker reads the pages from the disk, where nothing is a page's own, and takes data for scripts;
whether the policy fits, tests/browser/test_keeping.py asks a browser.
"""


def faults(site: Path) -> Counter[str]:
    """Return what the checker says of the pages of `site`, and of how many places."""
    command = ["java", "-jar", str(CHECKER), "--skip-non-html", "--format", "json", "--stdout"]
    told = subprocess.run([*command, "--exit-zero-always", str(site)], check=True, capture_output=True)
    messages = json.loads(told.stdout)["messages"]
    return Counter(
        f"{message['message']} ({Path(message['url']).parent.name}/)"
        for message in messages
        if not message["message"].startswith(KNOWN)
    )


if __name__ == "__main__":
    found = faults(Path(sys.argv[1]))
    for message, times in found.most_common():
        print(f"{times} × {message}")
    sys.exit(bool(found))
