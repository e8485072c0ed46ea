"""Where things lie: the folders and files of one guide on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.problems import Refusal

PROGRAM = Path(__file__).parent
"""The folder of the program's own code."""


def resource(inside: str, beside: str) -> Path:
    """Return what belongs to the program: `inside` it once it is installed, `beside` it in its repository."""
    installed = PROGRAM / inside
    return installed if installed.exists() else PROGRAM.parent / beside


def template_path(path: Path) -> str:
    """Return `path`, of a file in a folder of templates, as problems name it: from “templates” on."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("templates") :])


TEMPLATES = resource("templates", "templates")
"""The program's own, for guides that have none."""
WRITING = resource("documents/writing.md", "docs/writing.md")
"""What authors read, which goes into every new guide."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder that holds a guide."""

    root: Path
    """Absolute path."""

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Return the project in `folder`; raises `Refusal` when it holds no guide."""
        project = cls(folder.resolve())
        for path, what in (
            (project.content, "the folder with the advice"),
            (project.config, "the file that names the site"),
        ):
            if not (path.is_file() if path == project.config else path.is_dir()):
                raise Refusal(
                    f"{path.name} is missing in {project.root}: {what}. "
                    "Run the command in the folder of your guide, or name it with --project."
                )
        return project

    @property
    def content(self) -> Path:
        """What authors write."""
        return self.root / "content"

    @property
    def templates(self) -> Path:
        """How pages and sheets are laid out: by the guide's own templates, or by those of the program."""
        own = self.root / "templates"
        return own if own.is_dir() else TEMPLATES

    @property
    def config(self) -> Path:
        """Where and under what name the guide is published."""
        return self.root / "site_config.yml"

    @property
    def build(self) -> Path:
        """What the program makes; never looked into by people but for the site in it."""
        return self.root / "build"

    def relative(self, path: Path) -> str:
        """Return `path` as it is told to people: from the project folder, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def relative_to_cwd(path: Path) -> Path:
    """Return `path` from the folder the reader is in, where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except (ValueError, FileNotFoundError):  # the reader may be in a folder that is gone
        return path
