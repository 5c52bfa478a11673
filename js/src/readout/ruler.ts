/** The age ruler: the learned and the exact age above the line, landmarks below it. */

import { ageOf } from "../gradient_descent/line";
import { element, setAttribute, setAttributes, setText, svgElement } from "../host/dom";
import { watchSize } from "../host/listening";
import { throttled } from "../host/timing";
import type { Rows } from "../marks/rows";
import type { Exact, Learned } from "../state/model";
import { remembering } from "../state/remembering";
import type { UniverseNow } from "../state/universe_now";
import { describeAges, exactText, LANDMARKS, learnedText, OLDEST, TICKS } from "../text/ages";
import { exists } from "../text/format";
import { message } from "../text/messages";
import { type Mark, placeLabels, type Side, type Spot } from "./placement";

export interface Ruler {
  node: HTMLElement;
  draw(ages: Ages): void;
  stop(): void;
}

export interface Ages {
  learned: Learned;
  exact: Exact;
  hidesExact: boolean;
  /** Null while another view is shown. */
  universe: UniverseNow | null;
  rows: Rows;
}

/** Pixels. The margin has room for half of the first and of the last tick's number. */
const MARGIN = 12;
const GAP = 9;
const ROW = 17;
const AXIS = 35;
const BELOW = AXIS + 35;
const NARROW = 440;
/** Milliseconds between two looks at the spacing of letters: each has the browser compute all styles. */
const EVERY = 500;
/** Room above for two more labels, where something is supposed. */
const SUPPOSED = 2 * ROW;

export function createRuler(): Ruler {
  const svg = svgElement("svg", { class: "hubble-scale", role: "img" });
  const node = element("div", "hubble-ruler", svg);
  const drawScale = remembering(createScale(svg));
  const drawTimes = remembering(createTimes(svg));
  const drawAges = createAges(svg);
  let width = 0;
  let spacing = "";
  let ages: Ages | undefined;

  const draw = () => {
    if (!ages || width === 0) return;
    const { learned, exact, hidesExact, universe, rows } = ages;
    const height = drawScale(width, !!universe, spacing);
    const above = drawAges(ages, width, spacing) ? SUPPOSED : 0;
    drawTimes(universe ? rows : null, universe?.distance_factor ?? 1, width);
    setAttributes(svg, {
      height: height + above,
      viewBox: `0 ${-above} ${width} ${height + above}`,
      "aria-label": describeAges(learned, exact, hidesExact, universe),
    });
  };
  /** People with low vision widen it. */
  const followSpacing = throttled(() => {
    const { letterSpacing } = getComputedStyle(svg);
    if (letterSpacing === spacing) return;
    spacing = letterSpacing;
    draw();
  }, EVERY);
  const unwatch = watchSize(node, (size) => {
    const measured = Math.round(size);
    if (measured <= 2 * MARGIN || measured === width) return;
    width = measured;
    draw();
  });
  return {
    node,
    draw(now) {
      ages = now;
      draw();
      followSpacing();
    },
    stop() {
      followSpacing.cancel();
      unwatch();
    },
  };
}

/** What depends on width, view and the spacing of text alone: the line, its ticks, the landmarks. Its result is the height. */
function createScale(
  svg: SVGSVGElement,
): (width: number, hasHubbleTimes: boolean, spacing: string) => number {
  const axis = svgElement("line", "hubble-axis");
  const ticks = TICKS.map((age) => ({
    age,
    line: svgElement("line", "hubble-axis"),
    label: svgElement("text", "hubble-tick"),
  }));
  const unit = svgElement("text", "hubble-tick hubble-unit");
  const landmarks = LANDMARKS.map((landmark) => ({
    landmark,
    ...createLabeled("hubble-landmark"),
  }));
  svg.append(axis, unit);
  for (const { line, label } of [...ticks, ...landmarks]) svg.append(line, label);

  return (width, hasHubbleTimes, spacing) => {
    setAttributes(axis, { x1: MARGIN, x2: width - MARGIN, y1: AXIS, y2: AXIS });
    for (const { age, line, label } of ticks) {
      const x = position(age, width);
      placeUpright(line, x, AXIS - 4, AXIS + 4);
      setAttributes(label, { x, y: AXIS + 19 });
      setText(label, String(age));
    }
    setAttributes(unit, { x: MARGIN + 8, y: AXIS + 19 });
    setText(unit, width < NARROW ? message("Gyr") : message("billion years"));
    const shown = landmarks.filter(({ landmark, line, label }) => {
      const isShown = hasHubbleTimes || !landmark.isHubbleTime;
      return [line, label].map((part) => show(part, isShown))[0];
    });
    return drawLandmarks(shown, width, spacing);
  };
}

interface Labeled {
  line: SVGLineElement;
  label: SVGTextElement;
  measure: (text: string, spacing: string) => number;
}

/** Returns the height that the ruler needs. */
function drawLandmarks(
  landmarks: readonly (Labeled & { landmark: (typeof LANDMARKS)[number] })[],
  width: number,
  spacing: string,
): number {
  const marks = landmarks.map(({ landmark, measure }) => ({
    x: position(landmark.age, width),
    width: measure(landmark.text, spacing),
    sides: landmark.sides,
  }));
  const spots = placeLabels(marks, { width, gap: GAP });
  landmarks.forEach(({ line, label }, index) => {
    const [mark, spot] = [marks[index], spots[index]];
    if (!mark || !spot) return;
    const y = BELOW + spot.row * ROW;
    const end = spot.side === "center" ? y - 13 : y + 2;
    placeUpright(line, mark.x, AXIS, end);
    setAttributes(label, { x: spot.start, y });
  });
  return BELOW + Math.max(...spots.map(({ row }) => row)) * ROW + 6;
}

/** A tick for distance / velocity of each galaxy that recedes. */
function createTimes(svg: SVGSVGElement) {
  const ticks = svgElement("path", "hubble-own-times");
  svg.append(ticks);
  return (rows: Rows | null, factor: number, width: number): void => {
    const marks = Array.from(rows?.thinned ?? [], (row) => {
      const { distance, velocity } = rows as Rows;
      const time = factor * ageOf((velocity[row] as number) / (distance[row] as number));
      return time <= OLDEST ? `M ${position(time, width).toFixed(1)} ${AXIS - 6} v 12` : "";
    });
    setAttribute(ticks, "d", marks.join(""));
  };
}

/**
 * What changes with the numbers: the ages, and the interval of the exact one. Returns whether ages are there
 * that something supposed leads to.
 */
function createAges(svg: SVGSVGElement): (ages: Ages, width: number, spacing: string) => boolean {
  const band = svgElement("rect", { class: "hubble-band", y: AXIS - 7, height: 14 });
  const best = createAge("hubble-exact");
  const shown = createAge("hubble-learned");
  const [stretched, cosmic] = [createAge("hubble-supposed"), createAge("hubble-supposed")];
  svg.append(band, best.group, shown.group, stretched.group, cosmic.group);

  return ({ learned, exact, universe }, width, spacing) => {
    drawBand(band, exact, width);
    const supposed = universe?.supposed(learned, exact) ?? [];
    const ages = [
      { view: best, age: exact.age, text: exactText(exact) },
      { view: shown, age: learned.age, text: learnedText(learned) },
      ...[stretched, cosmic].map((view, index) => {
        return { view, age: supposed[index]?.age ?? null, text: supposed[index]?.text ?? "" };
      }),
    ].filter((item) => show(item.view.group, exists(item.age)));
    const leftmost = Math.min(...ages.map(({ age }) => age ?? 0));
    const marks = ages.map(({ view, age, text }) => ({
      x: position(age ?? 0, width),
      width: view.measure(text, spacing),
      sides: sidesOf(age === leftmost),
    }));
    const spots = placeLabels(marks, { width, gap: GAP });
    ages.forEach(({ view, age }, index) => {
      const [mark, spot] = [marks[index], spots[index]];
      if (mark && spot) view.place(mark, spot, (age ?? 0) > OLDEST);
    });
    return supposed.some((each) => each !== null);
  };
}

/** The label of the smaller age stands at its left, that of the other at its right. */
const sidesOf = (leftmost: boolean): readonly Side[] =>
  leftmost ? ["left", "right"] : ["right", "left"];

/** A mark with its label. CSS hides the line or the triangle, whichever the kind does not have. */
function createAge(kind: string) {
  const { line, label, measure } = createLabeled("hubble-leader");
  const pointer = svgElement("path", "hubble-pointer");
  const group = svgElement("g", `hubble-age ${kind}`, line, pointer, label);
  const place = (mark: Mark, spot: Spot, beyond: boolean) => {
    const middle = AXIS - 14 - spot.row * ROW;
    placeUpright(line, mark.x, AXIS + 7, middle - 6);
    setAttribute(group, "class", `hubble-age ${kind}${beyond ? " hubble-beyond" : ""}`);
    setAttribute(pointer, "d", beyond ? rightwards(mark.x, middle) : downwards(mark.x));
    setAttributes(label, { x: spot.start, y: middle + 4 });
  };
  return { group, measure, place };
}

function drawBand(band: SVGRectElement, exact: Exact, width: number): void {
  const { age_low: low, age_high: high } = exact;
  if (!show(band, exists(low) && low < OLDEST)) return;
  const start = position(low ?? 0, width);
  const end = position(high ?? OLDEST, width); // nothing bounds it
  setAttributes(band, { x: start, width: end - start });
}

function createLabeled(kind: string): Labeled {
  const label = svgElement("text", `${kind}-label`);
  return { line: svgElement("line", kind), label, measure: measurer(label) };
}

/** Sets the text and returns its width. All digits are equally wide: other digits need no new measurement. */
function measurer(label: SVGTextElement): Labeled["measure"] {
  let last = { pattern: "", width: 0 };
  return (text, spacing) => {
    setText(label, text);
    const pattern = text.replaceAll(/\d/g, "0") + spacing;
    if (pattern !== last.pattern || last.width === 0) {
      last = { pattern, width: label.getComputedTextLength() };
    }
    return last.width;
  };
}

function show(node: SVGElement, visible: boolean): boolean {
  setAttribute(node, "visibility", visible ? "visible" : "hidden");
  return visible;
}

function placeUpright(line: SVGLineElement, x: number, y1: number, y2: number): void {
  setAttributes(line, { x1: x, x2: x, y1, y2 });
}

function position(age: number, width: number): number {
  const part = Math.min(Math.max(age / OLDEST, 0), 1);
  return MARGIN + part * (width - 2 * MARGIN);
}

const downwards = (x: number): string => `M ${x - 6} ${AXIS - 12} h 12 l -6 11 z`;

const rightwards = (x: number, y: number): string => `M ${x - 4} ${y - 6} v 12 l 11 -6 z`;
