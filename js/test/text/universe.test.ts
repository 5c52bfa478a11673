import { expect, test } from "vitest";
import type { UniverseNow } from "../../src/state/universe_now";
import { describeAges } from "../../src/text/ages";
import { ageText, rulerText, supposedAges, timeText } from "../../src/text/universe";
import { EXACT, LEARNED, MOMENTS } from "../samples";

const UNIVERSE: UniverseNow = {
  omega_matter: null,
  distance_factor: 1,
  span: 15,
  closest: 9.129454606583383,
  variances: [29.34069943289225, 2.411899914044556, 0.2641888281371485],
  own_times: "",
  time: 0,
  supposed: () => [],
};
const HIDDEN = { ...EXACT, slope: null, age: null };
const OF_1929 = { ...EXACT, slope: 454.158, slope_stderr: 75.2, age: 2.15298 };

test("a time says how far apart the galaxies were, unless that gives the exact fit away", () => {
  expect(timeText(UNIVERSE)).toBe("today: spread 5.42\u00a0Mpc");
  expect(timeText({ ...UNIVERSE, time: 9.129 })).toBe(
    "9.1\u00a0billion years ago: spread 2.71\u00a0Mpc",
  );
  const stretched = { ...UNIVERSE, time: 5, distance_factor: 7, variances: null };
  expect(timeText(stretched)).toBe("35.0\u00a0billion years ago");
});

test("what matter makes of 1/slope", () => {
  expect(ageText(UNIVERSE, LEARNED, EXACT)).toMatch(
    /^1\/slope, 12\.16\u00a0.* \(exact\), is the age only if/,
  );
  const today = ageText({ ...UNIVERSE, omega_matter: 0.315 }, LEARNED, EXACT);
  expect(today).toMatch(
    /31\.5\u00a0% matter, 68\.5\u00a0% dark energy, .* 0\.951 × 12\.16 = 11\.57\u00a0/,
  );
  const alone = ageText({ ...UNIVERSE, omega_matter: 1, distance_factor: 2 }, LEARNED, HIDDEN);
  expect(alone).toMatch(/100\u00a0% matter alone the age is 0\.667 × 26\.22 = 17\.48\u00a0/);
  expect(ageText(UNIVERSE, { ...LEARNED, age: null }, HIDDEN)).toMatch(/no age/);
});

test("what a wrong ruler makes of slope, age and scatter", () => {
  const wrong = { ...UNIVERSE, distance_factor: 7 };
  const said = rulerText(wrong, LEARNED, OF_1929, MOMENTS);
  expect(said).toMatch(
    /^Slope 64\.88\u00a0km\/s\/Mpc, 1\/slope 15\.07\u00a0billion years; the scatter stays 251\u00a0km\/s/,
  );
  expect(said).toMatch(/As measured it is 2\.15, less than the Earth's 4\.54/);
  const scattered = { ...OF_1929, slope_stderr: 125 };
  expect(rulerText(wrong, LEARNED, scattered, MOMENTS)).not.toContain("Earth");
  expect(rulerText(wrong, LEARNED, HIDDEN, MOMENTS)).toMatch(
    /^Slope 10\.66\u00a0.*; the scatter stays\. More/,
  );
  expect(rulerText(UNIVERSE, LEARNED, EXACT, MOMENTS)).toMatch(/nothing in the plots shows it\.$/);
  expect(rulerText(UNIVERSE, { ...LEARNED, age: null }, HIDDEN, MOMENTS)).toBe("");
});

test("the ruler shows what is supposed beside 1/slope, and compares it with its like", () => {
  expect(supposedAges(UNIVERSE, LEARNED, EXACT)).toEqual([null, null]);
  expect(supposedAges(UNIVERSE, { ...LEARNED, age: null }, HIDDEN)).toEqual([null, null]);
  const assumed = { omega_matter: 0.315, distance_factor: 1.5 };
  const supposed = supposedAges(assumed, LEARNED, EXACT);
  expect(supposed.map((each) => each?.text)).toEqual(["× 1.5: 18.25", "with matter 17.35"]);
  const both = { ...UNIVERSE, ...assumed, supposed: () => supposed };
  expect(describeAges(LEARNED, EXACT, false, both)).toMatch(
    /with matter 17\.35; .*Planck 13\.8, Planck’s 1\/H₀ 14\.5\.$/,
  );
  expect(describeAges(LEARNED, EXACT)).toMatch(/Planck 13\.8\.$/);
});
