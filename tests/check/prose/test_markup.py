"""No text is lost or changed without a word, and ordinary prose isn't reported."""

from __future__ import annotations

import time

import pytest
from pydantic_core import PydanticCustomError

from generator.check.prose.markup import changes, marks
from generator.check.prose.texts import TextUse
from generator.load.yaml_nodes import Node, Series, parse
from generator.model.fields import Prose, ReaderText, Slug, Summary, Text, Title
from generator.model.source_text import SourceText
from tests.support.nightly import representatives


def last_text(node: Node) -> SourceText:
    while not isinstance(node, SourceText):
        node = node[-1] if isinstance(node, Series) else [*node.values()][-1]
    return node


def rules(kind: type[ReaderText], typed: str, field: str = "help") -> list[str]:
    """Return the rules that the last text of the YAML in `typed` breaks, each with what it underlines."""
    try:
        value = kind.parse(last_text(parse(typed.encode(), "a.yml")))
    except PydanticCustomError as error:
        return [error.type]
    text = TextUse(value, "running", field)
    pages = frozenset(["about", "principles", "checklists"])
    return sorted({problem.rule for problem in (*marks(text, pages), *changes(text))})


@pytest.mark.parametrize(
    "typed",
    [
        "a: A slow answer is our # 1 worry.",
        "a: A slow answer is our #1 worry.",
        "a: We write in C # and Java",
        "a: A slow answer is our  # 1 worry.",
        "a: A slow answer\n  is our # 1 worry.",
        "a: A slow answer is our\n  # 1 worry.",
        "a: A slow answer is our\n\n  # first worry.",
        "a: # 1 is a slow answer",
        "a: # 1 is\n  a slow answer",
        "a:\n  # 1 is\n  a slow answer",
        "a:\n- A slow answer is our # 1 worry",
        "a:\n  - A slow answer is our\n    # 1 worry",
        "a:\n- A slow answer is our\n # 1 worry",
        "a:\n- # 1 is\n  a slow answer",
        "{a: A slow answer is our # 1 worry\n}",
        "a: [A slow answer is our # 1 worry\n]",
        'a: "A slow answer" # 1 worry',
        "a: |\n    A slow answer is our\n  # 1 worry",
        "a: >\n    A slow answer is our\n  # first worry",
        "a: Be patient with #hashtags",
        "b:\n- a: A slow answer is our\n    # 1 worry",
        "a: #hashtag first",
    ],
)
def test_a_text_that_yaml_would_cut_off_is_reported(typed: str) -> None:
    assert rules(Text, typed + "\n") == ["text-after-hash"]


@pytest.mark.parametrize(
    "typed",
    [
        "a: Ask before you tell     # a field, a colon, a space, a text",
        "a: Ask before you tell  # a comment",
        'a: "A slow answer" # a comment',
        "a: 'A # 1 worry'",
        "a: Be patient with C# and/#hashtags",
        "# 1. The title\na: A slow answer",
        "a: A slow answer\n# 1. The end",
        "b:\n  a: A slow answer\n  # about what follows",
        "b:\n  a: A slow answer\n\n# about what follows",
        "b:\n  - A slow answer\n  # about the next entry",
        "b:\n  # 1. The first\n  - A slow answer",
        "b:\n  # about it\n  a: A slow answer",
        "b:\n- A slow answer\n# about the next entry",
        "b:\n- a: A slow answer\n  # about the next field",
        "a: |\n  A slow answer\n# about the next field",
        "b:\n  a: |\n    A slow answer\n  # about the next field",
        "a: | # as a block\n  A slow answer",
        "a:  # on a line of its own\n  A slow answer",
        "b: [A slow answer, # the first\n  Another]",
        "a: A slow answer    # comments\n                    # side by side",
    ],
)
def test_a_real_comment_is_not_reported(typed: str) -> None:
    assert rules(Text, typed + "\n") == []


def test_a_comment_after_one_word_needs_no_second_space() -> None:
    for typed in ("id: first # the first", "id: first #the first"):
        assert Slug.parse(last_text(parse(typed.encode(), "a.yml"))) == "first"


@pytest.mark.parametrize("word", ["~", "null", "Null", "NULL"])
def test_nothing_is_not_a_text_except_in_quotes(word: str) -> None:
    assert rules(Text, f"a: {word}") == ["null"]
    assert rules(Text, f"a:\n- {word}") == ["null"]
    assert rules(Text, f'a: "{word}"') == []


MARKED = [
    "**Be patient**",
    "Be **very** patient",
    "Be *very* patient",
    "Be _very_ patient",
    "Be __very__ patient",
    "***Be*** patient",
    "Run `advice`",
    "See [this](about)",
    "See [this] (about)",
    "See [x](https://x.example)",
    "See [x] (https://x.example/a)",
    "![x](a.png)",
    "Be &amp; stay",
    "A&nbsp;B",
    "~~Be~~ patient",
    "==Be== patient",
    "## Be patient",
    "# Be patient",
    "###Be patient",
    "Be patient[^1]",
    r"Be \*patient\*",
    "Be patient {: .x }",
    ":smile: Be patient",
    "Be {{ patient }}",
    "> Be patient",
    "[x][y] Be",
    "Be patient ** now **",
]
TAGGED = [
    "<b>Be</b> patient",
    "Be<br>patient",
    "Be<br/>patient",
    "<!-- note --> Be",
    '<a href="x">Be</a>',
    "<B>x</B>",
]


@pytest.mark.parametrize("text", MARKED + TAGGED)
def test_marks_in_a_plain_field_are_reported(text: str) -> None:
    kinds = (Text,) if text in TAGGED or ">" in text else (Text, Title, Summary)
    for kind in kinds:
        assert rules(kind, "a: |\n  " + text) == ["markup"]


@pytest.mark.parametrize(
    "text",
    [
        *TAGGED,
        "## Why",
        "# Why it works",
        "Words.\n\n### Why",
        "##Why",
        "```\nx\n```",
        "~~~\nx\n~~~",
        "Run `advice` now",
        "![x](a.png)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Why\n===",
        "Why\n---",
        "Words\n\n---\n\nWords",
        "* * *",
        "> someone said",
        "~~no~~",
        "==yes==",
        "Words[^1]",
        "[^1]: A note",
        "- [ ] to do",
        "- [x] done",
        "!!! note\n    x",
        "[a] (about)",
        "[a] (https://x.example/)",
        "[a] (checklists/x)",
        "[a](about",
        "[a](about page)",
        "[a][b]",
        "One.\\n\\nTwo.",
        "a | b\n--|--\n1 | 2",
        "[[about]]",
        "**Be patient",
        "Be **patient",
        "H~2~O",
        "x^2^",
        "term\n: meaning",
        "[a]: https://x.example/",
        "[a](javascript:x)",
        "{.x} Be",
        ":smile: Be",
        "** bold **",
        "Be ** bold**",
        "{{ a }}",
        '[a](https://x.example/ "A title")',
    ],
)
def test_markdown_that_prose_does_not_have_is_reported(text: str) -> None:
    typed = "a: |\n" + "".join(f"  {line}\n" for line in text.split("\n"))
    assert "markup" in rules(Prose, typed)


@pytest.mark.parametrize(
    "text",
    [
        "See https://x.example/a.",
        "See http://x.example",
        "See www.x.example",
        "(https://x.example/)",
        "<https://x.example/>",
        "**https://x.example/**",
        "- www.x.example",
    ],
)
def test_an_address_in_prose_that_is_no_link_is_reported(text: str) -> None:
    assert rules(Prose, f"a: |\n  {text}") == ["bare-address"]
    assert rules(Text, f"a: |\n  {text.strip('*- ')}") == []


@pytest.mark.parametrize(
    "text",
    [
        "• one\n• two",
        "– one\n– two",
        "a) one\nb) two",
        "(1) one\n(2) two",
        "Steps:\n2. one\n3. two",
        "- one\n- two\nThen rest.",
        "1. one\n2. two\n   and a half\nThen rest.",
        "one\\\ntwo",
        "one  \ntwo",
        "It is 5\n+ 3 more",
        "In chapter\n1. It says",
        "-one\n-two",
        "1.one\n2.two",
        "Dear Amina,\nI write to ask",
        "Say “____” and “____”",
        "A walk\n- or a call -\nis fine",
        "It is 2*3*4 long",
        "$5*2 and 3*4",
    ],
)
def test_lines_that_would_change_in_prose_are_reported(text: str) -> None:
    typed = "a: |\n" + "".join(f"  {line}\n" for line in text.split("\n"))
    assert rules(Prose, typed) == ["changed-text"]


@pytest.mark.parametrize(
    "typed",
    [
        "a: >\n  One.\n\n  Two.",
        'a: "One.\n\n  Two."',
        "a: >\n  - a pen\n  - a cup",
        "a: 'Bring:\n  - a pen'",
        "a: >-\n  1. one\n  2. two",
        "a: >\n  • one\n  • two",
    ],
)
def test_paragraphs_and_lists_that_run_together_are_reported(typed: str) -> None:
    assert rules(Prose, typed) == ["changed-text"]
    assert rules(Text, typed) == ["changed-text"]


def test_paragraphs_and_lists_in_a_plain_field_are_reported() -> None:
    assert rules(Text, "a: |\n  One.\n\n  Two.") == ["changed-text"]
    assert rules(Summary, "a: |\n  - one\n  - two") == ["changed-text"]
    assert rules(Text, "a: |\n  One line,\n  wrapped.\n") == []
    assert rules(Prose, "a: |\n  One.\n\n  - two\n  - three\n\n  Four.\n") == []
    assert rules(Prose, "a: >\n  One.\n\n\n  Two.\n") == []
    assert rules(Prose, "a: |\n  Bring:\n  - a pen\n\n  Bring\n  - a pen\n  - a cup\n") == []


def test_what_quotes_and_brackets_do_to_a_text_is_reported() -> None:
    assert rules(Text, r'a: "Look in C:\new"') == ["changed-text"]
    assert rules(Text, r'a: "Look in C:\temp"') == ["changed-text"]
    assert rules(Text, r'a: "Look in C:\\temp and \"here\""') == []
    assert rules(Prose, r'a: "One.\n\nTwo."') == []
    assert rules(Text, "a: [Say hello, then wait.]") == ["changed-text"]
    assert rules(Text, "a: [Ask first, and listen]") == ["changed-text"]
    assert rules(Text, 'a: ["Say hello, then wait.", Listen.]') == []
    assert rules(Title, "a: [thanks, thank you]") == []


@pytest.mark.parametrize("text", ["“Be patient”", "„Be patient“", "«Be patient»", "‘Be patient’"])
def test_curly_quotes_around_a_title_are_reported(text: str) -> None:
    assert rules(Title, f"title: {text}") == rules(Summary, f"summary: {text}") == ["curly-quotes"]
    assert rules(Text, f"help: {text}") == ["curly-quotes"]
    assert rules(Text, f"avoid: {text}", "avoid") == rules(Title, f"title: '{text}'") == []


ORDINARY = [
    "We use C# and F#.",
    "Our # 1 worry",
    "# 1 in our list",
    "#hashtag for all",
    "It costs $5*2.",
    "Free* (*on weekdays)",
    "Prices* vary. *Except on Sundays.",
    "Free** for all",
    "Free** for all. **Except on Sundays.",
    "Say ____ or ____.",
    "Write to a@b.example and/or call.",
    "5 < 6 and 7 > 6",
    "a_b and c_d",
    "snake_case_name",
    "I am ____ and you are ____.",
    "I’m <your name>.",
    "Meet at 10:30:15.",
    "AT&T, R&D; or more",
    "[sic] (2020)",
    "[your name] (required)",
    "See [1] (p. 3).",
    "yes/no",
    "True",
    "50% off",
    "-5 degrees",
    "2 * 3 = 6",
    "“Be” and “go”",
    "it’s ‘fine’",
    "x == y",
    "a ~ b",
    "* Only on weekdays",
    "Mr. Smith, Jr.",
    "{name}",
    "1) one",
    "(a) one",
    "-- or so",
    "> 50 people",
    "12:30",
    "1_000",
    "1e3",
    "2026-11-22",
    "0x1F",
    "010",
    "[Amina]: Hello.",
    "a | b",
    "C:\\new",
    "!",
    "@amina",
    "so-so",
    "no",
    "off",
    "(yes)",
    "Ask ... then wait",
    "x-y",
    "Amina & Kofi",
    "the *",
    "50*",
    "**",
    "=",
    ">",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_prose_is_not_reported(text: str) -> None:
    assert [rules(kind, "a: |\n  " + text) for kind in (Text, Prose)] == [[], []]


def test_prose_with_all_that_it_can_have_is_not_reported() -> None:
    text = """\
        One *two* **three**: _four_ __five__ [six](about) and **[seven](https://x.example/a_(b)?c=*d*)**.
        It goes on, \\*not here\\*, at a@b.example. **A.** and **“B.”**

        - one
        - two, which is
          longer
          - inside

        1. first
        2. second

        3) third

        “Be patient.”

        [https://x.example/](https://x.example/)
        """
    assert rules(Prose, "a: |\n" + text) == []


LONG = {
    "*": 4000, "[": 4000, "- a\n  ": 600, "a*": 2000, "1*": 2000, "`": 4000, " \n  ": 900, "<a ": 1300,
    "[a](": 1000, "_a": 2000, "a _": 1300, "=a": 2000, "~~": 2000, "a:\n  - ": 500, "\\": 4000,
}  # fmt: skip
"""How often each is repeated."""


@pytest.mark.parametrize("part", representatives(LONG, lambda part: list(LONG).index(part) % 3 == 0))
def test_long_texts_are_read_in_no_time(part: str) -> None:
    started, text = time.process_time(), part * LONG[part]
    rules(Prose, "a: |\n  " + text)
    rules(Text, "a: |\n  " + text)
    use = TextUse(Text(text[:400]), "running", "help")
    assert all(problem.fix for problem in (*marks(use, frozenset()), *changes(use)))
    assert time.process_time() - started < 30  # a pattern that backtracks would take minutes
