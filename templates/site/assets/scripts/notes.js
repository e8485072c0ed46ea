// Notes that scripts keep next to a page's answers. Their IDs begin with a tilde.

/** About the field that was written last. */
export const LAST = "~last";
/** The start of the ID of a note about a step that was done; the note is the day. */
export const DONE = "~done-";
/** About the day on which the reminder of a moment was checked off. */
export const REMINDED = "~reminded";
/** What someone calls themselves, on any page that asked. */
export const ME = "~me";
/** About the words of a list's items when they were last seen. */
export const SEEN = "~seen";
/** About the day on which all statements of a self-assessment were rated. */
export const RATED = "~rated";

/** The address of the page with people. */
export const CONTACTS = "tools/contacts";

/** @param {string} id @returns {boolean} whether it's a field's and not a note's */
export const own = (id) => !id.startsWith("~");
