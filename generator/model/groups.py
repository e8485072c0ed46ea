"""How people divide into pairs and groups of four, and how long each one's turn in a round is."""

from __future__ import annotations

from typing import Literal

Form = Literal["alone", "pairs", "fours", "everyone"]
"""How people work: alone, or in groups of which size."""
SHORTEST_TURN = 5
"""Seconds in which someone can say a name or a day."""
USUAL_SIZES = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 40)
"""The sizes of a group for which numbers are printed."""


def divided(people: int, form: Form) -> tuple[int, ...]:
    """Return how many are in each group when `people` work in this form, the largest group first.

    No one is left over: one of the pairs can be a group of three. A group of four can have three people. Two
    people, or five, stay together.
    """
    most = {"alone": people, "pairs": people // 2, "fours": min(-(-people // 4), people // 3), "everyone": 1}
    count = max(1, most[form])
    size, larger = divmod(people, count)
    return (size + 1,) * larger + (size,) * (count - larger)


def turn(minutes: int, people: int, form: Form) -> int:
    """Return the seconds each one has if everyone in a group takes a turn within `minutes`."""
    largest, *_ = divided(people, form)
    return minutes * 60 // largest


def rounded(seconds: int) -> tuple[Literal["seconds", "minutes"], int]:
    """Return a time as people say it, rounded down: in steps of 5 seconds, from two minutes on in minutes."""
    return ("seconds", seconds // 5 * 5) if seconds < 120 else ("minutes", seconds // 60)


def usual_sizes(least: int, most: int) -> list[int]:
    """Return the smallest and the largest size of a group, and the usual ones between them."""
    return sorted({least, most}.union(size for size in USUAL_SIZES if least < size < most))
