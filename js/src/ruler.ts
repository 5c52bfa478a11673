/** The age ruler: what was learned and what is exact above the line, landmarks below it. */

import { describeAges, exactText, LANDMARKS, learnedText, OLDEST, TICKS } from "./ages";
import { element, setAttribute, setAttributes, setText, svgElement } from "./dom";
import { exists } from "./format";
import type { Exact, Learned } from "./model";
import { type Mark, placeLabels, type Side, type Spot } from "./placement";

export interface Ruler {
  node: HTMLElement;
  draw(learned: Learned, exact: Exact): void;
  stop(): void;
}

/** Pixels. The margin holds half of the outermost tick numbers. */
const MARGIN = 12;
const GAP = 9;
const ROW = 17;
const AXIS = 35;
const BELOW = AXIS + 35;
const NARROW = 440;

export function createRuler(): Ruler {
  const svg = svgElement("svg", "hubble-scale", { role: "img" });
  const node = element("div", "hubble-ruler", svg);
  const drawScale = createScale(svg);
  const drawAges = createAges(svg);
  let width = 0;
  let shown: [Learned, Exact] | undefined;

  const drawShown = () => {
    if (!shown || width === 0) return;
    drawAges(...shown, width);
    setAttribute(svg, "aria-label", describeAges(...shown));
  };
  const observer = new ResizeObserver((entries) => {
    const measured = Math.round(entries.at(-1)?.contentRect.width ?? 0);
    if (measured === 0 || measured === width) return;
    width = measured;
    drawScale(width);
    drawShown();
  });
  observer.observe(node);
  return {
    node,
    draw(learned, exact) {
      shown = [learned, exact];
      drawShown();
    },
    stop: () => observer.disconnect(),
  };
}

/** What depends on the width alone: the line, its ticks, the landmarks. */
function createScale(svg: SVGSVGElement): (width: number) => void {
  const axis = svgElement("line", "hubble-axis");
  const ticks = TICKS.map((age) => ({
    age,
    line: svgElement("line", "hubble-axis"),
    label: svgElement("text", "hubble-tick"),
  }));
  const unit = svgElement("text", "hubble-tick hubble-unit");
  const landmarks = LANDMARKS.map((landmark) => ({
    landmark,
    ...createLabelled("hubble-landmark"),
  }));
  svg.append(axis, unit);
  for (const { line, label } of [...ticks, ...landmarks]) svg.append(line, label);

  return (width) => {
    setAttributes(axis, { x1: MARGIN, x2: width - MARGIN, y1: AXIS, y2: AXIS });
    for (const { age, line, label } of ticks) {
      const x = position(age, width);
      setAttributes(line, { x1: x, x2: x, y1: AXIS - 4, y2: AXIS + 4 });
      setAttributes(label, { x, y: AXIS + 19 });
      setText(label, String(age));
    }
    setAttributes(unit, { x: MARGIN + 8, y: AXIS + 19 });
    setText(unit, width < NARROW ? "Gyr" : "billion years");
    setAttribute(svg, "height", String(drawLandmarks(landmarks, width)));
  };
}

interface Labelled {
  line: SVGLineElement;
  label: SVGTextElement;
  measure: (text: string) => number;
}

/** Returns the height that the ruler needs. */
function drawLandmarks(
  landmarks: readonly (Labelled & { landmark: (typeof LANDMARKS)[number] })[],
  width: number,
): number {
  const marks = landmarks.map(({ landmark, measure }) => ({
    x: position(landmark.age, width),
    width: measure(landmark.text),
    sides: landmark.sides,
  }));
  const spots = placeLabels(marks, { width, gap: GAP });
  landmarks.forEach(({ line, label }, index) => {
    const [mark, spot] = [marks[index], spots[index]];
    if (!mark || !spot) return;
    const y = BELOW + spot.row * ROW;
    const end = spot.side === "centre" ? y - 13 : y + 2;
    setAttributes(line, { x1: mark.x, x2: mark.x, y1: AXIS, y2: end });
    setAttributes(label, { x: spot.start, y });
  });
  return BELOW + Math.max(...spots.map(({ row }) => row)) * ROW + 6;
}

/** What changes with the numbers: the two ages and the exact one's standard error. */
function createAges(svg: SVGSVGElement): (learned: Learned, exact: Exact, width: number) => void {
  const band = svgElement("rect", "hubble-band", { y: AXIS - 7, height: 14 });
  const best = createAge("hubble-exact");
  const shown = createAge("hubble-learned");
  svg.append(band, best.group, shown.group);

  return (learned, exact, width) => {
    drawBand(band, exact, width);
    const ages = [
      { view: best, age: exact.age, text: exactText(exact) },
      { view: shown, age: learned.age, text: learnedText(learned) },
    ].filter((item) => show(item.view.group, exists(item.age)));
    const leftmost = Math.min(...ages.map(({ age }) => age ?? 0));
    const marks = ages.map(({ view, age, text }) => ({
      x: position(age ?? 0, width),
      width: view.measure(text),
      sides: sidesOf(age === leftmost),
    }));
    const spots = placeLabels(marks, { width, gap: GAP });
    ages.forEach(({ view, age }, index) => {
      const [mark, spot] = [marks[index], spots[index]];
      if (mark && spot) view.place(mark, spot, (age ?? 0) > OLDEST);
    });
  };
}

/** Two ages turn their labels away from each other, however close they come. */
function sidesOf(leftmost: boolean): readonly Side[] {
  return leftmost ? ["left", "right"] : ["right", "left"];
}

/** A mark with its label; CSS hides the line or the triangle that the kind does not have. */
function createAge(kind: string) {
  const group = svgElement("g", `hubble-age ${kind}`);
  const { line, label, measure } = createLabelled("hubble-leader");
  const pointer = svgElement("path", "hubble-pointer");
  group.append(line, pointer, label);
  const place = (mark: Mark, spot: Spot, beyond: boolean) => {
    const middle = AXIS - 14 - spot.row * ROW;
    setAttributes(line, { x1: mark.x, x2: mark.x, y1: AXIS + 7, y2: middle - 6 });
    setAttribute(group, "class", `hubble-age ${kind}${beyond ? " hubble-beyond" : ""}`);
    setAttribute(pointer, "d", beyond ? rightwards(mark.x, middle) : downwards(mark.x));
    setAttributes(label, { x: spot.start, y: middle + 4 });
  };
  return { group, measure, place };
}

function drawBand(band: SVGRectElement, exact: Exact, width: number): void {
  const { age, age_stderr: stderr } = exact;
  if (!show(band, exists(age) && exists(stderr) && age - stderr < OLDEST)) return;
  const start = position((age ?? 0) - (stderr ?? 0), width);
  const end = position((age ?? 0) + (stderr ?? 0), width);
  setAttributes(band, { x: start, width: end - start });
}

function createLabelled(kind: string): Labelled {
  const label = svgElement("text", `${kind}-label`);
  return { line: svgElement("line", kind), label, measure: measurer(label) };
}

/** Sets the text and tells its width, measuring anew only when more than its digits changed (they are tabular). */
function measurer(label: SVGTextElement): (text: string) => number {
  let known = { pattern: "", width: 0 };
  return (text) => {
    setText(label, text);
    const pattern = text.replaceAll(/\d/g, "0");
    if (pattern !== known.pattern || known.width === 0) {
      known = { pattern, width: label.getComputedTextLength() };
    }
    return known.width;
  };
}

function show(node: SVGElement, visible: boolean): boolean {
  setAttribute(node, "visibility", visible ? "visible" : "hidden");
  return visible;
}

function position(age: number, width: number): number {
  const part = Math.min(Math.max(age / OLDEST, 0), 1);
  return MARGIN + part * (width - 2 * MARGIN);
}

function downwards(x: number): string {
  return `M ${x - 6} ${AXIS - 12} h 12 l -6 11 z`;
}

function rightwards(x: number, y: number): string {
  return `M ${x - 4} ${y - 6} v 12 l 11 -6 z`;
}
