/**
 * The plots where there is no kernel to draw them: the pictures that were saved with the page, one for each view. They are
 * laid out for the width of the page and for the iterations that are chosen (saved_picture.ts).
 */

import type { AnyModel } from "@anywidget/types";
import {
  callAll,
  element,
  isFilled,
  listenToModel,
  resizeCanvas,
  savedViews,
  watchSizeBelow,
  whenFound,
} from "#shared";
import type { Scene } from "../marks/scene";
import type { MagicLine, Model, SavedView, SavedViews } from "../state/model";
import type { Session } from "../state/session";
import { type Drawn, keyOf, layOut, layoutFor } from "./saved_picture";

export interface ViewsOffer {
  draw(): void;
  /** A kernel draws again. */
  leave(): void;
  stop(): void;
}

/** What the page was saved with, or what the kernel has drawn last. */
type First = Drawn & Pick<SavedView, "universe">;

/** Lets the row of views below `root` choose among the saved pictures, while there is no kernel. */
export function offerViews(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
): ViewsOffer {
  const { pictures } = session;
  const canvas = element("canvas", "hubble-saved-picture");
  let views: SavedViews | null = null;
  let first: First | undefined;
  let name = "";
  let room = Number.POSITIVE_INFINITY;
  /** The scene and the layout that were shown last; the scene is the kernel's until then. */
  let [mine, key]: [unknown, string] = [undefined, ""];
  let count = 0;
  let placed: Scene | undefined;

  const show = ({ picture, scene }: Drawn, universe: Model["universe"]) => {
    count += 1;
    // A new number keeps a scene back until its picture is there.
    mine = { ...scene, picture: (first?.scene.picture ?? 0) + count };
    model.set("scene", mine as Scene);
    model.set("universe", universe);
    (pictures.image as HTMLImageElement).src = picture;
  };

  const update = () => {
    const { image } = pictures;
    const scene = model.get("scene");
    if (!image || !isFilled<Scene>(scene) || session.current().hasKernel) return;
    if (!first || scene !== mine) {
      first = { picture: image.src, scene, universe: model.get("universe") };
      [mine, key, name] = [scene, "", views?.shown ?? ""];
    }
    const other = views?.others[name];
    const view = other ? { ...other, scene: merged(first.scene, other.scene) } : first;
    const { iterations } = session.current().display;
    const layout = layoutFor(view.scene, room, iterations, views?.ticks ?? []);
    const wanted = name + keyOf(layout);
    if (wanted === key || (key === "" && view === first && keyOf(layout) === "")) return;
    key = wanted;
    void layOut(view, layout).then((drawn) => {
      if (key === wanted) show(drawn, view.universe);
    });
  };

  /** ipympl shows a saved picture with fewer pixels than a screen with a ratio has. */
  const place = () => {
    const { image, prepared } = pictures;
    const figure = root.querySelector(".hubble-figure .jupyter-matplotlib-canvas-div");
    if (!image?.naturalWidth || !figure || !prepared) return;
    if (placed === prepared.scene && canvas.parentElement === figure) return;
    placed = prepared.scene;
    figure.prepend(canvas);
    const { size, ratio } = placed;
    root.style.setProperty("--hubble-picture-width", `${size[0] / ratio}px`);
    resizeCanvas(canvas, image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext("2d");
    context?.clearRect(0, 0, canvas.width, canvas.height);
    context?.drawImage(image, 0, 0);
  };

  const choose = (row: AnyModel) => {
    if (session.current().hasKernel || !views) return;
    name = views.names[row.get("index")] ?? "";
    const line = model.get("line");
    if (isFilled<MagicLine>(line))
      model.set("line", { ...line, after: withView(line.after, name) });
    update();
  };
  const ends: (() => void)[] = [];
  ends.push(
    whenFound(model.widget_manager, model.get("controls").view ?? "", (row) => {
      ends.push(listenToModel(row, { "change:index": () => choose(row) }));
    }),
    watchSizeBelow(root, ".hubble-figure", (width) => {
      room = width;
      update();
    }),
    () => canvas.remove(),
  );
  return {
    draw() {
      views ??= savedViews(model);
      root.classList.toggle("hubble-has-views", !!views && !!pictures.image);
      update();
      place();
    },
    leave() {
      if (first && model.get("scene") === mine && key !== "") show(first, first.universe);
      first = undefined;
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
