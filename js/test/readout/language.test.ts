// @vitest-environment jsdom
import type { RenderProps } from "@anywidget/types";
import { expect, test, vi } from "vitest";
import readout from "../../src/readout/readout";
import type { Model } from "../../src/state/model";
import { lesson } from "../samples";

/** A language whose messages are those of English in brackets; plurals stay English. */
vi.mock("#messages", () => {
  const get = (_: object, text: string) => (text.includes("{count}") ? undefined : `⟦${text}⟧`);
  return { default: { language: "en", messages: new Proxy({}, { get }) } };
});

const ATTRIBUTES = ["aria-label", "aria-valuetext", "title", "data-hubble-value"];

/** All that users read below an element. */
function* shownBelow(root: Element): Generator<string> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) yield walker.currentNode.textContent ?? "";
  for (const node of [root, ...root.querySelectorAll("*")]) {
    for (const name of ATTRIBUTES) yield node.getAttribute(name) ?? "";
  }
}

test("every word of the readout and of the controls comes from the catalog", async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(readonly changed: (entries: object[]) => void) {}
      observe(target: Element) {
        this.changed([{ target, contentRect: { width: 800 } }]);
      }
      disconnect() {}
    },
  );
  vi.stubGlobal("matchMedia", () => ({ addEventListener() {}, removeEventListener() {} }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  Object.assign(SVGElement.prototype, { getComputedTextLength: () => 50 });
  document.body.innerHTML = `<div class="hubble-explorer">
    <div class="hubble-setting hubble-learning-rate"><div class="noUi-target"></div></div><div></div></div>`;
  const root = document.body.firstElementChild as HTMLElement;
  const el = root.lastElementChild as HTMLElement;
  const { model, rate, count, scrubber } = lesson();
  for (const each of [rate, count, scrubber]) Object.assign(each, { comm_live: false });
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await vi.waitFor(() => expect(root.textContent).toContain("⟦There is no kernel"));
  for (const button of root.querySelectorAll<HTMLElement>("[data-topic]")) {
    button.click();
    await vi.waitFor(() => expect(button.getAttribute("aria-expanded")).toBe("true"));
    const words = [...shownBelow(root)].filter((text) => /[a-z]{2}/i.test(text));
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((text) => !text.includes("⟦"))).toEqual(["km/s/Mpc", "km/s"]);
  }
  leave();
});
