"""The search of a guide in another language: endings, accents, typos and small words, also from a disk."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from markupsafe import Markup
from playwright.sync_api import Browser, Page, Route, expect

from generator.build import load_checked
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.pages.page import SitePage
from generator.project import Project
from generator.site import search_index
from generator.site.search_sections import SearchSection
from tests.support.hosting import hosted
from tests.support.nightly import representatives
from tests.support.searching import found, note
from tests.support.without_pdfs import ENGLISH, add, build_without_pdfs

TALKS = {
    "title": "Conversaciones difíciles",
    "name": "Conversaciones",
    "summary": "Cómo decir lo que nadie quiere oír.",
    "passages": [
        {
            "id": "miedo",
            "title": "El miedo de los dos",
            "text": "Quien habla teme hacer daño. Primero respira; después pregunta si es un buen momento.",
            "from": ["stone-heen-2014"],
        }
    ],
    "next": {"say": "Pregunta primero", "to": "principles/ask-first"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """A guide in Spanish with a page in Spanish, published with its security policy."""
    folder = copy_small_guide(tmp_path_factory.mktemp("spanish") / "guide")
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: es"), "utf-8")
    add(folder, "pages/conversaciones.yml", TALKS)
    outline = yaml.safe_load((folder / "content/guide.yml").read_text("utf-8"))
    outline["pages"].append("conversaciones")
    outline.pop("help")
    add(folder, "guide.yml", outline | {"updated": str(outline["updated"])})
    return folder


@pytest.fixture(scope="module")
def spanish(folder: Path) -> Guide:
    return load_checked(Project.at(folder))


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    return build_without_pdfs(folder, folder.parent / "site")


@pytest.fixture(scope="module")
def online(site: Path) -> Iterator[str]:
    with hosted(site, "/worker/") as address:  # Material looks for its own folder by this word
        yield address


@pytest.fixture(scope="module")
def on_disk(site: Path) -> str:
    (archive,) = site.glob("offline/*.zip")
    unpacked = site.parent / "a worker"
    with zipfile.ZipFile(archive) as files:
        files.extractall(unpacked)
    (top,) = unpacked.iterdir()
    return f"{top.as_uri()}/"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A tab for one site after another, and the errors on its pages."""
    with browser.new_context(viewport={"width": 1366, "height": 900}) as context:
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None
        )
        yield page, faults


@contextmanager
def searching(tab: tuple[Page, list[str]], address: str) -> Iterator[Page]:
    """A page on which a reader is about to type; any error fails the test."""
    page, faults = tab
    page.goto("about:blank")
    faults.clear()
    page.goto(f"{address}index.html")
    page.locator(".md-search__input").click()
    yield page
    assert faults == []


SPANISH = {
    "conversaciones": "",
    "conversación": "",
    "conversacion": "",
    "dificil": "",
    "respirar": "",
    "convers": "",
    "converasciones": "Ninguna página tiene “converasciones”. Estos resultados son de “conversaciones”.",
}
"""What someone types, and what the search says about it."""


@pytest.mark.parametrize("place", ["online", "on_disk"])
def test_a_spanish_guide_is_searched_in_spanish(
    tab: tuple[Page, list[str]], place: str, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue(place)
    with searching(tab, address) as page:
        for typed, said in SPANISH.items():
            first, *_ = found(page, typed, address)
            assert first.removesuffix("index.html") == "conversaciones/", typed
            assert note(page) == said
        # Small words of Spanish don't count, and those of English do: “no” and “a” are in other texts, too.
        assert found(page, "de la conversación", address) == found(page, "conversación", address)
        assert found(page, "Y no puedo más con esto", address) == []
        assert note(page).startswith(
            "Esta guía no trata ese tema. No tienes por qué cargar con esto a solas."
        )
        # The lists of the guide are offered instead.
        assert found(page, "qqqqzzzz", address)[1].removesuffix("index.html") == "glossary/"
        assert note(page).startswith("No se encontró nada. ")


def test_what_is_pasted_or_spoken_is_searched_for(tab: tuple[Page, list[str]], online: str) -> None:
    with searching(tab, online) as page:
        page.locator(".md-search__input").fill("conversaciones")  # without a key
        expect(page.locator(".md-search-result__link").first).to_have_attribute(
            "href", re.compile("conversaciones/")
        )


def test_what_is_pasted_before_the_script_is_there_is_searched_for(
    tab: tuple[Page, list[str]], online: str
) -> None:
    script, held = "**/scripts/search.js", list[Route]()
    page, faults = tab
    faults.clear()
    page.route(script, lambda route: held.append(route))
    page.goto(f"{online}index.html")
    with page.expect_request(script):
        page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill("conversaciones")
    (route,) = held
    route.continue_()
    result = page.locator(".md-search-result__link").first
    expect(result).to_have_attribute("href", re.compile("conversaciones/"))
    page.unroute(script)
    assert faults == []


def test_only_the_files_of_the_language_are_published(site: Path, small_site: Path) -> None:
    def scripts(site: Path) -> set[str]:
        return {path.name for path in site.rglob("*.js") if path.parent.name in ("search", "min", "lunr")}

    assert scripts(small_site) == {"forgiving.js", "worker.js"}
    assert scripts(site) == {"forgiving.js", "worker.js", "language.js"}
    (language,) = site.glob("assets/*/search/language.js")
    assert language.stat().st_size < 16_000
    assert b"MPL" in language.read_bytes()


EVERY = {
    "ar": ("المحادثات مع الزملاء مُفِيدة في المدرســة", ["محادثات", "الزملا", "مفيدة", "مفيده", "المدرسة"]),
    "da": ("Samtaler med kolleger hjælper", ["samtale", "samtalerne"]),
    "de": ("Die Gespräche führen zu größeren Netzwerken", ["Gespräch", "gesprach", "Netzwerke", "grosseren"]),
    "el": ("Οι φίλοι με συναδέλφους βοηθούν", ["φίλος", "συναδελφους"]),
    "en": ("Conversations with colleagues", ["conversation", "collegue"]),
    "es": ("Conversaciones y búsquedas", ["conversación", "busqueda", "conversaciónes"]),
    "fa": ("گفت‌وگو با همکاران مفید است، می‌خواهم", ["همکاران", "می‌خواهم", "است"]),
    "fi": ("Keskustelut auttavat", ["keskustelu", "keskustelujen"]),
    "fr": ("Les conversations aident les élèves", ["conversation", "eleve", "l’élève"]),
    "he": ("שיחות עם עמיתים עוזרות", ["שיחות", "עמיתים"]),
    "hi": ("सहकर्मियों के साथ बातचीत काम में मदद करती है।", ["बातचीत", "है", "सहकर्मि"]),
    "hu": ("A beszélgetések segítenek", ["beszélgetés", "beszelgetes"]),
    "it": ("Le conversazioni aiutano la città", ["conversazione", "citta"]),
    "ja": ("同僚との会話は仕事に役立つ。面接の準備", ["会話", "面接", "面接の準備"]),
    "ko": ("동료와의 대화는 면접에 도움이 됩니다", ["대화", "면접"]),
    "my": ("လုပ်ဖော်ကိုင်ဖက်များနှင့် စကားပြောခြင်း။", ["စကား"]),
    "nb": ("Samtaler hjelper", ["samtale", "samtalene"]),
    "nl": ("Gesprekken helpen geïnteresseerden", ["gesprek", "geinteresseerd"]),
    "nn": ("Samtalar hjelper", ["hjelper"]),
    "pl": ("Rozmowy pomagają znaleźć pracę", ["rozmowy", "prace", "rozm"]),
    "pt": ("Conversações e apresentações", ["conversação", "apresentações"]),
    "ro": ("Conversațiile ajută", ["conversație", "ajuta"]),
    "ru": ("Разговоры с коллегами, ёлка", ["разговор", "разговорами", "елка"]),
    "sv": ("Samtal hjälper nätverket", ["samtalen", "natverk"]),
    "th": ("การสนทนากับเพื่อนร่วมงานช่วยในการหางาน", ["สนทนา", "เพื่อน"]),
    "tr": ("İş arkadaşlarıyla görüşmeler", ["görüşme", "gorusme", "iş"]),
    "zh": ("与同事的对话有助于求职面试。准备面试，建立人脉", ["面试", "对话", "求职面试"]),
}
"""By language, a text and what has to find it: other endings, no accents, parts of words."""


DIFFERENT = set("ar de hi ja ru tr".split())
"""Languages with and without spaces, endings, accents or small words to ignore. The others are like these."""


@pytest.mark.parametrize("language", representatives(EVERY, DIFFERENT.__contains__))
def test_the_search_works_in_every_language(
    tab: tuple[Page, list[str]], small_site: Path, spanish: Guide, tmp_path: Path, language: str
) -> None:
    """The small site, with an index and the files of another language."""
    site = shutil.copytree(small_site, tmp_path / "site", ignore=shutil.ignore_patterns("*.zip"))
    (scripts,) = site.glob("assets/*/search")
    for address, data in search_index.language_file(Language(language)).items():
        (scripts / Path(address).name).write_bytes(data)
    text, words = EVERY[language]
    pages = tuple(SitePage(f"{name}/", "page", name, "", name, Markup) for name in "ab")
    sections = [SearchSection("", "A", f"<p>{text}</p>")], [SearchSection("", "B", "")]
    guide = replace(spanish, site=spanish.site.model_copy(update={"language": Language(language)}))
    entries = [
        search_index.compact_json(entry).encode()
        for page, found_on_page in zip(pages, sections, strict=True)
        for entry in search_index.entries(page, found_on_page, ENGLISH)
    ]
    settings = search_index.settings(guide, ENGLISH)
    for name, data in search_index.index_files(settings, entries).items():
        (site / name).write_bytes(data)
    with hosted(site) as address, searching(tab, address) as page:
        assert {typed: found(page, typed, address) for typed in words} == {typed: ["a/"] for typed in words}


def test_every_language_with_a_stemmer_is_among_them() -> None:
    known = {code: search_index.lunr_code(Language(code)) for code in Language.supported}
    assert {code for code, name in known.items() if name} <= set(EVERY)
