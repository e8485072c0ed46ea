// Form controls that can be filled in.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {unknown} element @returns {element is Control} */
export const isControl = (element) =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

/**
 * @param {Control} control
 * @param {string} [value]
 * @returns {string} a value of the control as readers see it: of a choice, its label
 */
export function shown(control, value = control.value) {
  const options = control instanceof HTMLSelectElement && value ? [...control.options] : [];
  return options.find((option) => option.value === value)?.label ?? value;
}

/** @param {ParentNode} part @returns {Control[]} its named controls */
export const controls = (part) => [...part.querySelectorAll("[name]")].filter(isControl);
