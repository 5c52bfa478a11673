/** The picture that a page without a kernel saves: its plots, with title, source and numbers (as saving.py's does). */

import type { AnyModel } from "@anywidget/types";
import {
  cardTexts,
  general,
  isFilled,
  labelsOf,
  listenToEvents,
  message,
  progressText,
  showsExact,
} from "#shared";
import type { Model, Results } from "../state/model";
import type { Session } from "../state/session";
import { save } from "./save";

type Current = Pick<Session, "current">;
type Context = CanvasRenderingContext2D;

/** CSS pixels: around everything, between columns, and from line to line. */
const [MARGIN, GAP, LINE] = [22, 28, 21];
const SIZE = 13;

/** One text of the picture; `element` is one of the page that has its color. */
interface Text {
  text: string;
  element: Element | null;
  size?: number;
  isBold?: boolean;
}

/** Saves the picture at a click on its button if there is no kernel, which would draw it. Returns what ends it. */
export function offerPicture(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Current,
): () => void {
  const clicked = ({ target }: Event) => {
    if (session.current().hasKernel || !(target as Element).closest(".hubble-picture")) return;
    const results = model.get("results");
    const name = isFilled<Results>(results) ? results.name.replace(/csv$/, "png") : "hubble.png";
    pictureOf(root, model, session)?.toBlob((blob) => blob && save(name, blob));
  };
  return listenToEvents(root, { click: clicked });
}

function pictureOf(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Current,
): HTMLCanvasElement | null {
  const canvases = [...root.querySelectorAll<HTMLCanvasElement>(".hubble-figure canvas")];
  const plots = canvases.filter((each) => each.width && each.checkVisibility());
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const [first] = plots;
  if (!first || !context) return null;
  const box = first.getBoundingClientRect();
  const scale = first.width / box.width;
  const rows = numbersOf(root, model, session);
  context.font = fontOf(root, { text: "", element: null });
  const columns = [0, 1, 2].map((column) =>
    Math.ceil(Math.max(...rows.map((row) => context.measureText(row[column]?.text ?? "").width))),
  );
  const table = columns.reduce((sum, each) => sum + each, 2 * (MARGIN + GAP));
  const width = Math.max(box.width, table);
  const above = headingOf(root).flatMap((text) => wrapped(context, root, text, width - 2 * MARGIN));
  const below = footOf(root, session).flatMap((text) =>
    wrapped(context, root, text, width - 2 * MARGIN),
  );
  const top = (above.length + 1) * LINE;
  const bottom = top + box.height;
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil((bottom + (rows.length + below.length + 1.5) * LINE + MARGIN) * scale);
  const page = model.get("page");
  context.fillStyle = isFilled(page) ? page.background : "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const each of plots) {
    context.drawImage(each, 0, Math.round(top * scale), first.width, first.height);
  }
  context.scale(scale, scale);
  const write = (text: Text, x: number, line: number, from: number) => {
    context.font = fontOf(root, text);
    context.fillStyle = getComputedStyle(text.element ?? root).color;
    context.fillText(text.text, x, from + (line + 1) * LINE);
  };
  for (const [line, text] of above.entries()) write(text, MARGIN, line, 0);
  const [labels = 0, learned = 0] = columns;
  for (const [line, row] of rows.entries()) {
    const places = [MARGIN, MARGIN + labels + GAP, MARGIN + labels + learned + 2 * GAP];
    for (const [column, text] of row.entries()) write(text, places[column] as number, line, bottom);
  }
  const foot = bottom + (rows.length + 0.5) * LINE;
  for (const [line, text] of below.entries()) write(text, MARGIN, line, foot);
  return canvas;
}

function headingOf(root: HTMLElement): Text[] {
  const strong = root.querySelector(".hubble-header strong");
  const [title, source] = [".hubble-header .widget-html-content", ".hubble-source"].map((each) =>
    root.querySelector<HTMLElement>(each),
  );
  const name = strong?.textContent ?? "";
  const note = (title?.textContent ?? "").replace(name, "").trim();
  return [
    { text: name, element: strong, size: 17, isBold: true },
    { text: note, element: title ?? null },
    { text: source?.textContent?.trim() ?? "", element: title ?? null },
  ].filter(({ text }) => text);
}

/** Label, learned and exact number of each quantity. */
function numbersOf(root: HTMLElement, model: AnyModel<Model>, session: Current): Text[][] {
  const { learned } = session.current().display;
  const settings = model.get("settings");
  const [loss, isHidden] = isFilled(settings)
    ? [settings.loss_function, !showsExact(settings)]
    : ["MSE", false];
  const cards = cardTexts(
    learned,
    model.get("exact"),
    loss,
    labelsOf(model.get("labels")),
    isHidden,
  );
  const [color, exactColor] = [".hubble-value", ".hubble-exact-value"].map((each) =>
    root.querySelector(each),
  );
  return cards.map(({ label, value, note, exact }) => [
    { text: label, element: null },
    { text: [value, note].filter(Boolean).join(" "), element: color ?? null },
    { text: exact, element: exactColor ?? null },
  ]);
}

function footOf(root: HTMLElement, session: Current): Text[] {
  const { learned, iterations, descent } = session.current().display;
  if (!descent) return [];
  const text = message("learned {progress}, learning rate {rate}", {
    progress: progressText(learned, iterations),
    rate: general(descent.learningRate, 4),
  });
  return [{ text, element: root.querySelector(".hubble-label") }];
}

function fontOf(root: HTMLElement, { size = SIZE, isBold = false }: Text): string {
  const { fontFamily } = getComputedStyle(root.querySelector(".hubble-readout") ?? root);
  return [isBold ? "bold" : "normal", `${size}px ${fontFamily}`].join(" ");
}

/** Lines of a text that are no wider than this. */
function wrapped(context: Context, root: HTMLElement, text: Text, width: number): Text[] {
  context.font = fontOf(root, text);
  const lines: string[] = [];
  for (const word of text.text.split(/[\n ]+/)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (!lines.length || context.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => ({ ...text, text: line }));
}
