"""What the preview shows is what a build would publish, before and after an edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from generator import preview as previews
from generator.build import build, load_checked
from generator.downloads.sheets import make_downloads
from generator.engine.disk_cache import Caches
from generator.engine.files import walk
from generator.languages import offering
from generator.load.progress import Translated
from generator.load.translation import translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.page_kinds import PAGE_KINDS
from generator.preview import NO_PAPERS, Preview, silent
from generator.problems import ContentError
from generator.project import Project
from generator.publish.swap import MANIFEST
from tests.support.loops import every
from tests.support.own_template import own_template
from tests.support.pseudo_language import translate

NOT_HERE = ("social/", "touch-icon.png", "_headers", ".nojekyll", MANIFEST)
"""Those pictures, and what isn't for readers."""
CARD = re.compile(
    rb'<(?:link rel="apple-touch-icon"|meta property="og:image|meta name="twitter:card")[^>]*>\n'
)
"""What a page says about pictures that only other sites and home screens show."""
EDITS = {
    "a principle": ("principles/ask-first.yml", "It costs one sentence", "It costs two sentences"),
    "a title that others show": ("principles/ask-first.yml", "title: Ask before", "title: Do ask before"),
    "a checklist": ("checklists/before-the-talk.yml", "summary: ", "summary: Really, "),
    "a worksheet": ("worksheets/one-talk.yml", "outcome: You know", "outcome: Then you know"),
    "a message": ("messages/ask-for-five-minutes.yml", "summary: ", "summary: Really, "),
    "a workshop": ("workshops/first-remark.yml", "summary: ", "summary: Really, "),
    "a page": ("pages/why-it-is-hard.yml", "summary: ", "summary: Really, "),
    "the start": ("start.yml", "summary: ", "summary: Really, "),
    "the glossary": ("glossary.yml", "summary: ", "summary: Really, "),
    "the questions": ("questions.yml", "summary: ", "summary: Really, "),
    "the changes": ("changes.yml", "summary: ", "summary: Really, "),
}


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")


def preview_of(folder: Path) -> Preview:
    project = Project.at(folder)
    guide = load_checked(project)
    return Preview.of(guide, project, make_downloads(guide, project, Caches(project), silent))


def test_each_file_is_the_one_that_a_build_publishes(small_guide: Path, tmp_path: Path) -> None:
    replaced(small_guide / "content/principles/ask-first.yml", "name: Asking", "was: [ask]\nname: Asking")
    replaced(small_guide / "content/checklists/before-the-talk.yml", "title:", "was: [the-hour]\ntitle:")
    replaced(small_guide / "site_config.yml", "papers:", "embed: {allowed: ['https://a.example']}\npapers:")
    out = tmp_path / "out"
    build(Project.at(small_guide), out, silent)
    preview = preview_of(small_guide)
    names = [name for name in walk(out) if not name.startswith(NOT_HERE)]
    for name in every(names):
        published = (out / name).read_bytes()
        if not name.startswith("offline/"):
            published = CARD.sub(b"", published)
        assert preview.file(name) == published, name
    kinds = {page.kind for page in preview.stage.pages}
    assert kinds == PAGE_KINDS.keys() - {"not-found"}
    assert {"principles/ask/index.html", "embed/checklists/the-hour/index.html", "embed/frame.js"} <= {*names}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Preview:
    """A preview of which every page was checked."""
    preview = preview_of(copy_small_guide(tmp_path_factory.mktemp("preview") / "guide"))
    preview.check(lambda: True)
    return preview


@contextmanager
def edit(path: Path, old: str, new: str) -> Iterator[None]:
    """Replace `old` in a file until the block ends."""
    text = path.read_text("utf-8")
    replaced(path, old, new)
    yield
    path.write_text(text, "utf-8")


def after_edit(preview: Preview, file: str, old: str, new: str) -> tuple[Guide, Preview | None]:
    """Return the guide with an edit of a file in content/, and what the preview makes of that."""
    with edit(preview.project.content / file, old, new):
        guide = load_checked(preview.project)
    return guide, preview.edited(guide)


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_each_file_is_the_one_of_a_new_preview(checked: Preview, name: str) -> None:
    guide, edited = after_edit(checked, *EDITS[name])
    assert edited
    known = [*edited.checked]
    fresh = Preview.of(guide, checked.project, checked.papers)
    pages = [f"{page.address}index.html" for page in fresh.stage.pages if page.kind != "offline"]
    names = [*pages, "404.html", "guide.json", "llms.txt", "feed.xml", "search/pages.json", "sitemap.xml"]
    changed = []
    for one in every(names):
        assert edited.file(one) == fresh.file(one), one
        changed += [one] if checked.file(one) != fresh.file(one) else []
    assert "guide.json" in changed
    # Only what the edit changes has to be checked again.
    kept = {f"{address}index.html" for address in known}
    assert kept
    assert kept.isdisjoint(changed)


def test_an_edit_of_the_menu_needs_a_new_preview(checked: Preview) -> None:
    assert after_edit(checked, "principles/ask-first.yml", "name: Asking", "name: To ask")[1] is None


def test_an_edit_of_the_line_at_the_foot_of_every_page_needs_a_new_preview(checked: Preview) -> None:
    assert after_edit(checked, "pages/why-it-is-hard.yml", "title: Why", "title: This is why")[1] is None


def test_an_edit_of_what_the_page_for_wrong_addresses_says_needs_a_new_preview(
    small_guide: Path,
) -> None:
    page = own_template(small_guide, "pages/not_found.html.j2")
    replaced(page, "</h1>", " {{ guide.principles['ask-first'].today }}</h1>")
    preview = Preview.of(load_checked(Project.at(small_guide)), Project.at(small_guide), NO_PAPERS)
    assert b"what went well" in (preview.file("404.html") or b"")
    assert after_edit(preview, "principles/ask-first.yml", "today: Ask one", "today: Do ask one")[1] is None


def test_an_edit_can_come_while_pages_are_checked(checked: Preview) -> None:
    preview = replace(checked, checked={})
    edited = list[Preview | None]()

    def goes_on() -> bool:
        if len(preview.checked) == 3 and not edited:
            edited.append(after_edit(preview, *EDITS["a page"])[1])
        return not edited

    preview.check(goes_on)
    assert len(preview.checked) == 3
    assert edited[0]
    assert edited[0].checked.keys() == preview.checked.keys()


def test_templates_stay_as_they_were_when_a_preview_was_checked(checked: Preview) -> None:
    good = checked.file("start/index.html")
    for name in ("pages/start.html.j2", "pages/layout.html.j2", "site/theme/main.html"):
        with edit(own_template(checked.project.root, name), "{%", "{% nonsense %}{%"):
            assert checked.file("start/index.html") == good


def test_a_file_to_print_is_typeset_when_someone_asks_for_it(checked: Preview) -> None:
    name = "worksheets/one-talk/one-talk-a4-print.pdf"
    before, (_, edited) = checked.file(name), after_edit(checked, *EDITS["a worksheet"])
    assert before
    assert edited
    after = edited.file(name) or b""
    assert after.startswith(b"%PDF-")
    assert after != before


@pytest.mark.parametrize(
    "name", ["gone/index.html", "404.htmlindex.html", "index", "/", "", "social/index.png"]
)
def test_there_is_nothing_at_other_addresses(checked: Preview, name: str) -> None:
    assert checked.file(name) is None


def test_a_link_to_nothing_is_an_error(small_guide: Path) -> None:
    replaced(
        own_template(small_guide, "pages/start.html.j2"),
        "{% endblock %}",
        '<a href="gone">x</a>{% endblock %}',
    )
    with pytest.raises(ContentError) as raised:
        preview_of(small_guide).check(lambda: True)
    assert [problem.rule for problem in raised.value.problems] == ["broken-link"]
    assert raised.value.problems[0].location.file == "start/index.html"


@pytest.fixture(scope="module")
def in_two(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Preview:
    """A preview of a guide with a translation, before anyone asked for its pages."""
    folder = copy_small_guide(tmp_path_factory.mktemp("in-two") / "guide")
    translate(folder, "es")
    return in_two_of(folder, load_checked(Project.at(folder)))


def in_two_of(folder: Path, guide: Guide) -> Preview:
    project = Project.at(folder)
    return Preview.of(offering(guide, project), project, NO_PAPERS)


def test_requests_at_the_same_time_make_a_translation_once(
    in_two: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, preview = list[str](), replace(in_two, translations={})

    def counted(guide: Guide, project: Project, language: Language) -> Translated:
        made.append(language)
        return translated(guide, project, language)

    monkeypatch.setattr(previews, "translated", counted)
    names = ["index.html", "start/index.html", "404.html", "guide.json"]
    with ThreadPoolExecutor(len(names)) as threads:
        found = [*threads.map(lambda name: preview.file(f"es/{name}"), names)]
    assert all(found)
    assert made == ["es"]


def test_after_an_edit_a_translation_is_followed_up_not_made_again(in_two: Preview) -> None:
    page = "es/principles/ask-first/index.html"
    before = in_two.file(page)
    with edit(in_two.project.content / "principles/ask-first.yml", *EDITS["a principle"][1:]):
        guide = load_checked(in_two.project)
        edited, fresh = in_two.edited(guide), in_two_of(in_two.project.root, guide)
        assert edited
        for name in every([page, "es/index.html", "es/start/index.html", "es/guide.json"]):
            assert edited.file(name) == fresh.file(name), name
    # What isn't translated now is in English.
    assert b"It costs two sentences" in (edited.file(page) or b"")
    assert in_two.file(page) == before
    (one,), (other,) = (preview.translations.values() for preview in (in_two, edited))
    assert one.finisher is other.finisher
