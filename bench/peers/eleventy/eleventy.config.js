// Eleventy for bench/speed.py: the same pages in a small theme.

/** How many pages of its section a page lists, itself in their midst. */
const LISTED = 40;

export default function (eleventy) {
  eleventy.setQuietMode(true);
  eleventy.addPassthroughCopy({ static: "." });
  for (const section of ["principles", "checklists", "worksheets"]) {
    eleventy.addCollection(section, (all) =>
      all.getAll().filter((page) => page.data.section === section).sort((a, b) => a.data.weight - b.data.weight),
    );
  }
  eleventy.addFilter("around", (pages, first) => pages.slice(first, first + LISTED));
  return { dir: { input: "content", includes: "../layouts", output: "public" }, markdownTemplateEngine: false };
}
