"""However many people come, they can be divided, and no one is left over."""

from __future__ import annotations

import pytest

from generator.model.groups import Form, divided, turn, usual_sizes

FORMS: tuple[Form, ...] = ("alone", "pairs", "fours", "everyone")
SIZES = range(2, 201)


@pytest.mark.parametrize("form", FORMS)
def test_everyone_is_in_one_group_and_the_largest_comes_first(form: Form) -> None:
    for people in SIZES:
        sizes = divided(people, form)
        assert sum(sizes) == people
        assert [*sizes] == sorted(sizes, reverse=True)
        assert sizes[0] - sizes[-1] <= 1


def test_no_one_in_a_pair_is_alone_and_at_most_one_pair_is_a_group_of_three() -> None:
    for people in SIZES:
        sizes = divided(people, "pairs")
        assert {*sizes} <= {2, 3}
        assert sizes.count(3) == people % 2


def test_groups_of_four_have_three_or_four_people_unless_only_two_or_five_came() -> None:
    for people in SIZES:
        sizes = divided(people, "fours")
        assert {*sizes} <= {3, 4} or sizes in {(2,), (5,)}
        if people % 4 == 0:
            assert {*sizes} == {4}


@pytest.mark.parametrize(
    ("people", "form", "sizes"),
    [
        (2, "fours", (2,)),
        (3, "fours", (3,)),
        (3, "pairs", (3,)),
        (5, "fours", (5,)),
        (6, "fours", (3, 3)),
        (9, "fours", (3, 3, 3)),
        (10, "fours", (4, 3, 3)),
        (7, "pairs", (3, 2, 2)),
        (4, "alone", (1, 1, 1, 1)),
        (4, "everyone", (4,)),
    ],
)
def test_people_divide_as_a_leader_would_divide_them(people: int, form: Form, sizes: tuple[int, ...]) -> None:
    assert divided(people, form) == sizes


@pytest.mark.parametrize(
    ("minutes", "people", "form", "seconds"),
    [
        (3, 12, "everyone", 15),
        (14, 12, "fours", 210),
        (14, 5, "fours", 168),
        (6, 7, "pairs", 120),
        (1, 40, "everyone", 1),
    ],
)
def test_a_turn_is_what_the_largest_group_has_time_for(
    minutes: int, people: int, form: Form, seconds: int
) -> None:
    assert turn(minutes, people, form) == seconds


@pytest.mark.parametrize(
    ("least", "most", "sizes"),
    [
        (2, 40, [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 40]),
        (5, 14, [5, 6, 8, 10, 12, 14]),
        (8, 8, [8]),
        (7, 7, [7]),
        (30, 100, [30, 40, 100]),
    ],
)
def test_numbers_are_printed_for_the_ends_and_usual_sizes_between(
    least: int, most: int, sizes: list[int]
) -> None:
    assert usual_sizes(least, most) == sizes
