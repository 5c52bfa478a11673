/** A small window beside a button. It lies above everything on the page, so that no cell cuts it off. */

import { element, listenToEvents, setAttribute, setText, svgElement } from "#shared";

/** Pixels between the popover and its button, and between it and the edge of the browser's window. */
const GAP = 4;
const MARGIN = 8;

const EXPANDED = "aria-expanded";

export interface Popover {
  /** The button that has opened it; null while it is closed. */
  opener(): HTMLElement | null;
  open(opener: HTMLElement): void;
  close(): void;
  /** `hasSquares`: with the picture of the squares. */
  draw(title: string, text: string, hasSquares: boolean): void;
  stop(): void;
}

let count = 0;

export function createPopover(parent: HTMLElement): Popover {
  const heading = element("strong", {});
  const words = element("p", {});
  const squares = drawSquares();
  const id = `hubble-popover-${++count}`;
  const attributes = { class: "hubble-popover", id, popover: "manual", role: "note" };
  const node = element("div", attributes, heading, squares, words);
  let opener: HTMLElement | null = null;
  parent.append(node);
  const place = () => {
    if (opener) placeBeside(node, opener);
  };
  const expand = (isExpanded: boolean) => {
    if (opener?.hasAttribute(EXPANDED)) setAttribute(opener, EXPANDED, String(isExpanded));
  };
  const close = () => {
    expand(false);
    opener = null;
    node.hidePopover?.(); // jsdom has none
  };
  const closeFrom = (event: Event) => {
    const path = event.composedPath();
    if (opener && !path.includes(node) && !path.includes(opener)) close();
  };
  const closeByKey = (event: KeyboardEvent) => {
    if (!opener || event.key !== "Escape") return;
    event.stopImmediatePropagation(); // a notebook would leave edit mode
    close();
  };
  const handlers = { "scroll resize": place, pointerdown: closeFrom, keydown: closeByKey };
  const end = listenToEvents(window, handlers, true);
  return {
    opener: () => opener,
    open(next) {
      close();
      opener = next;
      expand(true);
      setAttribute(next, "aria-controls", id);
      node.showPopover?.();
    },
    close,
    draw(title, text, hasSquares) {
      setText(heading, title);
      setText(words, text);
      squares.toggleAttribute("hidden", !hasSquares);
      place();
    },
    stop() {
      end();
      close();
      node.remove();
    },
  };
}

/** Below the opener if there is room, else above it. */
function placeBeside(node: HTMLElement, opener: HTMLElement): void {
  const { left, top, bottom } = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = bottom + GAP;
  const y = below + height + MARGIN <= innerHeight ? below : top - GAP - height;
  const x = Math.min(left, innerWidth - width - MARGIN);
  setAttribute(node, "style", `left: ${Math.max(MARGIN, x)}px; top: ${Math.max(MARGIN, y)}px`);
}

/** A picture of four points, a line, and the squares of their residuals. */
function drawSquares(): SVGSVGElement {
  const paths = {
    squares: "M28 76V58H10v18zM70 56v20h20V56zM105 39V27H93v12zM138 24v14h14V24z",
    line: "M2 88L158 14",
    points: "M28 58h0M70 76h0M105 27h0M138 38h0",
  };
  return svgElement(
    "svg",
    { viewBox: "0 8 160 84", width: 160, "aria-hidden": "true" },
    ...Object.entries(paths).map(([kind, d]) =>
      svgElement("path", { class: `hubble-${kind}-drawn`, d }),
    ),
  );
}
