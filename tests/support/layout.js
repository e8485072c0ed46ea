// Faults in how a page is laid out in the window as it is now, read from what is drawn. It knows nothing about the
// pages. `layout.py` runs this function in them and says what each rule means.
async () => {
  // Scripts that follow the size of the window do so before the next frame.
  await new Promise(requestAnimationFrame);
  const faults = [];
  const inWindow = document.documentElement.clientWidth;
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);
  const report = (rule, element, text, detail) => faults.push({ rule, place: place(element), text: short(text), detail });

  /** An element and two that contain it, as a selector to look for. */
  const place = (element) => {
    const parts = [];
    for (let at = element; at && at !== document.body && parts.length < 3; at = at.parentElement) {
      parts.unshift(at.localName + (at.id ? `#${at.id}` : [...at.classList].map((name) => `.${name}`).join("")));
    }
    return parts.join(" > ");
  };

  // What can be seen

  const views = new Map();
  /** What affects an element from above: null if nobody sees it. */
  const view = (element) => {
    if (!element || element === document.documentElement) {
      return { closed: false, clips: [], scrolls: false, layer: document.documentElement };
    }
    if (!views.has(element)) {
      views.set(element, viewBelow(view(element.parentElement), element));
    }
    return views.get(element);
  };
  const viewBelow = (above, element) => {
    if (!above || (above.closed && element.localName !== "summary")) {
      return null;
    }
    const style = getComputedStyle(element);
    const ways = [style.overflowX, style.overflowY];
    const clips = ways.some((way) => way !== "visible");
    const hidden =
      style.display === "none" ||
      style.visibility !== "visible" ||
      Number(style.opacity) < 0.05 ||
      style.clipPath !== "none" ||
      element.inert ||
      (style.position === "absolute" && style.clip !== "auto") ||
      (clips && (element.offsetWidth <= 2 || element.offsetHeight <= 2));
    if (hidden) {
      return null;
    }
    const scrolls = ways.some((way) => way === "auto" || way === "scroll");
    const layered = ["fixed", "sticky", "absolute"].includes(style.position) || (style.position !== "static" && style.zIndex !== "auto");
    return {
      closed: element.localName === "details" && !element.open,
      // What scrolls hides nothing for good.
      clips: scrolls ? [] : clips ? [...above.clips, element] : above.clips,
      scrolls: above.scrolls || scrolls,
      // Menus, bars and dialogs lie over the page on purpose, so each is compared only with itself.
      layer: layered || element.matches(":popover-open, dialog[open]") ? element : above.layer,
    };
  };

  const within = (left, right, element, text) => {
    if (!view(element).scrolls && (right > inWindow + 1 || left < -1)) {
      report("outside", element, text, `from ${Math.round(left)} to ${Math.round(right)} of ${inWindow} px`);
    }
  };
  const overlap = (a, b) => [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];

  // Text: blocks with the lines drawn in them

  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let block = node.parentElement;
    if (!node.data.trim() || !view(block) || block.closest("script, style, textarea, select, svg")) {
      continue;
    }
    while (["inline", "contents"].includes(getComputedStyle(block).display)) {
      block = block.parentElement;
    }
    blocks.has(block) || blocks.set(block, { nodes: [], lines: [] });
    blocks.get(block).nodes.push(node);
  }

  const drawn = [];
  const range = document.createRange();
  for (const [block, { nodes, lines }] of blocks) {
    const text = nodes.map((node) => node.data).join("");
    const { clips } = view(block);
    for (const node of nodes) {
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        if (rect.width < 1 || rect.height < 1) {
          continue;
        }
        within(rect.left, rect.right, block, text);
        for (const clip of clips) {
          const box = clip.getBoundingClientRect();
          const lost = Math.max(box.left - rect.left, rect.right - box.right, (box.top - rect.top) / 2, (rect.bottom - box.bottom) / 2);
          lost > 3 && report("cut off", block, text, `${Math.round(lost)} px by ${place(clip)}`);
        }
        // The line's height includes empty space above and below the letters.
        const space = rect.height * 0.15;
        lines.push({ element: block, text, left: rect.left, right: rect.right, top: rect.top + space, bottom: rect.bottom - space });
      }
    }
    lines.sort((a, b) => a.top - b.top);
    drawn.push(...lines);
  }

  drawn.sort((a, b) => a.top - b.top);
  drawn.forEach((a, index) => {
    for (let next = index + 1; next < drawn.length && drawn[next].top < a.bottom; next++) {
      const b = drawn[next];
      const [across, down] = overlap(a, b);
      if (across > 3 && down > 2 && a.element !== b.element && view(a.element).layer === view(b.element).layer) {
        report("text on text", b.element, b.text, `${Math.round(across)} by ${Math.round(down)} px on “${short(a.text)}”`);
      }
    }
  });

  // Controls

  const controls = [...document.querySelectorAll("button, input, textarea, select, summary")]
    .filter(view)
    .map((element) => ({ element, text: element.name || element.textContent, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 2 && box.height > 2)
    .sort((a, b) => a.box.top - b.box.top);
  const emOf = (element) => parseFloat(getComputedStyle(element).fontSize);
  controls.forEach(({ element, text, box }, index) => {
    within(box.left, box.right, element, text);
    if (element.matches("textarea") && element.scrollHeight > element.clientHeight + 6) {
      report("hidden text", element, text, `${element.clientHeight} of ${element.scrollHeight} px shown`);
    }
    const field = element.matches("textarea, [type=text], [type=search], [type=email], input:not([type])");
    if (field && box.width < Math.min(5.5 * emOf(element), inWindow / 4)) {
      report("thin field", element, text, `${Math.round(box.width)} px`);
    }
    for (let next = index + 1; next < controls.length && controls[next].box.top < box.bottom; next++) {
      const other = controls[next];
      const [across, down] = overlap(box, other.box);
      const apart = !element.contains(other.element) && !other.element.contains(element);
      if (across > 3 && down > 3 && apart && view(element).layer === view(other.element).layer) {
        report("control on control", other.element, other.text, `${Math.round(across)} by ${Math.round(down)} px on “${short(text)}”`);
      }
    }
  });

  // A date or a choice wider than its field is cut by the field itself. Of a date, Chromium's 24px before the button may
  // be missing. Of a choice, 8em are enough: its list shows the rest.
  const closed = controls.filter(({ element }) => element.matches("select, [type=date]"));
  closed.forEach(({ element }) => element.style.setProperty("inline-size", "max-content", "important"));
  const natural = closed.map(({ element }) => element.getBoundingClientRect().width);
  closed.forEach(({ element }) => element.style.removeProperty("inline-size"));
  closed.forEach(({ element, text, box }, index) => {
    const needed = element.matches("select") ? Math.min(natural[index], 8 * emOf(element)) : natural[index] - 24;
    if (needed > box.width + 1) {
      report("hidden text", element, text, `${Math.round(box.width)} of ${Math.round(natural[index])} px shown`);
    }
  });

  // Columns

  const contentWidth = (element) => {
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    return element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };

  /** What has to be left between two columns, in em. */
  const GUTTER = 3;

  /** The widest stretch of `row` in which nothing is next to `block`, or above and below it in a table. */
  const room = (row, block) => {
    const bounds = row.getBoundingClientRect();
    const band = (block.closest("table") ?? block).getBoundingClientRect();
    // The space in front of a list item is for its marker, and that in front of a label's text for its control.
    const marked = getComputedStyle(block).display === "list-item" ? block.parentElement : block.closest("label");
    const { left, right, top, bottom } = block.getBoundingClientRect();
    const own = { left: Math.min(left, marked?.getBoundingClientRect().left ?? left), right, top, bottom };
    const boxes = [own, ...drawn, ...controls.map(({ box }) => box), ...[...row.querySelectorAll("img, svg")].map((one) => one.getBoundingClientRect())];
    const beside = boxes.filter((box) => box.bottom > band.top && box.top < band.bottom && box.right > bounds.left && box.left < bounds.right);
    let [widest, end] = [0, bounds.left];
    for (const { left, right } of [...beside.sort((a, b) => a.left - b.left), { left: bounds.right, right: bounds.right }]) {
      widest = Math.max(widest, left - end);
      end = Math.max(end, right);
    }
    return widest;
  };

  const isEven = (element) => {
    const columns = getComputedStyle(element).gridTemplateColumns.split(" ");
    return columns.length > 1 && new Set(columns.map((one) => Math.round(parseFloat(one)))).size === 1;
  };

  for (const [block, { nodes, lines }] of blocks) {
    const em = emOf(block);
    const width = contentWidth(block);
    let [count, end] = [0, -Infinity];
    for (const { top, bottom } of lines) {
      if (top >= end) {
        [count, end] = [count + 1, bottom];
      }
    }
    const text = nodes.map((node) => node.data).join("");
    if (count >= 3 && width < 12 * em && text.trim().split(/\s+/).length > 2) {
      let row = block;
      // What's in one of several equal columns can't use the room of another.
      let own;
      while (row.clientWidth < 36 * em && row !== view(block).layer && row.parentElement) {
        own ??= isEven(row.parentElement) ? row : undefined;
        row = row.parentElement;
      }
      const wide = row.clientWidth >= 36 * em;
      if ((wide && width < 8 * em) || room(own ?? row, block) >= 12 * em - width + GUTTER * em) {
        report("narrow column", block, text, `${(width / em).toFixed(1)} em, ${count} lines`);
      }
    }
    // Only a word wider than its column breaks, unless it may break anywhere.
    if (width < 8 * em || getComputedStyle(block).wordBreak === "break-all") {
      nodes.forEach((node) => broken(node, block));
    }
  }

  function broken(node, block) {
    // An address, with dots and such, is one word.
    for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{M}\u00ad@.]{2,}/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const rects = [...range.getClientRects()].filter(({ width }) => width > 0.5);
      const split = rects.some(({ top, height }) => Math.abs(top - rects[0].top) > height * 0.6);
      const short = rects.reduce((sum, { width }) => sum + width, 0) < 8 * emOf(block);
      if (split && short && !word.includes("\u00ad") && getComputedStyle(node.parentElement).hyphens !== "auto") {
        report("broken word", block, word, `in ${Math.round(block.clientWidth)} px`);
      }
    }
  }

  const sideways = document.documentElement.scrollWidth - inWindow;
  sideways > 0 && report("sideways", document.documentElement, "", `${sideways} px`);
  return faults;
};
