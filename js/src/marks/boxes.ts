/** Boxes: the squares of residuals, the bars of a histogram. */

import { fillAndStroke, snap } from "#shared";
import type { Mark } from "./scene";

/** Draws boxes, given by left, top, right and bottom; one by one, because they are translucent. */
export function drawBoxes(
  context: CanvasRenderingContext2D,
  boxes: readonly number[],
  mark: Mark,
): void {
  const at = (index: number) => snap(boxes[index] as number, mark.edge_width ?? 0);
  for (let index = 0; index < boxes.length; index += 4) {
    const [left, top] = [at(index), at(index + 1)];
    context.beginPath();
    context.rect(left, top, at(index + 2) - left, at(index + 3) - top);
    fillAndStroke(context, mark);
  }
}
