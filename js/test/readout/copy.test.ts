// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CopyOffer, offerCopy } from "../../src/readout/copy";
import type { Export } from "../../src/text/take_away";

const TEXT: Export = { text: "%%hubblefit\n1,2", problem: "" };

let root: HTMLElement;
let offer: CopyOffer;
let exported: Export;

beforeEach(() => {
  document.body.innerHTML =
    '<div><button class="hubble-copy"><i></i>Copy the magic line</button></div>';
  root = document.body.firstElementChild as HTMLElement;
  exported = TEXT;
  offer = offerCopy(root, "hubble-copy", "Magic line", () => exported);
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
    TEXT.text,
    "Magic line",
    0,
  ]);
  exported = { text: "another", problem: "" };
  offer.draw();
  expect(text?.textContent).toBe(TEXT.text);
  await vi.advanceTimersByTimeAsync(250);
  expect(text?.textContent).toBe("another");
});

test('a click copies the current text, and "Copied" is visible for a short time', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  clipboard(writeText);
  offer.draw();
  exported = { text: "newer", problem: "" };
  await click();
  expect(writeText).toHaveBeenCalledExactlyOnceWith("newer");
  expect(status()).toBe("Copied");
  await vi.advanceTimersByTimeAsync(3000);
  expect(status()).toBe("");
});

test("a long text is shown in part and copied as a whole", async () => {
  clipboard(() => Promise.reject(new Error("forbidden")));
  exported = { text: "1.25, ".repeat(10_000), problem: "" };
  offer.draw();
  expect(root.querySelector("pre")?.textContent).toMatch(/^1.25.* … \(copied as a whole\)$/);
  await click();
  expect(String(getSelection())).toBe(exported.text);
});

test("without a clipboard the way of old copies what it marks", async () => {
  vi.stubGlobal("navigator", {});
  let marked = "";
  document.execCommand = () => {
    marked = String(getSelection());
    return true;
  };
  await click();
  expect([marked, status()]).toEqual([TEXT.text, "Copied"]);
});

test("when that fails too, the text is selected; without a text the reason is shown", async () => {
  clipboard(() => Promise.reject(new Error("forbidden")));
  await click();
  expect(String(getSelection())).toBe(TEXT.text);
  expect(status()).toBe("Copy the selected text.");
  exported = { text: "", problem: "these galaxies have no name" };
  await click();
  expect(status()).toBe("these galaxies have no name");
  expect(root.querySelector("pre")?.textContent).toBe("these galaxies have no name");
  offer.stop();
  expect(root.innerHTML).not.toMatch(/status|<pre/);
});
