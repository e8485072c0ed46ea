"""Runs the Nu HTML Checker over a built site; see `make validate`.

Messages about what the theme writes and no template of ours can change are left out; any other fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

CHECKER = Path("tests/node/node_modules/vnu-jar/build/dist/vnu.jar")

ACCEPTED = (
    "Attribute “autocomplete” is only allowed when the input type is",
    "Resource violates Content Security Policy (meta tag)",
    "Inline script violates Content Security Policy (meta tag)",
)
"""The theme puts the attribute on two hidden checkboxes, where browsers ignore it.

The checker reads the pages from the disk, where 'self' allows nothing, and takes data for scripts.
tests/browser/test_keeping.py tests the policy in a browser.
"""


def errors(site: Path) -> Counter[str]:
    """Return the errors in the pages of `site` with their counts."""
    command = ["java", "-jar", str(CHECKER), "--skip-non-html", "--format", "json", "--stdout"]
    done = subprocess.run([*command, "--exit-zero-always", str(site)], check=True, capture_output=True)
    messages = json.loads(done.stdout)["messages"]
    return Counter(
        f"{message['message']} ({Path(message['url']).parent.name}/)"
        for message in messages
        if not message["message"].startswith(ACCEPTED)
    )


if __name__ == "__main__":
    found = errors(Path(sys.argv[1]))
    for message, times in found.most_common():
        print(f"{times} × {message}")
    sys.exit(bool(found))
