/**
 * What the pointer does over the plots: it names rows, drags the handles, reads and chooses iterations. The page answers
 * at once, then the kernel is told. Nothing happens while ipympl's toolbar zooms or pans, and ipympl hears of all of it
 * but of what the handles catch.
 */

import type { Session } from "../session";
import { throttled } from "../timing";
import { insideOf } from "./fit_marks";
import { draggedTo, type Hold, holdOf } from "./lines";
import { iterationAt } from "./loss_marks";
import type { Prepared, Shot } from "./painter";
import { contains } from "./plane";
import { residualOf, rowAt } from "./rows";
import type { Plot } from "./scene";
import type { Pointing } from "./shots";

/** How far from it, in the page's pixels, one can point at a row. */
const REACH = 10;
/** How far, in the page's pixels, the pointer may move between press and release of a click. */
const STILL = 4;
/** Milliseconds between two messages that something is pointed out. */
const TELL_EVERY = 100;

interface Parts {
  canvas: HTMLCanvasElement;
  handles: HTMLElement[];
  /** Lies over the loss plot, for a finger; a mouse reaches what is under it. */
  lane: HTMLElement;
}

type Spot = Pick<MouseEvent, "clientX" | "clientY">;

/** What was pressed on. */
type Grip =
  | { kind: "row"; row: number; x: number; y: number }
  | { kind: "handle"; hold: Hold; offset: number }
  | { kind: "loss" };

export interface Pointer extends Pointing {
  listenTo(figure: HTMLElement): void;
  /** What can be pointed at now. */
  drawn(prepared: Prepared | null, shot: Shot): void;
  stop(): void;
}

/** Calls `moved` when something else is pointed at. */
export function followPointer(
  session: Session,
  { canvas, handles, lane }: Parts,
  moved: () => void,
): Pointer {
  let prepared: Prepared | null = null;
  let shot: Shot | undefined;
  let grip: Grip | undefined;
  let figure: HTMLElement | undefined;
  let row: number | null = null;
  let iteration: number | null = null;
  let end = new AbortController();
  const tell = throttled(() => session.tellPointing({ row, iteration }), TELL_EVERY);

  const isFree = () => prepared !== null && !session.pictures.toolbarIsActive;
  /** In device pixels of the figure. */
  const placeOf = ({ clientX, clientY }: Spot): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [
      ((clientX - box.left) * canvas.width) / box.width,
      ((clientY - box.top) * canvas.height) / box.height,
    ];
  };
  const plotAt = (x: number, y: number): Plot | undefined =>
    (["fit", "residual", "loss"] as const).find((plot) => {
      const plane = prepared?.planes[plot];
      return plane && contains(plane.box, x, y);
    });
  const rowUnder = ([x, y]: [number, number]): number | null => {
    const plot = plotAt(x, y);
    const plane = plot && prepared?.planes[plot];
    if (!shot || !prepared || !plane || plot === "loss") return null;
    const { rows, line } = shot;
    if (plot === "residual" && rows.isCrowd) return null;
    const height = (each: number) =>
      plot === "fit" ? (rows.velocity[each] as number) : residualOf(rows, each, line);
    return rowAt(rows, plane, height, [x, y], REACH * prepared.scene.ratio);
  };
  const iterationUnder = ([x]: [number, number]): number | null => {
    const plane = prepared?.planes.loss;
    const last = shot?.ahead?.last;
    return plane && last !== undefined ? iterationAt(plane, x, last) : null;
  };
  const pointOut = (nextRow: number | null, nextIteration: number | null) => {
    if (nextRow === row && nextIteration === iteration) return;
    [row, iteration] = [nextRow, nextIteration];
    tell();
    moved();
  };
  const choose = (event: MouseEvent) => {
    const wanted = iterationUnder(placeOf(event));
    if (wanted === null || wanted === iteration) return;
    pointOut(null, wanted);
    session.choose(wanted);
  };
  const hover = (event: PointerEvent) => {
    const at = placeOf(event);
    const inLoss = plotAt(...at) === "loss";
    const under = inLoss ? null : rowUnder(at);
    pointOut(under, inLoss ? iterationUnder(at) : null);
    figure?.classList.toggle("hubble-pointing", inLoss || under !== null);
  };
  const pointNowhere = () => {
    pointOut(null, null);
    figure?.classList.remove("hubble-pointing");
  };
  const left = ({ pointerType }: PointerEvent) => {
    // A finger that is lifted leaves as well: what it has touched is still what it points at.
    if (!grip && pointerType !== "touch") pointNowhere();
  };
  const pressed = (event: PointerEvent) => {
    if (!isFree() || !event.isPrimary || event.button !== 0) return;
    if (event.pointerType === "touch") hover(event);
    const at = placeOf(event);
    const handle = handles.indexOf(event.target as HTMLElement);
    const { handles: mark } = prepared?.scene.marks ?? {};
    const plane = prepared?.planes.fit;
    if (handle >= 0 && plane && mark && shot) {
      const hold = holdOf(plane, shot.start, insideOf(mark), handle as 0 | 1);
      const middle = (handles[handle] as HTMLElement).getBoundingClientRect();
      grip = { kind: "handle", hold, offset: (middle.top + middle.bottom) / 2 - event.clientY };
      event.preventDefault(); // nothing is marked or scrolled
    } else if (plotAt(...at) === "loss") {
      grip = { kind: "loss" };
      [row, iteration] = [null, null];
      choose(event);
    } else {
      const under = rowUnder(at);
      if (under !== null) grip = { kind: "row", row: under, x: event.clientX, y: event.clientY };
    }
  };
  const drag = (event: PointerEvent) => {
    if (grip?.kind === "loss") choose(event);
    const plane = prepared?.planes.fit;
    if (grip?.kind !== "handle" || !plane) return;
    const { clientX, clientY } = event;
    const [, y] = placeOf({ clientX, clientY: clientY + grip.offset });
    session.startDrag.drag(draggedTo(plane, grip.hold, y));
  };
  const released = (event: PointerEvent) => {
    if (!grip || !event.isPrimary) return;
    const { kind } = grip;
    if (grip.kind === "row" && event.type === "pointerup") {
      const away = Math.hypot(event.clientX - grip.x, event.clientY - grip.y);
      if (away <= STILL) session.clickRow(grip.row);
    }
    grip = undefined;
    if (kind === "handle") session.startDrag.release();
  };
  const motion = (event: PointerEvent) => {
    // On a device with both, the finger's lane makes way for the mouse.
    lane.classList.toggle("hubble-for-finger", event.pointerType !== "mouse");
    if (!isFree()) {
      grip = undefined;
      pointNowhere();
    } else if (!grip) hover(event);
  };
  const movedAnywhere = (event: PointerEvent) => {
    if (grip && event.isPrimary) drag(event);
  };
  lane.classList.toggle("hubble-for-finger", navigator.maxTouchPoints > 0);
  return {
    get row() {
      return row;
    },
    get iteration() {
      return iteration;
    },
    listenTo(next) {
      end.abort();
      end = new AbortController();
      const { signal } = end;
      figure = next;
      next.addEventListener("pointermove", motion, { signal });
      next.addEventListener("pointerdown", pressed, { signal });
      next.addEventListener("pointerleave", left, { signal });
      // A drag may go on and end anywhere in the window.
      window.addEventListener("pointermove", movedAnywhere, { signal });
      window.addEventListener("pointerup", released, { signal });
      window.addEventListener("pointercancel", released, { signal });
    },
    drawn(nextPrepared, nextShot) {
      const name = (of: Shot | undefined) => of?.rows.names[row ?? -1];
      if (name(nextShot) !== name(shot)) row = null; // other rows
      [prepared, shot] = [nextPrepared, nextShot];
    },
    stop() {
      end.abort();
      tell.cancel();
    },
  };
}
