"""Keeps compiled templates: the program's with its bytecode, a guide's own in its working folder."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache

from generator.project import TEMPLATES

SHARED = (TEMPLATES, Path(jinja2.__file__).parents[1])
"""Where templates are that all guides share: ours, and those of Material and MkDocs, installed like Jinja."""
FILTERS = Path(__file__).with_name("templates.py")
"""Compiled templates depend on which of our filters take the context."""
OWN = "own-"
"""Begins the keys of a guide's own templates."""


class CompiledTemplates(BytecodeCache):
    """Compiled templates of one guide; what can't be written is compiled again the next time.

    Finds a template again wherever the program and the guide are now.
    """

    def __init__(self, build: Path) -> None:
        """Keep templates in the folder `build` that can't be kept for all guides."""
        shared = Path(cache_from_source(str(FILTERS))).with_suffix("")
        self._own = _CodeFolder(build / "cache" / "templates")
        # Who keeps Python from writing bytecode there wants no files of ours there either.
        self._all = (self._own,) if sys.dont_write_bytecode else (_CodeFolder(shared), self._own)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return a key that's the same wherever the template's file is."""
        is_shared = filename is not None and any(Path(filename).is_relative_to(folder) for folder in SHARED)
        return ("" if is_shared else OWN) + super().get_cache_key(name)

    def get_source_checksum(self, source: str) -> str:
        """Return what changes when the template would be compiled differently."""
        return super().get_source_checksum(f"{source}{_filters()}")

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the compiled template if there is one, as if compiled from `filename`."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename and bucket.code.co_filename != filename:
            bucket.code = _moved(bucket.code, filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the compiled template into `bucket`, from the first folder that has it."""
        for folder in self._folders(bucket):
            with suppress(OSError):
                folder.load_bytecode(bucket)
            if bucket.code:
                break

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what's in `bucket` in the first folder that can be written."""
        for folder in self._folders(bucket):
            # A disk that's full or read-only is no reason to fail.
            with suppress(OSError):
                folder.dump_bytecode(bucket)
                break

    def _folders(self, bucket: Bucket) -> tuple[_CodeFolder, ...]:
        return (self._own,) if bucket.key.startswith(OWN) else self._all


class _CodeFolder(FileSystemBytecodeCache):
    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def dump_bytecode(self, bucket: Bucket) -> None:
        Path(self.directory).mkdir(parents=True, exist_ok=True)
        super().dump_bytecode(bucket)


def _moved(code: CodeType, file: str) -> CodeType:
    """Return `code` as if compiled from `file`, which is where its errors are then."""
    consts = tuple(_moved(one, file) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=file, co_consts=consts)


@cache
def _filters() -> str:
    return FILTERS.read_text(encoding="utf-8")
