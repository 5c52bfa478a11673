/** What the page says about how sure the line is; the kernel says the rest (hubble_widget/text/uncertainty_words.py). */

import { exists, fixed, message, NO_BREAK, withUnit } from "#shared";
import { slopeWithout } from "../gradient_descent/influence";
import type { Drawn, Sure } from "../marks/painting";
import type { Rows } from "../marks/rows";
import type { Labels, Line, Moments } from "../state/model";

type Known = Pick<Sure, "is_age" | "value" | "numberOf">;

/** More names than this are too many to read. */
const MAX_NAMES = 60;

/** What leaving an included row out does to the age, or to the slope if there is no age. */
export function withoutText(
  rows: Rows,
  row: number,
  moments: Moments,
  { is_age, value, numberOf }: Known,
  labels: Labels,
): string {
  if (rows.isCrowd || rows.isExcluded[row]) return "";
  const left = numberOf([slopeWithout(rows, row, moments), 0]);
  if (!exists(left)) return is_age ? message("no age") : message("no line");
  const change = left - value;
  const text = withUnit(fixed(left, 2), unitOf(is_age, labels));
  return `${text} (${change < 0 ? "" : "+"}${fixed(change, 2)})`;
}

const unitOf = (is_age: boolean, { slope_unit }: Labels): string =>
  is_age ? message("billion years") : slope_unit;

/** How far the learned line is from the exact one: the difference of the two numbers as they are shown. */
export function distanceText(learned: number, { is_age, value }: Known, labels: Labels): string {
  if (!exists(learned)) {
    return is_age
      ? message("The learned line has no age.")
      : message("The learned line has no slope.");
  }
  const away = Math.abs(Number(learned.toFixed(2)) - Number(value.toFixed(2)));
  const values = {
    learned: fixed(learned, 2),
    difference: withUnit(fixed(away, 2), unitOf(is_age, labels)),
    exact: fixed(value, 2),
  };
  return is_age
    ? message("The learned age, {learned}, is {difference} from the exact one, {exact}.", values)
    : message("The learned slope, {learned}, is {difference} from the exact one, {exact}.", values);
}

/** What the two regressions say, and why they differ. */
export function regressionsText(
  [exact, other]: readonly [Line, Line],
  { is_age, numberOf }: Known,
  labels: Labels,
): string {
  const describe = (line: Line) => {
    const slope = withUnit(fixed(line[0], 2), labels.slope_unit);
    const age = numberOf(line);
    if (!is_age) return slope;
    const years = exists(age)
      ? withUnit(fixed(age, 2), message("billion years"))
      : message("no age");
    return `${slope}, ${years}`;
  };
  const values = { dashed: describe(exact), dotted: describe(other) };
  return labels.has_age
    ? message(
        "The regression of velocity on distance (dashed: {dashed}) takes all scatter for errors of velocity, that of distance on velocity (dotted: {dotted}) for errors of distance; with errors of both, the line lies between them.",
        values,
      )
    : message(
        "The regression of y on x (dashed: {dashed}) takes all scatter for errors of y, that of x on y (dotted: {dotted}) for errors of x; with errors of both, the line lies between them.",
        values,
      );
}

export const bandText = ({ rows }: Labels): string =>
  message(
    "Of single {rows}, {share} lie between the outer lines; the band inside is where the line itself may lie.",
    { rows, share: `95${NO_BREAK}%` },
  );

/** The line of a resample, and which rows it has drawn. */
export function resampleText(
  { number, counts, line }: Omit<Drawn, "fallen">,
  { is_age, numberOf }: Known,
  rows: Rows,
  labels: Labels,
): string {
  const names = [...counts].flatMap((count, index) => {
    // The words of a name stay on one line.
    const name = (rows.names[rows.included[index] as number] ?? "").replaceAll(" ", "\u00a0");
    return count > 1 ? `${name}\u00a0×${count}` : count ? name : [];
  });
  const which = message("{count} of the {total} {rows}", {
    count: names.length,
    total: counts.length,
    rows: labels.rows,
  });
  const drawn = names.length > MAX_NAMES ? which : `${which}, ${names.join(", ")}`;
  const age = numberOf(line);
  const found = exists(line[0])
    ? [
        ...(is_age
          ? [
              exists(age)
                ? message("age {age}", { age: withUnit(fixed(age, 2), message("billion years")) })
                : message("no age"),
            ]
          : []),
        message("slope {slope}", { slope: withUnit(fixed(line[0], 2), labels.slope_unit) }),
        message("intercept {intercept}", { intercept: withUnit(fixed(line[1], 1), labels.y_unit) }),
      ].join(", ")
    : message("no line, for all are at one distance");
  return message("Resample {number} has drawn {drawn}: {found}.", { number, drawn, found });
}
