// Where the whole site is. A guide in several languages has a site in each, which share what readers keep.
// In a translation, the generator writes this file, with one more folder up (generator/site/scripts.py).

/** The path of the home page in the language the guide was written in. */
export const TOP = new URL("../../../", import.meta.url).pathname;
