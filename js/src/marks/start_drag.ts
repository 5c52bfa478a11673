/**
 * The start line while a person drags its handles. The page shows each line at once. It sends the next line when the
 * kernel has answered the one before, and always the last line.
 */

import type { Line } from "../state/model";

/** Milliseconds after which the next line is sent without an answer: the kernel may be busy. */
const PATIENCE = 250;

export class StartDrag {
  /** The line that the page shows instead of the kernel's; null if there is none. */
  line: Line | null = null;
  #sent: Line | null = null; // the newest one
  #unanswered: Line[] = []; // not answered yet
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** Returns the kernel's line. */
    readonly current: () => Line | undefined,
    readonly send: (line: Line) => void,
    readonly changed: () => void,
  ) {}

  drag(line: Line): void {
    this.#isHeld = true;
    this.line = line;
    if (this.#timer === undefined) this.#sendNewest();
    this.changed();
  }

  /** The person has released the handle. */
  release(): void {
    this.#isHeld = false;
    this.#sendNewest();
    if (this.#unanswered.length === 0) this.#useKernelLine(); // the kernel has answered already; it does not answer twice
  }

  /** The kernel has set its start line; this may be an answer. */
  settled(start: Line): void {
    const answered = this.#unanswered.map((each) => same(each, start)).lastIndexOf(true);
    this.#unanswered = answered < 0 ? [] : this.#unanswered.slice(answered + 1);
    if (answered >= 0) this.#sendNewest();
    if (!this.#isHeld && this.#unanswered.length === 0) this.#useKernelLine();
  }

  /** The kernel has refused something. */
  refused(): void {
    this.#unanswered = [];
    if (!this.#isHeld) this.#useKernelLine();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #sendNewest = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.line || (this.#sent && same(this.#sent, this.line))) return;
    this.#sent = this.line;
    if (this.#unanswered.length === 0 && same(this.current(), this.line)) return; // the kernel would not answer
    this.#unanswered.push(this.line);
    this.#timer = setTimeout(this.#sendNewest, PATIENCE);
    this.send(this.line);
  };

  #useKernelLine(): void {
    this.line = this.#sent = null;
    this.#unanswered = [];
    this.changed();
  }
}

const same = (one: Line | undefined, other: Line): boolean =>
  one?.[0] === other[0] && one[1] === other[1];
