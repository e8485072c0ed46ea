"""Characters that readers can't see are refused, and those that languages need aren't."""

from __future__ import annotations

import pytest

from generator.load.encoding import readable
from generator.problems import ContentError

REFUSED = """
    0000 0007 001B 007F 0085 00AD 034F 0378 115F 17B4 180E 200B 2028 202E 2060 2065 206A 2800 3164 D7C7 E000
    F8FF FDD0 FDEF FEFF FFA0 FFF0 FFFC FFFD FFFE FFFF 1BCA0 1D173 1FFFE 2FFFF 3FFFE 50000 E0001 E0041 E01F0
    F0000
    FFFFD 10FFFD 10FFFF
""".split()
ALLOWED = [
    "\u00a0",
    "\u202f",
    "\u200e",
    "\u200f",
    "❤\ufe0f",
    "👩\u200d👧",
    "می\u200cخواهم",
    "क\u200dष",
    "1\ufe0f\u20e3",
    "葛\U000e0100",
    "e\u0301",
    "\U0001fae9",
    "ﬁ",
    "\u061c",
    "İ",
    "—",
]


@pytest.mark.parametrize("code", REFUSED)
def test_a_character_that_cannot_be_seen_is_refused(code: str) -> None:
    with pytest.raises(ContentError) as error:
        readable(f"one\ntwo {chr(int(code, 16))}three".encode(), "a.yml")
    [problem] = [one for one in error.value.problems if one.rule == "hidden-character"]
    assert f"U+{code}" in problem.message
    assert (problem.location.line, problem.location.column) == (2, 5)


@pytest.mark.parametrize("character", ["\u200c", "\u200d"])
@pytest.mark.parametrize("text", ["wo{}rd", "{}word", "word{}", "س{}word"])
def test_a_joiner_where_nothing_can_be_joined_is_refused(text: str, character: str) -> None:
    with pytest.raises(ContentError):
        readable(text.format(character).encode(), "a.yml")


@pytest.mark.parametrize("text", ALLOWED)
def test_characters_of_emoji_and_languages_are_allowed(text: str) -> None:
    assert readable(f"one {text} two".encode(), "a.yml").text == f"one {text} two"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_of_unicode_is_one_problem(encoding: str) -> None:
    with pytest.raises(ContentError) as error:
        readable("title: Café\nname: Café\n".encode(encoding), "a.yml")
    [problem] = error.value.problems
    assert (problem.rule, problem.fix) == ("not-utf-8", "save it again with the encoding UTF-8")


def test_the_message_says_what_kind_of_character_it_is() -> None:
    for character, said in (
        ("\ue000", "only some fonts"),
        ("\ufdd0", "doesn’t exist"),
        ("\u200b", "invisible"),
    ):
        with pytest.raises(ContentError, match=said):
            readable(character.encode(), "a.yml")
