/**
 * The line to start from while a hand drags its handles: the page shows it at once, and has the kernel take it over,
 * one line after the other as the kernel answers, and the last one always.
 */

import type { Line } from "../model";

/** Milliseconds after which the next line is sent even if the kernel has not answered: it may be busy. */
const PATIENCE = 250;

export interface StartDrag {
  /** The line that goes before the kernel's; null where there is none. */
  readonly line: Line | null;
  drag(line: Line): void;
  /** The hand has let go. */
  release(): void;
  /** The kernel has a line to start from; it may be an answer. */
  settled(start: Line): void;
  /** The kernel has refused something. */
  refused(): void;
  stop(): void;
}

export function createStartDrag(send: (line: Line) => void, changed: () => void): StartDrag {
  let line: Line | null = null;
  let asked: Line[] = []; // not answered yet
  let isHeld = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!line || (asked.length > 0 && same(asked.at(-1) as Line, line))) return;
    asked.push(line);
    timer = setTimeout(ask, PATIENCE);
    send(line);
  };
  const drop = () => {
    line = null;
    asked = [];
    changed();
  };
  return {
    get line() {
      return line;
    },
    drag(next) {
      isHeld = true;
      line = next;
      if (timer === undefined) ask();
      changed();
    },
    release() {
      isHeld = false;
      ask();
    },
    settled(start) {
      const answered = asked.map((each) => same(each, start)).lastIndexOf(true);
      const isOfOthers = answered < 0;
      const [last] = asked.slice(-1);
      asked = isOfOthers ? [] : asked.slice(answered + 1);
      if (!isOfOthers && line && !same(line, last as Line)) ask();
      if (!isHeld && asked.length === 0) drop();
    },
    refused() {
      if (!isHeld) drop();
    },
    stop: () => clearTimeout(timer),
  };
}

function same(one: Line, other: Line): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
