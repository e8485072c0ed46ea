// Calls a function in one of the site's scripts, for the Python tests:
//   node call.mjs calendar.js calendar < arguments.json > result.json

import { readFileSync } from "node:fs";

const [script, name] = process.argv.slice(2);
// JSON has no dates.
const given = JSON.parse(readFileSync(0, "utf8"), (key, value) => (key === "now" ? new Date(value) : value));
const exported = await import(new URL(`../../templates/site/assets/scripts/${script}`, import.meta.url));
process.stdout.write(JSON.stringify(exported[name](...given)));
