// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lineNow, offerCopy, type Told } from "../src/copy";
import { KNOWN, LEARNED, SETTINGS } from "./samples";

const LINE = { before: "%hubblefit mine", after: " --exclude 'A b'", problem: "" };
const HERE = { learning_rate: 3, iterations: 3, iteration: 500 };
const TOLD: Told = { text: "%%hubblefit\n1,2", problem: "" };

let root: HTMLElement;
let stop: () => void;
let told: Told;

beforeEach(() => {
  document.body.innerHTML =
    '<div><button class="hubble-copy"><i></i>Copy the magic line</button></div>';
  root = document.body.firstElementChild as HTMLElement;
  told = TOLD;
  stop = offerCopy(root, () => told);
  vi.useFakeTimers();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, "execCommand");
});

const click = async () => {
  root.querySelector("i")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(0);
};
const status = () => root.querySelector("[role=status]")?.textContent;
const clipboard = (writeText: (text: string) => Promise<void>) =>
  vi.stubGlobal("navigator", { clipboard: { writeText } });

test("the line has the sliders where they stand, and the state that is shown", () => {
  const text = (positions = HERE, known = KNOWN) => lineNow(LINE, known, positions).text;
  expect(text()).toBe("%hubblefit mine --lr 0.05 --iterations 500 --exclude 'A b'");
  expect(text({ ...HERE, iteration: 7 })).toContain("--iterations 500 --show 7 --exclude");
  expect(text({ ...HERE, learning_rate: 0, iteration: 7 })).toContain(
    "--lr 0.0001 --iterations 500 --ex",
  );
  const adam = { ...KNOWN, settings: { ...SETTINGS, optimizer: "Adam" as const } };
  expect(text({ ...HERE, iterations: 5 }, adam)).toContain("--lr 0.05 --iterations 10000 --ex");
  const lost = { ...LEARNED, iteration: 9, slope: null };
  expect(text({ ...HERE, iteration: 9 }, { ...KNOWN, learned: lost })).not.toContain("--show");
});

test("where there is no line, it is said why", () => {
  expect(lineNow({ ...LINE, problem: "no name" }, KNOWN, HERE).problem).toBe("no name");
  expect(lineNow({}, KNOWN, HERE).problem).toContain("not told");
});

test("a click copies it and says so briefly", async () => {
  const writeText = vi.fn(() => Promise.resolve());
  clipboard(writeText);
  await click();
  expect(writeText).toHaveBeenCalledExactlyOnceWith(TOLD.text);
  expect(status()).toBe("Copied");
  await vi.advanceTimersByTimeAsync(3000);
  expect(status()).toBe("");
});

test("without a clipboard the way of old copies it, and leaves nothing behind", async () => {
  vi.stubGlobal("navigator", {});
  let marked = "";
  document.execCommand = () => {
    marked = (document.activeElement as HTMLTextAreaElement).value;
    return true;
  };
  await click();
  expect([marked, status()]).toEqual([TOLD.text, "Copied"]);
  expect(document.querySelector("textarea")).toBeNull();
});

test("when that fails too, the line is there to be copied by hand, until the next click", async () => {
  clipboard(() => Promise.reject(new Error("forbidden")));
  await click();
  const field = root.querySelector("textarea");
  expect([field?.value, field?.selectionStart, field?.selectionEnd]).toEqual([TOLD.text, 0, 15]);
  expect(status()).toBe("Copy the marked line.");
  told = { text: "", problem: "these galaxies have no name" };
  await click();
  expect(status()).toBe("these galaxies have no name");
  expect(root.querySelector("textarea")).toBeNull();
  stop();
  expect(root.querySelector("[role=status]")).toBeNull();
});
