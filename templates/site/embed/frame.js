// For other sites: makes each frame with a page of this guide as high as that page, and scrolls to what the reader asks
// for in it. Does nothing else, and reads nothing.

{
  const guide = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  /** Pixels. No page of a guide is higher. */
  const HIGHEST = 100_000;
  /** @param {unknown} number @returns {number} 0 for anything that can't be a place on a page */
  const pixels = (number) => (typeof number === "number" && number > 0 && number < HIGHEST ? Math.ceil(number) : 0);

  const frames = () => [...document.querySelectorAll("iframe")];

  addEventListener("message", ({ origin, source, data }) => {
    // Others can send messages, too.
    const frame = origin === guide && frames().find((one) => one.contentWindow === source);
    if (!frame || data?.from !== "guide") {
      return;
    }
    if (pixels(data.height)) {
      const edges = getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
      frame.style.height = `${pixels(data.height) + edges}px`;
    }
    if (pixels(data.top)) {
      scrollBy({ top: frame.getBoundingClientRect().top + pixels(data.top) });
    }
  });

  // Pages that were here before this script have sent their height to no one.
  for (const frame of frames().filter(({ src }) => src.startsWith(`${guide}/`))) {
    frame.contentWindow?.postMessage({ to: "guide" }, "*");
  }
}
