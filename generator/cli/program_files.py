"""The files of a guide that the program writes and renews: all but what authors write.

A note in the guide says which version wrote them, for which hosts, and their digests. With these, an upgrade
finds the files that someone changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from jinja2 import Environment, StrictUndefined
from packaging.version import Version

from generator import __version__
from generator.cli.schema import schemas
from generator.layers import Layers
from generator.load.loader import read_own_kinds
from generator.load.overlay import read
from generator.model.fields import Slug
from generator.model.own_kinds import OwnRecord
from generator.model.source_text import SourceText
from generator.pages.templates import loader
from generator.problems import Refusal
from generator.project import TEMPLATES, Project, document

PACKAGE = "advice-guide"
"""What pip calls the program."""
PYTHON = "3.13"
"""The version of Python with which hosts build a guide."""
STARTERS = "starters"
"""The folder of the templates for new files."""
HIDDEN = frozenset(["dockerignore", "github", "gitignore", "pre-commit-config.yaml", "vscode"])
"""Files and folders whose names start with a dot in a guide; with the dot, they'd apply to our repository."""
DOCUMENTS = tuple(
    f"docs/{name}.md"
    for name in ("hosting", "reuse", "template-repository", "translating", "white-label", "writing")
)
"""What people who write or publish a guide can read, at the same place as in our repository."""
NOTE = ".advice.json"
"""The file with the note, in a guide's folder."""


OURS = Layers(TEMPLATES)
"""The program's templates alone; what it writes for a host doesn't depend on the guide."""


@dataclass(frozen=True)
class Host:
    """A place where a guide can be published."""

    next: str
    """What to do there, in a sentence or two."""
    installs: bool = True
    """Whether the program is installed there."""
    documents: tuple[str, ...] = ()
    """Files of our repository that are the same in every guide; others are made from starters."""


HOSTS: Mapping[str, Host] = {
    "pages": Host(
        "Push the folder to a repository on GitHub, and choose “GitHub Actions” there under Settings → Pages."
    ),
    "netlify": Host("Push the folder to a repository, and import that at Netlify."),
    "cloudflare": Host(
        "Push the folder to a repository, import that at Cloudflare Pages, and enter what wrangler.toml says."
    ),
    "container": Host(
        "Build the container with the command at the top of deploy/Containerfile.",
        documents=("deploy/nginx.conf",),
    ),
    "server": Host(
        "Run “advice build --compress”, and copy build/site, build/hosting and deploy/ to your server.",
        installs=False,
        documents=("deploy/Caddyfile", "deploy/nginx-site.conf", "deploy/nginx.conf"),
    ),
}
"""The hosts that files can be written for, by the names that people type."""


@dataclass(frozen=True)
class Program:
    """How pip gets the running program, so that a host builds with the same one."""

    requirement: str = f"{PACKAGE}=={__version__}"
    """The line that names it."""
    wheel: Path | None = None
    """The file it was installed from, which has to be next to that line."""
    is_only_here: bool = False
    """Whether it came from a folder, where a host can't get it."""


def running_program() -> Program:
    """Return where the running program was installed from: an index, an address, a repository or a file."""
    try:
        source = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:  # it runs from a copy of its repository
        return Program(is_only_here=True)
    if not source:
        return Program()
    origin = json.loads(source)
    address = origin["url"]
    if vcs := origin.get("vcs_info"):
        return Program(f"{PACKAGE} @ {vcs['vcs']}+{address}@{vcs['commit_id']}")
    parts = urlsplit(address)
    if parts.scheme == "file":
        path = Path(url2pathname(parts.path))
        found = path.suffix == ".whl" and path.is_file()
        return Program(f"./{path.name}", path) if found else Program(is_only_here=True)
    digest = origin.get("archive_info", {}).get("hashes", {}).get("sha256")
    return Program(f"{PACKAGE} @ {address}" + (f"#sha256={digest}" if digest else ""))


def requirements(program: Program) -> str:
    """Return the requirements.txt of a guide: the program, and each package it was tested with."""
    pins = re.findall(r"^([\w.-]+==[^\\\n]+?) *\\?$", document("requirements.txt").read_text("utf-8"), re.M)
    head = "# What a host installs to build this guide: the program, and the packages it was tested with.\n"
    return "\n".join([f"{head}{program.requirement}", *pins, ""])


def fitting_versions(version: str = __version__) -> str:
    """Return which versions of the program fit a guide made with `version`: all up to the next major one."""
    return f">={version},<{Version(version).major + 1}"


def starters(templates: Layers = OURS, start: str = "{{", end: str = "}}") -> Environment:
    """Return the Jinja environment that renders the starters of `templates`.

    Variables are between `start` and `end`.
    """
    jinja = Environment(
        loader=loader(templates, STARTERS),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        variable_start_string=start,
        variable_end_string=end,
    )
    jinja.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return jinja


def host_files(host: str, install: str, advice: str, project: str, packages: str) -> dict[str, bytes]:
    """Return the files for `host` by their paths in a guide.

    `install` and `advice` are the commands that install and run the program, `packages` the files that
    installing needs, and `project` is what the host calls the guide.
    """
    variables = {"install": install, "advice": advice, "project": project, "packages": packages}
    # GitHub has a use of its own for braces.
    made = rendered(starters(OURS, "<<", ">>"), f"hosts/{host}/", {**variables, "python": PYTHON})
    return made | {name: document(name).read_bytes() for name in HOSTS[host].documents}


def rendered(jinja: Environment, folder: str, variables: Mapping[str, object]) -> dict[str, bytes]:
    """Return all starters in a `folder` by their paths in a guide."""
    files = {}
    for template in jinja.list_templates(filter_func=lambda name: name.startswith(folder)):
        name = template.removeprefix(folder)
        dot = "." if name.partition("/")[0] in HIDDEN else ""
        files[f"{dot}{name}"] = jinja.get_template(template).render(variables).encode()
    return files


def files_for(project: Project, hosts: Iterable[str]) -> dict[str, bytes]:
    """Return everything that the program writes into the guide in `project`, for these `hosts`.

    Raises `ContentError` if its settings or its own kinds can't be read.
    """
    name = read(project.config, project).get(SourceText("name"))
    return program_files(name if isinstance(name, str) else "Guide", hosts, read_own_kinds(project))


def program_files(
    title: str, hosts: Iterable[str], own: tuple[type[OwnRecord], ...] = ()
) -> dict[str, bytes]:
    """Return the same for the guide called `title`, which has these `own` kinds."""
    files = rendered(starters(), "guide/", {"name": title})
    files |= {name: document(name).read_bytes() for name in DOCUMENTS} | schemas(own)
    hosts = list(hosts)
    program = running_program()
    names = ["requirements.txt", *([program.wheel.name] if program.wheel else [])]
    project = Slug.like(title) or "guide"
    for host in hosts:
        files |= host_files(host, "pip install -r requirements.txt", "advice", project, " ".join(names))
    if any(HOSTS[host].installs for host in hosts):
        files["requirements.txt"] = requirements(program).encode()
        if program.wheel:
            files[program.wheel.name] = program.wheel.read_bytes()
    return files


def require_inside(folder: Path, names: Iterable[str]) -> None:
    """Raise `Refusal` if a file of one of these `names` isn't in `folder`, whatever links say."""
    root = folder.resolve()
    for name in names:
        if not (root / name).resolve().is_relative_to(root):
            raise Refusal(
                f"{name} is outside the guide’s folder, or a link leads there. Nothing was changed."
            )


def digest(data: bytes) -> str:
    """Return a digest of a file, whatever line endings version control gave it."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


@dataclass(frozen=True)
class WrittenFiles:
    """What the program last wrote into a guide."""

    version: str
    """The version of the program."""
    hosts: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """The digest of each file as the program wrote it, by its path in the guide."""

    @classmethod
    def of(cls, hosts: Iterable[str], files: Mapping[str, bytes]) -> WrittenFiles:
        """Return the note for `files` that the running program wrote."""
        return cls(__version__, tuple(hosts), {name: digest(data) for name, data in files.items()})

    @classmethod
    def read(cls, folder: Path) -> WrittenFiles | None:
        """Return the note of the guide in `folder`; None if no version left one. Raises `Refusal`."""
        path = folder / NOTE
        if not path.exists():
            return None
        try:
            found = json.loads(path.read_text("utf-8"))
            version, hosts, files = found["version"], found["hosts"], found["files"]
            Version(version)
            if not (isinstance(hosts, list) and isinstance(files, dict)):
                raise TypeError
            return cls(version, tuple(host for host in hosts if host in HOSTS), files)
        except (OSError, ValueError, TypeError, KeyError):
            raise Refusal(
                f"{NOTE} can’t be read. Restore it from version control, or delete it; then "
                "every file that differs from the program’s counts as changed by you."
            ) from None

    def data(self) -> bytes:
        """Return the content of its file."""
        about = "“advice init” and “advice upgrade” write this. Keep it with the guide."
        content = {"about": about, **asdict(self), "files": dict(sorted(self.files.items()))}
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
