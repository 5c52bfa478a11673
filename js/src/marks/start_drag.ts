/**
 * The line to start from while a hand drags its handles: the page shows it at once, and has the kernel take it over,
 * one line after the other as the kernel answers, and the last one always.
 */

import type { Line } from "../model";

/** Milliseconds after which the next line is sent even if the kernel has not answered: it may be busy. */
const PATIENCE = 250;

export class StartDrag {
  /** The line that goes before the kernel's; null where there is none. */
  line: Line | null = null;
  #sent: Line | null = null; // the newest
  #asked: Line[] = []; // not answered yet
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** The one that the kernel has. */
    readonly present: () => Line | undefined,
    readonly send: (line: Line) => void,
    readonly changed: () => void,
  ) {}

  drag(line: Line): void {
    this.#isHeld = true;
    this.line = line;
    if (this.#timer === undefined) this.#ask();
    this.changed();
  }

  /** The hand has let go. */
  release(): void {
    this.#isHeld = false;
    this.#ask();
    if (this.#asked.length === 0) this.#drop(); // the kernel has answered already, and says nothing twice
  }

  /** The kernel has a line to start from; it may be an answer. */
  settled(start: Line): void {
    const answered = this.#asked.map((each) => same(each, start)).lastIndexOf(true);
    this.#asked = answered < 0 ? [] : this.#asked.slice(answered + 1);
    if (answered >= 0) this.#ask();
    if (!this.#isHeld && this.#asked.length === 0) this.#drop();
  }

  /** The kernel has refused something. */
  refused(): void {
    this.#asked = [];
    if (!this.#isHeld) this.#drop();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #ask = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.line || (this.#sent && same(this.#sent, this.line))) return;
    this.#sent = this.line;
    if (this.#asked.length === 0 && same(this.present(), this.line)) return; // there is nothing to answer
    this.#asked.push(this.line);
    this.#timer = setTimeout(this.#ask, PATIENCE);
    this.send(this.line);
  };

  #drop(): void {
    this.line = this.#sent = null;
    this.#asked = [];
    this.changed();
  }
}

function same(one: Line | undefined, other: Line): boolean {
  return one?.[0] === other[0] && one[1] === other[1];
}
