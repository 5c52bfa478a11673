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

/** A number with its unit, if it has one. */
export function withUnit(number: string, unit: string): string {
  return unit ? `${number} ${unit}` : number;
}
