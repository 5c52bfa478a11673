/**
 * The plots where there is no kernel to draw them: the pictures that were saved with the page, one for each view, laid out
 * for its width and for the iterations that are chosen (saved_picture.ts). They lie over ipympl's picture, which stays as
 * it is, also because ipympl shows a saved one with fewer pixels than a screen with a ratio has.
 */

import type { AnyModel } from "@anywidget/types";
import {
  addMarks,
  callAll,
  element,
  isFilled,
  listenToModel,
  type Prepared,
  prepare,
  resizeCanvas,
  watchSizeBelow,
  whenFound,
} from "#shared";
import { MARKS } from "../marks/more_marks";
import type { Scene } from "../marks/scene";
import type { MagicLine, Model } from "../state/model";
import { savedViews } from "../state/saved_views";
import type { Session } from "../state/session";
import { type Drawn, isStacked, layOut, timesFor, widthOf } from "./saved_picture";

export interface ViewsOffer {
  /** What is shown in place of the kernel's picture; null if that is shown. */
  readonly prepared: Prepared | null;
  draw(): void;
  /** A kernel draws again. */
  leave(): void;
  stop(): void;
}

const FIGURE = ".hubble-figure :is(.jupyter-matplotlib-canvas-div, .hubble-own-plots)";

/** The universe that belongs to the picture of the kernel, for all views of an explorer. */
const UNIVERSES = new WeakMap<Session, Model["universe"]>();

/** Lets the row of views below `root` choose among the saved pictures, while there is no kernel. */
export function offerViews(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
): ViewsOffer {
  const canvas = element("canvas", "hubble-saved-picture");
  const images = new Map<string, HTMLImageElement>();
  let row: AnyModel | undefined;
  let room = Number.POSITIVE_INFINITY;
  let prepared: Prepared | null = null;
  /** What the picture depends on. */
  let [base, shown]: [unknown, string] = [undefined, ""];
  addMarks(MARKS);

  /** The picture of a view; null until it is loaded. */
  const drawnIn = (name: string): Drawn | null => {
    const { image } = session.pictures;
    const scene = model.get("scene");
    if (!image?.naturalWidth || !isFilled<Scene>(scene)) return null;
    const other = savedViews(model)?.others[name];
    if (!other) return { picture: image, scene };
    let picture = images.get(other.picture);
    if (!picture) {
      picture = Object.assign(new Image(), { onload: session.changed, src: other.picture });
      images.set(other.picture, picture);
    }
    return picture.naturalWidth > 0 ? { picture, scene: merged(scene, other.scene) } : null;
  };

  const show = () => {
    const figure = root.querySelector(FIGURE);
    const views = savedViews(model);
    const name = views?.names[row?.get("index")] ?? "";
    const drawn = session.pictures.prepared && drawnIn(name);
    root.classList.toggle("hubble-has-views", views !== null);
    if (!figure || !drawn) return;
    if (canvas.parentElement !== figure) figure.prepend(canvas);
    const { scene } = drawn;
    const { iterations } = session.current().display;
    const { loss } = scene.axes;
    const isSaved = iterations === model.get("settings").iterations || !loss?.visible;
    const ticks = views?.ticks ?? [];
    const times = isSaved ? 1 : timesFor(iterations, loss.x[1], ticks);
    const layout = { isStacked: isStacked(scene, room), times };
    const wanted = JSON.stringify([name, layout]);
    if (wanted !== shown || base !== model.get("scene")) {
      [base, shown] = [model.get("scene"), wanted];
      const laid = layOut(drawn, layout, ticks);
      const [width, height] = laid.scene.size;
      resizeCanvas(canvas, width, height);
      canvas.getContext("2d")?.clearRect(0, 0, width, height);
      canvas.getContext("2d")?.drawImage(laid.picture, 0, 0);
      root.style.setProperty("--hubble-picture-width", `${widthOf(laid.scene)}px`);
      prepared = prepare(laid.scene);
    }
    if (prepared) root.classList.toggle("hubble-shrunk", room < widthOf(prepared.scene));
  };

  const choose = () => {
    const views = savedViews(model);
    const name = views?.names[row?.get("index")];
    if (!views || name === undefined || session.current().hasKernel) return;
    const kernels = UNIVERSES.get(session) ?? model.get("universe");
    UNIVERSES.set(session, kernels);
    model.set("universe", views.others[name]?.universe ?? kernels);
    const line = model.get("line");
    if (isFilled<MagicLine>(line))
      model.set("line", { ...line, after: withView(line.after, name) });
    session.changed();
  };

  const ends: (() => void)[] = [];
  ends.push(
    whenFound(model.widget_manager, model.get("controls").view ?? "", (found) => {
      row = found;
      ends.push(listenToModel(found, { "change:index": choose }));
      session.changed();
    }),
    watchSizeBelow(root, ".hubble-figure", (width) => {
      room = width;
      session.changed();
    }),
    () => canvas.remove(),
  );
  return {
    get prepared() {
      return prepared;
    },
    draw: show,
    leave() {
      if (!prepared) return;
      [prepared, base] = [null, undefined];
      canvas.remove();
      const kernels = UNIVERSES.get(session);
      if (kernels) model.set("universe", kernels);
      UNIVERSES.delete(session);
    },
    stop: () => callAll(ends),
  };
}

/** The end of a magic line with another view, which comes before what a person has named; "loss" is the default. */
export const withView = (after: string, name: string): string =>
  (name === "loss" ? "" : ` --view ${name}`) +
  after.replace(/ --view (loss_surface|uncertainty|universe)\b/, "");

const merged = (scene: Scene, { axes, marks, ...others }: Partial<Scene>): Scene => ({
  ...scene,
  ...others,
  axes: { ...scene.axes, ...axes },
  marks: { ...scene.marks, ...marks },
});
