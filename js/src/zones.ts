/** The learning rate's track, marked by what rates do to these very galaxies. */

import { hasClosedForm, ZONES, type Zone, zoneEnds, zoneOf } from "./convergence";
import { element, setAttribute, setText } from "./dom";
import { isFilled } from "./model";
import { chosen, type Known, type Positions } from "./shown";
import { perFrame } from "./timing";

const ROW = ".hubble-learning-rate";
/** ipywidgets 8, then 7 */
const TRACK = ".noUi-target, .ui-slider";
const PROPERTY = "--hubble-zones";

/** What a zone is called beneath the track, in one word. */
export const NAMES: Record<Zone, string> = {
  slow: "slow",
  fast: "steady",
  oscillating: "swings",
  diverging: "diverges",
};

/** Whose name comes first where there is no room for all, after the one that the handle is in. */
const PRECEDENCE: readonly Zone[] = ["slow", "fast", "diverging", "oscillating"];

/** Pixels between two names. */
const GAP = 4;

export interface Stretch {
  zone: Zone;
  /** Parts of the track, 0 to 1. */
  from: number;
  to: number;
}

export interface Zones {
  draw(known: Known, positions: Positions): void;
  /** Puts the names in their places anew. */
  place(): void;
  stop(): void;
}

export function createZones(root: HTMLElement): Zones {
  const names = createNames();
  let stretches: Stretch[] = [];
  let note = "";
  let current: Zone | undefined;
  let track: Element | null = null;
  const place = () => {
    const row = track?.closest<HTMLElement>(ROW) ?? null;
    names.place(row, track, { stretches, current, note });
  };
  const placeSoon = perFrame(place);
  const sizes = new ResizeObserver(placeSoon);
  const paintRow = () => {
    const row = root.querySelector<HTMLElement>(ROW);
    if (row) paint(row, stretches);
  };
  // Sliders are drawn some time after their row, and may be drawn anew.
  const lookForTrack = () => {
    const found = root.querySelector(ROW)?.querySelector(TRACK) ?? null;
    if (found === track) return;
    sizes.disconnect();
    track = found;
    if (found) sizes.observe(found);
    paintRow();
    placeSoon();
  };
  const changes = new MutationObserver(lookForTrack);
  changes.observe(root, { childList: true, subtree: true });
  lookForTrack();
  return {
    draw(known, positions) {
      const zone = describe(root, known, positions);
      const next = stretchesOf(known);
      const nextNote = noteOf(known);
      const isPainted = gradient(next) === gradient(stretches);
      if (isPainted && nextNote === note && zone === current) return;
      [stretches, note, current] = [next, nextNote, zone];
      if (!isPainted) paintRow();
      placeSoon();
    },
    place: placeSoon,
    stop() {
      changes.disconnect();
      sizes.disconnect();
      placeSoon.cancel();
      stretches = [];
      paintRow();
      names.place(null, null, { stretches, note: "" });
    },
  };
}

/** The names beneath the track, or why there are none; the sentence and the slider's value tell the zone to those who do not see it. */
function createNames() {
  const labels = ZONES.map((zone) => ({ zone, node: element("span", "", NAMES[zone]) }));
  const none = element("span", "");
  const scale = element("div", "hubble-zone-names");
  scale.setAttribute("aria-hidden", "true");
  return {
    place(
      row: HTMLElement | null,
      track: Element | null,
      {
        stretches,
        current,
        note,
      }: { stretches: readonly Stretch[]; current?: Zone | undefined; note: string },
    ) {
      if (!row || !track || (stretches.length === 0 && !note)) {
        scale.remove();
        return;
      }
      const { left, width } = track.getBoundingClientRect();
      if (width === 0) return; // the page is hidden: nothing has a place
      setText(none, note);
      const shown = note ? [none] : labels.map(({ node }) => node);
      if (scale.firstChild !== shown[0]) scale.replaceChildren(...shown);
      if (scale.parentElement !== row) row.append(scale);
      const start = left - row.getBoundingClientRect().left;
      const sizes = new Map(labels.map(({ zone, node }) => [zone, node.offsetWidth]));
      const places = placesOf(stretches, sizes, width, current);
      for (const { zone, node } of labels) {
        const at = places.get(zone);
        const style = `left: ${(start + (at ?? 0)).toFixed(1)}px; visibility: ${at === undefined ? "hidden" : "visible"}`;
        setAttribute(node, "style", style);
      }
      setAttribute(none, "style", `left: ${start.toFixed(1)}px`);
    },
  };
}

/**
 * Where on the track each name begins, in pixels: in the middle of its stretch, the last of several at the track's end,
 * where it leaves most room. A name that would cover one of higher precedence has no place; the zone that the handle is
 * in has the highest.
 */
export function placesOf(
  stretches: readonly Stretch[],
  sizes: ReadonlyMap<Zone, number>,
  width: number,
  current?: Zone,
): Map<Zone, number> {
  const places = new Map<Zone, number>();
  const last = stretches.length > 1 ? stretches.at(-1)?.zone : undefined;
  const sizeOf = (zone: Zone) => sizes.get(zone) ?? 0;
  const first = current === undefined ? [] : [current];
  for (const zone of new Set([...first, ...PRECEDENCE])) {
    const stretch = stretches.find((each) => each.zone === zone);
    if (!stretch) continue;
    const size = sizeOf(zone);
    const middle = ((stretch.from + stretch.to) / 2) * width;
    const most = Math.max(0, width - size);
    const at = zone === last ? most : Math.min(Math.max(0, middle - size / 2), most);
    const isFree = [...places].every(
      ([other, from]) => at >= from + sizeOf(other) + GAP || at + size + GAP <= from,
    );
    if (isFree) places.set(zone, at);
  }
  return places;
}

/** Why there are no zones, where that is known. */
function noteOf({ settings }: Known): string {
  if (!isFilled(settings) || hasClosedForm(settings)) return "";
  const { optimizer, loss_function } = settings;
  return `no zones are known for ${optimizer === "SGD" ? `the ${loss_function} loss` : optimizer}`;
}

/** None where no closed form tells what a rate will do. */
export function stretchesOf({ moments, settings, scales }: Known): Stretch[] {
  if (!isFilled(moments) || !isFilled(settings) || !isFilled(scales)) return [];
  if (!hasClosedForm(settings)) return [];
  const ends = zoneEnds(moments).map((end) => partOf(scales.learning_rate, end));
  return ZONES.map((zone, index) => ({
    zone,
    from: ends[index - 1] ?? 0,
    to: ends[index] ?? 1,
  })).filter(({ from, to }) => to > from);
}

/** Where on the track a value lies, between positions on the logarithmic scale. */
export function partOf(scale: readonly number[], value: number): number {
  const after = scale.findIndex((position) => position > value);
  if (after === 0) return 0;
  const [low, high] = [scale[after - 1], scale[after]];
  if (low === undefined || high === undefined) return 1;
  const part = Math.log(value / low) / Math.log(high / low);
  return (after - 1 + part) / (scale.length - 1);
}

/** One stretch of plain colour after the other, for the style sheet to draw the track with. */
export function gradient(stretches: readonly Stretch[]): string {
  const stops = stretches.map(
    ({ zone, from, to }) => `var(--hubble-${zone}) ${percent(from)} ${percent(to)}`,
  );
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

function percent(part: number): string {
  return `${Number((100 * part).toFixed(3))}%`;
}

function paint(row: HTMLElement, stretches: readonly Stretch[]): void {
  row.classList.toggle("hubble-has-zones", stretches.length > 0);
  const text = stretches.length > 0 ? gradient(stretches) : "";
  if (row.style.getPropertyValue(PROPERTY) !== text) row.style.setProperty(PROPERTY, text);
}

/** Notes on the rows what their sliders choose, for the names and values of accessibility.ts. */
function describe(root: HTMLElement, known: Known, positions: Positions): Zone | undefined {
  const choice = chosen(known, positions);
  const { moments, settings } = known;
  if (!choice || !isFilled(moments) || !isFilled(settings)) return undefined;
  const zone = hasClosedForm(settings) ? zoneOf(moments, choice.learningRate) : undefined;
  const words = [String(choice.learningRate), ...(zone ? [NAMES[zone]] : [])];
  note(root, ROW, words.join(", "));
  note(root, ".hubble-iterations", String(choice.iterations));
  return zone;
}

function note(root: HTMLElement, selector: string, text: string): void {
  const row = root.querySelector(selector);
  if (row) setAttribute(row, "data-hubble-value", text);
}
