import { afterEach, describe, expect, test, vi } from "vitest";
import { counted, grouped, localized, message } from "../../src/text/messages";

afterEach(() => {
  vi.doUnmock("#messages");
  vi.resetModules();
});

describe("English stands in the code", () => {
  test("values stand where their names are", () => {
    const values = { slope: "465.2", name: "a {slope}", count: 3 };
    expect(message("{count} of {name} have {slope}, {slope}.", values)).toBe(
      "3 of a {slope} have 465.2, 465.2.",
    );
    expect(message("Run back")).toBe("Run back");
  });

  test("one is singular, other counts are plural, and large ones are grouped", () => {
    const iterations = (count: number) => counted("{count} iteration", "{count} iterations", count);
    expect([0, 1, 2, 12_000].map(iterations)).toEqual([
      "0 iterations",
      "1 iteration",
      "2 iterations",
      "12,000 iterations",
    ]);
    expect(counted("{steps}: {count} is", "{steps}: {count} are", 2, { steps: "A" })).toBe(
      "A: 2 are",
    );
  });

  test("numbers are written with comma and point", () => {
    expect([localized("12,345.6"), grouped(1_234_567)]).toEqual(["12,345.6", "1,234,567"]);
  });
});

describe("another language is another catalog", () => {
  const POLISH = {
    language: "pl",
    messages: {
      "12,345.6": "12\u00a0345,6",
      "exact {value}": "dokładnie {value}",
      "{count} iteration": {
        one: "{count} iteracja",
        few: "{count} iteracje",
        many: "{count} iteracji",
        other: "{count} iteracji",
      },
    },
  };
  const inPolish = <Module>(load: () => Promise<Module>): Promise<Module> => {
    vi.resetModules();
    vi.doMock("#messages", () => ({ default: POLISH }));
    return load();
  };

  test("a message that it does not have is English", async () => {
    const polish = await inPolish(() => import("../../src/text/messages"));
    expect(polish.message("exact {value}", { value: "1" })).toBe("dokładnie 1");
    expect(polish.message("learned {value}", { value: "1" })).toBe("learned 1");
    expect(polish.counted("{count} point", "{count} points", 22)).toBe("22 points");
  });

  test("its rules choose the plural form", async () => {
    const polish = await inPolish(() => import("../../src/text/messages"));
    const iterations = (count: number) =>
      polish.counted("{count} iteration", "{count} iterations", count);
    expect([1, 3, 5, 22, 1200].map(iterations)).toEqual([
      "1 iteracja",
      "3 iteracje",
      "5 iteracji",
      "22 iteracje",
      "1\u00a0200 iteracji",
    ]);
  });

  test("numbers are written its way, and read as they are computed", async () => {
    const polish = await inPolish(() => import("../../src/text/decimal"));
    expect([
      polish.decimal(465.184, 2),
      polish.decimal(0.0004, 2),
      polish.general(12.345, 4),
      polish.number(0.001234, 2),
      polish.withError(13.97, 0.003, 2),
      polish.fixedPoint(0.5, 1),
    ]).toEqual(["465,18", "0,0004", "12,35", "0,0012", "13,970 ± 0,003", "0,5"]);
  });
});
