import { expect, test } from "vitest";
import { shown } from "../src/shown";
import { codeNow, csvNow, lineNow } from "../src/take_away";
import { KNOWN, LEARNED, SETTINGS } from "./samples";

const LINE = { before: "%hubblefit mine", after: " --exclude 'A b'", problem: "" };
const CODE = { parts: ["lr=", ")\nrange(", "):\n", "print()"], diverged: "lost\n" };
const HERE = { learning_rate: 3, iterations: 3, iteration: 500 };
const LOST = { ...KNOWN, learned: { ...LEARNED, iteration: 9, slope: null } };

test("the line has the sliders where they stand, and the state that is shown", () => {
  const text = (positions = HERE, known = KNOWN) => lineNow(LINE, known, positions).text;
  expect(text()).toBe("%hubblefit mine --lr 0.05 --iterations 500 --exclude 'A b'");
  expect(text({ ...HERE, iteration: 7 })).toContain("--iterations 500 --show 7 --exclude");
  expect(text({ ...HERE, learning_rate: 0, iteration: 7 })).toContain(
    "--lr 0.0001 --iterations 500 --ex",
  );
  const adam = { ...KNOWN, settings: { ...SETTINGS, optimizer: "Adam" as const } };
  expect(text({ ...HERE, iterations: 5 }, adam)).toContain("--lr 0.05 --iterations 10000 --ex");
  expect(text({ ...HERE, iteration: 9 }, LOST)).not.toContain("--show");
});

test("where there is none, it is said why", () => {
  const nothing = shown({ ...KNOWN, settings: {} }, HERE);
  expect(lineNow({ ...LINE, problem: "no name" }, KNOWN, HERE).problem).toBe("no name");
  for (const told of [
    lineNow({}, KNOWN, HERE),
    codeNow({}, shown(KNOWN, HERE)),
    csvNow({}, nothing),
  ]) {
    expect([told.text, told.problem]).toEqual(["", expect.stringContaining("not told")]);
  }
  expect(codeNow(CODE, nothing).text).toBe("");
});

test("the code leads to what is shown", () => {
  const text = (positions = HERE, known = KNOWN) => codeNow(CODE, shown(known, positions)).text;
  expect(text()).toBe("lr=0.05)\nrange(500):\nprint()");
  expect(text({ ...HERE, learning_rate: 2, iteration: 7 })).toContain("lr=0.01)\nrange(500)");
  expect(text({ ...HERE, iteration: 7 })).toContain("lr=0.05)\nrange(7)");
  expect(text({ ...HERE, iteration: 9 }, LOST)).toBe("lr=0.05)\nrange(9):\nlost\nprint()");
});

test("the table has the numbers that are shown, and quotes what would break it", () => {
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
  const text = (known = KNOWN, iteration = 500) =>
    csvNow({ name: "a.csv", rows }, shown(known, { ...HERE, iteration })).text;
  expect(text()).toBe(
    'part,quantity,value,unit\ndata,title,"He said ""no"",\nand left",\nsettings,learning_rate,0.05,\n' +
      "settings,optimizer,SGD,\nlearned,iteration,500,\nlearned,slope,74.5887,km/s/Mpc\n" +
      "exact,slope,80.5,km/s/Mpc\nexact,age,,Gyr\n",
  );
  expect(text(LOST, 9)).toContain("learned,slope,,km/s/Mpc\n");
});
