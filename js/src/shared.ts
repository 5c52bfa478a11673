/** What the module on demand (on_demand.ts) uses of the first module, which exports it (readout/readout.ts). */

export { ZONE_NAMES } from "./controls/zones";
export { HEAR } from "./explain/question";
export { hasClosedForm, zoneEnds, zoneOf } from "./gradient_descent/convergence";
export { lastRate, stateAt } from "./gradient_descent/gradient_descent";
export { AGE_AT_UNIT_SLOPE, ageFactor, ageOf, distanceAt } from "./gradient_descent/line";
export { quadraticLossOf } from "./gradient_descent/quadratic_loss";
export { PLOTS } from "./host/accessibility";
export { element, resizeCanvas, setAttribute, setText, svgElement } from "./host/dom";
export { callAll, listenToEvents, listenToModel, watchSizeBelow } from "./host/listening";
export { whenFound } from "./host/lookup";
export { perFrame, prefersReducedMotion, throttled } from "./host/timing";
export { beyond, FROM_EDGE } from "./marks/curve";
export { canBeDrawn, traceLine, traceSegment } from "./marks/lines";
export { captionPlace, lossText } from "./marks/loss_marks";
export { addMarks, type Prepared, prepare } from "./marks/painter";
export {
  drawArrowhead,
  drawCaption,
  drawMarkers,
  fillAndStroke,
  snap,
  strokePoints,
  strokeSegments,
  textStyle,
} from "./marks/pen";
export { clamp, FAR } from "./marks/plane";
export { REDUCED_MOTION } from "./marks/playout";
export { residualOf } from "./marks/rows";
export { choiceOf, displayOf } from "./state/display";
export { isFilled, showsExact } from "./state/model";
export { send } from "./state/send";
export { EARTH } from "./text/ages";
export { cardTexts, progressText } from "./text/content";
export { decimal, general } from "./text/decimal";
export { exists, fixed, significant } from "./text/format";
export { labelsOf, NO_BREAK, withUnit } from "./text/labels";
export { counted, grouped, localized, message } from "./text/messages";
export { atStart, CLOSE, iterations, NO_NUMBERS, way, words } from "./text/verdict";
