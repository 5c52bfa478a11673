/**
 * The picture that the marks are painted over: it comes to ipympl's model of the figure, or to one of our own where
 * ipympl's front end is missing; here is found out which one is on the page, and so which scene belongs to it.
 *
 * ipympl (0.9, 0.10) has no interface for what lies over its figure. Of its model are used `image`, which loads each
 * picture, `views`, which show it, and `_current_action` of the toolbar's model.
 */

import type { AnyModel } from "@anywidget/types";
import { encodeWhenQuiet } from "../encoding";
import { whenFound } from "../lookup";
import { isFilled, type Model } from "../model";
import { createOwnFigure } from "../own_figure";
import { send } from "../send";
import { type Prepared, prepare } from "./painter";
import { createSceneQueue } from "./scene";

/** The canvas of any figure that ipympl shows. */
const IPYMPL = ".jupyter-matplotlib-canvas-div";

interface FigureModel {
  image: HTMLImageElement;
  views: Record<string, Promise<unknown>>;
}

export interface Pictures {
  /** What the marks of the present picture are painted with; null where it has them itself, or there is none. */
  readonly prepared: Prepared | null;
  /** Whether ipympl's toolbar zooms or pans: then the pointer is its. */
  readonly toolbarIsActive: boolean;
  stop(): void;
}

/** Calls `changed` when another picture is on the page. */
export function followPictures(model: AnyModel<Model>, id: string, changed: () => void): Pictures {
  const queue = createSceneQueue();
  let prepared: Prepared | null = null;
  let toolbar: AnyModel | undefined;
  let end = () => {};
  const refresh = () => {
    const scene = queue.shown;
    if (prepared?.scene === scene) return;
    prepared = scene?.bare ? prepare(scene) : null;
    changed();
  };
  const sceneArrived = () => {
    const scene = model.get("scene");
    if (!isFilled(scene)) return;
    queue.arrived(scene);
    refresh();
  };
  const attend = (figure: AnyModel, stop: () => void) => {
    end = stop;
    const { image, views } = figure as unknown as Partial<FigureModel>;
    if (!image || !views) return; // an ipympl that is another one: its pictures hold the marks
    let newest: number | undefined;
    const arrived = ({ frame }: { frame?: number }) => {
      newest = frame ?? newest;
    };
    const loaded = () => {
      queue.loaded(newest);
      refresh();
      void Promise.allSettled(Object.values(views)).then(changed); // a view may have come with it
    };
    toolbar = (figure as Partial<AnyModel>).get?.("toolbar"); // ours has none
    toolbar?.on("change:_current_action", changed);
    figure.on("msg:custom", arrived);
    image.addEventListener("load", loaded);
    if (image.complete && image.naturalWidth > 0) loaded();
    end = () => {
      toolbar?.off("change:_current_action", changed);
      figure.off("msg:custom", arrived);
      image.removeEventListener("load", loaded);
      stop();
    };
    send(model, { type: "paints marks", fills: true });
  };
  const attendOwn = () => {
    const own = createOwnFigure(model, id);
    attend(own as unknown as AnyModel, own.stop);
  };
  const attendAny = (figure: AnyModel) =>
    isErrorWidget(figure) ? attendOwn() : attend(figure, encodeWhenQuiet(figure));
  const missing = () => {
    if (!document.querySelector(IPYMPL)) attendOwn(); // else it has a front end here, whatever became of its model
  };
  const endSearch = whenFound(model.widget_manager, id, attendAny, missing);
  model.on("change:scene", sceneArrived);
  sceneArrived();
  return {
    get prepared() {
      return prepared;
    },
    get toolbarIsActive() {
      return !!toolbar?.get("_current_action");
    },
    stop() {
      endSearch();
      model.off("change:scene", sceneArrived);
      end();
    },
  };
}

/** What ipywidgets 8 puts in the place of a widget whose front end is missing. */
function isErrorWidget(figure: AnyModel): boolean {
  return figure.get("_view_name") === "ErrorWidgetView";
}
