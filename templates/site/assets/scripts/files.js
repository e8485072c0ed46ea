// Files the reader saves and opens. Nothing is sent anywhere.

/** @param {string} name @param {string} type media type @param {string | Uint8Array<ArrayBuffer>} contents */
export function save(name, type, contents) {
  const link = document.createElement("a");
  const charset = typeof contents === "string" ? ";charset=utf-8" : "";
  link.href = URL.createObjectURL(new Blob([contents], { type: type + charset }));
  link.download = name;
  link.click();
  // Some browsers read the file only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {string} words @returns {string} without the characters some systems don't allow in file names */
export const fileName = (words) => words.replace(/[\\/:*?"<>|]+/g, " ").trim();

/**
 * @param {string} accept file types, as in an input
 * @returns {Promise<File | null>} null if the reader cancels
 */
export function choose(accept) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept });
  return new Promise((done) => {
    input.addEventListener("change", () => done(input.files?.[0] ?? null));
    input.addEventListener("cancel", () => done(null));
    input.click();
  });
}
