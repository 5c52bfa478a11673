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
import type { MagicLine, Model, SavedViews } from "../state/model";
import { savedViews } from "../state/saved_views";
import type { Session } from "../state/session";
import {
  type Drawn,
  isStacked,
  type Layout,
  LEAST,
  layOut,
  timesFor,
  widthOf,
} from "./saved_picture";

export interface ViewsOffer {
  /** What is shown in place of the kernel's picture; null if that is shown. */
  readonly prepared: Prepared | null;
  draw(): void;
  /** A kernel draws again. */
  leave(): void;
  stop(): void;
}

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
  /** What the picture depends on: the kernel's scene, view and layout. */
  let [base, shown]: [Scene | undefined, string] = [undefined, ""];
  addMarks(MARKS);

  /** The view that a person has chosen; "" if that is the kernel's. */
  const chosen = (): string => savedViews(model)?.names[row?.get("index")] ?? "";

  /** The picture of a view; null until it is loaded. */
  const drawnIn = (name: string, image: HTMLImageElement, scene: Scene): Drawn | null => {
    const other = savedViews(model)?.others[name];
    if (!other) return { picture: image, scene };
    let picture = images.get(other.picture);
    if (!picture) {
      picture = Object.assign(new Image(), { onload: session.changed, src: other.picture });
      images.set(other.picture, picture);
    }
    return picture.naturalWidth > 0 ? { picture, scene: merged(scene, other.scene) } : null;
  };

  const layoutOf = (scene: Scene): Layout => {
    const { loss } = scene.axes;
    const { iterations } = session.current().display;
    const isSaved = iterations === model.get("settings").iterations || !loss?.visible;
    const times = isSaved ? 1 : timesFor(iterations, loss.x[1], scene.iteration_ticks);
    return { isStacked: isStacked(scene, room), times };
  };

  const draw = () => {
    const { image, prepared: kernels } = session.pictures;
    const figure = root.querySelector(".hubble-marks")?.parentElement; // the marks find it (overlay.ts)
    const name = chosen();
    root.classList.toggle("hubble-has-views", savedViews(model) !== null);
    const drawn = image?.naturalWidth && kernels ? drawnIn(name, image, kernels.scene) : null;
    if (!figure || !drawn) return;
    if (canvas.parentElement !== figure) figure.prepend(canvas);
    const layout = layoutOf(drawn.scene);
    const wanted = JSON.stringify([name, layout, room]);
    if (wanted !== shown || base !== kernels?.scene) {
      [base, shown] = [kernels?.scene, wanted];
      const laid = layOut(drawn, layout);
      const [width, height] = laid.scene.size;
      const natural = widthOf(laid.scene);
      resizeCanvas(canvas, width, height);
      canvas.getContext("2d")?.clearRect(0, 0, width, height);
      canvas.getContext("2d")?.drawImage(laid.picture, 0, 0);
      root.style.setProperty("--hubble-picture-width", `${natural}px`);
      root.classList.toggle("hubble-shrunk", room < LEAST * natural);
      prepared = prepare({ ...laid.scene, ratio: width / Math.min(room, natural) });
    }
  };

  const choose = () => {
    const views = savedViews(model);
    if (!views || session.current().hasKernel) return;
    const name = chosen();
    model.set("universe", views.others[name]?.universe ?? views.universe);
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
    () => {
      for (const each of images.values()) each.onload = null;
    },
  );
  return {
    get prepared() {
      return prepared;
    },
    draw,
    leave() {
      [prepared, base] = [null, undefined];
      canvas.remove();
      const views = model.get("views");
      if (!isFilled<SavedViews>(views)) return;
      const isOurs = Object.values(views.others).some(
        (each) => each.universe === model.get("universe"),
      );
      if (isOurs) model.set("universe", views.universe); // else the kernel has sent its own
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
