"""The links of the package on PyPI: to the repository whose workflow makes the release, wherever that is."""

from __future__ import annotations

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Links(MetadataHookInterface):
    """Adds links if GitHub says which repository it builds; a package built elsewhere has none."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the links to `metadata`."""
        server, repository = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
        metadata["urls"] = {}
        if server and repository:
            home = f"{server}/{repository}"
            files = f"{home}/blob/v{metadata['version']}"
            metadata["urls"] = {
                "Source": home,
                "Documentation": f"{files}/README.md",
                "Changelog": f"{files}/CHANGELOG.md",
                "Issues": f"{home}/issues",
            }
