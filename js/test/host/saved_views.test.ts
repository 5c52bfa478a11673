import { expect, test } from "vitest";
import { withView } from "../../src/host/saved_views";

test.each([
  ["", "universe", " --view universe"],
  [
    ' --view uncertainty --exclude "NGC 4639"',
    "loss_surface",
    ' --view loss_surface --exclude "NGC 4639"',
  ],
  [
    ' --degree 2 --view universe --exclude "a --view universe"',
    "loss",
    ' --degree 2 --exclude "a --view universe"',
  ],
])("the magic line %o names the view %s", (after, name, wanted) => {
  expect(withView(after, name)).toBe(wanted);
});
