// The page with everything that a reader keeps. With nothing kept, it stays as it is, and the rest isn't loaded.

import { everything } from "./shelf.js";

const page = document.querySelector("[data-week]");
const data = document.querySelector("[data-guide]");
let begun = false;

async function begin() {
  const some = everything().length > 0;
  if (!begun && some && page instanceof HTMLElement && data) {
    begun = true;
    const { start } = await import("./week-page.js");
    start(page, JSON.parse(data.textContent ?? ""));
  } else if (!some) {
    // There are names of pages in the browser, but nothing that can be read.
    delete document.body.dataset.kept;
  }
}

begin();
// Another tab may have kept something in the meantime.
addEventListener("storage", begin);
document.addEventListener("visibilitychange", begin);
