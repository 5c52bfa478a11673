/** Places labels beside their marks on a line, so that none covers another. */

/** Which side of its mark a label stands on. */
export type Side = "left" | "right" | "center";

export interface Mark {
  /** Its place on the line, in pixels. */
  x: number;
  /** The width of its label, in pixels. */
  width: number;
  /** Sides to try, the preferred one first. */
  sides: readonly Side[];
}

export interface Spot {
  /** 0 is the row next to the line. */
  row: number;
  side: Side;
  /** The label's left end, in pixels. */
  start: number;
}

export interface Space {
  width: number;
  /** Between a mark and its label, and between two labels in a row. */
  gap: number;
}

/**
 * Places the label of every mark in the lowest row that the labels before it leave free.
 *
 * A leader connects a label in a higher row with the line, so that no other label may stand there. With as many rows as
 * marks there is nearly always a solution; if there is none, each label gets a row of its own.
 */
export const placeLabels = (marks: readonly Mark[], space: Space): Spot[] =>
  search(marks, space, []) ?? marks.map((mark, row) => ownRow(mark, row, space));

function search(marks: readonly Mark[], space: Space, placed: Spot[]): Spot[] | null {
  const mark = marks[placed.length];
  if (!mark) return placed;
  for (let row = 0; row < marks.length; row++) {
    for (const side of mark.sides) {
      const spot = { row, side, start: startOf(mark, side, space.gap) };
      if (!fits(mark, spot, space) || !clear(mark, spot, marks, placed, space.gap)) continue;
      const rest = search(marks, space, [...placed, spot]);
      if (rest) return rest;
    }
  }
  return null;
}

function startOf(mark: Mark, side: Side, gap: number): number {
  if (side === "right") return mark.x + gap;
  if (side === "left") return mark.x - gap - mark.width;
  return mark.x - mark.width / 2;
}

const fits = (mark: Mark, spot: Spot, space: Space): boolean =>
  spot.start >= 0 && spot.start + mark.width <= space.width;

const clear = (
  mark: Mark,
  spot: Spot,
  marks: readonly Mark[],
  placed: readonly Spot[],
  gap: number,
): boolean =>
  placed.every((other, index) => {
    const otherMark = marks[index];
    return (
      otherMark !== undefined &&
      !overlap(mark, spot, otherMark, other, gap) &&
      !crosses(otherMark, other, mark, spot) &&
      !crosses(mark, spot, otherMark, other)
    );
  });

const overlap = (one: Mark, oneSpot: Spot, two: Mark, twoSpot: Spot, gap: number): boolean =>
  oneSpot.row === twoSpot.row &&
  oneSpot.start < twoSpot.start + two.width + gap &&
  twoSpot.start < oneSpot.start + one.width + gap;

/** Whether the leader of `tall`, which passes all rows below its own, crosses the label or the leader of `low`. */
function crosses(tall: Mark, tallSpot: Spot, low: Mark, lowSpot: Spot): boolean {
  const start = Math.min(low.x, lowSpot.start);
  const end = Math.max(low.x, lowSpot.start + low.width);
  return tallSpot.row >= lowSpot.row && tall.x > start && tall.x < end;
}

function ownRow(mark: Mark, row: number, space: Space): Spot {
  const furthest = Math.max(0, space.width - mark.width);
  const start = Math.min(Math.max(0, mark.x + space.gap), furthest);
  return { row, side: "right", start };
}
