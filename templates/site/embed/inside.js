// On a page in a frame of another site: says how high the page is, and where a link within the page leads. frame.js
// listens. It's only numbers, so it doesn't matter which site hears them.

/** @param {Record<string, number>} numbers in pixels */
const say = (numbers) => parent.postMessage({ from: "guide", ...numbers }, "*");

if (parent !== window) {
  const page = document.documentElement;
  const sayHeight = () => say({ height: page.getBoundingClientRect().height });
  new ResizeObserver(sayHeight).observe(page);
  addEventListener("message", ({ source, data }) => source === parent && data?.to === "guide" && sayHeight());

  // The browser scrolls within the frame, which is as high as the page, so it moves nothing.
  addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a[href^='#']") : null;
    const id = link?.getAttribute("href")?.slice(1) ?? "";
    const part = link && (id ? document.getElementById(id) : page);
    part && say({ top: 1 + part.getBoundingClientRect().top - page.getBoundingClientRect().top });
  });
}
