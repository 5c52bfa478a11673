/**
 * Pictures that the kernel has drawn ahead (hubble_widget/display/foresight.py) are painted as soon as the sliders
 * stand where they belong. The kernel's own frame follows always, some time later: a frame of a place that the
 * sliders had left before is not painted then, or the picture would jump back.
 */

import type { Change } from "./changes";
import { debounced } from "./timing";

/** Milliseconds without another frame and without a move, after which what the kernel sent last is right. */
const SETTLED = 1000;

/** Where the two sliders stand: two indices of their scales. */
export type Place = readonly [number, number];

/** A frame that comes as changes. */
export interface Frame extends Change {
  frame: number;
  /** What besides the two settings the picture depends on: another number, another picture. */
  edition: number;
  /** Where the sliders stand that lead to this very picture; null where none does. */
  shows: Place | null;
}

export interface Foresight {
  /** Keeps pictures for these places. */
  keep(pictures: Pick<Frame, "key" | "edition">, places: Place[], bytes: Uint8Array[]): void;
  /** A frame has come: it is painted, or left out where what is on the page is newer. */
  take(frame: Frame): void;
  /** A whole picture has come. */
  forget(): void;
  /** A slider may have moved; null where no picture can have been drawn ahead. */
  moved(place: Place | null): void;
  stop(): void;
}

interface Page {
  paint(change: Change): void;
  /** A frame needs no painting. */
  leftOut(frame: number): void;
}

export function createForesight({ paint, leftOut }: Page): Foresight {
  let book = { key: -1, edition: -1, pictures: new Map<string, Uint8Array>() };
  let here = nameOf(null);
  /** The place of the picture that was painted ahead, then those where the sliders have stood since. */
  let since: Set<string> | undefined;
  /** The newest frame that was left out. */
  let held: Frame | undefined;

  const settle = debounced(() => {
    if (held) show(held);
  }, SETTLED);
  const show = (frame: Frame) => {
    const [ahead] = since ?? [];
    if (nameOf(frame.shows) !== ahead) since = undefined; // it is newer than that picture
    held = undefined;
    paint(frame);
  };
  const open = (key: number, edition: number) => {
    if (key === book.key && edition === book.edition) return;
    book = { key, edition, pictures: new Map() };
    since = held = undefined;
  };
  return {
    keep({ key, edition }, places, bytes) {
      open(key, edition);
      for (const [index, each] of places.entries()) {
        const picture = bytes[index];
        if (picture) book.pictures.set(nameOf(each), picture);
      }
    },
    take(frame) {
      open(frame.key, frame.edition);
      settle();
      if (!since || !frame.shows || since.has(nameOf(frame.shows))) {
        show(frame);
      } else {
        held = frame;
        leftOut(frame.frame);
      }
    },
    forget: () => open(-1, -1),
    moved(place) {
      const before = here;
      here = nameOf(place);
      if (here === before) return; // it was the slider of the shown iteration
      settle();
      const picture = book.pictures.get(here);
      if (picture) {
        since = new Set([here]);
        paint({ key: book.key, bytes: picture });
      } else if (held && nameOf(held.shows) === here) {
        show(held);
      } else {
        since?.add(here);
      }
    },
    stop() {
      settle.cancel();
      open(-1, -1);
    },
  };
}

function nameOf(place: Place | null): string {
  return String(place);
}
