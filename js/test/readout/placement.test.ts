import { describe, expect, test } from "vitest";
import { type Mark, placeLabels, type Side, type Spot } from "../../src/readout/placement";

const SIDES: readonly Side[] = ["left", "right"];
const GAP = 9;

/** The label and the stretch that ties it to its mark. */
function reach(mark: Mark, spot: Spot): [number, number] {
  return [Math.min(mark.x, spot.start), Math.max(mark.x, spot.start + mark.width)];
}

/** By plain comparisons: an `expect` for each of some ten thousand places takes seconds. */
function expectReadable(marks: Mark[], spots: Spot[], width: number): void {
  spots.forEach((spot, index) => {
    const end = spot.start + (marks[index] as Mark).width;
    if (spot.start < 0 || end > width) expect.fail(`${index} of ${JSON.stringify(marks)} is cut`);
    spots.forEach((other, otherIndex) => {
      if (index === otherIndex || spot.row !== other.row) return;
      const otherEnd = other.start + (marks[otherIndex] as Mark).width;
      if (end <= other.start || otherEnd <= spot.start) return;
      expect.fail(`labels ${index} and ${otherIndex} overlap at ${JSON.stringify(marks)}`);
    });
  });
}

describe("placeLabels", () => {
  test("two close marks turn away from each other, in one row", () => {
    const marks = [
      { x: 500, width: 80, sides: ["left", "right"] as const },
      { x: 503, width: 80, sides: ["right", "left"] as const },
    ];
    const spots = placeLabels(marks, { width: 860, gap: GAP });
    expect(spots).toEqual([
      { row: 0, side: "left", start: 411 },
      { row: 0, side: "right", start: 512 },
    ]);
  });

  test("at an edge both stand on one side, in two rows", () => {
    const marks = [
      { x: 30, width: 80, sides: ["left", "right"] as const },
      { x: 32, width: 80, sides: ["right", "left"] as const },
    ];
    const rows = placeLabels(marks, { width: 460, gap: GAP }).map(({ row }) => row);
    expect(new Set(rows).size).toBe(2);
  });

  test.each([460, 860])("no two labels ever overlap, wherever the marks are, at %d px", (width) => {
    for (let first = 12; first <= width - 12; first += 7) {
      for (let second = 12; second <= width - 12; second += 5) {
        const marks: Mark[] = [
          { x: first, width: 83, sides: first < second ? SIDES : [...SIDES].reverse() },
          { x: second, width: 126, sides: second < first ? SIDES : [...SIDES].reverse() },
        ];
        expectReadable(marks, placeLabels(marks, { width, gap: GAP }), width);
      }
    }
  });

  test("no leader of a higher row runs through a label or parts it from its mark", () => {
    for (let first = 12; first <= 340; first += 9) {
      for (let second = 12; second <= 340; second += 11) {
        const marks: Mark[] = [200, first, second].map((x) => ({ x, width: 90, sides: SIDES }));
        const spots = placeLabels(marks, { width: 352, gap: GAP });
        expectReadable(marks, spots, 352);
        spots.forEach((tall, index) => {
          spots.forEach((low, lowIndex) => {
            if (index === lowIndex || tall.row <= low.row) return;
            const [start, end] = reach(marks[lowIndex] as Mark, low);
            const x = (marks[index] as Mark).x;
            if (x > start && x < end) expect.fail(JSON.stringify({ marks, spots }));
          });
        });
      }
    }
  });

  test("a line too short for its labels still gives each its own row", () => {
    const marks: Mark[] = [10, 20, 30].map((x) => ({ x, width: 100, sides: SIDES }));
    const rows = placeLabels(marks, { width: 60, gap: GAP }).map(({ row }) => row);
    expect(rows).toEqual([0, 1, 2]);
  });
});
