/** Which theme the page has, told from the colour that is really behind the widget. */

import { type Colour, isDark, paintOver, parseColour, toHex } from "./colour";
import { hear } from "./listening";
import { debounced } from "./timing";

export interface Theme {
  dark: boolean;
  /** "#rrggbb" */
  background: string;
}

const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
const DARK_GREY: Colour = { red: 30, green: 30, blue: 30, alpha: 1 };

/** Where every element is transparent down to the frame (VS Code, Colab), the host names its colour. */
const HOST_COLOURS = ["--vscode-editor-background", "--colab-primary-surface-color"];
const DARK_HOSTS = 'html[theme="dark"], body.vscode-dark, body[data-jp-theme-light="false"]';

/** A theme arrives in steps (old sheet out, attributes, new sheet in): wait for the last one. */
const SETTLED = 60;

/** Calls back at once, then whenever the theme has changed. Returns what stops it. */
export function watchTheme(element: Element, onTheme: (theme: Theme) => void): () => void {
  const check = () => onTheme(themeBehind(element));
  const checkSoon = debounced(check, SETTLED);
  const observer = new MutationObserver(checkSoon);
  for (const node of [document.documentElement, document.body]) observer.observe(node, ATTRIBUTES);
  const preference = window.matchMedia("(prefers-color-scheme: dark)");
  const unpreferred = hear(preference, { change: checkSoon });
  // Load events of style sheets do not bubble, but they can be captured on the way down.
  const unloaded = hear(document, { load: checkSoon }, true);
  check();
  return () => {
    checkSoon.cancel();
    observer.disconnect();
    unpreferred();
    unloaded();
  };
}

const ATTRIBUTES: MutationObserverInit = {
  attributes: true,
  attributeFilter: [
    "class",
    "style",
    "theme",
    "data-jp-theme-name",
    "data-jp-theme-light",
    "data-vscode-theme-id",
  ],
};

export function themeBehind(element: Element): Theme {
  const layers: Colour[] = [];
  for (let node: Element | null = element; node; node = parentOf(node)) {
    const colour = parseColour(getComputedStyle(node).backgroundColor);
    if (colour) layers.push(colour);
    if (colour?.alpha === 1) break;
  }
  const background = layers.reduceRight((below, layer) => paintOver(layer, below), hostColour());
  return { dark: isDark(background), background: toHex(background) };
}

/** Steps out of shadow roots, which some front ends put around a widget. */
function parentOf(node: Element): Element | null {
  if (node.parentElement) return node.parentElement;
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function hostColour(): Colour {
  const style = getComputedStyle(document.documentElement);
  for (const name of HOST_COLOURS) {
    const colour = parseColour(style.getPropertyValue(name));
    if (colour?.alpha === 1) return colour;
  }
  return document.querySelector(DARK_HOSTS) ? DARK_GREY : WHITE;
}
