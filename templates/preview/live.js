// Only in `advice serve`: reloads the page after an edit, and shows errors above it.
const here = new EventSource("/.advice/events");
const version = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.version;
/** @type {HTMLElement | null} */
let note = null;

here.addEventListener("state", event => {
  const state = JSON.parse(event.data);
  if (state.version !== version) {
    location.reload();
    return;
  }
  note?.remove();
  note = null;
  if (state.errors) {
    note = document.createElement("pre");
    note.setAttribute("role", "alert");
    note.textContent = state.errors;
    Object.assign(note.style, {
      position: "sticky",
      insetBlockStart: "0",
      zIndex: "100",
      margin: "0",
      padding: "1rem",
      maxBlockSize: "40vh",
      overflow: "auto",
      whiteSpace: "pre-wrap",
      font: "14px/1.5 monospace",
      background: "#fff8e1",
      color: "#1d2624",
      borderBlockEnd: "3px solid #0b5a58",
    });
    document.body.prepend(note);
  }
});
