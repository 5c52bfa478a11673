/** The numbers: a legend of learned and exact ones, and a card for each quantity. */

import { createTools, question, setTopic } from "../explain/question";
import { element, setText } from "../host/dom";
import type { Exact, Labels, Learned } from "../state/model";
import { type CardText, cardTexts, progressText } from "../text/content";
import { MISSING } from "../text/format";
import { message } from "../text/messages";

export interface Numbers {
  node: HTMLElement;
  draw(
    learned: Learned,
    exact: Exact,
    iterations: number,
    lossFunction?: string,
    labels?: Labels,
    hidesExact?: boolean,
  ): void;
}

const CARDS = 5;

/** A number with more characters is smaller, so that it fits into its card. */
const LONG = 7;

export function createNumbers(): Numbers {
  const progress = element("span", "hubble-iteration");
  const cards = Array.from({ length: CARDS }, createCard);
  const node = element(
    "div",
    { class: "hubble-numbers", role: "group", "aria-label": message("Fit readout") },
    element(
      "p",
      "hubble-legend",
      key("learned", element("strong", {}, message("learned")), progress),
      exactKey(),
      createTools(),
    ),
    element("dl", "hubble-cards", ...cards.map((card) => card.node)),
  );
  return {
    node,
    draw(learned, exact, iterations, lossFunction, labels, hidesExact) {
      setText(progress, progressText(learned, iterations));
      const texts = cardTexts(learned, exact, lossFunction, labels, hidesExact);
      for (const [index, card] of cards.entries()) card.draw(texts[index]);
    },
  };
}

function createCard() {
  const label = element("span", {});
  const mark = question();
  const heading = element("dt", "hubble-label", label, mark);
  const value = element("span", "hubble-value");
  const note = element("span", "hubble-note");
  const exact = element("dd", "hubble-exact-value");
  // The space separates number and unit for programs that read the text alone.
  const learned = element("dd", "hubble-learned-value", value, " ", note);
  const node = element("div", "hubble-card", heading, learned, exact);
  return {
    node,
    draw(text: CardText | undefined) {
      node.hidden = !text;
      if (!text) return;
      setText(label, text.label);
      setTopic(mark, text.topic);
      const place = text.topic === "loss" ? heading : learned; // at the heading it would make other cards wider
      if (mark.parentElement !== place) place.append(mark);
      setText(value, text.value);
      setText(note, text.note);
      // No line break between two numbers, with "±" or a short word between them.
      setText(exact, text.exact.replaceAll(/(\d) (\S+) (?=[−\d])/g, "$1\u00a0$2\u00a0"));
      node.classList.toggle("hubble-small", text.isSmall ?? false);
      learned.classList.toggle("hubble-missing", text.value === MISSING);
      value.classList.toggle("hubble-long", text.value.length > LONG);
    },
  };
}

const exactKey = (): HTMLElement =>
  key(
    "exact",
    element("strong", {}, message("exact")),
    element("span", {}, message("± standard error")),
    question("error"),
  );

/** A sample of a line in the plots, with its name. */
function key(kind: "learned" | "exact", ...names: HTMLElement[]): HTMLElement {
  const sample = element("span", { class: "hubble-sample", "aria-hidden": "true" });
  const spaced = names.flatMap((name) => [" ", name]);
  return element("span", `hubble-key hubble-${kind}`, sample, ...spaced);
}
