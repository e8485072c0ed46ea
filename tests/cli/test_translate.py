"""`advice translate` begins a language, keeps it up to date, and says what's missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.load.translation import supported
from generator.model.units import units
from tests.support.pseudo_language import accented, spoken, translate_guide
from tests.support.snapshot import snapshot
from tests.support.terminal import Done, advice
from tests.support.translated_guide import edit, original, path_of, small_copy

ASKING = "content/principles/ask-first.yml"
TITLE = "Ask before you tell"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_copy(tmp_path)


@pytest.fixture
def whole(root: Path) -> Path:
    """A guide whose every text is translated."""
    translate_guide(root, "es")
    return root


def translate(root: Path, *words: str) -> Done:
    return advice("translate", *words, folder=root)


def report_of(root: Path) -> dict[str, object]:
    (found,) = json.loads(translate(root, "es", "--report", "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def test_a_language_from_its_beginning_to_its_end(root: Path) -> None:
    done = translate(root, "es")
    count = len([*units(original(root))])
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Wrote content/languages/es.po with {count} texts." in done.stdout
    assert "name: Español" in (root / "content/languages/es.yml").read_text("utf-8")
    checked = advice("check", folder=root)
    assert f"Spanish: {count} of {count} texts are missing" in checked.stderr + checked.stdout

    path_of(root).write_bytes(spoken(path_of(root).read_bytes(), "es", accented))
    done = translate(root, "es", "--update")
    assert done.stdout == f"content/languages/es.po: all {count} texts are translated.\n"
    assert "Spanish" not in advice("check", folder=root).stderr

    edit(root / ASKING, f"title: {TITLE}", "title: Ask, then tell")
    assert "Spanish: 1 text is out of date" in advice("check", folder=root).stderr
    done = translate(root, "--update")
    assert done.stdout == "content/languages/es.po: 1 changed since.\n"
    again = "content/languages/es.po: 1 still marked fuzzy.\n"
    assert translate(root, "--update").stdout == again
    assert f'#| msgid "{TITLE}"' in path_of(root).read_text("utf-8")
    done = translate(root, "es", "--report")
    assert f"  principles/ask-first/title\n    was: {TITLE}\n    now: Ask, then tell" in done.stdout
    assert "principles/ask-first: " in done.stdout

    done = translate(root, "es", "--same-meaning", "principles/ask-first")
    assert done.stdout == "content/languages/es.po: 1 changed without another meaning.\n"
    assert "Spanish" not in advice("check", folder=root).stderr


def test_a_report_for_programs_has_everything(whole: Path) -> None:
    everything = report_of(whole)
    assert everything["published"] is True
    assert everything["texts"] == everything["translated-texts"] == len([*units(original(whole))])
    assert [everything[name] for name in ("stale", "missing", "not-whole", "problems")] == [[], [], {}, []]

    edit(whole / ASKING, f"title: {TITLE}", "title: Ask, then tell")
    edit(path_of(whole), f'msgstr "{accented("Team practice")}"', 'msgstr ""')
    edit(path_of(whole), f'msgstr "{accented("Asking")}"', f'msgstr "{"Preguntar " * 20}"')
    found = report_of(whole)
    assert found["stale"] == [
        {
            "context": "principles/ask-first/title",
            "text": "Ask, then tell",
            "file": ASKING,
            "line": 1,
            "before": TITLE,
            "translation": accented(TITLE),
        }
    ]
    missing, problems, kinds = found["missing"], found["problems"], found["kinds"]
    assert isinstance(missing, list)
    assert isinstance(problems, list)
    assert isinstance(kinds, dict)
    assert [one["context"] for one in missing] == ["sources#team-practice/label"]
    assert [(one["rule"], one["file"]) for one in problems] == [("too-long", "content/languages/es.po")]
    assert {"sources", "principles", "site", "guide"} <= kinds.keys()
    assert found["not-whole"].keys() == {"principles/ask-first", "sources"}  # type: ignore[attr-defined]


def test_words_of_the_program_can_be_translated_in_a_guide(root: Path) -> None:
    translate(root, "es")
    assert translate(root, "es", "--interface").stdout == "The program says everything in Spanish.\n"
    translate(root, "is")
    done = translate(root, "is", "--interface")
    assert done.stdout.startswith("Wrote templates/strings/is.po.")
    assert "Icelandic isn’t published yet" in advice("check", folder=root).stderr
    path = root / "templates/strings/is.po"
    path.write_bytes(spoken(path.read_bytes(), "is", accented))
    assert "Icelandic isn’t published yet" not in advice("check", folder=root).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Which language?"),
        (("--update",), "Which language?"),
        (("spanish",), "The site doesn’t support a language “spanish”. Did you mean es?"),
        (("Español",), "Did you mean es?"),
        (("xx",), "Write its two letters, such as es."),
        (("../es",), "Write its two letters"),
        (("en",), "“en” is the language of the guide itself."),
        (("es", "--report"), "The guide doesn’t have Spanish yet. “advice translate es” begins it."),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(root: Path, words: tuple[str, ...], message: str) -> None:
    before = snapshot(root / "content")
    done = translate(root, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert snapshot(root / "content") == before


def test_a_language_is_begun_once(whole: Path) -> None:
    before = snapshot(whole)
    done = translate(whole, "es")
    assert (done.returncode, "The guide already has Spanish." in done.stderr) == (2, True)
    done = translate(whole, "es", "--same-meaning", "principles/ask-first/titel")
    assert done.returncode == 2
    assert "Nothing called “principles/ask-first/titel” is out of date" in done.stderr
    assert snapshot(whole) == before


def test_a_name_that_nothing_has_is_corrected(whole: Path) -> None:
    edit(whole / ASKING, f"title: {TITLE}", "title: Ask, then tell")
    done = translate(whole, "es", "--same-meaning", "principles/ask-first/titel")
    assert "Did you mean “principles/ask-first/title”?" in done.stderr


@pytest.mark.parametrize("option", ["--update", "--report"])
def test_a_catalog_that_cannot_be_read_is_reported_and_stays(whole: Path, option: str) -> None:
    path = path_of(whole)
    broken = path.read_text("utf-8").replace('Español"', "Español", 1)
    broken = re.sub(r'^(msgstr ".*)"$', r"\1", broken, count=1, flags=re.MULTILINE)
    path.write_text(broken, "utf-8")
    before = snapshot(whole)
    done = translate(whole, "es", option)
    assert "not-a-catalog" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(whole) == before


def test_a_guide_with_errors_is_not_translated(root: Path) -> None:
    edit(root / ASKING, f"title: {TITLE}", "titel: Ask")
    done = translate(root, "es")
    assert (done.returncode, "Nothing was written." in done.stderr) == (1, True)
    assert not path_of(root).parent.exists()


def test_a_folder_that_cannot_be_written_is_a_kind_error(root: Path) -> None:
    path_of(root).parent.write_text("in the way", "utf-8")
    done = translate(root, "es")
    assert done.returncode == 3
    assert done.stderr.startswith("Can’t write ")
    assert path_of(root).parent.read_text("utf-8") == "in the way"


def test_settings_that_got_lost_are_written_again(whole: Path) -> None:
    settings = path_of(whole).with_suffix(".yml")
    settings.unlink()
    assert "“advice translate es --update” writes one" in advice("check", folder=whole).stderr
    assert translate(whole, "es", "--update").returncode == 0
    assert settings.exists()


def test_what_an_overlay_adds_gets_a_catalog_of_its_own(whole: Path) -> None:
    (whole / "north/principles").mkdir(parents=True)
    (whole / "north/principles/ask-first.yml").write_text("name: Asking in the north\n", "utf-8")
    with (whole / "site_config.yml").open("a", encoding="utf-8") as file:
        file.write("overlay: north\n")
    before = path_of(whole).read_bytes()
    done = translate(whole, "es", "--update")
    assert "Wrote north/languages/es.po with 1 text." in done.stdout
    assert path_of(whole).read_bytes() == before
    added = (whole / "north/languages/es.po").read_text("utf-8")
    assert '\nmsgid "Asking in the north"\n' in added
    assert "#: north/principles/ask-first.yml\n" in added


def test_every_language_that_the_site_supports_can_begin(root: Path) -> None:
    assert len(supported()) > 50
    for code in sorted(supported() - {"en"})[::7]:
        assert translate(root, code).returncode == 0
    assert advice("check", folder=root).returncode == 0
