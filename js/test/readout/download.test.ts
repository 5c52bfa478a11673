// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offerDownloads } from "../../src/readout/download";
import { offerTable } from "../../src/readout/take_away";
import { lesson } from "../samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What is saved, and whose addresses are taken back. */
function watchSaving(): { saved: string[]; revoked: () => void } {
  const [saved, revoked]: [string[], () => void] = [[], vi.fn()];
  Object.assign(URL, { createObjectURL: () => "blob:one", revokeObjectURL: revoked });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(`${this.download} ${this.href}`);
  });
  return { saved, revoked };
}

test("what the kernel has drawn is saved under its name, once", async () => {
  const { saved, revoked } = watchSaving();
  const { model, fake } = lesson();
  const end = offerDownloads(model);
  fake.emit("msg:custom", { type: "batch" }, [new Uint8Array(1)]);
  fake.emit("msg:custom", { type: "download", name: "fit.png" }, []);
  expect(saved).toEqual([]);
  fake.emit("msg:custom", { type: "download", name: "fit.png" }, [new Uint8Array(1)]);
  await vi.dynamicImportSettled();
  expect(saved).toEqual(["fit.png blob:one"]);
  expect(document.querySelector("a")).toBeNull();
  vi.advanceTimersByTime(2000);
  expect(revoked).toHaveBeenCalledWith("blob:one");
  end();
  expect(fake.listening).toBe(0);
});

test("the table of results is saved by its button, once there is one", () => {
  const { saved } = watchSaving();
  const { model, fake } = lesson();
  document.body.innerHTML = '<div><button class="hubble-table"></button><button></button></div>';
  const [table, other] = document.querySelectorAll("button");
  const end = offerTable(document.body, model, () => ({ text: "part,quantity\n", problem: "" }));
  table?.click();
  fake.set("results", { name: "hubble-key_project.csv", rows: [] });
  other?.click();
  expect(saved).toEqual([]);
  table?.click();
  expect(saved).toEqual(["hubble-key_project.csv blob:one"]);
  end();
  table?.click();
  expect(saved).toHaveLength(1);
});
