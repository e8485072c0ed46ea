// Reads what's kept of every page, for pages that are about all of them. Only keeper.js writes.

import { allowed, place } from "./keeper.js";
import { read } from "./record.js";

/**
 * Everything of this guide: what's kept on this device, or in this tab if the reader didn't choose that.
 * @param {import("./keeper.js").Place} [where]
 * @returns {import("./record.js").Kept[]} each page that can be read, the last one changed first
 */
export function everything({ session, local, prefix } = place()) {
  const kept = allowed(() => local?.getItem(`${prefix}kept`)) === "yes";
  const store = kept ? local : session;
  const keys = Array.from({ length: store?.length ?? 0 }, (_, index) => store?.key(index) ?? "");
  return keys
    .filter((key) => key.startsWith(`${prefix}page/`))
    .map((key) => read(allowed(() => store?.getItem(key)) ?? ""))
    .flatMap((one) => ("kept" in one ? [one.kept] : []))
    .sort((a, b) => (a.saved < b.saved ? 1 : -1));
}
