// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offerDownloads } from "../src/download";
import { lesson } from "./samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("what the kernel has drawn is saved under its name, once", () => {
  const revoked = vi.fn();
  Object.assign(URL, { createObjectURL: () => "blob:one", revokeObjectURL: revoked });
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(`${this.download} ${this.href}`);
  });
  const { model, fake } = lesson();
  const end = offerDownloads(model);
  fake.emit("msg:custom", { type: "batch" }, [new Uint8Array(1)]);
  fake.emit("msg:custom", { type: "download", name: "fit.png" }, []);
  expect(saved).toEqual([]);
  fake.emit("msg:custom", { type: "download", name: "fit.png" }, [new Uint8Array(1)]);
  expect(saved).toEqual(["fit.png blob:one"]);
  expect(document.querySelector("a")).toBeNull();
  vi.advanceTimersByTime(2000);
  expect(revoked).toHaveBeenCalledWith("blob:one");
  end();
  expect(fake.listening).toBe(0);
});
