"""Where the files and folders of a guide are, and where it's published."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.layers import Layers
from generator.problems import Refusal

PROGRAM = Path(__file__).parent
"""The folder of the program's own code."""


def resource(installed: str, source: str) -> Path:
    """Return a file of the program: `installed` in its package, or else `source` in its repository."""
    path = PROGRAM / installed
    return path if path.exists() else PROGRAM.parent / source


TEMPLATES = resource("templates", "templates")
"""The program's templates, styles and texts."""
FONTS = PROGRAM / "fonts"
"""The typefaces, for paper and for the web."""
WRITING = resource("documents/writing.md", "docs/writing.md")
"""The documentation for authors, which goes into every new guide."""


CLOUDFLARE_DEPLOY = re.compile(r"https://[^./]+\.([^./]+\.pages\.dev)/?")
"""Each deploy gets an address of its own, below that of the project."""


def host_url(environment: Mapping[str, str]) -> str:
    """Return the address that Netlify or Cloudflare Pages sets in the `environment` of a build; else nothing.

    In the build of a preview, too, it's that of the published site, so that no sheet leads to a preview.
    """
    if environment.get("NETLIFY") == "true":
        return environment.get("URL", "")
    deploy = CLOUDFLARE_DEPLOY.fullmatch(environment.get("CF_PAGES_URL", ""))
    return f"https://{deploy[1]}/" if deploy else ""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder that contains a guide."""

    root: Path
    """Absolute path."""
    url: str = ""
    """The address it's published at, if that was given for this run; it replaces the one in the settings."""
    host_url: str = ""
    """The address that the host gave it; it replaces only a placeholder in the settings."""

    @classmethod
    def at(cls, folder: Path, url: str = "") -> Project:
        """Return the project in `folder`, published at `url`; raises `Refusal` if there's no guide in it."""
        project = cls(folder.resolve(), url, host_url(os.environ))
        for path, is_right_kind in ((project.content, Path.is_dir), (project.config, Path.is_file)):
            if not exists(path) or not is_right_kind(path):
                raise Refusal(
                    f"{project.root} isn’t a guide: {path.name} is missing. "
                    "Run the command in your guide’s folder, or name that folder with --project."
                )
        return project

    @property
    def content(self) -> Path:
        """What authors write."""
        return self.root / "content"

    @property
    def templates(self) -> Layers:
        """The templates, styles and texts of the program, and over them the guide's own."""
        own = self.root / "templates"
        # In the repository of the program, both are the same folder.
        return Layers(
            TEMPLATES, None if own.resolve() == TEMPLATES.resolve() else own, self.build / "cache" / "typst"
        )

    @property
    def config(self) -> Path:
        """The settings: where and under what name the guide is published."""
        return self.root / "site_config.yml"

    @property
    def build(self) -> Path:
        """What the program makes: the site, caches and intermediate files."""
        return self.root / "build"

    def relative(self, path: Path) -> str:
        """Return `path` as people see it: relative to the project folder, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def relative_to_cwd(path: Path) -> Path:
    """Return `path` relative to the current folder if it's in it, or else unchanged."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except (ValueError, FileNotFoundError):  # the current folder may be gone
        return path


def exists(path: Path) -> bool:
    """Return whether `path` exists; raises `OSError` if the system doesn't say.

    `Path.exists` of Python 3.14 returns False then.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
