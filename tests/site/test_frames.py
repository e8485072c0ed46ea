"""Pages with a shared frame are, byte for byte, those that MkDocs and Material make one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.model.page_kinds import PAGE_KINDS
from generator.pages.page import NOT_FOUND
from generator.site.mkdocs_config import MOST_SIBLINGS
from tests.support.loops import every
from tests.support.nightly import longer_version_of, representatives
from tests.support.own_template import own_template
from tests.support.paths import GUIDE, ROOT
from tests.support.plain_mkdocs import build_plainly, different_pages, names_in_original, offer_language
from tests.support.without_pdfs import build_without_pdfs, show

OTHER_LANGUAGES = re.compile(rb' xmlns:xhtml="[^"]*"|\s*<xhtml:link [^>]*>|Sitemap: \S*/es/sitemap\.xml\n')
"""What tells search engines about the same page in other languages, in the site map and in robots.txt."""
OURS = re.compile(
    r"sw\.js|_headers|search/pages\.json|search/search_index\.json|offline/.*\.zip|\.made-by-advice"
)
"""Files that MkDocs knows nothing about, and the index, which has other contents on our site."""
HABIT = "content/principles/ask-first.yml"


def day(guide: Path) -> date:
    """Return the date of the guide in the folder `guide`."""
    outline = yaml.safe_load((guide / "content/guide.yml").read_text("utf-8"))
    return date.fromisoformat(str(outline["updated"]))


def rename(habit: str, title: str, name: str, folder: Path) -> None:
    """Add a habit with another title and name to the guide in `folder`."""
    text = (folder / HABIT).read_text("utf-8")
    text = text.replace("Ask before you tell", title).replace("name: Asking", f"name: {name}")
    (folder / f"content/principles/{habit}.yml").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """A guide with a section too long to be listed whole, and with a repository, but without an address."""
    folder = copy_small_guide(tmp_path_factory.mktemp("long") / "guide")
    settings = (folder / "site_config.yml").read_text("utf-8")
    settings = settings.replace("https://feedback.internal/guide/", "https://house.example/")
    settings += "repository: {url: https://github.com/us/guide, edit: edit/main}\n"
    (folder / "site_config.yml").write_text(settings, "utf-8")
    habits = [f"habit-{number}" for number in range(MOST_SIBLINGS + 5)]
    for number, habit in enumerate(habits):
        rename(habit, f"Ask {number} times & wait", f"“{number}” & more", folder)
    show(folder, "principles", show=["ask-first", "say-what-you-saw", *habits])
    return folder


@pytest.fixture(scope="module")
def long_site(long: Path) -> Path:
    return build_without_pdfs(long, long / "site", long / "staging")


def test_every_page_of_the_small_guide_is_that_of_a_plain_build(
    tmp_path: Path, copy_small_guide: Callable[[Path], Path]
) -> None:
    site = build_without_pdfs(copy_small_guide(tmp_path / "guide"), tmp_path / "out", tmp_path / "staging")
    build_plainly(tmp_path / "staging", day(GUIDE))
    assert list(different_pages(site, tmp_path / "staging")) == []


@longer_version_of(test_every_page_of_the_small_guide_is_that_of_a_plain_build)
def test_every_page_of_the_guide_is_that_of_a_plain_build(real_site: Path, real_staging: Path) -> None:
    offer_language(real_staging, "es", "Español")
    build_plainly(real_staging, day(ROOT))
    assert list(different_pages(real_site, real_staging)) == []
    plain = real_staging / "site"
    for name in every(names_in_original(real_site)):
        if not name.endswith(".html") and not OURS.fullmatch(name):
            ours = OTHER_LANGUAGES.sub(b"", (real_site / name).read_bytes())
            assert ours == (plain / name).read_bytes(), name


def test_the_search_index_is_that_of_a_plain_build(real_site: Path, real_staging: Path) -> None:
    """But for what we add to it. Material also finds some sections in excluded elements."""
    plain = build_plainly(real_staging, day(ROOT))
    index, pages = json.loads((plain / "search/search_index.json").read_bytes()), {}
    for entry in json.loads((real_site / "search/pages.json").read_bytes())["docs"]:
        pages[entry["location"]] = entry
    assert index["config"].keys() - {"lang", "pipeline"}
    expected = [entry for entry in index["docs"] if entry["location"] in pages]
    for entry in expected:
        ours = pages[entry["location"]]
        assert (ours["title"], ours.get("boost")) == (entry["title"], entry.get("boost"))
    assert len(expected) > 0.9 * len(index["docs"])


def test_every_page_of_a_long_section_without_an_address_is_that_of_a_plain_build(
    long: Path, long_site: Path
) -> None:
    build_plainly(long / "staging", day(long))
    assert list(different_pages(long_site, long / "staging")) == []
    pages = [path.read_text("utf-8") for path in long_site.glob("principles/habit-*/index.html")]
    assert len({page.count("<li") for page in pages}) == 1  # as many neighbors everywhere


def test_these_guides_have_every_kind_of_page(real_staging: Path, long: Path, long_site: Path) -> None:
    fronts = (path.read_text("utf-8") for folder in (real_staging, long) for path in folder.rglob("index.md"))
    kinds = {kind for front in fronts for kind in re.findall(r'^kind: "(.*)"$', front, re.MULTILINE)}
    assert kinds == PAGE_KINDS.keys() - {"not-found"}
    assert (long_site / NOT_FOUND).is_file()


@pytest.mark.parametrize(
    ("branch", "different"),
    representatives(
        [
            ("'Ask' in page.meta.title", ["principles/ask-first/index.html"]),
            ("page.title == 'Asking'", ["principles/ask-first/index.html"]),
            ("page.url | length > 22", ["principles/say-what-you-saw/index.html"]),
        ],
        lambda case: "title ==" in case[0],
        lambda case: case[0],
    ),
)
def test_a_theme_that_depends_on_what_is_in_a_hole_is_noticed(
    branch: str, different: list[str], tmp_path: Path, copy_small_guide: Callable[[Path], Path]
) -> None:
    """The other way around, these comparisons would prove nothing."""
    folder = copy_small_guide(tmp_path / "guide")
    main = own_template(folder, "site/theme/main.html")
    text = main.read_text("utf-8")
    assert text.count("  </head>") == 1
    branching = f'{{% if page and {branch} %}}<meta name="odd">{{% endif %}}</head>'
    main.write_text(text.replace("  </head>", branching), "utf-8")
    site = build_without_pdfs(folder, tmp_path / "out", tmp_path / "staging")
    build_plainly(tmp_path / "staging", day(folder))
    found = list(different_pages(site, tmp_path / "staging"))
    assert [name for name in found if name.startswith("principles/")] == different
