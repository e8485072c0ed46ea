// Notes that scripts keep next to a page's answers. Their IDs begin with a tilde.

/** About the field that was written last. */
export const LAST = "~last";
/** The start of the ID of a note about a step that was done; the note is the day. */
export const DONE = "~done-";
/** The ID of the habit that the reader chose in a plan. */
export const HABIT = "~habit";
/** About the first day of a plan. */
export const FIRST_DAY = "~first-day";
/** About the person of a moment: their name, and their ID on the page with people. */
export const NAME = "~name";
export const PERSON = "~person";
/** About the day on which a moment reminds the reader, and of what. */
export const REMIND = "~remind";
export const REMIND_SAY = "~remind-say";
/** The identifier of the entry in a calendar. On a sheet with several, a hyphen and the ID of the section follow. */
export const CALENDAR = "~calendar";
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

/** Where the reader's size of paper goes: it's kept like answers. No page has this address. */
export const PAPER = "paper";

/** @param {string} id @returns {boolean} whether it's a field's and not a note's */
export const own = (id) => !id.startsWith("~");
