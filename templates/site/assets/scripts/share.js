// Shares a link to a page, or to a part of one: by the system's own list of ways where there is one, else by copying it.
// guide.js shows the buttons, and loads this for the first that's pressed.

import { share as words } from "./interface-share.js";

/**
 * @param {HTMLElement} button with data-share, an address relative to its page; a place for what to say follows
 * @param {string} page the address of its page
 */
export async function share(button, page) {
  const url = new URL(button.dataset.share ?? "", page).href;
  const said = button.nextElementSibling;
  try {
    await navigator.share({ title: document.title, url });
    return;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      // The reader changed their mind.
      return;
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    said?.replaceChildren(words.copied);
  } catch {
    const link = Object.assign(document.createElement("span"), { className: "link", textContent: url });
    said?.replaceChildren(words.by_hand, " ", link);
    getSelection()?.selectAllChildren(link);
  }
}
