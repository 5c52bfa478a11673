/** The row of views where there is no kernel to draw another one: the pictures that were saved with the page. */

import type { AnyModel } from "@anywidget/types";
import { callAll, isFilled, listenToModel, savedViews, whenFound } from "#shared";
import type { Scene } from "../marks/scene";
import type { MagicLine, Model, SavedView, SavedViews } from "../state/model";
import type { Session } from "../state/session";

export interface ViewsOffer {
  draw(): void;
  stop(): void;
}

/** Lets the row of views below `root` choose among the saved pictures, while there is no kernel. */
export function offerViews(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
): ViewsOffer {
  const { pictures } = session;
  let views: SavedViews | null = null;
  let first: (Omit<SavedView, "scene"> & { scene: Scene }) | undefined;
  let count = 0;
  const show = (name: string) => {
    const { image } = pictures;
    const scene = model.get("scene");
    if (!views || !image || !isFilled<Scene>(scene)) return;
    first ??= { picture: image.src, scene, universe: model.get("universe") };
    const view = name === views.shown ? first : views.others[name];
    if (!view) return;
    count += 1;
    model.set("scene", merged(first.scene, view.scene, count));
    model.set("universe", view.universe);
    const line = model.get("line");
    if (isFilled<MagicLine>(line))
      model.set("line", { ...line, after: withView(line.after, name) });
    image.src = view.picture;
  };
  const chosen = (row: AnyModel) => {
    if (!session.current().hasKernel) show(views?.names[row.get("index")] ?? "");
  };
  const ends: (() => void)[] = [];
  ends.push(
    whenFound(model.widget_manager, model.get("controls").view ?? "", (row) => {
      ends.push(listenToModel(row, { "change:index": () => chosen(row) }));
    }),
  );
  return {
    draw() {
      views ??= savedViews(model);
      root.classList.toggle("hubble-has-views", !!views && !!pictures.image);
    },
    stop: () => callAll(ends),
  };
}

/** The end of a magic line with another view, which comes before what a person has named; "loss" is the default. */
export const withView = (after: string, name: string): string =>
  (name === "loss" ? "" : ` --view ${name}`) +
  after.replace(/ --view (loss_surface|uncertainty|universe)\b/, "");

/** A new number keeps a scene back until its picture is there. */
const merged = (
  scene: Scene,
  { axes, marks, ...others }: Partial<Scene>,
  count: number,
): Scene => ({
  ...scene,
  ...others,
  picture: scene.picture + count,
  axes: { ...scene.axes, ...axes },
  marks: { ...scene.marks, ...marks },
});
