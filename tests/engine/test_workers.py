"""Work in forks gives the same results as here, even if a fork fails or forking is impossible."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys

import pytest

from generator.engine import workers
from tests.support.waiting import PATIENCE, wait_until

ALONE = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
"""Whether a single-threaded program can fork here. pytest has threads, so each test starts a program."""
BEGINNING = """import os, signal, threading
from generator.engine.workers import Background, can_fork, in_turns, map_chunks
"""


def output_of(program: str) -> str:
    """Return what a program prints; fail if it prints an error."""
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + program], capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_items_are_spread_and_results_are_in_order() -> None:
    reported = output_of(
        "found = map_chunks(lambda item: (item, os.getpid()), range(101))\n"
        "print([item for item, _ in found] == list(range(101)), len({pid for _, pid in found}))"
    )
    assert reported == f"True {min(101 // workers.SHARE, len(os.sched_getaffinity(0))) if ALONE else 1}"


def test_few_items_are_not_worth_a_fork() -> None:
    few = 2 * workers.SHARE - 1
    assert (
        output_of(f"print({{os.getpid()}} == set(map_chunks(lambda item: os.getpid(), range({few}))))")
        == "True"
    )


def test_a_fork_takes_every_second_turn_and_results_are_in_order() -> None:
    reported = output_of(
        "found = [*in_turns(lambda item: (item, os.getpid()), 'abcdefg')]\n"
        "print(''.join(item for item, _ in found), *(pid == os.getpid() for _, pid in found))"
    )
    assert reported == f"abcdefg True{f' {not ALONE} True' * 3}"


def test_a_turn_that_fails_in_a_fork_is_taken_here_and_so_are_those_after_it() -> None:
    reported = output_of(
        "here = os.getpid()\n"
        "def work(item):\n"
        "    if os.getpid() != here and item == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return item, os.getpid() == here\n"
        "print(*in_turns(work, range(6)))"
    )
    assert reported == f"(0, True) (1, {not ALONE}) (2, True) (3, True) (4, True) (5, True)"


def test_an_error_in_a_turn_is_raised_here() -> None:
    reported = output_of(
        "def work(item):\n"
        "    if item == 1: raise ValueError(os.getpid())\n"
        "try: print([*in_turns(work, range(3))])\n"
        "except ValueError as error: print(error.args[0] == os.getpid())"
    )
    assert reported == "True"


def test_nothing_is_forked_next_to_a_thread() -> None:
    reported = output_of(
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "print(can_fork(), Background(os.getpid).result() == os.getpid())"
    )
    assert reported == "False True"


def test_work_that_fails_in_a_fork_is_repeated_and_fails_here() -> None:
    reported = output_of(
        "def work(): raise ValueError(os.getpid())\n"
        "try: Background(work).result()\n"
        "except ValueError as error: print(error.args[0] == os.getpid())"
    )
    assert reported == "True"


def test_work_whose_fork_is_killed_is_done_here() -> None:
    reported = output_of(
        f"here = os.getpid()\n"
        f"def work(): return 7 if os.getpid() == here else os.kill(os.getpid(), {signal.SIGKILL:d})\n"
        f"print(Background(work).result())"
    )
    assert reported == "7"


def test_results_that_cannot_be_sent_are_computed_here() -> None:
    assert output_of("print(Background(lambda: (lambda: 7)).result()())") == "7"


def test_a_result_is_computed_once() -> None:
    assert output_of("one = Background(lambda: [os.getpid()])\nprint(one.result() is one.result())") == "True"


def test_a_fork_frees_its_memory_once_it_is_done_even_if_no_one_asks_for_its_result() -> None:
    work = workers.Background(lambda: "done")
    wait_until(lambda: not multiprocessing.active_children(), "the fork ends")
    assert work.result() == "done"


def test_an_unused_result_is_not_waited_for() -> None:
    assert output_of("Background(signal.pause)") == ""


@pytest.mark.skipif(not ALONE, reason="nothing is forked on this system")
def test_a_fork_ends_with_its_program() -> None:
    work = "def work():\n    print(os.getpid(), flush=True)\n    signal.pause()\n"
    program = work + "Background(work)\nsignal.pause()"
    with subprocess.Popen([sys.executable, "-c", BEGINNING + program], stdout=subprocess.PIPE) as running:
        assert running.stdout
        fork = int(running.stdout.readline())
        running.kill()
    wait_until(lambda: not exists(fork), "the fork ends with its program")


def exists(process: int) -> bool:
    """Whether a process is running; a zombie is not."""
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
