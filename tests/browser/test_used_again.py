"""A browser that tests use one after another remembers nothing of the test before."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.support.used_again import NOTHING, STORED, UsedAgain, new_tab

STORE = """async () => {
  localStorage.setItem("a", "kept");
  sessionStorage.setItem("b", "kept");
  document.cookie = "c=kept";
  await caches.open("d");
  await new Promise((done) => { indexedDB.open("e").onsuccess = done; });
  await navigator.serviceWorker.register("sw.js");
}"""


def test_the_next_test_finds_nothing_of_the_last(browser: Browser, real_address: str) -> None:
    with browser.new_context(viewport={"width": 1000, "height": 700}) as context:
        readers = UsedAgain(context, real_address)
        with readers.by_newcomer() as reader:
            page = new_tab(reader)
            page.goto(real_address)
            page.evaluate(STORE)
            assert len(page.evaluate(STORED)) >= 5
            assert len(context.cookies()) == 1
            page.set_viewport_size({"width": 320, "height": 256})
            page.emulate_media(media="print", color_scheme="dark")
            reader.route("**/*", lambda route: route.abort())
            other = new_tab(reader)
            assert other is not page
            reader.set_offline(True)
        with readers.by_newcomer() as reader:
            assert reader.pages == [page]
            assert new_tab(reader) is page
            assert page.url == real_address + NOTHING
            assert page.evaluate(STORED) == []
            assert context.cookies() == []
            assert page.evaluate("[innerWidth, innerHeight, matchMedia('print').matches]") == [
                1000,
                700,
                False,
            ]
            page.goto(real_address)
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "paper")
            page.close()
        with readers.by_newcomer() as reader:
            assert [one.url for one in reader.pages] == [real_address + NOTHING]
