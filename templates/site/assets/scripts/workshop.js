// The page of a workshop: what depends on the number of people follows the reader's choice. The program has worded it
// for every number, so there's nothing to calculate here.

/** @param {HTMLSelectElement} people */
function live(people) {
  /** @type {Record<string, string[]>} For each number of people, in the order of the choices. */
  const texts = JSON.parse(document.querySelector("[data-by-size]")?.textContent ?? "{}");
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-sized]")]);
  const notes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-least]")]);
  const show = () => {
    for (const place of places) {
      place.textContent = texts[place.dataset.sized ?? ""]?.[people.selectedIndex] ?? "";
    }
    for (const note of notes) {
      const { least, most } = note.dataset;
      note.hidden = Number(people.value) < Number(least) || Number(people.value) > Number(most);
    }
  };
  people.addEventListener("change", show);
  // Browsers restore the choice when the reader comes back to the page.
  addEventListener("pageshow", show);
  show();
  people.closest("[hidden]")?.removeAttribute("hidden");
}

const people = document.querySelector("[data-people]");

if (people instanceof HTMLSelectElement) {
  live(people);
}
