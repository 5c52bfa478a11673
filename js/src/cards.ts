/** The numbers: a legend that says whose they are, and a card for each. */

import { type CardText, cardTexts, progressText, sourceText } from "./content";
import { element, setText } from "./dom";
import { createTools } from "./explain/explain";
import { ask, question } from "./explain/question";
import { MISSING } from "./format";
import type { Exact, Labels, Learned } from "./model";

export interface Numbers {
  node: HTMLElement;
  draw(
    learned: Learned,
    exact: Exact,
    iterations: number,
    lossFunction?: string,
    labels?: Labels,
  ): void;
}

const CARDS = 5;

/** Longer than this, a number is set smaller so that it keeps to its card. */
const LONG = 8;

export function createNumbers(): Numbers {
  const source = element("span", "hubble-source");
  const progress = element("span", "hubble-iteration");
  const cards = Array.from({ length: CARDS }, createCard);
  const node = element(
    "div",
    "hubble-numbers",
    element(
      "p",
      "hubble-legend",
      key("learned", element("strong", "", "learned"), source, progress),
      exactKey(),
      createTools(),
    ),
    element("dl", "hubble-cards", ...cards.map((card) => card.node)),
  );
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", "Fit readout");
  return {
    node,
    draw(learned, exact, iterations, lossFunction, labels) {
      setText(source, sourceText(learned));
      setText(progress, progressText(learned, iterations));
      const texts = cardTexts(learned, exact, lossFunction, labels);
      for (const [index, card] of cards.entries()) card.draw(texts[index]);
    },
  };
}

function createCard() {
  const label = element("span", "");
  const mark = question();
  const heading = element("dt", "hubble-label", label, mark);
  const value = element("span", "hubble-value");
  const note = element("span", "hubble-note");
  const exact = element("dd", "hubble-exact-value");
  // The space keeps number and unit apart where only the text is read.
  const learned = element("dd", "hubble-learned-value", value, " ", note);
  const node = element("div", "hubble-card", heading, learned, exact);
  return {
    node,
    draw(text: CardText | undefined) {
      node.hidden = !text;
      if (!text) return;
      setText(label, text.label);
      ask(mark, text.topic);
      const place = text.topic === "loss" ? heading : learned; // where it makes no card wider
      if (mark.parentElement !== place) place.append(mark);
      setText(value, text.value);
      setText(note, text.note);
      setText(exact, text.exact.replaceAll(" ± ", "\u00a0±\u00a0")); // a number and its error never part
      node.classList.toggle("hubble-small", text.isSmall ?? false);
      learned.classList.toggle("hubble-missing", text.value === MISSING);
      value.classList.toggle("hubble-long", text.value.length > LONG);
    },
  };
}

function exactKey(): HTMLElement {
  return key(
    "exact",
    element("strong", "", "exact"),
    element("span", "", "± standard error"),
    question("error"),
  );
}

/** A sample of the line, as the plots draw it, with its name. */
function key(kind: "learned" | "exact", ...names: HTMLElement[]): HTMLElement {
  const sample = element("span", "hubble-sample");
  sample.setAttribute("aria-hidden", "true");
  const spaced = names.flatMap((name) => [" ", name]);
  return element("span", `hubble-key hubble-${kind}`, sample, ...spaced);
}
