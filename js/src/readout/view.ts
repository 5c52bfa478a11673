/** The readout itself: errors, numbers, one sentence, the age ruler, announcements for screen readers. */

import type { AnyModel } from "@anywidget/types";
import { question } from "../explain/question";
import { element, setText } from "../host/dom";
import { isFilled, type Model, showsExact } from "../state/model";
import type { Current } from "../state/session";
import { announcement } from "../text/content";
import { labelsOf } from "../text/labels";
import { createNumbers } from "./cards";
import { createRuler } from "./ruler";

/** Creates every element once. Drawing changes only texts and attributes. */
export function createView(el: HTMLElement) {
  const headline = element("strong", {});
  const sentence = element("span", {});
  const paragraph = element("p", "hubble-sentence", headline, " ", question("converged"), sentence);
  const comment = element("p", { class: "hubble-comment", role: "status" });
  const remark = element("p", "hubble-remark");
  const kernel = element("p", { class: "hubble-no-kernel", role: "status" });
  const error = element("div", { class: "hubble-error", role: "alert" });
  const status = element("div", { class: "hubble-status", role: "status", "aria-live": "polite" });
  const numbers = createNumbers();
  const ruler = createRuler();
  const texts = element("div", "hubble-texts", paragraph, comment, remark, kernel);
  const outcome = element("div", "hubble-outcome", texts, ruler.node);
  el.classList.add("hubble-readout");
  el.append(error, numbers.node, outcome, status);
  let news = "";
  return {
    /** Returns whether there is something new to announce. */
    draw(
      model: AnyModel<Model>,
      { display, explorer, universe, rows }: Current,
      problem: string,
    ): boolean {
      const { learned, iterations, words } = display;
      const exact = model.get("exact");
      const settings = model.get("settings");
      const labels = labelsOf(model.get("labels"));
      const isFine = problem === "";
      if (error.hidden !== isFine) error.hidden = isFine;
      setText(error, problem);
      const lossFunction = isFilled(settings) ? settings.loss_function : "MSE";
      const hidesExact = isFilled(settings) && !showsExact(settings);
      numbers.draw(learned, exact, iterations, lossFunction, labels, hidesExact);
      setText(headline, words.headline);
      setText(sentence, words.sentence);
      setText(comment, model.get("comment") ?? "");
      setText(remark, model.get("remark"));
      ruler.node.hidden = !labels.has_age;
      ruler.draw({ learned, exact, hidesExact, universe, rows });
      const before = news;
      news = announcement(learned, iterations, explorer.running, labels);
      return news !== before;
    },
    showKernelNote: (words: string) => setText(kernel, words),
    announceState: () => setText(status, news),
    /** Screen readers announce only a text that changes: a space at its end makes the same words a new text. */
    announce: (words: string) =>
      setText(status, words + (status.textContent === words ? "\u00a0" : "")),
    stop: ruler.stop,
  };
}
