import { expect, test, vi } from "vitest";
import { createUnpacker } from "../src/bundle";
import type { Manager } from "../src/lookup";

const settled = () => new Promise((resolve) => setTimeout(resolve));

function page() {
  const slider = { set_state: vi.fn() };
  const manager = {
    get_model: (id: string) => (id === "slider" ? Promise.resolve(slider) : undefined),
  } as unknown as Manager;
  return { slider, unpacker: createUnpacker(manager) };
}

test("what came with a frame is told to the models as if the kernel had told them", async () => {
  const { slider, unpacker } = page();
  unpacker.take(1, { slider: { value: 7 }, closed: { value: 1 } });
  unpacker.take(2, undefined);
  unpacker.take(3, { slider: { value: 8 } });
  await settled();
  expect(slider.set_state.mock.calls).toEqual([[{ value: 7 }], [{ value: 8 }]]);
});

test("a frame that was repeated or overtaken tells nothing", async () => {
  const { slider, unpacker } = page();
  unpacker.take(5, { slider: { value: 50 } });
  unpacker.take(5, { slider: { value: 50 } });
  unpacker.take(4, { slider: { value: 40 } });
  await settled();
  expect(slider.set_state.mock.calls).toEqual([[{ value: 50 }]]);
});
