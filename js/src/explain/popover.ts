/** A small window beside a button, above all else on the page: no cell cuts it off. It stays until it is closed. */

import { element, setAttribute, setText, svgElement } from "../dom";
import { hear } from "../listening";

/** Pixels between it and the button, and the window's edge. */
const GAP = 4;
const MARGIN = 8;

const EXPANDED = "aria-expanded";

export interface Popover {
  /** The button that it belongs to, while it is open. */
  opener(): HTMLElement | null;
  open(opener: HTMLElement): void;
  close(): void;
  /** `hasSquares`: with the picture of the squares. */
  draw(title: string, text: string, hasSquares: boolean): void;
  stop(): void;
}

let count = 0;

export function createPopover(parent: HTMLElement): Popover {
  const heading = element("strong", "");
  const words = element("p", "");
  const squares = drawSquares();
  const node = element("div", "hubble-popover", heading, squares, words);
  let opener: HTMLElement | null = null;
  count += 1;
  node.id = `hubble-popover-${count}`;
  setAttribute(node, "popover", "manual");
  setAttribute(node, "role", "note");
  parent.append(node);
  const place = () => {
    if (!opener) return;
    const { left, top, bottom } = opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = node;
    const below = bottom + GAP;
    const y = below + height + MARGIN <= innerHeight ? below : top - GAP - height;
    const x = Math.min(left, innerWidth - width - MARGIN);
    setAttribute(node, "style", `left: ${Math.max(MARGIN, x)}px; top: ${Math.max(MARGIN, y)}px`);
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
    event.stopImmediatePropagation(); // to a notebook it means something else
    close();
  };
  const handlers = { "scroll resize": place, pointerdown: closeFrom, keydown: closeByKey };
  const end = hear(window, handlers, true);
  return {
    opener: () => opener,
    open(next) {
      close();
      opener = next;
      expand(true);
      setAttribute(next, "aria-controls", node.id);
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

/** Four points, a line, and the squares on the lengths between them. */
function drawSquares(): SVGSVGElement {
  const paths = {
    squares: "M28 76V58H10v18zM70 56v20h20V56zM105 39V27H93v12zM138 24v14h14V24z",
    line: "M2 88L158 14",
    points: "M28 58h0M70 76h0M105 27h0M138 38h0",
  };
  const svg = svgElement("svg", "", { viewBox: "0 8 160 84", width: 160, "aria-hidden": "true" });
  for (const [kind, d] of Object.entries(paths)) {
    svg.append(svgElement("path", `hubble-${kind}-drawn`, { d }));
  }
  return svg;
}
