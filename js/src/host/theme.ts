/** Which theme the page has. The color behind the widget decides, whatever the host's settings say. */

import { type Color, isDark, paintOver, parseColor, toHex } from "./color";
import { callAll, listenToEvents } from "./listening";
import { debounced } from "./timing";

export interface Theme {
  dark: boolean;
  /** "#rrggbb" */
  background: string;
}

const WHITE: Color = { red: 255, green: 255, blue: 255, alpha: 1 };
const DARK_GRAY: Color = { red: 30, green: 30, blue: 30, alpha: 1 };

/** VS Code and Colab name the color of their page; each element of it is transparent. */
const HOST_COLORS = ["--vscode-editor-background", "--colab-primary-surface-color"];
const DARK_HOSTS = 'html[theme="dark"], body.vscode-dark, body[data-jp-theme-light="false"]';

/** Milliseconds. A theme changes in steps (old sheet out, attributes, new sheet in); the last one counts. */
const SETTLED = 60;

/** Calls `onTheme` now, and whenever the theme has changed. Returns what ends it. */
export function watchTheme(element: Element, onTheme: (theme: Theme) => void): () => void {
  const check = () => onTheme(themeBehind(element));
  const checkSoon = debounced(check, SETTLED);
  const observer = new MutationObserver(checkSoon);
  for (const node of [document.documentElement, document.body]) observer.observe(node, ATTRIBUTES);
  const preference = window.matchMedia("(prefers-color-scheme: dark)");
  const ends = [
    listenToEvents(preference, { change: checkSoon }),
    // Load events of style sheets do not bubble, but they can be captured.
    listenToEvents(document, { load: checkSoon }, true),
    () => observer.disconnect(),
    checkSoon.cancel,
  ];
  check();
  return () => callAll(ends);
}

const ATTRIBUTES: MutationObserverInit = {
  attributes: true,
  attributeFilter: [
    "class",
    "style",
    "theme",
    "data-jp-theme-name",
    "data-jp-theme-light",
    "data-theme",
    "data-vscode-theme-id",
  ],
};

export function themeBehind(element: Element): Theme {
  const layers: Color[] = [];
  for (let node: Element | null = element; node; node = parentOf(node)) {
    const color = parseColor(getComputedStyle(node).backgroundColor);
    if (color) layers.push(color);
    if (color?.alpha === 1) break;
  }
  const background = layers.reduceRight((below, layer) => paintOver(layer, below), hostColor());
  return { dark: isDark(background), background: toHex(background) };
}

/** Leaves shadow roots, which some front ends put around a widget. */
function parentOf(node: Element): Element | null {
  if (node.parentElement) return node.parentElement;
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function hostColor(): Color {
  const style = getComputedStyle(document.documentElement);
  for (const name of HOST_COLORS) {
    const color = parseColor(style.getPropertyValue(name));
    if (color?.alpha === 1) return color;
  }
  return document.querySelector(DARK_HOSTS) ? DARK_GRAY : WHITE;
}
