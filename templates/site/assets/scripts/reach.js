// Leads to a field of a form.

import { controls } from "./controls.js";

/** Move the focus to a field, even in a part that's folded. @param {HTMLElement} form @param {string} id */
export function reach(form, id) {
  const named = controls(form).filter(({ name }) => name === id);
  const control = named.find((one) => one instanceof HTMLInputElement && one.checked) ?? named[0];
  if (!control) {
    return;
  }
  for (let part = control.closest("details"); part; part = part.parentElement?.closest("details") ?? null) {
    part.open = true;
  }
  control.closest(".spare")?.classList.remove("spare");
  control.focus();
  control.scrollIntoView({ block: "center" });
  // A reload shouldn't come back here.
  history.replaceState(history.state, "", location.pathname + location.search);
}
