// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CopyOffer, offerCopy } from "../src/copy";
import type { Told } from "../src/take_away";

const TOLD: Told = { text: "%%hubblefit\n1,2", problem: "" };

let root: HTMLElement;
let offer: CopyOffer;
let told: Told;

beforeEach(() => {
  document.body.innerHTML =
    '<div><button class="hubble-copy"><i></i>Copy the magic line</button></div>';
  root = document.body.firstElementChild as HTMLElement;
  told = TOLD;
  offer = offerCopy(root, "hubble-copy", "Magic line", () => told);
  vi.useFakeTimers();
});

afterEach(() => {
  offer.stop();
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

test("the text stands before its button and follows what is shown, not at each frame", async () => {
  offer.draw();
  const text = root.querySelector<HTMLElement>("[role=textbox]");
  expect(text?.nextElementSibling?.className).toBe("hubble-copy");
  expect([text?.textContent, text?.ariaLabel, text?.tabIndex]).toEqual([
    TOLD.text,
    "Magic line",
    0,
  ]);
  told = { text: "another", problem: "" };
  offer.draw();
  expect(text?.textContent).toBe(TOLD.text);
  await vi.advanceTimersByTimeAsync(250);
  expect(text?.textContent).toBe("another");
});

test("a click copies it as it is now, and says so briefly", async () => {
  const writeText = vi.fn(() => Promise.resolve());
  clipboard(writeText);
  offer.draw();
  told = { text: "newer", problem: "" };
  await click();
  expect(writeText).toHaveBeenCalledExactlyOnceWith("newer");
  expect(status()).toBe("Copied");
  await vi.advanceTimersByTimeAsync(3000);
  expect(status()).toBe("");
});

test("a long text is shown in part and copied as a whole", async () => {
  clipboard(() => Promise.reject(new Error("forbidden")));
  told = { text: "1.25, ".repeat(10_000), problem: "" };
  offer.draw();
  expect(root.querySelector("pre")?.textContent).toMatch(/^1.25.* … \(copied as a whole\)$/);
  await click();
  expect(String(getSelection())).toBe(told.text);
});

test("without a clipboard the way of old copies what it marks", async () => {
  vi.stubGlobal("navigator", {});
  let marked = "";
  document.execCommand = () => {
    marked = String(getSelection());
    return true;
  };
  await click();
  expect([marked, status()]).toEqual([TOLD.text, "Copied"]);
});

test("when that fails too, the text is marked to be copied by hand; what has no text says why", async () => {
  clipboard(() => Promise.reject(new Error("forbidden")));
  await click();
  expect(String(getSelection())).toBe(TOLD.text);
  expect(status()).toBe("Copy the marked text.");
  told = { text: "", problem: "these galaxies have no name" };
  await click();
  expect(status()).toBe("these galaxies have no name");
  expect(root.querySelector("pre")?.textContent).toBe("these galaxies have no name");
  offer.stop();
  expect(root.innerHTML).not.toMatch(/status|<pre/);
});
