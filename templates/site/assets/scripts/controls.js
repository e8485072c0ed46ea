// What can be filled in.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {unknown} element @returns {element is Control} */
export const isControl = (element) =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

/** @param {ParentNode} part @returns {Control[]} what can be filled in there */
export const controls = (part) => [...part.querySelectorAll("[name]")].filter(isControl);
