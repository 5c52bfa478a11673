import { afterEach, beforeEach, expect, test, vi } from "vitest";
import loader from "../src/loader";
import { FakeModel } from "./samples";

/** Node imports no blob: the module is put where the text is. */
beforeEach(() => {
  vi.spyOn(URL, "createObjectURL").mockImplementation(
    (blob) => `data:text/javascript,${texts.get(blob as Blob)}`,
  );
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => {});
  const Plain = Blob;
  vi.stubGlobal(
    "Blob",
    class extends Plain {
      constructor(parts: string[], options?: BlobPropertyBag) {
        super(parts, options);
        texts.set(this, encodeURIComponent(parts.join("")));
      }
    },
  );
});
const texts = new Map<Blob, string>();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const counting = (name: string) => `
  globalThis.${name} = (globalThis.${name} ?? 0) + 1;
  export default {
    initialize: ({ model }) => { model.begun = true; return () => { model.ended = true; }; },
    render: ({ model }) => { model.rendered = true; },
  };`;

type Props = Parameters<typeof loader.render>[0];
const props = (text: string) => {
  const model = new FakeModel({ front_end: text });
  return { model, props: { model } as unknown as Props & Parameters<typeof loader.initialize>[0] };
};

test("readouts with the same text share one module, which receives each of them", async () => {
  const all = [props(counting("once")), props(counting("once")), props(counting("once"))];
  const ends = await Promise.all(all.map(({ props }) => loader.initialize(props)));
  await Promise.all(all.map(({ props }) => loader.render(props)));
  expect(globalThis).toHaveProperty("once", 1);
  for (const { model } of all) expect(model).toMatchObject({ begun: true, rendered: true });
  for (const end of ends) (end as () => void)();
  for (const { model } of all) expect(model).toMatchObject({ ended: true });
});

test("another text, as of another version, is another module", async () => {
  await loader.render(props(counting("other")).props);
  await loader.render(props(`${counting("other")}// newer`).props);
  expect(globalThis).toHaveProperty("other", 2);
});

test("what could not be loaded is tried again", async () => {
  const broken = props("export default missing;");
  await expect(loader.render(broken.props)).rejects.toThrow();
  Object.assign(globalThis, { missing: { render: () => "found" } });
  const cached = "export default missing;"; // Node keeps a module that failed; a browser has another address each time
  await expect(loader.render(props(`${cached} //`).props)).resolves.toBe("found");
  await expect(loader.render(broken.props)).rejects.toThrow();
  expect(URL.createObjectURL).toHaveBeenCalledTimes(3);
});
