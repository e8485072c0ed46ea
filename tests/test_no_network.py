"""No command uses the network: Linux ends each process that only asks for an internet socket."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context

from generator.cli.app import commands
from tests.support.processes import start, without_network
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can forbid a process the network")

COMMANDS = {
    "build": ("build", "--compress"),
    "check": ("check",),
    "check --explain": ("check", "--explain", "unknown-source"),
    "init": ("init", "another-guide"),
    "lock": ("lock",),
    "new": ("new", "worksheet", "quiet-hour"),
    "schema": ("schema",),
    "sheets": ("sheets", "one-talk"),
    "templates": ("templates", "--diff"),
    "translate": ("translate", "es"),
    "upgrade": ("upgrade",),
    "visits": ("visits", "/dev/null"),
}
"""All but `serve`, which answers this computer."""


def test_every_command_is_tried() -> None:
    tried = {words[0] for words in COMMANDS.values()}
    assert tried == set(commands.list_commands(Context(commands))) - {"serve"}


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=folder, preexec_fn=without_network,
        capture_output=True, text=True, check=False, timeout=5 * PATIENCE,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_with_an_empty_cache_uses_no_network(command: tuple[str, ...], small_guide: Path) -> None:
    """A build is a new process, so that nothing is loaded yet; the others have loaded all they need."""
    shutil.rmtree(small_guide / "build")
    if command == ("build",):
        done: object = run("-m", "generator", *command, folder=small_guide).returncode
    else:
        done = start(*command, folder=small_guide, before=without_network).wait().returncode
    assert done == 0


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.getaddrinfo('example.org', 443)",
        "urllib.request.urlopen('https://example.org')",
        "subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'], check=True)",
    ],
)
def test_an_attempt_would_be_noticed_even_if_its_failure_was_swallowed(attempt: str, tmp_path: Path) -> None:
    program = f"import socket, subprocess, sys, urllib.request\ntry: {attempt}\nexcept OSError: pass"
    done = run("-c", program, folder=tmp_path)
    noticed = (
        done.returncode == -signal.SIGSYS or f"died with <Signals.SIGSYS: {signal.SIGSYS:d}>" in done.stderr
    )
    assert noticed, done.stderr
