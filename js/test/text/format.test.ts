import { describe, expect, test } from "vitest";
import { fixed, MISSING, plusMinus, significant } from "../../src/text/format";

describe("fixed", () => {
  test.each([
    [74.5887, 2, "74.59"],
    [0, 2, "0.00"],
    [-30.6679, 2, "−30.67"],
    [0.86629, 3, "0.866"],
    [999999.98, 2, "999999.98"],
    [-5.12e63, 2, "−5.1e+63"],
    [4.53e120, 2, "4.5e+120"],
    [-4.53e120, 2, "−4.5e+120"],
    [0.0004, 2, "0.0004"],
  ])("%d with %d decimals reads %s", (value, decimals, text) => {
    expect(fixed(value, decimals)).toBe(text);
  });

  test.each([null, Number.NaN, Number.POSITIVE_INFINITY])("%s is missing", (value) => {
    expect(fixed(value, 2)).toBe(MISSING);
  });
});

describe("significant", () => {
  test.each([
    [0.0198891, "0.01989"],
    [0.5, "0.5"],
    [1234.56, "1235"],
    [12345.6, "1.235e+04"],
    [0.0000123456, "1.235e−05"],
    [1.2344e241, "1.2e+241"],
    [0, "0"],
  ])("%d to four digits reads %s", (value, text) => {
    expect(significant(value, 4)).toBe(text);
  });
});

describe("plusMinus", () => {
  test("a value with its standard error", () => {
    expect(plusMinus(80.37767, 10.11393, 2)).toBe("80.38 ± 10.11");
  });

  test("an error that would vanish brings decimals for both", () => {
    expect(plusMinus(13.97, 0.0031, 2)).toBe("13.970 ± 0.003");
  });

  test("two galaxies leave no standard error", () => {
    expect(plusMinus(80.37767, null, 2)).toBe("80.38");
  });

  test("nothing has no error", () => {
    expect(plusMinus(null, 1, 2)).toBe(MISSING);
  });
});
