/** What the page does where there is no kernel: it plays the path, and shows the saved pictures. */

import type { AnyModel } from "@anywidget/types";
import { callAll } from "#shared";
import type { Model } from "../state/model";
import { offerPlay } from "../state/play";
import type { Session } from "../state/session";
import { offerViews, type ViewsOffer } from "./saved_views";

export function goOnAlone(root: HTMLElement, model: AnyModel<Model>, session: Session): ViewsOffer {
  const views = offerViews(root, model, session);
  const endPlay = offerPlay(root, session.scrubber, session.scrubTo);
  return {
    get prepared() {
      return views.prepared;
    },
    draw: views.draw,
    leave: views.leave,
    stop: () => callAll([views.stop, endPlay]),
  };
}
