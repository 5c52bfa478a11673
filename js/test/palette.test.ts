import { describe, expect, test } from "vitest";
import { contrast, parseColor } from "../src/host/color";
import CSS from "../src/styles/palette.css?raw";

/** The custom properties of the block whose selectors end like this. */
function palette(selector: string): Map<string, string> {
  const block = CSS.split(`${selector} {`)[1]?.split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--hubble-([\w-]+): (#\w{6});/g)].map(([, k = "", v = ""]) => [k, v]),
  );
}

const THEMES = {
  light: palette("\n.hubble-readout"),
  dark: palette("\n.hubble-readout.hubble-dark"),
};

function ratio(theme: Map<string, string>, text: string, ground: string): number {
  const [one, other] = [parseColor(theme.get(text) ?? ""), parseColor(theme.get(ground) ?? "")];
  if (!one || !other) throw new Error(`no ${text} or no ${ground} in the palette`);
  return contrast(one, other);
}

describe.each(Object.entries(THEMES))("the %s palette", (_name, theme) => {
  test.each(["learned", "exact", "text", "muted", "error"])("%s is readable", (text) => {
    expect(ratio(theme, text, "page")).toBeGreaterThanOrEqual(4.5);
    expect(ratio(theme, text, "card")).toBeGreaterThanOrEqual(4.5);
  });

  test("so is the text of the main button", () => {
    expect(ratio(theme, "on-learned", "learned")).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ["axis", "page"],
    ["control", "page"],
    ["control", "card"],
    ...["slow", "fast", "oscillating", "diverging"].map((zone) => [zone, "page"] as const),
  ] as const)("%s stands out from the %s", (part, ground) => {
    expect(ratio(theme, part, ground)).toBeGreaterThanOrEqual(3);
  });
});

test("both themes have the same colors", () => {
  expect([...THEMES.dark.keys()]).toEqual([...THEMES.light.keys()]);
});
