/** The names for the data: only galaxies are called galaxies (hubble_widget/data/labels.py). */

import { isFilled, type Labels, type Model } from "../state/model";
import { message } from "./messages";

export const HUBBLE: Labels = {
  slope_name: message("Slope (Hubble constant)"),
  slope_unit: "km/s/Mpc",
  x_unit: "Mpc",
  y_unit: "km/s",
  rows: message("galaxies"),
  has_age: true,
};

export const labelsOf = (labels: Model["labels"] | undefined): Labels =>
  isFilled(labels) ? labels : HUBBLE;

/** Stands between a number and its unit or "%", so that no line breaks there (hubble_widget/formatting.py). */
export const NO_BREAK = "\u00a0";

/** A number with its unit, if it has one. */
export const withUnit = (number: string, unit: string): string =>
  unit ? `${number}${NO_BREAK}${unit}` : number;
