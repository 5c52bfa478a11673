/** The marks that the first picture does not show. */

import { RESIDUAL_MARKS } from "./residual_marks";
import { SURFACE_MARKS } from "./surface_marks";
import { UNCERTAINTY_MARKS } from "./uncertainty_marks";
import { RUN_BACK_MARKS, UNIVERSE_MARKS } from "./universe_marks";

export const MARKS = {
  ...RESIDUAL_MARKS,
  ...SURFACE_MARKS,
  ...UNCERTAINTY_MARKS,
  ...RUN_BACK_MARKS,
  ...UNIVERSE_MARKS,
};
