/**
 * The picture under the marks. ipympl's model receives it, or our own where ipympl's front end is missing. This module
 * finds out which picture is on the page, and so which scene belongs to it.
 *
 * ipympl (0.9, 0.10) has no interface for drawing over its figure. This module uses two members of its model: `image`,
 * which loads each picture, and `views`, which show it; and what the toolbar does (patches/toolbar.ts).
 */

import type { AnyModel } from "@anywidget/types";
import { type Later, later } from "../host/later";
import { callAll, listenToModel } from "../host/listening";
import { whenFound } from "../host/lookup";
import type { OwnFigure } from "../host/own_figure";
import { encodeWhenQuiet } from "../patches/encoding";
import { isErrorWidget } from "../patches/error_widget";
import { isToolbarActive } from "../patches/toolbar";
import { isFilled, type Model } from "../state/model";
import { send } from "../state/send";
import { addMarks, lacksMarks, type Prepared, prepare } from "./painter";
import { SceneQueue } from "./scene";

/** The canvas of any figure that ipympl shows. */
const IPYMPL = ".jupyter-matplotlib-canvas-div";

interface FigureModel {
  image: HTMLImageElement;
  views: Record<string, Promise<unknown>>;
}

export class Pictures {
  /** The scene of the present picture; null if the picture contains the marks itself, or if there is no picture. */
  prepared: Prepared | null = null;
  #queue = new SceneQueue();
  #toolbar: AnyModel | undefined;
  #model: AnyModel<Model>;
  #changed: () => void;
  #reported: () => unknown[];
  #ownFigure: Later<OwnFigure>;
  #marks: Later<Parameters<typeof addMarks>[0]>;
  #ends: (() => void)[];
  /** Receives each picture of the figure, once that is found. */
  image: HTMLImageElement | undefined;

  /** Calls `changed` when another picture is on the page. `reported` returns the state that the page has, for the kernel. */
  constructor(model: AnyModel<Model>, id: string, changed: () => void, reported: () => unknown[]) {
    [this.#model, this.#changed, this.#reported] = [model, changed, reported];
    this.#ownFigure = later(model, ({ OwnFigure }) => new OwnFigure(model));
    this.#marks = later(model, ({ MARKS }) => MARKS);
    const followOwn = () => {
      void this.#ownFigure.need((figure) => {
        this.#follow(figure);
        changed();
      });
    };
    const followAny = (figure: AnyModel) => {
      if (isErrorWidget(figure)) return followOwn();
      this.#ends.push(encodeWhenQuiet(figure));
      this.#follow(figure);
    };
    const missing = () => {
      if (!document.querySelector(IPYMPL)) followOwn(); // else ipympl's front end is here, but its model is lost
    };
    this.#ends = [
      whenFound(model.widget_manager, id, followAny, missing),
      listenToModel(model, { "change:scene": this.#sceneArrived }),
      this.#ownFigure.stop,
      this.#marks.stop,
    ];
    this.#sceneArrived();
  }

  /** Whether ipympl's toolbar zooms or pans: then the pointer belongs to the toolbar. */
  get toolbarIsActive(): boolean {
    return isToolbarActive(this.#toolbar);
  }

  /** The figure of our own, where ipympl's front end is missing. */
  get ownFigure(): OwnFigure | undefined {
    return this.#ownFigure.part();
  }

  stop(): void {
    callAll(this.#ends);
  }

  #follow(figure: AnyModel | OwnFigure): void {
    const { image, views } = figure as Partial<FigureModel>;
    if (!image || !views) return; // another version of ipympl: its pictures contain the marks
    this.image = image;
    let newest: number | undefined;
    const loaded = () => {
      this.#queue.loaded(newest);
      this.#refresh();
      void Promise.allSettled(Object.values(views)).then(this.#changed); // there may be a new view
    };
    const arrived = ({ frame }: { frame?: number }) => {
      newest = frame ?? newest;
    };
    this.#ends.push(listenToModel(figure, { "msg:custom": arrived }));
    image.addEventListener("load", loaded);
    this.#ends.push(() => image.removeEventListener("load", loaded));
    this.#toolbar = (figure as Partial<AnyModel>).get?.("toolbar"); // our own figure has none
    if (this.#toolbar) {
      this.#ends.push(listenToModel(this.#toolbar, { change: this.#changed }));
    }
    if (image.complete && image.naturalWidth > 0) loaded();
    send(this.#model, { type: "paints marks", fills: true, knows: this.#reported() });
  }

  #sceneArrived = () => {
    const scene = this.#model.get("scene");
    if (!isFilled(scene)) return;
    this.#queue.arrived(scene);
    this.#refresh();
  };

  #refresh(): void {
    const scene = this.#queue.current;
    if (this.prepared?.scene === scene) return;
    this.prepared = scene?.bare ? prepare(scene) : null;
    this.#changed();
    if (scene && !this.#marks.part() && lacksMarks(scene)) {
      void this.#marks.need((marks) => {
        addMarks(marks);
        this.prepared = null;
        this.#refresh();
      });
    }
  }
}
