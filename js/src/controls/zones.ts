/** The zones on the learning rate's track: what its rates do on these data. */

import { hasClosedForm, ZONES, type Zone, zoneEnds, zoneOf } from "../gradient_descent/convergence";
import { element, setAttribute, setText } from "../host/dom";
import { watchSizeBelow } from "../host/listening";
import { perFrame } from "../host/timing";
import { choiceOf, type ExplorerState, type Positions } from "../state/display";
import { isFilled, type Settings, showsExact } from "../state/model";
import { localized, message } from "../text/messages";

const ROW = ".hubble-learning-rate";
/** ipywidgets 8, then 7 */
const TRACK = `${ROW} :is(.noUi-target, .ui-slider)`;
const PROPERTY = "--hubble-zones";

/** The name of each zone under the track: one word. */
export const ZONE_NAMES: Record<Zone, string> = {
  slow: message("slow"),
  fast: message("steady"),
  oscillating: message("swings"),
  diverging: message("diverges"),
};

/** Which names stay if there is no room for all. The zone of the handle comes before these. */
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
  draw(explorer: ExplorerState, positions: Positions): void;
  /** Places the names again. */
  place(): void;
  stop(): void;
}

export function createZones(root: HTMLElement): Zones {
  const names = createNames();
  let stretches: Stretch[] = [];
  let note = "";
  let current: Zone | undefined;
  const place = () => {
    const track = root.querySelector(TRACK);
    const row = track?.closest<HTMLElement>(ROW) ?? null;
    names.place(row, track, { stretches, current, note });
  };
  const placeSoon = perFrame(place);
  const paintRow = () => {
    const row = root.querySelector<HTMLElement>(ROW);
    if (row) paint(row, stretches);
  };
  // Sliders are drawn some time after their row, and may be drawn again.
  const unwatch = watchSizeBelow(root, TRACK, () => {
    paintRow();
    placeSoon();
  });
  return {
    draw(explorer, positions) {
      const zone = describe(root, explorer, positions);
      const next = stretchesOf(explorer);
      const nextNote = noteOf(explorer);
      const isPainted = gradient(next) === gradient(stretches);
      if (isPainted && nextNote === note && zone === current) return;
      [stretches, note, current] = [next, nextNote, zone];
      if (!isPainted) paintRow();
      placeSoon();
    },
    place: placeSoon,
    stop() {
      unwatch();
      placeSoon.cancel();
      stretches = [];
      paintRow();
      names.place(null, null, { stretches, note: "" });
    },
  };
}

/** The names under the track, or the reason if there are none. Screen readers read the zone in the sentence and in the slider's value. */
function createNames() {
  const labels = ZONES.map((zone) => ({ zone, node: element("span", {}, ZONE_NAMES[zone]) }));
  const none = element("span", {});
  const scale = element("div", { class: "hubble-zone-names", "aria-hidden": "true" });
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
      if (width === 0) return; // the page is hidden: there is no layout
      setText(none, note);
      const display = note ? [none] : labels.map(({ node }) => node);
      if (scale.firstChild !== display[0]) scale.replaceChildren(...display);
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
 * The left end of each name, in pixels from the left end of the track. A name stands in the middle of its zone; the last
 * of several stands at the end of the track, where it leaves most room. A name that would cover one of higher precedence
 * is left out. The zone of the handle has the highest precedence.
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

/** The reason if an optimizer or a loss function has no zones. */
function noteOf({ settings }: ExplorerState): string {
  if (!isFilled(settings) || hasClosedForm(settings) || !showsExact(settings)) return "";
  const { optimizer, loss_function: loss, batch_size: size } = settings;
  if (optimizer !== "SGD") return message("no zones are known for {optimizer}", { optimizer });
  return loss === "MSE"
    ? message("no zones are known for batches of {size}", { size: size ?? 0 })
    : message("no zones are known for the {loss} loss", { loss });
}

/** They depend on the exact fit's surroundings, and are hidden with it. */
const hasZones = (settings: Settings): boolean => hasClosedForm(settings) && showsExact(settings);

/** Empty if there are no zones. */
export function stretchesOf({ moments, settings, scales }: ExplorerState): Stretch[] {
  if (!isFilled(moments) || !isFilled(settings) || !isFilled(scales)) return [];
  if (!hasZones(settings)) return [];
  const ends = zoneEnds(moments).map((end) => partOf(scales.learning_rate, end));
  return ZONES.map((zone, index) => ({
    zone,
    from: ends[index - 1] ?? 0,
    to: ends[index] ?? 1,
  })).filter(({ from, to }) => to > from);
}

/** The place of a value on the track, as a part of it: between two positions the scale is logarithmic. */
export function partOf(scale: readonly number[], value: number): number {
  const after = scale.findIndex((position) => position > value);
  if (after === 0) return 0;
  const [low, high] = [scale[after - 1], scale[after]];
  if (low === undefined || high === undefined) return 1;
  const part = Math.log(value / low) / Math.log(high / low);
  return (after - 1 + part) / (scale.length - 1);
}

/** A gradient of CSS: one plain color for each zone. */
export function gradient(stretches: readonly Stretch[]): string {
  const stops = stretches.map(
    ({ zone, from, to }) => `var(--hubble-${zone}) ${percent(from)} ${percent(to)}`,
  );
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

const percent = (part: number): string => `${Number((100 * part).toFixed(3))}%`;

function paint(row: HTMLElement, stretches: readonly Stretch[]): void {
  row.classList.toggle("hubble-has-zones", stretches.length > 0);
  const text = stretches.length > 0 ? gradient(stretches) : "";
  if (row.style.getPropertyValue(PROPERTY) !== text) row.style.setProperty(PROPERTY, text);
}

/** Writes the sliders' values to their rows, where accessibility.ts reads them. */
function describe(
  root: HTMLElement,
  explorer: ExplorerState,
  positions: Positions,
): Zone | undefined {
  const choice = choiceOf(explorer, positions);
  const { moments, settings } = explorer;
  if (!choice || !isFilled(moments) || !isFilled(settings)) return undefined;
  const zone = hasZones(settings) ? zoneOf(moments, choice.learningRate) : undefined;
  const words = [localized(String(choice.learningRate)), ...(zone ? [ZONE_NAMES[zone]] : [])];
  note(root, ROW, words.join(", "));
  note(root, ".hubble-iterations", String(choice.iterations));
  return zone;
}

function note(root: HTMLElement, selector: string, text: string): void {
  const row = root.querySelector(selector);
  if (row) setAttribute(row, "data-hubble-value", text);
}
