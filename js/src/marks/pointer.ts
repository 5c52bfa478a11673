/**
 * The pointer over the plots: it names rows, drags the handles, reads and chooses iterations. The page answers at once,
 * then it sends a message to the kernel. Nothing happens while ipympl's toolbar zooms or pans. ipympl receives the same
 * events, except those on the handles.
 */

import { callAll, listenToEvents } from "../host/listening";
import { throttled } from "../host/timing";
import { dragByFinger } from "../patches/finger";
import { isFilled, type Line } from "../state/model";
import type { Session } from "../state/session";
import { insideOf } from "./fit_marks";
import { draggedTo, type Hold, holdOf, lineAt } from "./lines";
import { iterationAt } from "./loss_marks";
import type { Pointing } from "./mark_state";
import type { Prepared } from "./painter";
import type { MarkState } from "./painting";
import { contains } from "./plane";
import { type Rows, residualOf, rowAt } from "./rows";
import { PLOTS, type Plot } from "./scene";

/** CSS pixels between the pointer and a row that it points at, at most. */
const REACH = 10;
/** CSS pixels that the pointer may move between press and release of a click. */
const STILL = 4;
/** Milliseconds between two messages with what is pointed at. */
const TELL_EVERY = 100;

interface Parts {
  canvas: HTMLCanvasElement;
  handles: HTMLElement[];
  /** Lies over the right-hand plot. Only a finger touches it; a mouse reaches the plot under it. */
  lane: HTMLElement;
}

type Spot = Pick<MouseEvent, "clientX" | "clientY">;

/** What the pointer holds since it was pressed. */
type Grip =
  | { kind: "row"; row: number; x: number; y: number; isShown: boolean }
  | { kind: "handle"; hold: Hold; offset: number }
  | { kind: "loss" | "surface" | "universe" };

/** In the other one the pointer points at nothing. */
const POINTED_PLOTS = PLOTS.filter((plot) => plot !== "uncertainty");

export class Pointer implements Pointing {
  row: number | null = null;
  iteration: number | null = null;
  line: Line | null = null;
  byFinger = false;
  #session: Session;
  #parts: Parts;
  #moved: () => void;
  #prepared: Prepared | null = null;
  #state: MarkState | undefined;
  #grip: Grip | undefined;
  #figure: HTMLElement | undefined;
  #ends: (() => void)[] = [];
  #sendSoon = throttled(() => this.#session.sendPointing(this), TELL_EVERY);

  /** Calls `moved` when the pointer points at something else. */
  constructor(session: Session, parts: Parts, moved: () => void) {
    [this.#session, this.#parts, this.#moved] = [session, parts, moved];
    parts.lane.classList.toggle("hubble-for-finger", navigator.maxTouchPoints > 0);
  }

  listenTo(figure: HTMLElement): void {
    this.#unlisten();
    this.#figure = figure;
    this.#ends = [
      listenToEvents(figure, {
        pointermove: this.#motion,
        pointerdown: this.#pressed,
        pointerleave: this.#left,
      }),
      // A drag may continue and end anywhere in the window.
      listenToEvents(window, {
        pointermove: this.#drag,
        "pointerup pointercancel": this.#released,
      }),
      dragByFinger(figure, () => this.#session.pictures.toolbarIsActive),
    ];
  }

  #unlisten(): void {
    callAll(this.#ends);
  }

  /** Takes what is on the canvas now. */
  drawn(prepared: Prepared | null, state: MarkState): void {
    [this.#prepared, this.#state] = [prepared, state];
  }

  /** After the rows have changed: points at the galaxy of the same name, like the kernel. */
  lookAmong({ names }: Rows): void {
    const name = this.#state?.rows.names[this.row ?? -1];
    if (this.row === null || names[this.row] === name) return;
    const row = names.indexOf(name as string);
    this.row = row < 0 ? null : row;
  }

  stop(): void {
    this.#unlisten();
    this.#sendSoon.cancel();
    this.#release();
  }

  get #isFree(): boolean {
    return this.#prepared !== null && !this.#session.pictures.toolbarIsActive;
  }

  /** In device pixels of the figure. */
  #placeOf({ clientX, clientY }: Spot): [number, number] {
    const { canvas } = this.#parts;
    const box = canvas.getBoundingClientRect();
    return [
      ((clientX - box.left) * canvas.width) / box.width,
      ((clientY - box.top) * canvas.height) / box.height,
    ];
  }

  #plotAt([x, y]: readonly [number, number]): Plot | undefined {
    return POINTED_PLOTS.find((plot) => {
      const plane = this.#prepared?.planes[plot];
      return plane && contains(plane.box, x, y);
    });
  }

  #rowUnder(place: [number, number]): number | null {
    const [prepared, state, plot] = [this.#prepared, this.#state, this.#plotAt(place)];
    const plane = plot && prepared?.planes[plot];
    if (!state || !prepared || !plane || (plot !== "fit" && plot !== "residual")) return null;
    const { rows, line } = state;
    if (plot === "residual" && rows.isCrowd) return null;
    const height = (row: number) =>
      plot === "fit" ? (rows.velocity[row] as number) : residualOf(rows, row, line);
    return rowAt(rows, plane, height, place, REACH * prepared.scene.ratio);
  }

  #iterationUnder([x]: [number, number]): number | null {
    const plane = this.#prepared?.planes.loss;
    const last = this.#state?.ahead?.last;
    return plane && last !== undefined ? iterationAt(plane, x, last) : null;
  }

  #lineUnder(place: [number, number]): Line | null {
    const { scene, planes } = this.#prepared ?? {};
    if (!planes?.surface || !scene || !isFilled(scene.parameters)) return null;
    return lineAt(planes.surface, scene, place);
  }

  #pointOut(row: number | null, iteration: number | null, line: Line | null = null): void {
    const isSameLine = line?.[0] === this.line?.[0] && line?.[1] === this.line?.[1];
    if (row === this.row && iteration === this.iteration && isSameLine) return;
    [this.row, this.iteration, this.line] = [row, iteration, line];
    this.#sendSoon();
    this.#moved();
  }

  #pointNowhere(): void {
    this.#pointOut(null, null);
    this.#figure?.classList.remove("hubble-pointing");
  }

  #hover(event: Spot): void {
    const at = this.#placeOf(event);
    const plot = this.#plotAt(at);
    const row = this.#rowUnder(at);
    const iteration = plot === "loss" ? this.#iterationUnder(at) : null;
    const line = plot === "surface" ? this.#lineUnder(at) : null;
    this.#pointOut(row, iteration, line);
    const isPointing = plot === "loss" || plot === "universe" || row !== null || line !== null;
    this.#figure?.classList.toggle("hubble-pointing", isPointing);
  }

  #motion = (event: PointerEvent) => {
    // On a device with both, the lane must not cover the plot from the mouse.
    this.byFinger = event.pointerType === "touch";
    this.#parts.lane.classList.toggle("hubble-for-finger", event.pointerType !== "mouse");
    if (!this.#isFree) {
      this.#release();
      this.#pointNowhere();
    } else if (!this.#grip) this.#hover(event);
  };

  #left = ({ pointerType }: PointerEvent) => {
    // A finger leaves too when it is lifted, but it still points at what it has touched.
    if (!this.#grip && pointerType !== "touch") this.#pointNowhere();
  };

  #pressed = (event: PointerEvent) => {
    if (!this.#isFree || !event.isPrimary || event.button !== 0) return;
    const before = this.row;
    this.byFinger = event.pointerType === "touch";
    if (this.byFinger) this.#hover(event);
    this.#grip = this.#gripAt(event, before);
    if (this.#grip?.kind === "handle") event.preventDefault(); // no selection, no scrolling
    if (this.#grip?.kind === "surface") {
      this.#pointOut(null, null);
      this.#dragStart(event);
    }
    if (this.#grip?.kind === "universe") this.#runBack(event);
    if (this.#grip?.kind !== "loss") return;
    this.row = this.iteration = null;
    this.#choose(event);
  };

  #gripAt({ target, clientX, clientY }: PointerEvent, before: number | null): Grip | undefined {
    const place = this.#placeOf({ clientX, clientY });
    const handle = this.#parts.handles.indexOf(target as HTMLElement);
    const { handles: mark } = this.#prepared?.scene.marks ?? {};
    const plane = this.#prepared?.planes.fit;
    if (handle >= 0 && plane && mark && this.#state) {
      const { start, atOrigin } = this.#state;
      const hold = holdOf(plane, start, insideOf(mark), handle as 0 | 1, atOrigin);
      const { top, bottom } = (target as HTMLElement).getBoundingClientRect();
      return { kind: "handle", hold, offset: (top + bottom) / 2 - clientY };
    }
    const plot = this.#plotAt(place);
    if (plot === "loss" || plot === "universe") return { kind: plot };
    if (plot === "surface") return this.#lineUnder(place) ? { kind: plot } : undefined;
    const row = this.#rowUnder(place);
    if (row === null) return undefined;
    // A mouse points at a row before it clicks. A finger points with its first tap.
    return { kind: "row", row, x: clientX, y: clientY, isShown: !this.byFinger || row === before };
  }

  #choose(event: Spot): void {
    const wanted = this.#iterationUnder(this.#placeOf(event));
    if (wanted === null || wanted === this.iteration) return;
    this.#pointOut(null, wanted);
    this.#session.choose(wanted);
  }

  #dragStart(event: Spot): void {
    const line = this.#lineUnder(this.#placeOf(event));
    if (line) this.#session.startDrag.drag(line);
  }

  /** Goes to the time of the pointer; the axis counts from now. */
  #runBack(event: Spot): void {
    const time = this.#prepared?.planes.universe?.atX(this.#placeOf(event)[0]) ?? 0;
    this.#session.runBack?.goTo(Math.max(-time, 0));
  }

  #drag = (event: PointerEvent) => {
    const [grip, plane] = [this.#grip, this.#prepared?.planes.fit];
    if (!grip || !event.isPrimary) return;
    if (grip.kind === "loss") this.#choose(event);
    if (grip.kind === "surface") this.#dragStart(event);
    if (grip.kind === "universe") this.#runBack(event);
    if (grip.kind !== "handle" || !plane) return;
    const { clientX, clientY } = event;
    const [, y] = this.#placeOf({ clientX, clientY: clientY + grip.offset });
    this.#session.startDrag.drag(draggedTo(plane, grip.hold, y));
  };

  #released = (event: PointerEvent) => {
    if (!event.isPrimary) return;
    const grip = this.#grip;
    if (grip?.kind === "row" && grip.isShown && event.type === "pointerup") {
      const away = Math.hypot(event.clientX - grip.x, event.clientY - grip.y);
      if (away <= STILL) this.#session.clickRow(grip.row);
    }
    this.#release();
    const isAway = event.pointerType === "mouse" && !this.#figure?.matches(":hover");
    if (grip && isAway) this.#pointNowhere(); // it has left the figure during the drag
  };

  #release(): void {
    const grip = this.#grip;
    this.#grip = undefined;
    if (grip?.kind === "handle" || grip?.kind === "surface") this.#session.startDrag.release();
  }
}
