/** Runs in the browser before each page: what the tests ask of it. The policy of a page does not bind it. */
globalThis.corral = (() => {
  const violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    violations.push(`${violatedDirective}: ${blockedURI}`),
  );

  const all = (selector) => [...document.querySelectorAll(selector)];
  const nameOf = (element) =>
    `${element.localName} ${(element.textContent ?? '').replaceAll(/\s+/g, ' ').slice(0, 60)}`;
  const isShown = (element) => element.checkVisibility({ contentVisibilityAuto: true });
  const focusable = () => all('a[href], summary, [tabindex="0"]').filter(isShown);

  /** Whether something scrolls by itself around an element. */
  const scrollsInside = (element) => element.closest('.scroll') !== null && element.closest('.scroll') !== element;

  const luminance = (colour) => {
    const [r, g, b] = [1, 3, 5].map((from) => {
      const value = parseInt(colour.slice(from, from + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  return {
    violations: () => violations,
    fold: (open) => all('details').forEach((details) => (details.open = open)),
    elements: () => all('*').map(({ localName }) => localName),

    /** Elements that stand out of the page at its right. */
    overflowing: () => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const found = all('body *').filter(
        (each) =>
          isShown(each) &&
          !each.matches('.skip') &&
          !scrollsInside(each) &&
          each.getBoundingClientRect().right > clientWidth + 1,
      );
      return [
        ...(scrollWidth > clientWidth ? [`the page: ${scrollWidth} of ${clientWidth}`] : []),
        ...found.map(nameOf),
      ];
    },

    /** Regions whose content is wider than they are. */
    scrolling: () =>
      all('.scroll')
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map(nameOf),

    /** Texts of pictures that their picture cuts, or that leave the box that they stand in. */
    cutTexts: () =>
      all('svg text')
        .filter(isShown)
        .filter((text) => {
          const { left, right } = text.getBoundingClientRect();
          const picture = text.ownerSVGElement.getBoundingClientRect();
          const box = [...text.ownerSVGElement.querySelectorAll('rect.box')]
            .map((rect) => rect.getBoundingClientRect())
            .find(
              (rect) =>
                left > rect.left &&
                left < rect.right &&
                text.getBoundingClientRect().top >= rect.top - 1 &&
                text.getBoundingClientRect().bottom <= rect.bottom + 1,
            );
          return left < picture.left - 1 || right > Math.min(picture.right, box?.right ?? Infinity) + 1;
        })
        .map(nameOf),

    /** Words of column titles that are broken within. */
    brokenTitles: () =>
      all('th[scope=col]')
        .filter((title) => isShown(title) && !/\S{16}/.test(title.textContent))
        .filter((title) => {
          const range = document.createRange();
          const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode())
            for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
              range.setStart(node, index);
              range.setEnd(node, index + word.length);
              if (range.getClientRects().length > 1 && !word.includes('-')) return true;
            }
          return false;
        })
        .map(nameOf),

    order: () => focusable().map(nameOf),

    /** The element that has the focus: its place in the order, and what shows it. */
    focused: () => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom, left, right } = element.getBoundingClientRect();
      return {
        index: focusable().indexOf(element),
        outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
        seen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
        id: element.id,
      };
    },

    /** Links whose target the page does not have. */
    lostLinks: () =>
      all('a[href^="#"]')
        .filter((link) => document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1))) === null)
        .map(nameOf),

    otherLinks: () => all('a[href]:not([href^="#"])').map((link) => link.getAttribute('href')),

    /** Whether anything that a fold holds is without a place on the page. */
    hidden: () =>
      all('section p, section table, section li')
        .filter((each) => !isShown(each) || each.getClientRects().length === 0)
        .map(nameOf),

    /** Kinds of parts that a section shows, beside those that its legend explains. */
    kinds: () =>
      all('section').map((section) => {
        const kindsOf = (selector) => [
          ...new Set([...section.querySelectorAll(selector)].map((rect) => rect.getAttribute('class'))),
        ];
        return { section: section.id, shown: kindsOf('td svg rect'), explained: kindsOf('.legend rect') };
      }),

    /** How parts of bars are filled: a colour, or a pattern of this page. */
    fills: () =>
      Object.fromEntries(
        all('td svg rect, .legend rect').map((rect) => {
          const { fill } = getComputedStyle(rect);
          const pattern = /url\("?#([^")]+)"?\)/.exec(fill)?.[1];
          const drawn = pattern && document.querySelector(`pattern[id="${pattern}"] path[d]`) ? pattern : undefined;
          return [rect.getAttribute('class'), pattern === undefined ? fill : (drawn ?? 'a pattern that is not there')];
        }),
      ),

    /** Bars and time lines that say nothing in words. */
    silentPictures: () =>
      all('svg[role=img]')
        .filter((svg) => !svg.querySelector(':scope > title')?.textContent)
        .map(nameOf),

    /** Contrast of a colour of the style with another one. */
    contrast: (a, b) => {
      const [x, y] = [a, b].map((name) => {
        const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
        return luminance(value.length === 4 ? value.replaceAll(/[\da-f]/g, '$&$&') : value);
      });
      return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    },

    background: () => getComputedStyle(document.body).backgroundColor,
    openFoldsAround: (text) =>
      all('summary')
        .filter((summary) => summary.textContent === text)
        .every((summary) => summary.parentElement.open),
  };
})();
