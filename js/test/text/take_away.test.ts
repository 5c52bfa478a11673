import { expect, test } from "vitest";
import { displayOf } from "../../src/state/display";
import { codeNow, csvNow, lineNow } from "../../src/text/take_away";
import { EXPLORER, LEARNED, SETTINGS } from "../samples";

const LINE = { before: "%hubblefit mine", after: " --exclude 'A b'", problem: "" };
const CODE = { parts: ["lr=", ")\nrange(", "):\n", "print()"], diverged: "lost\n" };
const HERE = { learning_rate: 3, iterations: 3, iteration: 500 };
const LOST = { ...EXPLORER, learned: { ...LEARNED, iteration: 9, slope: null } };

test("the line has the sliders where they stand, and the state that is displayed", () => {
  const text = (positions = HERE, explorer = EXPLORER) => lineNow(LINE, explorer, positions).text;
  expect(text()).toBe("%hubblefit mine --lr 0.05 --iterations 500 --exclude 'A b'");
  expect(text({ ...HERE, iteration: 7 })).toContain("--iterations 500 --show 7 --exclude");
  expect(text({ ...HERE, learning_rate: 0, iteration: 7 })).toContain(
    "--lr 0.0001 --iterations 500 --ex",
  );
  const adam = { ...EXPLORER, settings: { ...SETTINGS, optimizer: "Adam" as const } };
  expect(text({ ...HERE, iterations: 5 }, adam)).toContain("--lr 0.05 --iterations 10000 --ex");
  expect(text({ ...HERE, iteration: 9 }, LOST)).not.toContain("--show");
});

test("the line has what a person supposes of the universe, instead of what it had", () => {
  const supposing = (after: string, omega_matter: number | null, distance_factor: number) =>
    lineNow({ ...LINE, after }, EXPLORER, HERE, { supposed: { omega_matter, distance_factor } })
      .text;
  const line = "%hubblefit mine --lr 0.05 --iterations 500";
  expect(supposing(" --view universe", 0.3, 1)).toBe(`${line} --omega-matter 0.3 --view universe`);
  const old = " --view universe --omega-matter 1 --distance-factor 2.0 --exclude 'A b'";
  const kept = "--view universe --exclude 'A b'";
  expect(supposing(old, 0.315, 0.5)).toBe(
    `${line} --omega-matter 0.315 --distance-factor 0.5 ${kept}`,
  );
  expect(supposing(old, null, 1)).toBe(`${line} ${kept}`);
});

test("a guess that was dragged without a kernel is in line and table, and there is no code for it", () => {
  const line = (after: string) =>
    lineNow({ ...LINE, after }, EXPLORER, HERE, { guess: [98.5, -100] }).text;
  const whole = "%hubblefit mine --lr 0.05 --iterations 500 --start 98.5 -100";
  for (const start of ["", " --start random", " --start -5.0 3.0"]) {
    expect(line(`${start} --view universe --exclude 'a --start 1 2'`)).toBe(
      `${whole} --view universe --exclude 'a --start 1 2'`,
    );
  }
  const display = displayOf({ ...EXPLORER, settings: { ...SETTINGS, start: [98.5, -100] } }, HERE);
  expect(codeNow(CODE, display, [98.5, -100])).toMatchObject({ text: "" });
  expect(codeNow(CODE, display, [98.5, -100]).problem).toContain("guess");
  const rows = [["settings", "start_slope", 0, "km/s/Mpc"]] as const;
  expect(csvNow({ name: "a.csv", rows }, display).text).toBe(
    "settings,start_slope,98.5,km/s/Mpc\n",
  );
});

test("changes of the rate are part of line, code and table until the slider moves", () => {
  const rate_changes = [
    [200, 0.1],
    [300, 1e-5],
  ] as const;
  const explorer = { ...EXPLORER, settings: { ...SETTINGS, rate_changes } };
  const here = { ...HERE, learning_rate: 0 }; // the position nearest to the last rate
  const code = { ...CODE, parts: ["lr=", ")\nrates = ", "\nrange(", "):\n", "print()"] };
  const rows = [["settings", "rate_changes", "old", ""]] as const;
  const texts = (positions: typeof HERE) => {
    const display = displayOf(explorer, positions);
    return [
      lineNow(LINE, explorer, positions).text,
      codeNow(code, display).text,
      csvNow({ name: "a.csv", rows }, display).text,
    ];
  };
  expect(texts(here)).toEqual([
    "%hubblefit mine --lr 0.05 --lr-at 200=0.1 --lr-at 300=0.00001 --iterations 500 --exclude 'A b'",
    "lr=0.05)\nrates = {200: 0.1, 300: 0.00001}\nrange(500):\nprint()",
    "settings,rate_changes,200=0.1; 300=0.00001,\n",
  ]);
  expect(texts({ ...here, learning_rate: 2 })).toEqual([
    "%hubblefit mine --lr 0.01 --iterations 500 --exclude 'A b'",
    "lr=0.01)\nrates = {}\nrange(500):\nprint()",
    "settings,rate_changes,,\n",
  ]);
});

test("without a text the reason is given", () => {
  const nothing = displayOf({ ...EXPLORER, settings: {} }, HERE);
  expect(lineNow({ ...LINE, problem: "no name" }, EXPLORER, HERE).problem).toBe("no name");
  for (const nothingYet of [
    lineNow({}, EXPLORER, HERE),
    codeNow({}, displayOf(EXPLORER, HERE)),
    csvNow({}, nothing),
  ]) {
    expect([nothingYet.text, nothingYet.problem]).toEqual([
      "",
      expect.stringContaining("not sent"),
    ]);
  }
  expect(codeNow(CODE, nothing).text).toBe("");
});

test("the code leads to the displayed state", () => {
  const text = (positions = HERE, explorer = EXPLORER) =>
    codeNow(CODE, displayOf(explorer, positions)).text;
  expect(text()).toBe("lr=0.05)\nrange(500):\nprint()");
  expect(text({ ...HERE, learning_rate: 2, iteration: 7 })).toContain("lr=0.01)\nrange(500)");
  expect(text({ ...HERE, iteration: 7 })).toContain("lr=0.05)\nrange(7)");
  expect(text({ ...HERE, iteration: 9 }, LOST)).toBe("lr=0.05)\nrange(9):\nlost\nprint()");
});

test("the table has the numbers that are displayed, and quotes what would break it", () => {
  const rows = [
    ["part", "quantity", "value", "unit"],
    ["data", "title", 'He said "no",\nand left', ""],
    ["settings", "learning_rate", 1, ""],
    ["settings", "optimizer", "SGD", ""],
    ["learned", "iteration", 0, ""],
    ["learned", "slope", 1, "km/s/Mpc"],
    ["exact", "slope", 80.5, "km/s/Mpc"],
    ["exact", "age", null, "Gyr"],
  ] as const;
  const text = (explorer = EXPLORER, iteration = 500) =>
    csvNow({ name: "a.csv", rows }, displayOf(explorer, { ...HERE, iteration })).text;
  expect(text()).toBe(
    'part,quantity,value,unit\ndata,title,"He said ""no"",\nand left",\nsettings,learning_rate,0.05,\n' +
      "settings,optimizer,SGD,\nlearned,iteration,500,\nlearned,slope,74.5887,km/s/Mpc\n" +
      "exact,slope,80.5,km/s/Mpc\nexact,age,,Gyr\n",
  );
  expect(text(LOST, 9)).toContain("learned,slope,,km/s/Mpc\n");
});
