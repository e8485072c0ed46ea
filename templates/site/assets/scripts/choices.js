// The choices in the tables of a worksheet. An answer is the ID of a choice, whose label can change.

/** @param {string} label @returns {string} the ID that the program makes of it (generator/model/fields.py) */
const identified = (label) =>
  label.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/**
 * @param {HTMLElement} form
 * @returns {(id: string, value: string) => string} the ID of a choice that was kept by its label or a former ID
 */
export function chosen(form) {
  const lists = new Map([...form.querySelectorAll("select")].map(({ name, options }) => [name, [...options]]));
  const tables = [...form.querySelectorAll("table")].map(({ dataset }) => dataset.rows).filter(Boolean);
  return (id, value) => {
    // A log can have answers in rows that aren't on the page yet.
    const rows = tables.find((start) => id.startsWith(`${start}-`));
    const first = rows ? id.slice(rows.length).replace(/^-\d+/, `${rows}-1`) : id;
    const options = lists.get(first) ?? [];
    const called = (/** @type {string} */ one) =>
      options.find((option) => option.value === one) ?? options.find(({ dataset }) => dataset.was?.split(" ").includes(one));
    const found = called(value) ?? options.find(({ label }) => label === value) ?? called(identified(value));
    return found?.value ?? value;
  };
}
