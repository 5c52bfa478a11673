/**
 * The picture that the marks are painted over: it comes to ipympl's model of the figure, or to one of our own where
 * ipympl's front end is missing; here is found out which one is on the page, and so which scene belongs to it.
 *
 * ipympl (0.9, 0.10) has no interface for what lies over its figure. Of its model are used `image`, which loads each
 * picture, `views`, which show it, and `_current_action` of the toolbar's model.
 */

import type { AnyModel } from "@anywidget/types";
import { encodeWhenQuiet } from "../encoding";
import { listen } from "../listening";
import { whenFound } from "../lookup";
import { isFilled, type Model } from "../model";
import { OwnFigure } from "../own_figure";
import { send } from "../send";
import { type Prepared, prepare } from "./painter";
import { SceneQueue } from "./scene";

/** The canvas of any figure that ipympl shows. */
const IPYMPL = ".jupyter-matplotlib-canvas-div";

interface FigureModel {
  image: HTMLImageElement;
  views: Record<string, Promise<unknown>>;
}

export class Pictures {
  /** What the marks of the present picture are painted with; null where it has them itself, or there is none. */
  prepared: Prepared | null = null;
  #queue = new SceneQueue();
  #toolbar: AnyModel | undefined;
  #model: AnyModel<Model>;
  #changed: () => void;
  #knows: () => unknown[];
  #ends: (() => void)[];

  /** Calls `changed` when another picture is on the page; `knows` returns what the page can tell the kernel that it knows. */
  constructor(model: AnyModel<Model>, id: string, changed: () => void, knows: () => unknown[]) {
    [this.#model, this.#changed, this.#knows] = [model, changed, knows];
    const attendOwn = () => this.#attend(new OwnFigure(model, id));
    const attendAny = (figure: AnyModel) => {
      if (isErrorWidget(figure)) return attendOwn();
      this.#ends.push(encodeWhenQuiet(figure));
      this.#attend(figure);
    };
    const missing = () => {
      if (!document.querySelector(IPYMPL)) attendOwn(); // else it has a front end here, whatever became of its model
    };
    this.#ends = [
      whenFound(model.widget_manager, id, attendAny, missing),
      listen(model, { "change:scene": this.#sceneArrived }),
    ];
    this.#sceneArrived();
  }

  /** Whether ipympl's toolbar zooms or pans: then the pointer is its. */
  get toolbarIsActive(): boolean {
    return !!this.#toolbar?.get("_current_action");
  }

  stop(): void {
    for (const end of this.#ends) end();
  }

  #attend(figure: AnyModel | OwnFigure): void {
    if (figure instanceof OwnFigure) this.#ends.push(() => figure.stop());
    const { image, views } = figure as Partial<FigureModel>;
    if (!image || !views) return; // an ipympl that is another one: its pictures hold the marks
    let newest: number | undefined;
    const loaded = () => {
      this.#queue.loaded(newest);
      this.#refresh();
      void Promise.allSettled(Object.values(views)).then(this.#changed); // a view may have come with it
    };
    const arrived = ({ frame }: { frame?: number }) => {
      newest = frame ?? newest;
    };
    this.#ends.push(listen(figure, { "msg:custom": arrived }));
    image.addEventListener("load", loaded);
    this.#ends.push(() => image.removeEventListener("load", loaded));
    this.#toolbar = (figure as Partial<AnyModel>).get?.("toolbar"); // ours has none
    if (this.#toolbar) {
      this.#ends.push(listen(this.#toolbar, { "change:_current_action": this.#changed }));
    }
    if (image.complete && image.naturalWidth > 0) loaded();
    send(this.#model, { type: "paints marks", fills: true, knows: this.#knows() });
  }

  #sceneArrived = () => {
    const scene = this.#model.get("scene");
    if (!isFilled(scene)) return;
    this.#queue.arrived(scene);
    this.#refresh();
  };

  #refresh(): void {
    const scene = this.#queue.shown;
    if (this.prepared?.scene === scene) return;
    this.prepared = scene?.bare ? prepare(scene) : null;
    this.#changed();
  }
}

/** What ipywidgets 8 puts in the place of a widget whose front end is missing. */
function isErrorWidget(figure: AnyModel): boolean {
  return figure.get("_view_name") === "ErrorWidgetView";
}
