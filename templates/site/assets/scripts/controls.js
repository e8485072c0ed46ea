// Form controls that can be filled in.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {unknown} element @returns {element is Control} */
export const isControl = (element) =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

/** @param {ParentNode} part @returns {Control[]} its named controls */
export const controls = (part) => [...part.querySelectorAll("[name]")].filter(isControl);
