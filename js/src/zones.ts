/** The learning rate's track, marked by what rates do to these very galaxies. */

import { hasClosedForm, ZONES, type Zone, zoneEnds, zoneOf } from "./convergence";
import { element, setAttribute } from "./dom";
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
  fast: "fast",
  oscillating: "swings",
  diverging: "diverges",
};

/** Pixels between two labels. The zone of "swings" is narrower than its name, which may reach beyond it. */
const GAP = 4;

export interface Stretch {
  zone: Zone;
  /** Parts of the track, 0 to 1. */
  from: number;
  to: number;
}

export interface Zones {
  draw(known: Known, positions: Positions): void;
  stop(): void;
}

export function createZones(root: HTMLElement): Zones {
  const names = createNames();
  let stretches: Stretch[] = [];
  let track: Element | null = null;
  const place = () => names.place(track?.closest<HTMLElement>(ROW) ?? null, track, stretches);
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
      describe(root, known, positions);
      const next = stretchesOf(known);
      if (gradient(next) === gradient(stretches)) return;
      stretches = next;
      paintRow();
      placeSoon();
    },
    stop() {
      changes.disconnect();
      sizes.disconnect();
      placeSoon.cancel();
      stretches = [];
      paintRow();
      names.place(null, null, stretches);
    },
  };
}

/** The names beneath the track, each in the middle of its stretch, left out where the one before is in its way; the sentence and the slider's value tell the zone to those who do not see it. */
function createNames() {
  const labels = ZONES.map((zone) => ({ zone, node: element("span", "", NAMES[zone]) }));
  const scale = element("div", "hubble-zone-names", ...labels.map(({ node }) => node));
  scale.setAttribute("aria-hidden", "true");
  return {
    place(row: HTMLElement | null, track: Element | null, stretches: readonly Stretch[]) {
      if (!row || !track || stretches.length === 0) {
        scale.remove();
        return;
      }
      if (scale.parentElement !== row) row.append(scale);
      const { left, width } = track.getBoundingClientRect();
      const start = left - row.getBoundingClientRect().left;
      let free = Number.NEGATIVE_INFINITY;
      for (const { zone, node } of labels) {
        const stretch = stretches.find((each) => each.zone === zone);
        const middle = stretch ? start + ((stretch.from + stretch.to) / 2) * width : 0;
        const half = node.offsetWidth / 2;
        const fits = stretch !== undefined && middle - half >= free;
        if (fits) free = middle + half + GAP;
        const style = `left: ${middle.toFixed(1)}px; visibility: ${fits ? "visible" : "hidden"}`;
        setAttribute(node, "style", style);
      }
    },
  };
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
function describe(root: HTMLElement, known: Known, positions: Positions): void {
  const choice = chosen(known, positions);
  const { moments, settings } = known;
  if (!choice || !isFilled(moments) || !isFilled(settings)) return;
  const zone = hasClosedForm(settings) ? NAMES[zoneOf(moments, choice.learningRate)] : "";
  const rate = [String(choice.learningRate), zone].filter(Boolean).join(", ");
  note(root, ROW, rate);
  note(root, ".hubble-iterations", String(choice.iterations));
}

function note(root: HTMLElement, selector: string, text: string): void {
  const row = root.querySelector(selector);
  if (row) setAttribute(row, "data-hubble-value", text);
}
