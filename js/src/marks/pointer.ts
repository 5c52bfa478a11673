/**
 * What the pointer does over the plots: it names rows, drags the handles, reads and chooses iterations. The page answers
 * at once, then the kernel is told. Nothing happens while ipympl's toolbar zooms or pans, and ipympl hears of all of it
 * but of what the handles catch.
 */

import { hear } from "../listening";
import type { Session } from "../session";
import { throttled } from "../timing";
import { insideOf } from "./fit_marks";
import { draggedTo, type Hold, holdOf } from "./lines";
import { iterationAt } from "./loss_marks";
import type { Prepared, Shot } from "./painter";
import { contains } from "./plane";
import { type Rows, residualOf, rowAt } from "./rows";
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
  | { kind: "row"; row: number; x: number; y: number; isShown: boolean }
  | { kind: "handle"; hold: Hold; offset: number }
  | { kind: "loss" };

const PLOTS = ["fit", "residual", "loss"] as const;

export class Pointer implements Pointing {
  row: number | null = null;
  iteration: number | null = null;
  byFinger = false;
  #session: Session;
  #parts: Parts;
  #moved: () => void;
  #prepared: Prepared | null = null;
  #shot: Shot | undefined;
  #grip: Grip | undefined;
  #figure: HTMLElement | undefined;
  #ends: (() => void)[] = [];
  #tell = throttled(() => this.#session.tellPointing(this), TELL_EVERY);

  /** Calls `moved` when something else is pointed at. */
  constructor(session: Session, parts: Parts, moved: () => void) {
    [this.#session, this.#parts, this.#moved] = [session, parts, moved];
    parts.lane.classList.toggle("hubble-for-finger", navigator.maxTouchPoints > 0);
  }

  listenTo(figure: HTMLElement): void {
    this.#unlisten();
    this.#figure = figure;
    this.#ends = [
      hear(figure, {
        pointermove: this.#motion,
        pointerdown: this.#pressed,
        pointerleave: this.#left,
      }),
      // A drag may go on and end anywhere in the window.
      hear(window, { pointermove: this.#drag, "pointerup pointercancel": this.#released }),
    ];
  }

  #unlisten(): void {
    for (const end of this.#ends) end();
  }

  /** What can be pointed at now. */
  drawn(prepared: Prepared | null, shot: Shot): void {
    [this.#prepared, this.#shot] = [prepared, shot];
  }

  /** Points at the same galaxy among other rows, as the kernel does. */
  lookAmong({ names }: Rows): void {
    const name = this.#shot?.rows.names[this.row ?? -1];
    if (this.row === null || names[this.row] === name) return;
    const row = names.indexOf(name as string);
    this.row = row < 0 ? null : row;
  }

  stop(): void {
    this.#unlisten();
    this.#tell.cancel();
    this.#letGo();
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
    return PLOTS.find((plot) => {
      const plane = this.#prepared?.planes[plot];
      return plane && contains(plane.box, x, y);
    });
  }

  #rowUnder(place: [number, number]): number | null {
    const [prepared, shot, plot] = [this.#prepared, this.#shot, this.#plotAt(place)];
    const plane = plot && prepared?.planes[plot];
    if (!shot || !prepared || !plane || plot === "loss") return null;
    const { rows, line } = shot;
    if (plot === "residual" && rows.isCrowd) return null;
    const height = (row: number) =>
      plot === "fit" ? (rows.velocity[row] as number) : residualOf(rows, row, line);
    return rowAt(rows, plane, height, place, REACH * prepared.scene.ratio);
  }

  #iterationUnder([x]: [number, number]): number | null {
    const plane = this.#prepared?.planes.loss;
    const last = this.#shot?.ahead?.last;
    return plane && last !== undefined ? iterationAt(plane, x, last) : null;
  }

  #pointOut(row: number | null, iteration: number | null): void {
    if (row === this.row && iteration === this.iteration) return;
    [this.row, this.iteration] = [row, iteration];
    this.#tell();
    this.#moved();
  }

  #pointNowhere(): void {
    this.#pointOut(null, null);
    this.#figure?.classList.remove("hubble-pointing");
  }

  #hover(event: Spot): void {
    const at = this.#placeOf(event);
    const inLoss = this.#plotAt(at) === "loss";
    const row = inLoss ? null : this.#rowUnder(at);
    this.#pointOut(row, inLoss ? this.#iterationUnder(at) : null);
    this.#figure?.classList.toggle("hubble-pointing", inLoss || row !== null);
  }

  #motion = (event: PointerEvent) => {
    // On a device with both, the finger's lane makes way for the mouse.
    this.byFinger = event.pointerType === "touch";
    this.#parts.lane.classList.toggle("hubble-for-finger", event.pointerType !== "mouse");
    if (!this.#isFree) {
      this.#letGo();
      this.#pointNowhere();
    } else if (!this.#grip) this.#hover(event);
  };

  #left = ({ pointerType }: PointerEvent) => {
    // A finger that is lifted leaves as well: what it has touched is still what it points at.
    if (!this.#grip && pointerType !== "touch") this.#pointNowhere();
  };

  #pressed = (event: PointerEvent) => {
    if (!this.#isFree || !event.isPrimary || event.button !== 0) return;
    const before = this.row;
    this.byFinger = event.pointerType === "touch";
    if (this.byFinger) this.#hover(event);
    this.#grip = this.#gripAt(event, before);
    if (this.#grip?.kind === "handle") event.preventDefault(); // nothing is marked or scrolled
    if (this.#grip?.kind !== "loss") return;
    this.row = this.iteration = null;
    this.#choose(event);
  };

  #gripAt({ target, clientX, clientY }: PointerEvent, before: number | null): Grip | undefined {
    const place = this.#placeOf({ clientX, clientY });
    const handle = this.#parts.handles.indexOf(target as HTMLElement);
    const { handles: mark } = this.#prepared?.scene.marks ?? {};
    const plane = this.#prepared?.planes.fit;
    if (handle >= 0 && plane && mark && this.#shot) {
      const hold = holdOf(plane, this.#shot.start, insideOf(mark), handle as 0 | 1);
      const { top, bottom } = (target as HTMLElement).getBoundingClientRect();
      return { kind: "handle", hold, offset: (top + bottom) / 2 - clientY };
    }
    if (this.#plotAt(place) === "loss") return { kind: "loss" };
    const row = this.#rowUnder(place);
    if (row === null) return undefined;
    // A mouse shows a row before it clicks on it, a finger by its first tap.
    return { kind: "row", row, x: clientX, y: clientY, isShown: !this.byFinger || row === before };
  }

  #choose(event: Spot): void {
    const wanted = this.#iterationUnder(this.#placeOf(event));
    if (wanted === null || wanted === this.iteration) return;
    this.#pointOut(null, wanted);
    this.#session.choose(wanted);
  }

  #drag = (event: PointerEvent) => {
    const [grip, plane] = [this.#grip, this.#prepared?.planes.fit];
    if (!grip || !event.isPrimary) return;
    if (grip.kind === "loss") this.#choose(event);
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
    this.#letGo();
    const isAway = event.pointerType === "mouse" && !this.#figure?.matches(":hover");
    if (grip && isAway) this.#pointNowhere(); // it has left meanwhile
  };

  #letGo(): void {
    const grip = this.#grip;
    this.#grip = undefined;
    if (grip?.kind === "handle") this.#session.startDrag.release();
  }
}
