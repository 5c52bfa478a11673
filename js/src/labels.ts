/** What the data are called: nothing is said of galaxies where they are none (hubble_widget/regression/labels.py). */

import { isFilled, type Labels, type Model } from "./model";

export const HUBBLE: Labels = {
  slope_name: "Slope (Hubble constant)",
  slope_unit: "km/s/Mpc",
  x_unit: "Mpc",
  y_unit: "km/s",
  rows: "galaxies",
  has_age: true,
};

export function labelsOf(labels: Model["labels"] | undefined): Labels {
  return isFilled(labels) ? labels : HUBBLE;
}

/** Between a number and its unit or its per cent, which never part (hubble_widget/regression/formatting.py). */
export const NO_BREAK = "\u00a0";

/** A number with its unit, if it has one. */
export function withUnit(number: string, unit: string): string {
  return unit ? `${number}${NO_BREAK}${unit}` : number;
}
